//! Codings carried over an edit of their text: each rule by an example.

use themata_model::anchor::{Anchor, Finder, Resolution, Revision};
use themata_model::{ByteOffset, Span};

const INTERVIEW: &str = "\
Interviewer: How did you come to work with them?
Informant: They built the first machine for us in the nineties. We knew the people.
Interviewer: And did you have a contract then?
Informant: Yes.
Interviewer: And who wrote the contract in the end?
Informant: Our lawyers did, and they took a very long time over it. We pay for outcomes only.
Interviewer: Do you meet the engineers every week?
Informant: Yes.
Interviewer: Even during the summer holidays?
Informant: Mm.
Interviewer: What happens when a machine fails at night?
Informant: Somebody calls, and somebody comes. I think so. It was never a problem for us.
";

/// The text without the marks, and the marked span.
fn marked(text: &str) -> (String, Option<Span>) {
    let plain = text.replace(['‹', '›'], "");
    let marks = text.find('‹').zip(text.find('›'));
    let span = marks.map(|(from, to)| span(&plain, from, to - '‹'.len_utf8()));
    (plain, span)
}

fn span(text: &str, from: usize, to: usize) -> Span {
    Span::new(text, ByteOffset(from), ByteOffset(to)).expect("the ends are borders")
}

fn carried(old: &str, at: Span, new: &str) -> Resolution {
    Revision::between(old, &Finder::new(new)).carry(&Anchor::of(old, at))
}

/// The coding is the part of `old` in `‹›`; its place expected the part of `new`, none if lost.
fn check(old: &str, new: &str, expected: fn(Span) -> Resolution) {
    let (before, coding) = marked(old);
    let (after, place) = marked(new);
    let found = carried(&before, coding.expect("the coding is marked"), &after);
    let shown = found.span().map(|span| span.of(&after));
    assert_eq!(found, place.map_or(Resolution::Lost, expected), "{shown:?}: {old:?} in {new:?}");
}

/// The interview with `marks` put around the `n`-th `words`, and edited.
fn check_interview(words: &str, n: usize, edit: impl Fn(&str) -> String, expected: fn(Span) -> Resolution) {
    let (at, _) = INTERVIEW.match_indices(words).nth(n).expect("the words are there");
    let old = format!("{}‹{words}›{}", &INTERVIEW[..at], &INTERVIEW[at + words.len()..]);
    check(&old, &edit(&old), expected);
}

fn approximate(old: &str, new: &str, words: &str, least: f64) {
    let (before, coding) = marked(old);
    match carried(&before, coding.expect("the coding is marked"), new) {
        Resolution::Approximate { span, score } => {
            assert_eq!(span.of(new), words);
            assert!((least..=1.0).contains(&score), "{score}");
        }
        other => panic!("{other:?}: {old:?} in {new:?}"),
    }
}

fn without_marks(text: &str) -> String {
    text.replace(['‹', '›'], "")
}

#[test]
fn without_an_edit_everything_is_exact() {
    for (at, word) in INTERVIEW.match_indices(char::is_alphanumeric) {
        let coding = span(INTERVIEW, at, at + word.len());
        assert_eq!(carried(INTERVIEW, coding, INTERVIEW), Resolution::Exact(coding));
    }
    check("e‹\u{301} x›", "e‹\u{301} x›", Resolution::Exact);
}

#[test]
fn a_short_answer_follows_its_own_words() {
    let insert = |old: &str| old.replace("Interviewer: Even", "Interviewer: One moment.\nInterviewer: Even");
    check_interview("Yes.", 0, insert, Resolution::Exact);
    check_interview("Yes.", 1, insert, Resolution::Exact);
    check_interview("Mm.", 0, insert, Resolution::Moved);
    let earlier = |old: &str| format!("Interviewer: Ready?\nInformant: Yes.\n{old}");
    check_interview("Yes.", 0, earlier, Resolution::Moved);
    check_interview("Yes.", 1, earlier, Resolution::Moved);
    let deleted =
        |old: &str| old.replace("Interviewer: And did you have a contract then?\nInformant: Yes.\n", "");
    check_interview("Yes.", 1, deleted, Resolution::Moved);
}

#[test]
fn a_short_answer_stays_between_its_neighbours_when_both_are_rewritten() {
    let rewritten = |old: &str| {
        old.replace("And did you have a contract then?", "So was anything put on paper?")
            .replace("And who wrote the contract in the end?", "By whom?")
    };
    check_interview("Yes.", 0, rewritten, Resolution::Moved);
}

