//! Segments find their places, and become codings.

use std::collections::{BTreeMap, HashMap, HashSet};

use themata_model::anchor::{Anchor, Finder, Fold, Misplaced, Placed};
use themata_model::{
    About, Attributes, ByteOffset, CharOffset, CodeKey, CoderKey, Coding, FacetValues, RowId, Source,
    SourceKey, Span, Study, Target, TextIndex, fold_typed,
};

use super::documents::{Document, Documents};
use super::rows::Segment;
use super::{SegmentReading, SegmentTold};
use crate::placing::place_quotation;

/// A place is taken for the one that is meant from this likeness on, when no other is as near.
const ALIKE: f64 = 0.90;
const APART: f64 = 0.05;

/// Lines that a sentence names.
const LINES: usize = 6;

/// Characters of a quotation that a sentence shows.
const SHOWN: usize = 60;

/// Where the words of a row stand.
#[derive(Clone, Debug)]
enum Spot {
    Exact(Span),
    Alike(Span, f64),
    Several(Vec<Span>),
    Nowhere,
}

/// By whom which code was given to which words.
type Said = (SourceKey, Span, CodeKey, CoderKey);

pub(super) struct Placing<'a, 'f> {
    file: &'a str,
    study: &'a Study,
    fresh: &'f mut dyn FnMut(&'static str, &str) -> RowId,
    finders: HashMap<usize, (Finder<'a>, TextIndex<'a>)>,
    /// What is said already, by the study or by a line of the table.
    said: HashMap<Said, Option<usize>>,
    identities: HashMap<String, usize>,
}

