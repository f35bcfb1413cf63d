//! Frameworks in `codebook.toml`: which there are, which codes are their own, and what hangs below these in each.

use std::collections::{BTreeMap, HashMap};

use themata_model::{Code, CodeKey, Framework, FrameworkKey, Place, Problem, Study, is_date};

use super::entries::Entries;
use super::ids::Ids;
use super::sheet::unknown;

/// What a code hangs below in each framework, with the place where that is said.
pub(super) type Parents = (BTreeMap<FrameworkKey, CodeKey>, Place);

/// Reads `[[frameworks]]` into `study`.
pub(super) fn read(root: &Entries<'_>, study: &mut Study, problems: &mut Vec<Problem>) {
    let mut ids = Ids::new(study.id, "framework");
    for entry in root.tables("frameworks", problems) {
        let Some(word) = entry.required("key", problems) else { continue };
        let Some(key) = entry.parse_word::<FrameworkKey>("key", &word, problems) else { continue };
        if study.framework(&key).is_some() {
            problems.push(Problem::error(entry.at("key"), format!("the framework `{key}` is given twice")));
        }
        let date = entry.text("date", problems);
        if let Some(wrong) = date.as_deref().filter(|date| !is_date(date)) {
            let message = format!("`{wrong}` is not a date such as `2026-05-17`");
            problems.push(Problem::error(entry.at("date"), message));
        }
        if entry.boolean("in-use", problems) == Some(true) {
            if let Some(other) = &study.framework_in_use {
                let message = format!("`{key}` is said to be in use, and so is `{other}`");
                problems.push(
                    Problem::error(entry.at("in-use"), message).hint("one framework is in use at a time"),
                );
            }
            study.framework_in_use = Some(key.clone());
        }
        study.frameworks.push(Framework {
            id: ids.given_or_derived(entry.parse("id", problems), key.as_str()),
            key,
            name: entry.text("name", problems).unwrap_or(word),
            definition: entry.text("definition", problems).unwrap_or_default(),
            reason: entry.text("reason", problems).unwrap_or_default(),
            coder: entry.parse("coder", problems),
            date,
            codes: Vec::new(),
            parents: BTreeMap::new(),
        });
        entry.finish(problems);
    }
}

/// The framework whose own code an entry is.
pub(super) fn framework(
    entry: &Entries<'_>,
    study: &Study,
    problems: &mut Vec<Problem>,
) -> Option<FrameworkKey> {
    let word = entry.text("framework", problems)?;
    named(study, &word, entry.at("framework"), problems)
}

/// `parents = { framework = "code", … }`.
pub(super) fn parents(entry: &Entries<'_>, study: &Study, problems: &mut Vec<Problem>) -> Parents {
    let mut found = BTreeMap::new();
    if let Some(table) = entry.table("parents", problems) {
        for word in table.keys() {
            let framework = named(study, &word, table.at(&word), problems);
            if let (Some(framework), Some(code)) = (framework, table.parse(&word, problems)) {
                found.insert(framework, code);
            }
        }
    }
    (found, entry.at("parents"))
}

fn named(study: &Study, word: &str, place: Place, problems: &mut Vec<Problem>) -> Option<FrameworkKey> {
    let found = study.frameworks.iter().find(|framework| framework.key.as_str() == word);
    if found.is_none() {
        problems.push(unknown("framework", word, study.frameworks.iter().map(|f| f.key.as_str()), place));
    }
    found.map(|framework| framework.key.clone())
}

/// Hangs the shared codes below what they hang below in the framework in use, and puts the codes of the other
/// frameworks aside; returns the codes of the codebook.
pub(super) fn sort_out(
    study: &mut Study,
    codes: Vec<Code>,
    mut parents: HashMap<CodeKey, Parents>,
    problems: &mut Vec<Problem>,
) -> Vec<Code> {
    if study.frameworks.is_empty() {
        return codes;
    }
    let own: HashMap<CodeKey, Option<FrameworkKey>> =
        codes.iter().map(|code| (code.key.clone(), code.framework.clone())).collect();
    let mut book = Vec::new();
    for mut code in codes {
        let (mut below, place) =
            parents.remove(&code.key).unwrap_or_else(|| (BTreeMap::new(), Place::file("codebook.toml")));
        let mut wrong = |message: String| problems.push(Problem::error(place.clone(), message));
        if let Some(framework) = &code.framework {
            if !below.is_empty() {
                wrong(format!("`{}` is a code of one framework; it has one `parent`", code.key));
            }
            if let Some(Some(other)) = code.parent.as_ref().and_then(|key| own.get(key))
                && other != framework
            {
                wrong(format!("`{}` is a code of `{framework}`, its parent one of `{other}`", code.key));
            }
            if study.framework_in_use.as_ref() == Some(framework) {
                book.push(code);
            } else if let Some(aside) = study.frameworks.iter_mut().find(|f| f.key == *framework) {
                aside.codes.push(code);
            }
            continue;
        }
        // A parent that is a framework's own holds in that framework.
        if let Some(Some(framework)) = code.parent.as_ref().and_then(|key| own.get(key)).cloned()
            && let Some(parent) = code.parent.take()
            && below.insert(framework.clone(), parent).is_some()
        {
            wrong(format!(
                "`parent` and `parents` both say what `{}` hangs below in `{framework}`",
                code.key
            ));
        }
        if let Some(parent) = code.parent.as_ref().filter(|_| !below.is_empty()) {
            wrong(format!("`{}` hangs below `{parent}` in all frameworks; `parents` has no say", code.key));
        }
        for (framework, parent) in below {
            match own.get(&parent) {
                None => wrong(format!(
                    "code `{}` has the parent `{parent}`, which is not in the codebook",
                    code.key
                )),
                Some(of) if of.as_ref() != Some(&framework) => {
                    wrong(format!("`{parent}` is no code of the framework `{framework}`"));
                }
                Some(_) if study.framework_in_use.as_ref() == Some(&framework) => code.parent = Some(parent),
                Some(_) => {
                    if let Some(aside) = study.frameworks.iter_mut().find(|f| f.key == framework) {
                        aside.parents.insert(code.key.clone(), parent);
                    }
                }
            }
        }
        book.push(code);
    }
    book
}

/// Whoever decided on a framework is a coder of the study.
pub(super) fn check_coders(study: &Study, problems: &mut Vec<Problem>) {
    for framework in &study.frameworks {
        if let Some(coder) = framework.coder.as_ref().filter(|coder| study.coder(coder).is_none()) {
            let known = study.coders.iter().map(|coder| coder.key.as_str());
            problems.push(unknown(
                "coder",
                coder.as_str(),
                known,
                Place::file("codebook.toml").column("coder"),
            ));
        }
    }
}
