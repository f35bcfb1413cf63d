//! Files of recognisers made here.

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

#[test]
fn results_that_each_have_words_with_speakers_are_all_taken() {
    let result = |words: &str, said: &str| {
        format!(r#"{{"alternatives": [{{"transcript": "{said}", "words": [{words}]}}]}}"#)
    };
    let word = |at: &str, who: &str, word: &str| {
        format!(r#"{{"startOffset": "{at}s", "word": "{word}", "speakerLabel": "{who}"}}"#)
    };
    let text = format!(
        r#"{{"results": [{}, {}, {}]}}"#,
        result(&[word("0.5", "1", "Who"), word("0.9", "1", "decides?")].join(","), "Who decides?"),
        result(&word("2", "2", "Both."), "Both."),
        result(&[word("4", "1", "And"), word("4.2", "1", "then?")].join(","), "And then?"),
    );
    let said = "Speaker 1 [00:00:00]: Who decides?\n\nSpeaker 2 [00:00:02]: Both.\n\nSpeaker 1 [00:00:04]: And then?\n";
    check(&text, said, "json (speech-to-text), UTF-8");
    // Without times it is the words that tell whether the last result repeats the others.
    let untimed = text.replace("startOffset", "x");
    let (ingested, _) = ingest(&untimed);
    assert_eq!(ingested.text, "Speaker 1: Who decides?\n\nSpeaker 2: Both.\n\nSpeaker 1: And then?\n");
}

#[test]
fn the_last_result_that_repeats_the_others_with_speakers_is_taken_for_all() {
    let word = |at: &str, tag: u8, word: &str| {
        format!(r#"{{"startTime": "{at}s", "word": "{word}", "speakerTag": {tag}}}"#)
    };
    let (first, second) = (word("1", 0, "Why?"), word("3", 0, "So."));
    let all = [word("1", 1, "Why?"), word("3", 2, "So.")].join(",");
    for last in [r#""confidence": 0.5,"#, r#""transcript": "So.","#] {
        let text = format!(
            r#"{{"results": [{{"alternatives": [{{"transcript": "Why?", "words": [{first}]}}]}}, {{"alternatives": [{{"transcript": "So.", "words": [{second}]}}]}},
                {{"alternatives": [{{{last} "words": [{all}]}}]}}]}}"#
        );
        // A transcript of its own that comes again is what one of the results said before.
        check(
            &text,
            "Speaker 1 [00:00:01]: Why?\n\nSpeaker 2 [00:00:03]: So.\n",
            "json (speech-to-text), UTF-8",
        );
    }
}

