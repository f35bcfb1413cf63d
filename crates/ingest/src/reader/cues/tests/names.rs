//! Names before the words of captions, and what only looks like them.

use super::{ingest, speakers};
use crate::{Options, read};

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

fn told(name: &str, text: &str) -> (Vec<(String, String)>, Vec<String>) {
    let (ingested, problems) = read(name, text.as_bytes(), &Options::default()).unwrap();
    let turn = |turn: &themata_model::Turn| {
        let body = turn.body.map_or("", |body| body.of(&ingested.text));
        (ingested.speakers[turn.speaker].label.clone(), body.to_string())
    };
    (ingested.turns.iter().map(turn).collect(), problems.into_iter().map(|one| one.message).collect())
}

#[test]
fn a_word_before_a_colon_where_a_sentence_goes_on_is_no_speaker() {
    let text = captions(&[
        "Interviewerin: Wie kam das?",
        "Frau Kessler: Die Nachricht kam\nfreitags. Es sind also zwei",
        "Dinge: erstens der Plan und\nzweitens das Parken.",
        "Interviewerin: Und wer entscheidet?",
        "Frau Kessler: Das macht der Günther.",
    ]);
    let (turns, said) = told("x.srt", &text);
    assert_eq!(turns.len(), 4, "{turns:?}");
    assert!(
        turns[1].1.ends_with("Es sind also zwei Dinge: erstens der Plan und zweitens das Parken."),
        "{turns:?}"
    );
    assert!(said[0].contains("where a cue goes on with a sentence is taken as words: `Dinge:`"), "{said:?}");
}

#[test]
fn a_label_of_many_words_that_is_wrapped_again_and_again_is_one() {
    let text = captions(&[
        "Consultant: Who decides?",
        "Head of purchasing at the\ncooperative: That is mostly me.",
        "Consultant: Since when?",
        "Head of purchasing at the\ncooperative: Since 2015.",
        "Consultant: And before?",
        "Head of purchasing at the\ncooperative: Nobody.",
    ]);
    let (turns, _) = told("x.srt", &text);
    assert_eq!(turns.len(), 6, "{turns:?}");
    assert_eq!(
        turns[1],
        ("Head of purchasing at the cooperative".to_string(), "That is mostly me.".to_string())
    );
}

#[test]
fn who_made_the_captions_is_nobodys_words() {
    let text = captions(&[
        "Anna: Why?",
        "Mikko: It grew.",
        "Anna: And then?",
        "Mikko: It stopped.",
        "Subtitles by\nStudio Aurora",
    ]);
    let (turns, said) = told("x.srt", &text);
    assert_eq!(turns.last().unwrap().1, "It stopped.");
    assert_eq!(said, ["the last words of the file say who made the captions, and stand below the turns"]);
}

#[test]
fn names_in_bold_above_the_times_or_in_records_are_speakers() {
    let bold = captions(&[
        "<b>Anna Berg</b> Why?",
        "<b>Tom</b> It grew.",
        "<b>Anna Berg</b> And then?",
        "<b>Tom</b> No.",
    ]);
    let above = "WEBVTT\n\nAnna Berg\n00:01.000 --> 00:02.000\nWhy?\n\nTom\n00:03.000 --> 00:04.000\nIt grew.\n\nAnna Berg\n00:05.000 --> 00:06.000\nAnd then?\n\nTom\n00:07.000 --> 00:08.000\nNo.\n";
    let record = |at: usize, name: &str, words: &str| {
        format!(
            "00:0{at}.000 --> 00:0{at}.900\n{{\"speakerName\":\"{name}\",\"spokenText\":\"{words}\",\"spokenLanguage\":\"en\"}}\n\n"
        )
    };
    let records = [
        "WEBVTT\n\n".to_string(),
        record(1, "Anna Berg", "Why?"),
        record(3, "Tom", "It grew."),
        record(5, "Anna Berg", "And then?"),
        record(7, "Tom", "No."),
    ]
    .concat();
    for text in [bold, above.to_string(), records] {
        let (turns, _) = told("x.vtt", &text);
        let turns: Vec<(&str, &str)> =
            turns.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
        assert_eq!(
            turns,
            [("Anna Berg", "Why?"), ("Tom", "It grew."), ("Anna Berg", "And then?"), ("Tom", "No.")],
            "{text}"
        );
    }
}

