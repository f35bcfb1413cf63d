//! Writes codes, and the frameworks that put them together.

use themata_model::{Code, CodeKey};

use super::ids::if_any;
use super::{Writer, json};
use crate::error::Fault;

impl Writer<'_> {
    /// All codes in their order, those of frameworks that are not in use after the others.
    pub(super) fn codes(&self) -> Result<(), Fault> {
        let s = self.study;
        for (n, framework) in (1i64..).zip(&s.frameworks) {
            let coder = if_any(framework.coder.as_ref(), |key| self.ids.coder(key))?;
            self.insert(
                "framework",
                "rowid, uuid, position, key, name, definition, reason, coder_id, date",
                &[
                    &n,
                    &framework.id.to_string(),
                    &n,
                    &framework.key.as_str(),
                    &framework.name,
                    &framework.definition,
                    &framework.reason,
                    &coder,
                    &framework.date,
                ],
            )?;
        }
        if let Some(key) = &s.framework_in_use {
            self.insert("framework_in_use", "slot, framework_id", &[&1, &self.ids.framework(key)?])?;
        }
        let aside = s.frameworks.iter().flat_map(|framework| &framework.codes);
        for (n, code) in (1i64..).zip(s.codebook.codes().iter().chain(aside)) {
            self.code(n, code)?;
        }
        if let Some(key) = &s.framework_in_use {
            self.parents(self.ids.framework(key)?, &s.parents_in_use())?;
        }
        for (n, framework) in (1i64..).zip(&s.frameworks) {
            self.parents(n, &framework.parents)?;
        }
        Ok(())
    }

    fn parents(
        &self,
        framework: i64,
        parents: &std::collections::BTreeMap<CodeKey, CodeKey>,
    ) -> Result<(), Fault> {
        for (code, parent) in parents {
            let (code, parent) = (self.ids.code(code)?, self.ids.code(parent)?);
            self.insert("code_parent", "code_id, framework_id, parent_id", &[&code, &framework, &parent])?;
        }
        Ok(())
    }

    fn code(&self, n: i64, code: &Code) -> Result<(), Fault> {
        let level = self.ids.level(&code.level)?;
        // What a shared code hangs below in a framework stands with the framework.
        let of = |key: &CodeKey| self.study.code(key).and_then(|parent| parent.framework.as_ref());
        let parent = code.parent.as_ref().filter(|key| code.framework.is_some() || of(key).is_none());
        let parent = if_any(parent, |key| self.ids.code(key))?;
        let origin = code.origin.map(|origin| origin.as_str());
        let colour = code.colour.map(|colour| colour.to_string());
        self.insert(
            "code",
            "rowid, uuid, position, key, level_id, parent_id, marker, name, definition, inclusion, exclusion, \
             origin, colour, attributes",
            &[
                &n,
                &code.id.to_string(),
                &n,
                &code.key.as_str(),
                &level,
                &parent,
                &code.marker,
                &code.name,
                &code.definition,
                &code.inclusion,
                &code.exclusion,
                &origin,
                &colour,
                &json(&code.attributes)?,
            ],
        )?;
        if let Some(framework) = &code.framework {
            self.insert("code_framework", "code_id, framework_id", &[&n, &self.ids.framework(framework)?])?;
        }
        for (position, alias) in (0i64..).zip(&code.aliases) {
            self.insert("code_alias", "code_id, position, alias", &[&n, &position, alias])?;
        }
        for (position, reference) in (0i64..).zip(&code.references) {
            self.insert("code_reference", "code_id, position, reference", &[&n, &position, reference])?;
        }
        self.values("code_prefill", "code_id", n, code.prefilled.iter())
    }
}
