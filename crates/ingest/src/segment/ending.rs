//! What programs write below the last turn.

use super::clock_alone;

/// How far above the end of a text a line may stand that tells the end.
const END_LINES: usize = 6;

/// What is said above the line in which a program tells when the meeting ended: `Meeting ended after 00:31:07`.
pub(super) fn above_end(rest: &str) -> &str {
    let mut from = rest.len();
    for _ in 0..END_LINES {
        let Some(at) = rest[..from].trim_end().rfind('\n') else { break };
        let line = rest[at..from].trim();
        let time = line.trim_end_matches(|c: char| !c.is_ascii_digit());
        let words = time.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':');
        let is_end = words.ends_with(' ')
            && time[words.len()..].matches(':').count() == 2
            && clock_alone(&time[words.len()..]).is_some()
            && (2..=6).contains(&words.split_whitespace().count())
            && words.chars().all(|c| c.is_alphabetic() || c == ' ');
        // Without an empty line above it, it stands below the end of a sentence, and a sign or a note follows it.
        let is_apart = rest[..at].ends_with('\n');
        let above = rest[..at].trim_end();
        let is_followed = line.len() > time.len() || !rest[from..].trim().is_empty();
        let is_below = above.ends_with(['.', '?', '!', '…', '。', '？', '！', '"', '”', '»', ')', ']']);
        if is_end && (is_apart || (is_followed && is_below && line.starts_with(char::is_uppercase))) {
            return &rest[..at];
        }
        from = at;
    }
    rest
}

/// Whether a line is the name that a program writes below a transcript.
pub(super) fn is_imprint(line: &str) -> bool {
    let line = line.to_lowercase();
    ["transcribed by ", "transcript by ", "transcribed with ", "transkribiert mit ", "transcrit par "]
        .iter()
        .any(|start| line.starts_with(start))
        || line.ends_with("stopped transcription")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_writes_below_the_last_words_is_no_word_of_the_last_speaker() {
        for below in [
            "Meeting ended after 00:12:11 \u{1f44b}\nThis transcript was computer generated.",
            "Besprechung endete nach 00:12:11 \u{1f44b}",
            "\nMeeting ended after 00:12:11",
        ] {
            let rest = format!("We had two.\nIn May.\n{below}");
            assert_eq!(above_end(&rest).trim_end(), "We had two.\nIn May.", "{below}");
        }
        for rest in
            ["We had two.\nWe sat there until 01:02:03", "We had two,\nsat there until 01:02:03 \u{1f44b}"]
        {
            assert_eq!(above_end(rest), rest);
        }
    }
}
