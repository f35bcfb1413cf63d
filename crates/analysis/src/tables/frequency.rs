//! `frequency`: how often each code was given, alone and with the codes below it.

use std::collections::BTreeMap;

use themata_model::table::{Cell, CodingRef, Column, Row, Table};

use super::EMPTY;
use crate::TableError;
use crate::context::Context;
use crate::frame::{Groups, Key, Roll};
use crate::rule::Unit;

/// What is counted with the codes below, besides codings.
const UNITS: [Unit; 5] =
    [Unit::DistinctSpans, Unit::Informants, Unit::Interviews, Unit::Sources, Unit::Cases];

/// Two no-break spaces a level: kept by every format.
const INDENT: &str = "\u{a0}\u{a0}";

pub(super) fn table(context: &Context<'_>) -> Result<Table, TableError> {
    let options = context.options;
    let mut table = Table::new("frequency", options.title(context.study, "Frequency of codes"));
    table.columns = vec![
        Column::text("level", "Level", 1.2),
        Column::text("key", "Key", 1.0),
        Column::text("code", "Code", 3.0),
        Column::number("own", "Codings"),
        Column::number("below", "Codings with codes below"),
    ];
    let frame = &context.frame;
    let own = frame.group(&[Key::Code], Roll::Own, &[Unit::Codings])?;
    let units: &[Unit] = if options.by.is_some() { &[] } else { &UNITS };
    let mut wanted = vec![Unit::Codings];
    wanted.extend(units);
    let below = frame.group(&[Key::Code], Roll::Below, &wanted)?;
    table.columns.extend(units.iter().map(|unit| Column::number(unit.column(), unit.label())));
    let breakdown = options.by.map(|key| Breakdown::new(context, key)).transpose()?;
    if let Some(breakdown) = &breakdown {
        table.columns.extend(breakdown.columns());
    }
    let by_code = frame.evidence_by_code();
    let asked = options.level.as_ref().and_then(|key| context.tree.rank_of(key));
    for &code in context.tree.order() {
        if !context.has_code(code) || asked.is_some_and(|rank| context.tree.rank(code) != rank) {
            continue;
        }
        let key = vec![u32::try_from(code).ok()];
        let count = |groups: &Groups, unit| i64::from(groups.get(&key).copied().unwrap_or_default().of(unit));
        // Codes of one level stand below each other; all levels show the tree.
        let depth = if asked.is_some() { 0 } else { context.tree.upward(code).count() - 1 };
        let indent = INDENT.repeat(depth);
        let mut cells = vec![
            Cell::text(context.tree.level_name(code)),
            Cell::text(context.tree.code(code).key.as_str()),
            Cell::named(
                context.tree.code(code).key.as_str(),
                format!("{indent}{}", context.tree.code(code).marked_name()),
            ),
            Cell::number(count(&own, Unit::Codings)).with_evidence(by_code[code].clone()),
            Cell::number(count(&below, Unit::Codings))
                .with_evidence(subtree_evidence(context, &by_code, code)),
        ];
        cells.extend(units.iter().map(|&unit| Cell::number(count(&below, unit))));
        if let Some(breakdown) = &breakdown {
            cells.extend(breakdown.cells(context, code));
        }
        table.rows.push(Row::Body(cells));
    }
    table.rows.push(total(context, units, breakdown.as_ref())?);
    table.notes = notes(context, &wanted, breakdown.as_ref());
    table.landscape = table.columns.len() > 7;
    Ok(table)
}

fn subtree_evidence(context: &Context<'_>, by_code: &[Vec<CodingRef>], code: usize) -> Vec<CodingRef> {
    let subtree = context.study.codebook.subtree(code);
    if subtree.len() == 1 {
        return by_code[code].clone();
    }
    let mut out: Vec<CodingRef> = subtree.into_iter().flat_map(|at| by_code[at].iter().copied()).collect();
    // Stable, since it merges the sorted lists of the single codes instead of sorting anew.
    out.sort();
    out
}

