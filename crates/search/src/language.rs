//! The languages whose words are stemmed.

use tantivy::tokenizer::Language as Stem;

/// A language whose words are reduced to their stems. Texts in any other language are found by
/// their words as they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(usize);

/// The primary tags of BCP 47 with the stemmer of each.
const STEMMED: [(&str, Stem); 18] = [
    ("ar", Stem::Arabic),
    ("da", Stem::Danish),
    ("de", Stem::German),
    ("el", Stem::Greek),
    ("en", Stem::English),
    ("es", Stem::Spanish),
    ("fi", Stem::Finnish),
    ("fr", Stem::French),
    ("hu", Stem::Hungarian),
    ("it", Stem::Italian),
    ("nb", Stem::Norwegian),
    ("nl", Stem::Dutch),
    ("pt", Stem::Portuguese),
    ("ro", Stem::Romanian),
    ("ru", Stem::Russian),
    ("sv", Stem::Swedish),
    ("ta", Stem::Tamil),
    ("tr", Stem::Turkish),
];

impl Language {
    /// The language of a BCP 47 tag such as `sv` or `en-GB`, when its words are stemmed.
    pub fn of_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let primary = match primary.as_str() {
            "no" | "nn" => "nb",
            other => other,
        };
        STEMMED.iter().position(|(known, _)| *known == primary).map(Language)
    }

    /// All of them, in the order of their tags.
    pub fn all() -> impl Iterator<Item = Language> {
        (0..STEMMED.len()).map(Language)
    }

    /// The primary tag.
    pub fn tag(self) -> &'static str {
        STEMMED[self.0].0
    }

    /// Position in [`Language::all`].
    pub(crate) fn position(self) -> usize {
        self.0
    }

    /// What the list of its stop words is called.
    pub(crate) fn stop_words(self) -> &'static str {
        if self.tag() == "nb" { "no" } else { self.tag() }
    }

    pub(crate) fn stemmer(self) -> Stem {
        STEMMED[self.0].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_stop_words() {
        for language in Language::all() {
            let list = stop_words::lookup(language.stop_words());
            assert!(list.is_some_and(|list| list.len() > 50), "{}", language.tag());
        }
    }

    #[test]
    fn regions_and_both_norwegians_are_understood() {
        assert_eq!(Language::of_tag("en-GB").map(Language::tag), Some("en"));
        assert_eq!(Language::of_tag("nn").map(Language::tag), Some("nb"));
        assert_eq!(Language::of_tag("zh"), None);
    }
}
