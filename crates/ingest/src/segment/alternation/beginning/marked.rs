//! Beginnings up to a mark that ends a name, whatever signs and words stand in it.

use super::{Beginning, LONG, Parting, WORDS, close, lead, time_at};

/// Most words of a name with an office before a full stop and a dash, and most characters.
const OFFICE_WORDS: usize = 12;
const OFFICE: usize = 96;

/// Whether a line has a colon so near its beginning that it may end a name.
pub(in crate::segment::alternation) fn has_colon(line: &str) -> bool {
    let rest = &line[lead(line).name..];
    rest[..rest.floor_char_boundary(LONG)].contains([':', '：'])
}

/// Reads the beginning of a line up to its first colon, whatever signs stand in the name: `Anna | Acme: words`.
pub(in crate::segment::alternation) fn before_colon(line: &str, at: usize) -> Option<Beginning<'_>> {
    let ends_sentence = |pair: (char, char)| matches!(pair, ('.' | '?' | '!' | ',' | ';', ' '));
    let signs = |name: &str| name.chars().zip(name.chars().skip(1)).any(ends_sentence);
    let name = |rest: &str| Some(rest[..rest.find([':', '：'])?].trim_end().len());
    before(line, at, name).filter(|one| {
        one.name.chars().count() <= LONG
            && one.name.split_whitespace().count() <= WORDS + 2
            && !signs(one.name)
    })
}

/// Reads the beginning of a line up to a full stop and a dash, as reports of parliaments have them behind names and offices:
/// `La señora CONSEJERA DE SANIDAD (Ibáñez Soto).- words`.
pub(in crate::segment::alternation) fn before_dash(line: &str, at: usize) -> Option<Beginning<'_>> {
    let is_mark = |rest: &str| {
        let dash = rest.trim_start_matches('.').trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']);
        rest.starts_with('.') && dash.strip_prefix(['-', '–', '—']).is_some_and(|rest| rest.starts_with(' '))
    };
    let name = |rest: &str| rest.match_indices('.').map(|(end, _)| end).find(|end| is_mark(&rest[*end..]));
    before(line, at, name).filter(|one| {
        one.name.chars().count() <= OFFICE && one.name.split_whitespace().count() <= OFFICE_WORDS
    })
}

/// Reads a line whose name ends where `name_end` says of what follows the marks before it.
fn before(line: &str, at: usize, name_end: impl Fn(&str) -> Option<usize>) -> Option<Beginning<'_>> {
    let line = line.trim_end();
    let lead = lead(line);
    let rest = &line[lead.name..];
    let name = &rest[..name_end(rest)?];
    let (close, inner, length) = close(&rest[name.len()..]);
    let said = &rest[name.len() + length..];
    let fits = name.contains(char::is_alphanumeric)
        && time_at(name).is_none()
        && inner.is_none()
        && said.contains(char::is_alphabetic)
        && close.ends_with(' ');
    let end = name.len() + rest[name.len()..name.len() + length].trim_end().len();
    fits.then(|| lead.beginning(at, name, end, lead.timestamp, Parting::Marks, close))
}
