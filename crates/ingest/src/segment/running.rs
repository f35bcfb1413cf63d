//! Heads of pages with a colon in them, which are no labels: `Talks: Anna Berg — p. 3`.

use std::collections::{HashMap, HashSet};

use themata_model::line::Line;

use super::candidate::Candidate;
use super::lexicon;

/// Fewest pages with the same head.
const PAGES: usize = 2;

/// Longest head, in characters.
const HEAD: usize = 60;

/// What stands before the number of a page.
#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "p", "p.", "pp.", "page", "s", "s.", "seite", "sida", "sid.", "sivu", "side", "pág.", "pag.", "página", "pagina", "blz.", "-", "–", "—", "·", "|", "•",
];

/// Leaves out what is the same line again and again but for the number of its page.
pub(super) fn drop(text: &str, lines: &[Line], found: &mut Vec<Candidate<'_>>) {
    let head = |one: &Candidate<'_>| {
        let line = lines[one.line];
        numbered_head(text[line.start..line.end].trim())
    };
    let mut heads: HashMap<String, Vec<Option<(&str, u32)>>> = HashMap::new();
    for one in found.iter() {
        heads.entry(lexicon::key(one.name)).or_default().push(head(one));
    }
    let are_heads = |lines: &[Option<(&str, u32)>]| {
        let grows = |pair: &[Option<(&str, u32)>]| match pair {
            [Some((a, m)), Some((b, n))] => a == b && m < n,
            _ => false,
        };
        lines.len() >= PAGES && lines.windows(2).all(grows)
    };
    let running: HashSet<String> =
        heads.into_iter().filter(|(_, lines)| are_heads(lines)).map(|(name, _)| name).collect();
    found.retain(|one| !running.contains(&lexicon::key(one.name)));
}

/// The number of a page at the end of its head, behind a mark or a word for pages.
pub(crate) fn page_of_head(line: &str) -> Option<u32> {
    let is_short = line.chars().count() <= HEAD && !line.ends_with('.');
    numbered_head(line).filter(|_| is_short).map(|(_, number)| number)
}

/// What stands before the number of a page at the end of a line, and the number.
fn numbered_head(line: &str) -> Option<(&str, u32)> {
    let (before, number) = line.rsplit_once(' ')?;
    let number = number.trim_end_matches(['-', '–', '—', '.']).parse().ok()?;
    let mark = before.rsplit(' ').next()?.to_lowercase();
    BEFORE.contains(&mark.as_str()).then_some((before, number))
}

#[cfg(test)]
mod tests {
    use crate::segment::segment;

    #[test]
    fn heads_of_pages_with_a_colon_and_their_number_are_no_labels() {
        let page = |n: usize| {
            format!("Talk: Anna Berg — p. {n}\n\nAsker: Who dug it?\n\nAnna Berg: We did, with spades.\n\n")
        };
        let text: String = (1..5).map(page).collect();
        let (turns, speakers, _) = segment(&text);
        let labels: Vec<&str> = speakers.iter().map(|speaker| speaker.label.as_str()).collect();
        assert_eq!((turns.len(), labels), (8, vec!["Asker", "Anna Berg"]));
    }
}
