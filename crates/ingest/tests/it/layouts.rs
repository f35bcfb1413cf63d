//! Layouts in which speakers are marked.

use themata_ingest::{SpeakerStyle, segment};

use crate::{check, label};

/// An interview in which `label(name, seconds)` begins each turn.
fn interview(label: impl Fn(&str, u32) -> String) -> String {
    let turns = [
        ("Anna Berg", "How did the relationship begin?"),
        ("Mikko", "With a small order.\n\nThen it grew, year by year."),
        ("Anna Berg", "And who decides today?"),
        ("Mikko", "We both do."),
    ];
    let mut text = String::from("Interview at the plant\n\n");
    for (n, (name, words)) in turns.iter().enumerate() {
        text.push_str(&label(name, 65 * n as u32));
        text.push_str(words);
        text.push_str("\n\n");
    }
    text
}

const EXPECTED: [(&str, &str); 4] = [
    ("Anna Berg", "How did the relationship begin?"),
    ("Mikko", "With a small order.\n\nThen it grew, year by year."),
    ("Anna Berg", "And who decides today?"),
    ("Mikko", "We both do."),
];

#[track_caller]
fn check_layout(style: SpeakerStyle, label: impl Fn(&str, u32) -> String) {
    let text = interview(label);
    check(&text, &EXPECTED);
    assert_eq!(segment(&text).2, Some(style), "{text}");
}

#[track_caller]
fn check_times(label: impl Fn(&str, u32) -> String) {
    let text = interview(label);
    let times: Vec<Option<u64>> =
        segment(&text).0.iter().map(|turn| turn.timestamp.map(|t| t.0 / 1000)).collect();
    assert_eq!(times, [Some(0), Some(65), Some(130), Some(195)], "{text}");
}

