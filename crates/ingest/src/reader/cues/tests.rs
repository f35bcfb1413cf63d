//! Caption files made here.

mod layouts;
mod names;

use crate::{Ingested, Options, read};

fn ingest(name: &str, text: &str) -> (Ingested, Vec<String>) {
    let (ingested, problems) = read(name, text.as_bytes(), &Options::default()).unwrap();
    (ingested, problems.into_iter().map(|problem| problem.message).collect())
}

fn speakers(ingested: &Ingested) -> Vec<&str> {
    ingested.turns.iter().map(|turn| ingested.speakers[turn.speaker].label.as_str()).collect()
}

#[test]
fn voices_make_turns_and_one_voice_that_goes_on_is_one_turn() {
    let text = "\u{feff}WEBVTT - Interview\r\nLanguage: en\r\n\r\nNOTE made by hand\r\nover two lines\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n\
        intro\r\n00:00:01.000 --> 00:00:02.000 align:start\r\n<v Anna Berg>Who <i>decides</i>\r\ntoday?\r\n\r\n\
        00:00:02.500 --> 00:00:03.000\r\n<v.loud Anna Berg>You &amp; he?</v>\r\n\r\n\
        01:02.000 --> 01:04.000\r\n<v Mikko>Both <00:01:03.000>do.\r\n\r\nabc-1\r\n01:05.000 --> 01:06.000\r\n<v Anna Berg>I see. <v Mikko>Yes <laughs>.\r\n";
    let (ingested, problems) = ingest("x.vtt", text);
    let expected = "Anna Berg [00:00:01]: Who decides today? You & he?\n\nMikko [00:01:02]: Both do.\n\n\
        Anna Berg [00:01:05]: I see.\n\nMikko [00:01:05]: Yes <laughs>.\n";
    assert_eq!(ingested.text, expected);
    assert_eq!(speakers(&ingested), ["Anna Berg", "Mikko", "Anna Berg", "Mikko"]);
    assert_eq!(ingested.turns[1].timestamp.map(|t| t.0), Some(62_000));
    let times: Vec<(u64, &str)> = ingested
        .locators
        .times()
        .iter()
        .map(|(at, time)| (time.0, ingested.text[at.0..].split(' ').next().unwrap()))
        .collect();
    assert_eq!(times, [(1000, "Who"), (2500, "You"), (62_000, "Both"), (65_000, "I"), (65_000, "Yes")]);
    assert_eq!(problems, ["left out: 2 notes, styles or regions"]);
    assert_eq!(ingested.language.as_deref(), Some("en"));
    assert_eq!(ingested.extraction, "vtt, UTF-8");
}

#[test]
fn wrapped_lines_of_captions_are_joined() {
    let text = "1\n00:00:01,000 --> 00:00:03,000 X1:10\n{\\an8}<font color=\"red\">We began with a small order\nand it grew</font>\n\n\
        2\n00:00:03.000 --> 00:00:05,000\nfrom year to year.\n\n00:00:09,000 --> 00:00:10,000\nThen\n\nwe stopped.\n4\n00:00:11,000 --> 00:00:12,000\n1990\n";
    let (ingested, problems) = ingest("x.srt", text);
    assert_eq!(
        ingested.text,
        "We began with a small order and it grew from year to year.\n\nThen we stopped. 1990\n"
    );
    assert_eq!((ingested.turns.len(), ingested.locators.times().len()), (0, 4));
    assert_eq!(problems, [""; 0]);
}

#[test]
fn dashes_and_arrows_begin_paragraphs() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\n- Why?\n- Because.\n\n2\n00:00:02,000 --> 00:00:03,000\nof that.\n\n3\n00:00:03,000 --> 00:00:04,000\n>> Oh.\n";
    let (ingested, _) = ingest("x.srt", text);
    assert_eq!(ingested.text, "- Why?\n\n- Because. of that.\n\n>> Oh.\n");
}

#[test]
fn labels_in_the_words_are_speakers_whose_cues_are_joined() {
    let cue = |n: usize, words: &str| format!("{n}\n00:00:0{n}.000 --> 00:00:0{}.000\n{words}\n\n", n + 1);
    let text = [
        "WEBVTT\n\n".to_string(),
        cue(1, "Anna Berg: Who decides?"),
        cue(2, "Anna Berg: I mean"),
        cue(3, "today, here?"),
        cue(4, "Mikko: Both do."),
        cue(5, "Anna Berg: Ah."),
        cue(6, "Mikko: Yes."),
    ]
    .concat();
    let (ingested, _) = ingest("x.vtt", &text);
    assert_eq!(
        ingested.text,
        "Anna Berg [00:00:01]: Who decides? I mean today, here?\n\nMikko [00:00:04]: Both do.\n\nAnna Berg [00:00:05]: Ah.\n\nMikko [00:00:06]: Yes.\n"
    );
    assert_eq!(speakers(&ingested), ["Anna Berg", "Mikko", "Anna Berg", "Mikko"]);
}

