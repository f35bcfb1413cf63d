//! Cuts a query into tokens.

use std::ops::Range;

use super::QueryError;

/// A token and where it stands, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    Near(u32),
    /// Bare words, as typed, without the signs at the end.
    Word {
        text: String,
        suffix: Suffix,
    },
    /// Words in quotation marks, with the number after `~`.
    Phrase {
        text: String,
        between: Option<u32>,
    },
    /// A regular expression; whether case is ignored.
    Pattern {
        text: String,
        ignore_case: bool,
    },
    /// `field:`, to be followed by its value.
    Field(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suffix {
    None,
    Star,
    Fuzzy(u32),
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_alphanumeric)
}

/// Opening quotation marks, each with those that close it.
const QUOTES: [(char, &[char]); 4] =
    [('"', &['"', '”', '“']), ('“', &['”', '“', '"']), ('„', &['“', '”', '"']), ('«', &['»'])];

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new() };
    while let Some(c) = lexer.peek() {
        match c {
            c if c.is_whitespace() => lexer.at += c.len_utf8(),
            '(' => lexer.sign(Kind::Open, 1),
            ')' => lexer.sign(Kind::Close, 1),
            '/' => lexer.pattern()?,
            '-' if lexer.is_minus() => lexer.sign(Kind::Not, 1),
            c => match QUOTES.iter().find(|(open, _)| *open == c) {
                Some((open, close)) => lexer.phrase(*open, close)?,
                None => lexer.word()?,
            },
        }
    }
    Ok(lexer.tokens)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn sign(&mut self, kind: Kind, length: usize) {
        self.push(kind, self.at, self.at + length);
        self.at += length;
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.tokens.push(Token { kind, at: start..end });
    }

    /// Whether the hyphen here stands before something to be left out.
    fn is_minus(&self) -> bool {
        let starts = self.text[..self.at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
        let next = self.rest().chars().nth(1);
        starts && next.is_some_and(|c| !c.is_whitespace() && c != '-')
    }

    fn phrase(&mut self, open: char, close: &[char]) -> Result<(), QueryError> {
        let start = self.at;
        let inner = start + open.len_utf8();
        let Some(length) = self.text[inner..].find(close) else {
            return Err(QueryError::new("the quotation mark is not closed", Some(start..self.text.len()))
                .with_hint("put a quotation mark at the end of the phrase"));
        };
        let words = self.text[inner..inner + length].to_string();
        self.at = inner + length;
        self.at += self.peek().map_or(0, char::len_utf8);
        let between = self.tilde()?;
        if words.trim().is_empty() {
            return Err(QueryError::new(
                "there is nothing between the quotation marks",
                Some(start..self.at),
            ));
        }
        self.push(Kind::Phrase { text: words, between }, start, self.at);
        Ok(())
    }

    /// `~3` after a phrase or word.
    fn tilde(&mut self) -> Result<Option<u32>, QueryError> {
        if !self.rest().starts_with('~') {
            return Ok(None);
        }
        let start = self.at;
        let digits: String = self.rest()[1..].chars().take_while(char::is_ascii_digit).collect();
        self.at += 1 + digits.len();
        if self.peek().is_some_and(char::is_alphanumeric) {
            self.at += self.rest().find(|c: char| !c.is_alphanumeric()).unwrap_or(self.rest().len());
            return Err(QueryError::new("behind `~` stands a number of words", Some(start..self.at))
                .with_hint("write \"loose phrase\"~3 for at most 3 words in between"));
        }
        let number = if digits.is_empty() { Ok(1) } else { digits.parse() };
        number
            .map(Some)
            .map_err(|_| QueryError::new("the number after `~` is too great", Some(start..self.at)))
    }

    fn pattern(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let mut escaped = false;
        let mut in_class = false;
        let end = self.text[start + 1..].char_indices().find(|(_, c)| {
            let closes = *c == '/' && !escaped && !in_class;
            match c {
                '[' if !escaped => in_class = true,
                ']' if !escaped => in_class = false,
                _ => {}
            }
            escaped = *c == '\\' && !escaped;
            closes
        });
        let Some((length, _)) = end else {
            return Err(QueryError::new("the regular expression is not closed", Some(start..self.text.len()))
                .with_hint("write it between two slashes, such as /penalt(y|ies)/; a slash inside is `\\/`; to search for a slash, put the words in quotation marks"));
        };
        let text = self.text[start + 1..start + 1 + length].replace("\\/", "/");
        self.at = start + length + 2;
        let flags: String = self.rest().chars().take_while(|c| c.is_alphanumeric()).collect();
        self.at += flags.len();
        let at = start..self.at;
        if text.is_empty() {
            return Err(QueryError::new("the regular expression is empty", Some(at)));
        }
        let ignore_case = match flags.as_str() {
            "" => false,
            "i" => true,
            _ => {
                return Err(QueryError::new(
                    format!("`{flags}` after a regular expression is not known"),
                    Some(at),
                )
                .with_hint("the only letter there is `i`: small and capital letters are the same"));
            }
        };
        self.push(Kind::Pattern { text, ignore_case }, at.start, at.end);
        Ok(())
    }

    fn word(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let is_end = |c: char| {
            c.is_whitespace()
                || c == '('
                || c == ')'
                || QUOTES.iter().any(|(open, close)| *open == c || close.contains(&c))
        };
        let length = self.rest().find(is_end).unwrap_or(self.rest().len());
        let length = if length == 0 { self.peek().map_or(1, char::len_utf8) } else { length };
        let whole = self.text[start..start + length].to_string();
        if let Some(name) = field_name(&whole) {
            let colon = self.text[start + name.len()..].chars().next().map_or(0, char::len_utf8);
            self.at = start + name.len() + colon;
            self.push(Kind::Field(name.to_string()), start, self.at);
            return self.value();
        }
        self.at = start + length;
        let at = start..self.at;
        match whole.as_str() {
            "AND" | "&&" => self.push(Kind::And, at.start, at.end),
            "OR" | "||" => self.push(Kind::Or, at.start, at.end),
            "NOT" => self.push(Kind::Not, at.start, at.end),
            _ => match near(&whole) {
                Some(Ok(between)) => self.push(Kind::Near(between), at.start, at.end),
                Some(Err(())) => {
                    return Err(QueryError::new(format!("`{whole}` has no number of words"), Some(at))
                        .with_hint("write near/5 for at most 5 words in between"));
                }
                None => return self.bare_word(&whole, at),
            },
        }
        Ok(())
    }

    fn bare_word(&mut self, whole: &str, at: Range<usize>) -> Result<(), QueryError> {
        let (text, suffix) = if let Some(text) = whole.strip_suffix('*') {
            (text, Suffix::Star)
        } else if let Some((text, digits)) =
            whole.split_once('~').filter(|(_, d)| d.chars().all(|c| c.is_ascii_digit()))
        {
            let distance = if digits.is_empty() { 1 } else { digits.parse().unwrap_or(u32::MAX) };
            if !(1..=2).contains(&distance) {
                return Err(QueryError::new(format!("`~{digits}` is not possible"), Some(at))
                    .with_hint("a word may differ by 1 or 2 letters: penalty~1, penalty~2"));
            }
            (text, Suffix::Fuzzy(distance))
        } else if let Some((word, behind)) =
            whole.split_once('~').filter(|(word, behind)| is_word(word) && is_word(behind))
        {
            return Err(QueryError::new(
                format!("`{behind}` stands behind `~` where a number is expected"),
                Some(at),
            )
            .with_hint(format!("a word may differ by 1 or 2 letters: {word}~1, {word}~2")));
        } else {
            (whole, Suffix::None)
        };
        if suffix == Suffix::Star && text.contains('~') {
            return Err(QueryError::new("`~` and `*` cannot both end a word", Some(at))
                .with_hint("write either penalt*, or penalty~1"));
        }
        if text.contains('*') || (text.is_empty() && suffix != Suffix::None) {
            return Err(QueryError::new("`*` may only end a word", Some(at)).with_hint(
                "for anything else write a regular expression between slashes, such as /con.*act/",
            ));
        }
        self.push(Kind::Word { text: text.to_string(), suffix }, at.start, at.end);
        Ok(())
    }

    /// The value of a field, when it is not in parentheses or quotation marks.
    fn value(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        match self.peek() {
            None => return Err(self.no_value()),
            Some(c) if c.is_whitespace() || c == ')' => return Err(self.no_value()),
            Some('(') => return Ok(()),
            Some(c) => {
                if let Some((open, close)) = QUOTES.iter().find(|(open, _)| *open == c) {
                    return self.phrase(*open, close);
                }
            }
        }
        let length = self
            .rest()
            .find(|c: char| c.is_whitespace() || c == '(' || c == ')')
            .unwrap_or(self.rest().len());
        let text = self.rest()[..length].to_string();
        self.at += length;
        self.push(Kind::Word { text, suffix: Suffix::None }, start, self.at);
        Ok(())
    }

    fn no_value(&self) -> QueryError {
        let at = self.tokens.last().map(|token| token.at.clone());
        QueryError::new("the field has no value", at)
            .with_hint("write the value right after the colon: side:customer")
    }
}

/// The name before a colon, when it can be one: it begins with a letter and something follows the colon
/// that is no piece of a clock time. Behind Latin letters, the colon may be that of Chinese keyboards.
fn field_name(word: &str) -> Option<&str> {
    let wide = word.split_once('\u{FF1A}').filter(|(name, _)| name.is_ascii() && !name.contains(':'));
    let (name, _) = wide.or_else(|| word.split_once(':'))?;
    let mut letters = name.chars();
    let begins = letters.next().is_some_and(char::is_alphabetic);
    (begins && letters.all(|c| c.is_alphanumeric() || c == '_' || c == '-' || c == '.')).then_some(name)
}

/// The number of `near/5`; an error when there is none.
fn near(word: &str) -> Option<Result<u32, ()>> {
    let (name, number) = word.split_once('/')?;
    name.eq_ignore_ascii_case("near").then(|| number.parse().map_err(|_| ()))
}
