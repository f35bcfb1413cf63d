//! Files of recognisers made here.

mod fields;
mod more;
mod services;

use crate::{Ingested, Options, read};

fn ingest(text: &str) -> (Ingested, Vec<String>) {
    let (ingested, problems) = read("x.json", text.as_bytes(), &Options::default()).unwrap();
    (ingested, problems.into_iter().map(|problem| problem.message).collect())
}

#[track_caller]
fn check(text: &str, expected: &str, extraction: &str) {
    let (ingested, problems) = ingest(text);
    assert_eq!((ingested.text.as_str(), ingested.extraction.as_str()), (expected, extraction));
    assert_eq!(problems, [""; 0]);
    assert_eq!(ingested.turns.len(), expected.lines().filter(|line| line.contains("]: ")).count());
}

#[test]
fn the_generic_form_has_a_turn_for_each_entry() {
    let text = r#"{"turns": [{"speaker": "Anna", "start": 1.5, "end": 2, "text": "Why?"}, {"speaker": "Anna", "start": "00:01:02.500", "text": " And how? "},
        {"speaker": "Mikko", "start": 63, "text": "So.\nIt grew."}]}"#;
    check(
        text,
        "Anna [00:00:01]: Why?\n\nAnna [00:01:02]: And how?\n\nMikko [00:01:03]: So.\nIt grew.\n",
        "json (turns), UTF-8",
    );
    let (ingested, _) = ingest(text);
    assert_eq!(
        ingested.locators.times().iter().map(|(_, time)| time.0).collect::<Vec<_>>(),
        [1500, 62_500, 63_000]
    );
}

#[test]
fn segments_of_whisper_are_joined_by_speaker_or_to_paragraphs() {
    let text = r#"{"text": "…", "language": "de", "segments": [{"id": 0, "start": 0.0, "end": 2.0, "text": " Wie war", "speaker": "SPEAKER_00"},
        {"start": 2.0, "end": 3.0, "text": " das?", "speaker": "SPEAKER_00"}, {"start": 3.5, "end": 4, "text": " Gut.", "speaker": "SPEAKER_01"}]}"#;
    check(
        text,
        "SPEAKER_00 [00:00:00]: Wie war das?\n\nSPEAKER_01 [00:00:03]: Gut.\n",
        "json (whisper), UTF-8",
    );
    assert_eq!(ingest(text).0.language.as_deref(), Some("de"));
    let text = r#"{"segments": [{"start": 0, "end": 2, "text": " One"}, {"start": 2, "end": 3, "text": " two."}, {"start": 9, "end": 10, "text": " Three."}]}"#;
    check(text, "One two.\n\nThree.\n", "json (whisper), UTF-8");
    let text = r#"{"transcription": [{"offsets": {"from": 0, "to": 900}, "text": " One"}, {"offsets": {"from": 900, "to": 1900}, "text": " two."}]}"#;
    check(text, "One two.\n", "json (whisper.cpp), UTF-8");
    check(
        r#"[{"start": 0, "end": 1, "text": "One", "speaker": "A"}]"#,
        "Speaker A [00:00:00]: One\n",
        "json (segments), UTF-8",
    );
}

#[test]
fn services_are_known_by_their_forms() {
    let text = r#"{"utterances": [{"speaker": "A", "start": 1500, "end": 2000, "text": "Why?"}, {"speaker": "B", "start": 62000, "text": "So."}]}"#;
    check(text, "Speaker A [00:00:01]: Why?\n\nSpeaker B [00:01:02]: So.\n", "json (assemblyai), UTF-8");
    let text = r#"{"results": {"utterances": [{"speaker": 0, "start": 1.5, "transcript": "Why?"}, {"speaker": 1, "start": 62, "transcript": "So."}]}}"#;
    check(text, "Speaker 0 [00:00:01]: Why?\n\nSpeaker 1 [00:01:02]: So.\n", "json (deepgram), UTF-8");
    let text = r#"{"results": {"channels": [{"alternatives": [{"words": [{"word": "why", "punctuated_word": "Why?", "start": 1, "speaker": 0}, {"word": "so", "start": 2, "speaker": 1}]}]}]}}"#;
    check(text, "Speaker 0 [00:00:01]: Why?\n\nSpeaker 1 [00:00:02]: so\n", "json (deepgram), UTF-8");
    let item = |label: &str, at: &str, words: &str| {
        format!(
            r#"{{"type": "pronunciation", "speaker_label": "{label}", "start_time": "{at}", "alternatives": [{{"content": "{words}"}}]}}"#
        )
    };
    let mark = r#"{"type": "punctuation", "speaker_label": "spk_0", "alternatives": [{"content": "?"}]}"#;
    let text = format!(
        r#"{{"results": {{"transcripts": [{{"transcript": "x"}}], "items": [{}, {}, {mark}, {}]}}}}"#,
        item("spk_0", "1.5", "Who"),
        item("spk_0", "1.9", "decides"),
        item("spk_1", "2.5", "Both")
    );
    check(&text, "spk_0 [00:00:01]: Who decides?\n\nspk_1 [00:00:02]: Both\n", "json (transcribe), UTF-8");
    let text = r#"{"results": [{"alternatives": [{"transcript": "why so", "words": [{"word": "why"}]}]}, {"alternatives": [{"words": [{"startTime": "1.5s", "word": "why", "speakerTag": 1}, {"startTime": "2s", "word": "so", "speakerTag": 2}]}]}]}"#;
    check(text, "Speaker 1 [00:00:01]: why\n\nSpeaker 2 [00:00:02]: so\n", "json (speech-to-text), UTF-8");
}

