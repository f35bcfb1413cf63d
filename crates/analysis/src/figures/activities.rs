//! `activities`: the codes that stand where two facets meet, as boxes with their evidence.

use themata_model::Figure;
use themata_model::figure::{Framework, FrameworkGroup, FrameworkItem, FrameworkRow};

use crate::TableError;
use crate::activities::Activities;
use crate::context::{Context, lower_first};

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let activities = Activities::new(context, "figure")?;
    let (rows, columns) = (activities.rows, activities.columns);
    let row = |(r, row): (usize, &themata_model::FacetValue)| FrameworkRow {
        marker: None,
        label: row.name.clone(),
        cells: (0..columns.values.len()).map(|c| items(context, &activities, (r, c))).collect(),
    };
    let default = format!("{} by {}", rows.name, lower_first(&columns.name));
    Ok(Figure::Framework(Framework {
        title: context.options.title(context.study, &default),
        columns: columns.values.iter().map(|value| value.name.clone()).collect(),
        groups: vec![FrameworkGroup {
            label: String::new(),
            rows: rows.values.iter().enumerate().map(row).collect(),
        }],
        bars: Vec::new(),
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
