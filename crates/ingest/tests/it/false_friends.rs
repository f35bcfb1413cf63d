//! What looks like a speaker label and is none.

use themata_ingest::{Options, read};

use crate::{check, check_none};

#[test]
fn prose_with_colons_has_no_turns() {
    check_none(
        "We learned one thing: trust comes first.\n\nNote: this is a summary.\n\nhttp://example.org\n\nAt 12:30 we met.\n",
    );
    check_none("");
    check_none("\n\n\n");
    check_none("Just one line");
}

#[test]
fn a_contract_or_a_report_has_no_turns() {
    check_none(
        "SERVICE AGREEMENT\n\nSupplier: Alpha Ltd\nCustomer: Beta Oy\n\nScope: The supplier maintains the engines.\n\n\
         Price: 100 euros a month.\n\nPenalties: Two per cent for each week.\n\nTerm: Three years.\n",
    );
    check_none("# Background:\n\nText.\n\n# Findings:\n\nText.\n\n## Conclusion: done\n\nText.\n");
    let site = "Site: Turku\n\nManager: Jane\n\nOutput: high\n\nSome text about the site.\n\n";
    check_none(&site.repeat(5));
}

#[test]
fn letters_of_a_formula_are_no_speakers() {
    check_none("P: proves\n\nV: verifies\n\nE: extracts\n\nS: simulates\n\nO: observes\n\nR: repeats\n");
}

#[test]
fn a_programme_with_clock_times_has_no_turns() {
    check_none("Breakfast 08:00\nWelcome 09:00\nLunch 12:30\nTour 14:00\nDinner 19:00\n");
    check_none("09:00 Welcome: Anna\n10:00 Strategy: Mikko\n12:30 Lunch: all of us\n");
}

#[test]
fn speech_with_times_but_without_names_has_no_turns() {
    check_none("[00:01] Yes.\n[00:05] Okay\n[00:09] Right\n[00:12] Okay\n[00:15] Yes: we did\n");
}

#[test]
fn references_to_web_pages_are_no_turns() {
    check_none(&"Anna Berg: https://example.org\n\nMikko: [talk](https://example.org)\n\n".repeat(4));
}

#[test]
fn entries_of_lists_and_code_are_no_turns() {
    check_none(&"- Anna: bread\n- Mikko: milk\n\n".repeat(4));
    check_none(&"```\nAnna: x\nMikko: y\n```\n\n".repeat(4));
    check_none(&"1. Anna: bread\n2. Mikko: milk\n\n".repeat(4));
}

#[test]
fn bold_headings_of_sections_are_no_speakers() {
    check_none(
        &(1..9)
            .map(|n| format!("**Topic {n}**\n\nWords about it.\n\n**Key idea {n}:** more words.\n\n"))
            .collect::<String>(),
    );
}

#[test]
fn a_head_of_fields_is_before_the_first_turn() {
    check(
        "Interviewee: John Smith\nInterviewer: Jane Doe\nDate: 3 May 2020\n\nInterviewer: How are you?\n\nInterviewee: Fine.\n\nInterviewer: Good.\n",
        &[("Interviewer", "How are you?"), ("Interviewee", "Fine."), ("Interviewer", "Good.")],
    );
    check(
        "Interviewer: Jane Doe\nInterviewee: John Smith\n\nInterviewer: How are you?\n\nInterviewee: Fine.\n",
        &[("Interviewer", "How are you?"), ("Interviewee", "Fine.")],
    );
    check(
        "Location: Turku\n\nDate: 3 May 2020\n\nAnna: How are you?\nMikko: Fine.\nAnna: Good.\nMikko: Yes.\n",
        &[("Anna", "How are you?"), ("Mikko", "Fine."), ("Anna", "Good."), ("Mikko", "Yes.")],
    );
}

#[test]
fn front_matter_is_never_a_turn() {
    check(
        "---\nI: x\nB: y\ntitle: z\n---\nIntro.\n\nI: Why?\nB: So.\nI: Oh?\nB: Yes.",
        &[("I", "Why?"), ("B", "So."), ("I", "Oh?"), ("B", "Yes.")],
    );
}

#[test]
fn a_remark_inside_a_turn_stays_in_it() {
    check(
        "Anna: Why?\n\nMikko: So.\n\nNote: he laughs.\n\nAnna: Oh?\n\nMikko: Yes.",
        &[("Anna", "Why?"), ("Mikko", "So.\n\nNote: he laughs."), ("Anna", "Oh?"), ("Mikko", "Yes.")],
    );
}

