//! Marks of speakers as programs for messages, recognisers, courts and archives write them.

use themata_ingest::{Options, SpeakerStyle, read, segment};

use crate::{check, check_none, label, said};

/// The remarks on a text.
fn remarks(name: &str, text: &str) -> Vec<String> {
    let (_, problems) = read(name, text.as_bytes(), &Options::default()).unwrap();
    problems.into_iter().map(|problem| problem.message).collect()
}

/// The times of the turns in seconds.
fn times(text: &str) -> Vec<Option<u64>> {
    segment(text).0.iter().map(|turn| turn.timestamp.map(|time| time.0 / 1000)).collect()
}

#[test]
fn a_tilde_before_a_name_that_is_in_no_address_book_is_none_of_it() {
    let text = "[12/3/24, 10:03:11] Haro: Why?\n[12/3/24, 10:04:11] ~Pia: So.\n[12/3/24, 10:05:11] Haro: And?\n\
                [12/3/24, 10:06:11] ~\u{202f}Pia: No.\n";
    check(text, &[("Haro", "Why?"), ("Pia", "So."), ("Haro", "And?"), ("Pia", "No.")]);
}

#[test]
fn the_day_and_time_of_a_message_behind_the_name_are_part_of_the_label() {
    let text = "Vidal — 12/03/2024 10:03\nWhy now?\nlea_92 — 12/03/2024 10:04\nWhy not?\n\
                Vidal — 12/03/2024 10:05\nAnd then?\nlea_92 — 12/03/2024 10:06\nThen it rained.\n";
    check(
        text,
        &[
            ("Vidal", "Why now?"),
            ("lea_92", "Why not?"),
            ("Vidal", "And then?"),
            ("lea_92", "Then it rained."),
        ],
    );
    let text = "Lin Hay  10:03 AM\nWhy now?\n\nPia Rowe  10:04 AM\nWhy not?\n\nLin Hay  10:05 AM\nAnd then?\n\n\
                Pia Rowe  10:06 AM\nThen it rained.\n";
    check(
        text,
        &[
            ("Lin Hay", "Why now?"),
            ("Pia Rowe", "Why not?"),
            ("Lin Hay", "And then?"),
            ("Pia Rowe", "Then it rained."),
        ],
    );
}

#[test]
fn a_word_with_a_colon_at_which_a_line_breaks_is_no_speaker_among_dense_labels() {
    let text = "Lenz: How did it begin?\nFrau Moos: With the oven. There were three\nRegeln: be awake, be sober.\n\
                Lenz: And then?\nFrau Moos: We met.\nLenz: Who?\nFrau Moos: The three of us, with two\nRegeln: none.\n";
    let said: Vec<String> = said(text).into_iter().map(|(label, _)| label).collect();
    assert_eq!(said, ["Lenz", "Frau Moos", "Lenz", "Frau Moos", "Lenz", "Frau Moos"]);
}

#[test]
fn whoever_speaks_before_a_court_beside_questions_and_answers_stands_in_capitals() {
    let text = "\tQ.\tWere you there?\n\n\tA.\tI was.\n\n\t\tTHE COURT:  Speak up.\n\n\tA.\tI was there.\n\n\tQ.\tWhen?\n\n\
                \tA.\tAt six.\n\nBY MS. HALE:\n\n\tQ.\tAlone?\n\n\tA.\tYes.\n";
    let said: Vec<(String, &str)> = said(text);
    assert_eq!(said[2], ("THE COURT".to_string(), "Speak up."));
    let labels: Vec<&str> = said.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["Q", "A", "THE COURT", "A", "Q", "A", "Q", "A"]);
}

#[test]
fn tiers_below_a_turn_are_nobodys_words_and_its_mark_is_its_time() {
    let text = "@Begin\n@Participants:\tMOT Mother, CHI Child\n*MOT:\twhere is\n\tthe oven ? \u{15}2800_4800\u{15}\n%mor:\tadv|where\n\
                *CHI:\tthere . \u{15}6800_8800\u{15}\n%gra:\t1|0|ROOT\n@Comment:\ta door\n*MOT:\tgood . \u{15}9000_9900\u{15}\n\
                *CHI:\tyes .\n@End\n";
    check(
        text,
        &[("MOT", "where is\n\tthe oven ?"), ("CHI", "there ."), ("MOT", "good ."), ("CHI", "yes .")],
    );
    assert_eq!(times(text), [Some(2), Some(6), Some(9), None]);
    let bullets = "*MOT:\tone .\t•1500_2000•\n*CHI:\ttwo .\t•2500_3000•\n*MOT:\tthree .\n*CHI:\tfour .\n";
    assert_eq!(times(bullets), [Some(1), Some(2), None, None]);
    // Bullets of a list are none.
    let text = "Anna: One.\n• 2_3.\nMikko: Two.\nAnna: • 5.\nMikko: Six.\n";
    check(text, &[("Anna", "One.\n• 2_3."), ("Mikko", "Two."), ("Anna", "• 5."), ("Mikko", "Six.")]);
}

