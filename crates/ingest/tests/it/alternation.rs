//! Names in forms that no list knows are told by taking turns.

use std::fmt::Write as _;

use themata_ingest::segment;

const QUESTIONS: [&str; 5] = [
    "How did it begin?",
    "And what then?",
    "Who decided that, do you think?",
    "Was it late?",
    "Why did it change?",
];
const ANSWERS: [&str; 7] = [
    "The harbour was closed that winter, and nobody had told us anything about it before the ice came in from the north.",
    "So it was.",
    "We had two ferries and one of them leaked. My sister kept the keys of the shed.",
    "Not really, no.",
    "They paid us in the spring and not before, which everybody on the island knew very well by then.",
    "I think it began with the second winter.",
    "A man from the council wrote a letter, I remember, and a week later there was a new timetable on the door.",
];

/// A talk of 24 turns, each in the form that `form` gives it, with `gap` behind it.
fn talk(names: &[&str], gap: &str, form: impl Fn(&str, &str) -> String) -> String {
    let turn = |n: usize| {
        let words = if n.is_multiple_of(2) { QUESTIONS[n / 2 % 5] } else { ANSWERS[n / 2 % 7] };
        let name = if n.is_multiple_of(2) { names[0] } else { names[1 + n / 2 % (names.len() - 1)] };
        form(name, words) + gap
    };
    (0..24).map(turn).collect()
}

/// The same words in lines of 60 characters.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut width = 0;
        for word in line.split(' ') {
            let next = width + word.chars().count() + 1;
            if width > 0 && next > 60 {
                out.push('\n');
                width = 0;
            } else if width > 0 {
                out.push(' ');
            }
            out.push_str(word);
            width += word.chars().count() + 1;
        }
        out.push('\n');
    }
    out
}

#[track_caller]
fn check(text: &str, names: &[&str]) {
    let (turns, speakers, _) = segment(text);
    let mut found: Vec<&str> = speakers.iter().map(|speaker| speaker.label.as_str()).collect();
    found.sort_unstable();
    let mut expected = names.to_vec();
    expected.sort_unstable();
    assert_eq!((turns.len(), found), (24, expected), "{text}");
}

#[test]
fn a_few_names_that_take_turns_in_any_form_are_speakers() {
    let groups: [&[&str]; 4] = [
        &["Interviewer", "Anna"],
        &["Journalist", "Head of sales", "Nurse 2"],
        &["KL", "P07"],
        &["Researcher", "Sales manager (provider)", "Mr Okafor"],
    ];
    let forms: [fn(&str, &str) -> String; 11] = [
        |name, words| format!("{name}> {words}"),
        |name, words| format!("{{{name}}} {words}"),
        |name, words| format!("- {name}: {words}"),
        |name, words| format!("#{name}: {words}"),
        |name, words| format!("{name}:- {words}"),
        |name, words| format!("{name} = {words}"),
        |name, words| format!("🎙 {name}: {words}"),
        |name, words| format!("[{name}]\n{words}"),
        |name, words| format!("{name}\n{words}"),
        |name, words| format!("## {name}\n{words}"),
        |name, words| format!("{name}:: {words}"),
    ];
    for names in groups {
        for form in forms {
            for gap in ["\n\n", "\n"] {
                let text = talk(names, gap, form);
                check(&text, names);
                check(&wrapped(&text), names);
            }
        }
    }
}

#[test]
fn names_with_nothing_but_a_blank_behind_them_are_speakers_where_one_of_them_asks() {
    let names = ["Journalist", "Head of sales"];
    check(&talk(&names, "\n\n", |name, words| format!("{name} {words}")), &names);
    check(&talk(&names, "\n\n", |name, words| format!("{name}, {words}")), &names);
    let text: String = (0..24).fold(String::new(), |mut text, n| {
        let _ = write!(text, "{} {}\n\n", ["It", "They"][n % 2], ANSWERS[n % 7]);
        text
    });
    assert_eq!(segment(&text).0.len(), 0, "words that begin sentences are no names");
}

#[test]
fn lists_and_lines_that_come_again_take_no_turns() {
    let points = talk(&["a", "b"], "\n\n", |name, words| format!("{name}) {words}"));
    let glossary: String = ["Hull", "Keel", "Mast", "Oar", "Stern", "Bow", "Deck", "Sail"]
        .map(|word| format!("{word} > {}\n", ANSWERS[0]))
        .concat();
    let heads: String = ANSWERS
        .map(|words| format!("Ferry talks > page\n\n{words}\n\nHarbour book > north\n\n{words}\n\n"))
        .concat();
    for text in [points, glossary, heads] {
        assert_eq!(segment(&text).0.len(), 0, "{text}");
    }
}

