//! `framework`: themes × phases, with bars for what holds throughout.

use themata_model::figure::{Framework, FrameworkBar, FrameworkGroup, FrameworkItem, FrameworkRow};
use themata_model::{FacetAssignment, Figure};

use crate::TableError;
use crate::context::Context;
use crate::placement::{Basis, Derived};
use crate::tables::EMPTY;
use crate::tables::framework::{notes, placed, rows, values};

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let study = context.study;
    let Some(facet) = context.options.facet_of(study) else {
        return Err(TableError::Lacks { kind: "framework", what: "figure", needs: "an ordered facet" });
    };
    let derived = values(context, facet);
    let placed = placed(context, &derived);
    let name = |at: usize| context.tree.code(at).marked_name();
    let mut groups: Vec<FrameworkGroup> = Vec::new();
    let mut bars: Vec<FrameworkBar> = Vec::new();
    for row in rows(context, &placed) {
        let here: Vec<&(usize, &Derived)> =
            placed.iter().filter(|(at, _)| context.tree.parent(*at) == row).collect();
        let with = |value: &FacetAssignment| -> Vec<FrameworkItem> {
            here.iter()
                .filter(|(_, d)| d.value.as_ref() == Some(value))
                .map(|(at, d)| item(context, *at, d))
                .collect()
        };
        let items = with(&FacetAssignment::All);
        if !items.is_empty() {
            // A bar has no row beside it, so that it bears the name of the theme that hangs nowhere itself.
            let label = top_of(context, row).or(row).map(name).unwrap_or_default();
            match bars.iter_mut().find(|bar| bar.label == label) {
                Some(bar) => bar.items.extend(items),
                None => bars.push(FrameworkBar { label, items }),
            }
        }
        let cells: Vec<Vec<FrameworkItem>> =
            facet.values.iter().map(|value| with(&FacetAssignment::Value(value.key.clone()))).collect();
        if cells.iter().all(Vec::is_empty) {
            continue;
        }
        let group = top_of(context, row).map(name).unwrap_or_default();
        let theme = row.map(|row| context.tree.code(row));
        let row = FrameworkRow {
            marker: theme.and_then(|theme| theme.marker.clone()),
            label: theme.map(|theme| theme.name.clone()).unwrap_or_default(),
            cells,
        };
        match groups.last_mut().filter(|last| last.label == group) {
            Some(last) => last.rows.push(row),
            None => groups.push(FrameworkGroup { label: group, rows: vec![row] }),
        }
    }
    dash_among(groups.iter_mut().flat_map(|group| &mut group.rows).map(|row| &mut row.label));
    dash_among(groups.iter_mut().map(|group| &mut group.label));
    dash_among(bars.iter_mut().map(|bar| &mut bar.label));
    let mut notes = notes(context, facet, &placed);
    if placed.iter().any(|(_, d)| d.value.is_some() && !is_sorted(d)) {
        notes.push("* Pre-filled by the codebook: not sorted by the raters, or not settled.".to_string());
    }
    Ok(Figure::Framework(Framework {
        title: context.options.title(study, "Framework"),
        columns: facet.values.iter().map(|value| value.name.clone()).collect(),
        groups,
        bars,
        ordered: facet.ordered,
        notes,
    }))
}

/// Whether the value is the raters' own.
fn is_sorted(derived: &Derived) -> bool {
    !matches!(derived.basis, Basis::Prefilled | Basis::Unsettled)
}

fn item(context: &Context<'_>, at: usize, derived: &Derived) -> FrameworkItem {
    let code = context.tree.code(at);
    let star = if is_sorted(derived) { "" } else { "*" };
    FrameworkItem { marker: code.marker.clone(), label: format!("{}{star}", code.name), details: Vec::new() }
}

/// The highest code above a row.
fn top_of(context: &Context<'_>, row: Option<usize>) -> Option<usize> {
    context.tree.upward(row?).skip(1).last()
}

/// Puts a dash where some have no label and others do: without one they would be read as more of what stands
/// before them.
fn dash_among<'l>(labels: impl Iterator<Item = &'l mut String>) {
    let labels: Vec<&mut String> = labels.collect();
    if labels.iter().any(|label| !label.is_empty()) {
        labels.into_iter().filter(|label| label.is_empty()).for_each(|label| label.push_str(EMPTY));
    }
}

#[cfg(test)]
mod tests {
    use themata_model::Figure;

    use crate::testing::Builder;
    use crate::{Options, figure};

    /// Groups with their rows, then bars, by label.
    fn labels(b: &Builder) -> String {
        let made = figure("framework", &b.study, &b.marks(), &Options::default()).unwrap();
        let Figure::Framework(figure) = made else { panic!("another figure") };
        let mut out = Vec::new();
        for group in &figure.groups {
            let rows: Vec<&str> = group.rows.iter().map(|row| row.label.as_str()).collect();
            out.push(format!("{}: {}", group.label, rows.join(" | ")));
        }
        out.extend(figure.bars.iter().map(|bar| format!("bar {}", bar.label)));
        out.join("\n")
    }

    #[test]
    fn what_hangs_nowhere_is_not_drawn_with_what_stands_before_it() {
        let mut b = Builder::dyads();
        b.code("T9", "themes", "").code("c9", "categories", "T9").prefill("c9", "early");
        b.code("x1", "categories", "").prefill("x1", "late");
        b.code("x2", "categories", "").prefill("x2", "all");
        insta::assert_snapshot!(labels(&b), @r"
        Name D1: Name T1
        —: Name T9 | —
        bar Name D2
        bar —
        ");
    }

    #[test]
    fn without_dimensions_themes_stand_under_no_heading() {
        let mut b = Builder::new();
        b.level("categories", false).level("themes", false).facet("phase", &["early", "late"]);
        b.code("T1", "themes", "").code("c1", "categories", "T1").prefill("c1", "early");
        b.code("T2", "themes", "").code("c2", "categories", "T2").prefill("c2", "all");
        b.code("c3", "categories", "T2").prefill("c3", "late");
        insta::assert_snapshot!(labels(&b), @r"
        : Name T1 | Name T2
        bar Name T2
        ");
    }

    #[test]
    fn what_holds_throughout_is_a_bar() {
        let b = Builder::dyads();
        let Figure::Framework(figure) =
            figure("framework", &b.study, &b.marks(), &Options::default()).unwrap()
        else {
            panic!("another figure");
        };
        assert_eq!(figure.columns, ["early", "late"]);
        assert_eq!((figure.groups.len(), figure.bars.len()), (1, 1));
        assert_eq!(figure.bars[0].label, "Name D2");
        assert_eq!(figure.groups[0].rows[0].cells[1][0].label, "Name c2*");
        assert!(figure.notes.iter().any(|note| note.starts_with("* Pre-filled")), "{:?}", figure.notes);
        assert!(figure.ordered);
    }
}
