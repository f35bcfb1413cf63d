//! The passages of the index by number: which text each belongs to and where it stands there.
//!
//! A passage is known by its position over all pieces of the index. The passages of one text lie side
//! by side and in order; the texts lie in any order.

mod numbers;
mod piece;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use fixedbitset::FixedBitSet;
use tantivy::{Searcher, SegmentReader};
use themata_model::byte_of_char;

use crate::arrangement::Place;
use crate::cuts::Cuts;
use crate::schema::Fields;
use crate::{IndexError, Language, Span, TextKey};

use numbers::{Kept, Numbers, fill};
pub(crate) use piece::Piece;

/// Number of a passage.
pub(crate) type Doc = u32;

/// The passages as of one commit, seen from a study's list of texts.
pub(crate) struct View {
    pieces: Vec<Piece>,
    /// The passages of each text of the study; `None` when the index lacks the text.
    runs: Vec<Option<Range<Doc>>>,
    /// The texts in the order of their passages.
    by_start: Vec<(Doc, u32)>,
    /// Keys the index holds and the study does not.
    strangers: Vec<String>,
    /// The passages of the study; others were taken out or are placeholders.
    live: FixedBitSet,
    all_live: bool,
    columns: [Numbers; 7],
    texts_of: OnceLock<Vec<u32>>,
    first_of_turns: OnceLock<Vec<Doc>>,
}

