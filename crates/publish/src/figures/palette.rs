//! Colours of boxes.

use std::collections::BTreeSet;

use serde::Serialize;

/// Colours told apart with every kind of colour vision: Okabe & Ito (2008), "Color Universal
/// Design", without black and in an order that puts the most different ones first.
const OKABE_ITO: [(u8, u8, u8); 7] = [
    (0x00, 0x72, 0xB2),
    (0xE6, 0x9F, 0x00),
    (0x00, 0x9E, 0x73),
    (0xCC, 0x79, 0xA7),
    (0x56, 0xB4, 0xE9),
    (0xD5, 0x5E, 0x00),
    (0xF0, 0xE4, 0x42),
];

/// The colours of one box, as `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Paint {
    pub(super) fill: String,
    pub(super) stroke: String,
}

impl Paint {
    /// Black on white.
    pub(super) fn plain() -> Paint {
        Paint { fill: "#ffffff".into(), stroke: "#000000".into() }
    }

    /// A tint of `colour` light enough for black text, stronger for higher levels.
    pub(super) fn tint(colour: (u8, u8, u8), level: usize) -> Paint {
        let strength = [12, 22, 34][level.min(2)];
        let mix = |channel: u8, percent: u32, ground: u32| {
            (u32::from(channel) * percent + ground * (100 - percent)) / 100
        };
        let hex = |percent, ground| {
            let (r, g, b) = colour;
            let [r, g, b] = [r, g, b].map(|channel| mix(channel, percent, ground));
            format!("#{r:02x}{g:02x}{b:02x}")
        };
        Paint { fill: hex(strength, 255), stroke: hex(75, 0) }
    }
}

/// The colours of the dimensions of a figure. They follow the alphabet, not the order on the page,
/// so that two figures of the same dimensions agree however each arranges them.
pub(super) struct Palette<'a> {
    labels: BTreeSet<&'a str>,
}

impl<'a> Palette<'a> {
    /// Returns the palette for `labels`; a label given twice counts once.
    pub(super) fn new(labels: impl Iterator<Item = &'a str>) -> Palette<'a> {
        Palette { labels: labels.collect() }
    }

    /// Returns the colour of the `n`th of things without names of their own, counted from 0.
    pub(super) fn nth(n: usize) -> (u8, u8, u8) {
        OKABE_ITO[n % OKABE_ITO.len()]
    }

    /// Returns the colour of `label`: the code's own one where it has one, else the palette's.
    pub(super) fn colour_of(&self, own: Option<&str>, label: &str) -> (u8, u8, u8) {
        let place = self.labels.iter().take_while(|other| **other < label).count();
        own.and_then(parse).unwrap_or(OKABE_ITO[place % OKABE_ITO.len()])
    }
}

fn parse(colour: &str) -> Option<(u8, u8, u8)> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some((channel(0)?, channel(2)?, channel(4)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_colours_win_and_bad_ones_do_not() {
        let palette = Palette::new(["b", "a"].into_iter());
        assert_eq!(palette.colour_of(Some("#0A0b0C"), "b"), (10, 11, 12));
        assert_eq!(palette.colour_of(Some("red"), "b"), OKABE_ITO[1]);
        assert_eq!(palette.colour_of(Some("#00é00"), "b"), OKABE_ITO[1]);
    }

    #[test]
    fn the_order_of_the_dimensions_does_not_matter() {
        let colours = |labels: &[&str]| {
            let palette = Palette::new(labels.iter().copied());
            ["a", "b", "c"].map(|label| palette.colour_of(None, label))
        };
        assert_eq!(colours(&["a", "b", "c"]), [OKABE_ITO[0], OKABE_ITO[1], OKABE_ITO[2]]);
        assert_eq!(colours(&["c", "a", "b", "a"]), colours(&["a", "b", "c"]));
        let many: Vec<String> = ('a'..='h').map(String::from).collect();
        let palette = Palette::new(many.iter().map(String::as_str));
        assert_eq!(palette.colour_of(None, "h"), OKABE_ITO[0], "the eighth begins again");
    }

    #[test]
    fn tints_keep_black_text_readable() {
        for colour in OKABE_ITO.into_iter().chain([(0, 0, 0)]) {
            for level in 0..6 {
                let fill = parse(&Paint::tint(colour, level).fill).unwrap();
                // WCAG 2.1 asks 7:1 for its highest grade; black on grey 149 has it.
                let luma =
                    (u32::from(fill.0) * 2126 + u32::from(fill.1) * 7152 + u32::from(fill.2) * 722) / 10_000;
                assert!(luma > 149, "{colour:?} at level {level}: {luma}");
            }
        }
    }
}