fn clock(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[test]
fn labels_with_a_colon_begin_turns() {
    check_layout(SpeakerStyle::Colon, |name, _| format!("{name}: "));
    check_layout(SpeakerStyle::Colon, |name, _| format!("{name} :\t"));
    check_layout(SpeakerStyle::ColonLine, |name, _| format!("{name}:\n"));
    check_layout(SpeakerStyle::ColonLine, |name, _| format!("{name}:\n\n"));
}

#[test]
fn labels_with_a_time_begin_turns_and_carry_it() {
    type Label = fn(&str, u32) -> String;
    let layouts: [(SpeakerStyle, Label); 9] = [
        (SpeakerStyle::TimeAfter, |name, at| format!("{name} ({}): ", clock(at))),
        (SpeakerStyle::TimeAfter, |name, at| format!("{name} [{}] ", clock(at))),
        (SpeakerStyle::TimeAfter, |name, at| format!("{name}: [{}] ", clock(at))),
        (SpeakerStyle::TimeDash, |name, at| format!("{name} ({}) - ", clock(at))),
        (SpeakerStyle::TimeFirst, |name, at| format!("[{}] {name}: ", clock(at))),
        (SpeakerStyle::TimeLine, |name, at| format!("{name}: {}\n\n", clock(at))),
        (SpeakerStyle::TimeLine, |name, at| format!("{name}  {}\n", clock(at))),
        (SpeakerStyle::TimeLine, |name, at| format!("{name} ({}):\n", clock(at))),
        (SpeakerStyle::TimeAfter, |name, at| format!("**{name}** ({}): ", clock(at))),
    ];
    for (style, label) in layouts {
        check_layout(style, label);
        check_times(label);
    }
}

#[test]
fn markdown_emphasis_around_a_label_belongs_to_the_label() {
    check_layout(SpeakerStyle::Bold, |name, _| format!("**{name}:** "));
    check_layout(SpeakerStyle::Bold, |name, _| format!("**{name}**: "));
    let text = "**Anna**\n\nHello.\n\n**Mikko**\n\nHi.\n\n".repeat(3);
    assert_eq!(segment(&text).2, Some(SpeakerStyle::BoldLine));
    assert_eq!(segment(&text).0.len(), 6);
}

#[test]
fn one_question_and_one_answer_are_two_turns() {
    check("Interviewer: Why?\nRespondent: Because.", &[("Interviewer", "Why?"), ("Respondent", "Because.")]);
    check("Q: Why?\n\nA: Because.\n", &[("Q", "Why?"), ("A", "Because.")]);
    check("Q - Why?\n\nA - Because.\n", &[("Q", "Why?"), ("A", "Because.")]);
    check("P: ¿Por qué?\n\nR: Porque sí.\n", &[("P", "¿Por qué?"), ("R", "Porque sí.")]);
    check("访谈者：为什么？\n受访者：没有办法。\n", &[("访谈者", "为什么？"), ("受访者", "没有办法。")]);
    check(
        "INTERVIEWER:\nWhy?\n\nMR SMITH (00:12):\nBecause.\n\nINTERVIEWER:\nAh.",
        &[("INTERVIEWER", "Why?"), ("MR SMITH", "Because."), ("INTERVIEWER", "Ah.")],
    );
}

#[test]
fn lines_without_blank_lines_between_are_turns_of_their_own() {
    check(
        "I: One?\nS1: Two.\nI: Three?\nS2: Four.",
        &[("I", "One?"), ("S1", "Two."), ("I", "Three?"), ("S2", "Four.")],
    );
}

#[test]
fn hard_wrapped_lines_stay_in_their_turn() {
    check(
        "I: How is\nit: good?\nB: It is good,\nmostly.\nI: Ah.\nB: Yes.",
        &[("I", "How is\nit: good?"), ("B", "It is good,\nmostly."), ("I", "Ah."), ("B", "Yes.")],
    );
}

#[test]
fn a_name_that_speaks_only_once_in_a_conversation_is_a_speaker() {
    let text = "Anna: One?\n\nMikko: Two.\n\nAnna: Three?\n\nMikko: Four.\n\nJane Doe: Five.\n\nAnna: Six.\n";
    assert_eq!(crate::said(text)[4], ("Jane Doe".into(), "Five."));
}

#[test]
fn initials_announced_in_a_label_are_the_same_speaker() {
    let text = "Jonas Nick (JN): One?\n\nTim Ruffing (TR): Two.\n\nJN: Three?\n\nTR: Four.\n\nJN: Five?\n\nTR: Six.\n";
    let (turns, speakers, _) = segment(text);
    assert_eq!(
        speakers.iter().map(|s| s.label.as_str()).collect::<Vec<_>>(),
        ["Jonas Nick (JN)", "Tim Ruffing (TR)"]
    );
    assert_eq!(turns.iter().map(|turn| turn.speaker).collect::<Vec<_>>(), [0, 1, 0, 1, 0, 1]);
}

#[test]
fn a_turn_without_words_has_no_body() {
    let (turns, ..) = segment("I: Why?\nB:\nI: Really?\nB: Yes.\n");
    assert_eq!(turns.iter().map(|turn| turn.body.is_some()).collect::<Vec<_>>(), [true, false, true, true]);
}

#[test]
fn the_label_span_holds_punctuation_and_time_and_the_body_does_not() {
    let text = "  **Anna** (00:01:02):   Well. \nMikko (00:01:05): Yes.\n";
    let (turns, ..) = segment(text);
    assert_eq!(turns[0].label.of(text), "**Anna** (00:01:02):");
    assert_eq!(turns[0].body.unwrap().of(text), "Well.");
}

#[test]
fn what_somebody_does_is_a_label_where_every_paragraph_has_one() {
    let talk = |one: &str, other: &str| {
        format!(
            "Interviewer: How was it?\n\n{one}: It was good.\n\n{other}: Not for us.\n\nInterviewer: Why?\n\n{other}: The rest was late.\n\nInterviewer: And you?\n\n{one}: I had a tie.\n"
        )
    };
    for [one, other] in [
        ["Regional manager 1", "Regional manager 2"],
        ["Harbour master", "Head of sales"],
        ["R&D specialist", "CEO"],
        ["Ansvarig för inköp", "Chaufför"],
    ] {
        for text in [talk(one, other), talk(one, other).replace("\n\n", "\n")] {
            let (turns, speakers, _) = segment(&text);
            let found: Vec<String> = turns.iter().map(|turn| label(&speakers, turn)).collect();
            assert_eq!(found, ["Interviewer", one, other, "Interviewer", other, "Interviewer", one], "{one}");
        }
    }
    let alone = "Interviewer: How was it?\n\nShort answer: good.\n\nIt was late, too.\n\n".repeat(3);
    let (turns, ..) = segment(&alone);
    assert_eq!(turns.len(), 0);
}

#[test]
fn who_writes_beside_a_meeting_is_told_without_whom_it_is_for() {
    check(
        "10:02:11\t From  Anna Berg : How was the crossing?\n10:02:40\t From  Tom Okafor to Anna Berg(Privately) : Cold, but fine.\n10:03:02\t From  Anna Berg : And the ramp?\n10:03:30\t From  Tom Okafor : Too steep.\n",
        &[
            ("Anna Berg", "How was the crossing?"),
            ("Tom Okafor", "Cold, but fine."),
            ("Anna Berg", "And the ramp?"),
            ("Tom Okafor", "Too steep."),
        ],
    );
}

#[test]
fn times_of_the_day_with_their_halves_below_names_are_their_times() {
    let text = "Priya Nair\n  9:00 AM\nWhat happened?\n\nTom Ashby\n  9:01 AM\nWe sat down.\n\nPriya Nair\n  1:05 PM\nAnd then?\n\nTom Ashby\n  1:06 PM\nWe got up.\n";
    check(
        text,
        &[
            ("Priya Nair", "What happened?"),
            ("Tom Ashby", "We sat down."),
            ("Priya Nair", "And then?"),
            ("Tom Ashby", "We got up."),
        ],
    );
    let hours: Vec<Option<u64>> =
        segment(text).0.iter().map(|turn| turn.timestamp.map(|time| time.0 / 3_600_000)).collect();
    assert_eq!(hours, [Some(9), Some(9), Some(13), Some(13)]);
}