#[test]
fn a_name_in_brackets_may_stand_on_a_line_of_its_own() {
    let text = "[Kirsi]\nWhy now?\n\n[Onni]\nWhy not?\n\n[Kirsi]\nAnd then?\n\n[Onni]\nThen it rained.\n\n[Kirsi]\nOh.\n\n[Onni]\nYes.\n";
    let (turns, speakers, style) = segment(text);
    assert_eq!(style, Some(SpeakerStyle::Bracket));
    assert_eq!(turns.len(), 6);
    assert_eq!(label(&speakers, &turns[1]), "Onni");
    check_none("The film begins.\n\n[Music]\n\nA door.\n\n[Applause]\n\nA street.\n\n[Music]\n\nThe end.\n");
    let text = "（林）どうしてですか。\n\n（田村）雨です。\n\n（林）それから。\n\n（田村）帰りました。\n\n（林）はい。\n\n（田村）（笑）ええ。\n";
    assert_eq!(said(text).len(), 6);
    assert_eq!(said(text)[5], ("田村".to_string(), "（笑）ええ。"));
}

#[test]
fn a_mark_of_type_around_label_and_words_is_none_of_the_words() {
    let text = "**Q: Why now?**\n\nA: Why not?\n\n**Q: And then?**\n\nA: Then it rained.\n";
    check(text, &[("Q", "Why now?"), ("A", "Why not?"), ("Q", "And then?"), ("A", "Then it rained.")]);
    let text = "*Anna: Why now?*\n\nMikko: Why not?\n\n*Anna: And then?*\n\nMikko: Rain, *of course*.\n";
    check(
        text,
        &[
            ("Anna", "Why now?"),
            ("Mikko", "Why not?"),
            ("Anna", "And then?"),
            ("Mikko", "Rain, *of course*."),
        ],
    );
    let text = "**林**　なぜですか。\n\n**田村**　雨です。\n\n**林**　それから。\n\n**田村**　帰りました。\n\n**林**　はい。\n\n**田村**　ええ。\n";
    assert_eq!(said(text)[1], ("田村".to_string(), "雨です。"));
}

#[test]
fn in_one_long_line_a_time_in_brackets_ends_a_label_too() {
    let one = "We had a long winter and then a short one, and nobody counted the days.";
    let text = format!(
        "Speaker 1 [0:01] Why now? Speaker 2 [0:05] {one} Speaker 1 [0:20] And then? Speaker 2 [0:25] {one}"
    );
    check(
        &text,
        &[("Speaker 1", "Why now?"), ("Speaker 2", one), ("Speaker 1", "And then?"), ("Speaker 2", one)],
    );
    assert_eq!(times(&text), [Some(1), Some(5), Some(20), Some(25)]);
}

#[test]
fn numbers_in_brackets_may_stand_before_labels() {
    let text = "(1) Interviewer: Why now?\n(2) Respondent: Why not?\n(3) Interviewer: And then?\n(4) Respondent: Rain.\n";
    check(
        text,
        &[
            ("Interviewer", "Why now?"),
            ("Respondent", "Why not?"),
            ("Interviewer", "And then?"),
            ("Respondent", "Rain."),
        ],
    );
}

#[test]
fn words_for_speakers_without_any_mark_are_labels_where_nearly_everything_begins_with_one() {
    let text = "Entrevistador ¿Por qué?\n\nParticipante 1 Ya.\n\nEntrevistador ¿Y luego?\n\nParticipante 2 Luego llovió.\n\n\
                Participante 1 Y nevó.\n\nEntrevistador ¿Cuándo?\n\nParticipante 2 En mayo.\n";
    let said: Vec<(String, &str)> = said(text);
    assert_eq!(said[1], ("Participante 1".to_string(), "Ya."));
    assert_eq!(said.len(), 7);
    assert_eq!(segment(text).2, Some(SpeakerStyle::Blank));
    // In a text the same words begin sentences.
    check_none(
        "Participants came late.\n\nInterviewer notes were lost.\n\nIt rained.\n\nParticipant 2 left.\n\nThe bus was full.\n\n\
         Interviewer training began.\n\nParticipant 1 stayed.\n\nNobody spoke.\n",
    );
}

