//! What every format does to text first: characters that no file can hold, the direction of
//! writing, and places where a word too long for its column may break.

use unicode_segmentation::UnicodeSegmentation;

use crate::syllables::{SOFT_HYPHEN, syllables};

/// Returns `text` without the characters XML and printing cannot hold: line ends become LF, other
/// control characters but the tab and the two non-characters are dropped.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' | '\n' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Returns whether `text` is written from right to left, judged by its first letter.
pub(crate) fn is_rtl(text: &str) -> bool {
    text.chars().find(|c| c.is_alphabetic()).is_some_and(|c| {
        matches!(c,
            '\u{0590}'..='\u{08FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFF}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}')
    })
}

/// Returns `text` with marks in words longer than `capacity` characters, so that no word is wider than its
/// column: soft hyphens between the syllables of words, zero-width spaces where neither language nor
/// punctuation offers a place.
///
/// Scripts written without spaces are left to the typesetter's own line breaking.
pub(crate) fn breakable(text: &str, capacity: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(char::is_whitespace) {
        if piece.chars().count() <= capacity || piece.chars().any(is_spaceless) {
            out.push_str(piece);
            continue;
        }
        for (i, token) in piece.split_word_bounds().enumerate() {
            let closing = token.chars().all(|c| !c.is_alphanumeric());
            if i > 0 && !closing {
                out.push('\u{200B}');
            }
            if token.chars().count() <= capacity {
                out.push_str(token);
            } else {
                push_broken(&mut out, token, capacity);
            }
        }
    }
    out
}

/// Returns the length of the longest word of `text`, in characters; words of scripts written
/// without spaces count as one.
pub(crate) fn longest_word(text: &str) -> usize {
    text.split_whitespace()
        .map(|word| if word.chars().any(is_spaceless) { 2 } else { word.chars().count() })
        .max()
        .unwrap_or(0)
}

fn push_broken(out: &mut String, token: &str, capacity: usize) {
    // Keys are written with underscores, which are good places.
    for (i, part) in token.split_inclusive('_').enumerate() {
        if i > 0 {
            out.push('\u{200B}');
        }
        if part.chars().count() <= capacity {
            out.push_str(part);
        } else if part.chars().all(char::is_alphabetic) {
            push_syllables(out, part, capacity);
        } else {
            push_letters(out, part);
        }
    }
}

fn push_syllables(out: &mut String, word: &str, capacity: usize) {
    let syllables = syllables(word);
    // A hyphen is to fit behind each.
    if syllables.iter().any(|syllable| syllable.chars().count() >= capacity) {
        return push_letters(out, word);
    }
    for (i, syllable) in syllables.into_iter().enumerate() {
        if i > 0 {
            out.push(SOFT_HYPHEN);
        }
        out.push_str(syllable);
    }
}

fn push_letters(out: &mut String, token: &str) {
    for (i, grapheme) in token.graphemes(true).enumerate() {
        if i > 0 {
            out.push('\u{200B}');
        }
        out.push_str(grapheme);
    }
}

/// Thai to Myanmar, and everything from Hangul Jamo on: no spaces between words, or breaks allowed
/// between any two characters.
fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_line_ends_are_unified() {
        let check = |input: &str, expected: &str| assert_eq!(clean(input), expected, "{input:?}");
        check("plain", "plain");
        check("a\0b\u{1}c\u{1b}[31m", "abc[31m");
        check("a\r\nb\rc\nd", "a\nb\nc\nd");
        check("tab\tstays", "tab\tstays");
        check("a\u{2028}b\u{c}c", "a\nb\nc");
        check("x\u{FFFE}y\u{FFFF}z", "xyz");
        check("del\u{7f}c1\u{9b}", "delc1");
        check("👩‍👩‍👧 \u{200f}ok", "👩‍👩‍👧 \u{200f}ok");
    }

    #[test]
    fn the_first_letter_decides_the_direction() {
        assert!(!is_rtl("plain"));
        assert!(is_rtl("  «السلام»"));
        assert!(is_rtl("12 שלום"));
        assert!(!is_rtl("1. Arabic: السلام"));
        assert!(!is_rtl(""));
    }

    #[test]
    fn only_words_longer_than_the_column_break() {
        let check = |input: &str, expected: &str| {
            let marked = breakable(input, 5).replace('\u{200B}', "|").replace('\u{AD}', "-");
            assert_eq!(marked, expected, "{input:?}");
        };
        check("short words", "short words");
        check("hyphen", "hy-phen");
        check("strengths", "s|t|r|e|n|g|t|h|s");
        check("abc-defghi", "abc-|de-fghi");
        check("D001_P1_ab12cd34", "D001_|P1_|a|b|1|2|c|d|3|4");
        check("e\u{301}e\u{301}e\u{301}e", "e\u{301}|e\u{301}|e\u{301}|e");
        check("日本語日本語日本語", "日本語日本語日本語");
    }

    #[test]
    fn the_longest_word_is_counted_in_characters() {
        assert_eq!(longest_word("äöü abcd e"), 4);
        assert_eq!(longest_word(""), 0);
        assert_eq!(longest_word("日本語日本語"), 2);
    }
}
