//! Walks through the passages of one piece of the index in which an arrangement of words stands.

use fixedbitset::FixedBitSet;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use crate::IndexError;
use crate::arrangement::{Arrangement, Place, neighbours, sequences};
use crate::view::Piece;

/// More terms than this are gathered first instead of walked through side by side.
const MANY: usize = 12;

/// A walk through passages, by their number in the piece; it stands on one, or at the end.
pub(crate) enum Cursor {
    /// The passages of one term.
    Term(Box<SegmentPostings>),
    /// Those of a few terms or arrangements.
    Either(Vec<Cursor>),
    /// Those of many terms, gathered.
    Gathered(Gathered),
    /// Those where the parts follow one another.
    Sequence(Vec<Cursor>, u32, u32),
    /// Those where the pair stands close.
    Near(Box<(Cursor, Cursor)>, u32, u32),
}

/// The passages of many terms with the places of their words.
pub(crate) struct Gathered {
    /// Number of the passage, and where its places end in `places`.
    passages: Vec<(u32, usize)>,
    places: Vec<u32>,
    at: usize,
}

impl Cursor {
    /// Returns a walk that stands on the first passage.
    pub(crate) fn new(arrangement: &Arrangement, piece: &Piece, places: bool) -> Result<Cursor, IndexError> {
        Ok(match arrangement {
            Arrangement::Word(terms) => {
                let record = if places {
                    IndexRecordOption::WithFreqsAndPositions
                } else {
                    IndexRecordOption::WithFreqs
                };
                let mut found = Vec::new();
                for term in &terms.indexed {
                    if let Some(term) = piece.words.terms().get(term)? {
                        found.push(piece.words.read_postings_from_terminfo(&term, record)?);
                    }
                }
                match found.len() {
                    1 => Cursor::Term(Box::new(found.remove(0))),
                    n if n <= MANY => {
                        Cursor::Either(found.into_iter().map(|p| Cursor::Term(Box::new(p))).collect())
                    }
                    _ => Cursor::Gathered(Gathered::of(found, places, piece.reader.max_doc())),
                }
            }
            Arrangement::Either(parts) => {
                let parts: Result<_, IndexError> =
                    parts.iter().map(|part| Cursor::new(part, piece, places)).collect();
                Cursor::Either(parts?)
            }
            Arrangement::Sequence { parts, between } => {
                let parts: Result<Vec<_>, IndexError> =
                    parts.iter().map(|part| Cursor::new(part, piece, true)).collect();
                let mut cursor = Cursor::Sequence(parts?, *between, 0);
                cursor.seek(0);
                cursor
            }
            Arrangement::Near { pair, between } => {
                let left = Cursor::new(&pair.0, piece, true)?;
                let right = Cursor::new(&pair.1, piece, true)?;
                let mut cursor = Cursor::Near(Box::new((left, right)), *between, 0);
                cursor.seek(0);
                cursor
            }
        })
    }

    /// The passage it stands on; `TERMINATED` at the end.
    pub(crate) fn doc(&self) -> u32 {
        match self {
            Cursor::Term(postings) => postings.doc(),
            Cursor::Either(parts) => parts.iter().map(Cursor::doc).min().unwrap_or(TERMINATED),
            Cursor::Gathered(gathered) => gathered.doc(),
            Cursor::Sequence(_, _, doc) | Cursor::Near(_, _, doc) => *doc,
        }
    }

    /// Goes to the next passage.
    pub(crate) fn advance(&mut self) -> u32 {
        match self {
            Cursor::Term(postings) => postings.advance(),
            Cursor::Either(parts) => {
                let doc = parts.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                let mut next = TERMINATED;
                for part in parts {
                    let here =
                        if part.doc() == doc && doc != TERMINATED { part.advance() } else { part.doc() };
                    next = next.min(here);
                }
                next
            }
            Cursor::Gathered(gathered) => {
                gathered.at += 1;
                gathered.doc()
            }
            Cursor::Sequence(..) | Cursor::Near(..) => match self.doc() {
                TERMINATED => TERMINATED,
                doc => self.seek(doc + 1),
            },
        }
    }

    /// Goes to the first passage from `target` on; stays where it is when it is there already.
    pub(crate) fn seek(&mut self, target: u32) -> u32 {
        if let Cursor::Sequence(_, _, doc) | Cursor::Near(_, _, doc) = self {
            // Before the first call there is no passage yet.
            if *doc != 0 && *doc >= target {
                return *doc;
            }
        } else if self.doc() >= target {
            return self.doc();
        }
        match self {
            Cursor::Term(postings) => postings.seek(target),
            Cursor::Either(parts) => {
                parts.iter_mut().map(|part| part.seek(target)).min().unwrap_or(TERMINATED)
            }
            Cursor::Gathered(gathered) => {
                gathered.at += gathered.passages[gathered.at..].partition_point(|(doc, _)| *doc < target);
                gathered.doc()
            }
            Cursor::Sequence(parts, between, doc) => {
                let mut places = vec![Vec::new(); parts.len()];
                let mut target = target;
                *doc = loop {
                    let Some(meeting) = meet(parts, target) else { break TERMINATED };
                    for (part, places) in parts.iter_mut().zip(&mut places) {
                        part.places(places);
                    }
                    let mut stands = false;
                    sequences(&places, *between, |_| {
                        stands = true;
                        false
                    });
                    if stands {
                        break meeting;
                    }
                    target = meeting + 1;
                };
                *doc
            }
            Cursor::Near(pair, between, doc) => {
                let (mut left, mut right) = (Vec::new(), Vec::new());
                let mut target = target;
                *doc = loop {
                    let Some(meeting) = meet_pair(pair, target) else { break TERMINATED };
                    pair.0.places(&mut left);
                    pair.1.places(&mut right);
                    let mut stands = false;
                    neighbours(&left, &right, *between, |_, _| {
                        stands = true;
                        false
                    });
                    if stands {
                        break meeting;
                    }
                    target = meeting + 1;
                };
                *doc
            }
        }
    }

