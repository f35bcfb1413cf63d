//! The order of codes that stand below the same code.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use serde::Serialize;
use themata_model::{Code, CodeKey, Codebook, RowId, counted};
use themata_store::Kind;

use super::{below, starred};
use crate::WorkspaceError;
use crate::verbs::{Act, Said, Scene, look};

/// What codes are ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeOrder {
    /// By marker: numbers by their size, codes without a marker last.
    Marker,
    /// By name.
    Name,
    /// By the number of codings, those of codes below included, most first.
    Codings,
}

/// Changes the order of codes that stand below the same code: those named, in the order given, or all
/// by a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReorderCodes {
    /// The codes in their new order; they change places among themselves.
    pub codes: Vec<String>,
    /// The rule by which all are ordered.
    pub by: Option<CodeOrder>,
    /// With a rule: only what is directly below this code.
    pub below: Option<String>,
    /// The code that those named shall come right before.
    pub before: Option<String>,
    /// The code that those named shall come right after.
    pub after: Option<String>,
}

impl Act for ReorderCodes {
    const VERB: &'static str = "reorder-codes";

    fn act(&self, at: &mut Scene<'_, '_>) -> Result<Said, WorkspaceError> {
        let book = at.edit.codebook()?;
        match self.by {
            Some(order) => self.by_rule(at, &book, order),
            None => self.as_given(at, &book),
        }
    }
}

impl ReorderCodes {
    fn as_given(&self, at: &mut Scene<'_, '_>, book: &Codebook) -> Result<Said, WorkspaceError> {
        let mut codes: Vec<&Code> = Vec::new();
        for words in &self.codes {
            let code = look::code(book, words)?;
            if codes.iter().any(|other| other.id == code.id) {
                return Err(WorkspaceError::refused(format!("`{}` is named twice", code.key)));
            }
            codes.push(code);
        }
        let beside = self.before.as_ref().or(self.after.as_ref());
        let beside = beside.map(|words| look::code(book, words)).transpose()?;
        let Some(first) = codes.first() else {
            return Err(WorkspaceError::refused("it is not said in which order")
                .hint("name the codes in their order, or give a rule with --by marker, name or codings"));
        };
        let stranger = codes.iter().copied().chain(beside).find(|code| code.parent != first.parent);
        if let Some(stranger) = stranger {
            let message = format!("`{}` and `{}` do not stand below the same code", first.key, stranger.key);
            return Err(
                WorkspaceError::refused(message).hint("`themata codes move` brings a code below another")
            );
        }
        let mut ids: Vec<RowId> = codes.iter().map(|code| code.id).collect();
        let place = match beside {
            None => String::new(),
            Some(beside) => {
                let mut siblings: Vec<RowId> =
                    below(book, first.parent.as_ref()).iter().map(|code| code.id).collect();
                siblings.retain(|id| !ids.contains(id));
                let Some(place) = siblings.iter().position(|id| *id == beside.id) else {
                    return Err(WorkspaceError::refused(format!("`{}` is named twice", beside.key)));
                };
                let (place, side) =
                    if self.before.is_some() { (place, "before") } else { (place + 1, "after") };
                siblings.splice(place..place, ids);
                ids = siblings;
                format!(", {side} *{}*", beside.marked_name())
            }
        };
        at.edit.reorder(Kind::Code, &ids)?;
        let said = Said::new(format!("put into this order: {}{place}", starred(codes.iter().copied())));
        Ok(codes.iter().fold(said, |said, code| said.code(&code.key)))
    }

    fn by_rule(
        &self,
        at: &mut Scene<'_, '_>,
        book: &Codebook,
        order: CodeOrder,
    ) -> Result<Said, WorkspaceError> {
        let parent = self.below.as_ref().map(|words| look::code(book, words)).transpose()?;
        let counts = if order == CodeOrder::Codings {
            with_below(book, &at.edit.codings_by_code()?)
        } else {
            HashMap::new()
        };
        let mut lists: Vec<Option<&CodeKey>> = book.codes().iter().map(|code| Some(&code.key)).collect();
        lists.push(None);
        if let Some(parent) = parent {
            lists = vec![Some(&parent.key)];
        }
        for list in lists {
            let mut codes = below(book, list);
            if codes.len() < 2 {
                continue;
            }
            codes.sort_by(|a, b| match order {
                CodeOrder::Marker => by_marker(a, b),
                CodeOrder::Name => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
                CodeOrder::Codings => Reverse(counts.get(&a.key)).cmp(&Reverse(counts.get(&b.key))),
            });
            let ids: Vec<RowId> = codes.iter().map(|code| code.id).collect();
            at.edit.reorder(Kind::Code, &ids)?;
        }
        let rule = match order {
            CodeOrder::Marker => "marker",
            CodeOrder::Name => "name",
            CodeOrder::Codings => "number of codings",
        };
        Ok(match parent {
            Some(parent) => Said::new(format!("ordered what is below *{}* by {rule}", parent.marked_name()))
                .code(&parent.key),
            None => {
                let n = book.codes().len();
                Said::new(format!("ordered the codebook by {rule}, {}", counted(n, "code")))
            }
        })
    }
}

/// The number of codings of each code and of all below it.
fn with_below<'b>(book: &'b Codebook, own: &HashMap<CodeKey, usize>) -> HashMap<&'b CodeKey, usize> {
    let sum = |position: usize| -> usize {
        let codes = book.subtree(position).into_iter().filter_map(|at| book.codes().get(at));
        codes.filter_map(|code| own.get(&code.key)).sum()
    };
    book.codes().iter().enumerate().map(|(at, code)| (&code.key, sum(at))).collect()
}

/// Numbers by their size, letters by the alphabet, none last.
fn by_marker(a: &Code, b: &Code) -> Ordering {
    let parts = |code: &Code| {
        let marker = code.marker.clone().unwrap_or_default();
        let digits: String = marker.chars().take_while(char::is_ascii_digit).collect();
        let number = digits.parse::<u64>().ok();
        (code.marker.is_none(), number.is_none(), number, marker.to_lowercase())
    };
    parts(a).cmp(&parts(b))
}