impl View {
    pub(crate) fn of(searcher: &Searcher, fields: &Fields, wanted: &[TextKey]) -> Result<View, IndexError> {
        let numbers: HashMap<String, u32> = wanted.iter().map(TextKey::term).zip(0u32..).collect();
        let mut runs = vec![None; wanted.len()];
        let mut strangers = Vec::new();
        let mut pieces = Vec::new();
        let mut base: Doc = 0;
        let mut live_runs: Vec<Range<Doc>> = Vec::new();
        for reader in searcher.segment_readers() {
            for (key, docs) in texts_of(reader)? {
                let alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(docs.start));
                let docs = base + docs.start..base + docs.end;
                match numbers.get(&key) {
                    _ if !alive => {}
                    Some(&text) => {
                        live_runs.push(docs.clone());
                        runs[text as usize] = Some(docs);
                    }
                    None => strangers.push(key),
                }
            }
            let next = base.checked_add(reader.max_doc());
            pieces.push(Piece::of(reader.clone(), base, fields)?);
            base = next.ok_or_else(|| IndexError::Engine("the index has too many passages".into()))?;
        }
        let mut view = View {
            pieces,
            by_start: by_start(&runs),
            runs,
            strangers,
            live: FixedBitSet::with_capacity(base as usize),
            all_live: false,
            columns: Default::default(),
            texts_of: OnceLock::new(),
            first_of_turns: OnceLock::new(),
        };
        for docs in live_runs {
            // A placeholder stands alone and ends where it starts, at zero.
            let alone = docs.end - docs.start == 1;
            if !alone || view.end(docs.start) > 0 {
                view.live.insert_range(docs.start as usize..docs.end as usize);
            }
        }
        view.all_live = view.live.count_ones(..) == base as usize;
        Ok(view)
    }

    /// Positions of the texts that the index lacks.
    pub(crate) fn missing(&self) -> Vec<usize> {
        self.runs.iter().enumerate().filter(|(_, run)| run.is_none()).map(|(text, _)| text).collect()
    }

    /// Keys of the texts that the study lacks.
    pub(crate) fn strangers(&self) -> Vec<String> {
        self.strangers.clone()
    }

    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The passages there are.
    pub(crate) fn live(&self) -> &FixedBitSet {
        &self.live
    }

    /// Whether there are passages in the index that the study has not.
    pub(crate) fn has_dead(&self) -> bool {
        !self.all_live
    }

    pub(crate) fn n_live(&self) -> usize {
        self.live.count_ones(..)
    }

    /// One more than the greatest number.
    pub(crate) fn len(&self) -> usize {
        self.live.len()
    }

    /// The passages of a text, in order.
    pub(crate) fn run(&self, text: u32) -> Range<Doc> {
        self.runs
            .get(text as usize)
            .cloned()
            .flatten()
            .filter(|run| self.live.contains(run.start as usize))
            .unwrap_or(0..0)
    }

    /// The text of a passage.
    pub(crate) fn text(&self, doc: Doc) -> u32 {
        let texts = self.texts_of.get_or_init(|| {
            let mut texts = vec![u32::MAX; self.len()];
            for (text, docs) in self.texts() {
                texts[docs.start as usize..docs.end as usize].fill(text);
            }
            texts
        });
        texts.get(doc as usize).copied().unwrap_or(u32::MAX)
    }

    /// The first passage of the turn of every passage; what stands outside turns is a turn of its own.
    pub(crate) fn first_of_turns(&self) -> &[Doc] {
        self.first_of_turns.get_or_init(|| {
            let turns = self.turns();
            let mut first: Vec<Doc> = (0..small(self.len())).collect();
            for (_, docs) in self.texts() {
                for doc in docs.start as usize + 1..docs.end as usize {
                    if turns[doc] != 0 && turns[doc] == turns[doc - 1] {
                        first[doc] = first[doc - 1];
                    }
                }
            }
            first
        })
    }

    /// The passages of the turn that begins with `first`.
    pub(crate) fn turn(&self, first: Doc) -> Range<Doc> {
        let turns = self.first_of_turns();
        let more = turns[first as usize..].iter().take_while(|of| **of == first).count();
        first..first + small(more)
    }

    /// The texts with passages, in the order these lie in.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (u32, Range<Doc>)> {
        self.by_start.iter().map(|&(_, text)| (text, self.run(text)))
    }

    /// Position of the turn of every passage plus one; 0 outside turns.
    pub(crate) fn turns(&self) -> &[u32] {
        self.column(Kept::Turn)
    }

    /// Position of the speaker of every passage plus one; 0 outside turns.
    pub(crate) fn speakers(&self) -> &[u32] {
        self.column(Kept::Speaker)
    }

    /// Position of the turn of a passage plus one; 0 outside turns.
    pub(crate) fn turn_of(&self, doc: Doc) -> u32 {
        self.value(Kept::Turn, doc)
    }

    /// Position of the speaker of a passage plus one; 0 outside turns.
    pub(crate) fn speaker(&self, doc: Doc) -> u32 {
        self.value(Kept::Speaker, doc)
    }

    /// Where a passage starts, in code points.
    pub(crate) fn start(&self, doc: Doc) -> u32 {
        self.value(Kept::Start, doc)
    }

    /// Where a passage ends, in code points.
    pub(crate) fn end(&self, doc: Doc) -> u32 {
        self.value(Kept::End, doc)
    }

    /// The language of each text of the study; none where the index lacks the text.
    pub(crate) fn languages(&self) -> Vec<Option<Language>> {
        let of_text = |run: &Option<Range<Doc>>| {
            let number = self.value(Kept::Language, run.as_ref()?.start);
            Language::all().nth(number.checked_sub(1)? as usize)
        };
        self.runs.iter().map(of_text).collect()
    }

    /// Where a passage stands, in bytes.
    pub(crate) fn bytes(&self, doc: Doc) -> Range<usize> {
        self.value(Kept::FirstByte, doc) as usize..self.value(Kept::LastByte, doc) as usize
    }

    /// The passages of `text` that share a character with `start..end` (code points).
    pub(crate) fn touched(&self, text: u32, start: u32, end: u32) -> Range<Doc> {
        let run = self.run(text);
        let first = first_in(run.clone(), |doc| self.end(doc) > start);
        let last = first_in(first..run.end, |doc| self.start(doc) >= end);
        first..last
    }

    /// The bytes of the code points `start..end` of a text, which is given; counted from the passages they stand in.
    pub(crate) fn bytes_of(&self, number: u32, text: &str, start: u32, end: u32) -> Range<usize> {
        let from = self.byte_of(number, text, start);
        from..self.byte_of(number, text, end).max(from)
    }

    fn byte_of(&self, number: u32, text: &str, position: u32) -> usize {
        let run = self.run(number);
        let after = first_in(run.clone(), |doc| self.start(doc) > position);
        let near = match after.checked_sub(1).filter(|doc| run.contains(doc)) {
            Some(doc) => (self.bytes(doc).start, self.start(doc)),
            None => (0, 0),
        };
        let count = |text: &str, chars: u32| byte_of_char(text, chars as usize);
        match text.get(near.0..) {
            Some(rest) => near.0 + count(rest, position - near.1),
            None => count(text, position),
        }
    }

    /// The first of `docs` that ends after `start` (code points), which is likely to be near.
    pub(crate) fn first_ending_after(&self, docs: Range<Doc>, start: u32) -> Doc {
        let mut step = 1;
        let mut from = docs.start;
        while from < docs.end && self.end(from) <= start {
            let next = docs.end.min(from.saturating_add(step));
            if next == docs.end || self.end(next) > start {
                return first_in(from + 1..next, |doc| self.end(doc) > start);
            }
            from = next;
            step *= 2;
        }
        from
    }

    /// Fills `spans` with where words of a passage stand, in code points of its text; `places` are in order.
    pub(crate) fn spans_of(&self, doc: Doc, places: &[Place], spans: &mut Vec<Span>) {
        spans.clear();
        let piece = self.pieces.partition_point(|piece| piece.base <= doc).saturating_sub(1);
        let Some(piece) = self.pieces.get(piece) else { return };
        let start = self.start(doc);
        let mut cuts = Cuts::of(piece.cuts.signs(doc - piece.base));
        let mut passed = 0;
        for &(first, behind) in places {
            cuts.pass(first - passed);
            passed = first;
            let mut rest = cuts.clone();
            let Some((from, mut to)) = rest.next() else { return };
            if behind > first + 1 {
                rest.pass(behind - first - 2);
                to = rest.next().map_or(to, |last| last.1);
            }
            spans.push((start + small(from), start + small(to)));
        }
    }

    fn column(&self, column: Kept) -> &[u32] {
        self.columns[column as usize].all(&self.pieces, column)
    }

    fn value(&self, column: Kept, doc: Doc) -> u32 {
        self.columns[column as usize].one(&self.pieces, column, doc)
    }
}

