//! Which convention the positions of one text follow: told by who wrote the project, checked by the words.

use super::positions::{Convention, LineEnds, Plain, Ruler, Unit};
use super::project::{Range, Selection};

/// The tools whose ways are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vendor {
    Nvivo,
    Atlasti,
    Maxqda,
    Qualcoder,
    Themata,
    Other,
}

impl Vendor {
    /// The tool that calls itself `origin`.
    pub(crate) fn of(origin: &str) -> Vendor {
        let origin = origin.to_lowercase();
        let called = |name: &str| origin.trim_start().starts_with(name);
        match () {
            () if called("nvivo") => Vendor::Nvivo,
            () if called("atlas") => Vendor::Atlasti,
            () if called("maxqda") => Vendor::Maxqda,
            () if called("qualcoder") => Vendor::Qualcoder,
            () if called("themata") => Vendor::Themata,
            () => Vendor::Other,
        }
    }

    /// How it counts, as far as is known.
    pub(crate) fn convention(self) -> Convention {
        let (unit, line_ends) = match self {
            Vendor::Nvivo => (Unit::Utf16, LineEnds::Two),
            Vendor::Atlasti | Vendor::Maxqda => (Unit::CodePoints, LineEnds::One),
            Vendor::Qualcoder | Vendor::Themata | Vendor::Other => (Unit::CodePoints, LineEnds::Two),
        };
        Convention { unit, line_ends }
    }
}

/// How the positions of one text are read, and what speaks for it.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) convention: Convention,
    /// Whether the words spoke against what is known of the tool.
    pub(crate) against_custom: bool,
    /// Whether another convention gives other words and cannot be excluded.
    pub(crate) is_open: bool,
}

/// Decides how the positions of `selections` in `plain` are counted; `custom` is what is known of the tool.
pub(crate) fn decide(custom: Convention, plain: &Plain, selections: &[Selection]) -> Decision {
    let usual = Decision { convention: custom, against_custom: false, is_open: false };
    if !plain.is_ambiguous() || selections.is_empty() {
        return usual;
    }
    let tried: Vec<(Convention, Tally)> = Convention::ALL
        .into_iter()
        .map(|convention| (convention, Tally::of(&Ruler::new(plain, convention), plain, selections)))
        .collect();
    let Some((_, by_custom)) = tried.iter().find(|(convention, _)| *convention == custom) else {
        return usual;
    };
    let best = tried.iter().max_by_key(|(convention, tally)| (tally.score(), *convention == custom));
    let Some((convention, best)) = best else { return usual };
    // Who selects by hand starts within a word now and then; a wrong unit does so nearly always.
    let enough = (selections.len() as i64 / 4).max(2);
    let changes = best.score() >= by_custom.score() + enough;
    let chosen = if changes { (*convention, best) } else { (custom, by_custom) };
    // Another convention that fits equally well and means other words leaves the matter open.
    let rivals = tried.iter().filter(|(other, _)| *other != chosen.0);
    let is_open = rivals.into_iter().any(|(_, rival)| {
        rival.spans != chosen.1.spans && rival.score() + enough > chosen.1.score() && chosen.1.names < 2
    });
    Decision { convention: chosen.0, against_custom: changes, is_open: is_open && !is_sound(chosen.1) }
}

/// Whether nearly all selections begin and end where words do.
fn is_sound(tally: &Tally) -> bool {
    tally.misplaced == 0 && tally.ends * 10 >= tally.spans.len() as i64 * 2 * 9
}

/// How well the selections fit the words under one convention.
struct Tally {
    /// Ends that stand where a word begins or ends.
    ends: i64,
    /// Selections whose name repeats their words.
    names: i64,
    /// Selections whose name repeats other words of the text.
    wrong_names: i64,
    /// Selections that lie nowhere.
    misplaced: i64,
    spans: Vec<Option<(usize, usize)>>,
}

impl Tally {
    fn of(ruler: &Ruler<'_>, plain: &Plain, selections: &[Selection]) -> Tally {
        let text = plain.content.as_str();
        let mut tally = Tally { ends: 0, names: 0, wrong_names: 0, misplaced: 0, spans: Vec::new() };
        for selection in selections {
            let Range::Positions(start, end) = selection.range else { continue };
            let Some(span) = ruler.span(start, end) else {
                tally.misplaced += i64::from(start < end);
                tally.spans.push(None);
                continue;
            };
            let (start, end) = (span.start().0, span.end().0);
            tally.ends += i64::from(is_edge(text, start)) + i64::from(is_edge(text, end));
            match fits_name(&selection.name, span.of(text)) {
                Some(true) => tally.names += 1,
                Some(false) => tally.wrong_names += 1,
                None => {}
            }
            tally.spans.push(Some((start, end)));
        }
        tally
    }