#[test]
fn who_is_no_name_by_its_look_is_added_to_others_in_the_same_form() {
    let names = ["Mother", "Father", "Social worker"];
    for form in [
        (|name, words| format!("{name}: {words}")) as fn(&str, &str) -> String,
        |name, words| format!("{name} | {words}"),
        |name, words| format!("<{name}> {words}"),
        |name, words| format!("{name}\t{words}"),
    ] {
        check(&talk(&names, "\n\n", form), &names);
    }
}

#[test]
fn initials_that_mean_something_else_are_speakers_where_they_take_turns() {
    check(&talk(&["AB", "PS"], "\n\n", |name, words| format!("{name}: {words}")), &["AB", "PS"]);
    check(
        &talk(&["Editor", "Harris"], "\n\n", |name, words| format!("{name}: {words}")),
        &["Editor", "Harris"],
    );
}

#[test]
fn initials_below_a_full_name_are_the_same_speaker() {
    let text = format!(
        "Anna Berg: How did it begin?\n\nKarin Ek: On a boat.\n\n{}",
        talk(&["AB", "KE"], "\n\n", |name, words| format!("{name}: {words}"))
    );
    let (turns, speakers, _) = segment(&text);
    let labels: Vec<&str> = speakers.iter().map(|speaker| speaker.label.as_str()).collect();
    assert_eq!((turns.len(), labels), (26, vec!["Anna Berg", "Karin Ek"]));
}

#[test]
fn words_that_begin_sentences_are_no_names_beside_those_that_stand_without_a_mark() {
    let own = |name: &str, words: &str| {
        let more =
            if words.starts_with("They") { "\n\nBesides it was cold.\n\nBesides we were two." } else { "" };
        format!("{name} {words}{more}")
    };
    check(&talk(&["Interviewer", "Ruth"], "\n\n", own), &["Interviewer", "Ruth"]);
}

#[test]
fn names_in_capitals_with_a_letter_before_them_stand_alone_on_their_lines() {
    let own = |name: &str, words: &str| format!("{name}\n{words}");
    check(&talk(&["D. TERESA", "SR. FARIA"], "\n", own), &["D. TERESA", "SR. FARIA"]);
}

#[test]
fn names_with_offices_stand_before_a_full_stop_and_a_dash() {
    let names =
        ["El señor PRESIDENTE", "La señora CONSEJERA DE SANIDAD (Ibáñez Soto)", "El señor ALCÁNTARA PÉREZ"];
    check(&talk(&names, "\n\n", |name, words| format!("{name}.- {words}")), &names);
    check(&talk(&names, "\n\n", |name, words| format!("{name}. — {words}")), &names);
}

#[test]
fn names_before_a_full_stop_are_read_whole() {
    let names = ["Karin Ek", "Gun-Britt Holm"];
    check(&talk(&names, "\n\n", |name, words| format!("{name}. {words}")), &names);
}

#[test]
fn titles_that_a_full_stop_shortens_belong_to_the_names() {
    let names = ["MS FABER", "PROF. H. LANG"];
    check(&talk(&names, "\n", |name, words| format!("{name}\n{words}")), &names);
    let names = ["Frau Thoms", "Herr Dr. Weiß"];
    check(&talk(&names, "\n\n", |name, words| format!("{name} > {words}")), &names);
}

#[test]
fn numbers_and_small_initials_are_names_where_a_sign_or_a_time_says_so() {
    check(&talk(&["1", "2", "3"], "\n\n", |name, words| format!("#{name}\t{words}")), &["1", "2", "3"]);
    let mut second = 0;
    let text: String = talk(&["int", "jk"], "\n\n", |name, words| format!("@{name}\n{words}"))
        .split('@')
        .skip(1)
        .map(|turn| {
            second += 1;
            format!("[00:00:{second:02}] {turn}")
        })
        .collect();
    check(&text, &["int", "jk"]);
}

#[test]
fn heads_of_pages_in_the_midst_of_sentences_are_no_names_alone_on_their_lines() {
    let own = |name: &str, words: &str| match words.split_once(", ") {
        Some((first, rest)) if name == "Ruth" => format!("{name}\n{first},\nThe ferry talks\n{rest}"),
        _ => format!("{name}\n{words}"),
    };
    let text = talk(&["Journalist", "Ruth"], "\n", own);
    let (_, speakers, _) = segment(&text);
    assert!(speakers.iter().all(|speaker| speaker.label != "The ferry talks"), "{text}");
}
