//! The rows of one tree of pages, as far as they can be read: a page or a row that cannot is passed over.

use std::collections::HashSet;

use super::pages::{Pages, number};

/// A value as it lies in the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl Value {
    pub(super) fn integer(&self) -> Option<i64> {
        match self {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<String> {
        match self {
            Value::Text(bytes) => String::from_utf8(bytes.clone()).ok(),
            _ => None,
        }
    }
}

/// A row of a tree; trees of indexes and of tables without row numbers have none.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) number: Option<i64>,
    pub(super) values: Vec<Value>,
}

/// What a tree gave.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) rows: Vec<Row>,
    /// Pages that are no pages of this tree any more.
    pub(super) unreadable: Vec<u32>,
    /// Rows on readable pages that cannot be read.
    pub(super) broken: usize,
}

/// Reads trees; each page belongs to one only.
pub(super) struct Trees<'p> {
    pages: &'p Pages,
    claimed: HashSet<u32>,
}

/// One page of a tree (section 1.6).
struct Node {
    page: Vec<u8>,
    of_table: bool,
    inner: bool,
    head: usize,
}

impl<'p> Trees<'p> {
    pub(super) fn new(pages: &'p Pages) -> Self {
        let mut trees = Trees { pages, claimed: HashSet::new() };
        trees.set_free_pages_aside();
        trees
    }

    /// Reads the tree that begins at page `root`.
    pub(super) fn read(&mut self, root: u32, of_table: bool) -> Tree {
        let mut tree = Tree::default();
        let mut waiting = vec![root];
        while let Some(n) = waiting.pop() {
            if !self.claimed.insert(n) {
                tree.unreadable.push(n);
                continue;
            }
            match self.node(n).filter(|node| node.of_table == of_table) {
                None => tree.unreadable.push(n),
                Some(node) => self.rows(&node, &mut tree, &mut waiting),
            }
        }
        tree.unreadable.sort_unstable();
        tree
    }

    /// The rows of the list of tables (section 2.6) where its first page is gone: from all pages that hold nothing else.
    pub(super) fn listed(&mut self) -> Vec<Row> {
        let is_listed = |row: &Row| {
            let kind = row.values.first().and_then(Value::text);
            let kind =
                kind.is_some_and(|kind| ["table", "index", "view", "trigger"].contains(&kind.as_str()));
            kind && row.values.len() == 5 && row.values[3].integer().is_some_and(|root| root >= 0)
        };
        let mut listed = Vec::new();
        for n in 1..=self.pages.count() {
            let is_free = !self.claimed.contains(&n);
            let is_leaf = |node: &Node| is_free && node.of_table && !node.inner;
            let Some(node) = self.node(n).filter(is_leaf) else { continue };
            let mut tree = Tree::default();
            self.rows(&node, &mut tree, &mut Vec::new());
            if !tree.rows.is_empty() && tree.rows.iter().all(is_listed) {
                self.claimed.insert(n);
                listed.append(&mut tree.rows);
            }
        }
        listed
    }

    /// Pages of tables that no tree has led to, each with the rows below it.
    pub(super) fn strays(&mut self) -> Vec<Tree> {
        let mut strays = Vec::new();
        let inner_first = [true, false];
        for inner in inner_first {
            for n in 1..=self.pages.count() {
                if self.claimed.contains(&n) || self.node(n).is_none_or(|node| node.inner != inner) {
                    continue;
                }
                let Some(of_table) = self.node(n).map(|node| node.of_table) else { continue };
                let tree = self.read(n, of_table);
                if !tree.rows.is_empty() {
                    strays.push(tree);
                }
            }
        }
        strays
    }

    /// Whether page `n` can be the first page of such a tree.
    pub(super) fn may_begin(&self, n: u32, of_table: bool) -> bool {
        !self.claimed.contains(&n) && self.node(n).is_some_and(|node| node.of_table == of_table)
    }

    fn node(&self, n: u32) -> Option<Node> {
        let page = self.pages.page(n)?;
        let head = if n == 1 { 100 } else { 0 };
        let (of_table, inner) = match page.get(head)? {
            2 => (false, true),
            5 => (true, true),
            10 => (false, false),
            13 => (true, false),
            _ => return None,
        };
        let node = Node { page, of_table, inner, head };
        // More rows than there is room for: not a page of a tree.
        (node.first_cell() + 2 * node.cells()? <= node.page.len()).then_some(node)
    }

