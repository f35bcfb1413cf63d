//! Lists of frameworks: which there are, what one of them puts together, and how two of them differ.

use std::collections::BTreeSet;

use themata_model::mark::Marks;
use themata_model::table::{Cell, Row, Table};
use themata_model::{Code, CodeKey, Codebook, Framework, Study, counted};

use super::{list, number};
use crate::verbs::frameworks::{codebook_in, find, unplaced};
use crate::{Workspace, WorkspaceError};

impl Workspace {
    /// The codes of a framework in its tree, with their codings.
    ///
    /// # Errors
    /// When there is no such framework, or the study cannot be read.
    pub fn framework(&self, words: &str) -> Result<Table, WorkspaceError> {
        let (study, marks) = self.light()?;
        shown(study, marks, find(study, words)?)
    }

    /// What the shared codes hang below in one framework and in another.
    ///
    /// # Errors
    /// As [`Workspace::framework`].
    pub fn compare_frameworks(&self, one: &str, other: &str) -> Result<Table, WorkspaceError> {
        let (study, marks) = self.light()?;
        compared(study, marks, find(study, one)?, find(study, other)?)
    }
}

pub(super) fn frameworks(study: &Study) -> Table {
    let columns = [
        ("key", "Key"),
        ("name", "Name"),
        ("in-use", "In use"),
        ("codes", "Own codes"),
        ("placed", "Placed"),
        ("chosen", "Chosen"),
        ("reason", "Reason"),
        ("definition", "Definition"),
    ];
    let mut table = list("Frameworks", &columns);
    for framework in &study.frameworks {
        let is_used = study.framework_in_use.as_ref() == Some(&framework.key);
        let (own, placed) = if is_used {
            let own = study.codebook.codes().iter().filter(|code| code.framework.is_some()).count();
            (own, study.parents_in_use().len())
        } else {
            (framework.codes.len(), framework.parents.len())
        };
        let coder = framework.coder.as_ref().and_then(|key| study.coder(key)).map(|coder| coder.name.clone());
        let chosen: Vec<String> = framework.date.iter().cloned().chain(coder).collect();
        table.rows.push(Row::Body(vec![
            Cell::text(framework.key.as_str()),
            Cell::text(&framework.name),
            Cell::text(if is_used { "yes" } else { "no" }),
            number(own),
            number(placed),
            Cell::text(chosen.join(", ")),
            Cell::text(&framework.reason),
            Cell::text(&framework.definition),
        ]));
    }
    if study.frameworks.is_empty() {
        table.notes.push("The upper levels of the codebook belong to no framework.".to_string());
    } else {
        table.notes.push(
            "Placed: shared codes that hang below a code of the framework. Chosen: when and by whom it was last put \
             to use; earlier choices are in the history."
                .to_string(),
        );
    }
    table
}

fn shown(study: &Study, marks: &Marks, framework: &Framework) -> Result<Table, WorkspaceError> {
    let book = codebook_in(study, &framework.key)?;
    let columns = [
        ("key", "Key"),
        ("level", "Level"),
        ("parent", "Parent"),
        ("whose", "Own"),
        ("name", "Name"),
        ("codings", "Codings"),
    ];
    let mut table = list(&format!("Framework {}", framework.name), &columns);
    for code in book.in_tree_order() {
        let depth = book.ancestors(code).count();
        table.rows.push(Row::Body(vec![
            Cell::text(code.key.as_str()),
            Cell::text(code.level.as_str()),
            Cell::text(code.parent.as_ref().map(ToString::to_string).unwrap_or_default()),
            Cell::text(if code.framework.is_some() { "yes" } else { "no" }),
            Cell::text(format!("{}{}", "  ".repeat(depth), code.marked_name())),
            number(codings(study, marks, &book, code)),
        ]));
    }
    let is_used = study.framework_in_use.as_ref() == Some(&framework.key);
    let used = if is_used { "It is in use" } else { "It is not in use" };
    let why = if framework.reason.is_empty() { String::new() } else { format!(": {}", framework.reason) };
    table.notes.push(format!("{used}{why}."));
    table.notes.push(COUNTED.to_string());
    Ok(table)
}

/// What the numbers count.
const COUNTED: &str = "Codings of all coders with a shared code or one below it, one by one; codes of its own add those below them.";

fn compared(
    study: &Study,
    marks: &Marks,
    one: &Framework,
    other: &Framework,
) -> Result<Table, WorkspaceError> {
    let books = [codebook_in(study, &one.key)?, codebook_in(study, &other.key)?];
    let columns = [
        ("key", "Key"),
        ("name", "Name"),
        ("one", one.name.as_str()),
        ("other", other.name.as_str()),
        ("codings", "Codings"),
    ];
    let mut table = list("Frameworks compared", &columns);
    let above = |book: &Codebook, code: &Code| -> Option<Code> {
        let found = book.get(&code.key)?.parent.as_ref().and_then(|key| book.get(key))?;
        found.framework.is_some().then(|| found.clone())
    };
    let [first, second] = &books;
    let unplaced: BTreeSet<&CodeKey> = books.iter().flat_map(unplaced).map(|code| &code.key).collect();
    let mut loose = [0usize; 2];
    for code in first.in_tree_order().into_iter().filter(|code| code.framework.is_none()) {
        let places = [above(first, code), above(second, code)];
        if places.iter().all(Option::is_none) && !unplaced.contains(&code.key) {
            continue;
        }
        for (n, _) in places.iter().enumerate().filter(|(_, place)| place.is_none()) {
            loose[n] += 1;
        }
        let name =
            |place: &Option<Code>| Cell::text(place.as_ref().map(Code::marked_name).unwrap_or_default());
        let [a, b] = &places;
        table.rows.push(Row::Body(vec![
            Cell::text(code.key.as_str()),
            Cell::text(code.marked_name()),
            name(a),
            name(b),
            number(codings(study, marks, first, code)),
        ]));
    }
    for (framework, loose) in [one, other].into_iter().zip(loose).filter(|(_, loose)| *loose > 0) {
        let what = if loose == 1 { "has" } else { "have" };
        table.notes.push(format!(
            "{} of these {what} no place in *{}*.",
            counted(loose, "code"),
            framework.name
        ));
    }
    table.notes.push(COUNTED.to_string());
    Ok(table)
}

/// The codings of a code and of what is below it in `book`, all coders' one by one.
fn codings(study: &Study, marks: &Marks, book: &Codebook, code: &Code) -> usize {
    let below = book.position(&code.key).map(|position| book.subtree(position)).unwrap_or_default();
    let in_use: BTreeSet<usize> = below
        .into_iter()
        .filter_map(|position| study.codebook.position(&book.codes().get(position)?.key))
        .collect();
    marks.marks.iter().filter_map(|mark| mark.code).filter(|code| in_use.contains(&(*code as usize))).count()
}
