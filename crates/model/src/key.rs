//! Keys: the author-chosen, stable identities of everything a study names.

use std::fmt;
use std::str::FromStr;

/// Why a text is not a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing but white space.
    #[error("the key is empty")]
    Empty,
    /// A character that separates keys in lists or lines.
    #[error("the key `{key}` holds {what}, which separates keys; choose a key without it")]
    Separator {
        /// The key as given, control characters escaped.
        key: String,
        /// The character in words.
        what: &'static str,
    },
}

fn checked(text: &str) -> Result<String, KeyError> {
    let key = text.trim();
    let separator = |what| KeyError::Separator { key: key.escape_debug().to_string(), what };
    if key.is_empty() {
        return Err(KeyError::Empty);
    }
    if key.contains(';') {
        return Err(separator("a semicolon"));
    }
    if key.chars().any(char::is_control) {
        return Err(separator("a control character"));
    }
    Ok(key.to_string())
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The key as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = KeyError;

            fn from_str(text: &str) -> Result<Self, KeyError> {
                checked(text).map($name)
            }
        }
    )*};
}

/// A key made from a name: its letters and digits in lower case, joined by hyphens, at most 60 of them.
pub fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let stem: String = words.join("-").chars().take(60).collect();
    let stem = stem.trim_matches('-');
    if stem.is_empty() { "unnamed".to_string() } else { stem.to_string() }
}

keys! {
    /// Key of a study.
    StudyKey;
    /// Key of a level of the codebook.
    LevelKey;
    /// Key of a side.
    SideKey;
    /// Key of a party.
    PartyKey;
    /// Key of a case.
    CaseKey;
    /// Key of an informant.
    InformantKey;
    /// Key of a source.
    SourceKey;
    /// Key of a wave of data collection.
    WaveKey;
    /// Key of a code.
    CodeKey;
    /// Key of a framework.
    FrameworkKey;
    /// Key of a facet.
    FacetKey;
    /// Key of a value of a facet.
    ValueKey;
    /// Key of a coder or rater.
    CoderKey;
    /// Key of an excerpt.
    ExcerptKey;
    /// Key of an exhibit.
    ExhibitKey;
    /// Key of a finding.
    FindingKey;
    /// Key of a member check.
    MemberCheckKey;
    /// Key of a memo.
    MemoKey;
    /// Key of a question.
    QuestionKey;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lose_outer_blanks_and_refuse_separators() {
        assert_eq!("  R 1 ".parse::<CaseKey>().unwrap().as_str(), "R 1");
        assert_eq!(" ".parse::<CaseKey>(), Err(KeyError::Empty));
        assert!(matches!("a;b".parse::<CaseKey>(), Err(KeyError::Separator { what: "a semicolon", .. })));
        assert!("a\nb".parse::<CaseKey>().is_err());
    }
}
