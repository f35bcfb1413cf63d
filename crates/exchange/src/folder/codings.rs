//! `codings/*.csv`: every coding placed in its text.

use std::collections::{BTreeMap, HashMap};

use themata_model::anchor::{Anchor, Finder, Misplaced, verify_display};
use themata_model::{Code, CodeKey, Coding, Place, Problem, RowId, Source, Span, Study, TextIndex};

use super::coding_rows::{CodingRow, coding_identity, understand};
use super::ids::Ids;
use super::sheet::{Columns, Row, Sheet, unknown};
use super::{Files, Unplaced, columns};
use crate::placing::{Quoted, is_edited, place_quotation};

/// A quotation that was typed with cuts or insertions: it is an excerpt of the codings it made.
pub(super) struct Implied {
    pub(super) text: String,
    pub(super) codings: Vec<RowId>,
}

/// How many candidates an error lists.
const LISTED: usize = 6;

/// A row with its place found.
struct PlacedRow {
    row: CodingRow,
    spans: Vec<Span>,
    edited: bool,
}

/// Texts with what is needed to place quotations, made when first needed.
struct Texts<'a> {
    sources: &'a [Source],
    indices: HashMap<usize, TextIndex<'a>>,
    finders: HashMap<usize, Finder<'a>>,
}

impl<'a> Texts<'a> {
    fn index(&mut self, source: usize) -> &TextIndex<'a> {
        let content = self.sources[source].text().content.as_str();
        self.indices.entry(source).or_insert_with(|| TextIndex::new(content))
    }

    fn finder(&mut self, source: usize) -> &Finder<'a> {
        let content = self.sources[source].text().content.as_str();
        self.finders.entry(source).or_insert_with(|| Finder::new(content))
    }
}

/// Reads all files of codings into `study`.
pub(super) fn read(
    files: &Files,
    study: &mut Study,
    unplaced: Unplaced,
    problems: &mut Vec<Problem>,
) -> Vec<Implied> {
    let facets: Vec<String> = study.facets.iter().map(|facet| facet.key.to_string()).collect();
    let sources: BTreeMap<String, usize> =
        study.sources.iter().enumerate().map(|(i, source)| (source.key.to_string(), i)).collect();
    let mut texts = Texts { sources: &study.sources, indices: HashMap::new(), finders: HashMap::new() };
    let mut placed: Vec<PlacedRow> = Vec::new();
    // Rows alike in everything, with a quotation that stands at several places.
    let mut waiting: BTreeMap<String, Vec<(CodingRow, Place, Vec<Span>)>> = BTreeMap::new();
    for (name, _) in files.iter().filter(|(name, _)| name.starts_with("codings/") && name.ends_with(".csv")) {
        let columns = Columns {
            known: &[columns::CODINGS, columns::CODINGS_LAST].concat(),
            required: &["source"],
            facets: facets.clone(),
            declared: study.attributes.get("codings"),
        };
        let Some(sheet) = Sheet::read(files, name, &columns, problems) else {
            continue;
        };
        if !sheet.has("code") && !sheet.has("quote") && facets.iter().all(|facet| !sheet.has(facet)) {
            problems
                .push(Problem::error(Place::file(name).line(1), "the file has neither codes nor quotations"));
            continue;
        }
        let stem = name["codings/".len()..].trim_end_matches(".csv");
        for row in sheet.iter() {
            let Some(understood) = understand(study, &sources, &facets, &row, stem, problems) else {
                continue;
            };
            match place(&understood, &mut texts, &row, problems) {
                Found::At(spans, edited) => placed.push(PlacedRow { row: understood, spans, edited }),
                Found::Several(candidates) => {
                    let alike = format!(
                        "{}\u{1f}{}\u{1f}{:?}\u{1f}{}",
                        understood.source,
                        understood.coder,
                        understood.targets,
                        themata_model::fold_typed(&understood.typed)
                    );
                    waiting.entry(alike).or_default().push((understood, row.at("quote"), candidates));
                }
                Found::Nowhere(None) => {
                    placed.push(PlacedRow { row: understood, spans: vec![], edited: false })
                }
                Found::Nowhere(Some(problem)) if unplaced == Unplaced::Keep => {
                    problems.push(Problem { severity: themata_model::Severity::Warning, ..problem });
                    placed.push(PlacedRow { row: understood, spans: vec![], edited: false });
                }
                Found::Nowhere(Some(problem)) => problems.push(problem),
            }
        }
    }
    for alike in waiting.into_values() {
        distribute(alike, unplaced, &mut texts, &mut placed, problems);
    }
    let (codings, implied) = finish(study, placed, &mut texts);
    study.codings = codings;
    study.sort_codings();
    implied
}

