//! What stands below the last turn: the end of the recording, which nobody says.

use themata_ingest::{Options, read};

use crate::{check, label, words};

const TALK: [(&str, &str); 6] = [
    ("Lin", "How did it begin?"),
    ("Pia", "With an oven."),
    ("Lin", "And then?"),
    ("Pia", "It grew (laughs)."),
    ("Lin", "Who paid?"),
    ("Pia", "Nobody did."),
];

fn talk(gap: &str, times: usize) -> String {
    (0..times).flat_map(|_| TALK).map(|(name, words)| format!("{name}: {words}{gap}")).collect()
}

/// The words of the last turn, and what is said of the document.
fn last(text: &str) -> (String, Vec<String>) {
    let (ingested, problems) = read("x.txt", text.as_bytes(), &Options::default()).unwrap();
    let turn = ingested.turns.last().unwrap();
    let said = format!("{}: {}", label(&ingested.speakers, turn), words(&ingested.text, turn));
    (said, problems.into_iter().map(|problem| problem.message).collect())
}

#[test]
fn the_end_of_the_recording_belongs_to_no_turn_and_is_said() {
    for end in
        ["Ende der Aufnahme", "[End of recording]", "Fin de l’entretien.", "录音结束", "Slut på intervjun"]
    {
        for gap in ["\n\n", "\n"] {
            let (said, problems) = last(&format!("{}{end}\n", talk(gap, 1)));
            assert_eq!(said, "Pia: Nobody did.", "{end}");
            let expected = format!(
                "`{end}` stands below the last turn and belongs to none; if somebody says it, write a label before it"
            );
            assert_eq!(problems, [expected]);
        }
    }
}

#[test]
fn short_paragraphs_without_a_label_close_a_talk_in_which_all_others_have_one() {
    let (said, problems) = last(&format!("{}Best wishes\n\nPia Rowe\n", talk("\n\n", 2)));
    assert_eq!(said, "Pia: Nobody did.");
    assert_eq!(problems, ["`Best wishes` and what follows it stand below the last turn and belong to none"]);
    for end in ["(tape stops)", "END OF TRANSCRIPT", "Fin : 11 h 04"] {
        assert_eq!(last(&format!("{}{end}\n", talk("\n\n", 1))).0, "Pia: Nobody did.", "{end}");
    }
}

#[test]
fn what_goes_on_in_a_paragraph_of_its_own_is_still_said() {
    for more in ["And that was the end of it.", "We never did record it", "So it ended?", "Well, ask her."] {
        let (said, problems) = last(&format!("{}{more}\n", talk("\n\n", 1)));
        assert_eq!(said, format!("Pia: Nobody did.\n\n{more}"));
        assert_eq!(problems, [""; 0]);
    }
    // Where paragraphs go on elsewhere, too, one may end without a mark.
    let text = talk("\n\n", 2).replace("With an oven.", "With an oven.\n\nAn old one.") + "And bread\n";
    assert_eq!(last(&text).0, "Pia: Nobody did.\n\nAnd bread");
    let text = talk("\n\n", 1).replace("With an oven.", "With an oven.\n\n[door]") + "[laughs]\n";
    assert_eq!(last(&text).0, "Pia: Nobody did.\n\n[laughs]");
}

#[test]
fn somebody_who_goes_on_or_is_not_sure_to_be_meant_keeps_the_name() {
    let text = "I: Why?\n\nB: So.\n\nI: And?\n\nB (cont.): As I said.\n\nB?: Yes.\n\nI?: No.\n";
    let expected =
        [("I", "Why?"), ("B", "So."), ("I", "And?"), ("B", "As I said."), ("B", "Yes."), ("I", "No.")];
    check(text, &expected);
    let (_, problems) = read("x.txt", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(
        problems[0].message,
        "2 labels say that it is not sure who speaks; the turns are those of whoever is named, as `B?` of `B`"
    );
    check(
        "I: Why?\nB1: So.\nB2: No.\nI: And?\nB?: Yes.\n",
        &[("I", "Why?"), ("B1", "So."), ("B2", "No."), ("I", "And?"), ("B?", "Yes.")],
    );
}
