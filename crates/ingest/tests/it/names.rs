//! What may stand in a name, and what belongs to none.

use themata_ingest::{Options, read, segment};

use crate::{check, said};

/// The remarks on a text.
fn remarks(text: &str) -> Vec<String> {
    let (_, problems) = read("x.txt", text.as_bytes(), &Options::default()).unwrap();
    problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn a_dash_belongs_to_a_name_where_the_same_words_come_again_behind_it() {
    let text = "Sue: Why now?\n\nP07 - Nurse: Why not?\n\nSue: And then?\n\nP07 - Nurse: It rained.\n\n\
                Sue: When?\n\nP07 - Nurse: In May.\n\n";
    assert_eq!(said(text)[1], ("P07 - Nurse".to_string(), "Why not?"));
    let text = "Sue  0:02\nWhy now?\n\nAnna Berg - Acme  0:06\nWhy not?\n\nSue  0:14\nAnd then?\n\n\
                Anna Berg - Acme  0:20\nIt rained.\n\n";
    assert_eq!(said(text)[1], ("Anna Berg - Acme".to_string(), "Why not?"));
}

#[test]
fn numbers_of_telephones_signs_and_additions_may_stand_in_names() {
    for name in ["+34 600 11 22 33", "Enquêté n° 2", "anna@acme.org", "受访者（女，45岁）", "Anna | Acme"]
    {
        let turn = |n: usize| format!("Sue: And what then, {n}?\n\n{name}: It rained on day {n}.\n\n");
        let text: String = (1..7).map(turn).collect();
        assert_eq!(said(&text)[1], (name.to_string(), "It rained on day 1."), "{name}");
    }
}

#[test]
fn the_head_of_a_table_in_markdown_is_no_turn() {
    let row = "| Sue | Why? |\n| Tom | So. |\n";
    let text = format!("| Speaker | Words |\n| --- | --- |\n{}", row.repeat(4));
    let (turns, speakers, _) = segment(&text);
    assert_eq!((turns.len(), speakers.len()), (8, 2));
}

#[test]
fn who_laughs_or_goes_on_is_no_other() {
    let text = "Anna: Why?\n\nTom: So.\n\nAnna (laughing): And then?\n\nTom [sighs]: It grew.\n\nAnna: When?\n\n\
                Tom: In May.\n\nAnna, cont.: And where?\n\nTom: At home.\n\n";
    let (turns, speakers, _) = segment(text);
    assert_eq!((turns.len(), speakers.len()), (8, 2));
    let (_, speakers, _) = segment(&text.replace("(laughing)", "(Acme)"));
    assert_eq!(speakers.len(), 3, "what begins with a capital may name another one");
}

#[test]
fn a_number_may_follow_the_colon_of_a_name_in_chinese() {
    check(
        "访谈者:您是怎么来的?\n受访者:我父亲种茶。\n访谈者:1998年以后呢?\n受访者:85个人。\n",
        &[
            ("访谈者", "您是怎么来的?"),
            ("受访者", "我父亲种茶。"),
            ("访谈者", "1998年以后呢?"),
            ("受访者", "85个人。"),
        ],
    );
    let told = "我说：“走吧。”\n\n他说：“不走。”\n\n".repeat(4);
    assert_eq!(segment(&told).0.len(), 0, "what somebody is told to have said is no turn");
    let asked = "记者问：您是怎么来的？\n\n村长答：我父亲种茶。\n\n".repeat(4);
    assert_eq!(segment(&asked).0.len(), 8, "who asks and who answers may be named so");
}

#[test]
fn what_ends_with_a_time_of_the_day_is_said() {
    let text = "Anna: How did you come\n    to work?\nTom: My uncle knew him.\n    He was there. We left at 6:40\n    every morning.\n\
                Anna: And the others,\n    did they notice?\nTom: It was fine.\nAnna: Who decides?\nTom: The old man.\n";
    let (turns, speakers, _) = segment(text);
    assert_eq!((turns.len(), speakers.len()), (6, 2));
}

#[test]
fn the_head_is_told_by_its_form() {
    let talk = "Interviewer: Wo waren Sie?\n\nBefragte: Im Hafen.\n\nInterviewer: Und dann?\n\nBefragte: Am Berg.\n\n";
    for head in [
        "Interview 7\n\nInterviewer: K. Tull\n\nBefragte: Frau M.\n\nAlter: 54\n\nBranche: Lebensmittel\n\n",
        "Alter: 54\nBefragte: Frau M.\nInterviewer: K. Tull\n\n",
        "Kürzel: AZ\nStandort: Nord\nSparte: Backen\n\n",
        "FOCUS GROUP 3 - PASSENGERS\nInterviewer: J. Roe\nParticipants: F1 (34), F2 (51)\n\n",
    ] {
        let (turns, speakers, _) = segment(&format!("{head}{talk}"));
        assert_eq!((turns.len(), speakers.len()), (4, 2), "{head}");
    }
    let named = "Interviewee: Ruth Hale\n\nInterviewer: Karen Tull\n\n";
    let talk = talk.replace("Interviewer", "Karen Tull").replace("Befragte", "Ruth Hale");
    assert_eq!(segment(&format!("{named}{talk}")).0.len(), 4);
}

#[test]
fn times_inside_of_turns_are_kept_and_said() {
    let text = "Sue: Why?\n\nTom: In March. [00:00:30] We walked.\n\nSue: And then?\n\nTom: It froze.\n\n00:01:00\n\nIt was cold.\n\n";
    let (ingested, problems) = read("x.txt", text.as_bytes(), &Options::default()).unwrap();
    let times: Vec<(&str, u64)> = ingested
        .locators
        .times()
        .iter()
        .map(|(at, time)| (ingested.text[at.0..].lines().next().unwrap(), time.0 / 1000))
        .collect();
    assert_eq!(times, [("We walked.", 30), ("It was cold.", 60)]);
    assert_eq!(problems[0].message, "2 times stand inside of turns, and are kept beside the text, too");
}

#[test]
fn slips_of_whoever_types_are_said() {
    let talk = "Interviewer: Who decided?\n\nRuth: Nobody wrote it down.\n\n".repeat(4);
    assert_eq!(
        remarks(&format!("{talk}Intervewer: And then?\n\nRuth: It grew.\n\n")),
        [
            "`Intervewer` and `Interviewer` are two speakers; their names differ by one letter, and `Intervewer` hardly speaks: where it is a slip, mend the text"
        ]
    );
    for line in ["Interviewer And then?", "Ruth, The merger came."] {
        assert_eq!(
            remarks(&format!("{talk}{line}\n\n{talk}")),
            [
                "1 line begins with the name of a speaker but not as a turn does; where it is one, put a colon behind the name"
            ],
            "{line}"
        );
    }
    assert_eq!(
        remarks(&format!("{talk}Erstens: das Geld.\n\n{talk}")),
        [
            "`Erstens:` is taken for a speaker, though it comes only once; where it is said, put another mark for the colon"
        ]
    );
}

#[test]
fn short_lines_between_labelled_paragraphs_are_said() {
    let talk = "Interviewer: Who decided?\n\nRuth: Nobody wrote it down.\n\n".repeat(3);
    let [remark] = remarks(&format!("{talk}The change\n\n{talk}Looking ahead\n\n{talk}")).try_into().unwrap();
    assert!(
        remark.starts_with("`The change` and 1 more short line without a label, as headings are"),
        "{remark}"
    );
}
