//! Charts for tests.

use themata_model::figure::{
    Accumulation, AccumulationStep, BarChart, BarGroup, BarRow, Figure, HeatLabel, HeatMap, MirroredBars,
    Node,
};

use super::figures::relational_roots;

/// A number that looks like a count: no pattern, but the same each time.
fn count(i: usize, j: usize) -> u64 {
    [7, 31, 4, 12, 0, 19, 2, 8, 25, 1, 14, 3][(i * 5 + j * 7 + i * j) % 12]
}

/// The published categories, `n` of them, again and again when there are fewer; by dimension.
fn groups(n: usize, series: usize) -> Vec<BarGroup> {
    let roots = relational_roots();
    let mut groups: Vec<BarGroup> = Vec::new();
    let mut i = 0;
    while i < n {
        for dimension in &roots {
            let categories: Vec<&Node> =
                dimension.children.iter().flat_map(|theme| &theme.children).collect();
            let rows = categories.iter().take(n - i.min(n)).enumerate().map(|(k, category)| BarRow {
                marker: category.marker.clone(),
                label: category.label.clone(),
                counts: (0..series).map(|j| count(i + k, j)).collect(),
            });
            let rows: Vec<BarRow> = rows.collect();
            i += rows.len();
            if !rows.is_empty() {
                groups.push(BarGroup { label: dimension.label.clone(), rows });
            }
        }
    }
    groups
}

fn notes() -> Vec<String> {
    vec!["Counted are codings; overlapping codings of several coders count once.".into()]
}

/// Counts of `n` categories by `series`.
pub(crate) fn frequency(series: &[&str], n: usize) -> Figure {
    Figure::Bars(BarChart {
        title: "Fig. 4. Codings of each category".into(),
        unit: "codings".into(),
        series: series.iter().map(|name| (*name).to_owned()).collect(),
        groups: groups(n, series.len().max(1)),
        notes: notes(),
    })
}

/// Provider against customer, for all published categories.
pub(crate) fn dyads() -> Figure {
    Figure::MirroredBars(MirroredBars {
        title: "Fig. 5. Codings of each category by side".into(),
        unit: "codings".into(),
        left: "Provider".into(),
        right: "Customer".into(),
        groups: groups(17, 2),
        notes: notes(),
    })
}

/// `n` categories by `n` categories.
pub(crate) fn co_occurrence(n: usize) -> Figure {
    let label = |i: usize, row: &BarRow| HeatLabel {
        // The published markers end at Q.
        marker: if i < 17 { row.marker.clone() } else { Some(format!("{i}")) },
        label: row.label.clone(),
    };
    let groups = groups(n, 1);
    let labels: Vec<HeatLabel> =
        groups.iter().flat_map(|group| &group.rows).enumerate().map(|(i, row)| label(i, row)).collect();
    let cell = |i: usize, j: usize| (i != j).then(|| count(i.min(j), i.max(j)));
    Figure::HeatMap(HeatMap {
        title: "Fig. 6. Categories that occur together".into(),
        unit: "overlapping pairs of codings".into(),
        cells: (0..n).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect(),
        rows: labels.clone(),
        columns: labels,
        notes: notes(),
    })
}

/// Seventeen categories over `n` interviews.
pub(crate) fn saturation(n: usize) -> Figure {
    let mut total = 0u64;
    let steps = (0..n).map(|i| {
        let left = 17 - total;
        let new = if i % 3 == 2 { 0 } else { left.div_ceil(3).min(left) };
        total += new;
        AccumulationStep {
            label: format!("r{}-alpha-{:02}", i / 12 + 1, i % 12 + 1),
            detail: format!("2021-{:02}-{:02}", i / 28 % 12 + 1, i % 28 + 1),
            new,
            total,
        }
    });
    Figure::Accumulation(Accumulation {
        title: "Fig. 7. New categories by interview".into(),
        steps_unit: "interviews in order of date".into(),
        unit: "first-order categories".into(),
        steps: steps.collect(),
        notes: notes(),
    })
}