#[test]
fn rolling_captions_say_every_word_once() {
    let text = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000 align:start\n \nso<00:00:00.500><c> we</c><00:00:01.000><c> began</c>\n\n\
        00:00:02.000 --> 00:00:02.010\nso we began\n \n\n00:00:02.010 --> 00:00:04.000\nso we began\nwith<00:00:02.500><c> an</c><00:00:03.000><c> order</c>\n\n\
        00:00:04.000 --> 00:00:04.010\nwith an order\n \n";
    let (ingested, problems) = ingest("x.vtt", text);
    assert_eq!(ingested.text, "so we began with an order\n");
    assert_eq!(problems, ["left out: 3 repeated lines of rolling captions"]);
}

#[test]
fn what_is_odd_about_times_is_said() {
    let text = "1\n00:00:09,000 --> 00:00:10,000\nOne\n\n2\n00:00:1:5:7 --> 00:00:02,000\ntwo\n\n3\n00:00:01,000 --> 00:00:02,000\nthree --> four\n";
    let (ingested, problems) = ingest("x.srt", text);
    assert_eq!(ingested.text, "One two three --> four\n");
    assert_eq!(problems[0], "1 cue has no readable time; the words are there");
    assert_eq!(problems[1], "time runs backwards at 1 time; the cues stand in the order of the file");
}

#[test]
fn labels_behind_dashes_are_speakers_as_those_without() {
    let cue = |n: usize, words: &str| format!("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{words}\n\n");
    let text = cue(1, "- ANNA: Why?\n- MIKKO: So it\nwas.")
        + &cue(2, "ANNA: Since when?")
        + &cue(3, "- MIKKO: Always.\n- ANNA: Oh?");
    let (ingested, _) = ingest("x.srt", &text);
    assert_eq!(speakers(&ingested), ["ANNA", "MIKKO", "ANNA", "MIKKO", "ANNA"]);
    assert!(
        ingested.text.starts_with("ANNA [00:00:01]: Why?\n\nMIKKO [00:00:01]: So it was.\n"),
        "{}",
        ingested.text
    );
}

#[test]
fn colours_without_names_are_said() {
    let cue = |n: usize, colour: &str| {
        format!("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n<font color=\"{colour}\">Words\ngo on.</font>\n\n")
    };
    let text = cue(1, "#ffff00") + &cue(2, "#00FFFF") + &cue(3, "#ffff00");
    let (ingested, problems) = ingest("x.srt", &text);
    assert_eq!(ingested.turns, []);
    assert_eq!(
        problems,
        ["no turns are told: the words stand in 2 colours, which may say who speaks, but nobody is named"]
    );
    assert_eq!(ingest("x.srt", &(cue(1, "red") + &cue(2, "red"))).1, [""; 0]);
}

#[test]
fn a_name_in_brackets_on_a_line_of_its_own_is_who_speaks() {
    let cue =
        |n: usize, name: &str| format!("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n[{name}]\nWords go\non.\n\n");
    let text: String = (1..9).map(|n| cue(n, if n % 2 == 0 { "Onni" } else { "Kirsi" })).collect();
    let (ingested, _) = ingest("x.srt", &text);
    assert_eq!(speakers(&ingested)[..3], ["Kirsi", "Onni", "Kirsi"]);
    assert!(ingested.text.starts_with("Kirsi [00:00:01]: Words go on.\n"));
}

/// The text, the turns and the times of a plain text, and what is said of it.
#[track_caller]
fn check_plain(text: &str, expected: &str, turns: usize, times: &[u64], said: &str) {
    let (ingested, problems) = ingest("x.txt", text);
    assert_eq!(ingested.text, expected);
    assert_eq!(ingested.turns.len(), turns, "{text}");
    let found: Vec<u64> = ingested.locators.times().iter().map(|(_, time)| time.0).collect();
    assert_eq!(found, times, "{text}");
    assert_eq!(problems, [said]);
}

const JOINED: &str = "4 lines with their times are joined to running text, the times kept beside it; `--as-is` leaves the file as it is";

