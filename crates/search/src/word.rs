//! Words: where they begin and end in a text, and the forms they are found by.
//!
//! Word boundaries are those of Unicode Standard Annex 29, with four differences that search asks
//! for: a full stop or colon between letters parts words (`contract.The`), an elided article stands by
//! itself (`l'accord`), and scripts without spaces are cut into single characters, so that any piece
//! of them is a phrase.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// What counts as an elided article, preposition or pronoun before an apostrophe.
const ELISIONS: [&str; 22] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "un", "dell", "nell", "all",
    "dall", "sull", "quell", "quest", "sant", "gl",
];

/// Fills `cuts` with the words of `text` as byte ranges, in order.
pub(crate) fn words(text: &str, cuts: &mut Vec<(usize, usize)>) {
    cuts.clear();
    let bytes = text.as_bytes();
    // White space parts words whatever stands around it, so that each stretch between can be cut by itself:
    // in ASCII without the tables of Unicode.
    let (mut stretch, mut cut_before) = (0, 0);
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        match KINDS[usize::from(first)] {
            Kind::Blank => {
                at += 1;
                (stretch, cut_before) = (at, cuts.len());
            }
            Kind::Sign => at += 1,
            Kind::Letter => {
                let (mut letters, mut is_joined) = (at, false);
                while let Some(&b) = bytes.get(letters).filter(|b| KINDS[usize::from(**b)] == Kind::Letter) {
                    is_joined |= b == b'_';
                    letters += 1;
                }
                let end = ascii_word_end(bytes, letters);
                if end > letters || is_joined {
                    cut_up(&text[at..end], at, cuts);
                } else {
                    cuts.push((at, end));
                }
                at = end;
            }
            Kind::Other if is_print_sign(&bytes[at..]) => at += PRINT_SIGN,
            Kind::Other => {
                let length = bytes[stretch..].iter().position(u8::is_ascii_whitespace);
                let end = length.map_or(bytes.len(), |length| stretch + length);
                cuts.truncate(cut_before);
                for (start, word) in text[stretch..end].unicode_word_indices() {
                    cut_up(word, stretch + start, cuts);
                }
                at = end;
            }
        }
    }
}

/// What a byte is to the rules on words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// White space.
    Blank,
    /// A letter, digit or underscore.
    Letter,
    /// Anything else in ASCII.
    Sign,
    /// Not ASCII.
    Other,
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Sign; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation, reason = "a byte is less than 256")]
        let b = byte as u8;
        if b.is_ascii_whitespace() {
            kinds[byte] = Kind::Blank;
        } else if b.is_ascii_alphanumeric() || b == b'_' {
            kinds[byte] = Kind::Letter;
        } else if !b.is_ascii() {
            kinds[byte] = Kind::Other;
        }
        byte += 1;
    }
    kinds
};

/// Bytes of a sign that [`is_print_sign`].
const PRINT_SIGN: usize = 3;

/// Whether the text goes on with one of the quotation marks, dashes and dots of printed text, which part words
/// unless they are [`is_print_apostrophe`] within one.
fn is_print_sign(rest: &[u8]) -> bool {
    // U+2013, U+2014, U+2018, U+2019, U+201C, U+201D, U+2026.
    matches!(rest, [0xE2, 0x80, 0x93 | 0x94 | 0x98 | 0x99 | 0x9C | 0x9D | 0xA6, ..])
}

/// Whether the text goes on with an apostrophe of printed text.
fn is_print_apostrophe(rest: &[u8]) -> bool {
    matches!(rest, [0xE2, 0x80, 0x98 | 0x99, ..])
}

/// Where the word that is letters up to `end` ends by the rules of the standard that concern
/// ASCII (WB5 to WB13b) and the apostrophes of printed text.
fn ascii_word_end(bytes: &[u8], mut end: usize) -> usize {
    while let Some(&b) = bytes.get(end) {
        if KINDS[usize::from(b)] != Kind::Letter {
            let is_apostrophe = is_print_apostrophe(&bytes[end..]);
            let length = if is_apostrophe { PRINT_SIGN } else { 1 };
            let (before, after) = (bytes[end - 1], bytes.get(end + length).copied().unwrap_or(b' '));
            let between_letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
            let between_digits = before.is_ascii_digit() && after.is_ascii_digit();
            let joins = match b {
                b'\'' | b'.' => between_letters || between_digits,
                b':' => between_letters,
                b',' | b';' => between_digits,
                _ => is_apostrophe && (between_letters || between_digits),
            };
            if !joins {
                break;
            }
            end += length;
        } else {
            end += 1;
        }
    }
    end
}

