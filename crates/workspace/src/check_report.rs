//! What `check` finds, with its verdict.

use themata_analysis::{Class, check};

use crate::{Workspace, WorkspaceError};

/// How serious a remark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seriousness {
    /// Something does not hold together; the check fails.
    Broken,
    /// A person should look; the check fails only when it is strict.
    Question,
    /// Good to know.
    Note,
}

impl Seriousness {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Seriousness::Broken => "broken",
            Seriousness::Question => "question",
            Seriousness::Note => "note",
        }
    }
}

/// One remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemarkLine {
    /// How serious it is.
    pub seriousness: Seriousness,
    /// The key by which `allow` in study.toml accepts it.
    pub key: String,
    /// Where it stands.
    pub place: String,
    /// What was found, as one sentence.
    pub sentence: String,
    /// Whether the study's authors accepted it.
    pub allowed: bool,
}

/// All remarks on a study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// The remarks, most serious first.
    pub remarks: Vec<RemarkLine>,
}

impl CheckReport {
    /// How many remarks of this kind are not accepted.
    pub fn count(&self, seriousness: Seriousness) -> usize {
        self.remarks.iter().filter(|r| r.seriousness == seriousness && !r.allowed).count()
    }

    /// Whether the check passes; a strict one asks for answers to questions too.
    pub fn passes(&self, strict: bool) -> bool {
        self.count(Seriousness::Broken) == 0 && (!strict || self.count(Seriousness::Question) == 0)
    }
}

impl Workspace {
    /// Checks what the study says of itself.
    ///
    /// # Errors
    /// When the study cannot be read.
    pub fn check(&self) -> Result<CheckReport, WorkspaceError> {
        let (snapshot, marks) = self.full()?;
        let line = |remark: themata_analysis::Remark| RemarkLine {
            seriousness: match remark.class {
                Class::Broken => Seriousness::Broken,
                Class::Question => Seriousness::Question,
                Class::Note => Seriousness::Note,
            },
            key: remark.key,
            place: remark.place,
            sentence: remark.sentence,
            allowed: remark.allowed,
        };
        let mut remarks: Vec<RemarkLine> = check(&snapshot.study, marks).into_iter().map(line).collect();
        // What is allowed of names in other studies is held against them when they are checked together.
        let between = format!("unused-allow:{}", crate::several::ALIKE);
        remarks.retain(|remark| !remark.key.starts_with(&between));
        remarks.sort_by_key(|remark| remark.seriousness);
        Ok(CheckReport { remarks })
    }
}
