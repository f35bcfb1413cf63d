//! Counts as bars: in one panel with one or more series, or in two panels mirrored at one axis.

use serde::Serialize;
use themata_model::figure::{BarChart, BarGroup, MirroredBars};

use crate::error::PublishError;
use crate::figures::drawing::Drawing;
use crate::figures::fill::{self, Fill};
use crate::figures::label::{EM_PER_CHAR, Label, capacity, estimated_width};
use crate::figures::page::{Page, Paper};
use crate::figures::scale::{Scale, Tick};
use crate::imprint::Imprint;
use crate::style::FigureStyle;
use crate::text::{breakable, clean};

const TEMPLATE: &str = concat!(include_str!("../templates/chart.typ"), include_str!("../templates/bars.typ"));
/// The width of a figure that may choose, in points; that of a journal's text block.
const NATURAL: f64 = 490.0;
/// The part of the width that the labels take.
const LABELS: f64 = 0.36;
const SIZE: f64 = 8.5;
/// Size of the numbers at the bars.
const NUMBER_SIZE: f64 = 7.0;
/// A panel narrower than this holds few ticks, in points.
const NARROW: f64 = 200.0;

/// Returns a chart of one panel as laid out on `paper`.
pub(super) fn drawing(
    figure: &BarChart,
    style: &FigureStyle,
    paper: Paper,
    imprint: &Imprint,
) -> Result<Drawing, PublishError> {
    let series = if figure.series.is_empty() { &[String::new()][..] } else { &figure.series[..] };
    let named = series.iter().any(|name| !name.trim().is_empty());
    Chart {
        title: &figure.title,
        unit: &figure.unit,
        series,
        panels: vec![PanelOf { head: None, mirrored: false, series: (0..series.len()).collect() }],
        legend: named,
        groups: &figure.groups,
        notes: &figure.notes,
    }
    .drawing(style, paper, imprint)
}

/// Returns a chart of two mirrored panels as laid out on `paper`.
pub(super) fn mirrored(
    figure: &MirroredBars,
    style: &FigureStyle,
    paper: Paper,
    imprint: &Imprint,
) -> Result<Drawing, PublishError> {
    let series = [figure.left.clone(), figure.right.clone()];
    Chart {
        title: &figure.title,
        unit: &figure.unit,
        series: &series,
        panels: vec![
            PanelOf { head: Some(0), mirrored: true, series: vec![0] },
            PanelOf { head: Some(1), mirrored: false, series: vec![1] },
        ],
        legend: false,
        groups: &figure.groups,
        notes: &figure.notes,
    }
    .drawing(style, paper, imprint)
}

/// What both kinds of charts have.
struct Chart<'a> {
    title: &'a str,
    unit: &'a str,
    series: &'a [String],
    panels: Vec<PanelOf>,
    legend: bool,
    groups: &'a [BarGroup],
    notes: &'a [String],
}

/// Which series a panel shows.
struct PanelOf {
    /// The series that gives the panel its head.
    head: Option<usize>,
    /// Whether the bars grow to the left.
    mirrored: bool,
    series: Vec<usize>,
}

/// What the template reads; lengths in points.
#[derive(Serialize)]
struct FigureData {
    title: String,
    size: f64,
    number_size: f64,
    page: Page,
    label_width: f64,
    /// The width of a panel from the origin to the last tick.
    plot: f64,
    /// The width of a panel with the room for the numbers.
    reach: f64,
    /// The height of a bar.
    bar: f64,
    panels: Vec<PanelData>,
    ticks: Vec<Tick>,
    unit: String,
    fills: Vec<Fill>,
    legend: Vec<KeyData>,
    groups: Vec<GroupData>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct PanelData {
    head: Option<Label>,
    mirrored: bool,
}

/// One entry of the legend.
#[derive(Serialize)]
struct KeyData {
    label: Label,
    fill: usize,
}

#[derive(Serialize)]
struct GroupData {
    label: Label,
    rows: Vec<RowData>,
}

#[derive(Serialize)]
struct RowData {
    label: Label,
    /// The bars of each panel.
    panels: Vec<Vec<BarData>>,
}

#[derive(Serialize)]
struct BarData {
    /// Length as a part of the axis.
    share: f64,
    /// What is printed at the end.
    text: String,
    fill: usize,
}

impl Chart<'_> {
    fn drawing(&self, style: &FigureStyle, paper: Paper, imprint: &Imprint) -> Result<Drawing, PublishError> {
        self.check()?;
        let data = self.data(style, paper, imprint);
        Drawing::new(TEMPLATE, &data, data.texts())
    }

    fn check(&self) -> Result<(), PublishError> {
        if self.groups.iter().all(|group| group.rows.is_empty()) {
            return Err(PublishError::nothing(self.title, "rows"));
        }
        let uneven = |row: &&themata_model::figure::BarRow| row.counts.len() != self.series.len();
        match self.groups.iter().flat_map(|group| &group.rows).find(uneven) {
            Some(row) => Err(PublishError::Uneven {
                title: self.title.to_owned(),
                row: row.label.clone(),
                found: row.counts.len(),
                expected: self.series.len(),
            }),
            None => Ok(()),
        }
    }

