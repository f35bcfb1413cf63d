//! Results, channels and words of services.

use super::{check, ingest};

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
        "Channel 1 [00:00:00]: Who decides?\n\nChannel 2 [00:00:02]: We do.\n\nChannel 1 [00:00:05]: And then?\n\nChannel 2 [00:00:05]: I wait.\n",
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
fn results_inside_of_a_file_about_the_task_are_read_as_those_alone() {
    let results = r#"{"results": [{"alternatives": [{"words": [{"startTime": "1s", "word": "Why?", "speakerTag": 1}]}]}]}"#;
    let text = format!(r#"{{"name": "1", "done": true, "response": {results}}}"#);
    check(&text, "Speaker 1 [00:00:01]: Why?\n", "json (speech-to-text), UTF-8");
    let text = format!(r#"{{"a": {results}, "b": {results}}}"#);
    let (_, problems) = ingest(&text);
    assert_eq!(problems, ["left out: 1 further transcript in the file; the longest is taken"]);
}

#[test]
fn labels_beside_the_results_say_by_their_times_who_speaks() {
    let text = r#"{"results": [{"alternatives": [{"transcript": "how long ", "timestamps": [["how", 0, 0.2], ["long", 0.2, 0.4]]}]},
        {"alternatives": [{"transcript": "three years ", "timestamps": [["three", 1.5, 1.8], ["years", 1.8, 2.2]]}]}],
        "speaker_labels": [{"from": 0, "to": 0.2, "speaker": 0}, {"from": 0.2, "to": 0.4, "speaker": 0},
        {"from": 1.5, "to": 1.8, "speaker": 1}]}"#;
    check(
        text,
        "Speaker 0 [00:00:00]: how long\n\nSpeaker 1 [00:00:01]: three years\n",
        "json (watson), UTF-8",
    );
}

#[test]
fn names_of_fields_may_begin_with_capitals() {
    let text = r#"{"TaskId": "t", "Transcription": {"Paragraphs": [
        {"SpeakerId": "1", "Words": [{"Start": 1200, "End": 1500, "Text": "您怎么看？"}]},
        {"SpeakerId": "2", "Words": [{"Start": 1900, "End": 2500, "Text": "没有人愿意听。"}]}]}}"#;
    let (ingested, _) = ingest(text);
    assert_eq!(ingested.text, "Speaker 1 [00:00:01]: 您怎么看？\n\nSpeaker 2 [00:00:01]: 没有人愿意听。\n");
}

#[test]
fn marks_that_french_parts_from_their_words_stay_with_whoever_says_them() {
    let token = |words: &str, at: usize, who: usize| {
        format!(r#"{{"text": "{words}", "start_ms": {at}, "end_ms": {}, "speaker": "{who}"}}"#, at + 90)
    };
    let tokens = [
        token("Et", 0, 1),
        token(" vo", 100, 1),
        token("us", 200, 1),
        token(" ?", 300, 1),
        token(" Moi", 400, 2),
        token(" aus", 500, 2),
        token("si", 600, 2),
        token(".", 700, 2),
    ]
    .join(",");
    let word = |words: &str, at: usize| format!(r#"{{"text": "{words}", "start_ms": {at}, "speaker": "1"}}"#);
    let behind = ["Elle ", "dit ", ": ", "on ", "y ", "va."].iter().enumerate();
    let behind: Vec<String> = behind.map(|(n, words)| word(words, n * 100)).collect();
    let text = format!(r#"{{"tokens": [{}]}}"#, behind.join(","));
    assert_eq!(ingest(&text).0.text, "Speaker 1 [00:00:00]: Elle dit : on y va.\n");
    let said = "Speaker 1 [00:00:00]: Et vous ?\n\nSpeaker 2 [00:00:00]: Moi aussi.\n";
    for text in [
        format!(r#"{{"text": "Et vous ? Moi aussi.", "tokens": [{tokens}]}}"#),
        format!(r#"{{"tokens": [{tokens}]}}"#),
    ] {
        assert_eq!(ingest(&text).0.text, said, "{text}");
    }
}

#[test]
fn who_speaks_may_stand_in_a_field_of_a_field_or_under_further_names() {
    let nested = r#"{"utterances": [{"text": "Why?", "start_time": 1000, "end_time": 1500, "additions": {"speaker": "1"}},
        {"text": "It grew.", "start_time": 2000, "end_time": 2500, "additions": {"speaker": "2"}}]}"#;
    let lines = r#"{"lines": [{"text": "Why?", "startTime": "00:00:01", "endTime": "00:00:02", "speakerDesignation": "1"},
        {"text": "It grew.", "startTime": "00:00:02", "endTime": "00:00:03", "speakerDesignation": "2"}]}"#;
    let roles = r#"{"Transcript": [{"Content": "Why?", "BeginOffsetMillis": 1000, "EndOffsetMillis": 1500, "ParticipantRole": "1"},
        {"Content": "It grew.", "BeginOffsetMillis": 2000, "EndOffsetMillis": 2500, "ParticipantRole": "2"}]}"#;
    for text in [nested, lines, roles] {
        let said = "Speaker 1 [00:00:01]: Why?\n\nSpeaker 2 [00:00:02]: It grew.\n";
        assert_eq!(ingest(text).0.text, said, "{text}");
    }
}