enum Found {
    /// The spans, in text order; and whether the typed quotation was edited (cuts, insertions).
    At(Vec<Span>, bool),
    /// The quotation stands at several places.
    Several(Vec<Span>),
    /// No place; the problem unless the row itself says that it is lost.
    Nowhere(Option<Problem>),
}

fn place(row: &CodingRow, texts: &mut Texts<'_>, at: &Row<'_>, problems: &mut Vec<Problem>) -> Found {
    if row.lost {
        return Found::Nowhere(None);
    }
    let content = texts.sources[row.source].text().content.as_str();
    let key = texts.sources[row.source].key.clone();
    let hint = row.start.and_then(|start| texts.index(row.source).byte_of_char(start));
    if let (Some(start), Some(end)) = (row.start, row.end) {
        match texts.index(row.source).span_of_chars(start, end) {
            Ok(span) if row.quote.is_empty() || span.of(content) == row.quote => {
                return Found::At(vec![span], false);
            }
            Ok(span) if verify_display(&row.quote, &[span.of(content)]).is_borne_out() => {
                let edited = is_edited(&row.quote, span.of(content));
                return Found::At(vec![span], edited);
            }
            Ok(_) => {}
            Err(error) if row.quote.trim().is_empty() => {
                return Found::Nowhere(Some(Problem::error(at.at("start"), error.to_string())));
            }
            Err(_) => {}
        }
        // The offsets do not hold; the quotation may have moved with an edit of the text.
        let source = &texts.sources[row.source];
        if let Ok(found) = place_quotation(source, texts.finder(row.source), &row.quote, hint) {
            let line = texts.index(row.source).line_of(found.spans[0].start());
            let message = format!(
                "the quotation does not stand at {}–{} of `{key}`; it was found in line {line}",
                start.0, end.0
            );
            problems.push(Problem::warning(at.at("start"), message));
            return Found::At(found.spans, found.edited);
        }
    }
    let source = &texts.sources[row.source];
    match place_quotation(source, texts.finder(row.source), &row.quote, hint) {
        Ok(Quoted { spans, edited }) => Found::At(spans, edited),
        Err(Misplaced::Ambiguous { candidates }) => Found::Several(candidates),
        Err(Misplaced::Absent { nearest }) => {
            let message = format!("the quotation “{}” does not stand in `{key}`", shortened(&row.quote));
            let mut problem = Problem::error(at.at("quote"), message);
            let index = texts.index(row.source);
            let similar: Vec<String> = nearest
                .iter()
                .map(|c| {
                    let line = index.line_of(c.span.start());
                    format!(
                        "line {line} “{}” ({:.0} % alike)",
                        shortened(c.span.of(content)),
                        c.score * 100.0
                    )
                })
                .collect();
            if !similar.is_empty() {
                problem = problem.hint(format!("similar is {}", similar.join("; ")));
            }
            Found::Nowhere(Some(problem))
        }
        Err(Misplaced::Empty) => {
            Found::Nowhere(Some(Problem::error(at.at("quote"), "the quotation is empty")))
        }
    }
}

/// As many rows alike as places: one each, in order. Otherwise each row is told its candidates.
fn distribute(
    alike: Vec<(CodingRow, Place, Vec<Span>)>,
    unplaced: Unplaced,
    texts: &mut Texts<'_>,
    placed: &mut Vec<PlacedRow>,
    problems: &mut Vec<Problem>,
) {
    let places = alike[0].2.clone();
    if alike.len() == places.len() {
        let with_place = alike.into_iter().zip(places);
        placed.extend(with_place.map(|((row, _, _), span)| PlacedRow {
            row,
            spans: vec![span],
            edited: false,
        }));
        return;
    }
    for (row, at, candidates) in alike {
        let key = texts.sources[row.source].key.clone();
        let index = texts.index(row.source);
        let mut lines: Vec<String> = candidates
            .iter()
            .take(LISTED)
            .map(|span| {
                let start = index.char_of(span.start()).map_or(0, |c| c.0);
                format!("line {} (start {start})", index.line_of(span.start()))
            })
            .collect();
        if candidates.len() > LISTED {
            lines.push("…".to_string());
        }
        let message = format!(
            "the quotation “{}” stands at {} places in `{key}`: {}",
            shortened(&row.quote),
            candidates.len(),
            lines.join(", ")
        );
        let problem = Problem::error(at, message)
            .hint("quote more words, or give `start`; as many rows alike as places take one place each");
        match unplaced {
            Unplaced::Refuse => problems.push(problem),
            Unplaced::Keep => {
                problems.push(Problem { severity: themata_model::Severity::Warning, ..problem });
                placed.push(PlacedRow { row, spans: vec![], edited: false });
            }
        }
    }
}

