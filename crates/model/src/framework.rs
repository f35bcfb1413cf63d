//! Frameworks: alternative upper levels over the same codes, of which one is in use.

use std::collections::BTreeMap;

use crate::{Code, CodeKey, Codebook, CodebookError, CoderKey, FrameworkKey, RowId, Study};

/// A way of putting the same codes together under upper codes of its own, for example under the phases of a process
/// or under the teams that act.
///
/// The codes of the framework in use stand in [`Study::codebook`], and its parents in the codes there, so that no
/// table has to know of frameworks; its `codes` and `parents` here are empty. Of the others they are kept here.
#[derive(Clone, Debug, PartialEq)]
pub struct Framework {
    /// Row id.
    pub id: RowId,
    /// Author-chosen key.
    pub key: FrameworkKey,
    /// What is printed.
    pub name: String,
    /// What it goes by, and in which literature.
    pub definition: String,
    /// Why it was last put to use, or put aside.
    pub reason: String,
    /// Who decided that.
    pub coder: Option<CoderKey>,
    /// On which day.
    pub date: Option<String>,
    /// Its own codes in their order, while it is not in use.
    pub codes: Vec<Code>,
    /// The own code above each shared code, while it is not in use.
    pub parents: BTreeMap<CodeKey, CodeKey>,
}

impl Study {
    /// The framework with `key`.
    pub fn framework(&self, key: &FrameworkKey) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.key == *key)
    }

    /// A code of a framework that is not in use.
    pub fn code_aside(&self, key: &CodeKey) -> Option<&Code> {
        self.frameworks.iter().flat_map(|framework| &framework.codes).find(|code| code.key == *key)
    }

    /// The own code of the framework in use that is above each shared code.
    pub fn parents_in_use(&self) -> BTreeMap<CodeKey, CodeKey> {
        let book = &self.codebook;
        let shared = book.codes().iter().filter(|code| code.framework.is_none());
        let above = shared.filter_map(|code| Some((code, book.get(code.parent.as_ref()?)?)));
        let own = above.filter(|(_, parent)| parent.framework.is_some());
        own.map(|(code, parent)| (code.key.clone(), parent.key.clone())).collect()
    }

    /// The codebook as it is with this framework in use.
    ///
    /// # Errors
    /// When its codes do not make a codebook together with the shared ones, or there is no such framework.
    pub fn codebook_in(&self, key: &FrameworkKey) -> Result<Codebook, Vec<CodebookError>> {
        if self.framework_in_use.as_ref() == Some(key) {
            return Ok(self.codebook.clone());
        }
        let Some(framework) = self.framework(key) else {
            return Err(vec![CodebookError::UnknownFramework(key.clone())]);
        };
        let in_use = self.parents_in_use();
        let shared = self.codebook.codes().iter().filter(|code| code.framework.is_none());
        let shared = shared.map(|code| {
            let mut code = code.clone();
            if code.parent.is_none() || in_use.contains_key(&code.key) {
                code.parent = framework.parents.get(&code.key).cloned();
            }
            code
        });
        let codes = framework.codes.iter().cloned().chain(shared).collect();
        Codebook::new(self.codebook.levels().to_vec(), codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    fn key<K: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> K {
        text.parse().unwrap()
    }

    fn code(key_text: &str, level: &str, parent: Option<&str>, framework: Option<&str>) -> Code {
        let study = crate::StudyId::of_key("test");
        Code {
            id: study.row("code", key_text),
            key: key(key_text),
            level: key(level),
            framework: framework.map(key),
            parent: parent.map(key),
            marker: None,
            name: key_text.into(),
            aliases: vec![],
            definition: String::new(),
            inclusion: String::new(),
            exclusion: String::new(),
            origin: None,
            references: vec![],
            colour: None,
            prefilled: BTreeMap::new(),
            attributes: BTreeMap::new(),
        }
    }

    fn study() -> Study {
        let mut study = Study::new(key("test"), "Test");
        let level = |name: &str| Level {
            id: study.id.row("level", name),
            key: key(name),
            name: name.into(),
            open: false,
        };
        let levels = vec![level("category"), level("theme"), level("dimension")];
        let codes = vec![
            code("phase", "dimension", None, Some("by-phase")),
            code("plan", "theme", Some("phase"), None),
            code("meet", "category", Some("plan"), None),
        ];
        study.codebook = Codebook::new(levels, codes).unwrap();
        for name in ["by-phase", "by-team"] {
            study.frameworks.push(Framework {
                id: study.id.row("framework", name),
                key: key(name),
                name: name.into(),
                definition: String::new(),
                reason: String::new(),
                coder: None,
                date: None,
                codes: vec![],
                parents: BTreeMap::new(),
            });
        }
        study.framework_in_use = Some(key("by-phase"));
        study.frameworks[1].codes.push(code("team", "dimension", None, Some("by-team")));
        study.frameworks[1].parents.insert(key("plan"), key("team"));
        study
    }

    #[test]
    fn the_same_themes_hang_below_other_codes_in_another_framework() {
        let study = study();
        let book = study.codebook_in(&key("by-team")).unwrap();
        let tree: Vec<&str> = book.in_tree_order().into_iter().map(|code| code.key.as_str()).collect();
        assert_eq!(tree, ["team", "plan", "meet"]);
        assert_eq!(study.codebook_in(&key("by-phase")).unwrap(), study.codebook);
        assert!(study.codebook_in(&key("by-size")).is_err());
        assert!(study.code_aside(&key("team")).is_some() && study.code(&key("team")).is_none());
    }

    #[test]
    fn what_rests_on_a_code_put_aside_is_sound_and_what_frameworks_name_has_to_be_there() {
        let mut study = study();
        study.links.push(crate::Link {
            id: study.id.row("link", "1"),
            from: key("plan"),
            to: key("team"),
            kind: crate::LinkKind("builds-on".into()),
            reason: String::new(),
            evidence: vec![],
            attributes: BTreeMap::new(),
        });
        assert_eq!(crate::validate(&study), vec![]);
        study.frameworks[1].parents.insert(key("nothing"), key("team"));
        study.frameworks[1].parents.insert(key("plan"), key("phase"));
        study.framework_in_use = Some(key("by-size"));
        let told: Vec<String> =
            crate::validate(&study).iter().map(|problem| problem.message.clone()).collect();
        assert_eq!(told.len(), 5, "{told:?}");
    }
}