/// Takes a word of the standard, cut up where search wants it; underscores alone are none.
fn cut_up(word: &str, at: usize, cuts: &mut Vec<(usize, usize)>) {
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        cuts.push((at, at + word.len()));
    } else if word.chars().any(char::is_alphanumeric) {
        pieces(word, at, cuts);
    }
}

/// The sentences of `text[within]` that hold `around`, by Unicode Standard Annex 29, without white space at
/// their ends; all positions in bytes of `text`.
pub fn sentences_around(text: &str, within: Range<usize>, around: Range<usize>) -> Range<usize> {
    let Some(whole) = text.get(within.clone()) else { return around };
    let bounds = whole.split_sentence_bound_indices().map(|(at, sentence)| {
        let start = within.start + at;
        start..start + sentence.len()
    });
    let held = bounds.filter(|sentence| sentence.start < around.end && around.start < sentence.end);
    let hull = held.reduce(|a, b| a.start..b.end).unwrap_or(around);
    let words = &text[hull.clone()];
    let start = hull.start + (words.len() - words.trim_start().len());
    start..hull.start + words.trim_end().len()
}

/// Cuts a word of the standard where search wants it cut.
fn pieces(word: &str, at: usize, cuts: &mut Vec<(usize, usize)>) {
    let mut each = |from: usize, to: usize| cuts.push((from, to));
    if word.chars().any(is_unspaced) {
        let mut open: Option<usize> = None;
        for (i, cluster) in word.grapheme_indices(true) {
            let alone = cluster.chars().next().is_some_and(is_unspaced);
            if alone || !cluster.chars().any(char::is_alphanumeric) {
                if let Some(start) = open.take() {
                    each(at + start, at + i);
                }
                if alone {
                    each(at + i, at + i + cluster.len());
                }
            } else {
                open.get_or_insert(i);
            }
        }
        if let Some(start) = open {
            each(at + start, at + word.len());
        }
        return;
    }
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut letters = word.char_indices().peekable();
    while let Some((i, c)) = letters.next() {
        let next = letters.peek().map(|(_, c)| *c);
        let between_letters =
            before.is_some_and(char::is_alphabetic) && next.is_some_and(char::is_alphabetic);
        let parts = match c {
            '.' | ':' | '\u{2024}' | '\u{FE13}' | '\u{FF0E}' | '\u{FF1A}' => between_letters,
            '\'' | '\u{2019}' => {
                between_letters && is_elision(&word[start..i]) && word[i + c.len_utf8()..].len() > 1
            }
            _ => false,
        };
        if parts {
            each(at + start, at + i);
            start = i + c.len_utf8();
        }
        before = Some(c);
    }
    if start < word.len() {
        each(at + start, at + word.len());
    }
}

/// An elided article and the single letter behind it, which is cut off only where it goes on.
pub(crate) fn elided(word: &str) -> Option<(&str, &str)> {
    let (article, rest) = word.split_once(['\'', '\u{2019}'])?;
    (is_elision(article) && rest.chars().count() == 1 && rest.chars().all(char::is_alphabetic))
        .then_some((article, rest))
}

fn is_elision(piece: &str) -> bool {
    ELISIONS.iter().any(|elided| piece.eq_ignore_ascii_case(elided))
}

/// Whether words of the character's script are written without spaces between them.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF        // Thai, Lao
        | 0x1000..=0x109F      // Myanmar
        | 0x1780..=0x17FF      // Khmer
        | 0x2E80..=0x2FDF      // radicals
        | 0x3005..=0x3007
        | 0x3040..=0x30FF      // Hiragana, Katakana
        | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9F      // half-width Katakana
        | 0x20000..=0x3FFFF)
}

