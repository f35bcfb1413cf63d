//! Words that a line end parted.

use std::collections::HashSet;

use themata_model::counted_as;

use super::compounds;
use crate::reader::utterance::joins_with_blank;
use crate::reader::writer::Writer;

/// Words that stand after a hyphen that is one (`Vor- und Nachteile`), by language.
#[rustfmt::skip]
const AFTER_HYPHEN: &[(&str, &[&str])] = &[
    ("de", &["und", "oder", "bis", "bzw", "sowie"]), ("en", &["and", "or", "to"]), ("nl", &["en", "of", "tot"]),
    ("fr", &["et", "ou", "à"]), ("sv", &["och", "eller", "till"]), ("da", &["og", "eller", "til"]),
    ("no", &["og", "eller", "til"]), ("nb", &["og", "eller", "til"]), ("nn", &["og", "eller", "til"]), ("fi", &["ja", "tai", "sekä", "eli"]),
    ("es", &["y", "e", "o", "u"]), ("pt", &["e", "ou"]), ("it", &["e", "ed", "o"]),
];

/// What a line end parts a word with.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

/// How a hyphen at the end of a line is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reader) enum Hyphen {
    /// It parted a word: it goes.
    Parted,
    /// It belongs to the word, which goes on in the next line.
    Own,
    /// It ends the word; the next line begins another.
    Ends,
    /// It does so if the next line is not the end of the word, of which nothing is known.
    EndsPerhaps,
    /// It belongs to the word, and the next line begins with it, too, as in Portuguese.
    Doubled,
}

/// The words that stand somewhere inside of a line.
#[derive(Default)]
pub(in crate::reader) struct Known {
    words: HashSet<String>,
    /// Whether words have the hyphen of the keyboard inside of them, and whether they have the other one.
    keyboard: bool,
    other: bool,
    /// The tag of the language of the document, if it is known.
    pub(in crate::reader) language: Option<String>,
}

impl Known {
    /// Learns the words of a line; one that ends in a hyphen may be part of a word.
    pub(in crate::reader) fn learn(&mut self, line: &str) {
        for word in line.split_whitespace().filter(|word| !word.ends_with(HYPHENS)) {
            let inside = word.trim_matches(|c: char| !c.is_alphanumeric());
            self.keyboard |= inside.contains('-');
            self.other |= inside.contains('\u{2010}');
            let bare =
                word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('\u{2010}', "-");
            if !bare.is_empty() {
                self.words.insert(bare);
            }
        }
    }

    /// Whether a word, in small letters, stands somewhere.
    pub(in crate::reader) fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// How the hyphen at the end of `line` is read, with `next` following; `None` where there is none.
    pub(in crate::reader) fn judge(&self, line: &str, next: &str) -> Option<Hyphen> {
        let mark = line.chars().next_back()?;
        if mark == '\u{ad}' {
            return Some(Hyphen::Parted);
        }
        if !matches!(mark, '-' | '\u{2010}') {
            return None;
        }
        let head = line[..line.len() - mark.len_utf8()].rsplit(char::is_whitespace).next().unwrap_or("");
        let tail = next.split_whitespace().next().unwrap_or("");
        let head_end = head.chars().next_back();
        if let Some(again) = tail.strip_prefix(['-', '\u{2010}'])
            && again.starts_with(char::is_lowercase)
            && head_end.is_some_and(char::is_lowercase)
        {
            return Some(Hyphen::Doubled);
        }
        let tail_start = tail.chars().next();
        if !head_end.is_some_and(char::is_alphanumeric) || !tail_start.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let tail = tail.trim_end_matches(|c: char| !c.is_alphanumeric());
        let part = |text: &str| {
            text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('\u{2010}', "-")
        };
        let (first, second) = (part(head), part(tail));
        // Who types hyphens of the keyboard types no others: what sets the lines wrote it.
        if mark == '\u{2010}' && self.keyboard && !self.other {
            return Some(Hyphen::Parted);
        }
        if self.words.contains(&format!("{first}-{second}")) {
            return Some(Hyphen::Own);
        }
        if self.words.contains(&format!("{first}{second}")) {
            return Some(Hyphen::Parted);
        }
        if self.goes_on_behind(&second) {
            // Two letters are the end of many words, too.
            let is_sure = second.chars().count() != 2
                || self.words.contains(&first)
                || !first.chars().all(char::is_alphabetic);
            return Some(if is_sure { Hyphen::Ends } else { Hyphen::EndsPerhaps });
        }
        let letters = |text: &str| text.chars().all(char::is_alphabetic);
        let last = first.rsplit('-').next().unwrap_or("");
        let is_compound = match self.language.as_deref() {
            Some("fr") => compounds::french(&self.words, last, &second),
            Some("pt") => compounds::portuguese(&self.words, last, &second),
            _ => false,
        };
        if is_compound {
            return Some(Hyphen::Own);
        }
        let plausible = tail_start.is_some_and(char::is_lowercase)
            && letters(last)
            && letters(&second)
            && last.chars().count() >= 2
            && second.chars().count() >= 2
            // Two words of the text beside each other are a compound, not the parts of a word.
            && !(self.words.contains(last) && self.words.contains(&second) && last.chars().count() >= 3 && second.chars().count() >= 3);
        Some(if plausible { Hyphen::Parted } else { Hyphen::Own })
    }

