//! `framework`: themes × phases, with bars for what holds throughout.

use themata_model::figure::{Framework, FrameworkBar, FrameworkGroup, FrameworkItem, FrameworkRow};
use themata_model::{FacetAssignment, Figure};

use crate::TableError;
use crate::context::Context;
use crate::placement::{Basis, Derived};
use crate::tables::framework::{notes, placed, rows, values};

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let study = context.study;
    let Some(facet) = context.options.facet_of(study) else {
        return Err(TableError::Lacks { kind: "framework", what: "figure", needs: "an ordered facet" });
    };
    let derived = values(context, facet);
    let placed = placed(context, &derived);
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
        let group = group_of(context, row);
        let items = with(&FacetAssignment::All);
        if !items.is_empty() {
            match bars.iter_mut().find(|bar| bar.label == group) {
                Some(bar) => bar.items.extend(items),
                None => bars.push(FrameworkBar { label: group.clone(), items }),
            }
        }
        let cells: Vec<Vec<FrameworkItem>> =
            facet.values.iter().map(|value| with(&FacetAssignment::Value(value.key.clone()))).collect();
        if cells.iter().all(Vec::is_empty) {
            continue;
        }
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

/// The name of the highest code above a row, or of the row itself when nothing is above it.
fn group_of(context: &Context<'_>, row: Option<usize>) -> String {
    let top = row.and_then(|row| context.tree.upward(row).last());
    top.map(|top| context.tree.code(top).marked_name()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use themata_model::Figure;

    use crate::testing::Builder;
    use crate::{Options, figure};

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
