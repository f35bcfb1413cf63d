//! What a merge must come to, said once more without the program: field by field over what studies say.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::Study;
use themata_store::MergeReport;

/// What is told of one thing, and which of its fields.
type Name = (String, &'static str);

/// What a study says, by thing and field.
fn said(study: &Study) -> BTreeMap<Name, String> {
    let mut said = BTreeMap::new();
    let mut say = |thing: &str, field: &'static str, words: String| {
        said.insert((thing.to_string(), field), words);
    };
    for c in &study.codings {
        let id = c.id.to_string();
        say(&id, "code", format!("{:?}", c.target));
        say(&id, "coder", c.coder.to_string());
        say(&id, "memo", c.memo.clone());
        say(&id, "weight", format!("{:?}", c.weight));
    }
    for c in study.codebook.codes() {
        let key = format!("`{}`", c.key);
        say(&key, "name", c.name.clone());
        say(&key, "definition", c.definition.clone());
        say(&key, "place", format!("{} {:?}", c.level, c.parent));
    }
    for memo in &study.memos {
        let id = memo.id.to_string();
        say(&id, "text", memo.text.clone());
        say(&id, "about", memo.anchor.to_string());
    }
    said
}

/// Every field that one copy changed is as that copy has it; what both changed differently is among the
/// conflicts, which were settled for ours; what is gone was deleted, and what stays though it was deleted
/// is told.
pub(crate) fn holds(base: &Study, ours: &Study, theirs: &Study, merged: &Study, report: &MergeReport) {
    let [was, a, b, c] = [base, ours, theirs, merged].map(said);
    let names: BTreeSet<&Name> = a.keys().chain(b.keys()).chain(was.keys()).collect();
    let is_told = |name: &Name| {
        let called = name.0.get(name.0.len().saturating_sub(8)..).filter(|_| !name.0.starts_with('`'));
        let called = called.unwrap_or(&name.0);
        report.conflicts.iter().any(|conflict| conflict.label.contains(called))
            || report.notes.iter().any(|note| note.contains(called))
    };
    // What comes back with a code that stays is not told one by one.
    let comes_along = |name: &Name| {
        let code = (name.0.clone(), "code");
        let target = a.get(&code).or(b.get(&code)).cloned().unwrap_or_default();
        report.conflicts.iter().any(|conflict| {
            conflict.field == "the whole row" && target.contains(conflict.label.trim_matches('`'))
        })
    };
    for name in names {
        let [was, a, b, c] = [&was, &a, &b, &c].map(|said| said.get(name));
        let wanted = match (a == b, a == was, b == was) {
            (true, ..) | (_, _, true) => a,
            (_, true, _) => b,
            _ => {
                let filled = was.is_none() && (a.is_none() || b.is_none());
                assert!(filled || is_told(name), "both changed {name:?} and no conflict tells: {a:?} {b:?}");
                if a.is_some() || !filled { a } else { b }
            }
        };
        let stays = wanted.is_none() && c.is_some() && (is_told(name) || comes_along(name));
        assert!(
            c == wanted || stays || is_told(name),
            "{name:?} was {was:?}, is {a:?} in ours and {b:?} in theirs, and became {c:?}"
        );
    }
}
