//! Saying what a code means.

use serde::Serialize;
use themata_exchange::columns;
use themata_model::{Code, Origin};
use themata_store::Record;

use super::with_code;
use crate::WorkspaceError;
use crate::verbs::attributes::{self, Owner};
use crate::verbs::{Act, Said, Scene, look};

/// What the codebook says of a code anyway, and what therefore is no attribute.
const CODES: Owner = Owner { list: "codes", columns: &[columns::CODES] };

/// Says what a code means; only what is given changes, and an empty text takes away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DefineCode {
    /// The code.
    pub code: String,
    /// What it means.
    pub definition: Option<String>,
    /// What belongs to it.
    pub inclusion: Option<String>,
    /// What does not.
    pub exclusion: Option<String>,
    /// `emergent`, `theory-led` or `predefined`.
    pub origin: Option<String>,
    /// Printed mark such as `A`.
    pub marker: Option<String>,
    /// References to add.
    pub add_references: Vec<String>,
    /// References to remove.
    pub remove_references: Vec<String>,
    /// Further attributes, `name=value`.
    pub set: Vec<String>,
}

impl Act for DefineCode {
    const VERB: &'static str = "define-code";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let old = look::code(&book, &self.code)?;
        let mut code = old.clone();
        let texts = [
            (&self.definition, &mut code.definition),
            (&self.inclusion, &mut code.inclusion),
            (&self.exclusion, &mut code.exclusion),
        ];
        for (given, text) in texts {
            if let Some(given) = given {
                *text = given.trim().to_string();
            }
        }
        if let Some(word) = &self.origin {
            let word = word.trim();
            let origin = (!word.is_empty()).then(|| {
                let known = ["emergent", "theory-led", "predefined"];
                word.parse::<Origin>()
                    .map_err(|told| look::perhaps(WorkspaceError::refused(told), word, known))
            });
            code.origin = origin.transpose()?;
        }
        if let Some(marker) = &self.marker {
            code.marker = Some(marker.trim().to_string()).filter(|marker| !marker.is_empty());
        }
        self.references(&mut code)?;
        if !self.set.is_empty() {
            let study = at.edit.head()?;
            attributes::set(at, &study, CODES, &mut code.attributes, &self.set)?;
        }
        with_code(&book, &code)?;
        at.edit.put(&Record::Code(&code))?;
        let changes = changes(old, &code);
        let name = code.marked_name();
        Ok(match changes.as_slice() {
            [] => Said::new(format!("*{name}* is defined so already")),
            changes => Said::new(format!("changed {} of *{name}*", changes.join(", "))),
        }
        .code(&code.key))
    }
}

impl DefineCode {
    fn references(&self, code: &mut Code) -> Result<(), WorkspaceError> {
        for words in &self.remove_references {
            let Some(at) = code.references.iter().position(|reference| reference == words.trim()) else {
                let known = code.references.iter().map(String::as_str);
                return Err(look::unknown(&format!("reference of `{}`", code.key), words, known));
            };
            code.references.remove(at);
        }
        for words in self.add_references.iter().map(|words| words.trim()) {
            if words.is_empty() {
                return Err(WorkspaceError::refused("a reference needs words"));
            }
            if !code.references.iter().any(|reference| reference == words) {
                code.references.push(words.to_string());
            }
        }
        Ok(())
    }
}

/// What differs, in words.
fn changes(old: &Code, new: &Code) -> Vec<&'static str> {
    [
        ("the definition", old.definition != new.definition),
        ("the inclusion", old.inclusion != new.inclusion),
        ("the exclusion", old.exclusion != new.exclusion),
        ("the origin", old.origin != new.origin),
        ("the marker", old.marker != new.marker),
        ("the references", old.references != new.references),
        ("the attributes", old.attributes != new.attributes),
    ]
    .into_iter()
    .filter_map(|(what, differs)| differs.then_some(what))
    .collect()
}
