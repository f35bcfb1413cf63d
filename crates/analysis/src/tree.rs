//! The codebook as positions: which code stands above which, and on which level.

use std::collections::{BTreeSet, HashMap};

use themata_model::table::Row;
use themata_model::{Code, Codebook, LevelKey};

use crate::tables::EMPTY;

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
pub(crate) struct Headings<'t, 'a> {
    tree: &'t Tree<'a>,
    // The ranks of the headings, highest first.
    ranks: Vec<usize>,
    open: Vec<Option<usize>>,
}

impl<'t, 'a> Headings<'t, 'a> {
    /// Returns the headings above `rows`: a depth for each level that one of them hangs below.
    pub(crate) fn new(tree: &'t Tree<'a>, rows: impl IntoIterator<Item = usize>) -> Self {
        let above = rows.into_iter().flat_map(|row| tree.headings(row));
        let ranks: BTreeSet<usize> = above.map(|code| tree.rank(code)).collect();
        Headings { tree, ranks: ranks.into_iter().rev().collect(), open: Vec::new() }
    }

    /// Returns the rows to print before that of `code`. Where nothing stands above it on a level, a
    /// dash closes the heading before, or it would be read as one more code of that.
    pub(crate) fn next(&mut self, code: Option<usize>) -> Vec<Row> {
        let path = code.map(|code| self.path(code)).unwrap_or_default();
        let same = self.open.iter().zip(&path).take_while(|(a, b)| a == b).count();
        let mut fresh = path[same..].to_vec();
        if fresh.is_empty() && self.open.len() > same {
            fresh.push(None);
        }
        self.open = path;
        let name = |code: Option<usize>| {
            code.map_or_else(|| EMPTY.to_string(), |code| self.tree.code(code).marked_name())
        };
        let row = |(depth, code)| Row::Heading { depth, text: name(code) };
        (u8::try_from(same).unwrap_or(u8::MAX)..).zip(fresh).map(row).collect()
    }

    /// The codes above `code`, outermost first; `None` where one is missing between two others or
    /// above them.
    fn path(&self, code: usize) -> Vec<Option<usize>> {
        let above = self.tree.headings(code);
        let mut path = Vec::new();
        for &rank in &self.ranks {
            let on_rank = above.iter().filter(|&&at| self.tree.rank(at) == rank);
            let before = path.len();
            path.extend(on_rank.map(|&at| Some(at)));
            if path.len() == before {
                path.push(None);
            }
        }
        while path.last() == Some(&None) {
            path.pop();
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Builder, print};
    use crate::{Options, table};

    /// The dyads, with categories and themes that hang nowhere or skip a level.
    fn loose() -> Builder {
        let mut b = Builder::dyads();
        b.code("p1", "categories", "").code("p2", "categories", "");
        b.code("T3", "themes", "").code("c4", "categories", "T3").code("p3", "categories", "");
        b.code("D3", "dimensions", "").code("T4", "themes", "D3").code("c5", "categories", "T4");
        b.code("c6", "categories", "D3");
        b
    }

    /// The headings and the heads of the rows of a table.
    fn heads(b: &Builder, kind: &str) -> String {
        let made = table(kind, &b.study, &b.marks(), &Options::default()).unwrap();
        let printed = print(&made);
        let lines = printed.lines().skip(2).filter(|line| !line.starts_with(['*', '=']));
        lines.map(|line| line.split(" ¦ ").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_code_that_hangs_nowhere_does_not_stand_under_the_heading_before_it() {
        let b = loose();
        let expected = [
            "# Name D1",
            "## Name T1",
            "Name c1",
            "Name c2",
            "# Name D2",
            "## Name T2",
            "Name c3",
            "# —",
            "Name p1",
            "Name p2",
            "# —",
            "## Name T3",
            "Name c4",
            "# —",
            "Name p3",
            "# Name D3",
            "## Name T4",
            "Name c5",
            "## —",
            "Name c6",
        ];
        for kind in ["evidence", "matrix", "coverage", "co-occurrence"] {
            assert_eq!(heads(&b, kind), expected.join("\n"), "{kind}");
        }
    }

    #[test]
    fn levels_that_nothing_hangs_below_have_no_dash() {
        let mut b = Builder::new();
        b.level("theme", false).level("dim", false).level("top", false);
        b.code("p1", "theme", "").code("d1", "dim", "").code("t1", "theme", "d1").code("p2", "theme", "");
        assert_eq!(heads(&b, "coverage"), "Name p1\n# Name d1\nName t1\n# —\nName p2");
    }

    #[test]
    fn a_code_that_hangs_nowhere_has_a_dash_where_others_name_their_dimension() {
        let b = loose();
        let made = table("proof", &b.study, &b.marks(), &Options::default()).unwrap();
        let printed = print(&made);
        assert!(printed.contains("\n— ¦ — ¦ Name p1 ¦ "), "{printed}");
        assert!(printed.contains("\n— ¦ Name T3 ¦ Name c4 ¦ "), "{printed}");
    }
}
