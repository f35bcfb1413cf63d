//! The values of front matter: words with and without quotation marks, and lists on one line.

use super::LONGEST_NAME;

/// What stands behind a name or as an item.
pub(super) enum Value {
    /// Nothing, or a word that means nothing.
    None,
    Words(String),
    /// The items of a list in brackets.
    Items(Vec<String>),
    /// The words come in the lines below, and nothing in them has a meaning.
    Literal,
}

/// Why a value cannot be read.
type Why = &'static str;

const QUOTATION: Why = "a quotation mark is not closed, or something follows it";

pub(super) fn is_comment(words: &str) -> bool {
    words.starts_with('#')
}

/// The name of a `name: value` and what stands behind it; `None` where there is no such colon.
pub(super) fn name_and_rest(words: &str) -> Result<Option<(String, &str)>, Why> {
    let (name, behind) = match quoted(words) {
        Some(quoted) => {
            let (name, rest) = quoted?;
            match rest.trim_start().strip_prefix(':') {
                Some(behind) if behind.is_empty() || behind.starts_with([' ', '\t']) => (name, behind),
                _ => return Ok(None),
            }
        }
        // A bracket or brace begins a value.
        None if words.starts_with(['[', '{']) => return Ok(None),
        None => {
            let is_colon = |(at, _): &(usize, &str)| {
                words.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
            };
            let Some((at, _)) = words.match_indices(':').find(is_colon) else { return Ok(None) };
            let (name, behind) = words.split_at(at);
            if name.contains(" #") {
                return Ok(None);
            }
            (name.trim_end().to_string(), behind.get(1..).unwrap_or_default())
        }
    };
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err("its name is empty or has a control character");
    }
    if name.chars().count() > LONGEST_NAME {
        return Err("its name is too long");
    }
    if name.starts_with(['?', '&', '*', '!', '<']) {
        return Err("its name begins with a mark that has a meaning of its own");
    }
    Ok(Some((name, behind.trim_start())))
}

/// Reads what stands behind a name or as an item.
pub(super) fn value(words: &str) -> Result<Value, Why> {
    if words.is_empty() || is_comment(words) {
        return Ok(Value::None);
    }
    if let Some(quoted) = quoted(words) {
        let (words, rest) = quoted?;
        is_over(rest).then_some(()).ok_or(QUOTATION)?;
        return Ok(Some(words).filter(|words| !words.is_empty()).map_or(Value::None, Value::Words));
    }
    if let Some(rest) = words.strip_prefix('[') {
        return list(rest).map(|items| if items.is_empty() { Value::None } else { Value::Items(items) });
    }
    let bare = without_comment(words);
    match bare.chars().next() {
        Some('|' | '>') => {
            let is_head = bare.chars().skip(1).all(|c| c == '-' || c == '+' || c.is_ascii_digit());
            return if is_head { Ok(Value::Literal) } else { Err("its value begins with a mark of its own") };
        }
        Some('{') if bare == "{}" => return Ok(Value::None),
        Some('{') => return Err("it has braces; write the names below it, each on a line of its own"),
        Some('&' | '*' | '!' | '%' | '@' | '`') => {
            return Err(
                "its value begins with a mark that has a meaning of its own; put it in quotation marks",
            );
        }
        _ => {}
    }
    Ok(plain(bare))
}

fn plain(bare: &str) -> Value {
    match bare {
        "" | "~" | "null" | "Null" | "NULL" => Value::None,
        words => Value::Words(tame(words)),
    }
}

/// Without characters that no line has.
fn tame(words: &str) -> String {
    let one_blank = |c: char| if c.is_control() { ' ' } else { c };
    words.chars().map(one_blank).collect::<String>().trim().to_string()
}

/// What stands before a `#` that follows a blank.
fn without_comment(words: &str) -> &str {
    let end = words.match_indices('#').map(|(at, _)| at);
    let mut end = end.filter(|at| words.get(..*at).is_some_and(|before| before.ends_with([' ', '\t'])));
    end.next().and_then(|at| words.get(..at)).unwrap_or(words).trim_end()
}

/// Whether nothing but a comment follows.
fn is_over(rest: &str) -> bool {
    rest.is_empty() || without_comment(rest).is_empty()
}

/// The words in the quotation marks at the beginning, and what follows them; `None` where there are none.
fn quoted(words: &str) -> Option<Result<(String, &str), Why>> {
    match words.chars().next()? {
        '\'' => Some(single(words.get(1..)?)),
        '"' => Some(double(words.get(1..)?)),
        _ => None,
    }
}

/// A doubled mark stands for one.
fn single(rest: &str) -> Result<(String, &str), Why> {
    let mut words = String::new();
    let mut rest = rest;
    loop {
        let (before, after) = rest.split_once('\'').ok_or(QUOTATION)?;
        words.push_str(before);
        match after.strip_prefix('\'') {
            Some(after) => {
                words.push('\'');
                rest = after;
            }
            None => return Ok((tame(&words), after)),
        }
    }
}

fn double(rest: &str) -> Result<(String, &str), Why> {
    let mut words = String::new();
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Ok((tame(&words), chars.as_str())),
            '\\' => words.push(escaped(&mut chars).ok_or("a `\\` in it stands before something unknown")?),
            c => words.push(c),
        }
    }
    Err(QUOTATION)
}

/// The character that is meant behind a `\`.
fn escaped(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let digits = match chars.next()? {
        c @ ('"' | '\\' | '/' | ' ') => return Some(c),
        'n' | 't' | 'r' => return Some(' '),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return None,
    };
    let hex: String = chars.by_ref().take(digits).collect();
    let code = u32::from_str_radix(&hex, 16).ok().filter(|_| hex.len() == digits)?;
    char::from_u32(code)
}

/// The items up to the bracket that closes the list.
fn list(rest: &str) -> Result<Vec<String>, Why> {
    let mut items = Vec::new();
    let mut rest = rest.trim_start();
    loop {
        let after = if let Some(quoted) = quoted(rest) {
            let (words, after) = quoted?;
            items.extend(Some(words).filter(|words| !words.is_empty()));
            after.trim_start()
        } else {
            let end = rest
                .find([',', ']', '[', '{'])
                .ok_or("its list goes on in another line; write it on one line")?;
            let (item, after) = rest.split_at(end);
            if let Value::Words(words) = plain(item.trim()) {
                items.push(words);
            }
            after
        };
        if let Some(after) = after.strip_prefix(',') {
            rest = after.trim_start();
        } else if let Some(after) = after.strip_prefix(']') {
            return is_over(after).then_some(items).ok_or("something follows its list");
        } else {
            return Err("it has a list in a list, or braces in it, or its list is not closed");
        }
    }
}
