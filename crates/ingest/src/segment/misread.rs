//! Labels that text recognition misread: `lnterviewer` and `1nterviewer` for `Interviewer`.

use std::collections::HashMap;

use super::lexicon::{self, Meaning};

/// How often a label has to stand for each time that it was misread.
const TIMES: usize = 3;

/// Fewest letters of a word in which shapes are mixed up.
const LETTERS: usize = 4;

/// A label with letters of one shape made the same: l, I, 1 and |, O and 0, S and 5, rn and m.
pub(crate) fn form(name: &str) -> String {
    let word = |word: &str| {
        let low = word.to_lowercase();
        if low.chars().count() < LETTERS {
            return low;
        }
        let same = |c| match c {
            'l' | '1' | '|' | '!' => 'i',
            '0' => 'o',
            '5' => 's',
            '8' => 'b',
            c => c,
        };
        low.replace("rn", "m").chars().map(same).collect()
    };
    name.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// The labels by their forms, with how often each stands.
#[derive(Default)]
pub(super) struct Forms(HashMap<String, (String, usize)>);

impl Forms {
    /// Learns a label that stands `count` times; of each form the most frequent one is kept.
    pub(super) fn learn(&mut self, name: &str, count: usize) {
        let kept = self.0.entry(form(name)).or_default();
        if count > kept.1 || (count == kept.1 && name < kept.0.as_str()) {
            *kept = (name.to_string(), count);
        }
    }

    /// The label that one was meant to be that stands `count` times.
    pub(super) fn meant(&self, name: &str, count: usize) -> Option<&str> {
        let (meant, times) = self.0.get(&form(name))?;
        let is_other = lexicon::key(meant) != lexicon::key(name);
        (is_other && *times >= TIMES * count && is_misread(name, meant)).then_some(meant)
    }
}

/// Whether no other name can be meant: a digit or a capital among small letters, a small letter for a capital at the beginning, or a word for
/// a speaker that is misspelt.
fn is_misread(name: &str, meant: &str) -> bool {
    let mixes = |name: &str| {
        name.split_whitespace().any(|word| {
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            letters + 1 >= LETTERS && word.contains(|c: char| c.is_ascii_digit() || c == '|')
        })
    };
    let capitals = |name: &str| {
        name.split_whitespace().any(|word| {
            let mut letters = word.chars();
            letters.next();
            letters.any(char::is_uppercase) && word.contains(char::is_lowercase)
        })
    };
    let small = name.starts_with('l') && meant.starts_with('I');
    let is_word = |name: &str| matches!(lexicon::meaning(&lexicon::key(name)), Meaning::Speaker(_));
    (mixes(name) && !mixes(meant))
        || (capitals(name) && !capitals(meant))
        || small
        || (is_word(meant) && !is_word(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_one_shape_are_told_only_where_no_other_name_can_be_meant() {
        let mut forms = Forms::default();
        for name in ["Interviewer", "Moss Oak", "Karl", "P1", "Speaker 1", "Bernard"] {
            forms.learn(name, 6);
        }
        for name in ["lnterviewer", "1nterviewer", "Interv1ewer", "Intervlewer", "INTERVlEWER"] {
            assert_eq!(forms.meant(name, 1), Some("Interviewer").filter(|_| name != "INTERVIEWER"), "{name}");
        }
        assert_eq!(forms.meant("M0ss Oak", 2), Some("Moss Oak"));
        assert_eq!(forms.meant("KarI", 1), Some("Karl"));
        for name in ["Interviewer", "Kari", "PI", "Pl", "Speaker I", "Bemard", "Speaker 5"] {
            assert_eq!(forms.meant(name, 1), None, "{name}");
        }
        assert_eq!(forms.meant("lnterviewer", 3), None);
    }
}
