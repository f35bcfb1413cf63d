//! Labels that text recognition or a title makes look like others.

use themata_ingest::{Options, read};

use crate::{check, label};

/// The speakers of each turn, and the remarks.
fn told(text: &str) -> (Vec<String>, Vec<String>) {
    let (found, problems) = read("x.txt", text.as_bytes(), &Options::default()).unwrap();
    let speakers = found.turns.iter().map(|turn| label(&found.speakers, turn)).collect();
    (speakers, problems.into_iter().map(|problem| problem.message).collect())
}

/// Six questions and answers, with what stands for the labels of the fifth and sixth question.
fn talk(one: &str, other: &str, odd: [&str; 2]) -> String {
    let asked = ["one", "two", "three", "four", "five", "six"];
    let labels = [one, one, one, one, odd[0], odd[1]];
    let pair = |(label, words): (&str, &str)| {
        let mark = if label.ends_with(['.', ':']) { "" } else { ":" };
        format!("{label}{mark} Question number {words}?\n\n{other}: Well, an answer to {words}.\n\n")
    };
    labels.into_iter().zip(asked).map(pair).collect()
}

#[test]
fn labels_that_text_recognition_misread_are_read_as_those_that_were_meant_and_said() {
    for odd in [["lnterviewer", "1nterviewer"], ["Interv1ewer", "Intervlewer"]] {
        let (speakers, said) = told(&talk("Interviewer", "Anna", odd));
        assert_eq!(speakers, ["Interviewer", "Anna"].repeat(6), "{odd:?}");
        let mut shown: Vec<String> = odd.iter().map(|odd| format!("`{odd}` as `Interviewer`")).collect();
        shown.sort();
        let message = format!("2 labels are taken for misread and read as others: {}", shown.join(", "));
        assert_eq!(said, [message], "{odd:?}");
    }
}

#[test]
fn names_that_may_be_those_of_others_stay_two_speakers() {
    let (speakers, said) =
        told(&(talk("Karl", "Pia", ["Karl", "Karl"]) + &talk("Karl", "Pia", ["Kari", "Karl"])));
    assert_eq!(speakers.iter().filter(|name| *name == "Kari").count(), 1);
    assert_eq!(
        said,
        ["`Kari` and `Karl` are two speakers; text recognition takes their letters for one another"]
    );
    let (speakers, said) = told(&talk("P1", "PI", ["P1", "P1"]));
    assert_eq!((speakers, said), (["P1", "PI"].repeat(6).iter().map(ToString::to_string).collect(), vec![]));
}

#[test]
fn lines_that_begin_with_a_speaker_but_not_as_turns_do_are_said() {
    let (speakers, said) = told(&talk("Tom", "Interviewer", ["Tom.", "|nterviewer"]));
    assert_eq!(speakers.len(), 10);
    assert_eq!(
        said,
        [
            "2 lines begin with the name of a speaker but not as a turn does; where it is one, put a colon behind the name"
        ]
    );
}

#[test]
fn a_title_with_a_colon_is_no_speaker() {
    let turns = talk("Karin Ek", "R", ["Karin Ek", "Karin Ek"]);
    for title in
        ["The Dairy Project: Interview 4", "Dairy Voices: Bo Ek", "R4: The dairy", "Interview 12: Anna"]
    {
        let (speakers, _) = told(&format!("{title}\n\n{turns}"));
        assert_eq!(speakers, ["Karin Ek", "R"].repeat(6), "{title}");
    }
    let (speakers, _) = told(&format!("Bo Ek: Welcome to the dairy.\n\n{turns}"));
    assert_eq!(speakers.len(), 13, "whoever says a sentence speaks");
}