impl<'a, 'f> Placing<'a, 'f> {
    pub(super) fn new(
        file: &'a str,
        study: &'a Study,
        fresh: &'f mut dyn FnMut(&'static str, &str) -> RowId,
    ) -> Self {
        let said = study.codings.iter().filter_map(|coding| {
            let code = coding.target.code()?.clone();
            Some(((coding.source.clone(), coding.span?, code, coding.coder.clone()), None))
        });
        let said = said.collect();
        Placing { file, study, fresh, finders: HashMap::new(), said, identities: HashMap::new() }
    }

    /// Makes the codings of `rows`; `attributes` holds those of each row.
    pub(super) fn place(
        &mut self,
        rows: &[Segment],
        attributes: &[Attributes],
        documents: &mut Documents,
        reading: &mut SegmentReading,
    ) {
        let spots: Vec<Option<Spot>> = rows
            .iter()
            .map(|row| match documents.meant(self.file, row) {
                Document::There(at) => Some(self.spot(at, row)),
                _ => None,
            })
            .collect();
        let shared = shared(rows, &spots, |row| documents.key(self.study, documents.meant(self.file, row)));
        let mut lines: HashMap<(Option<SourceKey>, &str, &CodeKey, &CoderKey), usize> = HashMap::new();
        for (n, (row, spot)) in rows.iter().zip(&spots).enumerate() {
            let document = documents.meant(self.file, row);
            let Some(key) = documents.key(self.study, document) else { continue };
            let mut is_taken = false;
            for (code, weight) in &row.codes {
                let told = (reading.report.exact, reading.report.approximate.len());
                let by = (Some(key.clone()), row.words.as_str(), code, &row.coder);
                let before = *lines.entry(by).or_insert(row.line);
                let found = match (document, spot) {
                    (Document::New(at), _) => {
                        reading.report.own += 1;
                        documents.paragraph(at, &row.words, code, &row.coder)
                    }
                    (_, Some(spot)) => self.found(n, row, code, spot, &shared, reading),
                    _ => None,
                };
                if before != row.line && matches!(document, Document::New(_)) {
                    let why = format!("`{code}` for the same words as line {before}; counted once more");
                    reading.report.doubles.push(SegmentTold::new(row.line, why));
                }
                if let (Some(span), Document::There(_)) = (found, document) {
                    let said = (key.clone(), span, code.clone(), row.coder.clone());
                    if let Some(other) = self.said.insert(said.clone(), Some(row.line)) {
                        let who = other.map_or("the study".to_string(), |line| format!("line {line}"));
                        let why =
                            format!("`{code}` for the same words by the same coder is in {who} already");
                        reading.report.left_out.push(SegmentTold::new(row.line, why));
                        self.said.insert(said, other);
                        reading.report.exact = told.0;
                        reading.report.approximate.truncate(told.1);
                        continue;
                    }
                }
                let content = match document {
                    Document::There(at) => {
                        self.study.sources.get(at).map_or("", |source| source.text().content.as_str())
                    }
                    Document::New(at) => documents.text(at),
                    Document::Unknown => "",
                };
                let mut coding = self.coding(&key, content, found, row, code);
                coding.weight = *weight;
                coding.attributes = attributes.get(n).cloned().unwrap_or_default();
                if !row.date.is_empty() {
                    coding.attributes.insert("created".to_string(), row.date.clone());
                    reading.declared.entry("codings").or_default().insert("created".to_string());
                }
                reading.codings.push(coding);
                is_taken = true;
            }
            reading.report.taken -= usize::from(!is_taken && !row.codes.is_empty());
        }
        // A paragraph that came later may be the context of one before.
        let of_new: HashMap<SourceKey, usize> = rows
            .iter()
            .filter_map(|row| match documents.meant(self.file, row) {
                Document::New(at) => Some((documents.key(self.study, Document::New(at))?, at)),
                _ => None,
            })
            .collect();
        for coding in &mut reading.codings {
            if let (Some(at), Some(span)) = (of_new.get(&coding.source), coding.span) {
                let anchor = Anchor::of(documents.text(*at), span);
                (coding.prefix, coding.suffix) = (anchor.prefix, anchor.suffix);
            }
        }
    }

    fn finder(&mut self, at: usize) -> Option<&(Finder<'a>, TextIndex<'a>)> {
        let content = self.study.sources.get(at)?.texts.last()?.content.as_str();
        Some(self.finders.entry(at).or_insert_with(|| (Finder::new(content), TextIndex::new(content))))
    }

    /// Where the words of a row stand in a document of the study.
    fn spot(&mut self, at: usize, row: &Segment) -> Spot {
        let source: Option<&Source> = self.study.sources.get(at);
        let Some((source, (finder, index))) = source.zip(self.finder(at)) else { return Spot::Nowhere };
        let near: Option<ByteOffset> = row.start.and_then(|start| index.byte_of_char(CharOffset(start)));
        match place_quotation(source, finder, &row.words, near) {
            Ok(quoted) => {
                let hull = quoted.spans.iter().copied().reduce(Span::hull);
                let is_whole = matches!(
                    finder.place(&row.words, near),
                    Ok(Placed::Whole { fold: Fold::Exact | Fold::Folded, .. })
                );
                match hull {
                    Some(span) if is_whole || quoted.spans.len() == 1 => Spot::Exact(span),
                    // Pieces far from one another are no segment.
                    Some(span) if span.len() <= 3 * row.words.len() => Spot::Alike(span, 1.0),
                    _ => Spot::Nowhere,
                }
            }
            Err(Misplaced::Ambiguous { candidates }) => Spot::Several(candidates),
            Err(Misplaced::Absent { nearest }) => match nearest.as_slice() {
                [best, rest @ ..]
                    if best.score >= ALIKE && rest.iter().all(|other| best.score - other.score >= APART) =>
                {
                    Spot::Alike(best.span, best.score)
                }
                _ => Spot::Nowhere,
            },
            Err(Misplaced::Empty) => Spot::Nowhere,
        }
    }

    /// The place of a coding, with what there is to say of it.
    fn found(
        &mut self,
        n: usize,
        row: &Segment,
        code: &CodeKey,
        spot: &Spot,
        shared: &HashMap<(usize, CodeKey), Span>,
        reading: &mut SegmentReading,
    ) -> Option<Span> {
        let report = &mut reading.report;
        let shown = || format!("{}: “{}”", row.document, shortened(&row.words));
        match spot {
            Spot::Exact(span) => {
                report.exact += 1;
                Some(*span)
            }
            Spot::Alike(span, score) => {
                let why = format!(
                    "{} stands there in a form that is {:.0} % alike",
                    shown(),
                    (score * 100.0).floor()
                );
                report.approximate.push(SegmentTold::new(row.line, why));
                Some(*span)
            }
            Spot::Several(places) => {
                if let Some(span) = shared.get(&(n, code.clone())) {
                    report.exact += 1;
                    return Some(*span);
                }
                let index = self.finders.values().find(|(finder, _)| {
                    places.iter().all(|span| {
                        finder
                            .text()
                            .get(span.start().0..span.end().0)
                            .is_some_and(|words| fold_typed(words) == fold_typed(&row.words))
                    })
                });
                let lines: Vec<String> = index
                    .map(|(_, index)| {
                        places
                            .iter()
                            .take(LINES)
                            .map(|span| index.line_of(span.start()).to_string())
                            .collect()
                    })
                    .unwrap_or_default();
                let at =
                    if lines.is_empty() { String::new() } else { format!(" (lines {})", lines.join(", ")) };
                report.ambiguous.push(SegmentTold::new(
                    row.line,
                    format!("{} stands at {} places{at}", shown(), places.len()),
                ));
                None
            }
            Spot::Nowhere => {
                report.lost.push(SegmentTold::new(row.line, format!("{} does not stand there", shown())));
                None
            }
        }
    }

    fn coding(
        &mut self,
        source: &SourceKey,
        content: &str,
        span: Option<Span>,
        row: &Segment,
        code: &CodeKey,
    ) -> Coding {
        let anchor = span.map(|span| Anchor::of(content, span));
        let quotation = anchor.as_ref().map_or_else(|| row.words.clone(), |anchor| anchor.quotation.clone());
        let identity = format!("{source}\u{1f}{}\u{1f}{code}\u{1f}{}", row.coder, fold_typed(&row.words));
        let ordinal = self.identities.entry(identity.clone()).or_default();
        *ordinal += 1;
        let identity = format!("segment\u{1f}{identity}\u{1f}{ordinal}");
        let (prefix, suffix) = anchor.map(|anchor| (anchor.prefix, anchor.suffix)).unwrap_or_default();
        Coding {
            id: (self.fresh)("coding", &identity),
            source: source.clone(),
            span,
            quotation,
            typed: row.words.clone(),
            prefix,
            suffix,
            target: Target::Code(code.clone(), FacetValues::new()),
            coder: row.coder.clone(),
            about: About::default(),
            weight: None,
            memo: row.memo.clone(),
            attributes: Attributes::new(),
        }
    }
}

