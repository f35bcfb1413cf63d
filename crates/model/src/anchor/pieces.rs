//! Quotations with cuts and insertions: their pieces, matched back in order.

use std::ops::Range;

use super::characters::is_unspaced;
use super::marks::{self, Element, ElementKind};
use super::near::MOST_PLACES;
use super::place::{Change, Finder, Fold, Hit, Misplaced, Placed, choose};
use crate::{ByteOffset, Span};

/// Most cuts and insertions in one quotation. Printed excerpts have a handful; the limit bounds the
/// searches, of which there are up to two for each mark.
const MOST_MARKS: usize = 64;

/// Most words an insertion stands for: a name or a pronoun with its qualifiers ("the people over
/// there in the workshop"). What is more is a cut and needs an ellipsis.
const MOST_REPLACED_WORDS: usize = 8;

/// The same in bytes, for scripts without spaces; eight words of ten letters.
const MOST_REPLACED_BYTES: usize = 80;

/// Letters a piece must have to be looked for inside words, or to be the only one that leads to a
/// place: two letters stand in every line.
const FEW_LETTERS: usize = 3;

/// A different place is a rival when it is at most so many times as long as the shortest. Pieces
/// that are met again pages apart are a coincidence, not another reading.
const RIVAL_LENGTH: usize = 2;

/// What stands between two pieces of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// Something was left out.
    Cut,
    /// Something was added, or stands for a few words.
    Insertion,
}

/// Words of a quotation between two marks.
#[derive(Clone, Debug)]
struct Piece {
    range: Range<usize>,
    // To the piece before; not used on the first.
    joint: Joint,
}

/// One way to read a quotation in the text.
#[derive(Clone, Debug)]
struct Reading {
    spans: Vec<Span>,
    hull: Span,
}

