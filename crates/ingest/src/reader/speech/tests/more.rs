//! Forms of recognisers that came later, and what programs write beside the rules.

use super::{check, check_fields, check_said};

#[test]
fn utterances_that_end_at_pauses_are_one_turn_where_one_speaker_goes_on() {
    check(
        r#"{"results": {"utterances": [{"speaker": 1, "start": 1.5, "transcript": "We began."}, {"speaker": 1, "start": 3, "transcript": "In May."},
            {"speaker": 0, "start": 62, "transcript": "So?"}]}}"#,
        "Speaker 1 [00:00:01]: We began. In May.\n\nSpeaker 0 [00:01:02]: So?\n",
        "json (deepgram), UTF-8",
    );
}

#[test]
fn pieces_of_words_are_joined_where_blanks_begin_or_end_the_words() {
    let piece = |text: &str, who: &str, at: usize| {
        format!(r#"{{"text": "{text}", "start_ms": {}, "speaker": "{who}"}}"#, at * 400)
    };
    for words in [
        ["Who", " dec", "ides", "?", " We", " bo", "th", " al", "ways", "."],
        ["Who ", "dec", "ides", "? ", "We ", "bo", "th ", "al", "ways", "."],
    ] {
        let pieces: Vec<String> = words
            .iter()
            .enumerate()
            .map(|(n, text)| piece(text, if n < 4 { "Anna" } else { "Bo" }, n))
            .collect();
        check_fields(
            &format!(r#"{{"tokens": [{}]}}"#, pieces.join(",")),
            "Anna [00:00:00]: Who decides?\n\nBo [00:00:01]: We both always.\n",
            "the form is unknown; by their names, the field `speaker` for the speaker and `text` for the words and `start_ms` for the time in thousandths of a second is taken",
        );
    }
}

#[test]
fn times_have_many_names() {
    let entry = |words: &str, who: &str, time: &str| {
        format!(r#"{{"text": "{words}", "speakerId": "7@{who}", "speakerDisplayName": "{who}", {time}}}"#)
    };
    for (field, one, two) in [
        ("offsetMilliseconds", "960", "2960"),
        ("startOffset", "\"00:00:00.9600000\"", "\"00:00:02.9600000\""),
        ("start_offset", "0.96", "2.96"),
        ("start_timestamp", r#"{"relative": 0.96}"#, r#"{"relative": 2.96}"#),
    ] {
        let entries = [
            entry("Who decides?", "Anna", &format!("\"{field}\": {one}")),
            entry("We do.", "Bo", &format!("\"{field}\": {two}")),
        ];
        let said = check_said(
            &format!(r#"{{"phrases": [{}]}}"#, entries.join(",")),
            "Anna [00:00:00]: Who decides?\n\nBo [00:00:02]: We do.\n",
        );
        assert!(said[0].contains(&format!("`{field}` for the time")), "{said:?}");
    }
    // Samples are no thousandths.
    check_said(
        r#"[{"text": "Who decides?", "speaker": "Anna", "start_offset": 48000, "end_offset": 88000}, {"text": "We do.", "speaker": "Bo", "start_offset": 96000, "end_offset": 126000}]"#,
        "Anna: Who decides?\n\nBo: We do.\n",
    );
    check(
        r#"{"monologues": [{"speaker": 0, "elements": [{"value": "Why", "timestamp": "00:00:01.200"}, {"value": "?"}]}]}"#,
        "Speaker 0 [00:00:01]: Why?\n",
        "json (rev.ai), UTF-8",
    );
}

#[test]
fn what_is_no_number_is_nothing() {
    check(
        r#"{"segments": [{"start": 1, "text": "It was NaN, he said: \"-Infinity\".", "speaker": "Anna", "score": NaN}, {"start": 2, "text": "So", "speaker": "Bo", "p": [-Infinity, Infinity]}]}"#,
        "Anna [00:00:01]: It was NaN, he said: \"-Infinity\".\n\nBo [00:00:02]: So\n",
        "json (whisper), UTF-8",
    );
}

#[test]
fn a_file_of_a_program_for_transcribing_is_the_page_in_it() {
    let stamp = |at: &str| format!(r#"<span class=\"timestamp\" data-timestamp=\"3.2\">{at}</span>"#);
    let text = format!(
        r#"{{"text": "<p>{}<b>Anna:</b> Why&nbsp;so?</p><p>{}Bo: It <i>was</i>.</p><p>Anna: Oh?</p><p>Bo: Yes.</p>", "media": "a.mp3", "media-time": 11.2}}"#,
        stamp("00:03"),
        stamp("00:07")
    );
    let (ingested, _) = crate::read("x.otr", text.as_bytes(), &crate::Options::default()).unwrap();
    let found: Vec<(&str, Option<u64>)> = ingested
        .turns
        .iter()
        .map(|turn| (ingested.speakers[turn.speaker].label.as_str(), turn.timestamp.map(|time| time.0)))
        .collect();
    assert_eq!(found, [("Anna", Some(3_000)), ("Bo", Some(7_000)), ("Anna", None), ("Bo", None)]);
}
