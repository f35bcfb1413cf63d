//! The data structure: categories, themes and dimensions in columns, joined by connectors.

use serde::Serialize;
use themata_model::figure::{DataStructure, Node};

use crate::error::PublishError;
use crate::figures::drawing::Drawing;
use crate::figures::label::{Label, capacity};
use crate::figures::page::{Page, Paper};
use crate::figures::palette::{Paint, Palette};
use crate::imprint::Imprint;
use crate::style::{Connectors, FigureStyle, Layout};
use crate::text::{breakable, clean};

const TEMPLATE: &str = include_str!("../templates/data_structure.typ");
/// White space inside a box, left and right together, in points; the template has the same.
const INSET: f64 = 11.0;

/// Returns the figure as laid out on `paper`.
pub(super) fn drawing(
    figure: &DataStructure,
    style: &FigureStyle,
    paper: Paper,
    imprint: &Imprint,
) -> Result<Drawing, PublishError> {
    if figure.levels.is_empty() {
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
    bracket: bool,
    columns: Vec<ColumnData>,
    /// White space between columns, where the connectors run.
    gap: f64,
    roots: Vec<NodeData>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct ColumnData {
    head: String,
    x: f64,
    width: f64,
}

/// One box and what hangs on it.
#[derive(Serialize)]
struct NodeData {
    level: usize,
    /// One text, or several for a box with a bulleted list.
    texts: Vec<Label>,
    bullets: bool,
    continued: bool,
    paint: Paint,
    children: Vec<NodeData>,
}

impl FigureData {
    fn new(figure: &DataStructure, style: &FigureStyle, paper: Paper, imprint: &Imprint) -> FigureData {
        let n = figure.levels.len();
        let page = Page::new(paper, natural_width(n));
        let size = text_size(n, page.room());
        let gap = if n <= 3 { 30.0 } else { 22.0 };
        let columns = columns(&figure.levels, page.room(), gap, size);
        let room: Vec<usize> = columns.iter().map(|column| capacity(column.width - INSET, size)).collect();
        let builder = Builder { style, room: &room };
        let mut roots = Vec::new();
        let palette = Palette::new(figure.roots.iter().map(|root| root.label.as_str()));
        builder.push_siblings(&mut roots, &figure.roots, n, &mut |node| {
            palette.colour_of(node.colour.as_deref(), &node.label)
        });
        let full = capacity(page.room(), size);
        FigureData {
            title: breakable(&clean(&figure.title), full),
            size,
            page,
            bracket: style.connectors == Connectors::Bracket,
            columns,
            gap,
            roots,
            notes: imprint
                .with_note(&figure.notes)
                .iter()
                .map(|note| breakable(&clean(note), full))
                .collect(),
        }
    }

    fn texts(&self) -> Vec<&str> {
        fn push<'a>(texts: &mut Vec<&'a str>, node: &'a NodeData) {
            for text in &node.texts {
                texts.extend(text.texts());
            }
            node.children.iter().for_each(|child| push(texts, child));
        }
        let mut texts = vec![self.title.as_str()];
        texts.extend(self.columns.iter().map(|column| column.head.as_str()));
        texts.extend(self.notes.iter().map(String::as_str));
        self.roots.iter().for_each(|root| push(&mut texts, root));
        texts
    }
}

/// Turns nodes into boxes.
struct Builder<'a> {
    style: &'a FigureStyle,
    /// How many characters a line of each column holds.
    room: &'a [usize],
}

impl Builder<'_> {
    /// Appends `nodes`, which all stand below `ceiling`; `colour` picks the colour of each.
    fn push_siblings(
        &self,
        out: &mut Vec<NodeData>,
        nodes: &[Node],
        ceiling: usize,
        colour: &mut dyn FnMut(&Node) -> (u8, u8, u8),
    ) {
        for node in nodes {
            let rgb = colour(node);
            // A node never stands right of its parent nor outside the figure.
            let level = node.level.min(ceiling.saturating_sub(1));
            let text = self.text(node, level);
            let leaf = level == 0 && node.children.is_empty();
            if leaf && self.style.layout == Layout::Bullets {
                let paint = self.paint(rgb, 0);
                match out.last_mut() {
                    Some(last) if last.bullets && last.paint == paint => last.texts.push(text),
                    _ => out.push(NodeData {
                        level: 0,
                        texts: vec![text],
                        bullets: true,
                        continued: false,
                        paint,
                        children: Vec::new(),
                    }),
                }
                continue;
            }
            let mut children = Vec::new();
            if level > 0 {
                self.push_siblings(&mut children, &node.children, level, &mut |_| rgb);
            }
            out.push(NodeData {
                level,
                texts: vec![text],
                bullets: false,
                continued: false,
                paint: self.paint(rgb, level),
                children,
            });
            if level == 0 {
                // Nothing can hang below the lowest level: what does stands beside it.
                self.push_siblings(out, &node.children, 1, &mut |_| rgb);
            }
        }
    }

    fn text(&self, node: &Node, level: usize) -> Label {
        // The marker, or a bullet, stands on the line of the first word.
        let marker = node.marker.as_deref().map_or(0, |marker| marker.chars().count()).max(1) + 2;
        let room = self.room.get(level).map_or(1, |room| room.saturating_sub(marker).max(1));
        Label::new(node.marker.as_deref(), &node.label, room)
    }

    fn paint(&self, rgb: (u8, u8, u8), level: usize) -> Paint {
        if self.style.colour { Paint::tint(rgb, level) } else { Paint::plain() }
    }
}