impl Finder<'_> {
    /// Places a quotation by its pieces.
    pub(super) fn place_parts(&self, quotation: &str, near: Option<ByteOffset>) -> Result<Placed, Misplaced> {
        let core = marks::cores(quotation).pop().unwrap_or_default();
        let elements = marks::elements(core);
        let marks = elements.iter().filter(|element| element.kind != ElementKind::Words).count();
        let mut missing = core;
        if (1..=MOST_MARKS).contains(&marks) {
            for pieces in [self.joined_pieces(core, &elements), split_pieces(core, &elements)] {
                match self.readings(core, &pieces) {
                    Ok(readings) if !readings.is_empty() => return choose_reading(readings, near),
                    Ok(_) => {}
                    Err(piece) => missing = &core[piece],
                }
            }
        }
        Err(self.absent(missing))
    }

    /// The pieces when every mark that stands literally in the text is read literally: from each
    /// piece on, as many elements are joined as stand together in the text.
    fn joined_pieces(&self, core: &str, elements: &[Element]) -> Vec<Piece> {
        let mut pieces = split_pieces(core, elements);
        let mut at = 0;
        while at + 1 < pieces.len() {
            let joined = pieces[at].range.start..pieces[at + 1].range.end;
            let readings = marks::letter_readings(&core[joined.clone()]);
            if readings.iter().any(|reading| !self.hits(reading).is_empty()) {
                pieces[at].range = joined;
                pieces.remove(at + 1);
            } else {
                at += 1;
            }
        }
        pieces
    }

    /// All ways to read the pieces in order that do not hold a shorter one, in text order.
    ///
    /// `Err` is the first piece that stands nowhere.
    fn readings(&self, core: &str, pieces: &[Piece]) -> Result<Vec<Reading>, Range<usize>> {
        let letters = |piece: &Piece| core[piece.range.clone()].chars().map(weight).sum::<usize>();
        if pieces.iter().all(|piece| letters(piece) < FEW_LETTERS) {
            return Ok(Vec::new());
        }
        let mut hits = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let found = self.piece_hits(&core[piece.range.clone()]);
            if found.is_empty() {
                return Err(piece.range.clone());
            }
            // The list is cut off there, and the right place may be one of those left out.
            if found.len() >= MOST_PLACES {
                return Ok(Vec::new());
            }
            hits.push(found);
        }
        let joints: Vec<Joint> = pieces.iter().skip(1).map(|piece| piece.joint).collect();
        let chains = self.shortest_chains(&hits, &joints);
        Ok(chains.into_iter().filter_map(|chain| self.reading(&chain)).collect())
    }

    /// Where the words of one piece stand: as whole words where they do, else inside words.
    pub(super) fn piece_hits(&self, words: &str) -> Vec<Hit> {
        let mut readings = marks::letter_readings(words).into_iter();
        let literal = readings.next().map_or_else(Vec::new, |reading| self.reading_hits(&reading));
        if !literal.is_empty() {
            return literal;
        }
        // A letter in brackets stands for either case: what is near the other pieces is meant.
        let mut hits: Vec<Hit> = readings.flat_map(|reading| self.reading_hits(&reading)).collect();
        hits.sort_by_key(|hit| (hit.at, hit.end));
        hits.dedup_by_key(|hit| (hit.at, hit.end));
        hits
    }

    /// Where one reading of a piece stands.
    fn reading_hits(&self, reading: &str) -> Vec<Hit> {
        let few = reading.chars().map(weight).sum::<usize>() < FEW_LETTERS;
        let bare = reading.trim_matches(|c: char| !c.is_alphanumeric());
        for core in [reading.trim(), bare] {
            for change in Change::ALL {
                let hits = change.of(core).map(|changed| self.hits(&changed)).unwrap_or_default();
                let whole: Vec<Hit> =
                    hits.iter().copied().filter(|hit| self.is_whole_words(hit.span)).collect();
                if !whole.is_empty() {
                    return whole;
                }
                if !few && !hits.is_empty() {
                    return hits;
                }
            }
        }
        Vec::new()
    }

    /// For each hit of the first piece the chain over all pieces that ends first; of these the ones
    /// that hold no other. Works backwards, so that each pair of neighbouring pieces is looked at once.
    fn shortest_chains(&self, hits: &[Vec<Hit>], joints: &[Joint]) -> Vec<Vec<Hit>> {
        // Per piece and hit: where the best chain from there on ends, and its next hit.
        let Some(last) = hits.last() else {
            return Vec::new();
        };
        let mut tails: Vec<Vec<Option<(usize, usize)>>> =
            vec![last.iter().map(|hit| Some((hit.end, 0))).collect()];
        for (piece, joint) in joints.iter().enumerate().rev() {
            let (here, next) = (&hits[piece], &hits[piece + 1]);
            let ends = tails.last().map(Vec::as_slice).unwrap_or_default();
            tails.push(match joint {
                Joint::Cut => tails_after_cut(here, next, ends),
                Joint::Insertion => {
                    here.iter().map(|hit| self.tail_after_insertion(*hit, next, ends)).collect()
                }
            });
        }
        tails.reverse();
        let mut chains = Vec::new();
        let mut nearest_end = usize::MAX;
        for start in (0..hits[0].len()).rev() {
            let Some((end, _)) = tails[0][start] else {
                continue;
            };
            if end >= nearest_end {
                continue;
            }
            nearest_end = end;
            let mut chain = Vec::with_capacity(hits.len());
            let mut at = start;
            for (piece, tail) in tails.iter().enumerate() {
                chain.push(hits[piece][at]);
                at = tail[at].map_or(0, |(_, next)| next);
            }
            chains.push(chain);
        }
        chains.reverse();
        chains
    }

    fn tail_after_insertion(
        &self,
        hit: Hit,
        next: &[Hit],
        ends: &[Option<(usize, usize)>],
    ) -> Option<(usize, usize)> {
        let from = next.partition_point(|other| other.at < hit.end);
        next[from..]
            .iter()
            .enumerate()
            .take_while(|(_, other)| self.may_be_replaced(hit, **other))
            .filter_map(|(offset, _)| Some((ends[from + offset]?.0, from + offset)))
            .min()
    }

    fn may_be_replaced(&self, hit: Hit, next: Hit) -> bool {
        let between = self.text.get(hit.span.end().0..next.span.start().0).unwrap_or_default();
        between.len() <= MOST_REPLACED_BYTES && between.split_whitespace().count() <= MOST_REPLACED_WORDS
    }

    /// The stretches of a chain; neighbours with no letter or digit between them are one stretch,
    /// since no words were left out.
    fn reading(&self, chain: &[Hit]) -> Option<Reading> {
        let mut spans: Vec<Span> = Vec::with_capacity(chain.len());
        for hit in chain {
            let between = |last: Span| self.text.get(last.end().0..hit.span.start().0).unwrap_or_default();
            match spans.last_mut() {
                Some(last) if !between(*last).contains(char::is_alphanumeric) => *last = last.hull(hit.span),
                _ => spans.push(hit.span),
            }
        }
        let hull = spans.iter().copied().reduce(Span::hull)?;
        Some(Reading { spans, hull })
    }

    fn is_whole_words(&self, span: Span) -> bool {
        let inside = |position: ByteOffset| {
            let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c));
            let (before, after) = self.text.split_at(position.0);
            word(before.chars().next_back()) && word(after.chars().next())
        };
        !inside(span.start()) && !inside(span.end())
    }
}

