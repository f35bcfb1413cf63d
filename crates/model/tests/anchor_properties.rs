//! Properties of placing and resolving, on texts biased to trouble.

use proptest::prelude::*;
use themata_model::anchor::{Anchor, Finder, Fold, Misplaced, Placed, Resolution, resolve, verify_display};
use themata_model::{ByteOffset, Span};
use unicode_segmentation::UnicodeSegmentation;

/// Pieces of text that meet the folding's special cases.
fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-zA-Z]{1,7}",
        1 => "[äöåéß]{1,4}",
        1 => "[我们合作付费]{1,4}",
        1 => prop::sample::select(vec![
            "…", "...", ". . .", "’", "\"", "„", "«", "-", "–", "—", "--", "-\n", "\u{AD}", "\u{200B}", "\u{A0}", "\n\n",
            "[", "]", "[...]", "(…)", "[x]", "[W]e", "e\u{301}", "\u{FB01}", "ｆ", "𝄞", "👩\u{200d}🚀", "🇸🇪🇩🇪", "משלמים",
            "A: ", "²", "½", "\u{1112}\u{1161}\u{11AB}", "\r\n", "\u{202B}", "\u{308}", "´", "¨",
        ])
        .prop_map(str::to_string),
    ]
}

fn trouble() -> impl Strategy<Value = String> {
    prop::collection::vec((fragment(), prop::sample::select(vec![" ", " ", " ", "", "\n"])), 0..40)
        .prop_map(|parts| parts.into_iter().map(|(fragment, gap)| fragment + gap).collect())
}

/// Numbered words, so that every stretch stands once; with everything that folding changes.
fn plain() -> impl Strategy<Value = String> {
    let link = prop::sample::select(vec![" ", " ", " ", ", ", " – ", "’s ", " “", "” ", "-", ".\nB: ", "… "]);
    prop::collection::vec(("[a-zäö]{3,8}", link), 12..40).prop_map(|words| {
        words.into_iter().enumerate().map(|(n, (word, link))| format!("{word}{}{link}", letters(n))).collect()
    })
}

/// A number in capital letters, so that words stay words when a hyphen breaks them.
fn letters(n: usize) -> String {
    [n / 26, n % 26].iter().map(|digit| char::from(b'A' + u8::try_from(*digit).expect("below 26"))).collect()
}

fn graphemes(text: &str) -> Vec<usize> {
    text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect()
}

/// The starts and ends of the numbered words; the label `B` is none.
fn words(text: &str) -> Vec<(usize, usize)> {
    text.unicode_word_indices()
        .filter(|(_, word)| word.len() > 1)
        .map(|(at, word)| (at, at + word.len()))
        .collect()
}

fn span(text: &str, from: usize, to: usize) -> Span {
    Span::new(text, ByteOffset(from), ByteOffset(to)).expect("drawn from the boundaries of the text")
}

fn times(text: &str, part: &str) -> usize {
    (0..text.len()).filter(|at| text.as_bytes()[*at..].starts_with(part.as_bytes())).count()
}

