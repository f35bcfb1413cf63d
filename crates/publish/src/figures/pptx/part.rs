//! What stands on a slide: shapes, lines and connectors with their places.

use serde::Deserialize;
use serde_json::Value;

/// Two places on a slide closer than this are one, in points.
const NEAR: f64 = 1.5;

/// What a bare text needs above and below its letters, in em.
const ABOVE: f64 = 0.3;
const BELOW: f64 = 0.4;

/// Something on a page, as the template left it; lengths in points.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// A box or a bare text.
    Shape(Shape),
    /// A line from box to box.
    Connector(Connector),
    /// A square bracket open to the left, or a level line, which has no height.
    Stroke { place: Place, bracket: bool },
}

/// A place on a slide, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A box or a bare text.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) place: Place,
    /// Whether it is a box that connectors hold on to.
    pub(super) boxed: bool,
    /// The size of the text.
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) centred: bool,
    /// `top`, `middle` or `bottom`.
    pub(super) anchor: String,
    /// Colours as `#rrggbb`.
    pub(super) fill: Option<String>,
    pub(super) stroke: Option<String>,
    pub(super) paragraphs: Vec<Paragraph>,
}

/// One paragraph of a shape.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Paragraph {
    /// What hangs left of the text; empty for none.
    pub(super) marker: String,
    pub(super) text: String,
    pub(super) rtl: bool,
}

/// A line from the right side of one box to the left side of another.
#[derive(Clone, Debug)]
pub(super) struct Connector {
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
    /// Where it turns, as a part of its width.
    pub(super) trunk: f64,
    /// Whether it ends in an arrow head.
    pub(super) arrow: bool,
    /// The shapes it holds on to, as indices of [`Slide::shapes`].
    pub(super) start: Option<usize>,
    pub(super) end: Option<usize>,
}

/// What a template says of a part.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Told {
    Shape {
        form: String,
        width: f64,
        height: f64,
        size: f64,
        bold: bool,
        centred: bool,
        anchor: String,
        fill: Option<String>,
        stroke: Option<String>,
        paragraphs: Vec<Paragraph>,
    },
    Connector {
        dx: f64,
        dy: f64,
        trunk: f64,
        arrow: bool,
    },
    Bracket {
        width: f64,
        height: f64,
    },
    Line {
        width: f64,
    },
}

impl Part {
    /// Reads what stands at `x` and `y`, and makes it `scale` times as large.
    pub(super) fn read(x: f64, y: f64, value: Value, scale: f64) -> serde_json::Result<Part> {
        let place = |width: f64, height: f64| Place {
            x: x * scale,
            y: y * scale,
            width: width * scale,
            height: height * scale,
        };
        Ok(match serde_json::from_value(value)? {
            Told::Shape { form, width, height, size, bold, centred, anchor, fill, stroke, paragraphs } => {
                let boxed = form == "box";
                let mut place = place(width, height);
                if !boxed {
                    // In print the height is that of the letters alone.
                    place.y -= ABOVE * size * scale;
                    place.height += (ABOVE + BELOW) * size * scale;
                }
                Part::Shape(Shape {
                    place,
                    boxed,
                    size: size * scale,
                    bold,
                    centred,
                    anchor,
                    fill,
                    stroke,
                    paragraphs,
                })
            }
            Told::Connector { dx, dy, trunk, arrow } => {
                let from = place(0.0, 0.0);
                Part::Connector(Connector {
                    from: (from.x, from.y),
                    to: (from.x + dx * scale, from.y + dy * scale),
                    trunk,
                    arrow,
                    start: None,
                    end: None,
                })
            }
            Told::Bracket { width, height } => Part::Stroke { place: place(width, height), bracket: true },
            Told::Line { width } => Part::Stroke { place: place(width, 0.0), bracket: false },
        })
    }
}

/// What stands on one slide.
#[derive(Clone, Debug, Default)]
pub(super) struct Slide {
    pub(super) shapes: Vec<Shape>,
    pub(super) connectors: Vec<Connector>,
    /// Brackets (true) and level lines.
    pub(super) strokes: Vec<(Place, bool)>,
}

impl Slide {
    /// Sorts `parts` and ties every connector to the boxes it touches.
    pub(super) fn new(parts: Vec<Part>) -> Slide {
        let mut slide = Slide::default();
        for part in parts {
            match part {
                Part::Shape(shape) => slide.shapes.push(shape),
                Part::Connector(connector) => slide.connectors.push(connector),
                Part::Stroke { place, bracket } => slide.strokes.push((place, bracket)),
            }
        }
        for connector in &mut slide.connectors {
            let touching = |(x, y): (f64, f64), edge: fn(&Place) -> f64| {
                slide.shapes.iter().position(|shape| {
                    let place = &shape.place;
                    let level = (place.y - NEAR..=place.y + place.height + NEAR).contains(&y);
                    shape.boxed && level && (edge(place) - x).abs() < NEAR
                })
            };
            connector.start = touching(connector.from, |place| place.x + place.width);
            connector.end = touching(connector.to, |place| place.x);
            // A tied end stands in the middle of its side, where PowerPoint would move it.
            if let Some(shape) = connector.start.and_then(|i| slide.shapes.get(i)) {
                let Place { x, y, width, height } = shape.place;
                connector.from = (x + width, y + height / 2.0);
            }
            if let Some(shape) = connector.end.and_then(|i| slide.shapes.get(i)) {
                let Place { x, y, height, .. } = shape.place;
                connector.to = (x, y + height / 2.0);
            }
        }
        slide
    }
}
