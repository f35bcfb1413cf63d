//! `matrix`: any facet by any facet as shades.

use themata_model::Figure;
use themata_model::figure::{HeatLabel, HeatMap};

use crate::TableError;
use crate::axis::AxisValue;
use crate::context::Context;
use crate::crossing::Crossing;

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let crossing = Crossing::new(context, "figure")?;
    let label = |(_, value): (u32, &AxisValue)| HeatLabel {
        marker: value.marker.clone(),
        label: value.label.clone(),
    };
    let row = |&row: &u32| {
        let cells = crossing.column_order.iter();
        cells.map(|&column| Some(u64::from(crossing.count(Some(row), Some(column))))).collect()
    };
    Ok(Figure::HeatMap(HeatMap {
        title: context.options.title(context.study, &crossing.title()),
        unit: crossing.unit.as_str().to_string(),
        rows: crossing.shown_rows().map(label).collect(),
        columns: crossing.shown_columns().map(label).collect(),
        cells: crossing.row_order.iter().map(row).collect(),
        notes: crossing.notes(context),
    }))
}

#[cfg(test)]
mod tests {
    use themata_model::Figure;

    use crate::testing::Builder;
    use crate::{Axis, Options, Tally, Unit, figure};

    #[test]
    fn the_shades_are_the_counts_of_the_table_without_its_sums() {
        let mut b = Builder::dyads();
        b.say("a1", 1, "c1");
        b.say("a1", 2, "c1");
        b.say("c1p", 1, "c2");
        let options = Options {
            rows: Some(Axis::Side),
            columns: Some(Axis::Case),
            unit: Some(Tally::Of(Unit::Sources)),
            ..Options::default()
        };
        let Figure::HeatMap(drawn) = figure("matrix", &b.study, &b.marks(), &options).unwrap() else {
            panic!("another figure");
        };
        assert_eq!((drawn.title.as_str(), drawn.unit.as_str()), ("Side by case", "sources"));
        assert_eq!(drawn.cells, [[Some(1), Some(0)], [Some(0), Some(1)]]);
        assert_eq!(drawn.columns[1].label, "R2");
    }
}