    fn rows(&self, node: &Node, tree: &mut Tree, waiting: &mut Vec<u32>) {
        for rank in 0..node.cells().unwrap_or_default() {
            let Some(at) = number(&node.page, node.first_cell() + 2 * rank, 2) else { continue };
            let mut at = at as usize;
            if node.inner {
                match number(&node.page, at, 4) {
                    Some(child) if child > 0 && child <= self.pages.count() => waiting.push(child),
                    _ => tree.broken += 1,
                }
                at += 4;
                if node.of_table {
                    continue;
                }
            }
            match self.row(node, at) {
                Some(row) => tree.rows.push(row),
                None => tree.broken += 1,
            }
        }
        if node.inner {
            match number(&node.page, node.head + 8, 4) {
                Some(child) if child > 0 && child <= self.pages.count() => waiting.push(child),
                _ => tree.broken += 1,
            }
        }
    }

    fn row(&self, node: &Node, at: usize) -> Option<Row> {
        if at < node.first_cell() {
            return None;
        }
        let (length, mut at) = varint(&node.page, at)?;
        let mut number = None;
        if node.of_table {
            let (row, next) = varint(&node.page, at)?;
            number = Some(row.cast_signed());
            at = next;
        }
        let payload = self.payload(node, at, usize::try_from(length).ok()?)?;
        Some(Row { number, values: record(&payload)? })
    }

    /// A payload, with what lies on pages of its own (section 1.6, "cell payload overflow pages").
    fn payload(&self, node: &Node, at: usize, length: usize) -> Option<Vec<u8>> {
        let usable = self.pages.usable();
        if length > self.pages.count() as usize * usable {
            return None;
        }
        let most = if node.of_table { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
        if length <= most {
            return Some(node.page.get(at..at + length)?.to_vec());
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let wanted = least + (length - least) % (usable - 4);
        let local = if wanted <= most { wanted } else { least };
        let mut payload = node.page.get(at..at + local)?.to_vec();
        let mut next = number(&node.page, at + local, 4)?;
        while payload.len() < length {
            let page = self.pages.page(next)?;
            let rest = (length - payload.len()).min(usable - 4);
            payload.extend_from_slice(page.get(4..4 + rest)?);
            next = number(&page, 0, 4)?;
        }
        Some(payload)
    }

    /// Pages that are free hold what was deleted (section 1.5).
    fn set_free_pages_aside(&mut self) {
        let Some(first) = self.pages.page(1) else { return };
        let has_head = first.starts_with(crate::store::MAGIC);
        let mut trunk = number(&first, 32, 4).filter(|_| has_head).unwrap_or_default();
        while trunk != 0 && self.claimed.insert(trunk) {
            let Some(page) = self.pages.page(trunk) else { return };
            let leaves = number(&page, 4, 4).unwrap_or_default() as usize;
            for leaf in 0..leaves.min(self.pages.usable() / 4 - 2) {
                if let Some(n) = number(&page, 8 + 4 * leaf, 4) {
                    self.claimed.insert(n);
                }
            }
            trunk = number(&page, 0, 4).unwrap_or_default();
        }
    }
}

impl Node {
    fn cells(&self) -> Option<usize> {
        number(&self.page, self.head + 3, 2).map(|n| n as usize)
    }

    fn first_cell(&self) -> usize {
        self.head + if self.inner { 12 } else { 8 }
    }
}

/// A number of one to nine bytes, and what comes after it.
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut number = 0u64;
    for (rank, byte) in bytes.get(at..)?.iter().take(9).enumerate() {
        if rank == 8 {
            return Some(((number << 8) | u64::from(*byte), at + 9));
        }
        number = (number << 7) | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((number, at + rank + 1));
        }
    }
    None
}

/// The values of a record (section 2.1).
fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let (length, mut at) = varint(payload, 0)?;
    let mut body = usize::try_from(length).ok().filter(|end| *end <= payload.len())?;
    let end = body;
    let mut values = Vec::new();
    while at < end {
        let (kind, next) = varint(payload, at)?;
        at = next;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => usize::try_from((kind - 12) / 2).ok()?,
        };
        let bytes = payload.get(body..body.checked_add(length)?)?;
        body += length;
        values.push(match kind {
            0 => Value::Null,
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            1..=6 => Value::Integer(whole(bytes)),
            7 => Value::Real(f64::from_bits(whole(bytes).cast_unsigned())),
            _ if kind % 2 == 0 => Value::Blob(bytes.to_vec()),
            _ => Value::Text(bytes.to_vec()),
        });
    }
    (body == payload.len()).then_some(values)
}

/// A signed number, the first byte the highest.
fn whole(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    bytes.iter().fold(if negative { -1 } else { 0 }, |number, byte| (number << 8) | i64::from(*byte))
}
