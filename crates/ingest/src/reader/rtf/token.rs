//! Rich Text as tokens.

/// A piece of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// `\word12`, the blank after it taken in.
    Word(&'a str, Option<i32>),
    /// `\~` and other signs.
    Symbol(u8),
    /// A byte of the text, as it stands or as `\'hh`.
    Byte(u8),
    /// Bytes of `\bin`, passed over.
    Binary,
}

/// Takes one token after the other from a file.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Tokens { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// What follows a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let from = self.at;
        let first = self.take()?;
        if first == b'\'' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
            let (high, low) = (digit(self.peek()), digit(self.bytes.get(self.at + 1).copied()));
            let (Some(high), Some(low)) = (high, low) else { return Some(Token::Symbol(b'\'')) };
            self.at += 2;
            return Some(Token::Byte((high * 16 + low) as u8));
        }
        if !first.is_ascii_alphabetic() {
            return Some(Token::Symbol(first));
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) {
            self.at += 1;
        }
        let word = std::str::from_utf8(&self.bytes[from..self.at]).unwrap_or_default();
        let number = self.number();
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        if word == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(self.bytes.len());
            return Some(Token::Binary);
        }
        Some(Token::Word(word, number))
    }

    fn number(&mut self) -> Option<i32> {
        let from = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let digits = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == digits {
            self.at = from;
            return None;
        }
        let text = std::str::from_utf8(&self.bytes[from..self.at]).unwrap_or_default();
        Some(text.parse().unwrap_or(if text.starts_with('-') { i32::MIN } else { i32::MAX }))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            return Some(match self.take()? {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => return self.control(),
                b'\r' | b'\n' | 0 => continue,
                byte => Token::Byte(byte),
            });
        }
    }
}

/// The character that has this name.
pub(super) fn named(word: &str) -> Option<char> {
    Some(match word {
        "emdash" => '—',
        "endash" => '–',
        "emspace" => '\u{2003}',
        "enspace" => '\u{2002}',
        "qmspace" => '\u{2005}',
        "bullet" => '•',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "zwj" => '\u{200d}',
        "zwnj" => '\u{200c}',
        "ltrmark" => '\u{200e}',
        "rtlmark" => '\u{200f}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_signs_and_bytes_are_told_apart() {
        let tokens: Vec<Token<'_>> =
            Tokens::new(b"{\\rtf1\\b \\u-10 x\\'e4\r\n\\~\\bin3 }}}y\\par").collect();
        use Token::*;
        let expected = [
            Open,
            Word("rtf", Some(1)),
            Word("b", None),
            Word("u", Some(-10)),
            Byte(b'x'),
            Byte(0xe4),
            Symbol(b'~'),
            Binary,
            Byte(b'y'),
            Word("par", None),
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn what_is_cut_off_ends_the_file() {
        for end in ["\\", "\\'", "\\'e", "\\bin99999999999 x", "\\u-", "\\u99999999999"] {
            assert!(Tokens::new(end.as_bytes()).count() <= 2, "{end}");
        }
    }
}
