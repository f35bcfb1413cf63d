//! `frequency`: codings of each code as bars, one series a case, side or whatever else is asked for.

use themata_model::Figure;
use themata_model::figure::{BarChart, BarRow};

use super::{code_groups, lacks_level};
use crate::TableError;
use crate::context::Context;
use crate::frame::{Key, Roll};
use crate::rule::Unit;
use crate::tables::frequency::{Breakdown, breakdown_note};

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let codes = context.row_codes();
    if codes.is_empty() {
        return Err(lacks_level("frequency"));
    }
    let breakdown = context.options.by.map(|key| Breakdown::new(context, key)).transpose()?;
    let plain = context.frame.group(&[Key::Code], Roll::Below, &[Unit::Codings])?;
    let counts = |code: usize| match &breakdown {
        Some(breakdown) => breakdown.counts(code).map(u64::from).collect(),
        None => {
            let counts = plain.get(&vec![u32::try_from(code).ok()]).copied().unwrap_or_default();
            vec![u64::from(counts.codings)]
        }
    };
    let row = |code: usize| BarRow {
        marker: context.tree.code(code).marker.clone(),
        label: context.tree.code(code).name.clone(),
        counts: counts(code),
    };
    let mut notes = context.counting_notes(&[Unit::Codings]);
    notes.push("A code counts with all codes below it.".to_string());
    notes.extend(context.options.by.and_then(breakdown_note).map(str::to_string));
    Ok(Figure::Bars(BarChart {
        title: context.options.title(context.study, "Frequency of codes"),
        unit: Unit::Codings.as_str().to_string(),
        series: breakdown.as_ref().map_or_else(|| vec![String::new()], Breakdown::names),
        groups: code_groups(context, &codes, row),
        notes,
    }))
}

#[cfg(test)]
mod tests {
    use themata_model::Figure;

    use crate::testing::Builder;
    use crate::{Key, Options, figure};

    #[test]
    fn codes_that_hang_nowhere_are_told_from_the_group_before_them() {
        let mut b = Builder::dyads();
        b.code("p1", "categories", "").say("a1", 1, "p1");
        let made = figure("frequency", &b.study, &b.marks(), &Options::default()).unwrap();
        let Figure::Bars(drawn) = made else { panic!("another figure") };
        let labels: Vec<&str> = drawn.groups.iter().map(|group| group.label.as_str()).collect();
        assert_eq!(labels, ["Name T1", "Name T2", "—"]);
    }

    #[test]
    fn a_series_is_a_case_and_groups_are_the_codes_above() {
        let mut b = Builder::dyads();
        b.say("a1", 1, "c1");
        b.say("b1", 1, "o1");
        b.say("c1p", 1, "c2");
        b.edit("c1", |code| code.marker = Some("A".into()));
        let options = Options { by: Some(Key::Case), ..Options::default() };
        let Figure::Bars(drawn) = figure("frequency", &b.study, &b.marks(), &options).unwrap() else {
            panic!("another figure");
        };
        assert_eq!(drawn.series, ["R1", "R2"]);
        assert_eq!(
            drawn.groups.iter().map(|group| group.label.as_str()).collect::<Vec<_>>(),
            ["Name T1", "Name T2"]
        );
        let rows = &drawn.groups[0].rows;
        assert_eq!((rows[0].marker.as_deref(), rows[0].label.as_str()), (Some("A"), "Name c1"));
        assert_eq!((&rows[0].counts, &rows[1].counts), (&vec![2, 0], &vec![0, 1]));
        assert!(drawn.notes[0].starts_with("Counts are codings."), "{:?}", drawn.notes);
        let Figure::Bars(plain) = figure("frequency", &b.study, &b.marks(), &Options::default()).unwrap()
        else {
            panic!("another figure");
        };
        assert_eq!((plain.series, &plain.groups[0].rows[0].counts), (vec![String::new()], &vec![2]));
    }
}