#[test]
fn one_form_of_marks_before_nearly_all_paragraphs_makes_names_labels_and_is_said() {
    let talk = [
        ("Lin Ek", "Why now?"),
        ("Pia", "Why not, then?"),
        ("Lin Ek", "And then?"),
        ("Pia", "Then it rained."),
    ];
    for (open, close) in
        [("{", "}"), ("", " >"), ("*", "*"), ("", " //"), ("- ", ":"), ("", " ,,"), ("#", ":"), ("", ":-")]
    {
        let text: String = talk
            .iter()
            .chain(&talk)
            .map(|(name, words)| format!("{open}{name}{close} {words}\nand so on\n\n"))
            .collect();
        assert_eq!(said(&text)[1], ("Pia".to_string(), "Why not, then?\nand so on"), "{text}");
        assert_eq!(segment(&text).2, Some(SpeakerStyle::Marked));
        let [remark] = remarks("x.txt", &text).try_into().unwrap();
        let form = format!("{open}Lin Ek{close}");
        assert_eq!(
            remark,
            format!(
                "nearly all paragraphs begin with a few names in the form `{form}`, which are read as speakers; `--as-is` leaves the text without turns"
            )
        );
    }
    check_none("{Lin Ek} Why now?\n\nIt rained.\n\n{Pia} So.\n\nAnd so on.\n\n".repeat(4).as_str());
}

#[test]
fn labels_of_a_form_that_is_not_known_are_said() {
    let text = "# An oven\n\n## Who owns it?\n\nWe do.\n\n## Since when?\n\nMay.\n\n## And why?\n\nSo.\n";
    assert_eq!(
        remarks("x.md", text),
        ["no turns are told: 3 headings ask, but nobody is named; write labels before questions and answers"]
    );
    assert_eq!(
        remarks("x.md", "# A\n\n## Why?\n\nSo.\n\n## B\n\nWords.\n\n## Who?\n\nWe.\n\n## C\n\nWords.\n"),
        [""; 0]
    );
}

#[test]
fn two_dashes_before_words_in_japanese_stand_for_whoever_asks_where_the_others_are_named() {
    let talk = |mark: &str| {
        ["なぜですか。", "それから。", "だれとですか。", "いつですか。"]
            .iter()
            .map(|asked| format!("――{asked}\n\n田村{mark}雨でした。\n\n"))
            .collect::<String>()
    };
    for mark in ["　", "：", "\t"] {
        let text = talk(mark);
        let said: Vec<(String, &str)> = said(&text);
        assert_eq!(said.len(), 8, "{mark}");
        assert_eq!(said[0], ("――".to_string(), "なぜですか。"), "{mark}");
        assert_eq!(said[1], ("田村".to_string(), "雨でした。"), "{mark}");
    }
    // Where both have dashes, or nobody is named, nothing tells who speaks.
    check_none(&talk("　").replace("田村　", "――"));
    check_none(&talk("　").replace("田村　", ""));
}

#[test]
fn the_first_word_of_what_is_said_is_no_letter_of_the_speaker() {
    let text = "RESEARCHER When did it begin?\n\nPARTICIPANT 12 In the spring.\n\nRESEARCHER I see. And then?\n\n\
                PARTICIPANT 12 It grew.\n\nRESEARCHER A last question: why?\n\nPARTICIPANT 12 So.\n\n";
    check(
        text,
        &[
            ("RESEARCHER", "When did it begin?"),
            ("PARTICIPANT 12", "In the spring."),
            ("RESEARCHER", "I see. And then?"),
            ("PARTICIPANT 12", "It grew."),
            ("RESEARCHER", "A last question: why?"),
            ("PARTICIPANT 12", "So."),
        ],
    );
}

#[test]
fn labels_behind_bullets_and_numbers_that_leave_some_out_begin_turns() {
    let talk = [("Lin", "Why?"), ("Pia", "So it went."), ("Lin", "And then?"), ("Pia", "Nothing.")];
    let bullets: String = talk.iter().map(|(name, words)| format!("• {name}: {words}\n")).collect();
    check(&bullets, &talk);
    let numbers = [3, 9, 14, 21];
    let numbered: String =
        talk.iter().zip(numbers).map(|((name, words), n)| format!("{n}. {name}: {words}\n\n")).collect();
    check(&numbered, &talk);
}

#[test]
fn one_label_alone_is_said_where_nobody_else_is_named() {
    let text = "I\tWhy did it begin?\n\nWith an oven.\n\nIt grew.\n\nI\tAnd then?\n\nWe met.\n\nI\tWho?\n\nAll of us.\n";
    check_none(text);
    assert_eq!(
        remarks("x.txt", text),
        [
            "no turns are told: 3 paragraphs begin with `I`, but nobody else is named; write labels before what others say, too"
        ]
    );
}
