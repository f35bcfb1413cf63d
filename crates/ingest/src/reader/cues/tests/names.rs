//! Names before the words of captions, and what only looks like them.

use super::{ingest, speakers};

/// Captions of these words, a cue each of three seconds.
fn captions(cues: &[&str]) -> String {
    let one = |(n, words): (usize, &&str)| {
        let at = |second: usize| format!("00:{:02}:{:02},000", second / 60, second % 60);
        format!("{}\n{} --> {}\n{words}\n\n", n + 1, at(n * 3), at(n * 3 + 2))
    };
    cues.iter().enumerate().map(one).collect()
}

/// The speakers and the words of each turn.
fn turns(cues: &[&str]) -> Vec<(String, String)> {
    let (ingested, _) = ingest("x.srt", &captions(cues));
    let words = ingested.turns.iter().map(|turn| turn.body.map_or("", |body| body.of(&ingested.text)));
    speakers(&ingested).iter().map(ToString::to_string).zip(words.map(str::to_string)).collect()
}

#[test]
fn a_time_of_the_day_at_the_end_of_a_line_is_said_by_whoever_speaks() {
    for said in [
        "in the harbour 6:40",
        "We left the harbour at 6:40\nevery morning.",
        "the ramp. Mostly fine. We left at 6:40\nevery morning.",
        "Well, 10:05 AM",
        "on 12/03/2023 10:05",
        "about 7:15\nor so",
        "Anna",
    ] {
        let cues =
            ["Anna: Who decides?", "Tom: It was so.", said, "Anna: And then?", "Tom: Nothing.", "Anna: Ah."];
        let said = format!("It was so. {}", said.replace('\n', " "));
        let turns = turns(&cues);
        assert_eq!(turns.len(), 5, "{turns:?}");
        assert_eq!(turns[1], ("Tom".to_string(), said));
    }
}

#[test]
fn names_that_begin_nearly_all_cues_are_speakers_whatever_their_signs() {
    for (name, written) in [
        ("P07 - Nurse", "P07, Nurse"),
        ("Anna Berg | Acme", "Anna Berg Acme"),
        ("anna@acme.org", "anna@acme.org"),
        ("Anna \u{1f30a}", "Anna"),
        ("+14155550123", "+14155550123"),
        ("46 70***12", "Speaker 46 70 12"),
        ("\"Annie\"", "Annie"),
        ("???", "Unknown speaker"),
        ("#1", "Speaker 1"),
        ("2", "Speaker 2"),
        ("PS", "PS"),
    ] {
        let odd = |words: &str| format!("{name}: {words}");
        let cues = [
            "Sue Lind: Can I go back".to_string(),
            "Sue Lind: to the engine?".to_string(),
            odd("There was one rule:"),
            odd("nobody touches it."),
            "Sue Lind: Who said so?".to_string(),
            odd("The old man."),
            "Tom: Not me.".to_string(),
        ];
        let turns = turns(&cues.iter().map(String::as_str).collect::<Vec<_>>());
        let expected = [
            ("Sue Lind", "Can I go back to the engine?"),
            (written, "There was one rule: nobody touches it."),
            ("Sue Lind", "Who said so?"),
            (written, "The old man."),
            ("Tom", "Not me."),
        ];
        assert_eq!(turns, expected.map(|(who, words)| (who.to_string(), words.to_string())));
    }
}

#[test]
fn a_name_that_begins_all_cues_is_one_speaker() {
    let found =
        turns(&["Anna Berg: So", "Anna Berg: it began", "Anna Berg: with a boat", "Anna Berg: in May."]);
    assert_eq!(found, [("Anna Berg".to_string(), "So it began with a boat in May.".to_string())]);
}

#[test]
fn a_number_may_stand_close_behind_the_colon_of_a_known_name() {
    let cues =
        ["说话人1:您是怎么来的?", "说话人2:我父亲以前种茶。", "说话人1:1998年以后呢?", "说话人2:85个人。"];
    let found: Vec<String> = turns(&cues).into_iter().map(|(who, _)| who).collect();
    assert_eq!(found, ["说话人1", "说话人2", "说话人1", "说话人2"]);
}

#[test]
fn words_that_come_again_before_a_colon_are_no_speakers_and_it_is_said() {
    let of = |words: &[&str]| -> Vec<String> {
        let said = |n: usize| match n % 12 {
            5 => format!("{}: so be it.", words[0]),
            11 => format!("{}: never again.", words[1]),
            _ => format!("We went on for year {n}."),
        };
        (0..48).map(said).collect()
    };
    for words in [
        ["E ele disse-me", "Havia uma regra"],
        ["他跟我说", "厂里有一条规矩"],
        ["And he said", "There was a rule"],
    ] {
        let cues = of(&words);
        let text = captions(&cues.iter().map(String::as_str).collect::<Vec<_>>());
        let (ingested, problems) = ingest("x.srt", &text);
        assert_eq!(ingested.turns, [], "{words:?}");
        let is_told = problems.iter().any(|problem| problem.contains("come again before a colon"));
        assert!(is_told || problems.is_empty(), "{problems:?}");
    }
    // Speakers are named from the beginning on.
    let mut cues = of(&["Maria Luz", "Rui"]);
    cues.insert(0, "Rui: Bom dia.".to_string());
    let found = turns(&cues.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(found.len(), 9);
}

#[test]
fn captions_that_roll_up_or_grow_say_every_word_once_without_marks_of_their_own() {
    let said = |cues: &[&str]| ingest("x.srt", &captions(cues)).0.text;
    let rolled =
        ["we left", "we left\nbefore noon", "before noon\nand nobody", "and nobody\nhad a key", "so be it"];
    assert_eq!(said(&rolled), "we left before noon and nobody had a key so be it\n");
    let three = ["a b", "a b\nc d", "a b\nc d\ne f", "c d\ne f\ng h", "e f\ng h\ni k"];
    assert_eq!(said(&three), "a b c d e f g h i k\n");
    let again = ["we left", "we left", "we left\nat noon", "at noon", "at noon\nor so", "or so"];
    assert_eq!(said(&again), "we left at noon or so\n");
    let grown = ["so we", "so we left", "so we left the", "so we left the pier", "before", "before noon"];
    assert_eq!(said(&grown), "so we left the pier before noon\n");
    assert_eq!(
        said(&["Yes.", "Yes.", "We left.", "No.", "No.", "At noon."]),
        "Yes. Yes. We left. No. No. At noon.\n"
    );
}

#[test]
fn a_mark_without_a_name_below_names_is_somebody_unknown_and_said() {
    let cues =
        [">> ANNA: So?", ">> TOM: Yes.", ">> ANNA: And?", ">> TOM: No.", ">> Who decided?", ">> We did."];
    let found = turns(&cues);
    assert_eq!(found[4], ("Unknown speaker".to_string(), ">> Who decided?".to_string()));
    assert_eq!(found.len(), 6);
    let (_, problems) = ingest("x.srt", &captions(&cues));
    assert_eq!(
        problems,
        [
            "2 lines begin with a mark that somebody else speaks, without a name; such a speaker is called `Unknown speaker`"
        ]
    );
}