    fn score(&self) -> i64 {
        self.ends + 5 * self.names - 4 * self.misplaced
    }
}

/// Whether a word begins or ends at a byte of the text, or none stands there.
pub(crate) fn is_edge(text: &str, byte: usize) -> bool {
    let before = text.get(..byte).and_then(|text| text.chars().next_back());
    let after = text.get(byte..).and_then(|text| text.chars().next());
    let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(in_word(before) && in_word(after)) && before != Some('\r')
}

/// Whether the name of a selection repeats its words, perhaps cut short, as some tools write it; `None` where the
/// name is something else.
pub(crate) fn fits_name(name: &str, words: &str) -> Option<bool> {
    let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let cut = name.trim().strip_suffix('…').or(name.trim().strip_suffix("..."));
    let (name, words) = (dense(cut.unwrap_or(name)), dense(words));
    let is_long = name.chars().count() >= 12;
    if name.is_empty() || name.chars().all(|c| !c.is_alphabetic()) {
        return None;
    }
    let fits = if cut.is_some() { words.starts_with(&name) } else { words == name };
    match fits {
        true => Some(true),
        // A short name, or one that was given by hand, says nothing.
        false => (cut.is_some() && is_long).then_some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refi::project::{By, guid};

    fn selection(name: &str, start: i64, end: i64) -> Selection {
        Selection {
            guid: guid(name),
            name: name.into(),
            description: String::new(),
            range: Range::Positions(start, end),
            codings: Vec::new(),
            notes: Vec::new(),
            by: By::default(),
        }
    }

    /// Selections of every third word, as `convention` counts.
    fn selections(plain: &Plain, convention: Convention) -> Vec<Selection> {
        let ruler = Ruler::new(plain, convention);
        let text = &plain.content;
        let words =
            text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word));
        let position = |byte: usize| ruler.position(themata_model::ByteOffset(byte)).unwrap() as i64;
        words.step_by(3).map(|(at, word)| selection("", position(at), position(at + word.len()))).collect()
    }

    #[test]
    fn the_words_tell_how_positions_are_counted_whatever_the_tool_says() {
        let plain = Plain::of(&"😀 one two three\r\nfour five 🚀🚀 six\r\n".repeat(20));
        for told in Convention::ALL {
            for custom in Convention::ALL {
                let decision = decide(custom, &plain, &selections(&plain, told));
                assert_eq!(decision.convention, told, "custom {custom}");
                assert_eq!(decision.against_custom, told != custom);
                assert!(!decision.is_open);
            }
        }
    }

    #[test]
    fn without_anything_to_tell_by_the_tool_is_believed() {
        let plain = Plain::of("no such thing");
        let decision = decide(Vendor::Nvivo.convention(), &plain, &[selection("", 1, 4)]);
        assert_eq!(decision.convention, Vendor::Nvivo.convention());
        assert!(!decision.against_custom && !decision.is_open);
    }

    #[test]
    fn names_are_compared_without_white_space_and_as_far_as_they_go() {
        assert_eq!(fits_name("For some reason ba…", "For some\nreason babies cry"), Some(true));
        assert_eq!(fits_name("For some reason ba…", "or some reason babies cry"), Some(false));
        assert_eq!(fits_name("granola", "granola"), Some(true));
        assert_eq!(fits_name("damage done by food", "I eat at night"), None);
        assert_eq!(fits_name("00:16.17 – 00:45", "x"), None);
    }

    #[test]
    fn tools_are_known_by_what_they_call_themselves() {
        assert_eq!(Vendor::of("NVivo for Windows 12.6"), Vendor::Nvivo);
        assert_eq!(Vendor::of("ATLAS.ti 8.4.0 573 , macOS"), Vendor::Atlasti);
        assert_eq!(Vendor::of("MAXQDA 2022"), Vendor::Maxqda);
        assert_eq!(Vendor::of("QualCoder-3.2"), Vendor::Qualcoder);
        assert_eq!(Vendor::of(""), Vendor::Other);
    }
}