#[test]
fn each_channel_of_a_recording_is_a_speaker_and_all_are_taken_in_the_order_of_time() {
    let word = |at: f64, word: &str| {
        format!(r#"{{"word": "x", "punctuated_word": "{word}", "start": {at}, "end": {at}}}"#)
    };
    let channel = |words: &[String]| format!(r#"{{"alternatives": [{{"words": [{}]}}]}}"#, words.join(","));
    let text = format!(
        r#"{{"results": {{"channels": [{}, {}]}}}}"#,
        channel(&[word(0.5, "Who"), word(0.9, "decides?"), word(5.0, "And"), word(5.2, "then?")]),
        channel(&[word(2.0, "We"), word(2.2, "do."), word(5.1, "I"), word(5.3, "wait.")]),
    );
    check(
        &text,
        "Channel 0 [00:00:00]: Who decides?\n\nChannel 1 [00:00:02]: We do.\n\nChannel 0 [00:00:05]: And then?\n\nChannel 1 [00:00:05]: I wait.\n",
        "json (deepgram), UTF-8",
    );
    let item = |at: &str, word: &str| {
        format!(
            r#"{{"type": "pronunciation", "start_time": "{at}", "alternatives": [{{"content": "{word}"}}]}}"#
        )
    };
    let mark = r#"{"type": "punctuation", "alternatives": [{"content": "?"}]}"#;
    let channels = format!(
        r#"[{{"channel_label": "ch_0", "items": [{}, {mark}]}}, {{"channel_label": "ch_1", "items": [{}]}}]"#,
        item("2.5", "Why"),
        item("1.5", "So")
    );
    let text = format!(
        r#"{{"results": {{"transcripts": [{{"transcript": "x"}}], "channel_labels": {{"channels": {channels}}}, "items": [{}]}}}}"#,
        item("1.5", "So")
    );
    check(&text, "ch_1 [00:00:01]: So\n\nch_0 [00:00:02]: Why?\n", "json (transcribe), UTF-8");
}

#[test]
fn words_of_nobody_have_their_times_and_words_at_times_that_have_speakers_these() {
    let items = r#"[{"type": "pronunciation", "start_time": "1.5", "end_time": "1.8", "alternatives": [{"content": "Why"}]},
        {"type": "punctuation", "alternatives": [{"content": "?"}]},
        {"type": "pronunciation", "start_time": "2.5", "alternatives": [{"content": "So"}]}]"#;
    let text =
        format!(r#"{{"results": {{"transcripts": [{{"transcript": "Why? So"}}], "items": {items}}}}}"#);
    let (ingested, problems) = ingest(&text);
    let times: Vec<u64> = ingested.locators.times().iter().map(|(_, time)| time.0).collect();
    assert_eq!((ingested.text.as_str(), times, problems.len()), ("Why? So\n", vec![1500, 2500], 0));
    let labels = r#"{"segments": [{"speaker_label": "spk_0", "items": [{"start_time": "1.5", "speaker_label": "spk_0"}]},
        {"speaker_label": "spk_1", "items": [{"start_time": "2.5", "speaker_label": "spk_1"}]}]}"#;
    let text = format!(r#"{{"results": {{"speaker_labels": {labels}, "items": {items}}}}}"#);
    check(&text, "spk_0 [00:00:01]: Why?\n\nspk_1 [00:00:02]: So\n", "json (transcribe), UTF-8");
}

#[test]
fn segments_of_which_only_the_words_say_who_speaks_have_their_speakers() {
    let word = |word: &str, who: &str| format!(r#"{{"word": " {word}", "start": 1, "speaker": "{who}"}}"#);
    let segment = |text: &str, words: &[String]| {
        format!(r#"{{"start": 1, "text": " {text}", "words": [{}]}}"#, words.join(","))
    };
    let text = format!(
        r#"{{"segments": [{}, {}]}}"#,
        segment("Who decides?", &[word("Who", "S1"), word("decides?", "S1")]),
        segment("We do. Oh.", &[word("We", "S2"), word("do.", "S2"), word("Oh.", "S1")]),
    );
    let said = "S1 [00:00:01]: Who decides?\n\nS2 [00:00:01]: We do.\n\nS1 [00:00:01]: Oh.\n";
    check(&text, said, "json (whisper), UTF-8");
}

#[test]
fn a_segment_without_a_speaker_is_not_said_by_the_one_before() {
    let text = r#"{"segments": [{"start": 0.5, "text": "Who?", "speaker": "S1"}, {"start": 2, "text": "We do."}, {"start": 4, "text": "So.", "speaker": "S1"}]}"#;
    let (ingested, problems) = ingest(text);
    assert_eq!(ingested.text, "S1 [00:00:00]: Who?\n\nWe do.\n\nS1 [00:00:04]: So.\n");
    let ends: Vec<usize> = ingested.turns.iter().map(|turn| turn.body_end().0).collect();
    assert_eq!(ends, [19, 47]);
    assert_eq!(problems, ["1 passage is said by nobody who is named; it stands outside of the turns"]);
}

#[test]
fn results_inside_of_a_file_about_the_task_are_read_as_those_alone() {
    let results = r#"{"results": [{"alternatives": [{"words": [{"startTime": "1s", "word": "Why?", "speakerTag": 1}]}]}]}"#;
    let text = format!(r#"{{"name": "1", "done": true, "response": {results}}}"#);
    check(&text, "Speaker 1 [00:00:01]: Why?\n", "json (speech-to-text), UTF-8");
    let text = format!(r#"{{"a": {results}, "b": {results}}}"#);
    let (_, problems) = ingest(&text);
    assert_eq!(problems, ["left out: 1 further transcript in the file; the longest is taken"]);
}

#[test]
fn speakers_around_lists_of_words_and_in_a_list_of_people_are_taken() {
    check_fields(
        r#"{"speakers": [{"spkid": "spk0", "name": "Anna"}, {"spkid": "spk1", "name": "Mikko"}], "segments": [
            {"speaker": "spk0", "words": [{"text": "Why", "start": 1}, {"text": "so?", "start": 1.5}]},
            {"speaker": "spk1", "words": [{"text": "It", "start": 62}, {"text": "grew.", "start": 62.5}]}]}"#,
        "Anna [00:00:01]: Why so?\n\nMikko [00:01:02]: It grew.\n",
        "the form is unknown; by their names, the field `speaker` around them for the speaker and `text` for the words and `start` for the time is taken",
    );
    check_fields(
        r#"{"speakers": [{"id": 5, "speaker_name": "Anna"}], "transcripts": [{"id": 0, "speaker_id": 5, "transcript": "Why so?"}, {"id": 1, "speaker_id": 6, "transcript": "It grew."}]}"#,
        "Anna: Why so?\n\nSpeaker 6: It grew.\n",
        "the form is unknown; by their names, the field `speaker_id` for the speaker and `transcript` for the words is taken; none is known to be the time",
    );
}

#[test]
fn times_around_lists_are_those_of_their_first_entries_and_speakers_that_cannot_be_placed_are_said() {
    check_fields(
        r#"{"paragraphs": [{"speaker": {"name": "Anna"}, "start_time": "3000", "sentences": [{"content": "Why so?"}, {"content": "And how?"}]},
            {"speaker": {"name": "Mikko"}, "start_time": "62000", "sentences": [{"content": "It grew."}]}]}"#,
        "Anna [00:00:03]: Why so? And how?\n\nMikko [00:01:02]: It grew.\n",
        "the form is unknown; by their names, the field `speaker` around them for the speaker and `content` for the words and `start_time` around them for the time in thousandths of a second is taken",
    );
    check_fields(
        r#"{"words": [{"word": "Why", "time": 1}, {"word": "so?", "time": 1.5}], "segments": [{"speaker": "Anna", "time": 1}]}"#,
        "Why so?\n",
        "the form is unknown; by their names, the field `word` for the words and `time` for the time is taken; the list `segments` names speakers, but not in the entries with the words, and is left out",
    );
}

#[test]
fn times_in_thousandths_by_their_name_and_of_the_calendar_are_taken() {
    check_fields(
        r#"{"tokens": [{"text": "Why", "start_ms": 1000, "speaker": "1"}, {"text": " s", "start_ms": 1001, "speaker": "1"}, {"text": "o?", "start_ms": 1002, "speaker": "1"},
            {"text": " It", "start_ms": 62000, "speaker": "2"}, {"text": " grew.", "start_ms": 62001, "speaker": "2"}]}"#,
        "Speaker 1 [00:00:01]: Why so?\n\nSpeaker 2 [00:01:02]: It grew.\n",
        "the form is unknown; by their names, the field `speaker` for the speaker and `text` for the words and `start_ms` for the time in thousandths of a second is taken",
    );
    check_fields(
        r#"{"entries": [{"participant": "Anna", "text": "Why so?", "startTime": "2025-04-12T23:59:03Z"}, {"participant": "Mikko", "text": "It grew.", "startTime": "2025-04-13T00:00:04Z"}]}"#,
        "Anna [00:00:00]: Why so?\n\nMikko [00:01:01]: It grew.\n",
        "the form is unknown; by their names, the field `participant` for the speaker and `text` for the words and `startTime` for the time since the first of them is taken",
    );
}

#[test]
fn words_beside_their_text_have_its_marks_and_what_is_left_out_is_said() {
    let said = "the form is unknown; by their names, the field `word` for the words and `start` for the time is taken";
    let words = r#"[{"word": "Why", "start": 1}, {"word": "so", "start": 2}]"#;
    check_fields(
        &format!(r#"{{"text": "Why … so?", "words": {words}}}"#),
        "Why … so?\n",
        &format!("{said}; the words are spelt as in `text` beside them"),
    );
    check_fields(
        &format!(r#"{{"text": "Why so long?", "words": {words}, "more": [{{"text": "It grew"}}]}}"#),
        "Why so\n",
        &format!(
            "{said}; the list `more` of 1 entry has other words, and is left out; `text` beside them has other words, and is left out"
        ),
    );
}