#[test]
fn other_json_is_refused_with_the_form_to_use() {
    let refusal = |text: &str| read("x.json", text.as_bytes(), &Options::default()).unwrap_err().to_string();
    assert!(
        refusal("{\"a\": 1}").contains("it has none of the forms in which speech recognisers write; export")
    );
    assert!(refusal("{\"turns\": [").contains("it is damaged at line 1, column 11; "));
    assert!(refusal(&"[".repeat(100_000)).contains("it is damaged"));
}

#[test]
fn entries_without_words_are_counted() {
    let (ingested, problems) = ingest(r#"{"turns": [{"speaker": "A"}, {"text": "So."}, 7]}"#);
    assert_eq!(ingested.text, "So.\n");
    assert_eq!(problems, ["2 entries without words or of an unknown form were left out"]);
}

#[test]
fn services_that_write_words_or_phrases_are_read() {
    check(
        r#"{"results": [{"type": "word", "start_time": 1, "alternatives": [{"content": "Why", "speaker": "S1"}]},
            {"type": "punctuation", "attaches_to": "previous", "alternatives": [{"content": "?", "speaker": "S1"}]},
            {"type": "word", "start_time": 2, "alternatives": [{"content": "So", "speaker": "S2"}]}]}"#,
        "S1 [00:00:01]: Why?\n\nS2 [00:00:02]: So\n",
        "json (speechmatics), UTF-8",
    );
    check(
        r#"{"monologues": [{"speaker": 0, "elements": [{"type": "text", "value": "Why", "ts": 1.5, "end_ts": 2}, {"type": "punct", "value": "? "},
            {"type": "text", "value": "So"}]}, {"speaker": 1, "elements": [{"value": "Yes", "ts": 3}]}]}"#,
        "Speaker 0 [00:00:01]: Why? So\n\nSpeaker 1 [00:00:03]: Yes\n",
        "json (rev.ai), UTF-8",
    );
    check(
        r#"{"recognizedPhrases": [{"channel": 0, "speaker": 2, "offsetInTicks": 30000000, "nBest": [{"display": "So."}]},
            {"channel": 0, "speaker": 1, "offsetInTicks": 10000000, "nBest": [{"display": "Why?"}]}]}"#,
        "Speaker 1 [00:00:01]: Why?\n\nSpeaker 2 [00:00:03]: So.\n",
        "json (azure), UTF-8",
    );
}

/// Text and remarks of a form that only its fields tell.
#[track_caller]
fn check_fields(text: &str, expected: &str, remark: &str) {
    let (ingested, problems) = ingest(text);
    assert_eq!((ingested.text.as_str(), ingested.extraction.as_str()), (expected, "json (fields), UTF-8"));
    assert_eq!(problems, [remark]);
}

