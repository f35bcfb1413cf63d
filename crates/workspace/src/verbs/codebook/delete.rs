//! Deleting codes with all that hangs on them.

use std::collections::HashSet;

use serde::Serialize;
use themata_model::{Code, CodeKey, Codebook, RowId, counted, counted_as};
use themata_store::{AroundCode, Kind, Record, Which};

use super::{changed, starred};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look, take_along};

/// Deletes codes; refuses when anything would go along, unless forced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeleteCodes {
    /// The codes.
    pub codes: Vec<String>,
    /// Whether what hangs on them may go along.
    pub force: bool,
    /// Whether codes below move up instead of going along.
    pub keep_children: bool,
}

impl Act for DeleteCodes {
    const VERB: &'static str = "delete-codes";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        let mut named: Vec<&Code> = Vec::new();
        for words in &self.codes {
            let code = look::code(&book, words)?;
            if !named.iter().any(|other| other.key == code.key) {
                named.push(code);
            }
        }
        let doomed = self.doomed(&book, &named);
        let after = without(&book, &doomed)?;
        let mut codings = Vec::new();
        let mut around: Vec<(&Code, AroundCode)> = Vec::new();
        for code in &doomed {
            codings.extend(at.edit.coding_ids(&Which::OfCode(code.key.clone()))?);
            around.push((code, at.edit.around_code(&code.key)?));
        }
        let others: Vec<&Code> =
            doomed.iter().copied().filter(|code| !named.iter().any(|n| n.key == code.key)).collect();
        let mut details = told(&others, codings.len(), &around);
        details.extend(remove(at, &codings, around)?);
        if !details.is_empty() && !self.force {
            // What was done so far is undone with the transaction.
            let what = if named.len() == 1 { "the code" } else { "the codes" };
            let message = format!("more would go than {what} {}: {}", keys(&named), details.join("; "));
            let error = WorkspaceError::refused(message);
            let error = match others.is_empty() {
                true => error,
                false => error.hint("with --keep-children the codes below move up instead"),
            };
            return Err(error.hint("with --force all this is deleted; `themata undo` brings it back"));
        }
        for code in after.codes() {
            if book.get(&code.key).is_some_and(|before| before.parent != code.parent) {
                at.edit.put(&Record::Code(code))?;
                details.push(format!("*{}* moved up", code.marked_name()));
            }
        }
        let ids: Vec<RowId> = doomed.iter().map(|code| code.id).collect();
        at.edit.remove(Kind::Code, &ids)?;
        details.extend(still_named(at, &doomed)?);
        let said = Said::new(format!("deleted {}", starred(named.iter().copied())));
        let said = details.into_iter().fold(said, Said::detail);
        Ok(doomed.iter().fold(said, |said, code| said.code(&code.key)))
    }
}

impl DeleteCodes {
    /// The codes that go: those named, and what is below them.
    fn doomed<'b>(&self, book: &'b Codebook, named: &[&'b Code]) -> Vec<&'b Code> {
        if self.keep_children {
            return named.to_vec();
        }
        let mut seen = HashSet::new();
        let positions = named.iter().filter_map(|code| book.position(&code.key));
        let all = positions.flat_map(|position| book.subtree(position));
        all.filter(|at| seen.insert(*at)).filter_map(|at| book.codes().get(at)).collect()
    }
}

/// The codebook without the codes; what stood below one of them stands below the next code above that
/// stays.
fn without(book: &Codebook, doomed: &[&Code]) -> Result<Codebook, WorkspaceError> {
    let goes = |key: &CodeKey| doomed.iter().any(|code| code.key == *key);
    changed(book, |codes| {
        codes.retain(|code| !goes(&code.key));
        for code in codes {
            let above =
                book.get(&code.key).and_then(|code| book.ancestors(code).find(|above| !goes(&above.key)));
            code.parent = above.map(|above| above.key.clone());
        }
    })
}

/// Lines that tell what goes along, but for what rests on that again.
fn told(others: &[&Code], codings: usize, around: &[(&Code, AroundCode)]) -> Vec<String> {
    let mut lines = Vec::new();
    if !others.is_empty() {
        let codes = counted_as(others.len(), "code below", "codes below");
        lines.push(format!("{codes}: {}", keys(others)));
    }
    if codings > 0 {
        lines.push(counted(codings, "coding"));
    }
    let sum = |n: fn(&AroundCode) -> usize| -> usize { around.iter().map(|(_, around)| n(around)).sum() };
    let numbers = [(sum(|a| a.placements.len()), "placement"), (sum(|a| a.settlements.len()), "settlement")];
    lines.extend(numbers.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| counted(n, noun)));
    for (code, around) in around {
        lines.extend(around.findings.iter().map(|row| format!("finding `{}` for `{}`", row.key, code.key)));
        lines.extend(around.links.iter().map(|row| format!("the link {} → {}", row.from, row.to)));
        lines.extend(around.memos.iter().map(|row| format!("memo `{}` about `{}`", row.key, code.key)));
        let checks = around.member_checks.iter();
        lines.extend(checks.map(|row| format!("member check `{}` names `{}` as shown", row.key, code.key)));
    }
    let mut seen = HashSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    lines
}

/// Removes what hangs on the codes, and tells what rested on that.
fn remove(
    at: &mut Scene<'_, '_>,
    codings: &[RowId],
    around: Vec<(&Code, AroundCode)>,
) -> Result<Vec<String>, WorkspaceError> {
    let mut lines = Vec::new();
    for (code, around) in around {
        let ids = |rows: &mut dyn Iterator<Item = RowId>| rows.collect::<Vec<_>>();
        at.edit.remove(Kind::Placement, &ids(&mut around.placements.iter().map(|row| row.id)))?;
        at.edit.remove(Kind::Settlement, &ids(&mut around.settlements.iter().map(|row| row.id)))?;
        at.edit.remove(Kind::Link, &ids(&mut around.links.iter().map(|row| row.id)))?;
        for finding in &around.findings {
            at.edit.remove(Kind::Finding, &[finding.id])?;
            lines.extend(take_along::renamed(at, "finding", finding.key.as_str(), None)?);
        }
        take_along::renamed(at, "code", code.key.as_str(), None)?;
    }
    lines.extend(take_along::codings(at, codings)?);
    Ok(lines)
}

/// Outputs whose options still name a code that is gone.
fn still_named(at: &Scene<'_, '_>, doomed: &[&Code]) -> Result<Vec<String>, WorkspaceError> {
    let mut lines = Vec::new();
    for output in at.edit.outputs()? {
        let words = output.options.get("code").map(String::as_str).unwrap_or_default();
        for word in words.split(';').map(str::trim) {
            if doomed.iter().any(|code| code.key.as_str() == word) {
                lines.push(format!("an output of exhibit `{}` still asks for `{word}`", output.exhibit));
            }
        }
    }
    Ok(lines)
}

fn keys(codes: &[&Code]) -> String {
    let keys: Vec<String> = codes.iter().map(|code| format!("`{}`", code.key)).collect();
    keys.join(", ")
}