#[test]
fn a_heading_between_turns_belongs_to_none() {
    check(
        "I: Why?\n\nB: So.\n\n## Second part\n\nI: Oh?\n\nB: Yes.\n\n---\n",
        &[("I", "Why?"), ("B", "So."), ("I", "Oh?"), ("B", "Yes.")],
    );
}

#[test]
fn in_a_talk_with_a_question_the_answer_ends_at_the_next_heading() {
    let talk = "More words of the talk.\n\n".repeat(12);
    check(
        &format!("Intro.\n\nQ: Why?\n\nA: So.\n\nAnd so.\n\n## Next\n\n{talk}"),
        &[("Q", "Why?"), ("A", "So.\n\nAnd so.")],
    );
}

#[test]
fn questions_alone_are_not_given_the_answers_of_others() {
    check_none("Q: Why?\n\nBecause it grew.\n\nQ: And then?\n\nIt shrank.\n\nQ: Now?\n\nStable.\n");
}

#[test]
fn a_line_that_comes_again_word_for_word_is_no_turn() {
    let page = "I: Why is that?\nB: It grew.\nSummary so far: it grew\nI: Oh? And then?\nB: It shrank.\nReason: no steel\n";
    assert_eq!(crate::said(&page.repeat(4)).len(), 16);
}

#[test]
fn what_stands_under_a_heading_below_the_last_turn_belongs_to_none_where_all_others_have_labels() {
    let talk = "I: Why?\n\nB: So.\n\n".repeat(3);
    let words = [("I", "Why?"), ("B", "So.")].repeat(3);
    let notes = format!("{talk}## Notes\n\nThe room was cold.\n\nWe meet again in May.\n");
    check(&notes, &words);
    let (_, problems) = read("x.md", notes.as_bytes(), &Options::default()).unwrap();
    assert_eq!(
        problems[0].message,
        "`Notes` and what follows it stand below the last turn and belong to none"
    );
    // Where somebody goes on under a heading above, so may who speaks last.
    let long = "I: Why?\n\nB: So.\n\n## Earlier\n\nAnd so.\n\n".repeat(3);
    let said = format!("{long}## Later\n\nThen more.\n");
    assert!(crate::said(&said)[5].1.ends_with("## Later\n\nThen more."));
}

#[test]
fn a_running_head_with_a_colon_is_no_speaker() {
    let page = "HISTORY OF THE FERRY          BERG: ODUYA\n\nMR. BERG: Why?\nMRS. ODUYA: So it was.\n\n";
    let words =
        [("MR. BERG", "Why?"), ("MRS. ODUYA", "So it was.\n\nHISTORY OF THE FERRY          BERG: ODUYA")];
    let mut expected = words.repeat(4);
    expected[7].1 = "So it was.";
    check(&page.repeat(4), &expected);
}

#[test]
fn a_list_of_those_who_take_part_is_no_turn() {
    let list = "Present:\nJM\tJane Mellor\nTO\tTunde Oke\nRB\tRuth Baines (chair)\n\n";
    let talk =
        "JM\tWhy?\n\nTO\tSo.\n\nRB\tOh?\n\nJM\tAnd?\n\nTO\tYes.\n\nRB\tNo.\n\nJM\tWell?\n\nRB\tWell.\n";
    let names = ["JM", "TO", "RB", "JM", "TO", "RB", "JM", "RB"];
    let told: Vec<String> = crate::said(&format!("{list}{talk}")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(told, names);
}

#[test]
fn the_day_and_length_of_a_recording_are_no_speakers() {
    for head in [
        "Tuesday, March 14, 2023 9:01 AM",
        "14 de marzo de 2023  9:01",
        "14 mars 2023 09:01",
        "2023年3月14日 09:01",
        "Recording length 45:12",
        "时长 45:12",
        "14.03.2023, 09:01 Uhr",
    ] {
        let text = format!("{head}\n\n{}", "Ann Lee   0:04\nWhy?\n\nJohn Roe   0:09\nSo.\n\n".repeat(4));
        let told: Vec<String> = crate::said(&text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(told, ["Ann Lee", "John Roe"].repeat(4), "{head}");
    }
}

#[test]
fn a_line_that_comes_again_word_for_word_among_dense_labels_is_no_turn() {
    let total = "Résultat : 41 passagers, 1 chèvre.\n\n";
    let turns = "Lin : Pourquoi ?\n\nYann : Pour rien, je crois.\n\n";
    let text = format!("{turns}{turns}{total}Lin : Et après ?\n\nYann : Rien.\n\n{total}{turns}{total}");
    let speakers: Vec<String> = themata_ingest::segment(&text).1.into_iter().map(|one| one.label).collect();
    assert_eq!(speakers, ["Lin", "Yann"]);
}
