//! Splitting a code: some of its codings go to a new code beside it.

use serde::Serialize;
use themata_model::mark::Marks;
use themata_model::{Code, Coding, RowId, Study, counted, counted_as};
use themata_store::{Edit, Kind, Record, Which};

use super::{below, changed, namesakes};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// Gives some codings of a code to a new code right after it, on the same level and below the same
/// code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SplitCode {
    /// The code.
    pub code: String,
    /// Name of the new code.
    pub name: String,
    /// Key of the new code; made from the name where none is given.
    pub key: Option<String>,
    /// Marker of the new code.
    pub marker: Option<String>,
    /// What the new code means.
    pub definition: Option<String>,
    /// The codings that go over, by their ids; or all that fit what follows.
    pub codings: Vec<String>,
    /// Only those in this source.
    pub source: Option<String>,
    /// Only those that count for this case.
    pub case: Option<String>,
    /// Only those with these values, `facet=value`; `facet=-` for those without a value.
    pub values: Vec<String>,
}

impl Act for SplitCode {
    const VERB: &'static str = "split-code";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let old = look::code(&book, &self.code)?;
        let all = at.edit.codings(&Which::OfCode(old.key.clone()))?;
        let ids = self.chosen(at.edit, old, &all)?;
        let name = self.name.trim();
        if name.is_empty() {
            return Err(WorkspaceError::refused("the new code needs a name"));
        }
        let taken = at.edit.keys(Kind::Code)?;
        let code = Code {
            id: at.fresh_id(),
            key: match &self.key {
                Some(key) => look::key(key)?,
                None => look::free_key(name, |key| taken.iter().any(|code| code == key))?,
            },
            marker: self.marker.clone().filter(|marker| !marker.trim().is_empty()),
            name: name.to_string(),
            aliases: Vec::new(),
            definition: self.definition.as_deref().unwrap_or_default().trim().to_string(),
            inclusion: String::new(),
            exclusion: String::new(),
            references: Vec::new(),
            colour: None,
            ..old.clone()
        };
        changed(&book, |codes| codes.push(code.clone()))?;
        at.edit.put(&Record::Code(&code))?;
        let mut siblings: Vec<RowId> = below(&book, old.parent.as_ref()).iter().map(|code| code.id).collect();
        let place = siblings.iter().position(|id| *id == old.id).map_or(siblings.len(), |at| at + 1);
        siblings.insert(place, code.id);
        at.edit.reorder(Kind::Code, &siblings)?;
        let n = ids.len();
        at.edit.recode(&Which::Ids(ids), &code.key)?;
        let sentence = format!(
            "split *{}*: {} moved to the new *{}*",
            old.marked_name(),
            counted(n, "coding"),
            code.marked_name()
        );
        let left = all.len().saturating_sub(n);
        let said = Said::new(sentence)
            .detail(format!(
                "{} with *{}*",
                counted_as(left, "coding stays", "codings stay"),
                old.marked_name()
            ))
            .code(&old.key)
            .code(&code.key);
        Ok(namesakes(&book, &code.key, [code.name.as_str()]).into_iter().fold(said, Said::detail))
    }
}

impl SplitCode {
    /// The codings that go over.
    fn chosen(&self, edit: &Edit<'_>, code: &Code, all: &[Coding]) -> Result<Vec<RowId>, WorkspaceError> {
        let mut chosen: Vec<&Coding> = all.iter().collect();
        if !self.codings.is_empty() {
            let named = look::codings(edit, &self.codings)?;
            if let Some(other) = named.iter().find(|coding| !all.iter().any(|own| own.id == coding.id)) {
                let message =
                    format!("the coding `{}` is not one of `{}`", look::short_id(other.id), code.key);
                return Err(WorkspaceError::refused(message));
            }
            chosen.retain(|coding| named.iter().any(|named| named.id == coding.id));
        } else if self.source.is_none() && self.case.is_none() && self.values.is_empty() {
            return Err(WorkspaceError::refused("it is not said which codings go over")
                .hint("choose them with --codings, --source, --case or --where"));
        }
        if let Some(words) = &self.source {
            let key = look::source_with_text(edit, words)?.key;
            chosen.retain(|coding| coding.source == key);
        }
        if !self.values.is_empty() {
            let study = edit.head()?;
            for pair in &self.values {
                let (facet, value) = look::facet_value(&study, pair)?;
                chosen.retain(|coding| coding.target.facets().get(&facet) == value.as_ref());
            }
        }
        if let Some(words) = &self.case {
            chosen = counting_for(edit, words, chosen)?;
        }
        if chosen.is_empty() {
            return Err(WorkspaceError::refused(format!("none of the codings of `{}` fits", code.key))
                .hint(format!("`themata codings --code {}` lists them", code.key)));
        }
        Ok(chosen.into_iter().map(|coding| coding.id).collect())
    }
}

/// Those that count for a case: it is what the words are about, else the speaker's own.
fn counting_for<'c>(
    edit: &Edit<'_>,
    words: &str,
    codings: Vec<&'c Coding>,
) -> Result<Vec<&'c Coding>, WorkspaceError> {
    let outline = edit.outline()?;
    let case = look::case(&outline, words)?;
    let position = outline.cases.iter().position(|other| other.key == case.key);
    let mut sources = Vec::new();
    for source in outline.sources.iter().filter(|source| codings.iter().any(|c| c.source == source.key)) {
        sources.extend(edit.source(&source.key)?);
    }
    let owned = codings.iter().map(|coding| (*coding).clone()).collect();
    let study = Study { sources, codings: owned, ..outline };
    let marks = Marks::of(&study);
    let fits = |mark: &&themata_model::mark::Mark| {
        marks.places(mark).iter().any(|(place, _)| usize::try_from(*place).ok() == position)
    };
    let chosen = marks.marks.iter().filter(fits);
    Ok(chosen.filter_map(|mark| codings.get(usize::try_from(mark.coding.0).ok()?).copied()).collect())
}
