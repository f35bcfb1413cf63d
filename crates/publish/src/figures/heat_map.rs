//! The heat map: counts as shades, with the number in each cell.

use serde::Serialize;
use themata_model::figure::{HeatLabel, HeatMap};

use crate::error::PublishError;
use crate::figures::drawing::Drawing;
use crate::figures::fill;
use crate::figures::label::{Label, capacity, dotted, estimated_width};
use crate::figures::page::{Page, Paper};
use crate::imprint::Imprint;
use crate::style::FigureStyle;
use crate::text::{breakable, clean};

const TEMPLATE: &str =
    concat!(include_str!("../templates/chart.typ"), include_str!("../templates/heat_map.typ"));
const SIZE: f64 = 8.5;
/// The size of the numbers, and the smaller one where many columns share the page.
const NUMBER_SIZES: [f64; 3] = [8.0, 7.0, 6.0];
/// The width of the row heads, in points.
const LABELS: f64 = 165.0;
/// The least and the greatest width of a cell.
const CELL: (f64, f64) = (15.0, 46.0);
/// The greatest width of a figure that may choose: a page on its side.
const WIDEST: f64 = 700.0;
/// The least width of such a figure, for its title and notes.
const NARROWEST: f64 = 330.0;
/// The height of a line of text, in points.
const LINE: f64 = SIZE * 1.2;
/// The length of a turned head, in points; the template has the same.
const TURNED: f64 = 120.0;

/// Returns the figure as laid out on `paper`.
pub(super) fn drawing(
    figure: &HeatMap,
    style: &FigureStyle,
    paper: Paper,
    imprint: &Imprint,
) -> Result<Drawing, PublishError> {
    if figure.columns.is_empty() {
        return Err(PublishError::NoColumns { title: figure.title.clone() });
    }
    if figure.rows.is_empty() {
        return Err(PublishError::nothing(&figure.title, "rows"));
    }
    check(figure)?;
    let data = FigureData::new(figure, style, paper, imprint);
    Drawing::new(TEMPLATE, &data, data.texts())
}

fn check(figure: &HeatMap) -> Result<(), PublishError> {
    let uneven = |row: String, found: usize, expected: usize| PublishError::Uneven {
        title: figure.title.clone(),
        row,
        found,
        expected,
    };
    if figure.cells.len() != figure.rows.len() {
        return Err(uneven("(all)".to_owned(), figure.cells.len(), figure.rows.len()));
    }
    let n = figure.columns.len();
    match figure.rows.iter().zip(&figure.cells).find(|(_, cells)| cells.len() != n) {
        Some((row, cells)) => Err(uneven(row.label.clone(), cells.len(), n)),
        None => Ok(()),
    }
}