#[test]
fn a_form_that_is_not_known_is_read_by_the_names_of_its_fields_and_said() {
    let said = "Anna [00:00:01]: Why so?\n\nMikko [00:01:02]: It grew, slowly.\n";
    check_fields(
        r#"[{"sentence": "Why so?", "startTime": "00:01", "speaker_name": "Anna"}, {"sentence": "It grew, slowly.", "startTime": "01:02", "speaker_name": "Mikko"}]"#,
        said,
        "the form is unknown; by their names, the field `speaker_name` for the speaker and `sentence` for the words and `startTime` for the time is taken",
    );
    // Words one by one, marks and blanks among them.
    check_fields(
        r#"{"words": [{"text": "Why", "start": 1.0, "end": 1.2, "speaker_id": "Anna"}, {"text": " ", "start": 1.2, "end": 1.2, "speaker_id": "Anna"},
            {"text": "so", "start": 1.3, "end": 1.4, "speaker_id": "Anna"}, {"text": "?", "start": 1.4, "end": 1.4, "speaker_id": "Anna"},
            {"text": "It grew, slowly.", "start": 62.0, "end": 63.0, "speaker_id": "Mikko"}]}"#,
        said,
        "the form is unknown; by their names, the field `speaker_id` for the speaker and `text` for the words and `start` for the time is taken",
    );
    // Deep inside, spans of time, and a list without speakers beside it.
    check_fields(
        r#"{"chunks": [{"text": "Why so? It grew, slowly.", "timestamp": [1, 60]}], "data": {"speakers": [{"text": "Why so?", "timestamp": [1, 2], "speaker": {"name": "Anna"}},
            {"text": "It grew, slowly.", "timestamp": [62, 64.5], "speaker": {"name": "Mikko"}}]}}"#,
        said,
        "the form is unknown; by their names, the field `speaker` for the speaker and `text` for the words and `timestamp` for the time is taken",
    );
}

#[test]
fn times_that_are_far_too_long_for_the_words_are_thousandths_of_a_second() {
    check_fields(
        r#"[{"text": "all", "sentence_info": [{"text": "Why so?", "start": 1200, "end": 2100, "spk": 0}, {"text": "It grew.", "start": 62000, "end": 63500, "spk": 1}]}]"#,
        "Speaker 0 [00:00:01]: Why so?\n\nSpeaker 1 [00:01:02]: It grew.\n",
        "the form is unknown; by their names, the field `spk` for the speaker and `text` for the words and `start` for the time in thousandths of a second is taken",
    );
}

#[test]
fn lists_that_tell_neither_who_nor_when_are_no_transcripts() {
    for text in [
        r#"{"items": [{"text": "Why so?"}, {"text": "It grew."}]}"#,
        r#"{"a": [{"name": "Anna"}]}"#,
        "[[[]]]",
        "{}",
    ] {
        assert!(read("x.json", text.as_bytes(), &Options::default()).is_err(), "{text}");
    }
}

#[track_caller]
fn check_said(text: &str, expected: &str) -> Vec<String> {
    let (ingested, problems) = read("x.json", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(ingested.text, expected);
    problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn results_that_have_words_of_their_own_are_all_read() {
    let result = |words: &[(&str, &str, &str)]| {
        let words: Vec<String> = words
            .iter()
            .map(|(at, word, who)| {
                format!(r#"{{"startOffset": "{at}s", "word": "{word}", "speakerLabel": "{who}"}}"#)
            })
            .collect();
        format!(r#"{{"alternatives": [{{"transcript": "x", "words": [{}]}}]}}"#, words.join(", "))
    };
    let (one, two) = (
        result(&[("0.5", "Why", "1"), ("0.9", "so?", "1")]),
        result(&[("2", "It", "2"), ("3", "grew.", "2")]),
    );
    let expected = "Speaker 1 [00:00:00]: Why so?\n\nSpeaker 2 [00:00:02]: It grew.\n";
    for text in [
        format!(r#"{{"results": [{one}, {two}]}}"#),
        format!(r#"{{"name": "x", "done": true, "response": {{"results": [{one}, {two}]}}}}"#),
    ] {
        check_said(&text, expected);
    }
}

#[test]
fn channels_are_speakers_in_order_of_time() {
    check_said(
        r#"{"results": {"channels": [
            {"alternatives": [{"transcript": "Why? And?", "words": [{"word": "why", "punctuated_word": "Why?", "start": 0.5}, {"word": "and", "punctuated_word": "And?", "start": 5}]}]},
            {"alternatives": [{"transcript": "It grew.", "words": [{"word": "It", "start": 2}, {"word": "grew.", "start": 2.4}]}]}]}}"#,
        "Channel 1 [00:00:00]: Why?\n\nChannel 2 [00:00:02]: It grew.\n\nChannel 1 [00:00:05]: And?\n",
    );
    check_said(
        r#"{"results": {"transcripts": [{"transcript": "Why? It grew."}], "channel_labels": {"channels": [
            {"channel_label": "ch_0", "items": [{"start_time": "0.5", "alternatives": [{"content": "Why"}], "type": "pronunciation"}, {"alternatives": [{"content": "?"}], "type": "punctuation"}]},
            {"channel_label": "ch_1", "items": [{"start_time": "2", "alternatives": [{"content": "It"}]}, {"start_time": "3", "alternatives": [{"content": "grew"}]}, {"alternatives": [{"content": "."}], "type": "punctuation"}]}]}}}"#,
        "ch_0 [00:00:00]: Why?\n\nch_1 [00:00:02]: It grew.\n",
    );
}

