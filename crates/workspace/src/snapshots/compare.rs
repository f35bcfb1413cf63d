//! What differs between two states of one study.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;
use themata_model::table::{Cell, Column, Row, Table};
use themata_model::{Code, Coding, Framework, RowId, Study, around_difference};

use super::State;
use super::cells;
use crate::history::Entry;

/// Characters of a text that a cell shows.
const SHOWN: usize = 60;

/// One thing that differs between two states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about: `codes`, `codings`, `table frequency`, …
    pub about: String,
    /// What became of it: `added`, `removed`, `renamed`, `moved`, `merged`, `changed`, …
    pub change: &'static str,
    /// Which one: a code's name, a code with its coder, a cell.
    pub what: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// Two states compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshotted {
    /// Name of the earlier state.
    pub from: String,
    /// Name of the later state.
    pub to: String,
    /// Everything that differs: codes, codings, other rows, cells of tables.
    pub differences: Vec<Difference>,
}

impl Snapshotted {
    /// The differences as a table.
    pub fn table(&self) -> Table {
        let mut table = Table::new("snapshot-diff", format!("From {} to {}", self.from, self.to));
        table.columns = vec![
            Column::text("change", "Change", 1.0),
            Column::text("what", "What", 2.0),
            Column::text("before", "Before", 2.0),
            Column::text("after", "After", 2.0),
        ];
        let mut about = None;
        for difference in &self.differences {
            if about != Some(&difference.about) {
                about = Some(&difference.about);
                table.rows.push(Row::Heading { depth: 0, text: difference.about.clone() });
            }
            table.rows.push(Row::Body(vec![
                Cell::text(difference.change),
                Cell::text(&difference.what),
                Cell::text(&difference.before),
                Cell::text(&difference.after),
            ]));
        }
        if self.differences.is_empty() {
            table.notes.push("The two states are the same.".to_string());
        }
        table
    }
}

pub(super) fn compare(from: &str, before: &State, to: &str, after: &State, entries: &[Entry]) -> Snapshotted {
    let mut differences = Vec::new();
    codes(&before.study, &after.study, entries, &mut differences);
    codings(&before.study, &after.study, &mut differences);
    rows(&before.study, &after.study, &mut differences);
    cells::compare(before, after, &mut differences);
    Snapshotted { from: from.to_string(), to: to.to_string(), differences }
}

fn difference(
    about: &str,
    change: &'static str,
    what: impl Into<String>,
    before: impl Into<String>,
    after: impl Into<String>,
) -> Difference {
    Difference { about: about.into(), change, what: what.into(), before: before.into(), after: after.into() }
}

/// Codes added, removed or merged, renamed, moved, and otherwise changed.
fn codes(before: &Study, after: &Study, entries: &[Entry], out: &mut Vec<Difference>) {
    const ABOUT: &str = "Codes";
    let old: HashMap<RowId, &Code> = before.codebook.codes().iter().map(|code| (code.id, code)).collect();
    let new: HashMap<RowId, &Code> = after.codebook.codes().iter().map(|code| (code.id, code)).collect();
    let parent = |study: &Study, code: &Code| {
        let above = code.parent.as_ref().and_then(|key| study.code(key));
        above.map_or_else(|| "(top)".to_string(), Code::marked_name)
    };
    for code in after.codebook.in_tree_order().into_iter().filter(|code| !old.contains_key(&code.id)) {
        out.push(difference(
            ABOUT,
            "added",
            code.marked_name(),
            "",
            format!("below {}", parent(after, code)),
        ));
    }
    for code in before.codebook.in_tree_order().into_iter().filter(|code| !new.contains_key(&code.id)) {
        match merged_into(code, after, entries) {
            Some(into) => {
                out.push(difference(ABOUT, "merged", code.marked_name(), "", format!("into {into}")))
            }
            None => {
                let place = format!("below {}", parent(before, code));
                out.push(difference(ABOUT, "removed", code.marked_name(), place, ""));
            }
        }
    }
    for code in after.codebook.in_tree_order() {
        let Some(was) = old.get(&code.id) else { continue };
        let mut differs = |change, before: String, after: String| {
            if before != after {
                out.push(difference(ABOUT, change, code.marked_name(), before, after));
            }
        };
        differs("renamed", was.name.clone(), code.name.clone());
        differs("rekeyed", was.key.to_string(), code.key.to_string());
        differs("marked", was.marker.clone().unwrap_or_default(), code.marker.clone().unwrap_or_default());
        // A parent that was only renamed is the same parent.
        let above =
            |study: &Study, code: &Code| code.parent.as_ref().and_then(|key| study.code(key)).map(|p| p.id);
        if above(before, was) != above(after, code) {
            differs("moved", parent(before, was), parent(after, code));
        }
        differs("level", was.level.to_string(), code.level.to_string());
        differs("redefined", definition(was), definition(code));
    }
}