#[test]
fn a_coding_does_not_jump_to_the_same_words_elsewhere() {
    let lost = |old: &str| without_marks(&old.replace("‹Yes.›", "No."));
    check_interview("Yes.", 0, lost, Resolution::Moved);
    check_interview("Yes.", 1, lost, Resolution::Moved);
    check("A: ‹Yes.› B: Mm. C: Yes.", "B: Mm. C: Yes.", Resolution::Moved);

    let twice =
        INTERVIEW.replace("Informant: Mm.", "Informant: We knew the people. We pay for outcomes only.");
    let at = twice.rfind("We pay for outcomes only.").unwrap();
    let words = "We pay for outcomes only.";
    let new = format!("{}{}", &twice[..at], &twice[at + words.len()..]);
    assert_eq!(carried(&twice, span(&twice, at, at + words.len()), &new), Resolution::Lost);
}

#[test]
fn one_of_two_lines_that_begin_alike_is_deleted_with_its_codings() {
    let old = "Q.\nA: ‹Well›, who pays the bills?\nA: Well, who knows about that?\nB: Hm.\n";
    check(old, "Q.\nA: Well, who knows about that?\nB: Hm.\n", Resolution::Moved);
    let old = "Q.\nA: Well, who pays the bills?\nA: ‹Well›, who knows about that?\nB: Hm.\n";
    check(old, "Q.\nA: ‹Well›, who knows about that?\nB: Hm.\n", Resolution::Moved);
    let old = "B: ‹I think› it works. I think it pays for all of us. Mm.";
    check(old, "B: I think it pays for all of us. Mm.", Resolution::Moved);
    let old = "B: I think it works. ‹I think› it pays for all of us. Mm.";
    check(old, "B: ‹I think› it pays for all of us. Mm.", Resolution::Moved);
}

#[test]
fn a_correction_inside_the_words_is_approximate() {
    approximate(
        "A: ‹We pay the provider for outcomes only.› B: Hm.",
        "A: We pay the providers for outcomes only. B: Hm.",
        "We pay the providers for outcomes only.",
        0.95,
    );
    approximate("So we ‹pay for the outcome›.", "So we pay for the outcomes.", "pay for the outcomes", 0.9);
    approximate("So we ‹pay for the outcomes›.", "So we pay for the outcome.", "pay for the outcome", 0.9);
    approximate("the ‹organisation› works", "the organization works", "organization", 0.9);
    approximate("So we ‹pay› for it.", "So we paid for it.", "paid", 0.5);
    check("So we ‹pay› for it.", "So we do it for it.", Resolution::Moved);
}

#[test]
fn a_short_coding_keeps_its_place_when_a_word_of_it_is_corrected() {
    let old = "A: We do meet them. ‹Every week›, I think.";
    approximate(old, "A: We do meet them. Every weak, I think.", "Every weak", 0.8);
    approximate(old, "A: We do meet them. Every month, I think.", "Every month", 0.5);
    approximate(old, "A: We do meet them. Each week, I think.", "Each week", 0.5);
    approximate(old, "A: We do meet them. Every single other week, I think.", "Every single other week", 0.4);
    approximate("A: ‹not really› B: Why?", "A: not easily B: Why?", "not easily", 0.5);
}

#[test]
fn another_case_is_a_small_correction() {
    approximate("They told ‹us› so.", "They told US so.", "US", 1.0);
    approximate("‹Every Week› they call.", "EVERY WEEK they call.", "EVERY WEEK", 1.0);
}

#[test]
fn a_coding_whose_words_are_gone_is_lost() {
    let old = "A: We do meet them. ‹Every week›, I think. B: Hm.";
    check(old, "A: We do meet them. I think. B: Hm.", Resolution::Moved);
    check(old, "A: We do meet them. They are so kind, I think. B: Hm.", Resolution::Moved);
    check(old, "A: We do meet them. B: Hm.", Resolution::Moved);
}

#[test]
fn words_beside_the_coding_do_not_belong_to_it() {
    check("So we ‹pay for outcomes› now.", "So we ‹pay for outcomes›, always, now.", Resolution::Exact);
    check("So we ‹pay for outcomes› now.", "So we never ‹pay for outcomes› now.", Resolution::Moved);
    check("我们‹合作›得很好", "我们不‹合作›了得很好", Resolution::Moved);
}

