//! The marks that authors put into quotations: cuts, insertions, quotation marks around the whole,
//! letters whose case was changed.

use std::borrow::Cow;
use std::ops::Range;

use super::characters::{is_dash, is_quotation_mark};

/// Longest insertion in code points. What is longer is a bracket left open, or a passage that no
/// author inserts; the limit also keeps the scan linear when brackets pile up.
const LONGEST_INSERTION: usize = 200;

/// Most layers of marks taken off the ends of a quotation: quotation marks, ellipsis, dash, and
/// once more for `"…'so'…"`.
const LAYERS: usize = 6;

/// A stretch of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) kind: ElementKind,
    /// Bytes of the quotation.
    pub(super) range: Range<usize>,
}

/// What a stretch of a quotation is, as far as its form tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementKind {
    /// Words.
    Words,
    /// An ellipsis: `…`, `...`, `. . .`, `[...]`, `[…]`, `(...)`.
    Cut,
    /// Words in square brackets.
    Insertion,
}

/// Splits `quotation` into words, cuts and insertions; the elements cover it without gaps.
pub(super) fn elements(quotation: &str) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::new();
    let mut words = 0;
    let mut at = 0;
    while at < quotation.len() {
        let Some((kind, range)) = mark_at(quotation, at) else {
            at += dots_or_char(&quotation[at..]);
            continue;
        };
        if words < range.start {
            elements.push(Element { kind: ElementKind::Words, range: words..range.start });
        }
        at = range.end;
        words = at;
        elements.push(Element { kind, range });
    }
    if words < quotation.len() {
        elements.push(Element { kind: ElementKind::Words, range: words..quotation.len() });
    }
    elements
}

/// The mark at byte `at`; it may begin a little later (a full stop before an ellipsis is words).
fn mark_at(quotation: &str, at: usize) -> Option<(ElementKind, Range<usize>)> {
    let rest = &quotation[at..];
    match rest.chars().next()? {
        '.' | '…' | '⋯' => {
            let dots = Dots::leading(rest);
            let skip = if dots.count == 4 && !rest.starts_with(['…', '⋯']) { 1 } else { 0 };
            (dots.count >= 3).then(|| (ElementKind::Cut, at + skip..at + dots.length))
        }
        // A letter whose case was changed is part of its word.
        '[' if bracketed_letter(rest).is_some() => None,
        open @ ('[' | '(') => {
            let close = if open == '[' { ']' } else { ')' };
            let (offset, _) = rest
                .char_indices()
                .skip(1)
                .take(LONGEST_INSERTION)
                .take_while(|&(_, c)| c != open)
                .find(|&(_, c)| c == close)?;
            let inside = rest[1..offset].trim();
            let dots = Dots::leading(inside);
            let range = at..at + offset + 1;
            if dots.count >= 2 && dots.length == inside.len() {
                Some((ElementKind::Cut, range))
            } else {
                (open == '[' && !inside.is_empty()).then_some((ElementKind::Insertion, range))
            }
        }
        _ => None,
    }
}

/// Bytes to step over where no mark begins: a run of too few dots at once, so that it is not
/// scanned again from its second dot.
fn dots_or_char(rest: &str) -> usize {
    match Dots::leading(rest) {
        Dots { count: 0, .. } => rest.chars().next().map_or(1, char::len_utf8),
        dots => dots.length,
    }
}

/// Dots at the beginning of a string, each perhaps after one space.
struct Dots {
    // An ellipsis character counts for three.
    count: usize,
    length: usize,
}

impl Dots {
    fn leading(text: &str) -> Dots {
        let mut dots = Dots { count: 0, length: 0 };
        let mut space = false;
        for (at, c) in text.char_indices() {
            match c {
                '.' => dots.count += 1,
                '…' | '⋯' => dots.count += 3,
                ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' if !space && dots.count > 0 => {
                    space = true;
                    continue;
                }
                _ => break,
            }
            space = false;
            dots.length = at + c.len_utf8();
        }
        dots
    }
}

/// The quotation, then what is left when quotation marks, ellipses and dashes around it are taken
/// off layer by layer. Each is trimmed of white space; none is empty.
pub(super) fn cores(quotation: &str) -> Vec<&str> {
    let mut core = quotation.trim();
    let mut cores = vec![core];
    for _ in 0..LAYERS {
        let inner = without_layer(core);
        if inner.len() == core.len() || inner.is_empty() {
            break;
        }
        core = inner;
        cores.push(core);
    }
    cores
}