/// Mints ids by coder, source and place, and makes the codings.
fn finish(study: &Study, mut placed: Vec<PlacedRow>, texts: &mut Texts<'_>) -> (Vec<Coding>, Vec<Implied>) {
    let coder_position: HashMap<_, usize> =
        study.coders.iter().enumerate().map(|(i, c)| (c.key.clone(), i)).collect();
    placed.sort_by_key(|p| {
        let place = p.spans.first().map_or((usize::MAX, 0), |span| (span.start().0, span.end().0));
        (coder_position.get(&p.row.coder).copied(), p.row.source, place)
    });
    let mut ids = Ids::new(study.id, "coding");
    let mut codings = Vec::with_capacity(placed.len());
    let mut implied = Vec::new();
    for PlacedRow { row, spans, edited } in placed {
        let source = &texts.sources[row.source];
        let places: Vec<Option<Span>> =
            if spans.is_empty() { vec![None] } else { spans.into_iter().map(Some).collect() };
        for target in &row.targets {
            let mut made = Vec::new();
            for (nth, span) in places.iter().enumerate() {
                let offsets = span
                    .and_then(|span| texts.index(row.source).chars_of_span(span))
                    .map(|(a, b)| (a.0, b.0));
                let identity = coding_identity(source.key.as_str(), &row.coder, target, &row.typed, offsets);
                let given = row.id.filter(|_| nth == 0 && *target == row.targets[0]);
                let id = ids.given_or_derived(given, &identity);
                made.push(id);
                codings.push(coding(id, &row, source, *span, target.clone()));
            }
            if edited {
                implied.push(Implied { text: row.typed.trim().to_string(), codings: made });
            }
        }
    }
    (codings, implied)
}

fn coding(
    id: RowId,
    row: &CodingRow,
    source: &Source,
    span: Option<Span>,
    target: themata_model::Target,
) -> Coding {
    let content = source.text().content.as_str();
    let anchor = span.map(|span| Anchor::of(content, span));
    let quotation = anchor.as_ref().map_or_else(|| row.quote.clone(), |anchor| anchor.quotation.clone());
    let (prefix, suffix) = match (&row.context, anchor) {
        (Some(given), _) => given.clone(),
        (None, Some(anchor)) => (anchor.prefix, anchor.suffix),
        (None, None) => (String::new(), String::new()),
    };
    Coding {
        id,
        source: source.key.clone(),
        span,
        typed: if row.typed.is_empty() { quotation.clone() } else { row.typed.clone() },
        quotation,
        prefix,
        suffix,
        target,
        coder: row.coder.clone(),
        about: row.about.clone(),
        weight: row.weight,
        memo: row.memo.clone(),
        attributes: row.attributes.clone(),
    }
}

/// The first words of a quotation, for messages.
pub(super) fn shortened(quotation: &str) -> String {
    const SHOWN: usize = 60;
    let folded = themata_model::fold_typed(quotation);
    match folded.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", folded[..end].trim_end()),
        None => folded,
    }
}

/// The code that a cell names by key, marker, name or alias.
pub(super) fn find_code(
    study: &Study,
    word: &str,
    row: &Row<'_>,
    problems: &mut Vec<Problem>,
) -> Option<CodeKey> {
    if let Some(aside) = aside(study, word) {
        return Some(aside.key.clone());
    }
    match study.codebook.matches(word).as_slice() {
        [] => {}
        [only] => return Some(only.key.clone()),
        several => {
            let keys: Vec<String> = several.iter().map(|code| format!("`{}`", code.key)).collect();
            let message = format!("`{word}` may mean any of the codes {}", keys.join(", "));
            problems.push(Problem::error(row.at("code"), message).hint("name the code by its key"));
            return None;
        }
    }
    let names = |code: &Code| [code.key.to_string(), code.name.clone()];
    let known: Vec<String> = study.codebook.codes().iter().flat_map(names).collect();
    problems.push(unknown("code", word, known.iter().map(String::as_str), row.at("code")));
    None
}

/// The code that has this key and belongs to a framework that is not in use.
pub(super) fn aside<'s>(study: &'s Study, word: &str) -> Option<&'s Code> {
    let key = word.trim().parse().ok()?;
    study.code_aside(&key).filter(|_| study.code(&key).is_none())
}
