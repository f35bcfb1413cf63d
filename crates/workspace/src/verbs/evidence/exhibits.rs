//! Exhibits of the paper and the outputs that print them.

use std::collections::BTreeMap;

use serde::Serialize;
use themata_model::{Exhibit, ExhibitKey, Output, OutputKind, Study};
use themata_store::{Kind, Part, Record};

use crate::WorkspaceError;
use crate::verbs::roster::{changed, optional, refuse_taken};
use crate::verbs::{Act, Said, Scene, look};

/// What is said of an exhibit; only what is given changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExhibitFacts {
    /// The caption; the key where nothing is told.
    pub title: Option<String>,
    /// `table`, `figure` or `body`; a table where nothing is told.
    pub kind: Option<String>,
}

/// Adds an exhibit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddExhibit {
    /// The key, for example `table-2`.
    pub key: String,
    /// What is said of it.
    pub facts: ExhibitFacts,
}

impl Act for AddExhibit {
    const VERB: &'static str = "add-exhibit";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Exhibits])?;
        let key: ExhibitKey = look::key(&self.key)?;
        refuse_taken("exhibit", key.as_str(), s.exhibit(&key).is_some())?;
        let title = self.facts.title.as_deref().and_then(optional).unwrap_or_else(|| key.to_string());
        let kind = self
            .facts
            .kind
            .as_deref()
            .unwrap_or("table")
            .parse()
            .map_err(|error: String| WorkspaceError::refused(error))?;
        let exhibit = Exhibit { id: at.fresh_id(), key, title, kind };
        at.edit.put(&Record::Exhibit(&exhibit))?;
        Ok(Said::new(format!("added the exhibit *{}* ({})", exhibit.key, exhibit.kind.as_str())))
    }
}

/// Changes an exhibit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeExhibit {
    /// The exhibit.
    pub exhibit: String,
    /// What is said of it.
    pub facts: ExhibitFacts,
}

impl Act for ChangeExhibit {
    const VERB: &'static str = "change-exhibit";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Exhibits])?;
        let old = look::exhibit(&s, &self.exhibit)?;
        let mut exhibit = old.clone();
        if let Some(title) = &self.facts.title {
            exhibit.title = optional(title).unwrap_or_else(|| exhibit.key.to_string());
        }
        if let Some(kind) = &self.facts.kind {
            exhibit.kind = kind.parse().map_err(|error: String| WorkspaceError::refused(error))?;
        }
        at.edit.put(&Record::Exhibit(&exhibit))?;
        Ok(changed("exhibit", &exhibit.key, exhibit == *old))
    }
}

/// Says which table or figure prints an exhibit, in place of what printed it before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SetOutput {
    /// The exhibit.
    pub exhibit: String,
    /// `table` or `figure`.
    pub what: String,
    /// Which one, as on the command line.
    pub name: String,
    /// Options as `name=value`, named as on the command line.
    pub options: Vec<String>,
}

impl Act for SetOutput {
    const VERB: &'static str = "set-output";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        // Options name levels, facets, cases, sides and attributes.
        let s = at.edit.parts(&[Part::Exhibits, Part::Codebook, Part::Roster])?;
        let exhibit = look::exhibit(&s, &self.exhibit)?;
        check_output_names(&s, exhibit.key.as_str(), exhibit.key.as_str())?;
        let kind = match self.what.as_str() {
            "table" => OutputKind::Table(self.name.clone()),
            "figure" => OutputKind::Figure(self.name.clone()),
            other => return Err(look::unknown("kind of output", other, ["table", "figure"])),
        };
        let old = s.outputs.iter().find(|output| output.exhibit == exhibit.key);
        let id = old.map_or_else(|| at.fresh_id(), |old| old.id);
        let output = Output { id, exhibit: exhibit.key.clone(), kind, options: self.options()? };
        if let Some(fault) = crate::exhibits::fault(&s, &output) {
            return Err(WorkspaceError::refused(format!(
                "the exhibit `{}` cannot be printed so: {fault}",
                exhibit.key
            )));
        }
        at.edit.put(&Record::Output(&output))?;
        Ok(match old == Some(&output) {
            true => Said::new(format!("the exhibit *{}* is printed so already", exhibit.key)),
            false => Said::new(format!(
                "let the {} *{}* print the exhibit *{}*",
                self.what, self.name, exhibit.key
            )),
        })
    }
}

impl SetOutput {
    fn options(&self) -> Result<BTreeMap<String, String>, WorkspaceError> {
        let mut options = BTreeMap::new();
        for pair in &self.options {
            // An option without a value is a flag.
            let (name, value) = pair.split_once('=').unwrap_or((pair, "true"));
            let (name, value) = (name.trim(), value.trim());
            if ["title", "table", "figure", "id", "exhibit"].contains(&name) || value.is_empty() {
                return Err(WorkspaceError::refused(format!("`{pair}` cannot be an option of an output"))
                    .hint("the caption belongs to the exhibit: `themata exhibit change KEY --title …`"));
            }
            options.insert(name.to_string(), value.to_string());
        }
        Ok(options)
    }
}

/// Lets an exhibit be printed by nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemoveOutput {
    /// The exhibit.
    pub exhibit: String,
}

impl Act for RemoveOutput {
    const VERB: &'static str = "remove-output";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Exhibits])?;
        let exhibit = look::exhibit(&s, &self.exhibit)?;
        let outputs = s.outputs.iter().filter(|output| output.exhibit == exhibit.key);
        let ids: Vec<_> = outputs.map(|output| output.id).collect();
        at.edit.remove(Kind::Output, &ids)?;
        Ok(match ids.is_empty() {
            true => Said::new(format!("nothing prints the exhibit *{}*", exhibit.key)),
            false => Said::new(format!("let nothing print the exhibit *{}* any more", exhibit.key)),
        })
    }
}

/// Refuses a key under which the files of an output would be taken for those of another one.
pub(crate) fn check_output_names(s: &Study, old: &str, new: &str) -> Result<(), WorkspaceError> {
    let name = file_name(new);
    let others = s.outputs.iter().filter(|output| output.exhibit.as_str() != old);
    let taken = others.into_iter().any(|output| file_name(output.exhibit.as_str()) == name);
    if !taken && name != "manifest" {
        return Ok(());
    }
    Err(WorkspaceError::refused(format!("the files of `{new}` would be called `{name}`, as other files are"))
        .hint("give the exhibit another key"))
}

/// The name of an output's files, as far as file systems tell names apart.
fn file_name(exhibit: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    exhibit.to_lowercase().chars().map(plain).collect()
}
