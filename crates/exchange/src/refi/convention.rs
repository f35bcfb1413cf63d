//! Which convention the positions of one text follow: told by who wrote the project, checked by the words.

use themata_model::Span;

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
    /// Whether nothing in the words tells how positions are counted, so that the tool is only believed.
    pub(crate) is_believed: bool,
}

impl Decision {
    /// The custom of the tool, where there is nothing to decide.
    pub(crate) fn usual(custom: Convention) -> Decision {
        Decision { convention: custom, against_custom: false, is_open: false, is_believed: false }
    }
}

/// Decides how the positions of a text are counted by its own words and by those of the other texts of the project; `custom`
/// is what is known of the tool.
pub(crate) fn decide(custom: Convention, own: Option<&Evidence>, project: &Evidence) -> Decision {
    let Some(own) = own.filter(|own| own.differing > 0) else { return Decision::usual(custom) };
    let expected = project.chosen(custom);
    let convention = own.chosen(expected);
    let is_backed = convention == expected && project.is_sound(expected);
    let is_sound = own.is_sound(convention);
    Decision {
        convention,
        against_custom: convention != custom,
        is_open: !is_backed && own.is_open(convention, is_sound),
        is_believed: !is_backed && !is_sound,
    }
}

/// What the words of texts tell of how their positions are counted: only selections that mean other words when counted
/// otherwise tell anything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    tallies: Vec<(Convention, Tally)>,
    /// How many selections tell something.
    differing: i64,
    /// How many of their ends would stand where words begin or end if they stood anywhere, and how far that varies.
    expected: f64,
    variance: f64,
}

impl Evidence {
    /// What one text tells; `None` where all conventions are the same.
    pub(crate) fn of(plain: &Plain, selections: &[Selection]) -> Option<Evidence> {
        if !plain.is_ambiguous() || selections.is_empty() {
            return None;
        }
        let rulers = Convention::ALL.map(|convention| (convention, Ruler::new(plain, convention)));
        let text = plain.content.as_str();
        let mut tallies = Convention::ALL.map(|convention| (convention, Tally::default()));
        let mut differing = 0_i64;
        for selection in selections {
            let Range::Positions(start, end) = selection.range else { continue };
            let spans = rulers.each_ref().map(|(_, ruler)| ruler.span(start, end));
            if start >= end || spans.iter().all(|span| *span == spans[0]) {
                continue;
            }
            differing += 1;
            for ((_, tally), span) in tallies.iter_mut().zip(spans) {
                tally.add(text, &selection.name, span);
            }
        }
        let ends = differing as f64 * 2.0;
        let share = share_of_edges(text);
        Some(Evidence {
            tallies: tallies.into(),
            differing,
            expected: ends * share,
            variance: ends * share * (1.0 - share),
        })
    }

    /// Takes in what another text tells.
    pub(crate) fn add(&mut self, other: &Evidence) {
        self.differing += other.differing;
        self.expected += other.expected;
        self.variance += other.variance;
        if self.tallies.is_empty() {
            self.tallies.clone_from(&other.tallies);
            return;
        }
        for ((_, own), (_, other)) in self.tallies.iter_mut().zip(&other.tallies) {
            own.ends += other.ends;
            own.names += other.names;
            own.misplaced += other.misplaced;
            own.spans.extend(&other.spans);
        }
    }

    fn tally(&self, wanted: Convention) -> Option<&Tally> {
        self.tallies.iter().find(|(convention, _)| *convention == wanted).map(|(_, tally)| tally)
    }

    /// How much better one convention has to fit than another. Who selects by hand starts within a word now and then; a
    /// wrong unit does so nearly always.
    fn enough(&self) -> i64 {
        (self.differing / 4).max(2)
    }

    /// The convention that the words speak for; `usual` where they do not speak.
    fn chosen(&self, usual: Convention) -> Convention {
        let best =
            self.tallies.iter().max_by_key(|(convention, tally)| (tally.score(), *convention == usual));
        let (Some((convention, best)), Some(now)) = (best, self.tally(usual)) else { return usual };
        let speaks = self.stands_out(best) || best.names > now.names;
        if best.score() >= now.score() + self.enough() && speaks { *convention } else { usual }
    }

