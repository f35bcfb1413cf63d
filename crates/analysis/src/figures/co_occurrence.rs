//! `co-occurrence`: how often the codes of a level stand together, as shades.

use themata_model::Figure;
use themata_model::figure::{HeatLabel, HeatMap};

use crate::TableError;
use crate::co_occurrence::CoOccurrence;
use crate::context::Context;

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let found = CoOccurrence::new(context, "figure")?;
    let label = |&code: &usize| HeatLabel {
        marker: context.tree.code(code).marker.clone(),
        label: context.tree.code(code).name.clone(),
    };
    let labels: Vec<HeatLabel> = found.codes.iter().map(label).collect();
    let places = 0..found.codes.len();
    let row = |a: usize| {
        let cell = |b: usize| (a != b).then(|| u64::from(found.pairs.count(a, b)));
        places.clone().map(cell).collect()
    };
    Ok(Figure::HeatMap(HeatMap {
        title: context.options.title(context.study, &found.title(context)),
        unit: context.options.within.pair_unit().to_string(),
        columns: labels.clone(),
        rows: labels,
        cells: places.clone().map(row).collect(),
        notes: found.notes(context),
    }))
}
