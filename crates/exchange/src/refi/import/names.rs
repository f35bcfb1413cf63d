//! Keys for what other tools only name: the name itself, made a key, and told apart where it comes again.

use std::collections::HashSet;
use std::fmt::Debug;
use std::str::FromStr;

use themata_model::Uuid;

use crate::refi::remainder::Remainder;
use crate::refi::rows::Told;

/// The keys given so far.
pub(super) struct Names {
    taken: HashSet<(&'static str, String)>,
    /// Keys that the note of Themata tells, by kind and id; each is given once.
    told: std::collections::HashMap<(&'static str, Uuid), String>,
}

/// The kinds of row that keep their key in the note.
const KINDS: [&str; 6] = ["coders", "codes", "cases", "sources", "memos", "informants"];

impl Names {
    pub(super) fn new(remainder: &Remainder) -> Names {
        let mut names = Names { taken: HashSet::new(), told: std::collections::HashMap::new() };
        for kind in KINDS {
            for row in remainder.rows(kind) {
                let row: Told<'_> = row;
                if let (Some(id), Some(key)) = (row.parse::<Uuid>("id"), row.some("key"))
                    && names.taken.insert((kind, key.clone()))
                {
                    names.told.insert((kind, id), key);
                }
            }
        }
        names
    }

    /// The key of the row `id`: the one that is told, else `wanted` made a key that no other row of the kind has.
    pub(super) fn key<K>(&mut self, kind: &'static str, id: Uuid, wanted: &str, otherwise: &str) -> K
    where
        K: FromStr<Err: Debug>,
    {
        if let Some(key) = self.told.remove(&(kind, id)).and_then(|key| key.parse().ok()) {
            return key;
        }
        let cleaned = clean(wanted);
        let stem = if cleaned.is_empty() { otherwise } else { &cleaned };
        let numbered = |n: usize| if n == 1 { stem.to_string() } else { format!("{stem} ({n})") };
        let free = (1..).map(numbered).find(|key| self.taken.insert((kind, key.clone())));
        free.unwrap_or_default().parse().expect("a cleaned name is a key")
    }
}

/// A name as a key: one line, no semicolon, one blank between words.
pub(super) fn clean(name: &str) -> String {
    let plain = |c: char| match c {
        ';' => ',',
        c if c.is_control() => ' ',
        c => c,
    };
    let line: String = name.chars().map(plain).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name without the ending of a document.
pub(super) fn without_ending(name: &str) -> &str {
    const ENDINGS: [&str; 14] =
        ["txt", "docx", "doc", "rtf", "odt", "pdf", "md", "html", "htm", "mp3", "mp4", "m4a", "wav", "srt"];
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ENDINGS.contains(&ending.to_lowercase().as_str()) => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refi::project::guid;
    use themata_model::CodeKey;

    #[test]
    fn the_same_name_twice_gives_two_keys() {
        let mut names = Names::new(&Remainder::default());
        let mut key = |name: &str| names.key::<CodeKey>("codes", guid(name), name, "code").to_string();
        assert_eq!(
            (key(" a;\tb\n"), key("a, b"), key(""), key(" ")),
            ("a, b".to_string(), "a, b (2)".to_string(), "code".to_string(), "code (2)".to_string())
        );
        assert_eq!(
            (without_ending("R1.docx"), without_ending("v1.2"), without_ending(".txt")),
            ("R1", "v1.2", ".txt")
        );
    }
}
