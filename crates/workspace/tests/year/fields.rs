//! A merge said once more: what each field of each row must be, by what it was and what either copy made
//! of it. Rows are named by their ids, and so is what they refer to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use themata_model::Study;
use themata_workspace::Merged;

/// Kind of row, its id, the field.
type Name = (&'static str, String, &'static str);

/// What people call each row, for finding it among conflicts and notes.
type Called = HashMap<String, String>;

/// What a study says, field by field.
fn said(s: &Study) -> (BTreeMap<Name, String>, Called) {
    let (mut said, mut called) = (BTreeMap::new(), Called::new());
    let codes: HashMap<&str, String> =
        s.codebook.codes().iter().map(|c| (c.key.as_str(), c.id.to_string())).collect();
    let coders: HashMap<&str, String> = s.coders.iter().map(|c| (c.key.as_str(), c.id.to_string())).collect();
    let levels: HashMap<&str, String> =
        s.codebook.levels().iter().map(|l| (l.key.as_str(), l.id.to_string())).collect();
    let texts: HashMap<&str, String> =
        s.sources.iter().map(|x| (x.key.as_str(), x.text().hash.to_string())).collect();
    let sources: HashMap<&str, String> =
        s.sources.iter().map(|x| (x.key.as_str(), x.id.to_string())).collect();
    let mut say = |kind, id: &str, field, words: String| {
        said.insert((kind, id.to_string(), field), words);
    };
    for c in s.codebook.codes() {
        let id = c.id.to_string();
        called.insert(id.clone(), format!("`{}`", c.key));
        say("code", &id, "name", c.name.clone());
        say("code", &id, "definition", c.definition.clone());
        let parent = c.parent.as_ref().map(|parent| codes[parent.as_str()].clone());
        say("code", &id, "place", format!("{} {parent:?}", levels[c.level.as_str()]));
    }
    for c in &s.codings {
        let id = c.id.to_string();
        called.insert(id.clone(), id[id.len() - 8..].to_string());
        say("coding", &id, "code", format!("{:?}", c.target.code().map(|key| &codes[key.as_str()])));
        say("coding", &id, "source", sources[c.source.as_str()].clone());
        say("coding", &id, "coder", coders[c.coder.as_str()].clone());
        say("coding", &id, "memo", c.memo.clone());
        say("coding", &id, "weight", format!("{:?}", c.weight));
        // Where it stands is told together with the text in which it stands there.
        say("coding", &id, "place", format!("{:?} in {}", c.span, texts[c.source.as_str()]));
    }
    for m in &s.memos {
        let id = m.id.to_string();
        called.insert(id.clone(), format!("`{}`", m.key));
        say("memo", &id, "text", m.text.clone());
    }
    for f in &s.findings {
        let id = f.id.to_string();
        called.insert(id.clone(), format!("`{}`", f.key));
        say("finding", &id, "text", f.text.clone());
    }
    for x in &s.sources {
        let id = x.id.to_string();
        called.insert(id.clone(), format!("`{}`", x.key));
        say("source", &id, "text", x.text().hash.to_string());
        say("source", &id, "date", format!("{:?}", x.date));
    }
    (said, called)
}

/// Every field that only one copy changed is as that copy has it; what both changed differently is listed.
/// A row that is gone was deleted by a copy, and one that stays though it was deleted is told.
pub(crate) fn hold(seed: u64, [base, a, b, s]: [&Study; 4], merged: &Merged) {
    let [(was, was_called), (a, a_called), (b, b_called), (s, called)] = [base, a, b, s].map(said);
    let is_told = |id: &String| {
        let names = [&was_called, &a_called, &b_called, &called].map(|called| called.get(id));
        names.into_iter().flatten().any(|name| {
            merged.conflicts.iter().any(|conflict| conflict.label.contains(name))
                || merged.notes.iter().any(|note| note.contains(name))
        })
    };
    // What both added under one key is one thing, with the id it has in ours.
    let by_key: HashMap<&String, &String> = called.iter().map(|(id, key)| (key, id)).collect();
    let twins: HashMap<&String, &String> = b_called
        .iter()
        .filter(|(id, key)| {
            key.starts_with('`') && !called.contains_key(*id) && !was_called.contains_key(*id)
        })
        .filter_map(|(id, key)| Some((id, *by_key.get(key)?)))
        .collect();
    let with_twins = |words: &String| {
        twins.iter().fold(words.clone(), |words, (id, twin)| words.replace(id.as_str(), twin))
    };
    let has = |said: &BTreeMap<Name, String>, name: &Name| {
        said.range((name.0, name.1.clone(), "")..).next().is_some_and(|(other, _)| other.1 == name.1)
    };
    let names: BTreeSet<&Name> = a.keys().chain(b.keys()).chain(was.keys()).collect();
    let (mut kept, mut others) = (0, Vec::new());
    for name in names {
        let [was_it, in_a, in_b, is] = [&was, &a, &b, &s].map(|said| said.get(name));
        let wanted = match (in_a == in_b, in_a == was_it, in_b == was_it) {
            (true, ..) | (_, _, true) => in_a,
            (_, true, _) => in_b,
            _ => {
                assert!(
                    name.2 == "place" || was_it.is_none() || is_told(&name.1),
                    "seed {seed}: {name:?} is not asked"
                );
                continue;
            }
        };
        // A coding follows its words into a text that the other copy edited.
        let moved = name.0 == "coding" && name.2 == "place" && is.is_some();
        // A code or source that stays though the other copy deleted it has its codings again, and that is
        // told of the code or source.
        let of = ["code", "source"].map(|field| s.get(&("coding", name.1.clone(), field)));
        let names = |id: &String| of.into_iter().flatten().any(|words| words.contains(id.as_str()));
        let is_of_told = was_called.keys().any(|id| names(id) && is_told(id));
        let parted = is == was_it && is_of_told && (name.2 == "code" || wanted.is_none());
        let as_wanted = is == wanted || is.cloned() == wanted.map(with_twins) || twins.contains_key(&name.1);
        if as_wanted || moved || parted || is_told(&name.1) {
            kept += 1;
        } else {
            others.push(format!(
                "{name:?} was {was_it:?}: {in_a:?} | {in_b:?} -> {is:?} (there: {})",
                has(&s, name)
            ));
        }
    }
    assert!(others.is_empty(), "seed {seed}: {kept} fields kept, others:\n{}", others.join("\n"));
}