fn tails_after_cut(
    here: &[Hit],
    next: &[Hit],
    ends: &[Option<(usize, usize)>],
) -> Vec<Option<(usize, usize)>> {
    // The best tail from each hit of the next piece or any later one; the nearer of equals.
    let mut best = vec![None; next.len() + 1];
    for at in (0..next.len()).rev() {
        let own = ends[at].map(|(end, _)| (end, at));
        best[at] = match (own, best[at + 1]) {
            (Some(own), Some(later)) => Some(own.min(later)),
            (own, later) => own.or(later),
        };
    }
    here.iter().map(|hit| best[next.partition_point(|other| other.at < hit.end)]).collect()
}

/// The pieces when every mark is a cut or an insertion. Words without a letter or digit between two
/// marks are punctuation of the author's.
fn split_pieces(core: &str, elements: &[Element]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut joint = Joint::Insertion;
    for element in elements {
        match element.kind {
            ElementKind::Cut => joint = Joint::Cut,
            ElementKind::Insertion => {}
            ElementKind::Words if core[element.range.clone()].contains(char::is_alphanumeric) => {
                pieces.push(Piece { range: element.range.clone(), joint });
                joint = Joint::Insertion;
            }
            ElementKind::Words => {}
        }
    }
    pieces
}

/// How much a character says about where it stands, in letters: one of a script written without
/// spaces says as much as half a word.
fn weight(c: char) -> usize {
    match c {
        c if !c.is_alphanumeric() => 0,
        c if is_unspaced(c) => 2,
        _ => 1,
    }
}

/// The reading with the smallest hull, unless another place fits about as well; with a hint, the one
/// nearest to it.
fn choose_reading(readings: Vec<Reading>, near: Option<ByteOffset>) -> Result<Placed, Misplaced> {
    let length = |reading: &Reading| reading.hull.len();
    let Some(shortest) = readings.iter().min_by_key(|reading| length(reading)).cloned() else {
        return Err(Misplaced::Absent { nearest: Vec::new() });
    };
    let rivals = readings.iter().filter(|reading| {
        near.is_some()
            || length(reading) == length(&shortest)
            || !reading.hull.overlaps(shortest.hull) && length(reading) <= RIVAL_LENGTH * length(&shortest)
    });
    let hull = choose(rivals.map(|reading| reading.hull).collect(), near)?;
    let spans = readings.into_iter().find(|reading| reading.hull == hull).unwrap_or(shortest).spans;
    Ok(match spans.as_slice() {
        &[span] => Placed::Whole { span, fold: Fold::Folded },
        _ => Placed::Parts { spans },
    })
}

/// The longest run of elements from `first` on that stands together in one text, as its last
/// element and the places.
pub(super) fn longest_run(
    finder: &Finder<'_>,
    text: &str,
    elements: &[Element],
    first: usize,
) -> Option<(usize, Vec<Hit>)> {
    let start = elements.get(first)?.range.start;
    let mut longest = None;
    for (last, element) in elements.iter().enumerate().skip(first).take(2 * MOST_MARKS) {
        if element.kind != ElementKind::Words {
            continue;
        }
        let hits = finder.piece_hits(&text[start..element.range.end]);
        if hits.is_empty() {
            break;
        }
        longest = Some((last, hits));
    }
    longest
}
