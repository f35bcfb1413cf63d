//! Labels without a colon: what only its place says to be a speaker.

use themata_ingest::{Options, SpeakerStyle, read, segment};

use crate::{check, check_none};

const WORDS: [&str; 8] = [
    "How did it begin?",
    "With a small order.\n\nThen it grew, year by year: first the gears.",
    "And who decides?",
    "We both do. Reason: none.",
    "Could you give an example?",
    "For example: the price.",
    "Were there conflicts?",
    "Yes.\n\nAt 12:30 they stopped.",
];

/// A conversation of two, each turn behind what `label` writes for its speaker and time.
fn interview(names: [&str; 2], label: impl Fn(&str, usize) -> String) -> String {
    (0..8).map(|n| format!("{}{}\n\n", label(names[n % 2], 5 + 20 * n), WORDS[n])).collect()
}

#[track_caller]
fn check_talk(names: [&str; 2], style: SpeakerStyle, label: impl Fn(&str, usize) -> String) {
    let text = interview(names, label);
    let expected: Vec<(&str, &str)> = (0..8).map(|n| (names[n % 2], WORDS[n])).collect();
    check(&text, &expected);
    assert_eq!(segment(&text).2, Some(style), "{text}");
}

#[track_caller]
fn check_times(label: impl Fn(&str, usize) -> String) {
    let text = interview(["Anna Berg", "Jean-Luc d’Or"], label);
    let (turns, ..) = segment(&text);
    let times: Vec<Option<u64>> = turns.iter().map(|turn| turn.timestamp.map(|t| t.0 / 1000)).collect();
    let expected: Vec<Option<u64>> = (0..8).map(|n| Some(5 + 20 * n)).collect();
    assert_eq!(times, expected, "{text}");
    assert!(turns.iter().zip(WORDS).all(|(turn, words)| turn.body.unwrap().of(&text) == words), "{text}");
}

fn clock(seconds: usize) -> String {
    format!("00:{:02}:{:02}", seconds / 60, seconds % 60)
}

#[test]
fn names_alone_on_their_lines_begin_turns() {
    for names in [
        ["Anna Berg", "Dr. John O’Neill"],
        ["Åsa", "Örjan"],
        ["Interviewer", "Respondent"],
        ["王芳", "李建国"],
    ] {
        check_talk(names, SpeakerStyle::NameLine, |name, _| format!("{name}\n"));
        check_talk(names, SpeakerStyle::NameLine, |name, _| format!("{name}\n\n"));
    }
}

#[test]
fn a_tab_parts_a_name_from_the_words() {
    check_talk(["Anna Berg", "John"], SpeakerStyle::Tab, |name, _| format!("{name}\t"));
    check_talk(["anna", "john"], SpeakerStyle::Tab, |name, _| format!("{name}\t"));
}

#[test]
fn names_in_brackets_begin_turns() {
    check_talk(["Anna Berg", "SPEAKER_01"], SpeakerStyle::Bracket, |name, _| format!("[{name}] "));
    check_talk(["Anna", "John"], SpeakerStyle::Colon, |name, _| format!("[{name}]: "));
    check_times(|name, at| format!("[{name}] {}\n", clock(at)));
}

#[test]
fn a_letter_with_a_full_stop_asks_and_another_answers() {
    check_talk(["Q", "A"], SpeakerStyle::Stop, |name, _| format!("{name}. "));
    check_none(
        "A. First point\n\nB. Second point\n\nC. Third point\n\nA. Again\n\nB. And again\n\nC. At last\n",
    );
}

#[test]
fn times_on_lines_of_their_own_belong_to_the_label_beside_them() {
    check_times(|name, at| format!("{name}\n{}\n", clock(at)));
    check_times(|name, at| format!("{}\n{name}\n", clock(at)));
    check_times(|name, at| format!("{}\n\n{name}: ", clock(at)));
    check_times(|name, at| {
        format!("0:{}:{}.0 --> 0:{}:{}.480\n\n{name}\n\n", at / 60, at % 60, at / 60, at % 60 + 3)
    });
}

#[test]
fn a_time_before_a_name_alone_on_its_line_is_its_time() {
    check_times(|name, at| format!("{} {name}\n", clock(at)));
    check_times(|name, at| format!("[{}.12] - {name}\n\n", clock(at)));
}

