//! Giving a code another key.

use serde::Serialize;
use themata_model::{CodeKey, counted};
use themata_store::{Kind, Record};

use crate::WorkspaceError;
use crate::verbs::rows::follow_outputs;
use crate::verbs::{Act, Said, Scene, look, take_along};

/// Remarks of `check` whose keys name codes, and which the authors may have accepted.
const REMARKS_ON_CODES: [&str; 10] = [
    "no-evidence",
    "one-child",
    "orphan",
    "no-definition",
    "same-label",
    "alias-taken",
    "label-variant",
    "unsettled",
    "deviates",
    "settled-otherwise",
];

/// Gives a code another key; whatever names it by its key follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RekeyCode {
    /// The code.
    pub code: String,
    /// The new key.
    pub key: String,
}

impl Act for RekeyCode {
    const VERB: &'static str = "rekey-code";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let old = look::code(&book, &self.code)?;
        let key: CodeKey = look::key(&self.key)?;
        if key == old.key {
            return Ok(Said::new(format!("*{}* has this key already", old.marked_name())).code(&key));
        }
        if at.edit.has_key(Kind::Code, key.as_str())? {
            return Err(WorkspaceError::refused(format!("there is a code `{key}` already")));
        }
        let mut code = old.clone();
        code.key = key;
        at.edit.put(&Record::Code(&code))?;
        let (memos, checks) = at.edit.said_of("code", old.key.as_str())?;
        take_along::renamed(at, "code", old.key.as_str(), Some(code.key.as_str()))?;
        let outputs = outputs_follow(at, old.key.as_str(), code.key.as_str())?;
        let remarks = follow_remarks(at, old.key.as_str(), code.key.as_str())?;
        let followed: Vec<String> = [
            (memos.len(), "memo"),
            (checks.len(), "member check"),
            (outputs, "output"),
            (remarks, "accepted remark"),
        ]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, noun)| counted(n, noun))
        .collect();
        let sentence =
            format!("gave *{}* the key *{}* instead of *{}*", code.marked_name(), code.key, old.key);
        let said = Said::new(sentence).code(&code.key).code(&old.key);
        Ok(match followed.is_empty() {
            true => said,
            false => {
                said.detail(format!("{} that named the old key now name the new one", followed.join(", ")))
            }
        })
    }
}

/// Lets the options of outputs that name a code follow to another word for it.
pub(super) fn outputs_follow(at: &mut Scene<'_, '_>, old: &str, new: &str) -> Result<usize, WorkspaceError> {
    let mut study = at.edit.head()?;
    study.outputs = at.edit.outputs()?;
    follow_outputs(at, &study, "code", old, new)
}

/// Lets accepted remarks follow to the new key.
fn follow_remarks(at: &mut Scene<'_, '_>, old: &str, new: &str) -> Result<usize, WorkspaceError> {
    let allowed = at.edit.head()?.allowed;
    let followed: Vec<String> = allowed.iter().map(|remark| renamed(remark, old, new)).collect();
    let n = allowed.iter().zip(&followed).filter(|(before, after)| before != after).count();
    if n > 0 {
        at.edit.allow(&followed)?;
    }
    Ok(n)
}

fn renamed(remark: &str, old: &str, new: &str) -> String {
    match remark.split_once(':') {
        Some((kind, named)) if REMARKS_ON_CODES.contains(&kind) => {
            let named: Vec<&str> =
                named.split(':').map(|word| if word == old { new } else { word }).collect();
            format!("{kind}:{}", named.join(":"))
        }
        _ => remark.to_string(),
    }
}
