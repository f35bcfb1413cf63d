//! Codings under thousands of edits, compared with an oracle that saw each edit being made; on texts
//! that repeat themselves as interviews do.

use proptest::prelude::*;
use themata_model::anchor::{Anchor, Finder, Resolution, Revision};
use themata_model::{ByteOffset, Span};

/// Draws whole numbers, the same ones each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % n.max(1) as u64).expect("below a length")
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const SHORT: [&str; 8] =
    ["Yes.", "Mm.", "I think so.", "No, no.", "Yes, exactly.", "Well, you know.", "Hm, yes.", "Right."];
const NOUNS: [&str; 12] = [
    "provider",
    "customer",
    "contract",
    "team",
    "machine",
    "data",
    "factory",
    "service",
    "price",
    "Ansprechpartner",
    "année",
    "engineer",
];
const VERBS: [&str; 8] = ["pays", "builds", "trusts", "calls", "meets", "asks", "mends", "sells"];
const LINKS: [&str; 6] =
    ["and then the", "for the", "– you know – the", "with our", "because their", "not the"];

fn sentence(dice: &mut Dice) -> String {
    let mut words = format!("The {} {}", dice.pick(&NOUNS), dice.pick(&VERBS));
    for _ in 0..1 + dice.below(5) {
        words += &format!(" {} {}", dice.pick(&LINKS), dice.pick(&NOUNS));
    }
    words + "."
}

fn turn(dice: &mut Dice) -> String {
    let speaker = dice.pick(&["Interviewer", "Informant"]);
    if dice.below(3) == 0 {
        return format!("{speaker}: {}\n", dice.pick(&SHORT));
    }
    let sentences: Vec<String> = (0..1 + dice.below(4)).map(|_| sentence(dice)).collect();
    format!("{speaker}: {}\n", sentences.join(" "))
}

fn interview(dice: &mut Dice, least: usize) -> String {
    let mut text = String::new();
    while text.len() < least {
        text += &turn(dice);
    }
    text
}

/// The first place after `from` where a word begins or ends.
fn border(text: &str, from: usize) -> usize {
    let rest = text[from..].char_indices().zip(text[from..].chars().skip(1));
    let borders = rest.filter(|((_, a), b)| a.is_alphanumeric() != b.is_alphanumeric());
    borders.map(|((at, a), _)| from + at + a.len_utf8()).next().unwrap_or(text.len())
}

/// The stretch of `n` words and gaps from somewhere on.
fn stretch(dice: &mut Dice, text: &str, n: usize) -> std::ops::Range<usize> {
    let start = border(text, text.floor_char_boundary(dice.below(text.len() - 1)));
    start..(0..n).fold(start, |at, _| border(text, at))
}

/// A stretch of a text replaced by another.
struct Edit {
    range: std::ops::Range<usize>,
    by: String,
}

impl Edit {
    fn applied(&self, old: &str) -> String {
        format!("{}{}{}", &old[..self.range.start], self.by, &old[self.range.end..])
    }

    /// An edit of one of so many kinds; the last one doubles a line.
    fn random(dice: &mut Dice, text: &str, kinds: usize) -> Edit {
        let word = stretch(dice, text, 1);
        let start = text[..word.start].rfind('\n').map_or(0, |at| at + 1);
        let line = start..text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
        match dice.below(kinds) {
            0 | 1 => Edit { range: word, by: format!(" {} ", dice.pick(&NOUNS)) },
            2 => Edit { range: word.start..word.start, by: format!(" {} ", dice.pick(&VERBS)) },
            3 => Edit { range: stretch(dice, text, 3), by: " ".to_string() },
            4 | 5 => Edit { range: line, by: String::new() },
            6 => Edit { range: line.start..line.start, by: turn(dice) },
            7 => Edit { range: line.end - 1..line.end - 1, by: format!(" {}", dice.pick(&SHORT)) },
            8 => Edit { range: word.start..word.start, by: " ".to_string() },
            _ => Edit { range: line.start..line.start, by: text[line].to_string() },
        }
    }
}

fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn at(text: &str, start: usize, end: usize) -> Span {
    Span::new(text, ByteOffset(start), ByteOffset(end)).expect("drawn from the borders of the text")
}

/// How many bytes are equal at the beginnings and at the ends.
fn equal_ends(old: &str, new: &str) -> (usize, usize) {
    let equal = |(a, b): &(u8, u8)| a == b;
    let before = old.bytes().zip(new.bytes()).take_while(equal).count();
    (before, old.bytes().rev().zip(new.bytes().rev()).take_while(equal).count())
}

