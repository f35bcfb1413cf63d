//! A command line up to the cursor: its words without quotes, and how to write an answer into it.

/// A command line up to the cursor.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The words without their quotes; the last is the one at the cursor and may be empty.
    words: Vec<String>,
    /// The quote that is open at the cursor.
    open: Option<char>,
    /// How many bytes of the last word bash leaves as they are.
    kept: usize,
}

impl Line {
    /// The line of a shell that hands over words.
    pub(super) fn of_words(words: Vec<String>) -> Line {
        Line { words, open: None, kept: 0 }
    }

    /// The line of fish, which hands over the last word as typed.
    pub(super) fn of_fish(words: &[String], last: &str) -> Line {
        let mut line = split(last);
        let last = line.words.pop().unwrap_or_default();
        line.words = words.iter().cloned().chain([last]).collect();
        line
    }

    /// The line of bash: the whole text up to the cursor, and the piece of it that bash replaces.
    /// Bash parts words at `=` and `:` too.
    pub(super) fn of_bash(text: &str, piece: &str) -> Line {
        let mut line = split(text);
        let last = line.words.last().map(String::as_str).unwrap_or_default();
        // At the very sign that parts words, bash names the sign and replaces nothing.
        let piece = if matches!(piece, "=" | ":") { "" } else { piece };
        let piece = match line.open {
            Some(_) => piece.to_string(),
            None => split(piece).words.pop().unwrap_or_default(),
        };
        line.kept = last.strip_suffix(piece.as_str()).map_or(0, str::len);
        line
    }

    /// The words without quotes, the program's own name first.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// `value`, a candidate for the last word, as what bash is to put in place of its piece.
    pub(super) fn for_bash(&self, value: &str) -> String {
        let typed = self.words.last().map(String::as_str).unwrap_or_default();
        let same = typed.get(..self.kept).is_some_and(|kept| value.starts_with(kept));
        let rest = if same { value.get(self.kept..).unwrap_or(value) } else { value };
        let mut out = String::new();
        for (i, c) in rest.chars().enumerate() {
            match (self.open, c) {
                (Some('\''), '\'') => out.push_str("'\\''"),
                (Some('"'), '"' | '\\' | '$' | '`') => out.extend(['\\', c]),
                (None, c) if is_special(c) || c == '#' && i == 0 => out.extend(['\\', c]),
                (_, c) => out.push(c),
            }
        }
        out
    }
}

/// Whether bash takes the character for more than itself.
fn is_special(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t'
            | '\\'
            | '\''
            | '"'
            | '$'
            | '`'
            | '&'
            | '|'
            | ';'
            | '<'
            | '>'
            | '('
            | ')'
            | '*'
            | '?'
            | '['
            | ']'
            | '{'
            | '}'
            | '!'
    )
}

/// Parts a line into words as shells do, without replacing anything.
fn split(text: &str) -> Line {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut begun = false;
    let mut open = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (open, c) {
            (Some(quote), c) if c == quote => open = None,
            (Some('"'), '\\') => match chars.next() {
                Some(next @ ('"' | '\\' | '$' | '`')) => word.push(next),
                Some(next) => word.extend(['\\', next]),
                None => word.push('\\'),
            },
            (Some(_), c) => word.push(c),
            (None, '\'' | '"') => {
                open = Some(c);
                begun = true;
            }
            (None, '\\') => {
                word.extend(chars.next());
                begun = true;
            }
            (None, c) if c.is_whitespace() => {
                if begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (None, c) => word.push(c),
        }
    }
    words.push(word);
    Line { words, open, kept: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        split(text).words
    }

    #[test]
    fn words_are_parted_and_lose_their_quotes() {
        assert_eq!(words("themata table 'my study' a\\ b"), ["themata", "table", "my study", "a b"]);
        assert_eq!(words("themata --code \"a\\\"b"), ["themata", "--code", "a\"b"]);
        assert_eq!(words("themata table "), ["themata", "table", ""]);
        assert_eq!(words("themata '' x"), ["themata", "", "x"]);
        assert_eq!(words(""), [""]);
        assert_eq!(split("themata 'R1;R").open, Some('\''));
    }

    #[test]
    fn bash_gets_only_the_piece_it_replaces() {
        let line = Line::of_bash("themata table --where phase=ad", "ad");
        assert_eq!(line.words().last().map(String::as_str), Some("phase=ad"));
        assert_eq!(line.for_bash("phase=advanced"), "advanced");
        let line = Line::of_bash("themata table --where phase=", "=");
        assert_eq!(line.for_bash("phase=advanced"), "advanced");
        let line = Line::of_bash("themata table --study=my", "my");
        assert_eq!(line.for_bash("--study=my study.themata"), "my\\ study.themata");
    }

    #[test]
    fn bash_gets_what_its_quotes_allow() {
        assert_eq!(Line::of_bash("themata --case 'R1;R", "R1;R").for_bash("R1;R's"), "R1;R'\\''s");
        assert_eq!(Line::of_bash("themata --case \"a", "a").for_bash("a $b"), "a \\$b");
        assert_eq!(Line::of_bash("themata --case my\\ c", "my\\ c").for_bash("my case"), "my\\ case");
        assert_eq!(Line::of_bash("themata --case ", "").for_bash("#1 (a)"), "\\#1\\ \\(a\\)");
    }
}