    /// How often it stands in the passage, as far as ranking needs it.
    pub(crate) fn frequency(&mut self) -> u32 {
        match self {
            Cursor::Term(postings) => postings.term_freq(),
            Cursor::Either(parts) => {
                let doc = parts.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                parts.iter_mut().filter(|part| part.doc() == doc).map(Cursor::frequency).sum()
            }
            _ => 1,
        }
    }

    /// Fills `places` with where it stands in the passage, in order.
    pub(crate) fn places(&mut self, places: &mut Vec<Place>) {
        places.clear();
        match self {
            Cursor::Term(postings) => {
                let mut words = Vec::new();
                postings.positions(&mut words);
                places.extend(words.into_iter().map(|word| (word, word + 1)));
            }
            Cursor::Either(parts) => {
                let doc = parts.iter().map(Cursor::doc).min().unwrap_or(TERMINATED);
                let mut own = Vec::new();
                for part in parts.iter_mut().filter(|part| part.doc() == doc) {
                    part.places(&mut own);
                    places.append(&mut own);
                }
                places.sort_unstable();
                places.dedup();
            }
            Cursor::Gathered(gathered) => {
                let start = gathered.at.checked_sub(1).map_or(0, |before| gathered.passages[before].1);
                let end = gathered.passages.get(gathered.at).map_or(start, |passage| passage.1);
                places.extend(gathered.places[start..end].iter().map(|word| (*word, *word + 1)));
            }
            Cursor::Sequence(parts, between, _) => {
                let mut of_parts = vec![Vec::new(); parts.len()];
                for (part, places) in parts.iter_mut().zip(&mut of_parts) {
                    part.places(places);
                }
                sequences(&of_parts, *between, |chosen| {
                    if let (Some(first), Some(last)) = (chosen.first(), chosen.last()) {
                        places.push((first.0, last.1));
                    }
                    true
                });
            }
            Cursor::Near(pair, between, _) => {
                let (mut left, mut right) = (Vec::new(), Vec::new());
                pair.0.places(&mut left);
                pair.1.places(&mut right);
                neighbours(&left, &right, *between, |a, b| {
                    places.push((a.0.min(b.0), a.1.max(b.1)));
                    true
                });
                places.sort_unstable();
                places.dedup();
            }
        }
    }
}

/// Brings all parts to the first passage from `target` on that they share.
fn meet(parts: &mut [Cursor], mut target: u32) -> Option<u32> {
    loop {
        let mut furthest = target;
        for part in parts.iter_mut() {
            furthest = furthest.max(part.seek(furthest));
        }
        if furthest == TERMINATED {
            return None;
        }
        if parts.iter().all(|part| part.doc() == furthest) {
            return Some(furthest);
        }
        target = furthest;
    }
}

fn meet_pair(pair: &mut (Cursor, Cursor), mut target: u32) -> Option<u32> {
    loop {
        let left = pair.0.seek(target);
        let right = pair.1.seek(left);
        if left == TERMINATED || right == TERMINATED {
            return None;
        }
        if left == right {
            return Some(left);
        }
        target = right;
    }
}

impl Gathered {
    fn of(terms: Vec<SegmentPostings>, with_places: bool, n: u32) -> Gathered {
        if !with_places {
            return Gathered::without_places(terms, n);
        }
        let mut all: Vec<(u32, u32)> = Vec::new();
        let mut words = Vec::new();
        for mut term in terms {
            while term.doc() != TERMINATED {
                let doc = term.doc();
                term.positions(&mut words);
                all.extend(words.iter().map(|word| (doc, *word)));
                term.advance();
            }
        }
        all.sort_unstable();
        all.dedup();
        let mut gathered = Gathered { passages: Vec::new(), places: Vec::with_capacity(all.len()), at: 0 };
        for (doc, word) in all {
            gathered.places.push(word);
            let end = gathered.places.len();
            match gathered.passages.last_mut() {
                Some((last, until)) if *last == doc => *until = end,
                _ => gathered.passages.push((doc, end)),
            }
        }
        gathered
    }

    fn without_places(terms: Vec<SegmentPostings>, n: u32) -> Gathered {
        let mut set = FixedBitSet::with_capacity(n as usize);
        for mut term in terms {
            while term.doc() != TERMINATED {
                set.insert(term.doc() as usize);
                term.advance();
            }
        }
        let passages = set.ones().map(|doc| (u32::try_from(doc).unwrap_or(TERMINATED), 0)).collect();
        Gathered { passages, places: Vec::new(), at: 0 }
    }

    fn doc(&self) -> u32 {
        self.passages.get(self.at).map_or(TERMINATED, |(doc, _)| *doc)
    }
}
