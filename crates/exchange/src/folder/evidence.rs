//! `excerpts.csv` and `findings.csv`: what is printed and concluded, tied to codings.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use themata_model::anchor::verify_display;
use themata_model::{
    AttributionGrade, CaseKey, CodeKey, Coding, EvidenceLink, Excerpt, ExcerptKey, ExhibitUse, FacetValues,
    Finding, FindingKey, Piece, Problem, RowId, SourceKey, Stance, Study, Translation, fold_typed, mark,
};

use super::codebook_toml::assignment;
use super::codings::{Implied, find_code, shortened};
use super::ids::Ids;
use super::roster::find_case;
use super::sheet::{Columns, Row, Sheet, look_up, unknown};
use super::{Files, columns};

/// Reads both files; quotations typed with cuts become excerpts too, unless one is listed.
pub(super) fn read(files: &Files, study: &mut Study, implied: Vec<Implied>, problems: &mut Vec<Problem>) {
    let known = Known::of(study);
    let excerpts = read_excerpts(files, study, &known, problems);
    let findings = read_findings(files, study, &known, problems);
    study.excerpts = excerpts;
    study.findings = findings;
    let mut ids = Ids::new(study.id, "excerpt");
    for Implied { text, codings } in implied {
        let pieces: Vec<Piece> = codings.iter().map(|&coding| Piece { coding }).collect();
        if study.excerpts.iter().any(|excerpt| excerpt.pieces.iter().any(|piece| pieces.contains(piece))) {
            continue;
        }
        let Some(first) = codings.first() else {
            continue;
        };
        let Ok(key) = format!("cut-{}", &first.to_string()[..13]).parse::<ExcerptKey>() else {
            continue;
        };
        study.excerpts.push(Excerpt {
            id: ids.derive(key.as_str()),
            key,
            pieces,
            text: Some(text),
            translation: None,
            attribution: AttributionGrade::Exhibit,
            exhibits: vec![],
            attributes: BTreeMap::new(),
        });
    }
}

/// Codings by what a row may call them.
struct Known {
    by_id: HashMap<RowId, usize>,
    by_words: HashMap<String, Vec<usize>>,
    /// Cases each coding counts for.
    cases: HashMap<usize, Vec<usize>>,
}

impl Known {
    fn of(study: &Study) -> Known {
        let mut by_words: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, coding) in study.codings.iter().enumerate() {
            by_words.entry(fold_typed(&coding.quotation)).or_default().push(i);
            if coding.typed != coding.quotation {
                by_words.entry(fold_typed(&coding.typed)).or_default().push(i);
            }
        }
        let marks = mark::Marks::of(study);
        let places = |m: &mark::Mark| marks.places(m).into_iter().map(|(case, _)| case as usize).collect();
        Known {
            by_id: study.codings.iter().enumerate().map(|(i, coding)| (coding.id, i)).collect(),
            by_words,
            cases: marks.marks.iter().map(|m| (m.coding.0 as usize, places(m))).collect(),
        }
    }
}

/// What narrows the search for the codings that a row means.
#[derive(Default)]
struct Narrowing {
    source: Option<SourceKey>,
    case: Option<CaseKey>,
    code: Option<CodeKey>,
}

impl Narrowing {
    fn fits(&self, study: &Study, known: &Known, position: usize) -> bool {
        let coding = &study.codings[position];
        let in_source = self.source.as_ref().is_none_or(|source| coding.source == *source);
        let in_case = self.case.as_ref().is_none_or(|key| {
            let cases = known.cases.get(&position).map(Vec::as_slice).unwrap_or_default();
            cases.iter().any(|&case| study.cases[case].key == *key)
        });
        let under_code = self.code.as_ref().is_none_or(|code| is_under(study, coding, code));
        in_source && in_case && under_code
    }
}

fn is_under(study: &Study, coding: &Coding, code: &CodeKey) -> bool {
    if coding.target.code() == Some(code) {
        return true;
    }
    let Some(own) = coding.target.code().and_then(|key| study.code(key)) else {
        return false;
    };
    study.codebook.ancestors(own).any(|above| above.key == *code)
}