    /// Whether a word in small letters is one that stands after a hyphen that is one: in the language of the document, in any
    /// where that is not known.
    fn goes_on_behind(&self, word: &str) -> bool {
        let known = |tag: &str| AFTER_HYPHEN.iter().any(|(of, _)| *of == tag);
        let language = self.language.as_deref();
        AFTER_HYPHEN
            .iter()
            .filter(|(of, _)| language.is_none_or(|tag| tag == *of || !known(tag)))
            .any(|(_, words)| words.contains(&word))
    }
}

/// How many line ends were mended.
#[derive(Default)]
pub(super) struct Joints {
    mended: usize,
    kept: usize,
}

impl Joints {
    /// What is written of a line with `next` going on in it, and what stands between the two.
    pub(super) fn join<'l>(
        &mut self,
        known: &Known,
        line: &'l str,
        next: Option<&str>,
    ) -> (&'l str, &'static str) {
        let Some(next) = next else { return (line, "") };
        match known.judge(line, next) {
            Some(Hyphen::Parted) => {
                self.mended += 1;
                (line.trim_end_matches(HYPHENS), "")
            }
            Some(Hyphen::Own) => {
                self.kept += 1;
                (line, "")
            }
            Some(Hyphen::Doubled) => {
                self.kept += 1;
                (line.trim_end_matches(HYPHENS), "")
            }
            Some(Hyphen::EndsPerhaps) => {
                self.kept += 1;
                (line, " ")
            }
            Some(Hyphen::Ends) | None => (line, if joins_with_blank(line, next) { " " } else { "" }),
        }
    }

    pub(super) fn say(&self, writer: &mut Writer) {
        if self.mended > 0 {
            let (one, many) = ("word that a line end parted is", "words that line ends parted are");
            writer.remark(format!("{} joined without the hyphen", counted_as(self.mended, one, many)));
        }
        if self.kept > 0 {
            let (one, many) = ("hyphen at a line end is", "hyphens at line ends are");
            writer.remark(format!("{} kept, since the word may have it", counted_as(self.kept, one, many)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(text: &str, line: &str, next: &str) -> Option<Hyphen> {
        let mut known = Known::default();
        text.lines().for_each(|line| known.learn(line));
        known.judge(line, next)
    }

    #[test]
    fn a_hyphen_that_nobody_types_parted_a_word_where_the_text_has_typed_ones() {
        let typed = "a well-known story";
        assert_eq!(judge(typed, "they geant\u{2010}", "wortet."), Some(Hyphen::Parted));
        assert_eq!(judge(typed, "INTERVIEW\u{2010}", "ER"), Some(Hyphen::Parted));
        let both = "a well-known and hard\u{2010}won story";
        assert_eq!(judge(both, "INTERVIEW\u{2010}", "ER"), Some(Hyphen::Own));
        assert_eq!(judge("no such word", "INTERVIEW\u{2010}", "ER"), Some(Hyphen::Own));
    }

    #[test]
    fn french_words_keep_the_hyphen_they_have() {
        let mut known = Known { language: Some("fr".to_string()), ..Known::default() };
        known.learn("vous avez mis le pain au four");
        for (line, next) in
            [("juste au-", "dessus de"), ("y a-t-", "il un"), ("mais est-", "ce que"), ("avez-", "vous vu")]
        {
            assert_eq!(known.judge(line, next), Some(Hyphen::Own), "{line} {next}");
        }
        for (line, next) in [("la mai-", "son"), ("il commen-", "ce"), ("le mer-", "ci de")] {
            assert_eq!(known.judge(line, next), Some(Hyphen::Parted), "{line} {next}");
        }
        known.language = None;
        assert_eq!(known.judge("juste au-", "dessus"), Some(Hyphen::Parted));
    }

    #[test]
    fn a_word_that_goes_on_as_and_or_to_does_in_some_language_is_joined() {
        let judge = |language: &str, text: &str, line: &str, next: &str| {
            let mut known = Known { language: Some(language.to_string()), ..Known::default() };
            text.lines().for_each(|line| known.learn(line));
            known.judge(line, next)
        };
        for (language, line, next) in [
            ("it", "di tut-", "to. È"),
            ("it", "ho capi\u{2010}", "to tutto"),
            ("sv", "Ing-", "en frågade"),
            ("sv", "är myck-", "et svårt"),
            ("es", "tan-", "to tiempo"),
            ("pt", "mui-", "to tempo"),
            ("de", "die Tan-", "te kam"),
            ("en", "the writ-", "ten word"),
        ] {
            assert_eq!(judge(language, "", line, next), Some(Hyphen::Parted), "{line} {next}");
        }
        assert_eq!(judge("en", "go into it", "we went in-", "to town"), Some(Hyphen::Parted));
        assert_eq!(judge("fi", "opettaja puhui", "se opetta-", "ja tuli"), Some(Hyphen::Parted));
        for (language, text, line, next) in [
            ("de", "", "die Vor-", "und Nachteile"),
            ("sv", "", "ut-", "och invandring"),
            ("nl", "voor altijd", "de voor-", "en nadelen"),
            ("fi", "kunta on", "se kunta-", "ja aluetaso"),
            ("en", "we were two", "from two-", "to threefold"),
            ("en", "", "from 10-", "to 12-fold"),
        ] {
            assert_eq!(judge(language, text, line, next), Some(Hyphen::Ends), "{line} {next}");
        }
        assert_eq!(judge("fi", "", "se opetta-", "ja tuli"), Some(Hyphen::EndsPerhaps));
        assert_eq!(judge("fr", "", "mais allons-", "y donc"), Some(Hyphen::Own));
        assert_eq!(judge("pt", "eu lembro bem", "eu lembro-", "me bem"), Some(Hyphen::Own));
        assert_eq!(judge("pt", "", "eu lembro-", "-me bem"), Some(Hyphen::Doubled));
        assert_eq!(judge("pt", "", "eu des-", "se modo"), Some(Hyphen::Parted));
    }

    #[test]
    fn a_hyphen_goes_only_where_it_parted_a_word() {
        assert_eq!(judge("the information is", "some infor-", "mation is"), Some(Hyphen::Parted));
        assert_eq!(judge("", "some infor-", "mation is"), Some(Hyphen::Parted));
        assert_eq!(judge("a well-known man", "a well-", "known man"), Some(Hyphen::Own));
        assert_eq!(judge("is long so term is", "a long-", "term plan"), Some(Hyphen::Own));
        assert_eq!(judge("", "in the Smith-", "Jones case"), Some(Hyphen::Own));
        assert_eq!(judge("", "von 1990-", "1995"), Some(Hyphen::Own));
        assert_eq!(judge("", "die Vor-", "und Nachteile"), Some(Hyphen::Ends));
        assert_eq!(judge("", "infor\u{ad}", "mation"), Some(Hyphen::Parted));
        assert_eq!(judge("", "and then -", "he said"), None);
        assert_eq!(judge("", "no hyphen", "here"), None);
    }
}