fn without_layer(core: &str) -> &str {
    let layers: [fn(&str) -> &str; 3] = [
        |core| {
            let core = core.strip_prefix(is_quotation_mark).unwrap_or(core);
            core.strip_suffix(is_quotation_mark).unwrap_or(core)
        },
        |core| {
            let elements = elements(core);
            let cut = |element: Option<&Element>| {
                element
                    .filter(|element| element.kind == ElementKind::Cut)
                    .map(|element| element.range.clone())
            };
            let from = cut(elements.first()).map_or(0, |range| range.end);
            let to = cut(elements.last()).map_or(core.len(), |range| range.start);
            core.get(from..to).unwrap_or_default()
        },
        |core| core.trim_matches(is_dash),
    ];
    layers.iter().map(|layer| layer(core).trim()).find(|inner| inner.len() < core.len()).unwrap_or(core)
}

/// The quotation as typed, and where letters stand in brackets before the rest of their word
/// (`[W]e`) the quotation with these letters as typed and in the other case.
pub(super) fn letter_readings(quotation: &str) -> Vec<Cow<'_, str>> {
    let mut readings = vec![Cow::Borrowed(quotation)];
    let letters: Vec<(usize, char)> = quotation
        .match_indices('[')
        .filter_map(|(at, _)| Some((at, bracketed_letter(&quotation[at..])?)))
        .collect();
    if letters.is_empty() {
        return readings;
    }
    for change in [|c| c, other_case] {
        let mut reading = String::with_capacity(quotation.len());
        let mut from = 0;
        for &(at, letter) in &letters {
            reading.push_str(&quotation[from..at]);
            reading.push(change(letter));
            from = at + letter.len_utf8() + 2;
        }
        reading.push_str(&quotation[from..]);
        readings.push(Cow::Owned(reading));
    }
    readings
}

/// The letter in the brackets that `text` begins with, where the rest of a word follows.
fn bracketed_letter(text: &str) -> Option<char> {
    let mut characters = text.chars().skip(1);
    let letter = characters.next().filter(|c| c.is_alphabetic())?;
    let closed = characters.next()? == ']';
    (closed && characters.next()?.is_alphabetic()).then_some(letter)
}

/// `text` with its first letter in the other case; `None` where it begins with no such letter.
pub(super) fn with_other_first_case(text: &str) -> Option<String> {
    let (at, letter) = text.char_indices().find(|(_, c)| c.is_alphanumeric())?;
    let other = other_case(letter);
    (other != letter).then(|| format!("{}{other}{}", &text[..at], &text[at + letter.len_utf8()..]))
}

/// The letter in the other case; itself where it has none, or where that is more than one letter.
fn other_case(letter: char) -> char {
    fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
        characters.next().filter(|_| characters.next().is_none())
    }
    let other =
        if letter.is_uppercase() { single(letter.to_lowercase()) } else { single(letter.to_uppercase()) };
    other.unwrap_or(letter)
}

/// `text` without the full stop, comma, colon or semicolon its author closed it with; `None` where
/// there is none.
pub(super) fn without_final_stop(text: &str) -> Option<&str> {
    let shorter = text.strip_suffix(['.', ',', ';', ':'])?.trim_end();
    (!shorter.is_empty()).then_some(shorter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words stand as they are, cuts as `/`, insertions as `<…>`.
    fn check(quotation: &str, expected: &[&str]) {
        let shown: Vec<String> = elements(quotation)
            .into_iter()
            .map(|element| match element.kind {
                ElementKind::Words => quotation[element.range].to_string(),
                ElementKind::Cut => "/".to_string(),
                ElementKind::Insertion => format!("<{}>", &quotation[element.range]),
            })
            .collect();
        assert_eq!(shown, expected, "{quotation:?}");
    }

    #[test]
    fn cuts_and_insertions_are_told_from_words() {
        check("a … b", &["a ", "/", " b"]);
        check("a ... b . . . c", &["a ", "/", " b ", "/", " c"]);
        check("a [...] b (…) c [. . .]", &["a ", "/", " b ", "/", " c ", "/"]);
        check("end.... Next", &["end.", "/", " Next"]);
        check("e.g. this. It", &["e.g. this. It"]);
        check("a [the provider] b", &["a ", "<[the provider]>", " b"]);
        check("a [] (b) [c", &["a [] (b) [c"]);
        check("a [w]e b[s]", &["a [w]e b", "<[s]>"]);
        check("[[a]", &["[", "<[a]>"]);
        check("", &[]);
    }

    #[test]
    fn marks_around_the_whole_come_off_one_layer_at_a_time() {
        assert_eq!(cores(" “… so it is” "), ["“… so it is”", "… so it is", "so it is"]);
        assert_eq!(cores("– so"), ["– so", "so"]);
        assert_eq!(cores("…"), ["…"]);
    }

    #[test]
    fn a_letter_in_brackets_is_read_in_both_cases() {
        assert_eq!(letter_readings("[W]e [go]"), ["[W]e [go]", "We [go]", "we [go]"]);
        assert_eq!(letter_readings("item [a]"), ["item [a]"]);
        assert_eq!(with_other_first_case("“We").as_deref(), Some("“we"));
        assert_eq!(with_other_first_case("ßen"), None);
        assert_eq!(with_other_first_case("3 We"), None);
    }
}