/// The coding that `words` means: an id, or a quotation of a coding (whole, else with cuts).
fn coding_meant(
    study: &Study,
    known: &Known,
    words: &str,
    narrowing: &Narrowing,
    row: &Row<'_>,
    column: &str,
    problems: &mut Vec<Problem>,
) -> Option<RowId> {
    if let Ok(id) = words.parse::<RowId>() {
        if !known.by_id.contains_key(&id) {
            problems.push(Problem::error(row.at(column), format!("there is no coding {id}")));
            return None;
        }
        return Some(id);
    }
    let quoted = words.trim().trim_matches(['"', '“', '”']);
    let whole = known.by_words.get(&fold_typed(quoted)).map(Vec::as_slice).unwrap_or_default();
    let mut fitting: Vec<usize> =
        whole.iter().copied().filter(|&i| narrowing.fits(study, known, i)).collect();
    if fitting.is_empty() {
        let within = |i: &usize| {
            narrowing.fits(study, known, *i)
                && verify_display(quoted, &[&study.codings[*i].quotation]).is_borne_out()
        };
        fitting = (0..study.codings.len()).filter(within).collect();
        // The tightest coding that bears the words out.
        let shortest = fitting.iter().map(|&i| study.codings[i].quotation.len()).min();
        fitting.retain(|&i| Some(study.codings[i].quotation.len()) == shortest);
    }
    let places: std::collections::BTreeSet<_> =
        fitting.iter().map(|&i| (&study.codings[i].source, study.codings[i].span)).collect();
    match (fitting.first(), places.len()) {
        (Some(&first), 1) => Some(study.codings[first].id),
        (None, _) => {
            let message = format!("no coding has the words “{}”", shortened(quoted));
            let problem = Problem::error(row.at(column), message);
            problems.push(problem.hint("quote a coding exactly (cuts as `…`), or give its id; `case`, `code` and `source` of the row must fit it"));
            None
        }
        (Some(_), n) => {
            let message = format!("{n} codings have the words “{}”", shortened(quoted));
            problems.push(
                Problem::error(row.at(column), message)
                    .hint("name `source`, `case` or `code`, or give the coding's id"),
            );
            None
        }
    }
}

fn narrowing(study: &Study, row: &Row<'_>, problems: &mut Vec<Problem>) -> Narrowing {
    let source = row.some("source").and_then(|word| {
        let known: BTreeMap<String, SourceKey> =
            study.sources.iter().map(|s| (s.key.to_string(), s.key.clone())).collect();
        look_up("source", &word, &known, || row.at("source"), problems).cloned()
    });
    let case = row.some("case").and_then(|word| find_case(study, &word, row, "case", problems));
    let code = row.some("code").and_then(|word| find_code(study, &word, row, problems));
    Narrowing { source, case, code }
}

fn read_excerpts(files: &Files, study: &Study, known: &Known, problems: &mut Vec<Problem>) -> Vec<Excerpt> {
    let columns = Columns {
        known: &[columns::EXCERPTS, columns::EXCERPTS_MEANT].concat(),
        required: &["key"],
        facets: vec![],
        declared: study.attributes.get("excerpts"),
    };
    let sheet = Sheet::read(files, "excerpts.csv", &columns, problems);
    let mut ids = Ids::new(study.id, "excerpt");
    let mut excerpts: Vec<Excerpt> = Vec::new();
    for row in sheet.iter().flat_map(Sheet::iter) {
        let Some(key) = row.required::<ExcerptKey>("key", problems) else {
            continue;
        };
        if excerpts.iter().any(|excerpt| excerpt.key == key) {
            problems.push(Problem::error(row.at("key"), format!("the excerpt `{key}` is given twice")));
            continue;
        }
        let narrowing = narrowing(study, &row, problems);
        let means = |words: &str, column: &str, problems: &mut Vec<Problem>| {
            coding_meant(study, known, words, &narrowing, &row, column, problems)
        };
        let mut pieces: Vec<RowId> = Vec::new();
        let listed = row.list("codings");
        if !listed.is_empty() && listed.iter().all(|word| word.parse::<RowId>().is_ok()) {
            pieces.extend(listed.iter().filter_map(|word| means(word, "codings", problems)));
        } else {
            let columns = ["codings", "quote", "text"];
            match columns.iter().find(|column| !row.get(column).is_empty()) {
                Some(column) => pieces.extend(means(row.get(column), column, problems)),
                None => {
                    let problem = Problem::error(
                        row.at("codings"),
                        format!("the excerpt `{key}` names no coding and has no text"),
                    );
                    problems.push(problem.hint("give the ids of codings, or the quotation"));
                }
            }
        }
        if pieces.is_empty() {
            continue;
        }
        let mut exhibits = Vec::new();
        let declared: BTreeMap<String, _> =
            study.exhibits.iter().map(|e| (e.key.to_string(), e.key.clone())).collect();
        for word in row.list("exhibits") {
            match declared.get(word) {
                Some(exhibit) => exhibits.push(ExhibitUse { exhibit: exhibit.clone() }),
                None => {
                    let problem =
                        unknown("exhibit", word, declared.keys().map(String::as_str), row.at("exhibits"));
                    problems
                        .push(problem.hint("declare it as `[[exhibits]]` or `[[outputs]]` in study.toml"));
                }
            }
        }
        let translation =
            row.some("translation").map(|text| Translation { text, translator: row.some("translator") });
        let text = Some(row.raw("text").trim().to_string()).filter(|text| !text.is_empty());
        let id = ids.given_or_derived(row.id(problems), key.as_str());
        excerpts.push(Excerpt {
            id,
            key,
            pieces: pieces.into_iter().map(|coding| Piece { coding }).collect(),
            text,
            translation,
            attribution: row.get("attribution").parse().unwrap_or_default(),
            exhibits,
            attributes: row.attributes(),
        });
    }
    excerpts
}