#[test]
fn a_time_that_all_labels_have_before_the_words_is_part_of_them() {
    check_times(|name, at| format!("{name}: {:02}:{:02} ", at / 60, at % 60));
}

#[test]
fn labels_inside_one_long_line_begin_turns() {
    let line = (0..8)
        .map(|n| format!("Speaker {}: {} ", n % 2 + 1, WORDS[n].replace('\n', " ")))
        .collect::<String>();
    let said = crate::said(&line);
    assert_eq!(said.len(), 8);
    assert_eq!(
        said[1],
        ("Speaker 2".to_string(), "With a small order.  Then it grew, year by year: first the gears.")
    );
    check_none(&format!(
        "{} He said: no. She said: yes. He said: why? She said: so. ",
        "Words of a report. ".repeat(10)
    ));
}

#[test]
fn narrow_blanks_and_marks_of_direction_are_no_part_of_a_label() {
    check_talk(["Hélène", "Jean-Luc d’Aubigné"], SpeakerStyle::Colon, |name, _| {
        format!("{name}\u{202f}: ")
    });
    let text =
        interview(["Anna Berg", "John"], |name, _| format!("\u{200e}{}:\u{a0}", name.replace(' ', "\u{a0}")));
    assert_eq!(segment(&text).0.len(), 8);
    assert_eq!(segment(&text).1[0].label, "Anna\u{a0}Berg");
}

#[test]
fn short_answers_and_heads_of_sections_are_no_names() {
    let answers = "So we started with the first order there\n\nYes\n\nand then it grew from year to year and more\n\nit was good\n\nRight\n\n\
        because they had the people and we had the money\n\nOkay\n\nso that was how it went in those first years\n\n";
    check_none(&answers.repeat(4));
    check_none(
        &"Strategy\n\nWords about it.\n\nPeople\n\nWords about them.\n\nMoney\n\nMore words.\n\n".repeat(4),
    );
    check_none(&"0:01\nso we started\n0:05\nOkay\n0:07\nand then we went on\n0:09\nyes that is so\n0:12\nand more\n0:15\nRight\n".repeat(5));
    check_none("Price\t100 euros a month\n\nTerm\tThree years\n\nScope\tThe engines\n");
}

#[test]
fn a_talk_in_which_only_the_audience_is_labelled_has_no_turns() {
    check_none(&"[Audience]: Why is that so?\n\nBecause it grew over time.\n\nAnd so on.\n\n".repeat(6));
    check_none(
        &"Audience 1: Why is that so?\n\nBecause it grew.\n\nAudience 2: And then?\n\nIt shrank.\n\n"
            .repeat(4),
    );
}

