//! The codebook as positions: which code stands above which, and on which level.

use std::collections::HashMap;

use themata_model::{Code, Codebook, LevelKey};

/// The codebook's tree with look-ups by position, computed once a table.
pub(crate) struct Tree<'a> {
    book: &'a Codebook,
    parents: Vec<Option<usize>>,
    ranks: Vec<usize>,
    order: Vec<usize>,
}

impl<'a> Tree<'a> {
    /// Returns the tree of `book`.
    pub(crate) fn new(book: &'a Codebook) -> Self {
        let ranks: HashMap<&LevelKey, usize> =
            book.levels().iter().enumerate().map(|(i, l)| (&l.key, i)).collect();
        let rank = |code: &Code| ranks.get(&code.level).copied().unwrap_or_default();
        let parent = |code: &Code| code.parent.as_ref().and_then(|key| book.position(key));
        Tree {
            book,
            parents: book.codes().iter().map(parent).collect(),
            ranks: book.codes().iter().map(rank).collect(),
            order: book.in_tree_order().iter().filter_map(|code| book.position(&code.key)).collect(),
        }
    }

    /// The code at `position`.
    pub(crate) fn code(&self, position: usize) -> &'a Code {
        &self.book.codes()[position]
    }

    /// All positions, each code followed by what is below it.
    pub(crate) fn order(&self) -> &[usize] {
        &self.order
    }

    /// The place of each code in tree order, by position.
    pub(crate) fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.order.len()];
        for (place, &position) in self.order.iter().enumerate() {
            places[position] = place;
        }
        places
    }

    /// The code itself and those above it, nearest first.
    pub(crate) fn upward(&self, position: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(position), |&at| self.parents[at])
    }

    /// The code above.
    pub(crate) fn parent(&self, position: usize) -> Option<usize> {
        self.parents[position]
    }

    /// The rank of the code's level, 0 for the lowest level of the codebook.
    pub(crate) fn rank(&self, position: usize) -> usize {
        self.ranks[position]
    }

    /// The rank of a level.
    pub(crate) fn rank_of(&self, level: &LevelKey) -> Option<usize> {
        self.book.levels().iter().position(|l| l.key == *level)
    }

    /// The code itself or the nearest one above it on the level of `rank`.
    pub(crate) fn at_rank(&self, position: usize, rank: usize) -> Option<usize> {
        self.upward(position).find(|&at| self.ranks[at] == rank)
    }

    /// The codes on the level of `rank`, in tree order.
    pub(crate) fn on_rank(&self, rank: usize) -> Vec<usize> {
        self.order.iter().copied().filter(|&at| self.ranks[at] == rank).collect()
    }

    /// The codes above `position`, outermost first: what is printed as headings.
    pub(crate) fn headings(&self, position: usize) -> Vec<usize> {
        let mut above: Vec<usize> = self.upward(position).skip(1).collect();
        above.reverse();
        above
    }

    /// The name of the level the code stands on.
    pub(crate) fn level_name(&self, position: usize) -> &'a str {
        &self.book.levels()[self.ranks[position]].name
    }

    /// Whether the code is printed: not on an open level.
    pub(crate) fn is_printed(&self, position: usize) -> bool {
        !self.book.levels()[self.ranks[position]].open
    }

    /// The rank of the lowest printed level.
    pub(crate) fn category_rank(&self) -> Option<usize> {
        self.book.levels().iter().position(|level| !level.open)
    }

    /// The rank of the highest printed level.
    pub(crate) fn top_rank(&self) -> Option<usize> {
        self.book.levels().iter().rposition(|level| !level.open)
    }
}

/// Which headings to print before the next row: those not yet open.
#[derive(Default)]
pub(crate) struct Headings {
    open: Vec<usize>,
}

impl Headings {
    /// Returns the depth and position of each heading of `path` (outermost first) that is new.
    pub(crate) fn next(&mut self, path: Vec<usize>) -> Vec<(u8, usize)> {
        let same = self.open.iter().zip(&path).take_while(|(a, b)| a == b).count();
        let fresh = path.iter().enumerate().skip(same);
        let fresh = fresh.map(|(depth, &code)| (u8::try_from(depth).unwrap_or(u8::MAX), code)).collect();
        self.open = path;
        fresh
    }
}
