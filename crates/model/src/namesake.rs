//! Codes that are called alike, whatever the case, the accents and the white space.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::{Code, CodeKey, Codebook};

/// A name in the form in which two that a reader takes for the same are the same: lower case, without
/// accents, white space folded.
pub fn fold_name(name: &str) -> String {
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Codebook {
    /// The codes but `own` that have `words` as their name or alias, as [`fold_name`] sees them.
    pub fn namesakes<'b>(&'b self, words: &str, own: &CodeKey) -> Vec<&'b Code> {
        let folded = fold_name(words);
        let called = |code: &&Code| {
            code.key != *own
                && std::iter::once(&code.name).chain(&code.aliases).any(|name| fold_name(name) == folded)
        };
        self.codes().iter().filter(called).collect()
    }

    /// Codes that are called alike, each two once, with the words that both go by.
    pub fn called_alike(&self) -> Vec<(&Code, &Code, &str)> {
        let mut by_name: std::collections::HashMap<String, &Code> = std::collections::HashMap::new();
        let mut found: Vec<(&Code, &Code, &str)> = Vec::new();
        for code in self.codes() {
            for name in std::iter::once(&code.name).chain(&code.aliases) {
                let first = *by_name.entry(fold_name(name)).or_insert(code);
                let told = found.iter().any(|(a, b, _)| a.key == first.key && b.key == code.key);
                if first.key != code.key && !told {
                    found.push((first, code, name));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_white_space_do_not_make_another_name() {
        assert_eq!(fold_name(" Résumé  des\u{a0}Gains"), fold_name("resume des gains"));
        assert_eq!(fold_name("ﬁne"), "fine");
        assert_ne!(fold_name("gain"), fold_name("gains"));
    }
}
