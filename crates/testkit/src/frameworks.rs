//! Frameworks over the codes of a generated study.

use std::collections::BTreeMap;

use themata_model::{Code, CodeKey, Framework, Study};

use crate::dice::Dice;
use crate::generated::{Numbers, key};

/// Makes some of the upper codes those of frameworks; returns what stands in the codebook.
pub(crate) fn frameworks(s: &mut Study, codes: Vec<Code>, numbers: &Numbers) -> Vec<Code> {
    let mut dice = Dice::new(&numbers[8..]);
    let n = dice.below(5).saturating_sub(1);
    if n == 0 {
        return codes;
    }
    for i in 0..n {
        let name = format!("framework {i}");
        s.frameworks.push(Framework {
            id: s.id.row("framework", &name),
            key: key(&name),
            name: dice.words(),
            definition: dice.maybe_words(),
            reason: dice.maybe_words(),
            coder: dice.maybe(&s.coders).map(|coder| coder.key.clone()),
            date: dice.once_in(2).then(|| "2026-05-17".into()),
            codes: vec![],
            parents: BTreeMap::new(),
        });
    }
    let keys: Vec<_> = s.frameworks.iter().map(|framework| framework.key.clone()).collect();
    s.framework_in_use = if dice.once_in(4) { None } else { dice.pick(&keys).cloned() };
    // Every third of the upper codes is shared.
    let is_upper = |code: &Code| ["theme", "dimension"].contains(&code.level.as_str());
    let codes: Vec<Code> = codes
        .into_iter()
        .enumerate()
        .map(|(i, code)| {
            let framework = if is_upper(&code) && i % 3 != 0 { keys.get(i % n).cloned() } else { None };
            Code { framework, ..code }
        })
        .collect();
    let all: BTreeMap<CodeKey, Code> = codes.iter().map(|code| (code.key.clone(), code.clone())).collect();
    let mut book = Vec::new();
    for (i, mut code) in codes.into_iter().enumerate() {
        let above = code.parent.as_ref().and_then(|parent| all.get(parent)).and_then(|p| p.framework.clone());
        if code.framework.is_some() {
            if above.is_some() && above != code.framework {
                code.parent = None;
            }
            if code.framework == s.framework_in_use {
                book.push(code);
            } else if let Some(aside) =
                s.frameworks.iter_mut().find(|f| Some(&f.key) == code.framework.as_ref())
            {
                aside.codes.push(code);
            }
            continue;
        }
        if code.parent.is_none() || above.is_some() {
            let parent = code.parent.take();
            for framework in &mut s.frameworks {
                let is_own = |key: &CodeKey| {
                    all.get(key).is_some_and(|p| p.framework.as_ref() == Some(&framework.key))
                };
                let own = parent.clone().filter(|parent| is_own(parent));
                let rank = |code: &Code| {
                    ["open", "category", "theme", "dimension"].iter().position(|l| *l == code.level.as_str())
                };
                let fits = |other: &&Code| {
                    other.framework.as_ref() == Some(&framework.key) && rank(other) > rank(&code)
                };
                let other = all.values().filter(fits).nth(i % 2).map(|other| other.key.clone());
                let Some(place) = own.or(other) else { continue };
                if s.framework_in_use.as_ref() == Some(&framework.key) {
                    code.parent = Some(place);
                } else {
                    framework.parents.insert(code.key.clone(), place);
                }
            }
        }
        book.push(code);
    }
    book
}

/// All codes, whether they stand in the codebook or not.
pub(crate) fn all_codes(s: &Study) -> Vec<Code> {
    let aside = s.frameworks.iter().flat_map(|framework| &framework.codes);
    s.codebook.codes().iter().chain(aside).cloned().collect()
}
