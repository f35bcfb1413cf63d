//! The tree of pages as the document says it, looked at before it is followed: a few lines can say a tree that
//! has more branches than anything can follow.

use std::collections::{BTreeMap, BTreeSet};

/// Most leaves of the tree.
const LEAVES: u64 = 100_000;

/// Deepest tree.
const DEPTH: usize = 200;

/// Which objects name which others as parts of theirs.
#[derive(Default)]
pub(super) struct Tree {
    /// How often each object names each other one.
    kids: BTreeMap<u32, BTreeMap<u32, u64>>,
}

impl Tree {
    /// Learns from the bytes of one object, beginning somewhere before its number.
    pub(super) fn learn(&mut self, bytes: &[u8]) {
        let Some(at) = memchr::memmem::find(bytes, b" obj") else { return };
        let head: Vec<u32> =
            bytes[..at].rsplit(|byte| !byte.is_ascii_digit()).filter_map(number).take(2).collect();
        if let [_, id] = head.as_slice() {
            self.learn_object(*id, &bytes[at + 4..]);
        }
    }

    /// Learns from objects that stand in one packed part: pairs of number and place, then the objects.
    pub(super) fn learn_packed(&mut self, bytes: &[u8]) {
        let end = bytes.iter().position(|byte| !byte.is_ascii_digit() && !byte.is_ascii_whitespace());
        let Some(end) = end else { return };
        let words: Vec<u32> = bytes[..end].split(u8::is_ascii_whitespace).filter_map(number).collect();
        for (n, pair) in words.chunks_exact(2).enumerate() {
            let to = words.get(2 * n + 3).map_or(bytes.len(), |next| end + *next as usize);
            if let Some(object) = bytes.get(end + pair[1] as usize..to.min(bytes.len())) {
                self.learn_object(pair[0], object);
            }
        }
    }

    fn learn_object(&mut self, id: u32, object: &[u8]) {
        let object = object.trim_ascii_start();
        let mut named: BTreeMap<u32, u64> = BTreeMap::new();
        if object.starts_with(b"[") {
            references(object, false, &mut named);
        }
        // What stands between one and the next is looked at once; a list may go on behind a name.
        let mut rest = object;
        let mut open = false;
        while let Some(at) = memchr::memmem::find(rest, b"/Kids") {
            rest = &rest[at + 5..];
            let end = memchr::memmem::find(rest, b"/Kids").unwrap_or(rest.len());
            open = references(&rest[..end], open, &mut named);
        }
        let own = self.kids.entry(id).or_default();
        for (kid, times) in named {
            // A document that was changed says the same object again.
            let before = own.entry(kid).or_default();
            *before = times.max(*before);
        }
    }

    /// Refuses a tree with circles, or with more branches than a document has pages.
    pub(super) fn check(&self) -> Result<(), String> {
        let mut leaves = BTreeMap::new();
        let mut path = BTreeSet::new();
        for id in self.kids.keys() {
            self.count(*id, &mut leaves, &mut path)?;
        }
        Ok(())
    }

    fn count(
        &self,
        id: u32,
        leaves: &mut BTreeMap<u32, u64>,
        path: &mut BTreeSet<u32>,
    ) -> Result<u64, String> {
        if let Some(known) = leaves.get(&id) {
            return Ok(*known);
        }
        let Some(kids) = self.kids.get(&id).filter(|kids| !kids.is_empty()) else { return Ok(1) };
        if path.len() > DEPTH || !path.insert(id) {
            return Err("its pages lead in circles".to_string());
        }
        let mut total = 0_u64;
        for (kid, times) in kids {
            total = total.saturating_add(times.saturating_mul(self.count(*kid, leaves, path)?));
        }
        path.remove(&id);
        if total > LEAVES {
            return Err(format!("it says that it has more than {LEAVES} pages"));
        }
        leaves.insert(id, total);
        Ok(total)
    }
}

/// Counts the references of a list, or the one reference that stands there; `open` says that a list has begun
/// before. Returns whether it goes on behind.
fn references(bytes: &[u8], open: bool, named: &mut BTreeMap<u32, u64>) -> bool {
    let bytes = bytes.trim_ascii_start();
    let list = bytes.strip_prefix(b"[").or(open.then_some(bytes));
    let end = list.and_then(|list| list.iter().position(|byte| *byte == b']'));
    let goes_on = list.is_some() && end.is_none();
    let list = match list {
        Some(list) => &list[..end.unwrap_or(list.len())],
        None => &bytes[..bytes.iter().position(|byte| *byte == b'R').map_or(0, |at| at + 1)],
    };
    let words: Vec<&[u8]> = list.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    for words in words.windows(3) {
        if let [id, generation, [b'R', ..]] = words
            && let (Some(id), Some(_)) = (number(id), number(generation))
        {
            *named.entry(id).or_default() += 1;
        }
    }
    goes_on
}

fn number(word: &[u8]) -> Option<u32> {
    std::str::from_utf8(word).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kids(object: &[u8]) -> Vec<u32> {
        let mut tree = Tree::default();
        tree.learn_object(1, object);
        tree.kids[&1].keys().copied().collect()
    }

    #[test]
    fn kids_are_found_in_lists_and_alone() {
        assert_eq!(kids(b"<</Kids [2 0 R 3 0 R] /Parent 9 0 R>>"), [2, 3]);
        assert_eq!(kids(b"<</Kids 4 0 R /Parent 9 0 R>>"), [4]);
        assert_eq!(kids(b"[2 0 R 3 0 R]"), [2, 3]);
        assert_eq!(kids(b"<</Kids [2 0 R /Kids 3 0 R 4 0 R] /Parent 9 0 R>>"), [2, 3, 4]);
    }

    #[test]
    fn many_lists_without_an_end_are_looked_at_once() {
        // Looked at to the end from each of them, this takes hours.
        assert_eq!(kids(&[b"/Kids[2 0 R ".repeat(500_000), b"/Kids".repeat(500_000)].concat()), [2]);
    }
}
