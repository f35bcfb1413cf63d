//! Words one by one in the spelling of the text as a whole, which has the marks that they lack.

use super::super::super::utterance::Utterance;

/// The letters of a text, by which two spellings of it are compared.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Gives the words the marks that they have in `text`, where it has the same letters; returns whether it has.
pub(super) fn take(text: &str, utterances: &mut [Utterance]) -> bool {
    let words: String = utterances.iter().map(|utterance| letters(&utterance.words)).collect();
    if words.is_empty() || letters(text) != words {
        return false;
    }
    let mut rest = text.trim_start();
    for utterance in utterances {
        let wanted = letters(&utterance.words).len();
        if wanted == 0 {
            utterance.words.clear();
            continue;
        }
        let mut had = 0;
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            if had >= wanted && (c.is_alphanumeric() || c.is_whitespace()) {
                end = at;
                break;
            }
            if c.is_alphanumeric() {
                had += c.to_lowercase().map(char::len_utf8).sum::<usize>();
            }
        }
        end += marks_behind(&rest[end..]);
        utterance.words = rest[..end].to_string();
        rest = rest[end..].trim_start();
    }
    true
}

/// The length of marks behind a word that a blank parts from it, as French writes them: ` ?`, ` »`.
fn marks_behind(rest: &str) -> usize {
    let mut length = 0;
    loop {
        let more = &rest[length..];
        let blank = more.len() - more.trim_start().len();
        let mark = more.trim_start().split(char::is_whitespace).next().unwrap_or_default();
        let is_mark =
            mark.starts_with(['?', '!', ':', ';', '»', '%', '…']) && !mark.contains(char::is_alphanumeric);
        if blank == 0 || !is_mark {
            return length;
        }
        length += blank + mark.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_the_marks_of_the_text_with_the_same_letters() {
        let mut words = ["why", "not", "we", "wait"]
            .map(|words| Utterance { words: words.into(), ..Utterance::default() });
        assert!(take("Why not? (We wait.)", &mut words));
        assert_eq!(words.map(|one| one.words), ["Why", "not?", "(We", "wait.)"]);
        let mut french =
            ["et", "vous", "elle"].map(|words| Utterance { words: words.into(), ..Utterance::default() });
        assert!(take("Et vous ? « Elle »", &mut french));
        assert_eq!(french.map(|one| one.words), ["Et", "vous ?", "« Elle »"]);
        let mut other = [Utterance { words: "why".into(), ..Utterance::default() }];
        assert!(!take("Why not?", &mut other) && other[0].words == "why");
    }
}