#[test]
fn a_dash_where_names_stand_before_the_other_cues_is_somebody_unknown() {
    let text = captions(&[
        "ANNA: How did it begin?",
        "TOM: On the small boat.",
        "- And then?",
        "TOM: Then the sea froze.",
        "- Who decided?",
        "- The old man.",
    ]);
    let (turns, said) = told("x.srt", &text);
    assert_eq!(turns.len(), 6, "{turns:?}");
    assert!(said[0].contains("3 lines begin with a mark that somebody else speaks"), "{said:?}");
}

#[test]
fn dots_of_lists_before_labels_are_no_words() {
    let text = captions(&["• Anna: Why?", "• Mikko: It grew.", "• Anna: And then?", "• Mikko: It stopped."]);
    let (turns, _) = told("x.srt", &text);
    assert_eq!(turns[3], ("Mikko".to_string(), "It stopped.".to_string()));
}

#[test]
fn names_in_brackets_before_all_cues_are_speakers_however_long_the_pauses() {
    let cues = [
        "(Landwirtin) Die Kisten",
        "(Landwirtin) laufen. Ja.",
        "(Journalist) Und dann?",
        "(Landwirtin) Nichts.",
    ];
    let (turns, _) = told(
        "x.srt",
        &captions(&cues).replace("00:00:09,000 -->", "00:00:29,000 -->").replace("00:00:11", "00:00:31"),
    );
    let turns: Vec<(&str, &str)> =
        turns.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    assert_eq!(
        turns,
        [("Landwirtin", "Die Kisten laufen. Ja."), ("Journalist", "Und dann?"), ("Landwirtin", "Nichts.")]
    );
}

#[test]
fn names_of_several_words_in_brackets_are_speakers_beside_cues_without_any() {
    let cues = [
        "(Le président) Et après ?",
        "(M. Blanc) Ça dépend.",
        "Toujours.",
        "(Le président) Et qui décide ?",
        "(M. Blanc) Nous deux.",
        "(Rires) Oui.",
        "(Le président) Ah.",
    ];
    let (turns, _) = told("x.srt", &captions(&cues));
    let names: Vec<&str> = turns.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Le président", "M. Blanc", "Le président", "M. Blanc", "Le président"]);
}

#[test]
fn a_time_below_a_name_alone_on_its_line_is_no_part_of_it() {
    let cues = [
        "Anna\nHow does a day begin?",
        "Don Carlo\nAt 9:15 we open.",
        "Anna\nAnd then?",
        "Don Carlo\nAt 9:30 they queue.",
        "Anna\nAnd after that?",
        "Don Carlo\nAt 9:45 I need a coffee.",
    ];
    let found = turns(&cues);
    assert_eq!(found.len(), 6, "{found:?}");
    assert_eq!(found[1], ("Don Carlo".to_string(), "At 9:15 we open.".to_string()));
}

#[test]
fn names_that_begin_few_cues_speak_where_they_take_turns() {
    let forms: [fn(&str) -> String; 5] = [
        |name| format!("{name}: "),
        |name| format!("[{name}] "),
        |name| format!("({name}) "),
        |name| format!("{name}:\n"),
        |name| format!("- {name}: "),
    ];
    for form in forms {
        let mut captions = String::from("WEBVTT\n\n");
        for cue in 0..160 {
            let name = if cue % 20 == 0 { form(["Mark", "Adam Berg"][cue / 20 % 2]) } else { String::new() };
            captions.push_str(&format!(
                "00:{:02}:{:02}.000 --> 00:{:02}:{:02}.900\n{name}the harbour was closed in winter {cue}.\n\n",
                cue / 60,
                cue % 60,
                cue / 60,
                cue % 60
            ));
        }
        let (ingested, _) = crate::read("x.vtt", captions.as_bytes(), &crate::Options::default()).unwrap();
        let labels: Vec<&str> = ingested.speakers.iter().map(|speaker| speaker.label.as_str()).collect();
        assert_eq!((ingested.turns.len(), labels), (8, vec!["Mark", "Adam Berg"]), "{captions}");
    }
    // What is heard takes no turns.
    let heard: String = (0..30)
        .map(|n| {
            let sound = ["[Music] ", "", "[Applause] "][n % 3];
            format!("00:00:{n:02}.000 --> 00:00:{n:02}.900\n{sound}we went on, and on.\n\n")
        })
        .collect();
    let (ingested, _) =
        crate::read("x.vtt", format!("WEBVTT\n\n{heard}").as_bytes(), &crate::Options::default()).unwrap();
    assert_eq!(ingested.turns.len(), 0);
}
