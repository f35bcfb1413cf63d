//! Frameworks, of which REFI-QDA knows nothing: the codes of all of them are written as codes of one codebook, and
//! the note tells whose they are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use themata_model::{Code, CodeKey, Codebook, Framework, FrameworkKey, Study};

use super::remainder::Remainder;
use super::rows::{Row, Told};

/// The study with the codes of all frameworks in its codebook.
pub(super) fn laid_out(study: &Study) -> Cow<'_, Study> {
    let aside: Vec<&Code> = study.frameworks.iter().flat_map(|framework| &framework.codes).collect();
    if aside.is_empty() {
        return Cow::Borrowed(study);
    }
    let codes = study.codebook.codes().iter().chain(aside).cloned().collect();
    match Codebook::new(study.codebook.levels().to_vec(), codes) {
        Ok(codebook) => Cow::Owned(Study { codebook, ..study.clone() }),
        // Codes aside that do not fit are left where they are.
        Err(_) => Cow::Borrowed(study),
    }
}

/// What the note tells of the frameworks of a study that was laid out.
pub(super) fn rows(study: &Study) -> Vec<Row> {
    let row = |framework: &Framework| {
        let codes = study.codebook.codes().iter();
        let own = codes.filter(|code| code.framework.as_ref() == Some(&framework.key)).map(|code| &code.key);
        Row::new()
            .put("id", framework.id)
            .put("key", &framework.key)
            .put("name", &framework.name)
            .put("definition", &framework.definition)
            .put("reason", &framework.reason)
            .some("coder", framework.coder.as_ref())
            .some("date", framework.date.as_ref())
            .flag("in use", study.framework_in_use.as_ref() == Some(&framework.key))
            .list("codes", own)
            .map("parents", &framework.parents)
    };
    study.frameworks.iter().map(row).collect()
}

/// Makes the frameworks that the note tells of, and puts the codes of those that are not in use aside.
pub(super) fn restore(study: &mut Study, remainder: &Remainder) {
    let mut owner: BTreeMap<CodeKey, FrameworkKey> = BTreeMap::new();
    for row in remainder.rows("frameworks") {
        let Some(framework) = framework(row, study) else { continue };
        for key in row.list::<CodeKey>("codes") {
            owner.entry(key).or_insert_with(|| framework.key.clone());
        }
        if row.flag("in use") && study.framework_in_use.is_none() {
            study.framework_in_use = Some(framework.key.clone());
        }
        study.frameworks.push(framework);
    }
    if study.frameworks.is_empty() {
        return;
    }
    let open = |code: &Code| study.codebook.is_open(code);
    owner.retain(|key, _| study.codebook.get(key).is_some_and(|code| !open(code)));
    let mut book = Vec::new();
    for mut code in study.codebook.codes().to_vec() {
        code.framework = owner.get(&code.key).cloned();
        let above = code.parent.as_ref().and_then(|parent| owner.get(parent));
        let is_aside = |framework: &FrameworkKey| study.framework_in_use.as_ref() != Some(framework);
        if let Some(framework) = code.framework.clone() {
            if above.is_some_and(|above| *above != framework) {
                code.parent = None;
            }
            match study.frameworks.iter_mut().find(|other| other.key == framework && is_aside(&framework)) {
                Some(aside) => aside.codes.push(code),
                None => book.push(code),
            }
            continue;
        }
        if let Some(framework) = above.filter(|above| is_aside(above)).cloned() {
            let aside = study.frameworks.iter_mut().find(|other| other.key == framework);
            if let (Some(aside), Some(parent)) = (aside, code.parent.take()) {
                aside.parents.insert(code.key.clone(), parent);
            }
        }
        book.push(code);
    }
    if let Ok(codebook) = Codebook::new(study.codebook.levels().to_vec(), book) {
        study.codebook = codebook;
    }
    let rank = |code: &Code| study.codebook.levels().iter().position(|level| level.key == code.level);
    for framework in &mut study.frameworks {
        let own = framework.codes.clone();
        framework.parents.retain(|code, parent| {
            let above = own.iter().find(|own| own.key == *parent);
            let code = study.codebook.get(code).filter(|code| code.framework.is_none());
            code.zip(above).is_some_and(|(code, above)| {
                let hangs = code.parent.as_ref().and_then(|key| study.codebook.get(key));
                hangs.is_none_or(|hangs| hangs.framework.is_some()) && rank(above) > rank(code)
            })
        });
    }
}

fn framework(row: Told<'_>, study: &Study) -> Option<Framework> {
    let key: FrameworkKey = row.parse("key")?;
    let coder = row.parse("coder").filter(|coder| study.coder(coder).is_some());
    study.framework(&key).is_none().then_some(())?;
    Some(Framework {
        id: row.parse("id")?,
        key,
        name: row.text("name"),
        definition: row.text("definition"),
        reason: row.text("reason"),
        coder,
        date: row.some("date"),
        codes: Vec::new(),
        parents: row
            .map::<CodeKey>("parents")
            .into_iter()
            .filter_map(|(code, parent)| Some((code, parent.parse().ok()?)))
            .collect(),
    })
}