/// The form a word is found by whatever its case, accents and typography.
pub(crate) fn folded(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return if word.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    if is_plain(word) {
        return Cow::Owned(straightened(word));
    }
    let bare = word.nfkd().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase);
    let mut out = String::with_capacity(word.len());
    for c in bare.nfc() {
        match spelled(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether a word is ASCII but for apostrophes: then its folded form and that in small letters are the same.
pub(crate) fn is_plain(word: &str) -> bool {
    word.is_ascii() || word.chars().all(|c| c.is_ascii() || is_apostrophe(c))
}

/// A word that [`is_plain`] in small letters, with plain apostrophes.
fn straightened(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii() { c.to_ascii_lowercase() } else { '\'' }).collect()
}

/// The form that stemmers know: small letters, composed, ligatures as letters, without invisible signs, with
/// the plain apostrophe.
pub(crate) fn lowered(word: &str) -> Cow<'_, str> {
    if is_plain(word) {
        return folded(word);
    }
    let plain = |c: char| if is_apostrophe(c) { '\'' } else { c };
    let visible = word.nfkc().filter(|c| !is_invisible(*c));
    Cow::Owned(visible.flat_map(char::to_lowercase).map(plain).collect())
}

/// Marks that are left out when words are compared: those of Latin, Greek and Cyrillic letters and the
/// optional vowel signs of Hebrew and Arabic. Signs that spell vowels elsewhere stay.
fn is_accent(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F
        | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2 | 0x05C4..=0x05C7
        | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670)
        || is_invisible(c)
}

/// Signs without a shape, such as the hyphen that shows only where a line ends.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0x00AD | 0x200B..=0x200D | 0x2060 | 0xFEFF)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\u{2019}' | '\u{2018}' | '\u{201B}' | '\u{02BC}' | '\u{FF07}')
}

/// Letters without a decomposition that typists write with others.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ı' => "i",
        'ħ' => "h",
        'ς' => "σ",
        c if is_apostrophe(c) => "'",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut cuts = Vec::new();
        words(text, &mut cuts);
        cuts.into_iter().map(|(a, b)| &text[a..b]).collect()
    }

    #[test]
    fn words_part_where_search_wants_them() {
        assert_eq!(
            cut("We don't pay 3.5% late.Then e-mail"),
            ["We", "don't", "pay", "3.5", "late", "Then", "e", "mail"]
        );
        assert_eq!(
            cut("l’accord, d'abord dell'azienda O’Brien"),
            ["l", "accord", "d", "abord", "dell", "azienda", "O’Brien"]
        );
        assert_eq!(cut("合同 ABC条款"), ["合", "同", "ABC", "条", "款"]);
        assert_eq!(cut("カタカナ"), ["カ", "タ", "カ", "ナ"]);
        assert_eq!(cut("👍🏽 — …"), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_standard_however_they_are_found(
            text in prop_oneof!["[aBl0-9_'.,:;\"\\- \t\n]{0,40}", "[a-c1é\u{308}\u{200D}’'.:,_ \r\n👍合קâ]{0,30}", "[ab1’‘“”–—…\u{308}\u{200D}é'., ]{0,30}", "\\PC{0,30}"]
        ) {
            let mut standard = Vec::new();
            for (start, word) in text.unicode_word_indices() {
                cut_up(word, start, &mut standard);
            }
            // To the standard, a mark upon a blank makes a word of both.
            prop_assume!(standard.iter().all(|&(start, _)| !text[start..].starts_with(char::is_whitespace)));
            let mut cuts = Vec::new();
            words(&text, &mut cuts);
            prop_assert_eq!(cuts, standard);
        }
    }

    #[test]
    fn a_sentence_is_found_around_words() {
        let text = "One. Two is here!  Three, then.";
        let at = text.find("is").unwrap();
        assert_eq!(&text[sentences_around(text, 0..text.len(), at..at + 2)], "Two is here!");
        assert_eq!(
            &text[sentences_around(text, 0..text.len(), at..text.len() - 1)],
            "Two is here!  Three, then."
        );
    }

    #[test]
    fn case_accents_and_typography_do_not_part_words() {
        for (a, b) in [
            ("Über", "uber"),
            ("U\u{308}BER", "uber"),
            ("Straße", "strasse"),
            ("smørrebrød", "smorrebrod"),
            ("ﬁne", "fine"),
            ("don’t", "don't"),
            ("DON‘T", "don't"),
            ("ΛΌΓΟΣ", "λογος"),
        ] {
            assert_eq!(folded(a), folded(b), "{a}");
        }
        assert_ne!(folded("กำ"), folded("กา"));
    }
}