    /// Whether more ends stand where words do than would by chance. In a language without blanks between words
    /// few places look like ends of words, and selections stand anywhere; one selection alone proves nothing.
    fn stands_out(&self, tally: &Tally) -> bool {
        let beyond = tally.ends as f64 - self.expected;
        self.differing > 1 && beyond > 0.0 && beyond >= 2.5 * self.variance.sqrt()
    }

    /// Whether the words confirm a convention.
    fn is_sound(&self, convention: Convention) -> bool {
        let Some(tally) = self.tally(convention) else { return false };
        let nearly_all = tally.ends * 10 >= self.differing * 2 * 9;
        let alone = self.stands_out(tally)
            && self.rivals(tally).all(|rival| rival.score() + self.enough() <= tally.score());
        self.differing > 0 && tally.misplaced == 0 && (nearly_all || alone || tally.names >= 2)
    }

    /// Whether another convention fits equally well and means other words.
    fn is_open(&self, convention: Convention, is_sound: bool) -> bool {
        let Some(tally) = self.tally(convention).filter(|tally| tally.names < 2) else { return false };
        let fits = |rival: &Tally| rival.score() + self.enough() > tally.score();
        // Few selections stand at ends of words by chance.
        let few = self.differing < 3;
        let fits_wholly = |rival: &Tally| rival.ends == self.differing * 2;
        self.rivals(tally).any(|rival| fits(rival) && (!is_sound || few && fits_wholly(rival)))
    }

    fn rivals<'t>(&'t self, chosen: &'t Tally) -> impl Iterator<Item = &'t Tally> {
        self.tallies.iter().map(|(_, tally)| tally).filter(|rival| rival.spans != chosen.spans)
    }
}

/// How well the selections fit the words under one convention.
#[derive(Clone, Debug, Default)]
struct Tally {
    /// Ends that stand where a word begins or ends.
    ends: i64,
    /// Selections whose name repeats their words.
    names: i64,
    /// Selections that lie nowhere.
    misplaced: i64,
    spans: Vec<Option<(usize, usize)>>,
}

impl Tally {
    fn add(&mut self, text: &str, name: &str, span: Option<Span>) {
        let Some(span) = span else {
            self.misplaced += 1;
            self.spans.push(None);
            return;
        };
        let (start, end) = (span.start().0, span.end().0);
        self.ends += i64::from(is_edge(text, start)) + i64::from(is_edge(text, end));
        self.names += i64::from(fits_name(name, span.of(text)) == Some(true));
        self.spans.push(Some((start, end)));
    }

    fn score(&self) -> i64 {
        self.ends + 5 * self.names - 4 * self.misplaced
    }
}

/// Which part of all places of a text look like the beginning or end of a word.
fn share_of_edges(text: &str) -> f64 {
    let (mut places, mut edges, mut in_word) = (1_u64, 1_u64, false);
    for c in text.chars() {
        let is_in_word = c.is_alphanumeric();
        places += 1;
        edges += u64::from(!(in_word && is_in_word));
        in_word = is_in_word;
    }
    edges as f64 / places as f64
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
                let own = Evidence::of(&plain, &selections(&plain, told));
                let decision = decide(custom, own.as_ref(), &Evidence::default());
                assert_eq!(decision.convention, told, "custom {custom}");
                assert_eq!(decision.against_custom, told != custom);
                assert!(!decision.is_open && !decision.is_believed);
            }
        }
    }

    #[test]
    fn without_anything_to_tell_by_the_tool_is_believed() {
        let plain = Plain::of("no such thing");
        let own = Evidence::of(&plain, &[selection("", 1, 4)]);
        let decision = decide(Vendor::Nvivo.convention(), own.as_ref(), &Evidence::default());
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
