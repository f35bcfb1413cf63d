//! Verbs on frameworks: alternative upper levels over the same codes, of which one is in use.

mod add;
mod change;
mod delete;
mod place;
mod put_to_use;

use themata_model::{Code, Codebook, CodebookError, Framework, FrameworkKey, Study};

use super::{Scene, look};
use crate::WorkspaceError;
use crate::exhibits::codes_missing;

pub use add::AddFramework;
pub use change::ChangeFramework;
pub use delete::DeleteFramework;
pub use place::PlaceInFramework;
pub use put_to_use::UseFramework;

/// The framework with this key or name.
pub(crate) fn find<'s>(study: &'s Study, words: &str) -> Result<&'s Framework, WorkspaceError> {
    let lower = words.trim().to_lowercase();
    let by_key = study.frameworks.iter().find(|framework| framework.key.as_str() == words.trim());
    let by_name = || study.frameworks.iter().find(|framework| framework.name.to_lowercase() == lower);
    by_key.or_else(by_name).ok_or_else(|| {
        let known = study.frameworks.iter().map(|framework| framework.key.as_str());
        match study.frameworks.is_empty() {
            true => WorkspaceError::refused("the study has no frameworks")
                .hint("give its upper levels a name first: `themata frameworks add KEY --present`"),
            false => look::unknown("framework", words, known),
        }
    })
}

/// The codebook as it is with this framework in use.
pub(crate) fn codebook_in(study: &Study, key: &FrameworkKey) -> Result<Codebook, WorkspaceError> {
    study.codebook_in(key).map_err(|errors| {
        let told: Vec<String> = errors.iter().map(CodebookError::to_string).collect();
        WorkspaceError::refused(format!("in the framework `{key}`: {}", told.join("; ")))
    })
}

/// The shared codes that hang below none in `book`, though it has codes of its own on a higher level
/// that they could hang below.
pub(crate) fn unplaced(book: &Codebook) -> Vec<&Code> {
    let rank = |code: &Code| book.levels().iter().position(|level| level.key == code.level);
    let highest = book.codes().iter().filter(|code| code.framework.is_some()).filter_map(rank).max();
    let codes = book.in_tree_order().into_iter();
    let is_loose = |code: &&Code| {
        code.framework.is_none() && code.parent.is_none() && !book.is_open(code) && rank(code) < highest
    };
    codes.filter(is_loose).collect()
}

/// Writes down who decided, when and why.
fn decide(at: &Scene<'_, '_>, framework: &mut Framework, reason: &str) -> Result<(), WorkspaceError> {
    framework.reason = reason.trim().to_string();
    framework.coder = at.by.coder.as_deref().map(look::key).transpose()?;
    framework.date = at.now.get(..10).map(str::to_string);
    Ok(())
}

/// Lines on outputs whose options name codes that are not in `book`.
fn outputs_without_code(at: &Scene<'_, '_>, book: &Codebook) -> Result<Vec<String>, WorkspaceError> {
    let mut lines = Vec::new();
    for output in at.edit.outputs()? {
        let missing: Vec<String> = codes_missing(&output, book).map(|word| format!("`{word}`")).collect();
        if !missing.is_empty() {
            lines.push(format!(
                "an output of exhibit `{}` asks for {}, which this framework does not have",
                output.exhibit,
                missing.join(", ")
            ));
        }
    }
    Ok(lines)
}
