//! Colours of boxes.

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

/// Returns the colour of the `i`-th group: the code's own one where it has one, else the palette's.
pub(super) fn colour_of(own: Option<&str>, i: usize) -> (u8, u8, u8) {
    own.and_then(parse).unwrap_or(OKABE_ITO[i % OKABE_ITO.len()])
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
        assert_eq!(colour_of(Some("#0A0b0C"), 3), (10, 11, 12));
        assert_eq!(colour_of(Some("red"), 1), OKABE_ITO[1]);
        assert_eq!(colour_of(Some("#00é00"), 1), OKABE_ITO[1]);
        assert_eq!(colour_of(None, 8), OKABE_ITO[1]);
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
