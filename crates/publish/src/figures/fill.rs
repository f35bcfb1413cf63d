//! Fills of bars and cells that stay apart in black and white.

use serde::Serialize;

use crate::figures::palette::Palette;

/// A plain surface or one with a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Fill {
    /// Colour of the surface, as `#rrggbb`.
    pub(super) ground: String,
    /// Colour of the pattern.
    pub(super) ink: String,
    /// `plain`, `rising`, `falling`, `crossed` or `dotted`.
    pub(super) pattern: &'static str,
}

/// Surface and pattern of each series, in shades of grey; the first two are the most different ones.
const GREYS: [(u8, &str); 8] = [
    (0x59, "plain"),
    (0xff, "plain"),
    (0xff, "rising"),
    (0xbf, "plain"),
    (0xff, "dotted"),
    (0x00, "plain"),
    (0xff, "falling"),
    (0xe6, "crossed"),
];

/// How light the plain surfaces among them are in colour, from 0 for the palette's colour to 255 for white; chosen so
/// that a copy in greys tells them apart.
const LIGHTNESS: [u8; 8] = [0x00, 0x40, 0, 0xbf, 0, 0x26, 0, 0];

/// How many series can be told apart by their fills.
pub(super) const DISTINCT: usize = GREYS.len();

/// Returns the fill of series `i`: greys and patterns, or with `colour` the same patterns in colours,
/// so that a copy in black and white still tells the series apart.
pub(super) fn series(i: usize, colour: bool) -> Fill {
    let (grey, pattern) = GREYS[i % GREYS.len()];
    let (r, g, b) = if colour { Palette::nth(i) } else { (0, 0, 0) };
    // White shows through as much as the grey is light.
    let mix = |channel: u8| {
        let dark = u32::from(255 - LIGHTNESS[i % LIGHTNESS.len()]);
        let ground = 255 - (255 - u32::from(channel)) * dark / 255;
        if colour && pattern != "plain" { 255 - (255 - u32::from(channel)) / 8 } else { ground }
    };
    let grey_or = |channel: u8| if colour { mix(channel) } else { u32::from(grey) };
    Fill {
        ground: format!("#{:02x}{:02x}{:02x}", grey_or(r), grey_or(g), grey_or(b)),
        ink: format!("#{r:02x}{g:02x}{b:02x}"),
        pattern,
    }
}

/// Returns the shade of a cell with `share` (0 to 1) of the greatest count, and whether white text
/// stands on it. Shades lie between share and root, so that small counts differ from none.
pub(super) fn shade(share: f64, colour: bool) -> (String, bool) {
    let share = share.clamp(0.0, 1.0);
    let depth = (share + share.sqrt()) / 2.0;
    let (r, g, b) = if colour { (0x00, 0x3f, 0x70) } else { (0x26, 0x26, 0x26) };
    let mix = |channel: u8| (255.0 - (255.0 - f64::from(channel)) * depth).round() as u8;
    let [r, g, b] = [mix(r), mix(g), mix(b)];
    (format!("#{r:02x}{g:02x}{b:02x}"), luminance(r, g, b) < WHITE_BELOW)
}

/// Where black and white text have the same contrast (WCAG 2.1): `(1.05) / (L + 0.05) = (L + 0.05) / 0.05`.
const WHITE_BELOW: f64 = 0.179;

/// Relative luminance as WCAG 2.1 defines it.
fn luminance(r: u8, g: u8, b: u8) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_series_look_alike_in_black_and_white() {
        let looks: std::collections::BTreeSet<_> =
            (0..DISTINCT).map(|i| series(i, false)).map(|fill| (fill.ground, fill.pattern)).collect();
        assert_eq!(looks.len(), DISTINCT);
    }

    #[test]
    fn plain_colours_differ_in_lightness_and_none_is_white() {
        let plain = (0..DISTINCT).map(|i| series(i, true)).filter(|fill| fill.pattern == "plain");
        let channel = |fill: &Fill, at: usize| u32::from_str_radix(&fill.ground[at..at + 2], 16).unwrap();
        let mut lights: Vec<u32> = plain
            .map(|fill| {
                (channel(&fill, 1) * 2126 + channel(&fill, 3) * 7152 + channel(&fill, 5) * 722) / 10_000
            })
            .collect();
        lights.sort_unstable();
        assert!(lights.windows(2).all(|pair| pair[1] - pair[0] >= 25), "{lights:?}");
        assert!(lights.iter().all(|light| *light < 240), "{lights:?}");
    }

    #[test]
    fn numbers_are_readable_on_every_shade() {
        for colour in [false, true] {
            for i in 0..=100 {
                let (fill, white) = shade(f64::from(i) / 100.0, colour);
                let channel = |at: usize| u8::from_str_radix(&fill[at..at + 2], 16).unwrap();
                let ground = luminance(channel(1), channel(3), channel(5));
                let contrast = if white { 1.05 / (ground + 0.05) } else { (ground + 0.05) / 0.05 };
                // WCAG 2.1 asks 4.5:1 for text.
                assert!(contrast >= 4.5, "{fill}: {contrast}");
            }
        }
    }

    #[test]
    fn more_is_darker() {
        let lights: Vec<String> = (0..=20).map(|i| shade(f64::from(i) / 20.0, false).0).collect();
        assert!(lights.windows(2).all(|pair| pair[0] > pair[1]), "{lights:?}");
        assert_eq!(lights[0], "#ffffff");
    }
}
