//! Names alone on a line, before a gap or a tab, among words that stand so, too.

use themata_ingest::{Options, read, segment};

use crate::{check, label};

#[test]
fn a_word_of_assent_alone_in_its_paragraph_is_no_name() {
    let turn = |name: &str, words: &str| format!("{name}\n\n{words}\n\n");
    let text = [
        turn("Intervjuaren", "Vem ritade?"),
        turn("Bosse", "Ja.\n\nDet var jag, på ett papper."),
        turn("Intervjuaren", "Och sedan?"),
        turn("Bosse", "Ja.\n\nSedan byggde vi."),
        turn("Intervjuaren", "Jaha."),
        turn("Bosse", "Ja.\n\nMed tegel."),
        turn("Intervjuaren", "Tack."),
        turn("Bosse", "Tack själv."),
    ]
    .concat();
    let (turns, speakers, _) = segment(&text);
    assert_eq!(speakers.len(), 2);
    assert_eq!(turns.len(), 8);
}

#[test]
fn whoever_speaks_once_before_a_tab_among_dense_labels_is_a_speaker() {
    let text = "Lin\tWhy did it begin?\n\nAoife\tWith an oven.\n\nLin\tAnd then?\n\nAoife\tIt grew.\n\nEithne\tNot at all.\n\n\
                Lin\tWho says so?\n\nAoife\tWe all do.\n";
    assert_eq!(crate::said(text)[4], ("Eithne".to_string(), "Not at all."));
}

#[test]
fn a_gap_behind_a_name_parts_it_from_words_with_a_colon() {
    let text = "LIN EK  Why did it begin?\n\nMS MOOS  My master said: bread is bread,\nand so it is.\n\nLIN EK  And then?\n\n\
                MS MOOS  It grew.\n\nLIN EK  I see.\n\nMS MOOS  Well.\n";
    check(
        text,
        &[
            ("LIN EK", "Why did it begin?"),
            ("MS MOOS", "My master said: bread is bread,\nand so it is."),
            ("LIN EK", "And then?"),
            ("MS MOOS", "It grew."),
            ("LIN EK", "I see."),
            ("MS MOOS", "Well."),
        ],
    );
}

#[test]
fn times_at_the_right_edge_behind_a_tab_are_those_of_the_turns() {
    let text = "Lin Ek\tWhy?\t00:00:03\n\nPia Moos\tSo it went.\t00:00:23\n\nLin Ek\tAnd then?\t00:00:38\n\n\
                Pia Moos\tNothing.\t00:01:05\n";
    check(
        text,
        &[("Lin Ek", "Why?"), ("Pia Moos", "So it went."), ("Lin Ek", "And then?"), ("Pia Moos", "Nothing.")],
    );
    assert_eq!(segment(text).0[3].timestamp.map(|time| time.0), Some(65_000));
}

#[test]
fn a_name_that_stands_alone_once_inside_a_turn_is_said() {
    let turn = |name: &str, words: &str| format!("{name}\n\n{words}\n\n");
    let talk = turn("Interviewer", "Why did it begin?") + &turn("Wiebe", "With an oven.");
    let text = talk.repeat(3) + &turn("Neighbour", "I do not think so.") + &talk.repeat(2);
    let (_, problems) = read("x.txt", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0]
            .message
            .starts_with("`Neighbour` stands alone on a line inside a turn, as the names of speakers do"),
        "{problems:?}"
    );
}

#[test]
fn what_somebody_does_is_a_name_alone_on_its_line_beside_a_word_for_who_asks() {
    let questions = ["How did it begin?", "And what then?", "Who decided that?", "Was it late?"];
    let answers = [
        "So it was.",
        "The harbour was closed, and nobody told us.",
        "We had two ferries.",
        "Not really, no.",
    ];
    let talk = |one: &str, other: &str, gap: &str| -> String {
        let pair = |n: usize| format!("{one}{gap}{}\n\n{other}{gap}{}\n\n", questions[n % 4], answers[n % 4]);
        (0..6).map(pair).collect()
    };
    for gap in ["\n", "\n\n"] {
        for [one, other] in [
            ["Interviewer", "Harbour master"],
            ["I", "Head of sales"],
            ["Haastattelija", "Tuotannon suunnittelija"],
        ] {
            let (turns, speakers, _) = segment(&talk(one, other, gap));
            let found: Vec<String> = turns.iter().map(|turn| label(&speakers, turn)).collect();
            assert_eq!(found, [one, other].repeat(6), "{gap:?}");
        }
        let heads = talk("Main findings", "Next steps", gap).replace('?', ".");
        assert_eq!(segment(&heads).0.len(), 0, "heads that come again are no speakers");
    }
}