/// The first of `docs`, which are ordered so that it holds for none or for all from one on, for which `is` holds;
/// their end where it holds for none.
fn first_in(docs: Range<Doc>, is: impl Fn(Doc) -> bool) -> Doc {
    let Range { mut start, mut end } = docs;
    while start < end {
        let middle = start + (end - start) / 2;
        if is(middle) {
            end = middle;
        } else {
            start = middle + 1;
        }
    }
    start
}

fn small(n: usize) -> Doc {
    Doc::try_from(n).unwrap_or(Doc::MAX)
}

fn by_start(runs: &[Option<Range<Doc>>]) -> Vec<(Doc, u32)> {
    let mut starts: Vec<(Doc, u32)> =
        runs.iter().zip(0u32..).filter_map(|(run, text)| Some((run.as_ref()?.start, text))).collect();
    starts.sort_unstable();
    starts
}

/// The texts of one piece, each with its passages.
fn texts_of(reader: &SegmentReader) -> Result<Vec<(String, Range<Doc>)>, IndexError> {
    let Some(keys) = reader.fast_fields().str("text")? else { return Ok(Vec::new()) };
    let mut ords = vec![0u64; reader.max_doc() as usize];
    fill(keys.ords(), &mut ords);
    // All keys at once: looked up one by one, each would be searched for anew.
    let mut known = Vec::new();
    let mut stream = keys.dictionary().stream()?;
    while stream.advance() {
        known.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    let mut texts = Vec::new();
    let mut start = 0;
    while start < ords.len() {
        let end = start + ords[start..].iter().take_while(|ord| **ord == ords[start]).count();
        let key = usize::try_from(ords[start]).ok().and_then(|ord| known.get(ord));
        let key = key.ok_or_else(|| IndexError::Engine("the index names a text it does not know".into()))?;
        texts.push((key.clone(), small(start)..small(end)));
        start = end;
    }
    Ok(texts)
}
