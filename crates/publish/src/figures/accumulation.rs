//! The curve of saturation: what came new with each step as bars, the running total as a line.

use serde::Serialize;
use themata_model::figure::{Accumulation, AccumulationStep};

use crate::error::PublishError;
use crate::figures::drawing::Drawing;
use crate::figures::fill::{self, Fill};
use crate::figures::label::{Label, capacity, estimated_width};
use crate::figures::page::{Page, Paper};
use crate::figures::scale::{Scale, Tick};
use crate::imprint::Imprint;
use crate::style::FigureStyle;
use crate::text::{breakable, clean};

const TEMPLATE: &str =
    concat!(include_str!("../templates/chart.typ"), include_str!("../templates/accumulation.typ"));
const SIZE: f64 = 8.5;
const NUMBER_SIZE: f64 = 6.5;
/// The widths of a figure that may choose, in points: a column's worth, a text block, a page on its side.
const WIDTHS: (f64, f64, f64) = (330.0, 490.0, 700.0);
/// Up to how many steps fit the text block.
const BLOCK: usize = 60;
/// Height of the plot.
const HEIGHT: f64 = 190.0;
/// Least distance of two turned labels, in points.
const LINE: f64 = 7.4;
/// Least width of a step whose numbers are printed.
const NUMBERED: f64 = 7.0;

/// Returns the figure as laid out on `paper`.
pub(super) fn drawing(
    figure: &Accumulation,
    style: &FigureStyle,
    paper: Paper,
    imprint: &Imprint,
) -> Result<Drawing, PublishError> {
    if figure.steps.is_empty() {
        return Err(PublishError::nothing(&figure.title, "steps"));
    }
    let data = FigureData::new(figure, style, paper, imprint);
    Drawing::new(TEMPLATE, &data, data.texts())
}

/// What the template reads; lengths in points.
#[derive(Serialize)]
struct FigureData {
    title: String,
    size: f64,
    number_size: f64,
    label_size: f64,
    page: Page,
    /// Room for the numbers of the vertical axis.
    axis: f64,
    /// The plot.
    width: f64,
    height: f64,
    /// The width of a step.
    slot: f64,
    /// Whether the labels of the steps are turned.
    turned: bool,
    ticks: Vec<Tick>,
    unit: String,
    steps_unit: String,
    fill: Fill,
    steps: Vec<StepData>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct StepData {
    /// The lines of the label; none for a step that prints none.
    label: Vec<Label>,
    new: f64,
    /// The number at the bar; empty for none.
    new_text: String,
    /// Whether that number stands inside the bar.
    inside: bool,
    total: f64,
    total_text: String,
}

impl FigureData {
    fn new(figure: &Accumulation, style: &FigureStyle, paper: Paper, imprint: &Imprint) -> FigureData {
        let n = figure.steps.len();
        let (narrow, block, widest) = WIDTHS;
        let natural = if n > BLOCK { widest } else { (80.0 + 34.0 * n as f64).clamp(narrow, block) };
        let page = Page::new(paper, natural);
        let max = figure.steps.iter().map(|step| step.total.max(step.new)).max().unwrap_or(0);
        let scale = Scale::reaching(max, 8);
        let ticks = scale.ticks();
        let axis = ticks.iter().map(|tick| estimated_width(&tick.text, SIZE)).fold(8.0, f64::max) + 8.0;
        let width = page.room() - axis - 4.0;
        let slot = width / n as f64;
        let full = capacity(page.room(), SIZE);
        let label_size = if slot >= 2.0 * LINE { 7.5 } else { 6.5 };
        let turned = figure.steps.iter().any(|step| !fits(step, slot, label_size));
        let plot = Plot { scale, slot, turned };
        FigureData {
            title: breakable(&clean(&figure.title), full),
            size: SIZE,
            number_size: NUMBER_SIZE,
            label_size,
            page,
            axis,
            width,
            height: HEIGHT,
            slot,
            turned,
            ticks,
            unit: breakable(&clean(&figure.unit), full),
            steps_unit: breakable(&clean(&figure.steps_unit), full),
            fill: fill::series(0, style.colour),
            steps: figure.steps.iter().enumerate().map(|(i, step)| plot.step(i, n, step)).collect(),
            notes: imprint
                .with_note(&figure.notes)
                .iter()
                .map(|note| breakable(&clean(note), full))
                .collect(),
        }
    }

    fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.title.as_str(), self.unit.as_str(), self.steps_unit.as_str()];
        texts.extend(self.notes.iter().map(String::as_str));
        texts.extend(self.steps.iter().flat_map(|step| &step.label).flat_map(Label::texts));
        texts
    }
}

/// What the steps share.
struct Plot {
    scale: Scale,
    slot: f64,
    turned: bool,
}