/// Writes `words` as another program would.
fn distorted(words: &str, choices: &[u8]) -> String {
    let mut out = String::new();
    let mut choices = choices.iter().copied().cycle();
    let mut previous = ' ';
    let mut characters = words.chars().peekable();
    while let Some(c) = characters.next() {
        let choice = usize::from(choices.next().unwrap_or(0));
        let pick = |options: &[&'static str]| options[choice % options.len()].to_string();
        let next_is_letter = characters.peek().is_some_and(|c| c.is_alphabetic());
        out += &match c {
            ' ' | '\n' => pick(&[" ", "\u{A0}", "\n", "  ", " \n "]),
            '’' => pick(&["'", "‘", "’", "´"]),
            '“' | '”' => pick(&["\"", "„", "»", "«", "″"]),
            '–' => pick(&["-", "—", "–", "--"]),
            '…' => pick(&["...", "…", ". . .", " …"]),
            'ä' => pick(&["ä", "a\u{308}"]),
            c if previous.is_alphabetic() && c.is_alphabetic() && choice.is_multiple_of(16) => {
                format!("-\n{c}")
            }
            c if previous.is_alphabetic() && next_is_letter && choice % 16 == 1 => {
                format!("\u{AD}{c}\u{200B}")
            }
            c => c.to_string(),
        };
        previous = c;
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_unique_stretch_is_found_exactly(text in trouble(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let bounds = graphemes(&text);
        let (a, b) = (bounds[a.index(bounds.len())], bounds[b.index(bounds.len())]);
        let part = &text[a.min(b)..a.max(b)];
        if times(&text, part) == 1 {
            match Finder::new(&text).place(part, None) {
                Ok(placed) => prop_assert_eq!(placed, Placed::Whole { span: span(&text, a.min(b), a.max(b)), fold: Fold::Exact }),
                Err(error) => prop_assert_eq!(error, Misplaced::Empty),
            }
        }
    }

    #[test]
    fn a_distorted_stretch_is_found_at_its_place(
        text in plain(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(),
        choices in prop::collection::vec(any::<u8>(), 40),
    ) {
        let words = words(&text);
        let (a, b) = (a.index(words.len()), b.index(words.len()));
        let (from, to) = (words[a.min(b)].0, words[a.max(b)].1);
        let typed = distorted(&text[from..to], &choices);
        let placed = Finder::new(&text).place(&typed, None);
        let spans = placed.as_ref().map(|placed| placed.spans().to_vec());
        prop_assert_eq!(spans, Ok(vec![span(&text, from, to)]), "{:?} in {:?}", typed, text);
    }

    #[test]
    fn a_cut_gives_the_two_parts(
        text in plain(), at in prop::collection::vec(any::<prop::sample::Index>(), 4),
        mark in prop::sample::select(vec![" … ", " ... ", " [...] ", " […] ", " (...) ", " . . . ", "…"]),
    ) {
        let words = words(&text);
        let mut at: Vec<usize> = at.iter().map(|index| index.index(words.len())).collect();
        at.sort_unstable();
        let [a, b, c, d] = at[..] else { unreachable!("four were drawn") };
        // Something is left out, with a letter in it.
        prop_assume!(b + 1 < c);
        let (left, right) = ((words[a].0, words[b].1), (words[c].0, words[d].1));
        let typed = format!("{}{mark}{}", &text[left.0..left.1], &text[right.0..right.1]);
        let expected = Placed::Parts { spans: vec![span(&text, left.0, left.1), span(&text, right.0, right.1)] };
        prop_assert_eq!(Finder::new(&text).place(&typed, None), Ok(expected), "{:?} in {:?}", typed, text);
    }

    #[test]
    fn an_insertion_gives_the_span_back(text in plain(), at in prop::collection::vec(any::<prop::sample::Index>(), 3)) {
        let words = words(&text);
        let mut at: Vec<usize> = at.iter().map(|index| index.index(words.len())).collect();
        at.sort_unstable();
        let [a, b, c] = at[..] else { unreachable!("three were drawn") };
        prop_assume!(b < c);
        let (from, middle, to) = (words[a].0, words[b].1, words[c].1);
        let typed = format!("{} [inserted] {}", &text[from..middle], &text[middle..to]);
        let expected = Placed::Whole { span: span(&text, from, to), fold: Fold::Folded };
        prop_assert_eq!(Finder::new(&text).place(&typed, None), Ok(expected), "{:?} in {:?}", typed, text);
    }

    #[test]
    fn an_anchor_in_an_unchanged_text_stays(text in trouble(), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (a, b) = (bounds[a.index(bounds.len())], bounds[b.index(bounds.len())]);
        if a != b {
            let span = span(&text, a.min(b), a.max(b));
            let anchor = Anchor::of(&text, span);
            prop_assert_eq!(resolve(&anchor, &Finder::new(&text)), Resolution::Exact(span));
        }
    }

    #[test]
    fn an_insertion_before_moves_an_anchor(
        text in plain(), added in "[a-z ]{1,40}", at in prop::collection::vec(any::<prop::sample::Index>(), 3),
    ) {
        let words = words(&text);
        let mut at: Vec<usize> = at.iter().map(|index| index.index(words.len())).collect();
        at.sort_unstable();
        let [edit, a, b] = at[..] else { unreachable!("three were drawn") };
        let (edit, from, to) = (words[edit].0, words[a].0, words[b].1);
        let anchor = Anchor::of(&text, span(&text, from, to));
        let new = format!("{} {added} {}", &text[..edit], &text[edit..]);
        let moved = 2 + added.len();
        let expected = Resolution::Moved(span(&new, from + moved, to + moved));
        prop_assert_eq!(resolve(&anchor, &Finder::new(&new)), expected);
    }

    #[test]
    fn nothing_panics_and_every_span_is_whole(text in trouble(), quotation in trouble(), wild in any::<String>(), near in 0..300_usize) {
        for (text, quotation) in [(&text, &quotation), (&wild, &quotation), (&text, &wild), (&quotation, &text)] {
            let finder = Finder::new(text);
            let spans = match finder.place(quotation, Some(ByteOffset(near))) {
                Ok(placed) => placed.spans().to_vec(),
                Err(Misplaced::Ambiguous { candidates }) => candidates,
                Err(Misplaced::Absent { nearest }) => nearest.iter().map(|candidate| candidate.span).collect(),
                Err(Misplaced::Empty) => Vec::new(),
            };
            let bounds = graphemes(text);
            for span in spans.into_iter().chain(finder.occurrences(quotation)) {
                prop_assert!(bounds.binary_search(&span.start().0).is_ok() && bounds.binary_search(&span.end().0).is_ok());
            }
            let check = verify_display(quotation, &[text, quotation]);
            prop_assert!(check.pieces.windows(2).all(|pair| pair[0].shown.end() <= pair[1].shown.start()));
            if let Ok(span) = Span::new(quotation, ByteOffset(0), ByteOffset(quotation.len())) {
                resolve(&Anchor::of(quotation, span), &finder);
            }
        }
    }
}