/// Where `span` can be after one edit: before it, or after it. Both where what was put in repeats what
/// stands beside it, so that nobody can tell which of the two was put in.
fn places(old: &str, new: &str, (before, after): (usize, usize), span: Span) -> Vec<Span> {
    let (start, end) = (span.start().0, span.end().0);
    let mut places = Vec::new();
    if end <= before {
        places.push(at(new, start, end));
    }
    if start + after >= old.len() {
        places.push(at(new, start + new.len() - old.len(), end + new.len() - old.len()));
    }
    places
}

fn coding(dice: &mut Dice, text: &str) -> Span {
    loop {
        let words = if dice.below(3) == 0 { 1 } else { 1 + dice.below(30) };
        let range = stretch(dice, text, words);
        let Ok(span) = Span::new(text, ByteOffset(range.start), ByteOffset(range.end)) else {
            continue;
        };
        if span.of(text).contains(char::is_alphanumeric) {
            return span;
        }
    }
}

#[test]
fn two_thousand_edits_under_five_hundred_codings_shift_none_silently() {
    let mut dice = Dice(7);
    let mut text = interview(&mut dice, 60_000);
    let mut codings: Vec<Span> = (0..500).map(|_| coding(&mut dice, &text)).collect();
    let (mut followed, mut asked) = (0, 0);
    for _ in 0..2_000 {
        let edit = Edit::random(&mut dice, &text, 10);
        let new = edit.applied(&text);
        let finder = Finder::new(&new);
        let revision = Revision::between(&text, &finder);
        let ends = equal_ends(&text, &new);
        for span in &mut codings {
            let places = places(&text, &new, ends, *span);
            let found = revision.carry(&Anchor::of(&text, *span));
            match found {
                Resolution::Exact(place) | Resolution::Moved(place) if places.is_empty() => {
                    // The edit was inside: white space, or a repetition that reads the same.
                    assert_eq!(words(place.of(&new)), words(span.of(&text)));
                    let far = place.start().0.abs_diff(span.start().0);
                    // White space that it began with may stand before what was put in.
                    let blank = span.of(&text).len() - span.of(&text).trim_start().len();
                    assert!(far <= edit.by.len() + edit.range.len() + blank, "{span:?} to {place:?}");
                }
                Resolution::Exact(place) | Resolution::Moved(place) => {
                    assert!(places.contains(&place), "{:?}: {place:?} is none of {places:?}", span.of(&text));
                    followed += 1;
                }
                Resolution::Approximate { .. } | Resolution::Lost => asked += usize::from(!places.is_empty()),
            }
            let next = places.first().copied().or(found.span());
            *span = next.unwrap_or_else(|| coding(&mut dice, &new));
        }
        text = new;
    }
    // Those in a line that was there twice, for the most part.
    assert!(asked * 5_000 < followed, "{asked} of {followed} are for a person to decide");
}

/// Letters around `place` that are as they were around the anchor.
fn agreement(anchor: &Anchor, text: &str, place: Span) -> usize {
    let same = |a: String, b: String| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let backwards = |text: &str| words(text).chars().rev().collect::<String>();
    same(backwards(&anchor.prefix), backwards(&text[..place.start().0]))
        + same(words(&anchor.suffix), words(&text[place.end().0..]))
}

