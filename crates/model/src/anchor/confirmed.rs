//! Whether the words of a coding are still those that a person typed or marked.

use super::marks::{self, ElementKind};
use super::place::{Change, Finder};
use super::similar::{is_inside_word, is_same};

/// Most pieces of a quotation of which fewer are looked for. Each coding of a quotation that runs over
/// several turns holds some of them.
const MOST_PIECES: usize = 16;

/// Whether `quotation`, the whole text of a coding, has the words of `typed`, a quotation as a person
/// typed or marked it: word for word and in the same case.
///
/// Typography is folded and cuts and insertions are understood, as in [`Finder::place`]; the first letter of
/// several words may be in the other case, and a stop may close them. With cuts, the coding begins with the
/// first piece and ends with the last one; or it does so with some pieces that follow each other, since those in
/// another turn are a coding of their own.
///
/// ```
/// use themata_model::anchor::is_same_quotation;
///
/// assert!(is_same_quotation("[W]e don't pay … for outcomes.", "we don’t pay for outputs but for outcomes"));
/// assert!(!is_same_quotation("we are able", "we are unable"));
/// assert!(!is_same_quotation("they trust us", "they trust US"));
/// ```
pub fn is_same_quotation(typed: &str, quotation: &str) -> bool {
    if typed == quotation || is_whole(typed, quotation) {
        return true;
    }
    let core = marks::cores(typed).pop().unwrap_or_default();
    let elements = marks::elements(core);
    let pieces: Vec<_> = elements
        .iter()
        .filter(|element| element.kind == ElementKind::Words)
        .filter(|element| core[element.range.clone()].contains(char::is_alphanumeric))
        .map(|element| element.range.clone())
        .collect();
    if elements.len() < 2 {
        return false;
    }
    let finder = Finder::new(quotation);
    if in_pieces(core, &finder) {
        return true;
    }
    let most = if pieces.len() <= MOST_PIECES { pieces.len() } else { 0 };
    (0..most).any(|first| {
        (first..most).filter(|last| last - first + 1 < most).any(|last| {
            let some = core[pieces[first].start..pieces[last].end].trim();
            is_whole(some, quotation) || first < last && in_pieces(some, &finder)
        })
    })
}

/// Returns what is kept as the words first typed or marked, when the words of a coding become `now` by an
/// edit of its text: `typed`, unless these would not tell that anything changed, because it was between
/// the pieces of a quotation with cuts; then the words as they `were`.
pub fn first_words<'a>(typed: &'a str, were: &'a str, now: &str) -> &'a str {
    if is_same_quotation(were, now) || !is_same_quotation(typed, now) { typed } else { were }
}

/// Whether `typed`, without cuts, is the whole of `quotation`.
fn is_whole(typed: &str, quotation: &str) -> bool {
    let several = quotation.split_whitespace().nth(1).is_some();
    let changes = [Change::Nothing, Change::FinalStop, Change::FirstLetter, Change::Both];
    let changes = if several { &changes[..] } else { &changes[..2] };
    let readings = marks::letter_readings(typed);
    let mut cores = readings.iter().flat_map(|reading| marks::cores(reading));
    cores.any(|core| {
        changes.iter().any(|change| change.of(core).is_some_and(|words| is_same(&words, quotation)))
    })
}

/// Whether the words of `typed` stand in the text of `finder` from its beginning to its end, cut where
/// `typed` is cut.
fn in_pieces(typed: &str, finder: &Finder<'_>) -> bool {
    let text = finder.text();
    let Ok(placed) = finder.place(typed, None) else { return false };
    let spans = placed.spans();
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return false };
    let nothing = |text: &str| !text.contains(char::is_alphanumeric);
    if !nothing(&text[..first.start().0]) || !nothing(&text[last.end().0..]) {
        return false;
    }
    let parted =
        spans.iter().any(|span| is_inside_word(text, span.start().0) || is_inside_word(text, span.end().0));
    (!parted || has_bracket_at_word(typed)) && lone_words(typed).all(|word| has_word(text, word))
}

/// Whether an insertion touches a word, as in `work[ed]`.
fn has_bracket_at_word(typed: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    typed.match_indices(['[', ']']).any(|(at, bracket)| match bracket {
        "[" => letter(typed[..at].chars().next_back()),
        _ => letter(typed[at + 1..].chars().next()),
    })
}

/// The pieces of one word, which has the case it was typed in.
fn lone_words(typed: &str) -> impl Iterator<Item = &str> {
    let words = marks::elements(typed).into_iter().filter(|element| element.kind == ElementKind::Words);
    let words = words.map(|element| typed[element.range].trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty() && word.chars().all(char::is_alphanumeric))
}

fn has_word(text: &str, word: &str) -> bool {
    let whole = |at: &usize| !is_inside_word(text, *at) && !is_inside_word(text, at + word.len());
    text.match_indices(word).any(|(at, _)| whole(&at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(typed: &str, quotation: &str) {
        assert!(is_same_quotation(typed, quotation), "{typed:?} is {quotation:?}");
    }

    fn other(typed: &str, quotation: &str) {
        assert!(!is_same_quotation(typed, quotation), "{typed:?} is not {quotation:?}");
    }

    #[test]
    fn what_print_changes_does_not_make_other_words() {
        same("we pay for \"outcomes\" - only", "we pay for “outcomes” – only");
        same("“… We pay them.”", "we pay them");
        same("[W]e pay [the provider] for outcomes", "we pay them for outcomes");
        same("we work[ed] with them", "we working with them");
        same("we pay\nfor it", "we pay for it");
    }

    #[test]
    fn words_are_whole_and_have_their_case() {
        other("able", "unable");
        other("we are able", "we are unable");
        other("we were able … to see it", "we were unable, then, to see it");
        other("we … able … to see it", "we were unable, then, to see it");
        other("Us", "us");
        other("they told … us … to come", "they told the people and US ten times to come");
        other("they trust us", "they trust Us");
        other("we pay", "we paid");
        other("we pay", "we pay for it");
    }

    #[test]
    fn a_cut_quotation_begins_and_ends_with_its_pieces() {
        same("We meet … every week", "we meet, mostly online, every week");
        other("We meet … every week", "we meet, mostly online, every week or so");
        other("We meet … every week", "Well, we meet, mostly online, every week");
        other("We meet … every week", "we met, mostly online, every week");
    }

    #[test]
    fn pieces_in_another_turn_are_another_coding() {
        same("We meet … every week … online", "every week");
        same("We meet … every week … online", "We meet, of course, every week");
        other("We meet … every week … online", "every weak");
    }

    #[test]
    fn words_changed_in_a_cut_are_remembered() {
        let (typed, were) = ("We meet … every week", "We meet, mostly online, every week");
        assert_eq!(first_words(typed, were, "We meet, mostly on line, every week"), were);
        assert_eq!(first_words(typed, were, "We meet, mostly online, every weak"), typed);
        assert_eq!(first_words(typed, were, "We meet, mostly\nonline, every week"), typed);
    }
}
