//! How figures are drawn, from options by name.

use std::collections::BTreeMap;

use themata_publish::{Connectors, FigureStyle, Layout, PageFit};

use crate::WorkspaceError;

/// The options that say how a figure is drawn, each with its meaning.
pub(crate) const STYLE_OPTIONS: [(&str, &str); 5] = [
    ("style", "boxes or bullets"),
    ("connectors", "elbow or bracket"),
    ("colour", "tint the boxes by dimension"),
    ("dpi", "resolution of PNG, 300 unless told"),
    ("page", "natural, a4 or a4-landscape"),
];

/// Reads the options that say how a figure is drawn.
pub(crate) fn figure_style(options: &BTreeMap<String, String>) -> Result<FigureStyle, WorkspaceError> {
    let mut style = FigureStyle::default();
    let wrong =
        |option, value: &str, known| Err(WorkspaceError::Style { option, value: value.to_string(), known });
    for (name, value) in options {
        match (name.as_str(), value.as_str()) {
            ("style", "boxes") => style.layout = Layout::Boxes,
            ("style", "bullets") => style.layout = Layout::Bullets,
            ("style", other) => return wrong("style", other, "`boxes` or `bullets`"),
            ("connectors", "elbow") => style.connectors = Connectors::Elbow,
            ("connectors", "bracket" | "brackets") => style.connectors = Connectors::Bracket,
            ("connectors", other) => return wrong("connectors", other, "`elbow` or `bracket`"),
            ("colour", "true") => style.colour = true,
            ("colour", "false") => style.colour = false,
            ("colour", other) => return wrong("colour", other, "`true` or `false`"),
            ("page", "natural") => style.page = PageFit::Natural,
            ("page", "a4" | "a4-portrait") => style.page = PageFit::A4Portrait,
            ("page", "a4-landscape") => style.page = PageFit::A4Landscape,
            ("page", other) => return wrong("page", other, "`natural`, `a4` or `a4-landscape`"),
            ("dpi", number) => match number.parse() {
                Ok(dpi @ 36..=1200) => style.dpi = dpi,
                _ => return wrong("dpi", number, "a whole number from 36 to 1200"),
            },
            _ => {}
        }
    }
    Ok(style)
}
