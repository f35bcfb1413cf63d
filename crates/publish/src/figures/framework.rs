//! The framework: a grid of themes by the values of a facet, with bars across all of them.

use serde::Serialize;
use themata_model::figure::{Framework, FrameworkItem};

use crate::error::PublishError;
use crate::figures::drawing::Drawing;
use crate::figures::label::{Label, capacity};
use crate::figures::page::{Page, Paper};
use crate::figures::palette::{Paint, Palette};
use crate::imprint::Imprint;
use crate::style::FigureStyle;
use crate::text::{breakable, clean};

const TEMPLATE: &str = include_str!("../templates/framework.typ");
/// The width of the row heads and of each column of a figure that may choose, in points; from five columns
/// on they are narrower, so that the figure fits a page on its side.
const ROW_HEAD: f64 = 110.0;
const COLUMN: f64 = 134.0;
const NARROW: f64 = 106.0;
/// White space between columns, in points; the arrows between ordered columns stand in it.
const GAP: f64 = 14.0;
/// White space inside a box, left and right together, in points.
const INSET: f64 = 10.0;

/// Returns the figure as laid out on `paper`.
pub(super) fn drawing(
    figure: &Framework,
    style: &FigureStyle,
    paper: Paper,
    imprint: &Imprint,
) -> Result<Drawing, PublishError> {
    if figure.columns.is_empty() {
        return Err(PublishError::NoColumns { title: figure.title.clone() });
    }
    let data = FigureData::new(figure, style, paper, imprint);
    Drawing::new(TEMPLATE, &data, data.texts())
}

/// What the template reads; lengths in points.
#[derive(Serialize)]
struct FigureData {
    title: String,
    size: f64,
    page: Page,
    gap: f64,
    row_head: f64,
    column: f64,
    columns: Vec<Label>,
    ordered: bool,
    groups: Vec<GroupData>,
    bars: Vec<BarData>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct GroupData {
    label: Label,
    paint: Paint,
    rows: Vec<RowData>,
}

#[derive(Serialize)]
struct RowData {
    label: Label,
    /// One a column.
    cells: Vec<Vec<ItemData>>,
}

#[derive(Serialize)]
struct BarData {
    label: Label,
    paint: Paint,
    items: Vec<ItemData>,
}

/// A box: a name and what stands below it in smaller letters.
#[derive(Serialize)]
struct ItemData {
    #[serde(flatten)]
    label: Label,
    details: Vec<Label>,
}

impl ItemData {
    fn texts(&self) -> impl Iterator<Item = &str> {
        self.details.iter().flat_map(Label::texts).chain(self.label.texts())
    }
}

impl FigureData {
    fn new(figure: &Framework, style: &FigureStyle, paper: Paper, imprint: &Imprint) -> FigureData {
        let n = figure.columns.len();
        let (wide_head, wide) = if n > 4 { (ROW_HEAD * NARROW / COLUMN, NARROW) } else { (ROW_HEAD, COLUMN) };
        let page = Page::new(paper, wide_head + n as f64 * (wide + GAP));
        let unit = (page.room() - n as f64 * GAP) / (wide_head + n as f64 * wide);
        let (row_head, column) = (unit * wide_head, unit * wide);
        let size = if column >= 105.0 { 8.5 } else { 7.5 };
        let room = capacity(column - INSET, size);
        let full = capacity(page.room(), size);
        let bar_labels = figure.bars.iter().map(|bar| bar.label.as_str());
        let palette = Palette::new(figure.groups.iter().map(|group| group.label.as_str()).chain(bar_labels));
        let tint = |label: &str| Paint::tint(palette.colour_of(None, label), 1);
        let paint = |label: &str| if style.colour { tint(label) } else { Paint::plain() };
        let groups = figure.groups.iter().map(|group| GroupData {
            label: Label::new(None, &group.label, full),
            paint: paint(&group.label),
            rows: group
                .rows
                .iter()
                .map(|row| RowData {
                    label: Label::new(row.marker.as_deref(), &row.label, capacity(row_head, size)),
                    cells: (0..n).map(|c| items(row.cells.get(c).map_or(&[], Vec::as_slice), room)).collect(),
                })
                .collect(),
        });
        let bars = figure.bars.iter().map(|bar| BarData {
            label: Label::new(None, &bar.label, capacity(row_head, size)),
            paint: paint(&bar.label),
            items: items(&bar.items, room),
        });
        FigureData {
            title: breakable(&clean(&figure.title), full),
            size,
            gap: GAP,
            row_head,
            column,
            columns: figure.columns.iter().map(|column| Label::new(None, column, room)).collect(),
            ordered: figure.ordered,
            groups: groups.collect(),
            bars: bars.collect(),
            notes: imprint
                .with_note(&figure.notes)
                .iter()
                .map(|note| breakable(&clean(note), full))
                .collect(),
            page,
        }
    }

    fn texts(&self) -> Vec<&str> {
        let rows = self.groups.iter().flat_map(|group| &group.rows);
        let labels = self
            .columns
            .iter()
            .chain(self.groups.iter().map(|group| &group.label))
            .chain(rows.clone().map(|row| &row.label))
            .chain(self.bars.iter().map(|bar| &bar.label));
        let items = rows.flat_map(|row| row.cells.iter().flatten());
        let items = items.chain(self.bars.iter().flat_map(|bar| &bar.items));
        let mut texts = vec![self.title.as_str()];
        texts.extend(self.notes.iter().map(String::as_str));
        texts.extend(labels.flat_map(Label::texts));
        texts.extend(items.flat_map(ItemData::texts));
        texts
    }
}

fn items(items: &[FrameworkItem], room: usize) -> Vec<ItemData> {
    let one = |item: &FrameworkItem| ItemData {
        label: Label::new(item.marker.as_deref(), &item.label, room),
        details: item.details.iter().map(|detail| Label::new(None, detail, room)).collect(),
    };
    items.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use themata_model::figure::Figure;

    use super::*;
    use crate::style::PageFit;
    use crate::testing;

    #[test]
    fn what_the_template_reads() {
        let Figure::Framework(mut figure) = testing::framework() else { panic!("a framework") };
        figure.groups.truncate(1);
        figure.groups[0].rows[0].cells.pop();
        let data = FigureData::new(&figure, &FigureStyle::default(), Paper::default(), &testing::imprint());
        insta::assert_snapshot!(serde_json::to_string_pretty(&data).unwrap());
    }

    #[test]
    fn a_high_framework_is_split_over_pages() {
        let Figure::Framework(mut figure) = testing::framework() else { panic!("a framework") };
        let groups = figure.groups.clone();
        for _ in 0..8 {
            figure.groups.extend(groups.clone());
        }
        for page in [PageFit::Natural, PageFit::A4Portrait, PageFit::A4Landscape] {
            let style = FigureStyle { page, ..FigureStyle::default() };
            let drawing = drawing(&figure, &style, Paper::Fit(page), &testing::imprint()).unwrap();
            let document = drawing.set().unwrap();
            assert!((2..20).contains(&document.len()), "{page:?}: {}", document.len());
        }
    }
}
