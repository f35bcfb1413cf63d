//! Verbs on the codebook.

mod add;
mod change;
mod define;
mod delete;
mod import;
mod levels;
mod merge;
mod place;
mod place_several;
mod prefill;
mod rekey;
mod reorder;
mod split;

use themata_model::{Code, CodeKey, Codebook, CodebookError, Level};
use themata_store::Record;

use super::Scene;
use crate::WorkspaceError;

pub use add::AddCode;
pub use change::{AliasCode, RecolourCode, RenameCode};
pub use define::DefineCode;
pub use delete::DeleteCodes;
pub use import::ImportCodes;
pub(crate) use import::taken;
pub use levels::{AddLevel, DeleteLevel, RenameLevel, ReorderLevels};
pub use merge::MergeCodes;
pub use place::MoveCode;
pub use place_several::MoveCodes;
pub use prefill::PrefillCode;
pub use rekey::RekeyCode;
pub use reorder::{CodeOrder, ReorderCodes};
pub use split::SplitCode;

/// The codebook with its codes changed, checked as a whole.
pub(crate) fn changed(
    book: &Codebook,
    change: impl FnOnce(&mut Vec<Code>),
) -> Result<Codebook, WorkspaceError> {
    let mut codes = book.codes().to_vec();
    change(&mut codes);
    checked(book, book.levels().to_vec(), codes)
}

/// The codebook of these levels and codes; `before` is what it was.
fn checked(before: &Codebook, levels: Vec<Level>, codes: Vec<Code>) -> Result<Codebook, WorkspaceError> {
    let book = Codebook::new(levels, codes).map_err(|errors| {
        let told: Vec<String> = errors.iter().map(CodebookError::to_string).collect();
        WorkspaceError::refused(told.join("; "))
    })?;
    if let Some(code) = book.codes().iter().find(|code| code.framework.is_some() && book.is_open(code)) {
        let message =
            format!("`{}` is a framework's own code, which cannot stand on a level of open codes", code.key);
        return Err(
            WorkspaceError::refused(message).hint("`themata frameworks show` tells which codes are its own")
        );
    }
    let known = before.repeated_markers();
    let is_known = |(marker, codes): &(String, Vec<CodeKey>)| {
        known.iter().any(|(other, before)| other == marker && codes.iter().all(|code| before.contains(code)))
    };
    match book.repeated_markers().into_iter().find(|repeated| !is_known(repeated)) {
        None => Ok(book),
        Some((marker, codes)) => {
            let codes: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
            let codes = codes.join(" and ");
            Err(WorkspaceError::refused(format!("{codes} would have the marker `{marker}` on one level"))
                .hint("change one with `themata codes define CODE --marker X`, or take it away with --no-marker"))
        }
    }
}

/// Changes one code, which stays the same row.
fn with_code(book: &Codebook, code: &Code) -> Result<Codebook, WorkspaceError> {
    changed(book, |codes| {
        if let Some(old) = codes.iter_mut().find(|old| old.id == code.id) {
            *old = code.clone();
        }
    })
}

/// Writes the codes in which `after` differs from `before`, those above first.
pub(crate) fn write(
    at: &mut Scene<'_, '_>,
    before: &Codebook,
    after: &Codebook,
) -> Result<(), WorkspaceError> {
    for code in after.in_tree_order() {
        if !before.codes().iter().any(|old| old == code) {
            at.edit.put(&Record::Code(code))?;
        }
    }
    Ok(())
}

/// The codes directly below `parent` in print order; those without a parent where there is none.
fn below<'b>(book: &'b Codebook, parent: Option<&CodeKey>) -> Vec<&'b Code> {
    book.codes().iter().filter(|code| code.parent.as_ref() == parent).collect()
}

/// Names between asterisks, as the logbook has them.
fn starred<'c>(codes: impl IntoIterator<Item = &'c Code>) -> String {
    let names: Vec<String> = codes.into_iter().map(|code| format!("*{}*", code.marked_name())).collect();
    names.join(", ")
}

/// Lines on other codes that go by one of these words already.
pub(crate) fn namesakes<'w>(
    book: &Codebook,
    own: &CodeKey,
    words: impl IntoIterator<Item = &'w str>,
) -> Vec<String> {
    let mut lines = Vec::new();
    for words in words {
        for code in book.namesakes(words, own) {
            lines.push(format!(
                "look: `{}` goes by *{words}* as well; if the two mean the same, `themata codes merge {own} --into {}`",
                code.key, code.key
            ));
        }
    }
    lines
}