#[test]
fn lines_of_recognised_speech_are_joined_and_their_times_kept() {
    let words = ["We began with", "a small order.", "It grew, and", "then it stopped."];
    let joined = "We began with a small order. It grew, and then it stopped.\n";
    let times = [1_000, 3_000, 6_000, 8_000];
    type Form = fn(u64, &str) -> String;
    let forms: [Form; 7] = [
        |at, words| format!("[00:{at:02}.000 --> 00:{:02}.500]  {words}\n", at + 1),
        |at, words| format!("[00:00:{at:02}.000 --> 00:00:{:02}.500]   {words}\n", at + 1),
        |at, words| format!("[{at}.00s -> {}.88s] {words}\n", at + 1),
        |at, words| format!("[0:{at:02}] {words}\n"),
        |at, words| format!("(00:{at:02}) {words}\n"),
        |at, words| format!("0:{at:02}\n{words}\n"),
        |at, words| format!("0:{at:02} {words}\n"),
    ];
    for form in forms {
        let text: String = words.iter().zip(times).map(|(words, at)| form(at / 1000, words)).collect();
        check_plain(&text, joined, 0, &times, JOINED);
    }
    // Paragraphs that are parted by an empty line stay apart.
    let text =
        "[0:01] We began with\n\n[0:03] a small order.\n\n[0:06] It grew, and\n\n[0:08] then it stopped.\n";
    check_plain(text, "We began with a small order.\n\nIt grew, and then it stopped.\n", 0, &times, JOINED);
}

#[test]
fn lines_of_recognised_speech_that_name_who_speaks_are_turns() {
    let said = [("S_00", "Why"), ("S_00", "so?"), ("S_01", "It grew,"), ("S_01", "slowly.")];
    type Form = fn(u64, &str, &str) -> String;
    let forms: [Form; 7] = [
        |at, who, words| format!("{at}.0\t{at}.5\t{who}\t{words}\n"),
        |at, who, words| format!("{at}\t0:0{at} - 0:0{}\t{words}\t{who}\n", at + 1),
        |at, who, words| format!("[00:0{at}.000 --> 00:0{at}.500] [{who}] {words}\n"),
        |at, who, words| format!("[00:0{at}.000 --> 00:0{at}.500]  {who}: {words}\n"),
        |at, who, words| format!("{who} [00:0{at}.000 --> 00:0{at}.500] {words}\n"),
        |at, who, words| format!("[{who}] [00:0{at}.000 --> 00:0{at}.500] {words}\n"),
        |at, who, words| format!("{at}.0-{at}.5 {who}: {words}\n"),
    ];
    for form in forms {
        let lines: Vec<String> = said
            .iter()
            .zip(1..)
            .map(|((who, words), at)| form(at, &who.replace("S_", "SPEAKER_"), words))
            .collect();
        let expected = "SPEAKER_00 [00:00:01]: Why so?\n\nSPEAKER_01 [00:00:03]: It grew, slowly.\n";
        check_plain(&lines.concat(), expected, 2, &[1_000, 2_000, 3_000, 4_000], JOINED);
    }
    let text: String = (1..5)
        .map(|n| {
            format!(
                "[00:0{n}.000 --> 00:0{n}.500] {}: Words here.\n",
                if n % 2 == 0 { "Anna" } else { "Mikko" }
            )
        })
        .collect();
    assert_eq!(ingest("x.txt", &text).0.text, text, "each line is a turn as it stands");
}

#[test]
fn times_before_paragraphs_of_a_text_that_stays_as_it_is_are_kept_and_said() {
    let text: String = (1..5).map(|n| format!("[00:0{n}:00] We talked of the bakery.\n\n")).collect();
    check_plain(
        &text,
        &text,
        0,
        &[60_000, 120_000, 180_000, 240_000],
        "no turns are told: 4 lines begin with their times, which stay in the text and are kept beside it, too",
    );
    let text = "09:12 The baker comes in.\n09:21 He sits down.\n10:02 Lin rings.\n10:07 They leave.\n";
    check_plain(
        text,
        text,
        0,
        &[],
        "no turns are told: 4 lines begin with their times, which stay in the text as words: they may be of the day, since they do not count from the beginning of a recording",
    );
}

#[test]
fn a_cue_without_a_voice_among_others_is_not_said_by_the_voice_before() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Who decides?\n\n00:03.000 --> 00:04.000\nWe both do.\n\n\
        00:05.000 --> 00:06.000\n<v Anna>I see.\n";
    let (ingested, problems) = ingest("x.vtt", text);
    assert_eq!(speakers(&ingested), ["Anna", "Unknown speaker", "Anna"]);
    assert_eq!(problems, ["1 cue names nobody; its speaker is called `Unknown speaker`"]);
}

#[test]
fn cues_go_on_with_the_voice_before_where_voices_stand_only_when_they_change() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Who decides?\n\n00:03.000 --> 00:04.000\nAnd when?\n\n\
        00:05.000 --> 00:06.000\n<v Bo>We all do.\n\n00:06.000 --> 00:07.000\nOn Mondays.\n\n\
        00:08.000 --> 00:09.000\n<v Anna>I see.\n";
    let (ingested, problems) = ingest("x.vtt", text);
    assert_eq!(speakers(&ingested), ["Anna", "Bo", "Anna"]);
    assert_eq!(problems, ["2 cues name nobody, and are taken as said by whoever was named last"]);
}
