//! `coders.csv`, `memos.csv`, `links.csv`, `questions.csv`.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{
    Coder, CoderKey, Link, LinkKind, Memo, MemoAnchor, MemoKey, MemoKind, Problem, Question, RowId, Study,
};

use super::codings::find_code;
use super::ids::{Ids, identity};
use super::sheet::{Columns, Row, Sheet, look_up};
use super::{Files, columns};

/// Reads the coders; without `coders.csv` they are those that codings and placements name.
pub(super) fn read_coders(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    let columns = Columns {
        known: columns::CODERS,
        required: &["key"],
        facets: vec![],
        declared: study.attributes.get("coders"),
    };
    let mut ids = Ids::new(study.id, "coder");
    let Some(sheet) = Sheet::read(files, "coders.csv", &columns, problems) else {
        for word in named_coders(files) {
            if let Ok(key) = word.parse::<CoderKey>() {
                let id = ids.derive(key.as_str());
                study.coders.push(Coder { id, name: key.to_string(), key, attributes: BTreeMap::new() });
            }
        }
        return;
    };
    for row in sheet.iter() {
        let Some(key) = row.required::<CoderKey>("key", problems) else {
            continue;
        };
        if study.coder(&key).is_some() {
            problems.push(Problem::error(row.at("key"), format!("the coder `{key}` is given twice")));
            continue;
        }
        let id = ids.given_or_derived(row.id(problems), key.as_str());
        let name = row.some("name").unwrap_or_else(|| key.to_string());
        study.coders.push(Coder { id, key, name, attributes: row.attributes() });
    }
}

/// Every coder that a file names, sorted.
fn named_coders(files: &Files) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let mut collect = |bytes: &[u8], column: &str, otherwise: Option<&str>| {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let position = reader.headers().ok().and_then(|h| h.iter().position(|name| name.trim() == column));
        for record in reader.records().flatten() {
            let field = position.and_then(|i| record.get(i)).map(str::trim).filter(|f| !f.is_empty());
            named.extend(field.or(otherwise).map(str::to_string));
        }
    };
    for (name, bytes) in files {
        if let Some(stem) = name.strip_prefix("codings/").and_then(|n| n.strip_suffix(".csv")) {
            collect(bytes, "coder", Some(stem));
        } else if name == "placements.csv" {
            collect(bytes, "rater", None);
        }
    }
    named
}

/// The coder with this key.
pub(super) fn find_coder(
    study: &Study,
    word: &str,
    row: &Row<'_>,
    column: &str,
    problems: &mut Vec<Problem>,
) -> Option<CoderKey> {
    let known: BTreeMap<String, CoderKey> =
        study.coders.iter().map(|c| (c.key.to_string(), c.key.clone())).collect();
    look_up("coder", word, &known, || row.at(column), problems).cloned()
}

/// Reads memos, links and questions.
pub(super) fn read(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    read_memos(files, study, problems);
    read_links(files, study, problems);
    read_questions(files, study, problems);
}

fn read_memos(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    let columns = Columns {
        known: columns::MEMOS,
        required: &["key", "text"],
        facets: vec![],
        declared: study.attributes.get("memos"),
    };
    let sheet = Sheet::read(files, "memos.csv", &columns, problems);
    let mut ids = Ids::new(study.id, "memo");
    for row in sheet.iter().flat_map(Sheet::iter) {
        let Some(key) = row.required::<MemoKey>("key", problems) else {
            continue;
        };
        if study.memos.iter().any(|memo| memo.key == key) {
            problems.push(Problem::error(row.at("key"), format!("the memo `{key}` is given twice")));
            continue;
        }
        let anchor = match row.get("about") {
            "" => Ok(MemoAnchor::Study),
            about => about.parse::<MemoAnchor>(),
        };
        let anchor = match anchor {
            Ok(anchor) => anchor,
            Err(_) => {
                let message =
                    format!("`{}` does not say what kind of thing the memo is about", row.get("about"));
                problems.push(
                    Problem::error(row.at("about"), message).hint("write for example `code:A` or `case:R1`"),
                );
                continue;
            }
        };
        if let MemoAnchor::Row { kind, key } = &anchor
            && !anchor.exists_in(study)
        {
            let problem =
                Problem::error(row.at("about"), format!("there is no {kind} `{key}` to write a memo about"));
            problems
                .push(problem.hint("write the kind of thing and its key, for example `code:A` or `case:R1`"));
            continue;
        }
        let id = ids.given_or_derived(row.id(problems), key.as_str());
        study.memos.push(Memo {
            id,
            key,
            anchor,
            kind: row.parse("kind", problems).unwrap_or(MemoKind::Note),
            coder: row.some("coder").and_then(|word| find_coder(study, &word, &row, "coder", problems)),
            date: row.some("date"),
            text: row.raw("text").to_string(),
            attributes: row.attributes(),
        });
    }
}

fn read_links(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    let columns = Columns {
        known: columns::LINKS,
        required: &["from", "kind", "to"],
        facets: vec![],
        declared: study.attributes.get("links"),
    };
    let sheet = Sheet::read(files, "links.csv", &columns, problems);
    let mut ids = Ids::new(study.id, "link");
    for row in sheet.iter().flat_map(Sheet::iter) {
        let end = |column: &str, problems: &mut Vec<Problem>| {
            let word = row.required::<String>(column, problems)?;
            find_code(study, &word, &row, problems)
        };
        let (Some(from), Some(to)) = (end("from", problems), end("to", problems)) else {
            continue;
        };
        let kind = LinkKind(row.get("kind").to_string());
        let evidence: Vec<RowId> = row
            .list("evidence")
            .into_iter()
            .filter_map(|word| row.parse_word("evidence", word, problems))
            .collect();
        let id = ids.given_or_derived(row.id(problems), &identity(&[from.as_str(), &kind.0, to.as_str()]));
        let reason = row.get("reason").to_string();
        study.links.push(Link { id, from, kind, to, evidence, reason, attributes: row.attributes() });
    }
}

fn read_questions(files: &Files, study: &mut Study, problems: &mut Vec<Problem>) {
    let columns = Columns {
        known: columns::QUESTIONS,
        required: &["key", "text"],
        facets: vec![],
        declared: study.attributes.get("questions"),
    };
    let sheet = Sheet::read(files, "questions.csv", &columns, problems);
    let mut ids = Ids::new(study.id, "question");
    for row in sheet.iter().flat_map(Sheet::iter) {
        let Some(key) = row.required::<themata_model::QuestionKey>("key", problems) else {
            continue;
        };
        if study.questions.iter().any(|question| question.key == key) {
            problems.push(Problem::error(row.at("key"), format!("the question `{key}` is given twice")));
            continue;
        }
        let id = ids.given_or_derived(row.id(problems), key.as_str());
        study.questions.push(Question {
            id,
            key,
            text: row.raw("text").to_string(),
            attributes: row.attributes(),
        });
    }
}
