//! Merging codes. Everything that names a merged code names the other one afterwards; what cannot be
//! carried over is quoted in a memo, so that nothing is lost unsaid.

mod carry;
mod kept;

use std::collections::HashMap;

use serde::Serialize;
use themata_model::{Code, CodeKey, Codebook, Coding, RowId, counted};
use themata_store::{Kind, Record, Which};

use super::{changed, starred, write};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look, take_along};
use kept::Kept;

/// Merges codes into another one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MergeCodes {
    /// The codes that are no more afterwards.
    pub from: Vec<String>,
    /// The code that has everything afterwards.
    pub into: String,
    /// Whether sortings of the merged codes may give way to other ones of the code they are merged
    /// into.
    pub force: bool,
}

impl Act for MergeCodes {
    const VERB: &'static str = "merge-codes";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let into = look::code(&book, &self.into)?;
        let from = self.from(&book, into)?;
        let (mut moved, mut details) = (0, Vec::new());
        let mut now = book.clone();
        for code in &from {
            // What came before may have changed the code merged into.
            now = self.one(at, &now, code, &into.key, &mut moved, &mut details)?;
        }
        let into = now.get(&into.key).unwrap_or(into);
        let sentence = format!(
            "merged {} into *{}*, {} moved",
            starred(from.iter().copied()),
            into.marked_name(),
            counted(moved, "coding")
        );
        let said = details.into_iter().fold(Said::new(sentence), Said::detail).code(&into.key);
        Ok(from.iter().fold(said, |said, code| said.code(&code.key)))
    }
}

impl MergeCodes {
    fn from<'b>(&self, book: &'b Codebook, into: &Code) -> Result<Vec<&'b Code>, WorkspaceError> {
        let mut from: Vec<&Code> = Vec::new();
        for words in &self.from {
            let code = look::code(book, words)?;
            if code.key == into.key {
                return Err(WorkspaceError::refused(format!("`{}` cannot be merged into itself", code.key)));
            }
            if !from.iter().any(|other| other.key == code.key) {
                from.push(code);
            }
        }
        if let Some(above) = book.ancestors(into).find(|above| from.iter().any(|code| code.key == above.key))
        {
            let message =
                format!("`{}` stands below `{}`, which is to be merged into it", into.key, above.key);
            return Err(WorkspaceError::refused(message)
                .hint(format!("move it first: themata codes move {} --to CODE (or --top)", into.key)));
        }
        if from.is_empty() {
            return Err(WorkspaceError::refused("it is not said which codes are to be merged"));
        }
        Ok(from)
    }

    /// Merges one code and returns the codebook as it is then.
    fn one(
        &self,
        at: &mut Scene<'_, '_>,
        book: &Codebook,
        from: &Code,
        into: &CodeKey,
        moved: &mut usize,
        details: &mut Vec<String>,
    ) -> Result<Codebook, WorkspaceError> {
        let (Some(from), Some(into)) = (book.get(&from.key), book.get(into)) else {
            return Err(WorkspaceError::refused(format!("there is no code `{}`", from.key)));
        };
        let mut kept = Kept::new(from, book);
        let merged = carry::code(from, into, &mut kept);
        let after = changed(book, |codes| {
            codes.retain(|code| code.key != from.key);
            for code in codes.iter_mut() {
                if code.parent.as_ref() == Some(&from.key) {
                    code.parent = Some(into.key.clone());
                }
                if code.key == into.key {
                    *code = merged.clone();
                }
            }
        })
        .map_err(|error| {
            error
                .hint(format!("what is below `{}` would stand below `{}`; move it first", from.key, into.key))
        })?;
        let doubled = once(at, from, into)?;
        if doubled > 0 {
            let stood = if doubled == 1 { "stood" } else { "stood there" };
            details.push(format!(
                "{} {stood} twice, the same in all, and is kept once",
                counted(doubled, "coding")
            ));
        }
        *moved += at.edit.recode(&Which::OfCode(from.key.clone()), &into.key)? + doubled;
        carry::around(at, from, into, self.force, &mut kept, details)?;
        write(at, book, &after)?;
        at.edit.remove(Kind::Code, &[from.id])?;
        if let Some(memo) = kept.memo(at, &merged)? {
            at.edit.put(&Record::Memo(&memo))?;
            details.push(format!("memo `{}` keeps what was said of *{}*", memo.key, from.marked_name()));
        }
        Ok(after)
    }
}

/// Drops the codings of `from` that say no more than a coding of `into` by the same coder at the same
/// place; returns how many.
fn once(at: &mut Scene<'_, '_>, from: &Code, into: &Code) -> Result<usize, WorkspaceError> {
    let pairs = at.edit.twins(&from.key, &into.key)?;
    let ids = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect::<Vec<RowId>>();
    if ids.is_empty() {
        return Ok(0);
    }
    let codings = at.edit.codings(&Which::Ids(ids))?;
    let by_id: HashMap<RowId, &Coding> = codings.iter().map(|coding| (coding.id, coding)).collect();
    let mut instead = HashMap::new();
    for (own, other) in pairs {
        if let (Some(a), Some(b)) = (by_id.get(&own), by_id.get(&other))
            && say_the_same(a, b)
        {
            instead.entry(own).or_insert(Some(other));
        }
    }
    let n = instead.len();
    if n > 0 {
        take_along::replace_codings(at, instead)?;
    }
    Ok(n)
}

/// Whether two codings differ in nothing but their ids, their codes, and the context kept to find them
/// again.
fn say_the_same(a: &Coding, b: &Coding) -> bool {
    (a.span, &a.typed, &a.quotation, &a.coder, &a.about, a.weight, &a.memo, &a.attributes)
        == (b.span, &b.typed, &b.quotation, &b.coder, &b.about, b.weight, &b.memo, &b.attributes)
        && a.target.facets() == b.target.facets()
}
