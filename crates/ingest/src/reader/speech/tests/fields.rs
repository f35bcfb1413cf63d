//! Files of which only the names of the fields tell what they write.

use super::check_fields;

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
