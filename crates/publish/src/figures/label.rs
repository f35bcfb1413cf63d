//! Labels of figures: a marker and a name, made fit for the width they stand in.

use serde::Serialize;

use crate::text::{breakable, clean, is_rtl};

/// Mean width of a character, in em, on the safe side; as for tables.
pub(super) const EM_PER_CHAR: f64 = 0.53;

/// A label as the templates read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Label {
    /// The marker with its dot; empty for none.
    pub(super) marker: String,
    /// The name.
    pub(super) text: String,
    /// Whether the name is written from right to left.
    pub(super) rtl: bool,
}

impl Label {
    /// Returns the label of `marker` and `name` for lines of `room` characters.
    pub(super) fn new(marker: Option<&str>, name: &str, room: usize) -> Label {
        let name = clean(name);
        Label {
            marker: marker.map(|marker| dotted(&clean(marker))).unwrap_or_default(),
            rtl: is_rtl(&name),
            text: breakable(&name, room),
        }
    }

    /// Its texts, for the choice of fonts.
    pub(super) fn texts(&self) -> [&str; 2] {
        [&self.marker, &self.text]
    }
}

/// Returns a marker as printed before a name: `A.`, but `(a)` and `2:` as they are.
pub(super) fn dotted(marker: &str) -> String {
    let marker = marker.trim();
    if marker.ends_with(char::is_alphanumeric) { format!("{marker}.") } else { marker.to_owned() }
}

/// How many characters fit `width` points; at least one.
pub(super) fn capacity(width: f64, size: f64) -> usize {
    let chars = width / (size * EM_PER_CHAR);
    if chars >= 1.0 { chars as usize } else { 1 }
}

/// The width of `text` on one line, in points, estimated on the safe side; scripts without spaces
/// are about twice as wide.
pub(super) fn estimated_width(text: &str, size: f64) -> f64 {
    let ems: f64 = text.chars().map(|c| if c >= '\u{1100}' { 1.0 } else { EM_PER_CHAR }).sum();
    ems * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_get_a_dot_where_they_need_one() {
        let check = |marker: &str, expected: &str| assert_eq!(dotted(marker), expected);
        check("A", "A.");
        check("12", "12.");
        check("(a)", "(a)");
        check("3.", "3.");
    }
}