/// The row of sums: each coding once, and each informant, source and case once.
fn total(
    context: &Context<'_>,
    units: &[Unit],
    breakdown: Option<&Breakdown<'_>>,
) -> Result<Row, TableError> {
    let mut wanted = vec![Unit::Codings];
    wanted.extend(units);
    let total = context.frame.total(&wanted)?;
    let number = |unit| Cell::number(i64::from(total.of(unit)));
    let mut cells = vec![
        Cell::text("All"),
        Cell::default(),
        Cell::default(),
        number(Unit::Codings),
        number(Unit::Codings),
    ];
    cells.extend(units.iter().map(|&unit| number(unit)));
    if let Some(breakdown) = breakdown {
        cells.extend(breakdown.totals(context)?);
    }
    Ok(Row::Total(cells))
}

fn notes(context: &Context<'_>, units: &[Unit], breakdown: Option<&Breakdown<'_>>) -> Vec<String> {
    let mut notes = context.counting_notes(units);
    let rest = match breakdown.map(|breakdown| breakdown.key) {
        Some(key) => [
            "The columns of the breakdown count codings with the codes below.",
            breakdown_note(key).unwrap_or_default(),
        ]
        .join(" "),
        None => {
            "All columns but the first count a code with the codes below it; the last row counts each coding, \
             informant, source and case once."
                .to_string()
        }
    };
    notes.push(rest.trim_end().to_string());
    let bare = context.frame.marks().filter(|mark| mark.code.is_none()).count();
    if bare > 0 {
        let codings = crate::plural::counted(bare, "coding");
        notes.push(format!("{codings} with a value but no code: in the last row only."));
    }
    notes
}

/// What is to be known of counts broken down by `key`.
pub(crate) fn breakdown_note(key: Key) -> Option<&'static str> {
    match key {
        Key::Coder => Some(
            "What stands under a coder counts all codings of that coder, so that these may sum to more than the total.",
        ),
        Key::Side => {
            Some("Speakers without a place in the case a coding is about stand under no side (“—”).")
        }
        Key::Case => Some("A coding may count for several cases."),
        _ => None,
    }
}

/// Columns of counts by case, side, party, informant, coder or source.
pub(crate) struct Breakdown<'a> {
    key: Key,
    values: Vec<(Option<u32>, &'a str, String)>,
    groups: Groups,
    // The codings of each code itself and value.
    evidence: BTreeMap<Vec<Option<u32>>, Vec<CodingRef>>,
}

impl<'a> Breakdown<'a> {
    /// Counts by code and `key`.
    pub(crate) fn new(context: &Context<'a>, key: Key) -> Result<Self, TableError> {
        let groups = context.frame.group(&[Key::Code, key], Roll::Below, &[Unit::Codings])?;
        let study = context.study;
        let mut values: Vec<(Option<u32>, &'a str, String)> = Vec::new();
        let mut add =
            |n: usize, key: &'a str, name: &str| values.push((u32::try_from(n).ok(), key, name.to_string()));
        match key {
            Key::Code => {
                study.codebook.codes().iter().enumerate().for_each(|(i, r)| add(i, r.key.as_str(), &r.name))
            }
            Key::Case => study.cases.iter().enumerate().for_each(|(i, r)| add(i, r.key.as_str(), &r.label)),
            Key::Side => study.sides.iter().enumerate().for_each(|(i, r)| add(i, r.key.as_str(), &r.name)),
            Key::Party => study.parties.iter().enumerate().for_each(|(i, r)| add(i, r.key.as_str(), &r.name)),
            Key::Informant => {
                study.informants.iter().enumerate().for_each(|(i, r)| add(i, r.key.as_str(), r.key.as_str()));
            }
            Key::Coder => study.coders.iter().enumerate().for_each(|(i, r)| add(i, r.key.as_str(), &r.name)),
            Key::Source => {
                study.sources.iter().enumerate().for_each(|(i, r)| add(i, r.key.as_str(), r.key.as_str()))
            }
        }
        let present: BTreeMap<Option<u32>, ()> = groups.keys().map(|group| (group[1], ())).collect();
        values.retain(|(position, _, _)| present.contains_key(position));
        if present.contains_key(&None) {
            values.push((None, "", EMPTY.to_string()));
        }
        let evidence = context.frame.evidence(&[Key::Code, key]);
        Ok(Breakdown { key, values, groups, evidence })
    }

    /// What is printed for each value.
    pub(crate) fn names(&self) -> Vec<String> {
        self.values.iter().map(|(_, _, name)| name.clone()).collect()
    }

    /// The codings of a code with those below, one count a value.
    pub(crate) fn counts(&self, code: usize) -> impl Iterator<Item = u32> + '_ {
        let code = u32::try_from(code).ok();
        let count = move |value: Option<u32>| self.groups.get(&vec![code, value]).map_or(0, |c| c.codings);
        self.values.iter().map(move |(value, _, _)| count(*value))
    }