#[test]
fn a_segment_is_said_by_who_says_its_words_and_by_nobody_else() {
    check_said(
        r#"{"segments": [{"start": 0, "text": "Why so?", "words": [{"word": "Why", "speaker": "S0"}, {"word": "so?", "speaker": "S0"}]},
            {"start": 2, "text": "It grew.", "words": [{"word": "It", "speaker": "S1"}, {"word": "grew.", "speaker": "S1"}]}]}"#,
        "S0 [00:00:00]: Why so?\n\nS1 [00:00:02]: It grew.\n",
    );
    let said = check_said(
        r#"{"segments": [{"start": 0, "text": "Why so?", "speaker": "S0"}, {"start": 2, "text": "It grew."}, {"start": 4, "text": "And?", "speaker": "S0"}]}"#,
        "S0 [00:00:00]: Why so?\n\nUnknown speaker [00:00:02]: It grew.\n\nS0 [00:00:04]: And?\n",
    );
    assert_eq!(said, ["1 segment names nobody; its speaker is called `Unknown speaker`"]);
}

#[test]
fn values_one_after_another_are_read_as_a_list_of_them() {
    let lines = "{\"start\": 0.5, \"end\": 2, \"speaker\": \"Anna\", \"text\": \"Why?\"}\n{\"start\": 2, \"end\": 5, \"speaker\": \"Bo\", \"text\": \"So.\"}\n";
    for text in [lines.to_string(), lines.replace("\n{", "{"), lines.replace('{', "\u{1e}{")] {
        check(&text, "Anna [00:00:00]: Why?\n\nBo [00:00:02]: So.\n", "json (segments), UTF-8");
    }
    let error =
        read("x.json", format!("{lines}{{\"a\"").as_bytes(), &Options::default()).unwrap_err().to_string();
    assert!(error.contains("it is damaged at line 3, column"), "{error}");
}

#[test]
fn utterances_with_their_words_beside_them_have_the_times_of_these() {
    let one = |at: u32, first: &str, second: &str| {
        let word = |word: &str, part: u32| {
            format!(
                "{{\"conf\": 1, \"start\": {at}.{part}, \"end\": {at}.{}, \"word\": \"{}\"}}",
                part + 1,
                word.to_lowercase()
            )
        };
        format!(
            "{{\n\"result\": [{}, {}],\n\"text\": \"{first} {second}\"\n}}\n",
            word(first, 5),
            word(second, 7)
        )
    };
    let text =
        one(1, "We", "began") + &one(2, "and", "grew") + "{\"text\": \"\"}\n" + &one(9, "Then", "stopped");
    let (ingested, problems) = ingest(&text);
    assert_eq!(ingested.text, "We began and grew\n\nThen stopped\n");
    assert_eq!(ingested.extraction, "json (vosk), UTF-8");
    let times: Vec<u64> = ingested.locators.times().iter().map(|(_, time)| time.0).collect();
    assert_eq!(times, [1500, 1700, 2500, 2700, 9500, 9700]);
    assert_eq!(problems, ["1 entry without words or of an unknown form were left out"]);
}

#[test]
fn changes_of_speakers_without_names_begin_paragraphs_and_are_said() {
    let text = r#"{"transcription": [{"offsets": {"from": 0, "to": 900}, "text": " Why?", "speaker_turn_next": true},
        {"offsets": {"from": 900, "to": 1900}, "text": " So", "speaker_turn_next": false}, {"offsets": {"from": 1900, "to": 2900}, "text": " it grew.", "speaker_turn_next": true}]}"#;
    let (ingested, problems) = ingest(text);
    assert_eq!(ingested.text, "Why?\n\nSo it grew.\n");
    let said = "no turns are told: the file marks 1 change of speaker, each of which begins a paragraph, and names nobody";
    assert_eq!(problems, [said]);
}

