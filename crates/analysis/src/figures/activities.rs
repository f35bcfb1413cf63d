//! `activities`: the codes that stand where two facets meet, as boxes with their evidence.

use themata_model::Figure;
use themata_model::figure::{Framework, FrameworkBar, FrameworkGroup, FrameworkItem, FrameworkRow};

use crate::TableError;
use crate::activities::{Activities, Line};
use crate::context::{Context, lower_first};

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let activities = Activities::new(context, "figure")?;
    let (rows, columns) = (activities.rows, activities.columns);
    let (lines, across) = (activities.row_lines(), columns.values.len());
    let row = |(r, row): (usize, &Line)| FrameworkRow {
        marker: None,
        label: row.label.clone(),
        cells: (0..across).map(|c| items(context, &activities, (r, c))).collect(),
    };
    // What stands apart in the columns lies across them.
    let bar = |(r, row): (usize, &Line)| FrameworkBar {
        label: row.label.clone(),
        items: items(context, &activities, (r, across)),
    };
    let is_shown =
        |row: &FrameworkRow, r: usize| r < rows.values.len() || !row.cells.iter().all(Vec::is_empty);
    let drawn = lines.iter().enumerate().map(|line| (line.0, row(line)));
    let default = format!("{} by {}", rows.name, lower_first(&columns.name));
    Ok(Figure::Framework(Framework {
        title: context.options.title(context.study, &default),
        columns: columns.values.iter().map(|value| value.name.clone()).collect(),
        groups: vec![FrameworkGroup {
            label: String::new(),
            rows: drawn.filter(|(r, row)| is_shown(row, *r)).map(|(_, row)| row).collect(),
        }],
        bars: lines.iter().enumerate().map(bar).filter(|bar| !bar.items.is_empty()).collect(),
        ordered: columns.ordered,
        notes: activities.notes(context),
    }))
}

/// One box a code, with its count; the findings of the cell stand in the last one.
fn items(context: &Context<'_>, activities: &Activities<'_>, place: (usize, usize)) -> Vec<FrameworkItem> {
    let mut items: Vec<FrameworkItem> = activities
        .at(place)
        .map(|(code, n)| FrameworkItem {
            marker: context.tree.code(code).marker.clone(),
            label: context.tree.code(code).name.clone(),
            details: vec![activities.counted(n)],
        })
        .collect();
    let findings = activities.findings(context, place).into_iter().map(|finding| finding.text.clone());
    if let Some(last) = items.last_mut() {
        last.details.extend(findings);
    } else {
        items.extend(findings.map(|label| FrameworkItem { marker: None, label, details: Vec::new() }));
    }
    items
}

#[cfg(test)]
mod tests {
    use themata_model::{FacetAssignment, Figure};

    use crate::testing::Builder;
    use crate::{Options, figure};

    #[test]
    fn what_stands_apart_lies_across_the_columns() {
        let mut b = Builder::dyads();
        b.facet("team", &["front", "back"]);
        let team = b.study.facets[1].key.clone();
        for (code, value) in [("c1", "all"), ("c3", "front")] {
            let value = match value {
                "all" => FacetAssignment::All,
                value => FacetAssignment::Value(value.parse().unwrap()),
            };
            b.edit(code, |code| {
                code.prefilled.insert(team.clone(), value);
            });
        }
        b.say("a1", 2, "c3");
        let options = Options { all_apart: true, ..Options::default() };
        let made = figure("activities", &b.study, &b.marks(), &options).unwrap();
        let Figure::Framework(drawn) = made else { panic!("another figure") };
        assert_eq!(drawn.columns, ["early", "late"]);
        let rows: Vec<(&str, Vec<usize>)> = drawn.groups[0]
            .rows
            .iter()
            .map(|row| (row.label.as_str(), row.cells.iter().map(Vec::len).collect()))
            .collect();
        assert_eq!(rows, [("front", vec![0, 0]), ("back", vec![0, 0]), ("All values of team", vec![1, 0])]);
        assert_eq!(drawn.bars.len(), 1);
        assert_eq!(
            (drawn.bars[0].label.as_str(), drawn.bars[0].items[0].label.as_str()),
            ("front", "Name c3")
        );
    }

    #[test]
    fn a_box_says_how_much_evidence_there_is_for_it() {
        let mut b = Builder::dyads();
        b.facet("team", &["front", "back"]);
        let team = b.study.facets[1].key.clone();
        b.edit("c2", |code| {
            code.prefilled.insert(team, FacetAssignment::Value("back".parse().unwrap()));
        });
        b.say("a1", 1, "c2");
        let made = figure("activities", &b.study, &b.marks(), &Options::default()).unwrap();
        let Figure::Framework(drawn) = made else { panic!("another figure") };
        assert_eq!(drawn.columns, ["early", "late"]);
        let boxes = &drawn.groups[0].rows[1].cells[1];
        assert_eq!(
            (boxes[0].label.as_str(), boxes[0].details.as_slice()),
            ("Name c2", &["1 coding".to_string()][..])
        );
        assert!(drawn.groups[0].rows[0].cells.iter().all(Vec::is_empty));
    }
}
