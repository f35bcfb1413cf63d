//! The passages of the index by number: which text each belongs to and where it stands there.
//!
//! A passage is known by its position over all pieces of the index. The passages of one text lie side
//! by side and in order; the texts lie in any order.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use fixedbitset::FixedBitSet;
use tantivy::columnar::{Column, ColumnIndex};
use tantivy::{InvertedIndexReader, Searcher, SegmentReader};
use themata_model::byte_of_char;

use crate::analyzer::Stemming;
use crate::arrangement::Place;
use crate::cuts::{AllCuts, Cuts};
use crate::inflections::ByStem;
use crate::schema::Fields;
use crate::term::{self, Term};
use crate::{IndexError, Language, Span, TextKey};

/// Number of a passage.
pub(crate) type Doc = u32;

/// One piece of the index; its passages follow those of the pieces before. All of it is opened at once: later,
/// another process may have removed it.
pub(crate) struct Piece {
    pub(crate) reader: SegmentReader,
    pub(crate) base: Doc,
    pub(crate) words: Arc<InvertedIndexReader>,
    by_stem: ByStem,
    cuts: AllCuts,
}

impl Piece {
    fn of(reader: SegmentReader, base: Doc, fields: &Fields) -> Result<Piece, IndexError> {
        let words = reader.inverted_index(fields.words)?;
        Ok(Piece { by_stem: ByStem::open(&reader)?, cuts: AllCuts::open(&reader)?, reader, base, words })
    }

    /// The terms of the words that have a stem in a language.
    pub(crate) fn words_of(&self, language: Language, stem: &str) -> Result<Vec<String>, IndexError> {
        let mut terms = Vec::new();
        let mut stemming = Stemming::new(language);
        let (from, to) = term::range_of(stem);
        let mut alike = self.words.terms().range().ge(from).lt(to).into_stream()?;
        while alike.advance() {
            let term = Term::read(alike.key()).filter(|term| term.language == Some(language));
            if term.is_some_and(|term| stemming.stem(term.lowered) == stem) {
                terms.extend(String::from_utf8(alike.key().to_vec()).ok());
            }
        }
        self.by_stem.inflected(language, stem, |term| terms.push(term.to_string()));
        Ok(terms)
    }
}

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

/// What is kept of each passage.
#[derive(Clone, Copy)]
enum Kept {
    Turn,
    Speaker,
    Start,
    End,
    FirstByte,
    LastByte,
    Language,
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

/// One number of every passage. A few are looked up one by one; when many are asked for, all are unpacked.
#[derive(Default)]
struct Numbers {
    packed: OnceLock<Vec<Option<Column<u64>>>>,
    all: OnceLock<Vec<u32>>,
    asked: AtomicU32,
}

/// Single look-ups after which it is cheaper to unpack the whole.
const A_FEW: u32 = 4_000;

impl Numbers {
    fn packed(&self, pieces: &[Piece], column: Kept) -> &[Option<Column<u64>>] {
        let of = |piece: &Piece| piece.reader.fast_fields().u64(column.name()).ok();
        self.packed.get_or_init(|| pieces.iter().map(of).collect())
    }

    fn all(&self, pieces: &[Piece], column: Kept) -> &[u32] {
        self.all.get_or_init(|| {
            let mut all = Vec::new();
            let mut block = Vec::new();
            for (piece, packed) in pieces.iter().zip(self.packed(pieces, column)) {
                block.clear();
                block.resize(piece.reader.max_doc() as usize, 0u64);
                if let Some(packed) = packed {
                    fill(packed, &mut block);
                }
                all.extend(block.iter().map(|value| u32::try_from(*value).unwrap_or(u32::MAX)));
            }
            all
        })
    }

    fn one(&self, pieces: &[Piece], column: Kept, doc: Doc) -> u32 {
        if self.all.get().is_none() && self.asked.fetch_add(1, Ordering::Relaxed) < A_FEW {
            let piece = pieces.partition_point(|piece| piece.base <= doc).saturating_sub(1);
            let packed = self.packed(pieces, column).get(piece).and_then(Option::as_ref);
            let value = packed.and_then(|packed| packed.first(doc - pieces[piece].base));
            return value.map_or(0, |value| u32::try_from(value).unwrap_or(u32::MAX));
        }
        self.all(pieces, column).get(doc as usize).copied().unwrap_or_default()
    }
}

impl Kept {
    /// The field.
    fn name(self) -> &'static str {
        match self {
            Kept::Turn => "turn",
            Kept::Speaker => "speaker",
            Kept::Start => "start",
            Kept::End => "end",
            Kept::FirstByte => "first_byte",
            Kept::LastByte => "last_byte",
            Kept::Language => "language",
        }
    }
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

/// Fills `values` with a column, one value a passage; where every passage has one, without looking it up.
fn fill(column: &Column<u64>, values: &mut [u64]) {
    if matches!(column.index, ColumnIndex::Full) {
        column.values.get_range(0, values);
    } else {
        column.clone().first_or_default_col(0).get_range(0, values);
    }
}