    fn columns(&self) -> impl Iterator<Item = Column> + '_ {
        self.values.iter().map(|(_, key, name)| Column::number(format!("by:{key}"), name.clone()))
    }

    fn cells(&self, context: &Context<'_>, code: usize) -> Vec<Cell> {
        let subtree = context.study.codebook.subtree(code);
        let position = |at: usize| u32::try_from(at).ok();
        let one = |(value, _, _): &(Option<u32>, &str, String)| {
            let counts = self.groups.get(&vec![position(code), *value]).copied().unwrap_or_default();
            let lists = subtree.iter().filter_map(|&at| self.evidence.get(&vec![position(at), *value]));
            let mut evidence: Vec<CodingRef> = lists.flatten().copied().collect();
            evidence.sort();
            evidence.dedup();
            Cell::number(i64::from(counts.codings)).with_evidence(evidence)
        };
        self.values.iter().map(one).collect()
    }

    fn totals(&self, context: &Context<'_>) -> Result<Vec<Cell>, TableError> {
        let totals = context.frame.group(&[self.key], Roll::Own, &[Unit::Codings])?;
        let count = |value: &Option<u32>| totals.get(&vec![*value]).map_or(0, |counts| counts.codings);
        Ok(self.values.iter().map(|(value, _, _)| Cell::number(i64::from(count(value)))).collect())
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Builder, print};
    use crate::{Key, Options, table};

    fn study() -> Builder {
        let mut b = Builder::dyads();
        b.say("b1", 1, "c1");
        b.say("b1", 2, "o1");
        b.say("a1", 3, "c1");
        b.mark("bob", "int-b1", "sentence 1 that informant", "c1");
        b.mark("bob", "int-c1p", "sentence 5", "c2");
        b
    }

    #[test]
    fn codes_count_alone_and_with_those_below() {
        let b = study();
        insta::assert_snapshot!(print(&table("frequency", &b.study, &b.marks(), &Options::default()).unwrap()), @r"
        Frequency of codes
        Level ¦ Key ¦ Code ¦ Codings ¦ Codings with codes below ¦ Distinct spans ¦ Informants ¦ Interviews ¦ Sources ¦ Cases
        dimensions ¦ D1 ¦ Name D1 ¦ 0 ¦ 4 ¦ 4 ¦ 3 ¦ 3 ¦ 3 ¦ 2
        themes ¦ T1 ¦   Name T1 ¦ 0 ¦ 4 ¦ 4 ¦ 3 ¦ 3 ¦ 3 ¦ 2
        categories ¦ c1 ¦     Name c1 ¦ 2 ¦ 3 ¦ 3 ¦ 2 ¦ 2 ¦ 2 ¦ 1
        open ¦ o1 ¦       Name o1 ¦ 1 ¦ 1 ¦ 1 ¦ 1 ¦ 1 ¦ 1 ¦ 1
        categories ¦ c2 ¦     Name c2 ¦ 1 ¦ 1 ¦ 1 ¦ 1 ¦ 1 ¦ 1 ¦ 1
        dimensions ¦ D2 ¦ Name D2 ¦ 0 ¦ 0 ¦ 0 ¦ 0 ¦ 0 ¦ 0 ¦ 0
        themes ¦ T2 ¦   Name T2 ¦ 0 ¦ 0 ¦ 0 ¦ 0 ¦ 0 ¦ 0 ¦ 0
        categories ¦ c3 ¦     Name c3 ¦ 0 ¦ 0 ¦ 0 ¦ 0 ¦ 0 ¦ 0 ¦ 0
        = All ¦  ¦  ¦ 4 ¦ 4 ¦ 4 ¦ 3 ¦ 3 ¦ 3 ¦ 2
        * Counts are codings, distinct spans, informants, interviews, sources and cases; where spans of one code by different coders overlap, only the codings of the coder who marked most of them count. A coding counts for the case it is about, else for the speaker's case.
        * All columns but the first count a code with the codes below it; the last row counts each coding, informant, source and case once.
        ");
    }

    #[test]
    fn a_row_of_several_informants_counts_once_and_the_note_says_so() {
        let mut b = study();
        let plain = table("frequency", &b.study, &b.marks(), &Options::default()).unwrap();
        b.study.informants.iter_mut().for_each(|informant| informant.count = 3);
        let mut made = table("frequency", &b.study, &b.marks(), &Options::default()).unwrap();
        let note = made.notes.iter().position(|note| note.contains("a row may stand for several people"));
        made.notes.remove(note.unwrap());
        assert_eq!(made, plain);
    }

    #[test]
    fn counts_are_broken_down_by_coder_without_the_rule_for_several() {
        let b = study();
        let options = Options { by: Some(Key::Coder), ..Options::default() };
        insta::assert_snapshot!(print(&table("frequency", &b.study, &b.marks(), &options).unwrap()), @r"
        Frequency of codes
        Level ¦ Key ¦ Code ¦ Codings ¦ Codings with codes below ¦ ann ¦ bob
        dimensions ¦ D1 ¦ Name D1 ¦ 0 ¦ 4 ¦ 3 ¦ 2
        themes ¦ T1 ¦   Name T1 ¦ 0 ¦ 4 ¦ 3 ¦ 2
        categories ¦ c1 ¦     Name c1 ¦ 2 ¦ 3 ¦ 3 ¦ 1
        open ¦ o1 ¦       Name o1 ¦ 1 ¦ 1 ¦ 1 ¦ 0
        categories ¦ c2 ¦     Name c2 ¦ 1 ¦ 1 ¦ 0 ¦ 1
        dimensions ¦ D2 ¦ Name D2 ¦ 0 ¦ 0 ¦ 0 ¦ 0
        themes ¦ T2 ¦   Name T2 ¦ 0 ¦ 0 ¦ 0 ¦ 0
        categories ¦ c3 ¦     Name c3 ¦ 0 ¦ 0 ¦ 0 ¦ 0
        = All ¦  ¦  ¦ 4 ¦ 4 ¦ 3 ¦ 2
        * Counts are codings; where spans of one code by different coders overlap, only the codings of the coder who marked most of them count. A coding counts for the case it is about, else for the speaker's case.
        * The columns of the breakdown count codings with the codes below. What stands under a coder counts all codings of that coder, so that these may sum to more than the total.
        ");
    }

    #[test]
    fn texts_and_codings_are_not_needed_for_counts() {
        let b = study();
        let marks = b.marks();
        let mut bare = b.study.clone();
        bare.codings.clear();
        bare.sources.iter_mut().for_each(|source| source.texts.clear());
        let light = ["frequency", "coverage", "informants", "codebook", "framework"];
        for kind in light.into_iter().chain(["matrix", "co-occurrence", "saturation"]) {
            let full = table(kind, &b.study, &marks, &Options::default());
            assert_eq!(table(kind, &bare, &marks, &Options::default()), full, "{kind}");
        }
    }
}
