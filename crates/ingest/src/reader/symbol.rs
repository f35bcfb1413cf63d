//! Characters of symbol fonts, which stand at places of their own.

/// The characters of the font Symbol from 0x20 on.
const LOWER: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";

/// The characters of the font Symbol from 0xA0 on.
const UPPER: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐―↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪�⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

/// The characters of Wingdings that people put into transcripts.
const WINGDINGS: &[(u32, char)] = &[
    (0x20, ' '),
    (0x22, '✂'),
    (0x28, '☎'),
    (0x29, '✆'),
    (0x2a, '✉'),
    (0x3a, '💻'),
    (0x46, '☞'),
    (0x4a, '☺'),
    (0x4b, '😐'),
    (0x4c, '☹'),
    (0x6c, '●'),
    (0x6d, '❍'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x9f, '•'),
    (0xa7, '▪'),
    (0xa8, '◻'),
    (0xab, '★'),
    (0xd8, '➢'),
    (0xdf, '←'),
    (0xe0, '→'),
    (0xe1, '↑'),
    (0xe2, '↓'),
    (0xe8, '➔'),
    (0xef, '⇦'),
    (0xf0, '⇨'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

/// The character `code` of the font; codes may stand in the private area from 0xF000 on. `None` where its
/// meaning is not known.
pub(super) fn character(font: &str, code: u32) -> Option<char> {
    let place = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let at = |list: &str, from: u32| place.checked_sub(from).and_then(|n| list.chars().nth(n as usize));
    let found = match font.to_lowercase().as_str() {
        "symbol" if place >= 0xa0 => at(UPPER, 0xa0),
        "symbol" => at(LOWER, 0x20),
        "wingdings" => WINGDINGS.iter().find(|(own, _)| *own == place).map(|&(_, c)| c),
        _ if (0xf000..=0xf0ff).contains(&code) => None,
        _ => char::from_u32(code).filter(|c| !c.is_control()),
    };
    found.filter(|c| *c != '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_have_the_meaning_of_their_font() {
        assert_eq!(character("Symbol", 0xf061), Some('α'));
        assert_eq!(character("Symbol", 0xf0ae), Some('→'));
        assert_eq!(character("Symbol", 0xfe), Some('⎭'));
        assert_eq!(character("Wingdings", 0xf04a), Some('☺'));
        assert_eq!(character("Wingdings", 0xf001), None);
        assert_eq!(character("Arial", 0x2022), Some('•'));
        assert_eq!(character("Webdings", 0xf061), None);
        assert_eq!(character("Symbol", u32::MAX), None);
    }
}