fn read_findings(files: &Files, study: &Study, known: &Known, problems: &mut Vec<Problem>) -> Vec<Finding> {
    let facets: Vec<String> = study.facets.iter().map(|facet| facet.key.to_string()).collect();
    let columns = Columns {
        known: &[columns::FINDINGS, columns::FINDINGS_LAST].concat(),
        required: &["text"],
        facets: facets.clone(),
        declared: study.attributes.get("findings"),
    };
    let sheet = Sheet::read(files, "findings.csv", &columns, problems);
    let mut ids = Ids::new(study.id, "finding");
    let mut findings: Vec<Finding> = Vec::new();
    for row in sheet.iter().flat_map(Sheet::iter) {
        let word = row.some("key").unwrap_or_else(|| format!("finding-{}", row.line()));
        let Some(key) = row.parse_word::<FindingKey>("key", &word, problems) else {
            continue;
        };
        if findings.iter().any(|finding| finding.key == key) {
            problems.push(Problem::error(row.at("key"), format!("the finding `{key}` is given twice")));
            continue;
        }
        let exhibit = row.some("exhibit").and_then(|word| {
            let declared: BTreeMap<String, _> =
                study.exhibits.iter().map(|e| (e.key.to_string(), e.key.clone())).collect();
            look_up("exhibit", &word, &declared, || row.at("exhibit"), problems).cloned()
        });
        let narrowing = narrowing(study, &row, problems);
        let mut values = FacetValues::new();
        for facet in facets.iter().filter(|facet| !row.get(facet).is_empty()) {
            if let Some((facet, value)) = assignment(study, facet, row.get(facet), row.at(facet), problems) {
                values.insert(facet, value);
            }
        }
        let mut evidence = Vec::new();
        for (stance, words) in stances(row.get("evidence"), &row, problems) {
            if let Some(coding) = coding_meant(study, known, &words, &narrowing, &row, "evidence", problems) {
                evidence.push(EvidenceLink { stance, coding });
            }
        }
        let id = ids.given_or_derived(row.id(problems), key.as_str());
        findings.push(Finding {
            id,
            key,
            exhibit,
            case: narrowing.case,
            code: narrowing.code,
            facets: values,
            text: row.raw("text").trim().to_string(),
            rating: row.some("rating"),
            evidence,
            attributes: row.attributes(),
        });
    }
    findings
}

/// Splits `supports:… ; contradicts:…`. Quotations may hold semicolons: only one before a stance
/// divides.
fn stances(cell: &str, row: &Row<'_>, problems: &mut Vec<Problem>) -> Vec<(Stance, String)> {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|;)\s*(supports|qualifies|contradicts)\s*:\s*")
            .expect("the pattern is fixed and valid")
    });
    let heads: Vec<_> = HEAD.captures_iter(cell).filter_map(|c| Some((c.get(0)?, c.get(1)?))).collect();
    if !cell.trim().is_empty() && heads.first().is_none_or(|(whole, _)| whole.start() != 0) {
        let problem = Problem::error(row.at("evidence"), "the evidence does not begin with a stance");
        problems.push(
            problem.hint("write `supports:`, `qualifies:` or `contradicts:` and the coding's id or words"),
        );
        return Vec::new();
    }
    let mut found = Vec::new();
    for (i, (whole, word)) in heads.iter().enumerate() {
        let end = heads.get(i + 1).map_or(cell.len(), |(next, _)| next.start());
        if let Ok(stance) = word.as_str().parse() {
            found.push((stance, cell[whole.end()..end].trim().to_string()));
        }
    }
    found
}