/// What the template reads; lengths in points.
#[derive(Serialize)]
struct FigureData {
    title: String,
    size: f64,
    number_size: f64,
    page: Page,
    label_width: f64,
    cell: f64,
    /// `markers`, `flat`, `turned` or `numbers`.
    heads: &'static str,
    columns: Vec<Label>,
    /// From which to before which column the parts reach that stand below one another.
    parts: Vec<(usize, usize)>,
    rows: Vec<RowData>,
    unit: String,
    /// Shades from none to the greatest count.
    legend: Vec<CellData>,
    /// The names of columns that print a number, or their marker and are no rows.
    key: Vec<Label>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct RowData {
    label: Label,
    cells: Vec<CellData>,
}

#[derive(Serialize)]
struct CellData {
    text: String,
    fill: String,
    ink: &'static str,
    /// True for a cell that cannot be.
    void: bool,
}

impl FigureData {
    fn new(figure: &HeatMap, style: &FigureStyle, paper: Paper, imprint: &Imprint) -> FigureData {
        let n = figure.columns.len();
        let max = figure.cells.iter().flatten().flatten().max().copied().unwrap_or(0);
        let marked = figure.columns.iter().all(has_marker);
        let layout = Layout::new(n, max, wished_cell(figure, marked), paper);
        let Layout { page, cell, number_size, parts } = layout;
        let heads = match () {
            () if marked => "markers",
            () if figure.columns.iter().all(|column| fits_flat(column, cell)) => "flat",
            () if figure.columns.iter().all(|column| turned_width(column) <= cell) => "turned",
            () => "numbers",
        };
        let full = capacity(page.room(), SIZE);
        let head_room = capacity(if heads == "flat" { cell - 4.0 } else { TURNED }, SIZE);
        let columns = figure.columns.iter().enumerate().map(|(i, column)| match (heads, &column.marker) {
            // The marker alone, without the dot that leads to a name.
            ("markers", Some(marker)) => Label::new(None, marker.trim(), head_room),
            ("numbers", _) => Label::new(None, &(i + 1).to_string(), head_room),
            (_, marker) => Label::new(marker.as_deref(), &column.label, head_room),
        });
        let key = figure.columns.iter().enumerate().filter_map(|(i, column)| match heads {
            "markers" if !figure.rows.contains(column) => {
                Some(Label::new(column.marker.as_deref(), &column.label, full))
            }
            "numbers" => Some(Label::new(Some(&(i + 1).to_string()), &head(column), full)),
            _ => None,
        });
        let shade = |count: u64| cell_data(count, max, style.colour);
        FigureData {
            title: breakable(&clean(&figure.title), full),
            size: SIZE,
            number_size,
            label_width: LABELS,
            cell,
            heads,
            columns: columns.collect(),
            parts,
            rows: figure
                .rows
                .iter()
                .zip(&figure.cells)
                .map(|(row, cells)| RowData {
                    label: Label::new(row.marker.as_deref(), &row.label, capacity(LABELS - 20.0, SIZE)),
                    cells: cells.iter().map(|count| count.map_or_else(void, shade)).collect(),
                })
                .collect(),
            unit: breakable(&clean(&figure.unit), full / 2),
            legend: legend_counts(max).into_iter().map(shade).collect(),
            key: key.collect(),
            notes: imprint
                .with_note(&figure.notes)
                .iter()
                .map(|note| breakable(&clean(note), full))
                .collect(),
            page,
        }
    }