fn told(text: &str) -> Vec<String> {
    let (document, problems) = read("x.txt", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(document.turns, []);
    problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn a_conversation_too_short_to_tell_is_no_turns_and_that_is_said() {
    assert_eq!(
        told("Anna: Why did it begin?\n\nMikko: Because we needed them.\n"),
        ["no turns are told: `Anna` and `Mikko` begin paragraphs as speakers do, but too seldom to be sure"]
    );
    assert_eq!(
        told(">> Why did it begin?\n\n>> Because we needed them.\n\n>> Ah.\n"),
        ["no turns are told: 3 lines begin with `>>`, where somebody else speaks, but nobody is named"]
    );
    assert_eq!(told("One thing.\n\nNote: this is so.\n"), [""; 0]);
    let contract = "Supplier: Alpha Ltd\nCustomer: Beta Oy\n\nScope: The engines.\n\nPrice: 100 euros.\n\nPenalties: Two per cent.\n";
    assert_eq!(told(contract), [""; 0]);
}

#[test]
fn a_label_inside_a_turn_is_said() {
    let text = "Anna: Why?\n\nMikko: So. Anna: And then?\n\nMikko: It grew.\n\nAnna: Oh? Mikko: Yes.\n";
    let (document, problems) = read("x.txt", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(document.turns.len(), 4);
    assert_eq!(
        problems[0].to_string(),
        "x.txt:3: `Anna:` stands inside a turn, and so does a label at 1 more place; where somebody else speaks there, begin a line; one that quotes may stay"
    );
}

#[test]
fn what_a_program_writes_below_the_last_turn_is_no_part_of_it() {
    let text = format!(
        "{}Transcribed by https://otter.ai\n",
        interview(["Anna", "John"], |name, at| format!("{name}  {}\n", clock(at)))
    );
    let (turns, ..) = segment(&text);
    assert_eq!(turns[7].body.unwrap().of(&text), WORDS[7]);
}

#[test]
fn numbers_of_lines_days_and_spans_of_time_may_stand_before_a_label() {
    check_talk(["I", "B"], SpeakerStyle::Colon, |name, at| format!("{:03}  {name}: ", at));
    check_talk(["H1", "V1"], SpeakerStyle::Colon, |name, at| format!("{at}\t{name}: "));
    check_talk(["Anna Berg", "John"], SpeakerStyle::TimeFirst, |name, at| {
        format!("[12/03/2023, 10:{:02}:{:02}] {name}: ", at / 60, at % 60)
    });
    check_times(|name, at| format!("{} - {} {name}\n", clock(at), clock(at + 4)));
    check_times(|name, at| format!("[{}.000 --> {}.000] {name}: ", clock(at), clock(at + 4)));
    check_times(|name, at| format!("{name} ({} - {}): ", clock(at), clock(at + 4)));
    check_times(|name, at| format!("{name} – {}:\n\n", clock(at)));
}

#[test]
fn headings_that_are_names_begin_turns() {
    check_talk(["Anna", "John"], SpeakerStyle::Heading, |name, _| format!("### {name}\n\n"));
    check_none(
        &"## Background\n\nWords.\n\n## Strategy\n\nMore words.\n\n## People\n\nEven more.\n\n".repeat(3),
    );
}

#[test]
fn a_full_name_with_its_initials_goes_on_under_them() {
    let text = interview(["ÅL", "JÖ"], |name, _| format!("{name}\t"));
    let text = text.replacen("ÅL\t", "Åsa Lindqvist (ÅL)\t", 1).replacen("JÖ\t", "Jon Öberg (JÖ)\t", 1);
    let (turns, speakers, _) = segment(&text);
    assert_eq!((turns.len(), speakers.len()), (8, 2));
}

#[test]
fn where_every_line_has_a_time_a_time_makes_no_label() {
    let lines: String = (0..30)
        .map(|n| {
            format!(
                "[{}.000 --> {}.000]  {}\n",
                clock(n * 3),
                clock(n * 3 + 3),
                if n % 9 == 4 { "Sometimes: we did" } else { "and so it went" }
            )
        })
        .collect();
    check_none(&lines);
}

#[test]
fn bars_semicolons_and_angles_part_names_from_the_words() {
    let names = ["Anna", "Mikko"];
    check_talk(names, SpeakerStyle::Bar, |name, _| format!("{name} | "));
    check_times(|name, at| format!("{} | {name} | ", clock(at)));
    check_times(|name, at| format!("{name} | {} | ", clock(at)));
    check_talk(names, SpeakerStyle::Semicolon, |name, _| format!("{name}; "));
    check_talk(names, SpeakerStyle::Bracket, |name, _| format!("<{name}> "));
    check_talk(names, SpeakerStyle::Bracket, |name, _| format!("[{name}] "));
    check_talk(["王芳", "李建国"], SpeakerStyle::Bracket, |name, _| format!("【{name}】"));
    let row = |n: usize| format!("| {} | {} | {} |\n", clock(n), names[n % 2], WORDS[n % 2]);
    let table = format!(
        "| Time | Who | Words |\n|---|---|---|\n{}",
        (0..8).map(row).collect::<String>().replace("\n\n", " ")
    );
    let said = crate::said(&table);
    assert_eq!(
        (said.len(), said[1].clone()),
        (8, ("Mikko".to_string(), "With a small order. Then it grew, year by year: first the gears."))
    );
}

#[test]
fn fields_between_tabs_are_times_and_one_name() {
    check_times(|name, at| format!("{name}\t\t{}.120\t{}.900\t3.78\t", clock(at), clock(at + 4)));
    check_times(|name, at| format!("{}\t{}\t{name}\t", clock(at), clock(at + 4)));
    check_none(&"Anna\tBerg\t00:01:02\tWords of a table\n\n".repeat(6));
}

#[test]
fn what_is_heard_stands_in_brackets_and_is_no_speaker() {
    check_none(&"[Music] so it began\n\nand it went on\n\n[Laughter] and so on\n\nfor a while\n\n".repeat(6));
    check_none(
        &"[Doors] so it began\n\nand it went on\n\nfor a while\n\nuntil it stopped\n\nand ended there\n\n"
            .repeat(6),
    );
}

#[test]
fn a_full_stop_with_a_dash_ends_a_label() {
    check_talk(["P", "R"], SpeakerStyle::Dash, |name, _| format!("{name}.- "));
    check_talk(["ANNA", "MIKKO"], SpeakerStyle::Dash, |name, _| format!("{name}. — "));
}

#[test]
fn a_semicolon_may_stand_for_the_colon_of_a_label() {
    let text = "Anna: Why?\n\nMikko; So.\n\nAnna: Oh?\n\nMikko: Yes.\n\nAnna: And then?\n\nMikko: It grew.\n\nHowever; it shrank.\n";
    assert_eq!(crate::said(text)[1], ("Mikko".to_string(), "So."));
    assert_eq!(crate::said(text).len(), 6);
}

#[test]
fn times_at_the_ends_of_turns_are_their_times_and_no_words() {
    let text = |mark: &dyn Fn(usize) -> String| {
        (0..8)
            .map(|n| format!("{}: {}{}\n\n", ["I", "B"][n % 2], WORDS[n], mark(5 + 20 * n)))
            .collect::<String>()
    };
    let marks: [&dyn Fn(usize) -> String; 3] =
        [&|at| format!(" [{}]", clock(at)), &|at| format!(" #{}-0#", clock(at)), &|at| {
            format!(" {}", clock(at))
        }];
    for mark in marks {
        let text = text(mark);
        let (turns, ..) = segment(&text);
        let seen: Vec<(Option<u64>, &str)> = turns
            .iter()
            .map(|turn| (turn.timestamp.map(|time| time.0 / 1000), turn.body.unwrap().of(&text)))
            .collect();
        let expected: Vec<(Option<u64>, &str)> =
            (0..8).map(|n| (Some(5 + 20 * n as u64), WORDS[n])).collect();
        assert_eq!(seen, expected, "{text}");
    }
    let said = "I: When? 12:30\n\nB: So.\n\nI: And then? 9:15\n\nB: Yes, at 10:10\n\nI: Oh.\n\nB: Yes.\n";
    assert!(segment(said).0.iter().all(|turn| turn.timestamp.is_none()));
    let (_, problems) = read("x.txt", text(marks[0]).as_bytes(), &Options::default()).unwrap();
    assert_eq!(problems[0].message, "the times at the ends of turns are taken for the times of the turns");
}

#[test]
fn a_name_alone_on_a_line_once_is_said() {
    let text = interview(["Anna Berg", "Mikko"], |name, _| format!("{name}\n"));
    let text = text.replacen("Could you", "Really.\n\nWard Rounds\nCould you", 1);
    let (document, problems) = read("x.txt", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(document.speakers.len(), 3);
    assert_eq!(
        problems[0].to_string(),
        "x.txt:18: `Ward Rounds` is taken for a speaker, though it stands alone on a line and never comes again, as a heading does"
    );
}

#[test]
fn a_dialogue_without_names_is_no_turns_and_that_is_said() {
    assert_eq!(
        told("– Pourquoi ?\n– Parce que.\n– Et alors ?\n– Voilà.\n"),
        ["no turns are told: 4 lines begin with a dash, as in a dialogue, but nobody is named"]
    );
    assert_eq!(told("- bread\n- milk\n- sugar\n- eggs?\n- salt\n"), [""; 0]);
}

#[test]
fn labels_in_quoted_lines_and_lists_count_where_nearly_all_have_them() {
    let quoted = interview(["Anna", "Mikko"], |name, _| format!("> **{name}**: "));
    assert_eq!(crate::said(&quoted).len(), 8);
    let list: String =
        (0..8).map(|n| format!("- **{}:** {}\n", ["Anna", "Mikko"][n % 2], WORDS[n % 3 * 2])).collect();
    assert_eq!(crate::said(&list)[7], ("Mikko".to_string(), "And who decides?"));
    check_none(&"- **Price:** words\n- bread and butter\n- **Term:** words\n- milk\n- sugar\n\n".repeat(4));
}

#[test]
fn words_with_a_colon_at_which_a_line_happens_to_break_are_no_labels() {
    let turn = "Interviewer: And one thing is\nclear: nobody stays alone then?\nRespondent: Yes, that is so and it is\nclear: we all stay.\n";
    let text: String = (0..6)
        .map(|n| turn.replace("alone", &format!("alone {n}")).replace("all", &format!("all {n}")))
        .collect();
    assert_eq!(crate::said(&text).len(), 12);
}

#[test]
fn dots_stand_for_the_colon() {
    check_talk(["Int", "Mia"], SpeakerStyle::Dots, |name, _| format!("{name}... "));
    check_talk(["Anna Berg", "John"], SpeakerStyle::Dots, |name, _| format!("{name}… "));
    check_none(
        "Well... it grew.\n\nThen... nothing.\n\nWell... it shrank.\n\nYes... and so on.\n\nNo... not so.\n\nWell... yes.\n",
    );
}

#[test]
fn whole_words_for_question_and_answer_stand_before_a_full_stop() {
    check_talk(["Pregunta", "Respuesta"], SpeakerStyle::Stop, |name, _| format!("{name}. "));
    check_none("Answer. It grew.\n\nAnd more.\n\nAnswer. It shrank.\n");
}

#[test]
fn codes_with_an_asterisk_begin_turns() {
    check_talk(["INV", "PAR"], SpeakerStyle::Colon, |name, _| format!("*{name}:\t"));
}

#[test]
fn a_mark_of_the_place_in_the_recording_is_the_time_of_the_turn() {
    check_times(|name, at| format!("¤<{}000>{name}: ", at));
    check_times(|name, at| format!("¤<{}000>({}.0) {name}: ", at, clock(at)));
}

#[test]
fn initials_that_are_a_word_of_a_head_are_a_speaker_among_others() {
    let talk = "JM\tWhy is it so?\n\nTO\tIt grew.\n\nKP\tAnd then?\n\n".repeat(4);
    let names: Vec<String> = crate::said(&talk).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["JM", "TO", "KP"].repeat(4));
}

#[test]
fn a_dash_before_questions_alone_and_a_name_behind_the_words_are_said() {
    let said = |text: &str| {
        let (document, problems) = read("x.txt", text.as_bytes(), &Options::default()).unwrap();
        assert!(document.turns.is_empty());
        problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    let asked = "――いつですか。\n\n去年です。とても寒かったです。\n\n".repeat(4);
    assert_eq!(
        said(&asked),
        ["no turns are told: 4 lines begin with a dash, as in a dialogue, but nobody is named"]
    );
    let last = "0:01\tHow did it begin?\tAnna Berg\n0:04\tWith a small order.\tJohn\n".repeat(4);
    assert_eq!(
        said(&last),
        ["no turns are told: in 8 lines a name stands behind the words, after a tab; put it before them"]
    );
    let codes = "I How did it begin?\n\nB1 With a small order.\n\n".repeat(4);
    let told = [
        "no turns are told: `B1`, `I` begin nearly every paragraph as labels do, but nothing parts them from the words",
    ];
    assert_eq!(said(&codes), told);
    let numbered = "1.\tI How did it begin?\n\n2.\tB1 With a small order.\n\n".repeat(4);
    assert_eq!(said(&numbered), told);
}

#[test]
fn names_in_bold_before_the_words_begin_turns_where_they_take_turns() {
    check_talk(["Anna Berg", "John"], SpeakerStyle::BoldWords, |name, _| format!("**{name}** "));
    check_talk(["Pregunta", "Respuesta"], SpeakerStyle::BoldWords, |name, _| format!("**{name}.** "));
    check_none(
        "**Trust** is what counts.\n\n**Price** comes second.\n\n**Time** is last.\n\n**Power** too.\n",
    );
}

#[test]
fn strokes_of_markdown_before_brackets_and_line_ends_are_marks() {
    check_talk(["Anna Berg", "John"], SpeakerStyle::Bracket, |name, _| format!("\\[{name}\\] "));
    check_talk(["Anna Berg", "John"], SpeakerStyle::BoldLine, |name, _| format!("**{name}**\\\n"));
    check_times(|name, at| format!("\\[{}\\] {name}: ", clock(at)));
    check_times(|name, at| format!("{name} \\[{}\\] ", clock(at)));
}

#[test]
fn a_full_stop_behind_a_number_or_a_bracket_before_a_tab_is_no_part_of_the_name() {
    for [one, other] in
        [["P2", "Moderator"], ["ROSSETTI (LP)", "PRESIDENTE"], ["Participante 4", "Moderadora"]]
    {
        check_talk([one, other], SpeakerStyle::Tab, |name, _| format!("{name}.\t"));
    }
}
