//! Properties of segmentation on arbitrary texts and on generated transcripts.

use proptest::prelude::*;
use themata_ingest::{Options, passages, read, segment};
use themata_model::{Span, Turn};

/// Pieces that make up hard texts: everything the grammar of labels looks at.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Anna".to_string()),
        Just("Q".to_string()),
        Just("A".to_string()),
        Just("Speaker 1".to_string()),
        Just("访谈者：".to_string()),
        Just("e\u{301}👩\u{200d}🚀".to_string()),
        Just("שלום".to_string()),
        Just(":".to_string()),
        Just(": ".to_string()),
        Just(" - ".to_string()),
        Just("**".to_string()),
        Just("*".to_string()),
        Just("(00:01:02)".to_string()),
        Just("[1:02".to_string()),
        Just("00:16".to_string()),
        Just("#00:01:02-3#".to_string()),
        Just("\n".to_string()),
        Just("\n\n".to_string()),
        Just("\u{c}".to_string()),
        Just("\u{a0}".to_string()),
        Just("---\n".to_string()),
        Just("```\n".to_string()),
        Just("# ".to_string()),
        "\\PC{0,6}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check_turns(text: &str) {
    let (turns, speakers, style) = segment(text);
    assert_eq!(segment(text), (turns.clone(), speakers.clone(), style));
    assert_eq!(turns.is_empty(), speakers.is_empty());
    assert_eq!(turns.is_empty(), style.is_none());
    let valid = |span: Span| Span::new(text, span.start(), span.end()) == Ok(span);
    let mut end = 0;
    let mut seen = 0;
    for Turn { speaker, label, body, .. } in &turns {
        assert!(valid(*label) && label.start().0 >= end);
        assert!(label.of(text).contains(&speakers[*speaker].label) || *speaker < seen);
        assert!(*speaker <= seen, "speakers stand in order of appearance");
        seen = seen.max(speaker + 1);
        end = label.end().0;
        if let Some(body) = body {
            assert!(valid(*body) && body.start().0 >= end);
            assert_eq!(body.of(text).trim(), body.of(text));
            end = body.end().0;
        }
    }
    assert_eq!(seen, speakers.len());
    let mut end = 0;
    for passage in passages(text, &turns) {
        assert!(valid(passage) && passage.start().0 >= end && !passage.of(text).trim().is_empty());
        assert!(
            turns.is_empty() || turns.iter().any(|turn| turn.body.is_some_and(|body| body.contains(passage)))
        );
        end = passage.end().0;
    }
}

/// A layout of generated transcripts: what stands before the words of a turn.
#[derive(Clone, Copy, Debug)]
enum Layout {
    Colon,
    ColonLine,
    TimeColon,
    TimeDash,
    TimeFirst,
    TimeLine,
    NameTime,
    Bold,
    BoldTime,
}

const LAYOUTS: [Layout; 9] = [
    Layout::Colon,
    Layout::ColonLine,
    Layout::TimeColon,
    Layout::TimeDash,
    Layout::TimeFirst,
    Layout::TimeLine,
    Layout::NameTime,
    Layout::Bold,
    Layout::BoldTime,
];

impl Layout {
    fn label(self, name: &str, second: usize) -> (String, &'static str) {
        let time = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
        match self {
            Layout::Colon => (format!("{name}:"), " "),
            Layout::ColonLine => (format!("{name}:"), "\n"),
            Layout::TimeColon => (format!("{name} ({time}):"), " "),
            Layout::TimeDash => (format!("{name} ({time}) -"), " "),
            Layout::TimeFirst => (format!("[{time}] {name}:"), " "),
            Layout::TimeLine => (format!("{name}: {time}"), "\n\n"),
            Layout::NameTime => (format!("{name}  {time}"), "\n"),
            Layout::Bold => (format!("**{name}:**"), " "),
            Layout::BoldTime => (format!("**{name}** ({time}):"), " "),
        }
    }

    fn has_time(self) -> bool {
        !matches!(self, Layout::Colon | Layout::ColonLine | Layout::Bold)
    }
}

const NAMES: [&str; 8] = [
    "Interviewer",
    "Anna Berg",
    "Mikko",
    "JVD",
    "Speaker 2",
    "Åsa Öberg",
    "Interviewpartner",
    "Jean-Luc van der Berg",
];

/// Words as people say them: paragraphs of sentences, with commas, questions and clock times.
fn speech() -> impl Strategy<Value = String> {
    let sentence = prop::collection::vec(
        prop_oneof![
            Just("we"),
            Just("grew"),
            Just("12:30"),
            Just("naïve,"),
            Just("and"),
            Just("förstås"),
            Just("Turku")
        ],
        1..12,
    )
    .prop_map(|words| format!("so {}", words.join(" ")));
    let end = prop_oneof![Just("."), Just("?"), Just("…")];
    let paragraph = prop::collection::vec((sentence, end), 1..3).prop_map(|sentences| {
        sentences.iter().map(|(s, e)| format!("{s}{e}")).collect::<Vec<_>>().join("\n")
    });
    prop::collection::vec(paragraph, 1..3).prop_map(|paragraphs| paragraphs.join("\n\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_gives_ordered_turns_on_character_boundaries(text in "\\PC*|(?s).{0,200}") {
        check_turns(&text);
    }

    #[test]
    fn text_made_of_pieces_of_labels_does_too(text in pieces()) {
        check_turns(&text);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok((document, _)) = read("x.txt", &bytes, &Options::default()) {
            prop_assert!(!document.text.contains(['\r', '\0']));
            prop_assert_eq!((document.turns, document.speakers, document.style), segment(&document.text));
        }
    }

    #[test]
    fn a_generated_transcript_gives_back_its_speakers_and_words(
        layout in prop::sample::select(LAYOUTS.to_vec()),
        names in prop::sample::subsequence(NAMES.to_vec(), 2..=4),
        bodies in prop::collection::vec(speech(), 8..30),
        blank_lines in 1..3_usize,
        intro in prop::option::of(speech()),
    ) {
        let mut text = intro.map(|words| format!("{words}\n\n")).unwrap_or_default();
        let mut expected = Vec::new();
        for (n, body) in bodies.iter().enumerate() {
            let name = names[n % names.len()];
            let (label, gap) = layout.label(name, 7 * n);
            text.push_str(&format!("{label}{gap}{body}\n{}", "\n".repeat(blank_lines)));
            expected.push((name, label, body.as_str(), layout.has_time().then_some(7_000 * n as u64)));
        }
        let (turns, speakers, _) = segment(&text);
        let seen: Vec<_> = turns
            .iter()
            .map(|turn| {
                let name = speakers[turn.speaker].label.as_str();
                (name, turn.label.of(&text).to_string(), turn.body.map_or("", |b| b.of(&text)), turn.timestamp.map(|t| t.0))
            })
            .collect();
        prop_assert_eq!(seen, expected, "{}", text);
        prop_assert_eq!(speakers.len(), names.len());
    }
}
