//! Who asks and who answers.

use themata_ingest::segment;
use themata_model::SpeakerRole::{self, Informant, Interviewer, Unknown};

#[track_caller]
fn check_roles(text: &str, expected: &[(&str, SpeakerRole)]) {
    let (_, speakers, _) = segment(text);
    let seen: Vec<(&str, SpeakerRole)> = speakers.iter().map(|s| (s.label.as_str(), s.role)).collect();
    assert_eq!(seen, expected, "{text}");
    assert!(speakers.iter().all(|speaker| speaker.informant.is_none()));
}

#[test]
fn the_label_says_who_asks_and_the_others_answer() {
    check_roles(
        "I: Why?\nAnna: So.\nI: Oh?\nAnna: Yes.\nI: And?\nAnna: No.",
        &[("I", Interviewer), ("Anna", Informant)],
    );
    check_roles("Q: Why?\nA: So.", &[("Q", Interviewer), ("A", Informant)]);
    check_roles(
        "Intervjuare: Varför?\nRespondent: Därför.",
        &[("Intervjuare", Interviewer), ("Respondent", Informant)],
    );
    check_roles("P: ¿Por qué?\nR: Porque sí.", &[("P", Interviewer), ("R", Informant)]);
}

#[test]
fn a_number_behind_a_letter_makes_an_informant_where_another_asks() {
    for label in ["I7", "I1", "Int1", "IV 3"] {
        let text = format!(
            "Interviewer: How?\n{label}: So.\nInterviewer: Oh?\n{label}: Yes.\nInterviewer: And?\n{label}: No."
        );
        check_roles(&text, &[("Interviewer", Interviewer), (label, Informant)]);
    }
    check_roles(
        "I1: Why?\nAnna: So.\nI2: Oh?\nAnna: Yes.",
        &[("I1", Interviewer), ("Anna", Informant), ("I2", Interviewer)],
    );
    let group = "I1: So it was.\nI2: It was.\nI1: Indeed.\nI2: Yes.\nI3: No.\nI1: Well.\nI3: No.";
    check_roles(group, &[("I1", Unknown), ("I2", Unknown), ("I3", Unknown)]);
}

#[test]
fn why_somebody_asks_is_told() {
    let reasons = |text: &str| {
        let (turns, speakers, _) = segment(text);
        themata_ingest::role_reasons(text, &speakers, &turns)
    };
    let told = |reason: &str| Some(reason.to_string());
    assert_eq!(
        reasons("Interviewer: Why?\nAnna: So.\nInterviewer: Oh?\nAnna: Yes."),
        [told("the label says so"), told("`Interviewer` asks")]
    );
    assert_eq!(reasons("P: ¿Por qué?\nR: Porque sí.")[0], told("`P` asks and `R` answers"));
    let talk = "Anna: Why?\nMikko: Since it was late, and we were many.\n".repeat(4);
    assert_eq!(reasons(&talk)[0], told("asks in 4 of 4 turns, and says less than the others"));
    let alike = "Anna: It was late.\nMikko: It was early.\n".repeat(4);
    assert_eq!(reasons(&alike), [None, None]);
}

#[test]
fn a_translator_beside_an_interviewer_is_no_informant() {
    let text = "I: Why?\nTranslator: Why?\nB: So.\nI: Oh?\nTranslator: Oh?\nB: Yes.";
    check_roles(text, &[("I", Interviewer), ("Translator", Unknown), ("B", Informant)]);
}

#[test]
fn short_questions_and_long_answers_tell_who_asks() {
    let text = "Anna: How so?\n\nMikko: We began with a small order and it grew from year to year, until we were partners.\n\n".repeat(4);
    check_roles(&text, &[("Anna", Interviewer), ("Mikko", Informant)]);
}

#[test]
fn two_people_who_speak_alike_have_no_known_roles() {
    let text = "Anna: It grew, did it not?\n\nMikko: It did, or did it not?\n\n".repeat(4);
    check_roles(&text, &[("Anna", Unknown), ("Mikko", Unknown)]);
    let text = "A: It grew.\n\nB: It did.\n\n".repeat(4);
    check_roles(&text, &[("A", Unknown), ("B", Unknown)]);
}

#[test]
fn who_asks_outweighs_a_letter_alone() {
    let text: String = (0..8)
        .map(|_| "E: ¿Qué pasó después?\n\nI: El sistema antiguo se estropeaba cada martes y nadie dijo nada.\n\n")
        .collect();
    let (_, speakers, _) = themata_ingest::segment(&text);
    let roles: Vec<SpeakerRole> = speakers.iter().map(|speaker| speaker.role).collect();
    assert_eq!(roles, [SpeakerRole::Interviewer, SpeakerRole::Informant]);
}