#[test]
fn several_edits_saved_at_once_shift_no_coding_silently() {
    let (mut followed, mut asked) = (0, 0);
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let old = interview(&mut dice, 4_000);
        // Each position of the text as edited, with the position it had.
        let mut text = old.clone();
        let mut origin: Vec<Option<usize>> = (0..old.len()).map(Some).collect();
        for _ in 0..1 + dice.below(12) {
            let edit = Edit::random(&mut dice, &text, 9);
            origin.splice(edit.range.clone(), vec![None; edit.by.len()]);
            text = edit.applied(&text);
        }
        let finder = Finder::new(&text);
        let revision = Revision::between(&old, &finder);
        for _ in 0..100 {
            let span = coding(&mut dice, &old);
            let anchor = Anchor::of(&old, span);
            let start = origin.iter().position(|place| *place == Some(span.start().0));
            let end = start.map(|start| start + span.of(&old).len());
            let own = start.zip(end).filter(|(start, end)| {
                let kept = origin.get(*start..*end);
                kept.is_some_and(|kept| kept.iter().copied().eq((span.start().0..span.end().0).map(Some)))
            });
            let own = own.map(|(start, end)| at(&text, start, end));
            match (own, revision.carry(&anchor)) {
                (Some(own), Resolution::Exact(place) | Resolution::Moved(place)) => {
                    // Of words put in beside the same words nobody can tell which were put in.
                    let fits = |place: Span| agreement(&anchor, &text, place);
                    let between = own.end().0.min(place.end().0)..own.start().0.max(place.start().0);
                    let doubled = text.get(between).is_some_and(|gap| !gap.contains(char::is_alphanumeric));
                    let same = own == place || doubled || fits(place) >= fits(own);
                    assert!(same, "seed {seed}: {anchor:?} is at {own:?}, not at {place:?}");
                    followed += 1;
                }
                (Some(_), _) => asked += 1,
                (None, Resolution::Exact(place) | Resolution::Moved(place)) => {
                    assert_eq!(words(place.of(&text)), words(&anchor.quotation));
                }
                (None, _) => {}
            }
        }
    }
    assert!(asked * 500 < followed, "{asked} of {followed} are for a person to decide");
}

/// Characters that join, words that repeat, and anything else.
fn trouble() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec!["yes", "no", " ", " ", "\n", ". ", "A: ", "mm", "我们", "e\u{301}", "👩\u{200d}🚀", "🇸🇪", "ำ", "’"])
            .prop_map(str::to_string),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_edited_to_any_other_keeps_the_words_or_says_so(
        old in trouble(), new in trouble(), cut in any::<prop::sample::Index>(), join in any::<prop::sample::Index>(),
        ends in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let boundary = |text: &str, index: prop::sample::Index| text.floor_char_boundary(index.index(text.len() + 1));
        // Some of the old text, some of the other.
        let mixed = format!("{}{}", &old[..boundary(&old, cut)], &new[boundary(&new, join)..]);
        let (a, b) = (boundary(&old, ends.0), boundary(&old, ends.1));
        prop_assume!(a != b);
        let span = at(&old, a.min(b), a.max(b));
        let anchor = Anchor::of(&old, span);
        for text in [&new, &mixed] {
            let finder = Finder::new(text);
            match Revision::between(&old, &finder).carry(&anchor) {
                Resolution::Exact(place) => {
                    prop_assert_eq!(place, span);
                    prop_assert_eq!(place.of(text), &anchor.quotation);
                }
                // The same words are found from the one as from the other.
                Resolution::Moved(place) => {
                    let found = Finder::new(place.of(text)).occurrences(&anchor.quotation);
                    prop_assert!(
                        place.of(text) == anchor.quotation || !found.is_empty(),
                        "{:?} for {:?}", place.of(text), anchor.quotation
                    );
                }
                Resolution::Approximate { span: place, score } => {
                    prop_assert!((0.0..=1.0).contains(&score));
                    prop_assert!(!place.of(text).is_empty());
                }
                Resolution::Lost => {}
            }
        }
        let finder = Finder::new(&old);
        prop_assert_eq!(Revision::between(&old, &finder).carry(&anchor), Resolution::Exact(span));
    }
}

#[test]
fn an_edit_that_is_taken_back_brings_the_codings_back() {
    let (mut same, mut asked) = (0, 0);
    for seed in 0..150 {
        let mut dice = Dice(seed);
        let old = interview(&mut dice, 3_000);
        let new = Edit::random(&mut dice, &old, 10).applied(&old);
        let (old_finder, new_finder) = (Finder::new(&old), Finder::new(&new));
        let (there, back) = (Revision::between(&old, &new_finder), Revision::between(&new, &old_finder));
        for _ in 0..50 {
            let span = coding(&mut dice, &old);
            let (Resolution::Exact(place) | Resolution::Moved(place)) = there.carry(&Anchor::of(&old, span))
            else {
                continue;
            };
            match back.carry(&Anchor::of(&new, place)) {
                Resolution::Exact(again) | Resolution::Moved(again) => {
                    assert_eq!(words(again.of(&old)), words(span.of(&old)));
                    same += 1;
                }
                Resolution::Approximate { .. } | Resolution::Lost => asked += 1,
            }
        }
    }
    assert!(asked * 500 < same, "{asked} of {same} are for a person to decide");
}
