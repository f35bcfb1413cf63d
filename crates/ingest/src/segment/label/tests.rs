//! Lines that are labels, and lines that are none.

use super::*;

fn check(line: &str, expected: Option<(&str, &str, SpeakerStyle, Option<u64>)>) {
    let head = parse(line);
    let seen =
        head.as_ref().map(|h| (h.name, &line[h.start..h.end], h.style, h.timestamp.map(|t| t.0 / 1000)));
    assert_eq!(seen, expected, "{line}");
}

#[test]
fn every_layout_is_read_with_its_whole_label() {
    use SpeakerStyle::*;
    let cases = [
        ("Anna: hello", "Anna", "Anna:", Colon, None),
        ("  Anna : hello", "Anna", "Anna :", Colon, None),
        ("ANNA (00:01:02): hello", "ANNA", "ANNA (00:01:02):", TimeAfter, Some(62)),
        ("Anna Berg (00:00:03) - hello", "Anna Berg", "Anna Berg (00:00:03) -", TimeDash, Some(3)),
        ("Anna – 00:00:03:", "Anna", "Anna – 00:00:03:", TimeDash, Some(3)),
        ("Anna [4:56] hello", "Anna", "Anna [4:56]", TimeAfter, Some(296)),
        ("Anna: [4:56] hello", "Anna", "Anna: [4:56]", TimeAfter, Some(296)),
        ("[00:01:02] Anna: hello", "Anna", "[00:01:02] Anna:", TimeFirst, Some(62)),
        ("00:01:02 Anna: hello", "Anna", "00:01:02 Anna:", TimeFirst, Some(62)),
        ("#00:01:02-0# I: hello", "I", "#00:01:02-0# I:", TimeFirst, Some(62)),
        ("[00:16] Speaker 1", "Speaker 1", "[00:16] Speaker 1", TimeFirst, Some(16)),
        ("Speaker 0: 00:00:16", "Speaker 0", "Speaker 0: 00:00:16", TimeLine, Some(16)),
        ("Speaker 1  00:16", "Speaker 1", "Speaker 1  00:16", TimeLine, Some(16)),
        ("Interviewer 00:00:16", "Interviewer", "Interviewer 00:00:16", TimeLine, Some(16)),
        ("Devon (00:00:00):", "Devon", "Devon (00:00:00):", TimeLine, Some(0)),
        ("Anna (62s): hello", "Anna", "Anna (62s):", TimeAfter, Some(62)),
        ("P.- ¿Y entonces?", "P", "P.-", Dash, None),
        ("ANNE. — Bonjour", "ANNE", "ANNE. —", Dash, None),
        ("**Anna** · 00:01:02", "Anna", "**Anna** · 00:01:02", TimeLine, Some(62)),
        ("Anna, 1:02", "Anna", "Anna, 1:02", TimeLine, Some(62)),
        ("田中（01:02）：はい", "田中", "田中（01:02）：", TimeAfter, Some(62)),
        ("王芳（护士）：是的", "王芳（护士）", "王芳（护士）：", Colon, None),
        ("【王芳】是的", "王芳", "【王芳】", Bracket, None),
        (
            "[62.2s - 64.9s] SPEAKER_00: hello",
            "SPEAKER_00",
            "[62.2s - 64.9s] SPEAKER_00:",
            TimeFirst,
            Some(62),
        ),
        ("> **Anna**: hello", "Anna", "> **Anna**:", Bold, None),
        ("<Anna> hello", "Anna", "<Anna>", Bracket, None),
        ("Interviewer:", "Interviewer", "Interviewer:", ColonLine, None),
        ("**Anna:** hello", "Anna", "**Anna:**", Bold, None),
        ("**Anna**: hello", "Anna", "**Anna**:", Bold, None),
        ("**Anna** (00:01:02): hello", "Anna", "**Anna** (00:01:02):", TimeAfter, Some(62)),
        ("**Anna**", "Anna", "**Anna**", BoldLine, None),
        ("Q - What now?", "Q", "Q -", Dash, None),
        ("访谈者：你好", "访谈者", "访谈者：", Colon, None),
        (">> ANNA: hello", "ANNA", ">> ANNA:", Colon, None),
        ("Anna -- hello", "Anna", "Anna --", Dash, None),
        ("\\[00:01:02\\] Anna: hello", "Anna", "\\[00:01:02\\] Anna:", TimeFirst, Some(62)),
        ("Anna \\[00:01:02\\] hello", "Anna", "Anna \\[00:01:02\\]", TimeAfter, Some(62)),
        ("\\[Anna\\] hello", "Anna", "\\[Anna\\]", Bracket, None),
        ("**Anna**\\", "Anna", "**Anna**\\", BoldLine, None),
        ("*MOT:\thello", "MOT", "*MOT:", Colon, None),
        ("¤<1500>(0:00:01.5) Anna: hello", "Anna", "¤<1500>(0:00:01.5) Anna:", TimeFirst, Some(1)),
    ];
    for (line, name, label, style, time) in cases {
        check(line, Some((name, label, style, time)));
    }
}

#[test]
fn a_time_that_is_said_stays_in_the_words() {
    check("Anna: 12:30 would suit me", Some(("Anna", "Anna:", SpeakerStyle::Colon, None)));
    check("Anna: (3s) well", Some(("Anna", "Anna:", SpeakerStyle::Colon, None)));
}

#[test]
fn what_cannot_be_a_label_is_no_candidate() {
    for line in [
        "http://example.org",
        "Slides: <https://example.org>",
        "Sign(sk: m)",
        "12:30 is lunch",
        "**Very important** words",
        "**unclosed: words",
        "Why? Because: so",
        "Ratio 3:1 holds",
        "A sentence that goes on for far too long to be anybody's name: yes",
        "A HISTORY OF THE TOWN        BERG: 12",
        "*not: closed",
        "just words",
        "",
    ] {
        assert!(parse(line).is_none(), "{line}");
    }
}
