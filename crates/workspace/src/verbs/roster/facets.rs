//! Facets and their values.

use serde::Serialize;
use themata_model::{Facet, FacetKey, FacetValue, RowId, Study, ValueKey};
use themata_store::{Part, Record};

use super::{changed, optional, refuse_taken};
use crate::WorkspaceError;
use crate::verbs::rows::in_use;
use crate::verbs::{Act, Said, Scene, look};

/// What is said of a facet; only what is given changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FacetFacts {
    /// What is printed.
    pub name: Option<String>,
    /// All values in order: `early<middle<late` where they follow one another, else `front,back`.
    pub values: Option<String>,
    /// What is printed for a value, as `value=name`.
    pub names: Vec<String>,
    /// What a value means, as `value=words`; no words take the definition away.
    pub definitions: Vec<String>,
}

impl FacetFacts {
    fn put(&self, at: &mut Scene<'_, '_>, facet: &mut Facet) -> Result<(), WorkspaceError> {
        if let Some(name) = &self.name {
            facet.name = optional(name).unwrap_or_else(|| facet.key.to_string());
        }
        if let Some(words) = &self.values {
            let (ordered, keys) = values_from_words(words)?;
            facet.ordered = ordered;
            facet.values =
                keys.into_iter().map(|key| kept_or_new(&facet.values, key, at.fresh_id())).collect();
        }
        for pair in &self.names {
            let (value, name) = value_of(facet, pair)?;
            value.name = optional(&name).unwrap_or_else(|| value.key.to_string());
        }
        for pair in &self.definitions {
            let (value, words) = value_of(facet, pair)?;
            value.definition = optional(&words);
        }
        if facet.values.is_empty() {
            return Err(WorkspaceError::refused(format!("the facet `{}` has no values", facet.key))
                .hint("give them in order, for example `--values 'early<middle<late'`"));
        }
        at.edit.put(&Record::Facet(facet)).map_err(in_use)
    }
}

fn kept_or_new(values: &[FacetValue], key: ValueKey, id: RowId) -> FacetValue {
    let known = values.iter().find(|value| value.key == key).cloned();
    known.unwrap_or_else(|| FacetValue { id, name: key.to_string(), key, definition: None })
}

fn value_of<'f>(facet: &'f mut Facet, pair: &str) -> Result<(&'f mut FacetValue, String), WorkspaceError> {
    let Some((word, text)) = pair.split_once('=') else {
        return Err(WorkspaceError::refused(format!("`{pair}` is not of the form VALUE=WORDS")));
    };
    let key = look::value(facet, word)?.key.clone();
    let found = facet.values.iter_mut().find(|value| value.key == key);
    found
        .map(|value| (value, text.to_string()))
        .ok_or_else(|| WorkspaceError::refused(format!("no value `{key}`")))
}

/// The values that `early<middle<late` or `front,back` names, and whether they follow one another.
pub(crate) fn values_from_words(words: &str) -> Result<(bool, Vec<ValueKey>), WorkspaceError> {
    let ordered = words.contains('<');
    let separator = if ordered { '<' } else { ',' };
    let mut keys: Vec<ValueKey> = Vec::new();
    for word in words.split(separator).map(str::trim).filter(|word| !word.is_empty()) {
        if ["all", "none", "-"].contains(&word) {
            return Err(WorkspaceError::refused(format!("`{word}` cannot be a value of its own"))
                .hint("`all` and `none` stand for every value and for no value; `-` takes a value away"));
        }
        let key: ValueKey = look::key(word)?;
        if keys.contains(&key) {
            return Err(WorkspaceError::refused(format!("the value `{key}` is given twice")));
        }
        keys.push(key);
    }
    Ok((ordered, keys))
}

/// Refuses a key that the files would take for a column of their own, or of an attribute.
pub(crate) fn check_facet_key(s: &Study, key: &str) -> Result<(), WorkspaceError> {
    let is_attribute = |list: &str| s.attributes.get(list).is_some_and(|names| names.contains(key));
    if let Some(list) = ["codings", "findings"].into_iter().find(|list| is_attribute(list)) {
        return Err(WorkspaceError::refused(format!("a facet cannot be called `{key}`"))
            .hint(format!("it is an attribute of {list} already; take another word")));
    }
    if !themata_exchange::is_reserved_for_columns(key) {
        return Ok(());
    }
    Err(WorkspaceError::refused(format!("a facet cannot be called `{key}`"))
        .hint("the files of a study have a column of that name; take another word"))
}

/// Adds a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddFacet {
    /// The key.
    pub key: String,
    /// What is said of it.
    pub facts: FacetFacts,
}

impl Act for AddFacet {
    const VERB: &'static str = "add-facet";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let key: FacetKey = look::key(&self.key)?;
        refuse_taken("facet", &self.key, s.facet(&key).is_some())?;
        check_facet_key(&s, key.as_str())?;
        let mut facet =
            Facet { id: at.fresh_id(), name: key.to_string(), key, ordered: false, values: Vec::new() };
        self.facts.put(at, &mut facet)?;
        let values: Vec<&str> = facet.values.iter().map(|value| value.key.as_str()).collect();
        let values = values.join(if facet.ordered { " < " } else { ", " });
        Ok(Said::new(format!("added the facet *{}* ({values})", facet.key)))
    }
}

/// Changes a facet or its values; a value that is used cannot be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangeFacet {
    /// The facet.
    pub facet: String,
    /// What is said of it.
    pub facts: FacetFacts,
}

impl Act for ChangeFacet {
    const VERB: &'static str = "change-facet";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster])?;
        let old = look::facet(&s, &self.facet)?;
        let mut facet = old.clone();
        self.facts.put(at, &mut facet)?;
        Ok(changed("facet", &facet.key, facet == *old))
    }
}
