//! The words of a name, with the full stops that shorten them.

/// How long the word is that `text` begins with; a full stop belongs to it inside, behind a short word that `opens` a name and,
/// `with_letters`, behind a single letter or before capitals.
pub(super) fn word(text: &str, opens: bool, with_letters: bool) -> Option<usize> {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let joins = is_inside(c) && next.is_some_and(char::is_alphanumeric);
        let letters = text[..at].chars().count();
        let abbreviates = c == '.'
            && (letters == 1 || is_title(&text[..at]) || (opens && (2..=SHORTENED).contains(&letters)))
            && next.is_some_and(|next| next == ' ')
            && text[at + 2..].starts_with(char::is_uppercase)
            && text.starts_with(char::is_uppercase)
            && (is_title(&text[..at]) || with_letters)
            && (!text[..at].chars().all(char::is_uppercase)
                || (with_letters && (letters == 1 || is_in_capitals(&text[at + 2..]))));
        if !(c.is_alphanumeric() || joins || abbreviates) {
            break;
        }
        end = at + c.len_utf8();
    }
    (end > 0).then_some(end)
}

/// Most letters of a word that a full stop shortens before a name.
const SHORTENED: usize = 4;

/// Titles that a full stop shortens, wherever they stand.
const TITLES: &[&str] = &[
    "dr", "prof", "mr", "mrs", "ms", "st", "sr", "sra", "srta", "dra", "fr", "hr", "lic", "ing", "mgr",
    "rev", "sig", "dott", "mme", "mlle", "mevr", "dhr", "toht", "rva",
];

/// Whether a full stop behind a word shortens it to a title before a name.
pub(in crate::segment) fn is_title(word: &str) -> bool {
    TITLES.contains(&word.to_lowercase().as_str())
}

/// Whether a word in capitals opens `text`.
fn is_in_capitals(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(|c| !c.is_lowercase())
}

/// What may stand between letters of a name.
pub(super) fn is_inside(c: char) -> bool {
    matches!(c, '-' | '‐' | '\'' | '’' | '.' | '&' | '·' | '・' | '_' | '\u{300}'..='\u{36f}')
}