    fn data(&self, style: &FigureStyle, paper: Paper, imprint: &Imprint) -> FigureData {
        let page = Page::new(paper, NATURAL);
        let label_width = page.room() * LABELS;
        let reach = (page.room() - label_width) / self.panels.len() as f64;
        let counts = || self.groups.iter().flat_map(|group| &group.rows).flat_map(|row| &row.counts);
        let most = if reach < NARROW { 4 } else { 6 };
        let scale = Scale::reaching(counts().max().copied().unwrap_or(0), most);
        // More series than there are fills: each bar says whose it is.
        let direct = self.legend && self.series.len() > fill::DISTINCT;
        let widest = self.ends(direct).map(|text| estimated_width(&text, NUMBER_SIZE)).fold(12.0, f64::max);
        let plot = reach - (widest + 6.0).min(reach * 0.6);
        let full = capacity(page.room(), SIZE);
        let legend = self.series.iter().enumerate().filter(|_| self.legend && !direct);
        let fills = if direct { 1 } else { self.series.len() };
        FigureData {
            title: breakable(&clean(self.title), full),
            size: SIZE,
            number_size: NUMBER_SIZE,
            label_width,
            plot,
            reach,
            bar: if self.panels.iter().all(|panel| panel.series.len() == 1) { 9.0 } else { 6.5 },
            panels: self
                .panels
                .iter()
                .map(|panel| PanelData {
                    head: panel.head.map(|i| Label::new(None, &self.series[i], capacity(reach - 20.0, SIZE))),
                    mirrored: panel.mirrored,
                })
                .collect(),
            ticks: scale.ticks(),
            unit: breakable(&clean(self.unit), capacity(reach, SIZE)),
            fills: (0..fills).map(|i| fill::series(i, style.colour)).collect(),
            legend: legend
                .map(|(i, name)| KeyData { label: Label::new(None, name, full / 2), fill: i })
                .collect(),
            groups: self
                .groups
                .iter()
                .filter(|group| !group.rows.is_empty())
                .map(|group| self.group(group, scale, label_width, full, direct))
                .collect(),
            notes: imprint.with_note(self.notes).iter().map(|note| breakable(&clean(note), full)).collect(),
            page,
        }
    }

    fn group(&self, group: &BarGroup, scale: Scale, width: f64, full: usize, direct: bool) -> GroupData {
        // The marker takes some of the width.
        let room = capacity(width - 4.0 * SIZE * EM_PER_CHAR, SIZE);
        let bar = |i: usize, count: u64| BarData {
            share: scale.share(count),
            text: self.end(i, count, direct),
            fill: if direct { 0 } else { i },
        };
        GroupData {
            label: Label::new(None, &group.label, full),
            rows: group
                .rows
                .iter()
                .map(|row| RowData {
                    label: Label::new(row.marker.as_deref(), &row.label, room),
                    panels: self
                        .panels
                        .iter()
                        .map(|panel| panel.series.iter().map(|i| bar(*i, row.counts[*i])).collect())
                        .collect(),
                })
                .collect(),
        }
    }

    /// What stands at the ends of all bars.
    fn ends(&self, direct: bool) -> impl Iterator<Item = String> {
        let rows = self.groups.iter().flat_map(|group| &group.rows);
        rows.flat_map(move |row| {
            row.counts.iter().enumerate().map(move |(i, count)| self.end(i, *count, direct))
        })
    }

    fn end(&self, series: usize, count: u64, direct: bool) -> String {
        if direct { format!("{count} {}", clean(&self.series[series])) } else { count.to_string() }
    }
}

impl FigureData {
    fn texts(&self) -> Vec<&str> {
        let rows = self.groups.iter().flat_map(|group| &group.rows);
        let labels = self
            .panels
            .iter()
            .filter_map(|panel| panel.head.as_ref())
            .chain(self.legend.iter().map(|key| &key.label))
            .chain(self.groups.iter().map(|group| &group.label))
            .chain(rows.clone().map(|row| &row.label));
        let mut texts = vec![self.title.as_str(), self.unit.as_str()];
        texts.extend(self.notes.iter().map(String::as_str));
        texts.extend(labels.flat_map(Label::texts));
        texts.extend(rows.flat_map(|row| row.panels.iter().flatten()).map(|bar| bar.text.as_str()));
        texts
    }
}

#[cfg(test)]
mod tests {
    use themata_model::figure::Figure;

    use super::*;
    use crate::testing;

    fn chart(figure: &Figure) -> Drawing {
        let Figure::Bars(figure) = figure else { panic!("a bar chart") };
        drawing(figure, &FigureStyle::default(), Paper::default(), &testing::imprint()).unwrap()
    }

    #[test]
    fn what_the_template_reads() {
        let Figure::MirroredBars(mut figure) = testing::dyads() else { panic!("mirrored bars") };
        figure.groups.truncate(1);
        let drawing =
            mirrored(&figure, &FigureStyle::default(), Paper::default(), &testing::imprint()).unwrap();
        insta::assert_snapshot!(serde_json::to_string_pretty(&drawing.data).unwrap());
    }

    #[test]
    fn more_series_than_fills_are_named_at_each_bar() {
        let few = chart(&testing::frequency(&["R1", "R2", "R3"], 2)).data;
        assert_eq!(few["legend"].as_array().unwrap().len(), 3);
        assert_eq!(few["groups"][0]["rows"][0]["panels"][0][1]["text"], "8");
        let names: Vec<String> = (1..=12).map(|i| format!("R{i}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let many = chart(&testing::frequency(&names, 2)).data;
        assert_eq!(many["legend"].as_array().unwrap().len(), 0);
        assert_eq!(many["groups"][0]["rows"][0]["panels"][0][11]["text"], "19 R12");
    }

    #[test]
    fn bars_never_leave_their_panel() {
        for figure in [testing::frequency(&[""], 17), testing::frequency(&["R1", "R2"], 40)] {
            let data = chart(&figure).data;
            let bars = data["groups"].as_array().unwrap().iter().flat_map(|group| {
                group["rows"].as_array().unwrap().iter().flat_map(|row| row["panels"][0].as_array().unwrap())
            });
            assert!(bars.into_iter().all(|bar| (0.0..=1.0).contains(&bar["share"].as_f64().unwrap())));
        }
    }
}
