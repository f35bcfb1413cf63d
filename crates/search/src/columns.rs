//! Columns that text takes on a terminal, as far as carets and aligned lines need it.

use unicode_normalization::char::is_combining_mark;

/// The columns of `text`: none for marks that sit on a letter, two for wide characters.
pub fn columns(text: &str) -> usize {
    let mut joined = false;
    let mut sum = 0;
    for c in text.chars() {
        // What follows a joiner is drawn into the sign before it.
        sum += if joined { 0 } else { of_character(c) };
        joined = c == '\u{200D}';
    }
    sum
}

fn of_character(c: char) -> usize {
    match u32::from(c) {
        0..0x300 => 1,
        0x200B..=0x200F | 0x2060 | 0xFE00..=0xFE0F | 0xFEFF | 0x1F3FB..=0x1F3FF => 0,
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD
            if !is_combining_mark(c) =>
        {
            2
        }
        _ => usize::from(!is_combining_mark(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_and_combined_characters_take_their_columns() {
        for (text, wanted) in [
            ("abc", 3),
            ("合同", 4),
            ("e\u{301}t", 2),
            ("👩‍👩‍👧", 2),
            ("👍🏽", 2),
            ("สัญญา", 4),
            ("…–", 2),
            ("カ", 2),
        ] {
            assert_eq!(columns(text), wanted, "{text}");
        }
    }
}
