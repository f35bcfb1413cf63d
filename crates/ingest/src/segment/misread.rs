//! Labels that text recognition misread: `lnterviewer` and `1nterviewer` for `Interviewer`.

use std::collections::HashMap;

use super::lexicon::{self, Meaning};

/// How often a label has to stand for each time that it was misread.
const TIMES: usize = 3;

/// Most labels with digits among which one may be misread: more of them are codes.
const NUMBERED: usize = 1;

/// Fewest letters of a word in which shapes are mixed up.
const LETTERS: usize = 4;

/// A label with letters of one shape made the same: l, I, 1 and |, O and 0, S and 5, rn and m, c and e, q and g, and letters
/// without their accents.
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
            'c' => 'e',
            'q' => 'g',
            c => c,
        };
        let low = without_accents(&low);
        low.replace("rn", "m").chars().map(same).collect()
    };
    name.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// A word in small letters without its accents, with one kind of apostrophe.
fn without_accents(low: &str) -> String {
    let bare = |c| match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        '’' | '´' | '`' | '‘' => '\'',
        c => c,
    };
    low.chars().map(bare).collect()
}

/// What a label of very few letters may have been: letters for asking and answering, and initials with a digit among them.
pub(crate) fn short(name: &str) -> Option<String> {
    let letter = match name {
        "间" => Some("问"),
        "苔" => Some("答"),
        "O" | "0" => Some("Q"),
        "l" | "1" | "|" | "!" => Some("I"),
        "8" => Some("B"),
        _ => None,
    };
    if let Some(letter) = letter {
        return Some(letter.to_string());
    }
    let is_digit = |c: char| matches!(c, '8' | '0' | '1' | '5');
    let fits = (2..=3).contains(&name.chars().count())
        && name.chars().all(|c| c.is_uppercase() || is_digit(c))
        && name.chars().filter(|c| is_digit(*c)).count() == 1;
    let letter = |c| match c {
        '8' => 'B',
        '0' => 'O',
        '1' => 'I',
        '5' => 'S',
        c => c,
    };
    fits.then(|| name.chars().map(letter).collect())
}

/// The labels by their forms, with how often each stands.
#[derive(Default)]
pub(super) struct Forms {
    of: HashMap<String, (String, usize)>,
    /// How many labels have a digit.
    numbered: usize,
}

impl Forms {
    /// Learns a label that stands `count` times; of each form the most frequent one is kept.
    pub(super) fn learn(&mut self, name: &str, count: usize) {
        self.numbered += usize::from(name.contains(|c: char| c.is_ascii_digit()));
        let kept = self.of.entry(form(name)).or_default();
        if count > kept.1 || (count == kept.1 && name < kept.0.as_str()) {
            *kept = (name.to_string(), count);
        }
    }

    /// The label that one was meant to be that stands `count` times.
    pub(super) fn meant(&self, name: &str, count: usize) -> Option<&str> {
        if let Some((meant, times)) = short(name).and_then(|short| self.of.get(&form(&short)))
            && *times >= if name.is_ascii() { TIMES * count } else { count + 1 }
            && self.numbered <= NUMBERED
        {
            return Some(meant);
        }
        let (meant, times) = self.of.get(&form(name))?;
        let is_other = lexicon::key(meant) != lexicon::key(name);
        // Nobody has a digit in the midst of a name.
        let least = if mixes(name) && !mixes(meant) { count + 1 } else { TIMES * count };
        (is_other && *times >= least && is_misread(name, meant)).then_some(meant)
    }
}

/// Whether a word of a name has digits among its letters.
fn mixes(name: &str) -> bool {
    name.split_whitespace().any(|word| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters + 1 >= LETTERS && word.contains(|c: char| c.is_ascii_digit() || c == '|')
    })
}

/// Whether no other name can be meant: a digit or a capital among small letters, a small letter for a capital at the beginning, or a word for
/// a speaker that is misspelt.
fn is_misread(name: &str, meant: &str) -> bool {
    let capitals = |name: &str| {
        name.split_whitespace().any(|word| {
            let mut letters = word.chars();
            letters.next();
            letters.any(char::is_uppercase) && word.contains(char::is_lowercase)
        })
    };
    // Nobody writes a name once with its accents and once without.
    let accents = |name: &str| without_accents(&name.to_lowercase());
    let is_long = name.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS;
    let same_letters = is_long && accents(name) == accents(meant);
    let odd = |name: &str| {
        let low = name.to_lowercase();
        low.match_indices('q').any(|(at, _)| !low[at + 1..].starts_with('u'))
    };
    let small = name.starts_with('l') && meant.starts_with('I');
    let is_word = |name: &str| matches!(lexicon::meaning(&lexicon::key(name)), Meaning::Speaker(_));
    (mixes(name) && !mixes(meant))
        || (capitals(name) && !capitals(meant))
        || small
        || same_letters
        || (odd(name) && !odd(meant))
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
        assert_eq!(forms.meant("Intervicwer", 2), Some("Interviewer"));
        let mut forms = Forms::default();
        for name in ["Frågare", "Hr. Kröger", "问", "答", "Q", "AB", "A8", "Marc"] {
            forms.learn(name, 6);
        }
        for (name, meant) in [
            ("Frâgare", "Frågare"),
            ("Hr. Kroger", "Hr. Kröger"),
            ("Hr. Kröqer", "Hr. Kröger"),
            ("间", "问"),
            ("O", "Q"),
            ("A8", "AB"),
        ] {
            assert_eq!(forms.meant(name, 2), Some(meant), "{name}");
        }
        forms.learn("B1", 6);
        for name in ["Mare", "A8"] {
            assert_eq!(forms.meant(name, 2), None, "{name}");
        }
    }
}