fn definition(code: &Code) -> String {
    let parts = [&code.definition, &code.inclusion, &code.exclusion];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" | ")
}

/// The code that took over the codings of a code that is gone, as the history tells.
fn merged_into(code: &Code, after: &Study, entries: &[Entry]) -> Option<String> {
    let merge = entries.iter().rev().find(|entry| {
        entry.verb == "merge-codes"
            && entry.undone_by.is_none()
            && entry.codes.contains(&code.key.to_string())
    })?;
    // The code merged into is named first.
    let into = merge.codes.iter().find(|key| **key != code.key.to_string())?;
    let into = into.parse().ok().and_then(|key| after.code(&key))?;
    Some(into.marked_name())
}

/// Codings gained and lost by code and coder, and those whose borders, code or place changed.
fn codings(before: &Study, after: &Study, out: &mut Vec<Difference>) {
    const ABOUT: &str = "Codings";
    let old: HashMap<RowId, &Coding> = before.codings.iter().map(|coding| (coding.id, coding)).collect();
    let new: BTreeSet<RowId> = after.codings.iter().map(|coding| coding.id).collect();
    let owner = |study: &Study, coding: &Coding| {
        let code = coding.target.code().and_then(|key| study.code(key));
        let code = code.map_or_else(|| "(no code)".to_string(), Code::marked_name);
        format!("{code}, by {}", coding.coder)
    };
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for coding in after.codings.iter().filter(|coding| !old.contains_key(&coding.id)) {
        counts.entry(owner(after, coding)).or_default().0 += 1;
    }
    for coding in before.codings.iter().filter(|coding| !new.contains(&coding.id)) {
        counts.entry(owner(before, coding)).or_default().1 += 1;
    }
    for (owner, (gained, lost)) in counts {
        if gained > 0 {
            out.push(difference(ABOUT, "gained", &owner, "", gained.to_string()));
        }
        if lost > 0 {
            out.push(difference(ABOUT, "lost", &owner, lost.to_string(), ""));
        }
    }
    for coding in &after.codings {
        let Some(was) = old.get(&coding.id) else { continue };
        let what = || format!("{}: “{}”", coding.source, shortened(&coding.quotation));
        if was.target.code() != coding.target.code() {
            out.push(difference(ABOUT, "recoded", what(), owner(before, was), owner(after, coding)));
        }
        if was.quotation != coding.quotation {
            let (before, after) = around_difference(&was.quotation, &coding.quotation, SHOWN);
            out.push(difference(ABOUT, "words", what(), before, after));
        }
        if was.span.is_some() != coding.span.is_some() {
            let word = |coding: &Coding| if coding.span.is_some() { "placed" } else { "lost" };
            out.push(difference(ABOUT, "place", what(), word(was), word(coding)));
        }
        let rest = |c: &Coding| (c.weight, c.memo.clone(), c.about.clone(), c.target.facets().clone());
        if rest(was) != rest(coding) {
            let (before, after) = around_difference(&was.memo, &coding.memo, SHOWN);
            out.push(difference(
                ABOUT,
                "changed",
                what(),
                described(was, &before),
                described(coding, &after),
            ));
        }
    }
}

/// What a coding says beside its code; `memo` is its remark as it is shown.
fn described(coding: &Coding, memo: &str) -> String {
    let mut parts: Vec<String> =
        coding.target.facets().iter().map(|(facet, value)| format!("{facet}={value}")).collect();
    parts.extend(coding.weight.map(|weight| format!("weight {}", weight.get())));
    parts.extend(coding.about.case.as_ref().map(|case| format!("about {case}")));
    parts.extend(coding.about.side.as_ref().map(|side| format!("about {side}")));
    if !memo.is_empty() {
        parts.push(format!("memo “{memo}”"));
    }
    parts.join(", ")
}