#[test]
fn what_is_heard_behind_a_tab_is_part_of_what_is_said() {
    check(
        "I\tWho writes? #00:00:03-1#\nB2\tI do. #00:00:09-2#\nB1\t(laughs) That is true. #00:00:12-3#\n\
         I\tAnd then? #00:00:15-1#\nB1\t[laughs] We wait. #00:00:19-2#\nI\tLong? #00:00:22-0#\nB2\tYes. #00:00:24-0#\n",
        &[
            ("I", "Who writes?"),
            ("B2", "I do."),
            ("B1", "(laughs) That is true."),
            ("I", "And then?"),
            ("B1", "[laughs] We wait."),
            ("I", "Long?"),
            ("B2", "Yes."),
        ],
    );
}

#[test]
fn times_behind_names_may_be_set_off_or_stand_before_a_tab() {
    let forms: [fn(&str, &str, usize) -> String; 5] = [
        |name, words, n| format!("**{name}** *0:{n}1*\n\n{words}\n\n"),
        |name, words, n| format!("**{name}** *[0:{n}1]*\n\n{words}\n\n"),
        |name, words, n| format!("**{name}** 0:{n}1\\\n{words}\n\n"),
        |name, words, n| format!("{name} 00:00:{n}1\t{words}\n"),
        |name, words, n| format!("[00:00:{n}1]\n\n{name}\n\n{words}\n\n"),
    ];
    let said = [
        ("Karin", "Why?"),
        ("Bo Ek", "So, we left."),
        ("Karin", "Oh?"),
        ("Pia", "Yes, in May."),
        ("Karin", "And?"),
        ("Bo Ek", "No."),
    ];
    for form in forms {
        let text: String = said.iter().enumerate().map(|(n, (name, words))| form(name, words, n)).collect();
        check(&text, &said);
        let (turns, ..) = themata_ingest::segment(&text);
        let times: Vec<u64> =
            turns.iter().filter_map(|turn| turn.timestamp).map(|time| time.0 / 1000).collect();
        assert_eq!(times, [1, 11, 21, 31, 41, 51], "{text}");
    }
}

/// Five questions and answers under `label(name, words, n)`.
fn said_by(label: impl Fn(&str, &str, usize) -> String) -> (String, Vec<(&'static str, &'static str)>) {
    let said = vec![
        ("INTERVIEWER", "Why?"),
        ("Bo Ek", "So, we left."),
        ("INTERVIEWER", "Oh?"),
        ("Pia Ek", "Yes, in May."),
        ("INTERVIEWER", "And?"),
        ("Bo Ek", "No."),
        ("INTERVIEWER", "When?"),
        ("Pia Ek", "Then."),
    ];
    (said.iter().enumerate().map(|(n, (name, words))| label(name, words, n + 1)).collect(), said)
}

#[test]
fn labels_are_read_behind_numbers_before_wide_blanks_and_with_times_in_many_places() {
    let forms: [fn(&str, &str, usize) -> String; 9] = [
        |name, words, n| format!("{n}. {name}: {words}\n"),
        |name, words, n| format!("00{n} {name}: {words}\n"),
        |name, words, _| format!("{name}     {words}\n"),
        |name, words, n| format!("{name} 00:00:0{n}: {words}\n"),
        |name, words, n| format!("{name}- 00:00:0{n}:\n\n{words}\n\n"),
        |name, words, n| format!("{name}/00:00:0{n}: {words}\n"),
        |name, words, n| format!("[{name} 00:00:0{n}] {words}\n"),
        |name, words, n| format!("### {name} (00:00:0{n})\n\n{words}\n\n"),
        |name, words, n| format!("- **{name}** (00:0{n}): {words}\n"),
    ];
    for form in forms {
        let (text, said) = said_by(form);
        check(&text, &said);
    }
}

#[test]
fn numbers_of_lines_inside_turns_are_said() {
    let (text, _) =
        said_by(|name, words, n| format!("{}  {name}: {words}\n{}  And so on.\n", 2 * n - 1, 2 * n));
    let (speakers, said) = told(&text);
    assert_eq!(speakers.len(), 8);
    assert_eq!(
        said,
        [
            "8 numbers of lines stand among the words, also inside turns; take them out before importing the text"
        ]
    );
}