/// Words that stand at several places: where as many rows say the same of them as there are places, each has one.
fn shared(
    rows: &[Segment],
    spots: &[Option<Spot>],
    key: impl Fn(&Segment) -> Option<SourceKey>,
) -> HashMap<(usize, CodeKey), Span> {
    let mut alike: BTreeMap<(String, String, CodeKey, CoderKey), Vec<usize>> = BTreeMap::new();
    for (n, (row, spot)) in rows.iter().zip(spots).enumerate() {
        if !matches!(spot, Some(Spot::Several(_))) {
            continue;
        }
        let source = key(row).map(|key| key.to_string()).unwrap_or_default();
        let codes: HashSet<&CodeKey> = row.codes.iter().map(|(code, _)| code).collect();
        let mut codes: Vec<&CodeKey> = codes.into_iter().collect();
        codes.sort();
        for code in codes {
            alike
                .entry((source.clone(), fold_typed(&row.words), code.clone(), row.coder.clone()))
                .or_default()
                .push(n);
        }
    }
    let mut places = HashMap::new();
    for ((_, _, code, _), rows) in alike {
        let Some(Some(Spot::Several(spans))) = rows.first().and_then(|n| spots.get(*n)) else { continue };
        if spans.len() == rows.len() {
            places.extend(rows.iter().zip(spans).map(|(n, span)| ((*n, code.clone()), *span)));
        }
    }
    places
}

fn shortened(words: &str) -> String {
    let folded = fold_typed(words);
    match folded.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", folded[..end].trim_end()),
        None => folded,
    }
}
