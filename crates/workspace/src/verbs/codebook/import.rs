//! Taking codes in from a spreadsheet, an outline, or a codebook of another tool.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Serialize;
use themata_exchange::{BookReading, read_codebook_file};
use themata_model::{Code, CodeKey, Codebook, Framework, Severity, Study, counted};
use themata_store::{Part, Record};

use super::add::of_level;
use super::write;
use crate::WorkspaceError;
use crate::verbs::attributes::head;
use crate::verbs::{Act, Said, Scene};

/// Codes that a sentence names one by one.
const NAMED: usize = 5;

/// Adds the codes of a file to the codebook, and changes those that the file tells something else of. What the file does
/// not name stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportCodes {
    /// Name of the file, whose ending tells what it is.
    pub file: String,
    /// Whether codes that are known already stay as they are.
    pub only_new: bool,
    /// What is in the file.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

impl Act for ImportCodes {
    const VERB: &'static str = "import-codes";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let s = at.edit.parts(&[Part::Roster, Part::Codebook])?;
        let mut fresh = |_: &CodeKey| crate::clock::fresh_id();
        let reading = read_codebook_file(&self.file, &self.bytes, &s, &mut fresh);
        let (read, reading) = taken(&self.file, reading)?;
        let before = &s.codebook;
        let after = if self.only_new { without_changes(before, read, &reading)? } else { read };
        let codes = in_frameworks(&at.edit.frameworks()?, after.codes().to_vec(), &reading)?;
        let after = super::checked(before, before.levels().to_vec(), codes)?;
        let mut study = head(&s);
        let used = after.codes().iter().flat_map(|code| code.attributes.keys().cloned());
        let used: BTreeSet<String> = used.collect();
        if !used.is_empty() {
            study.attributes.entry("codes".to_string()).or_default().extend(used);
        }
        if study.attributes != s.attributes {
            at.edit.put(&Record::Study(&study))?;
        }
        write(at, before, &after)?;
        Ok(self.said(&after, &reading))
    }
}

/// What was read, where nothing has to be mended first.
pub(crate) fn taken(file: &str, reading: BookReading) -> Result<(Codebook, BookReading), WorkspaceError> {
    match reading.codebook.clone() {
        Some(book) => Ok((book, reading)),
        None => {
            let is_error = |problem: &&themata_model::Problem| problem.severity == Severity::Error;
            let errors = reading.problems.into_iter().filter(|problem| is_error(&problem)).collect();
            Err(WorkspaceError::Unmended { path: PathBuf::from(file), problems: errors })
        }
    }
}

/// The codebook with what is new, and all else as it was.
fn without_changes(
    before: &Codebook,
    read: Codebook,
    reading: &BookReading,
) -> Result<Codebook, WorkspaceError> {
    super::changed(before, |codes| {
        codes.extend(reading.added.iter().filter_map(|key| read.get(key)).cloned());
    })
}

/// The codes, those that are new as the framework's in use where their level holds codes of frameworks.
fn in_frameworks(
    study: &Study,
    mut codes: Vec<Code>,
    reading: &BookReading,
) -> Result<Vec<Code>, WorkspaceError> {
    for code in codes.iter_mut().filter(|code| reading.added.contains(&code.key)) {
        let holds = |framework: &&Framework| framework.codes.iter().any(|aside| aside.key == code.key);
        if let Some(framework) = study.frameworks.iter().find(holds) {
            let message = format!("`{}` is a code of the framework *{}* already", code.key, framework.name);
            return Err(
                WorkspaceError::refused(message).hint("give the code of the file another key or name")
            );
        }
        code.framework = of_level(study, code);
    }
    Ok(codes)
}

impl ImportCodes {
    fn said(&self, book: &Codebook, reading: &BookReading) -> Said {
        let (added, changed) = (&reading.added, &reading.changed);
        let changed: &[CodeKey] = if self.only_new { &[] } else { changed };
        let mut parts = Vec::new();
        if !added.is_empty() {
            parts.push(format!("added {} ({})", counted(added.len(), "code"), named(book, added)));
        }
        if !changed.is_empty() {
            parts.push(format!("changed {} ({})", counted(changed.len(), "code"), named(book, changed)));
        }
        let what = if parts.is_empty() { "found nothing new".to_string() } else { parts.join(" and ") };
        let mut said = Said::new(format!("{what} from the codebook *{}*", self.file));
        for key in added.iter().chain(changed) {
            said = said.code(key);
        }
        let mut line = |n: usize, what: &str| {
            if n > 0 {
                said.details.push(format!("{} {what}", counted(n, "code")));
            }
        };
        line(reading.same.len(), "as they were told already");
        if self.only_new {
            line(reading.changed.len(), "told in other words and left as they are");
        }
        line(reading.untold.len(), "of the study not in the file; they stay");
        said.details.extend(reading.problems.iter().map(|problem| format!("look: {problem}")));
        said
    }
}

fn named(book: &Codebook, keys: &[CodeKey]) -> String {
    let names = keys.iter().filter_map(|key| book.get(key)).map(|code| format!("*{}*", code.marked_name()));
    let mut names: Vec<String> = names.take(NAMED).collect();
    if keys.len() > NAMED {
        names.push(format!("{} more", keys.len() - NAMED));
    }
    names.join(", ")
}
