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
        if is_end && rest[..at].ends_with('\n') {
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
