//! What stands above, between and below the turns and is none of them.

use themata_ingest::segment;

const TURNS: [(&str, &str); 8] = [
    ("MOD", "When did it begin?"),
    ("P1", "In the spring, when the ice went."),
    ("P2", "For me it was later."),
    ("MOD", "And what then?"),
    ("P1", "Then the boat came."),
    ("P2", "We were all on it."),
    ("MOD", "Was it late?"),
    ("P1", "It was not."),
];

/// The talk with `above` it and `below` it, in the form that `form` gives each turn.
fn talk(above: &str, form: impl Fn(&str, &str) -> String, below: &str) -> String {
    let turns: Vec<String> = TURNS.iter().map(|(name, words)| form(name, words)).collect();
    format!("{above}{}\n{below}", turns.join("\n\n"))
}

#[track_caller]
fn check(text: &str) {
    let (turns, speakers, _) = segment(text);
    let said: Vec<(&str, &str)> = turns
        .iter()
        .map(|turn| (speakers[turn.speaker].label.as_str(), turn.body.map_or("", |body| body.of(text))))
        .collect();
    assert_eq!(said, TURNS, "{text}");
}

fn colon(name: &str, words: &str) -> String {
    format!("{name}: {words}")
}

#[test]
fn a_list_of_those_who_take_part_is_no_turns() {
    for list in [
        "P1: female, 34, porter\n\nP2: male, 51, nurse",
        "P1 – female, 34, porter\nP2 – male, 51, nurse",
        "MOD: moderator\n\nP1: 12 years in the trade\n\nP2: nurse, ward 4",
        "Date: 4 May 2021\n\nMOD: Ellen Marsh\n\nP1: female, 34\n\nP2: male, 51",
        "P1\tfemale, 34\nP2\tmale, 51",
    ] {
        check(&talk(&format!("Focus group 2\n\nParticipants\n\n{list}\n\n"), colon, ""));
    }
    let tab = |name: &str, words: &str| format!("{name}\t{words}");
    check(&talk("Group 2\n\nMOD – moderator\nP1 – female, 34\nP2 – male, 51\n\n", tab, ""));
    let alone = |name: &str, words: &str| format!("{name}\n{words}");
    check(&talk("Group 2\n\nMOD: moderator\n\nP1: female, 34\n\nP2: male, 51\n\n", alone, ""));
}

#[test]
fn greetings_above_a_talk_are_turns() {
    let text = "Jonas: Welcome to the podcast\n\nJohn: Hi Pieter\n\nPieter: Hello John and Jonas\n\nJohn: Thank you for coming.\n\nPieter: It is an honor.\n\nJonas: So how did it begin?\n\nPieter: With a question.\n\nJohn: Which one?\n";
    assert_eq!(segment(text).0.len(), 8);
}

#[test]
fn titles_of_parts_between_turns_are_no_speakers() {
    let (first, last) = TURNS.split_at(4);
    let turns = |turns: &[(&str, &str)]| -> String {
        turns.iter().map(|(name, words)| format!("{name}: {words}\n\n")).collect()
    };
    let text = format!("Block A: Start\n\n{}Block B: Working together\n\n{}", turns(first), turns(last));
    let (found, speakers, _) = segment(&text);
    assert_eq!((found.len(), speakers.len()), (8, 3));
}

#[test]
fn notes_under_a_heading_below_the_last_turn_are_none_of_it() {
    let alone = |name: &str, words: &str| format!("{name}\n\n{words}");
    check(&talk("", alone, "\n## Field notes\n\nShe seemed tired at first.\n"));
    check(&talk("", colon, "\n## Field notes\n\nShe seemed tired at first.\n"));
}

#[test]
fn a_signature_below_the_last_turn_is_none_of_it() {
    for line in
        ["Transcribed by K. Lowe, 9 May 2021", "Litteroinut K. Laine 9.5.2021", "Uitgewerkt door K. Laan"]
    {
        check(&talk("", colon, &format!("\n{line}\n")));
    }
}

#[test]
fn a_word_with_a_colon_that_opens_a_sentence_is_no_speaker_where_all_others_have_their_times() {
    let times = |n: usize| format!("00:{:02}:{:02}", n / 60, n % 60);
    let mut text = String::new();
    for n in 0..40 {
        let (name, words) = TURNS[n % 8];
        let words = if n % 16 == 4 { format!("Actually: {words}") } else { words.to_string() };
        text.push_str(&format!("{name} {}\n{words}\n\n", times(n * 7)));
    }
    let (turns, speakers, _) = segment(&text);
    assert_eq!((turns.len(), speakers.len()), (40, 3));
}

#[test]
fn running_text_that_is_broken_in_lines_or_paragraphs_has_labels_at_the_beginnings_of_sentences() {
    let turns: Vec<(String, &str)> =
        (0..16).map(|n| (format!("Speaker {}", n % 2 + 1), TURNS[n % 8].1)).collect();
    let sentences: Vec<String> = turns.iter().map(|(name, words)| format!("{name}: {words}")).collect();
    let broken = sentences.join(" ").replace("Then the", "Then\nthe").replace("went. ", "went.\n");
    let paragraphs = sentences.chunks(5).map(|some| some.join(" ")).collect::<Vec<_>>().join("\n\n");
    for text in [broken, paragraphs] {
        let (found, speakers, _) = segment(&text);
        assert_eq!((found.len(), speakers.len()), (16, 2), "{text}");
    }
    // Who is quoted now and then inside turns with labels of their own speaks none.
    let quoted = talk("", colon, "").replace("later.", "later. P1: it was not, he said.");
    assert_eq!(segment(&quoted).0.len(), 8);
}

#[test]
fn words_for_speakers_with_their_numbers_are_labels_inside_of_running_text_in_any_form() {
    let forms: [fn(usize, usize) -> String; 8] = [
        |n, _| format!(">> Speaker {n}: "),
        |n, _| format!("[SPEAKER_0{n}]: "),
        |n, _| format!("(Sprecher {}) ", ["A", "B"][n - 1]),
        |n, second| format!("[00:{second:02}] Puhuja {n}: "),
        |n, second| format!("Puhuja {n} (00:{second:02}): "),
        |n, second| format!("Spreker {n}, 00:{second:02}: "),
        |n, second| format!("Speaker {n} [00:{second:02}] "),
        |n, _| format!("Speaker\n{n}: "),
    ];
    for form in forms {
        let turns: Vec<String> = (0..24).map(|n| form(n % 2 + 1, n * 2) + TURNS[n % 8].1).collect();
        let line = turns.join(" ");
        let paragraphs = turns.chunks(5).map(|some| some.join(" ")).collect::<Vec<_>>().join("\n\n");
        for text in [line, paragraphs] {
            let (found, speakers, _) = segment(&text);
            assert_eq!((found.len(), speakers.len()), (24, 2), "{text}");
            for (turn, (_, words)) in found.iter().zip(TURNS.iter().cycle()) {
                assert_eq!(turn.body.unwrap().of(&text), *words, "{text}");
            }
        }
    }
}