impl Plot {
    fn step(&self, i: usize, n: usize, step: &AccumulationStep) -> StepData {
        let (new, total) = (self.scale.share(step.new), self.scale.share(step.total));
        let numbered = self.slot >= NUMBERED;
        // The number stands above its bar, unless the line is in the way.
        let free = (total - new) * HEIGHT > 2.0 * NUMBER_SIZE;
        let roomy = new * HEIGHT > 1.6 * NUMBER_SIZE && self.slot * 0.6 >= NUMBERED;
        let shown = numbered && step.new > 0 && (free || roomy);
        let last = i + 1 == n;
        StepData {
            label: if self.labelled(i) { self.label(step) } else { Vec::new() },
            new,
            new_text: if shown { step.new.to_string() } else { String::new() },
            inside: !free,
            total,
            // A plateau says its number once.
            total_text: if last || numbered && step.new > 0 { step.total.to_string() } else { String::new() },
        }
    }

    /// Whether step `i` has room for its label: all have, or every second, third … one.
    fn labelled(&self, i: usize) -> bool {
        let every = (LINE / self.slot).ceil().max(1.0) as usize;
        i.is_multiple_of(every)
    }

    fn label(&self, step: &AccumulationStep) -> Vec<Label> {
        // Turned labels have room for one line, in which the detail follows.
        let lines = [step.label.as_str(), step.detail.as_str()];
        let lines = lines.into_iter().filter(|line| !line.trim().is_empty());
        if self.turned && self.slot < 2.0 * LINE {
            // The detail stays whole: dates are what tells long keys apart.
            let room = LONGEST.saturating_sub(step.detail.chars().count() + 2).max(LONGEST / 3);
            let name = shortened(&step.label, if step.detail.trim().is_empty() { LONGEST } else { room });
            let line: Vec<&str> = [name.as_str(), step.detail.as_str()]
                .into_iter()
                .filter(|part| !part.trim().is_empty())
                .collect();
            return vec![Label::new(None, &line.join(", "), usize::MAX)];
        }
        lines.map(|line| Label::new(None, &shortened(line, LONGEST), usize::MAX)).collect()
    }
}

/// Whether both lines of the label fit the step without being turned.
fn fits(step: &AccumulationStep, slot: f64, size: f64) -> bool {
    [&step.label, &step.detail].into_iter().all(|line| estimated_width(line, size) <= slot - 3.0)
}

/// How many characters of a label can stand below the plot.
const LONGEST: usize = 36;

/// Returns `label` in at most `room` characters, cut in the middle: the ends of keys tell them apart.
fn shortened(label: &str, room: usize) -> String {
    let letters: Vec<char> = label.chars().collect();
    if letters.len() <= room {
        return label.to_owned();
    }
    let tail = room.saturating_sub(1) / 2;
    let head = room.saturating_sub(1) - tail;
    let head: String = letters.iter().take(head).collect();
    let tail: String = letters.iter().skip(letters.len() - tail).collect();
    let joint = |c: char| !c.is_alphanumeric();
    format!("{}…{}", head.trim_end_matches(joint), tail.trim_start_matches(joint))
}

#[cfg(test)]
mod tests {
    use themata_model::figure::Figure;

    use super::*;
    use crate::testing;

    fn data(figure: &Figure) -> FigureData {
        let Figure::Accumulation(figure) = figure else { panic!("an accumulation") };
        FigureData::new(figure, &FigureStyle::default(), Paper::default(), &testing::imprint())
    }

    #[test]
    fn what_the_template_reads() {
        insta::assert_snapshot!(serde_json::to_string_pretty(&data(&testing::saturation(3))).unwrap());
    }

    #[test]
    fn labels_lie_flat_turn_and_thin_out() {
        assert!(!data(&testing::saturation(5)).turned);
        for (n, labels) in [(20, 20), (60, 60), (300, 75)] {
            let data = data(&testing::saturation(n));
            assert!(data.turned);
            assert_eq!(data.steps.iter().filter(|step| !step.label.is_empty()).count(), labels, "{n} steps");
        }
    }

    #[test]
    fn a_plateau_says_its_number_once() {
        let data = data(&testing::saturation(20));
        let plateau = data.steps.iter().filter(|step| step.new == 0.0);
        assert!(plateau.clone().count() > 3);
        assert!(plateau.filter(|step| !step.total_text.is_empty()).count() <= 1);
        assert_eq!(data.steps.last().unwrap().total_text, "17");
    }

    #[test]
    fn a_long_label_is_cut_in_the_middle_and_keeps_its_date() {
        let check = |label: &str, room: usize, expected: &str| assert_eq!(shortened(label, room), expected);
        check("short", 36, "short");
        check(
            "D001_founder_and_chief_executive_D001AP1_2024-01-08",
            36,
            "D001_founder_and_c…001AP1_2024-01-08",
        );
        check("Gespräch, mit der Leitung", 18, "Gespräch…Leitung");
        let mut figure = testing::saturation(60);
        let Figure::Accumulation(inner) = &mut figure else { panic!("an accumulation") };
        for step in &mut inner.steps {
            step.label = "conversation with the whole of the board".into();
            step.detail = "2024-05-06".into();
        }
        let label = data(&figure).steps[0].label[0].text.clone();
        assert_eq!(label, "conversation…f the board, 2024-05-06");
    }
}