#[test]
fn the_line_that_tells_when_a_meeting_ended_is_no_speaker() {
    let (text, _) = said_by(|name, words, n| format!("00:0{n}:00\n\n{name}: {words}\n\n"));
    let (speakers, said) =
        told(&(text + "Meeting ended after 00:31:07\n\nA computer wrote this transcript."));
    assert_eq!(speakers.len(), 8);
    assert_eq!(
        said,
        ["`Meeting ended after 00:31:07` and what follows it stand below the last turn and belong to none"]
    );
}

#[test]
fn a_dash_behind_a_tab_belongs_to_the_words_and_fields_above_the_turns_to_nobody() {
    let (text, said) =
        said_by(|name, words, n| format!("{name}\t{}{words}\n\n", if n % 3 == 0 { "– " } else { "" }));
    let (speakers, _) = told(&text);
    assert_eq!(speakers, said.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>());
    let (speakers, _) = told(&format!("Project\tHarbour\nINTERVIEWER\tJane Roe\nDate\t4 May 2025\n\n{text}"));
    assert_eq!(speakers.len(), said.len());
}

#[test]
fn times_between_a_name_and_its_words_may_stand_on_a_tight_line_or_behind_a_wide_blank() {
    let forms: [fn(&str, &str, usize) -> String; 2] = [
        |name, words, n| format!("{name}\n0:0{n}\n{words}\n"),
        |name, words, n| format!("{name}\u{3000}00:00:0{n}\n{words}\n"),
    ];
    for form in forms {
        let (text, said) = said_by(form);
        check(&text, &said);
    }
}

#[test]
fn lines_that_begin_with_a_speaker_otherwise_than_turns_do_are_said() {
    let talk = "Anna Berg: Question?\nKN: It was an answer.\n".repeat(8);
    let said = |line: &str| {
        let (_, said) = told(&format!("{talk}{line}\nAnna Berg: And now?\nKN: Yes.\n"));
        said.iter().filter(|message| message.contains("but not as a turn does")).count()
    };
    for line in [
        "KN. We began.",
        "Anna Berg  To be honest.",
        "Anna B erg. We did.",
        "Anna 8erg.— So.",
        "— Anna Berg∶ So.",
    ] {
        assert_eq!(said(line), 1, "{line}");
    }
    for line in ["KN and we began.", "Anna Berg told me so.", "Anna, where was that?", "In 1990. We began."] {
        assert_eq!(said(line), 0, "{line}");
    }
}

#[test]
fn labels_without_words_are_said() {
    let page = "Anna:\nBo:\nAnna:\nBo:\n\nSo it was.\nAnd it was late.\nOf course.\nWell, yes.\n\n".repeat(3);
    let (_, said) = told(&page);
    assert!(said.iter().any(|message| message.contains("labels have no words behind them")), "{said:?}");
}

#[test]
fn letters_alone_that_were_taken_for_digits_and_marks_are_read_as_whoever_is_meant() {
    for (odd, meant) in [("l", "I"), ("1", "I"), ("|", "I"), ("!", "I"), ("8", "B")] {
        let mut text = String::new();
        for n in 0..20 {
            let name = ["I", "B"][n % 2];
            let name = if name == meant && n >= 16 { odd } else { name };
            let words = if n % 2 == 0 { "And why was that?" } else { "It was the wind, they said." };
            text.push_str(&format!("{name}: {words}\n\n"));
        }
        let (turns, speakers, _) = themata_ingest::segment(&text);
        assert_eq!((turns.len(), speakers.len()), (20, 2), "{text}");
    }
}

#[test]
fn names_alone_on_their_lines_are_misread_too() {
    let mut text = String::new();
    for n in 0..20 {
        let name = ["VOGT", "BRANDT"][n % 2];
        let name = if n == 15 { "8RANDT" } else { name };
        let words = if n % 2 == 0 { "And why was that?" } else { "It was the wind, they said." };
        text.push_str(&format!("{name}\n{words}\n\n"));
    }
    let (turns, speakers, _) = themata_ingest::segment(&text);
    assert_eq!((turns.len(), speakers.len()), (20, 2), "{text}");
}