fn shortened(words: &str) -> String {
    let short: String = words.chars().take(SHOWN).collect();
    if short.len() < words.len() { format!("{short}…") } else { short }
}

/// Everything else: how many rows were added, removed and changed, each named.
fn rows(before: &Study, after: &Study, out: &mut Vec<Difference>) {
    macro_rules! list {
        ($about:literal, $list:ident, $name:expr) => {
            let old: HashMap<RowId, _> = before.$list.iter().map(|row| (row.id, row)).collect();
            let new: BTreeSet<RowId> = after.$list.iter().map(|row| row.id).collect();
            for row in &after.$list {
                match old.get(&row.id) {
                    None => out.push(difference($about, "added", $name(row), "", "")),
                    Some(was) if *was != row => out.push(difference($about, "changed", $name(row), "", "")),
                    Some(_) => {}
                }
            }
            for row in before.$list.iter().filter(|row| !new.contains(&row.id)) {
                out.push(difference($about, "removed", $name(row), "", ""));
            }
        };
    }
    list!("Sources", sources, |row: &themata_model::Source| row.key.to_string());
    list!("Cases", cases, |row: &themata_model::Case| row.key.to_string());
    list!("Parties", parties, |row: &themata_model::Party| row.key.to_string());
    list!("Informants", informants, |row: &themata_model::Informant| row.key.to_string());
    list!("Coders", coders, |row: &themata_model::Coder| row.key.to_string());
    list!("Facets", facets, |row: &themata_model::Facet| row.key.to_string());
    frameworks(before, after, out);
    // Raters sort blind to one another: the value is nobody else's to read before it is settled.
    list!("Placements", placements, |row: &themata_model::Placement| {
        let case = row.case.as_ref().map(|case| format!(" for {case}")).unwrap_or_default();
        format!("{} by {}{case} in {}", row.code, row.rater, row.facet)
    });
    list!("Settlements", settlements, |row: &themata_model::Settlement| format!(
        "{}: {}",
        row.code, row.value
    ));
    list!("Excerpts", excerpts, |row: &themata_model::Excerpt| row.key.to_string());
    list!("Findings", findings, |row: &themata_model::Finding| row.key.to_string());
    list!("Memos", memos, |row: &themata_model::Memo| row.key.to_string());
    list!("Member checks", member_checks, |row: &themata_model::MemberCheck| row.key.to_string());
    list!("Exhibits", exhibits, |row: &themata_model::Exhibit| row.key.to_string());
}

/// Frameworks that came and went, were changed, or put to use.
fn frameworks(before: &Study, after: &Study, out: &mut Vec<Difference>) {
    const ABOUT: &str = "Frameworks";
    let name = |study: &Study| {
        let used = study.framework_in_use.as_ref().and_then(|key| study.framework(key));
        used.map(|framework| framework.name.clone()).unwrap_or_default()
    };
    if before.framework_in_use != after.framework_in_use {
        out.push(difference(ABOUT, "changed", "in use", name(before), name(after)));
    }
    for row in &after.frameworks {
        let Some(was) = before.frameworks.iter().find(|was| was.id == row.id) else {
            out.push(difference(ABOUT, "added", row.key.to_string(), "", ""));
            continue;
        };
        let said =
            |row: &Framework| (row.key.clone(), row.name.clone(), row.definition.clone(), row.reason.clone());
        // In use or not, it is the same as long as it puts the same together.
        if said(was) != said(row) || before.codebook_in(&was.key) != after.codebook_in(&row.key) {
            out.push(difference(
                ABOUT,
                "changed",
                row.key.to_string(),
                was.reason.as_str(),
                row.reason.as_str(),
            ));
        }
    }
    for was in before.frameworks.iter().filter(|was| !after.frameworks.iter().any(|row| row.id == was.id)) {
        out.push(difference(ABOUT, "removed", was.key.to_string(), "", ""));
    }
}

/// The differences as JSON.
impl Snapshotted {
    /// The differences as a JSON value with the fields of [`Difference`].
    pub fn json(&self) -> Value {
        let differences = self.differences.iter().map(|d| {
            serde_json::json!({"about": d.about, "change": d.change, "what": d.what, "before": d.before, "after": d.after})
        });
        serde_json::json!({"from": self.from, "to": self.to, "differences": differences.collect::<Vec<_>>()})
    }
}