#[test]
fn white_space_and_typography_inside_the_words_are_no_change() {
    let long = "We don't pay for outputs, we pay for outcomes - only.";
    check(&format!("A: ‹{long}› B"), &format!("A: ‹{}› B", long.replace(' ', "\n")), Resolution::Moved);
    check(
        &format!("A: ‹{long}› B"),
        "A: ‹We don’t pay for outputs, we pay for outcomes – only.› B",
        Resolution::Moved,
    );
    let wrapped = |old: &str| old.replace(". ", ".\n\n").replace(", ", ",\n");
    check_interview("they took a very long time over it. We pay", 0, wrapped, Resolution::Moved);
}

#[test]
fn a_passage_cut_and_pasted_elsewhere_is_found() {
    // The last line becomes the first.
    let moved = |old: &str| {
        let (rest, line) = old.trim_end().rsplit_once('\n').unwrap();
        format!("{line}\n{rest}\n")
    };
    check_interview("Somebody calls, and somebody comes.", 0, moved, Resolution::Moved);
    check_interview("somebody comes", 0, moved, Resolution::Moved);
    check_interview("I think so.", 0, moved, Resolution::Moved);
    check_interview("contract", 1, moved, Resolution::Moved);
    let swapped = |old: &str| {
        let lines: Vec<&str> = old.lines().collect();
        [&lines[..4], &lines[6..8], &lines[4..6], &lines[8..]].concat().join("\n")
    };
    check_interview("And who wrote the contract in the end?", 0, swapped, Resolution::Moved);
    check_interview("Our lawyers did", 0, swapped, Resolution::Moved);
    check_interview("Yes.", 1, swapped, Resolution::Moved);
}

#[test]
fn the_coding_of_a_duplicated_passage_stays_where_it_is() {
    let doubled = |old: &str| {
        let turn = "Interviewer: And did you have a contract then?\nInformant: Yes.\n";
        let plain = old.replace("‹Yes.›", "Yes.");
        plain.replace(turn, &format!("{}{turn}", turn.replace("Yes.", "‹Yes.›")))
    };
    check_interview("Yes.", 0, doubled, Resolution::Exact);
}

#[test]
fn another_text_in_its_place_loses_every_coding() {
    let other = "\
Interviewer: When was the firm founded, and where?
Informant: Perhaps in Gothenburg. My father would know the people. Mm.
Interviewer: And the workshop?
Informant: Yes.
Interviewer: In the same town?
Informant: Yes. I think so, somebody told me over lunch.
";
    for words in
        ["Yes.", "Mm.", "I think so.", "the people", "We pay for outcomes only.", "Somebody", "contract"]
    {
        for (at, _) in INTERVIEW.match_indices(words) {
            let found = carried(INTERVIEW, span(INTERVIEW, at, at + words.len()), other);
            assert_eq!(found, Resolution::Lost, "{words}");
        }
    }
}

#[test]
fn a_stock_phrase_without_its_surroundings_is_for_a_person_to_decide() {
    let old =
        "alpha beta gamma delta epsilon zeta. That is a very good question. eta theta iota kappa lambda";
    let new = "one two three four five six seven. That is a very good question. eight nine ten eleven twelve";
    approximate(
        &old.replace("That", "‹That").replace("question.", "question.›"),
        new,
        "That is a very good question.",
        1.0,
    );
}

#[test]
fn places_hold_whole_characters() {
    approximate(
        "we spoke about the ‹long way to the cafe›",
        "we spoke about the long way to the cafe\u{301}",
        "long way to the cafe\u{301}",
        0.9,
    );
    check("ok ‹👩› ok and so on", "ok 👩\u{200d}🚀 ok and so on", Resolution::Moved);
    approximate("กข ‹กข› กข", "กข กข\u{E33} กข", "กข\u{E33}", 0.5);
}

#[test]
fn a_coding_of_a_whole_interview_survives_corrections() {
    let text = INTERVIEW.repeat(20).replace("nineties", "1990s");
    let new = text.replacen("holidays", "vacation", 3);
    match carried(&text, span(&text, 3, text.len() - 3), &new) {
        Resolution::Approximate { span, score } => {
            assert_eq!((span.start().0, span.end().0), (3, new.len() - 3));
            assert!(score > 0.99, "{score}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_anchor_of_another_text_is_searched() {
    let anchor = Anchor::of("We pay for outcomes.", span("We pay for outcomes.", 0, 20));
    let finder = Finder::new("Now: We pay for outcomes.");
    let found = Revision::between("Something else", &finder).carry(&anchor);
    assert_eq!(found, Resolution::Moved(span(finder.text(), 5, 25)));
}
