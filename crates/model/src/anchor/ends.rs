//! Blanks and marks at the ends of a coding, which the search for words does not see.

use super::Anchor;
use super::place::{Finder, is_whole};
use super::resolve::Resolution;
use crate::{ByteOffset, Span};

/// `found` with the blanks and marks at its ends that the quotation of `anchor` has at its own, as far as
/// they stand there in `text`.
pub(super) fn with_ends(found: Resolution, anchor: &Anchor, text: &str) -> Resolution {
    match found {
        Resolution::Exact(_) | Resolution::Lost => found,
        Resolution::Moved(place) => {
            let place = widened(place, &anchor.quotation, text);
            let stays = place == anchor.span && place.of(text) == anchor.quotation;
            if stays { Resolution::Exact(place) } else { Resolution::Moved(place) }
        }
        Resolution::Approximate { span, score } => {
            Resolution::Approximate { span: widened(span, &anchor.quotation, text), score }
        }
    }
}

impl Finder<'_> {
    /// Returns what [`Finder::occurrences`] does, for a quotation that is not typed but stood in a text: each
    /// place has the blanks and marks at its ends that the quotation has, as far as they stand there.
    pub fn occurrences_with_ends(&self, quotation: &str) -> Vec<Span> {
        let places = self.occurrences(quotation).into_iter();
        places.map(|place| widened(place, quotation, self.text())).collect()
    }
}

fn widened(place: Span, quotation: &str, text: &str) -> Span {
    let (start, end, words) = (place.start().0, place.end().0, place.of(text));
    let (Some((from, to)), Some((own_from, own_to))) = (core(quotation), core(words)) else { return place };
    let before = quotation[..from].strip_suffix(&words[..own_from]).map_or(0, |rest| {
        let there = in_common(rest.chars().rev(), text[..start].chars().rev());
        // Blanks say nothing where the mark beyond them is gone.
        if there < rest.trim_start().len() { rest[rest.len() - there..].trim_start().len() } else { there }
    });
    let after = quotation[to..].strip_prefix(&words[own_to..]).map_or(0, |rest| {
        let there = in_common(rest.chars(), text[end..].chars());
        if there < rest.trim_end().len() { rest[..there].trim_end().len() } else { there }
    });
    let widened = Span::new(text, ByteOffset(start - before), ByteOffset(end + after));
    widened.ok().filter(|widened| is_whole(text, *widened)).unwrap_or(place)
}

/// Where the letters and digits of `words` begin and end.
fn core(words: &str) -> Option<(usize, usize)> {
    let from = words.find(char::is_alphanumeric)?;
    let last = words.char_indices().rfind(|(_, c)| c.is_alphanumeric())?;
    Some((from, last.0 + last.1.len_utf8()))
}

/// Bytes that both begin with.
fn in_common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use crate::anchor::{Anchor, Finder, Resolution, Revision};
    use crate::{ByteOffset, Span};

    /// Carries what stands in `‹›` in `old` and shows where it stands in `new`.
    fn carried(old: &str, new: &str) -> (Resolution, String) {
        let (from, to) = (old.find('‹').unwrap(), old.find('›').unwrap() - '‹'.len_utf8());
        let old = old.replace(['‹', '›'], "");
        let span = Span::new(&old, ByteOffset(from), ByteOffset(to)).unwrap();
        let found = Revision::between(&old, &Finder::new(new)).carry(&Anchor::of(&old, span));
        (found, found.span().map(|span| span.of(new).to_string()).unwrap_or_default())
    }

    #[test]
    fn blanks_at_the_ends_move_with_the_words() {
        let old = "A: They told us that‹ nai\u{308}ve our forecasts and things cost mutua›l trust.";
        let new = "A: They told us that nai\u{308}ve never naïve our forecasts and things cost mutual trust.";
        let (found, words) = carried(old, new);
        assert!(matches!(found, Resolution::Moved(_)), "{found:?}");
        assert_eq!(words, " naïve our forecasts and things cost mutua");
    }

    #[test]
    fn blanks_at_the_ends_stay_with_corrected_words() {
        let old = "A: So we‹ pay them for the outcome › and the rest.";
        let new = "A: So we pay them for the outcomes  and the rest.";
        let (found, words) = carried(old, new);
        assert!(matches!(found, Resolution::Approximate { .. }), "{found:?}");
        assert_eq!(words, " pay them for the outcomes ");
    }

    #[test]
    fn marks_at_the_ends_come_along_where_they_stand() {
        let anchor = |words: &str| {
            let lost = Span::new(words, ByteOffset(0), ByteOffset(words.len())).unwrap();
            Anchor { span: lost, quotation: words.into(), prefix: String::new(), suffix: String::new() }
        };
        let resolved = |words: &str, new: &str| {
            let finder = Finder::new(new);
            let found = Revision::between("A: Hm.", &finder).carry(&anchor(words));
            found.span().map(|span| span.of(new).to_string())
        };
        let new = "A: And then they pay us so “costs” of all the people.";
        assert_eq!(resolved("then they pay us so “", new).as_deref(), Some("then they pay us so “"));
        let without = new.replace('“', "");
        assert_eq!(resolved("then they pay us so “", &without).as_deref(), Some("then they pay us so"));
    }

    #[test]
    fn places_of_words_that_stood_in_a_text_have_their_blanks() {
        let finder = Finder::new("A: So we pay. And they pay for it.");
        let found = finder.occurrences_with_ends(" pay.\n\nAnd they ");
        let found: Vec<&str> = found.into_iter().map(|span| span.of(finder.text())).collect();
        assert_eq!(found, [" pay. And they "]);
    }

    #[test]
    fn words_that_stay_are_not_left_for_the_same_words_before_their_blank_lines() {
        let old = "A: We promised them a date for the‹ delivery.\n\n›B: And then?";
        let new = "A: We promised them a date for the delivery. And costs are part of every delivery.\n\nB: And then?";
        let (found, words) = carried(old, new);
        assert!(matches!(found, Resolution::Moved(place) if place.start() == ByteOffset(34)), "{found:?}");
        assert_eq!(words, " delivery.");
    }

    #[test]
    fn other_white_space_is_not_taken_in() {
        let old = "A: So we‹ pay them for the outcome› and the rest.";
        let new = "A: So we\npay them for the outcomes and the rest.";
        assert_eq!(carried(old, new).1, "pay them for the outcomes");
    }
}