    fn texts(&self) -> Vec<&str> {
        let labels = self.columns.iter().chain(self.rows.iter().map(|row| &row.label)).chain(&self.key);
        let mut texts = vec![self.title.as_str(), self.unit.as_str()];
        texts.extend(self.notes.iter().map(String::as_str));
        texts.extend(labels.flat_map(Label::texts));
        texts
    }
}

/// How the columns share the page.
struct Layout {
    page: Page,
    cell: f64,
    number_size: f64,
    parts: Vec<(usize, usize)>,
}

impl Layout {
    fn new(n: usize, max: u64, wished: f64, paper: Paper) -> Layout {
        let digits = max.to_string();
        let need = |size: f64| (estimated_width(&digits, size) + 4.0).max(CELL.0);
        let columns = n as f64;
        let natural = (LABELS + columns * wished.max(need(NUMBER_SIZES[0]))).clamp(NARROWEST, WIDEST);
        let page = Page::new(paper, natural);
        let room = page.room() - LABELS;
        let fitting = |size: &f64| room / columns >= need(*size);
        let last = NUMBER_SIZES[NUMBER_SIZES.len() - 1];
        let number_size = NUMBER_SIZES.into_iter().find(fitting).unwrap_or(last);
        // Parts of equal width rather than full ones and a narrow last one.
        let most = ((room / need(number_size)).floor() as usize).max(1);
        let count = n.div_ceil(most);
        let size = n.div_ceil(count);
        let parts: Vec<(usize, usize)> =
            (0..n).step_by(size).map(|from| (from, (from + size).min(n))).collect();
        let cell = (room / size as f64).min(wished.max(need(number_size))).min(CELL.1.max(need(number_size)));
        Layout { page, cell, number_size, parts }
    }
}

/// The width of a cell that its head would like, in points.
fn wished_cell(figure: &HeatMap, marked: bool) -> f64 {
    let width = |column: &HeatLabel| match &column.marker {
        Some(marker) if marked => estimated_width(marker, SIZE) + 8.0,
        _ if fits_flat(column, CELL.1) => longest_word(column) + 8.0,
        _ => turned_width(column),
    };
    figure.columns.iter().map(width).fold(22.0, f64::max).min(CELL.1)
}

/// Whether a head can be set upright in `cell` points: no word is wider, and it has few lines.
fn fits_flat(column: &HeatLabel, cell: f64) -> bool {
    longest_word(column) <= cell - 2.0 && estimated_width(&head(column), SIZE) <= 2.6 * cell
}

/// The width of a column under a turned head, in points.
fn turned_width(column: &HeatLabel) -> f64 {
    // Lines are not filled to the end, hence a little more.
    let lines = (estimated_width(&head(column), SIZE) * 1.1 / TURNED).ceil().max(1.0);
    lines * LINE + 4.0
}

fn head(column: &HeatLabel) -> String {
    match &column.marker {
        Some(marker) => format!("{} {}", dotted(marker), column.label),
        None => column.label.clone(),
    }
}

fn longest_word(column: &HeatLabel) -> f64 {
    head(column).split_whitespace().map(|word| estimated_width(word, SIZE)).fold(0.0, f64::max)
}

fn has_marker(column: &HeatLabel) -> bool {
    column.marker.as_deref().is_some_and(|marker| !marker.trim().is_empty())
}

fn cell_data(count: u64, max: u64, colour: bool) -> CellData {
    let share = if max == 0 { 0.0 } else { count as f64 / max as f64 };
    let (fill, white) = fill::shade(share, colour);
    let ink = match (count, white) {
        // So that many empty pairs do not drown the others; 4.5:1 on white.
        (0, _) => "#767676",
        (_, true) => "#ffffff",
        (_, false) => "#000000",
    };
    CellData { text: count.to_string(), fill, ink, void: false }
}

fn void() -> CellData {
    CellData { text: String::new(), fill: "#ffffff".into(), ink: "#000000", void: true }
}

/// Up to five counts from none to `max`, without repetition.
fn legend_counts(max: u64) -> Vec<u64> {
    let mut counts: Vec<u64> = (0..=4u64).map(|i| max / 4 * i + max % 4 * i / 4).collect();
    counts.dedup();
    counts
}

#[cfg(test)]
mod tests {
    use themata_model::figure::Figure;

    use super::*;
    use crate::testing;

    fn data(figure: &Figure) -> serde_json::Value {
        let Figure::HeatMap(figure) = figure else { panic!("a heat map") };
        let style = FigureStyle::default();
        drawing(figure, &style, Paper::default(), &testing::imprint()).unwrap().data
    }

    #[test]
    fn what_the_template_reads() {
        insta::assert_snapshot!(serde_json::to_string_pretty(&data(&testing::co_occurrence(3))).unwrap());
    }

    #[test]
    fn the_legend_runs_from_none_to_the_greatest_count() {
        assert_eq!(legend_counts(0), [0]);
        assert_eq!(legend_counts(2), [0, 1, 2]);
        assert_eq!(legend_counts(31), [0, 7, 15, 23, 31]);
        assert_eq!(legend_counts(u64::MAX).last(), Some(&u64::MAX));
    }

    #[test]
    fn columns_beyond_a_page_stand_in_parts_below() {
        assert_eq!(data(&testing::co_occurrence(17))["parts"].as_array().unwrap().len(), 1);
        let parts: Vec<(u64, u64)> = data(&testing::co_occurrence(60))["parts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| (part[0].as_u64().unwrap(), part[1].as_u64().unwrap()))
            .collect();
        assert_eq!(parts, [(0, 30), (30, 60)]);
    }

    #[test]
    fn columns_are_explained_where_no_row_does_so() {
        assert_eq!(data(&testing::co_occurrence(5))["key"].as_array().unwrap().len(), 0);
        let Figure::HeatMap(mut figure) = testing::co_occurrence(5) else { panic!("a heat map") };
        figure.rows.truncate(2);
        figure.cells.truncate(2);
        assert_eq!(data(&Figure::HeatMap(figure))["key"].as_array().unwrap().len(), 3);
    }
}