/// The width of a figure that may choose, in points: for up to three columns that of a journal's
/// text block (about 180 mm).
fn natural_width(levels: usize) -> f64 {
    match levels {
        1 => 270.0,
        2 => 400.0,
        3 => 510.0,
        n => 510.0 + 110.0 * (n as f64 - 3.0),
    }
}

/// The size of the text, in points: smaller where the columns get narrow.
fn text_size(levels: usize, room: f64) -> f64 {
    match room / levels as f64 {
        share if share >= 130.0 => 8.5,
        share if share >= 105.0 => 8.0,
        _ => 7.0,
    }
}

/// Shares `room` among the columns; the lowest level has the longest names and gets most.
fn columns(heads: &[String], room: f64, gap: f64, size: f64) -> Vec<ColumnData> {
    let n = heads.len();
    let weight = |i: usize| match i {
        0 => 1.5,
        i if i + 1 == n => 0.95,
        _ => 1.0,
    };
    let unit = (room - gap * (n as f64 - 1.0)) / (0..n).map(weight).sum::<f64>();
    let mut x = 0.0;
    heads
        .iter()
        .enumerate()
        .map(|(i, head)| {
            let width = weight(i) * unit;
            let column = ColumnData { head: breakable(&clean(head), capacity(width, size)), x, width };
            x += width + gap;
            column
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use themata_model::figure::Figure;

    use super::*;
    use crate::testing;

    fn data(figure: &Figure, layout: Layout) -> FigureData {
        let Figure::DataStructure(figure) = figure else { panic!("a data structure") };
        let style = FigureStyle { layout, ..FigureStyle::default() };
        FigureData::new(figure, &style, Paper::Fit(style.page), &testing::imprint())
    }

    fn outline(nodes: &[NodeData], indent: usize) -> String {
        nodes
            .iter()
            .map(|node| {
                let texts: Vec<_> = node.texts.iter().map(|t| format!("{} {}", t.marker, t.text)).collect();
                let pad = "  ".repeat(indent);
                let below = outline(&node.children, indent + 1);
                format!("{pad}{}: {}\n{below}", node.level, texts.join(" / "))
            })
            .collect()
    }

    #[test]
    fn bullets_gather_the_categories_of_a_theme() {
        let figure = testing::many(8, 2);
        insta::assert_snapshot!(outline(&data(&figure, Layout::Bullets).roots, 0));
    }

    #[test]
    fn nodes_out_of_place_are_drawn_where_there_is_room() {
        let node = |level, label: &str, children| Node {
            level,
            marker: None,
            label: label.into(),
            colour: None,
            children,
        };
        let figure = Figure::DataStructure(DataStructure {
            title: "T".into(),
            levels: vec!["Low".into(), "High".into()],
            roots: vec![node(
                7,
                "too high",
                vec![node(3, "above its parent", vec![node(0, "below the lowest", vec![])])],
            )],
            notes: vec![],
        });
        assert_eq!(
            outline(&data(&figure, Layout::Boxes).roots, 0),
            "1:  too high\n  0:  above its parent\n  0:  below the lowest\n"
        );
    }

    #[test]
    fn columns_fill_the_page() {
        for n in 1..=6 {
            let data = data(&testing::deep(n), Layout::Boxes);
            let last = data.columns.last().unwrap();
            assert!((last.x + last.width - data.page.room()).abs() < 1e-6);
            assert!(data.columns.iter().all(|column| column.width > 80.0));
        }
    }
}
