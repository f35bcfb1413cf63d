//! `dyads`: the codings of each code by the two sides, mirrored at one axis.

use themata_model::figure::{BarRow, MirroredBars};
use themata_model::{Figure, Side};

use super::{code_groups, lacks_level};
use crate::TableError;
use crate::context::Context;
use crate::frame::{Key, Roll};
use crate::rule::Unit;

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let [(left, left_side), (right, right_side)] = two_sides(context)?;
    let codes = context.row_codes();
    if codes.is_empty() {
        return Err(lacks_level("dyads"));
    }
    let counts = context.frame.group(&[Key::Code, Key::Side], Roll::Below, &[Unit::Codings])?;
    let count = |code: usize, side: Option<u32>| {
        counts.get(&vec![u32::try_from(code).ok(), side]).map_or(0, |counts| u64::from(counts.codings))
    };
    let row = |code: usize| BarRow {
        marker: context.tree.code(code).marker.clone(),
        label: context.tree.code(code).name.clone(),
        counts: vec![count(code, Some(left)), count(code, Some(right))],
    };
    let mut notes = context.counting_notes(&[Unit::Codings]);
    notes.push("A code counts with all codes below it.".to_string());
    let sideless: u64 = codes.iter().map(|&code| count(code, None)).sum();
    if sideless > 0 {
        notes.push(format!("Not shown, on neither side: {sideless} in all rows together."));
    }
    let title = format!("Codings by code, {} and {}", left_side.name, right_side.name);
    Ok(Figure::MirroredBars(MirroredBars {
        title: context.options.title(context.study, &title),
        unit: Unit::Codings.as_str().to_string(),
        left: left_side.name.clone(),
        right: right_side.name.clone(),
        groups: code_groups(context, &codes, row),
        notes,
    }))
}

/// The two sides that the cases asked for have, with their positions.
fn two_sides<'a>(context: &Context<'a>) -> Result<[(u32, &'a Side); 2], TableError> {
    let cases = context.cases();
    let filled = |side: &Side| {
        cases.iter().any(|(_, case)| case.sides.iter().any(|s| s.side.as_ref() == Some(&side.key)))
    };
    let sides: Vec<(u32, &Side)> =
        (0u32..).zip(&context.study.sides).filter(|(_, side)| filled(side)).collect();
    <[(u32, &Side); 2]>::try_from(sides).map_err(|sides| TableError::NotTwoSides {
        found: sides.into_iter().map(|(_, s)| s.name.clone()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use themata_model::Figure;

    use crate::testing::Builder;
    use crate::{Options, figure};

    #[test]
    fn each_side_has_its_count_and_cases_restrict_them() {
        let mut b = Builder::dyads();
        b.say("a1", 1, "c1");
        b.say("b1", 1, "o1");
        b.say("b1", 2, "c1");
        b.say("c1p", 1, "c1");
        let counts = |cases: &[&str]| {
            let mut options = Options::default();
            options.filter.cases.extend(cases.iter().map(|case| case.parse().unwrap()));
            let Figure::MirroredBars(drawn) = figure("dyads", &b.study, &b.marks(), &options).unwrap() else {
                panic!("another figure");
            };
            assert_eq!((drawn.left.as_str(), drawn.right.as_str()), ("maker", "user"));
            drawn.groups[0].rows[0].counts.clone()
        };
        assert_eq!(counts(&[]), [1, 3]);
        assert_eq!(counts(&["R1"]), [1, 2]);
    }

    #[test]
    fn without_two_sides_the_error_names_those_there_are() {
        let mut b = Builder::new();
        b.level("codes", false)
            .code("c", "codes", "")
            .side("x")
            .side("y")
            .side("z")
            .party("P")
            .party("Q")
            .party("R");
        b.case("K", &[("x", "P"), ("y", "Q"), ("z", "R")]).case("L", &[("x", "P")]);
        let told = |cases: &[&str]| {
            let mut options = Options::default();
            options.filter.cases.extend(cases.iter().map(|case| case.parse().unwrap()));
            figure("dyads", &b.study, &b.marks(), &options).unwrap_err().to_string()
        };
        insta::assert_snapshot!([told(&[]), told(&["L"])].join("\n"), @r"
        a `dyads` figure sets two sides against each other, and the cases asked for have 3 (x, y, z); choose cases with two sides by `case`
        a `dyads` figure sets two sides against each other, and the cases asked for have only one (x); choose cases with two sides by `case`
        ");
    }
}