#[test]
fn times_under_other_names_are_found_beside_known_names_of_speakers() {
    let text = r#"[{"speaker": "Anna", "from": 0.5, "to": 2.5, "transcript": "Who decides there?"}, {"speaker": "Bo", "from": 2.5, "to": 4.5, "transcript": "We all do, mostly."}]"#;
    let (ingested, _) = ingest(text);
    assert_eq!(ingested.text, "Anna [00:00:00]: Who decides there?\n\nBo [00:00:02]: We all do, mostly.\n");
}

#[test]
fn segments_of_known_forms_may_have_thousandths_of_a_second() {
    let text = r#"[{"speaker": "Anna", "start": 500, "end": 1500, "text": "Who?"}, {"speaker": "Bo", "start": 62000, "end": 63000, "text": "We do."}]"#;
    let (ingested, problems) = ingest(text);
    assert_eq!(ingested.text, "Anna [00:00:00]: Who?\n\nBo [00:01:02]: We do.\n");
    assert_eq!(problems, ["the times are taken for thousandths of a second"]);
}

#[test]
fn speakers_of_known_forms_have_the_names_that_stand_beside_them() {
    let segments = r#""segments": [{"speaker": "A", "start": 0.5, "text": "Who?"}, {"speaker": "S2", "start": 2, "text": "We do."}]"#;
    for people in [
        r#"{"A": "Anna Berg", "S2": "Bo"}"#,
        r#"[{"id": "A", "name": "Anna Berg"}, {"id": "S2", "name": "Bo"}]"#,
    ] {
        let text = format!("{{\"speakers\": {people}, {segments}}}");
        check(&text, "Anna Berg [00:00:00]: Who?\n\nBo [00:00:02]: We do.\n", "json (whisper), UTF-8");
    }
    let text =
        r#"{"segments": [{"start": 0.5, "text": "Who?"}], "diarization": [{"speaker": "S1", "start": 0.4}]}"#;
    let said =
        "the list `diarization` names speakers, but not in the entries with the words, and is left out";
    assert_eq!(ingest(text).1, [said]);
}

#[test]
fn labels_before_the_words_are_speakers_where_no_field_names_any() {
    let entry = |(n, words): (usize, &&str)| {
        format!("{{\"start\": {n}.5, \"end\": {n}.9, \"text\": \"{}: {words}\"}}", ["Anna", "Bo"][n % 2])
    };
    let words = [
        "Who decides there?",
        "We all do, here.",
        "And since when, then?",
        "Since we were young.",
        "Oh, is it so?",
        "Yes, it is so.",
    ];
    let text =
        format!("{{\"segments\": [{}]}}", words.iter().enumerate().map(entry).collect::<Vec<_>>().join(","));
    let (ingested, _) = ingest(&text);
    assert!(
        ingested.text.starts_with("Anna [00:00:00]: Who decides there?\n\nBo [00:00:01]: We"),
        "{}",
        ingested.text
    );
    assert_eq!(ingested.turns.len(), 6);
    let text = r#"{"segments": [{"start": 0, "end": 4, "text": "Anna: Who?\nBo: We do.\nAnna: Oh.\nBo: Yes."}, {"start": 9, "text": "Anna: So."}]}"#;
    assert_eq!(ingest(text).0.turns.len(), 5, "labels inside of the words are turns, too");
}

#[test]
fn entries_that_stand_twice_and_times_that_run_backwards_are_said() {
    let entry = |at: u32, who: &str| format!("{{\"speaker\": {who}, \"start\": {at}, \"text\": \"we do\"}}");
    let list = [entry(9, "1"), entry(9, "1"), entry(6, "-1"), entry(3, "1")].join(",");
    let (ingested, problems) = ingest(&format!("[{list}]"));
    assert_eq!(
        ingested.text,
        "Speaker 1 [00:00:09]: we do\n\nUnknown speaker [00:00:06]: we do\n\nSpeaker 1 [00:00:03]: we do\n"
    );
    let expected = [
        "left out: 1 entry that stands there twice",
        "time runs backwards at 2 times; the entries stand in the order of the file",
        "1 segment names nobody; its speaker is called `Unknown speaker`",
    ];
    assert_eq!(problems, expected);
}
