//! The lines of a text and what each is for: only lines of running text can begin a turn.

use std::collections::HashSet;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Nothing but white space.
    Blank,
    /// Part of the front matter at the top (`---` … `---`).
    FrontMatter,
    /// Part of a fenced block of code.
    Code,
    /// A Markdown heading (`# …`).
    Heading,
    /// A line of `---`, `***`, `___` or `===`.
    Rule,
    /// An entry of a bullet or numbered list, or a row of a table.
    List,
    /// Running text.
    Text,
}

/// One line, without its line feed.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// First byte.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
    /// What the line is.
    pub kind: LineKind,
}

/// Longest front matter looked for, in lines; a `---` without a partner, or with words below it that tell nothing under a
/// name, is only a rule.
const FRONT_MATTER_LINES: usize = 200;

/// Returns the lines of `text` in order.
pub fn lines(text: &str) -> Vec<Line> {
    let front_matter = front_matter_lines(text);
    let mut fence: Option<&str> = None;
    let mut start = 0;
    let mut lines: Vec<Line> = Vec::new();
    for line in text.split('\n') {
        let kind = if lines.len() < front_matter {
            LineKind::FrontMatter
        } else if let Some(mark) = fence {
            if line.trim_start().starts_with(mark) {
                fence = None;
            }
            LineKind::Code
        } else if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark))
        {
            // A fence that opens and closes on one line is a phrase in a sentence.
            let closed_at_once = line.trim_start()[mark.len()..].contains(mark);
            fence = (!closed_at_once).then_some(mark);
            LineKind::Code
        } else {
            kind_of(line)
        };
        lines.push(Line { start, end: start + line.len(), kind });
        start += line.len() + 1;
    }
    if fence.is_some() {
        reopen_unclosed_fence(text, &mut lines);
    }
    lines
}

/// A fence that is never closed must not swallow the rest of an interview: its lines are text.
fn reopen_unclosed_fence(text: &str, lines: &mut [Line]) {
    for line in lines.iter_mut().rev().take_while(|line| line.kind == LineKind::Code) {
        line.kind = kind_of(&text[line.start..line.end]);
    }
}

fn front_matter_lines(text: &str) -> usize {
    let mut lines = text.split('\n').map(str::trim_end);
    if lines.next() != Some("---") {
        return 0;
    }
    let mut block: Vec<&str> = Vec::new();
    for line in lines.take(FRONT_MATTER_LINES) {
        if line == "---" || line == "..." {
            return if tells_names(&block) { block.len() + 2 } else { 0 };
        }
        block.push(line);
    }
    0
}

/// Whether lines tell something under names, each name once; words between two rules do not, and in a talk the
/// names of its speakers come again.
fn tells_names(block: &[&str]) -> bool {
    let is_outer = |line: &&&str| !line.is_empty() && !line.starts_with(['#', ' ', '\t', '-']);
    let mut outer = block.iter().filter(is_outer);
    let begins = match (block.first(), outer.next()) {
        (Some(&""), _) => false,
        (_, Some(first)) => name_of(first).is_some(),
        (_, None) => !block.iter().any(|line| line.starts_with('-')),
    };
    let mut names = HashSet::new();
    begins && block.iter().filter(is_outer).filter_map(|line| name_of(line)).all(|name| names.insert(name))
}

/// What stands before the colon of a `name: value`.
fn name_of(line: &str) -> Option<&str> {
    line.split_once(": ").map(|(name, _)| name).or_else(|| line.strip_suffix(':')).map(str::trim_end)
}

fn kind_of(line: &str) -> LineKind {
    let body = line.trim();
    let mut chars = body.chars();
    let Some(first) = chars.next() else {
        return LineKind::Blank;
    };
    let spaced = chars.clone().next().is_none_or(char::is_whitespace);
    match first {
        '#' if body.trim_start_matches('#').starts_with(char::is_whitespace) => LineKind::Heading,
        '-' | '*' | '_' | '=' if body.len() >= 3 && body.chars().all(|c| c == first || c == ' ') => {
            LineKind::Rule
        }
        '-' | '*' | '+' | '•' | '·' | '‣' | '◦' if spaced => LineKind::List,
        '|' => LineKind::List,
        '0'..='9' if is_numbered(body) => LineKind::List,
        _ => LineKind::Text,
    }
}

/// Whether the line opens with `12.` or `12)` and a blank.
fn is_numbered(body: &str) -> bool {
    let rest = body.trim_start_matches(|c: char| c.is_ascii_digit());
    body.len() - rest.len() <= 3 && (rest.starts_with(". ") || rest.starts_with(") "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use LineKind::*;

    fn kinds(text: &str) -> Vec<LineKind> {
        lines(text).iter().map(|line| line.kind).collect()
    }

    #[test]
    fn front_matter_and_code_are_told_from_text() {
        assert_eq!(
            kinds("---\ntitle: x\n---\nA: hi\n```\nB: no\n```\nB: yes"),
            [FrontMatter, FrontMatter, FrontMatter, Text, Code, Code, Code, Text]
        );
    }

    #[test]
    fn a_mark_without_partner_is_neither_front_matter_nor_code() {
        assert_eq!(kinds("---\nA: hi\n"), [Rule, Text, Blank]);
        assert_eq!(kinds("A: hi\n```\nB: yes"), [Text, Text, Text]);
    }

    #[test]
    fn words_between_two_rules_are_no_front_matter() {
        assert_eq!(kinds("---\n\nA: hi\n---"), [Rule, Blank, Text, Rule]);
        assert_eq!(kinds("---\nSo it was: long.\nWords\n---")[0], FrontMatter);
        assert_eq!(kinds("---\nWords of a report\n---"), [Rule, Text, Rule]);
        assert_eq!(kinds("---\nA: hi\nB: yes\nA: so\n---")[1], Text);
        assert_eq!(kinds("---\n# a\nlist:\n- x\n- x\n  y: 1\n...\nA: hi")[..7], [FrontMatter; 7]);
        assert_eq!(kinds("---\n- x\n- y\n---")[1], List);
        assert_eq!(kinds("---\n---\nA: hi"), [FrontMatter, FrontMatter, Text]);
    }

    #[test]
    fn headings_lists_and_rules_are_not_text() {
        assert_eq!(
            kinds("# T\n#tag\n- a\n* b\n**B** c\n1. d\n12:30 e\n***\n| x |"),
            [Heading, Text, List, List, Text, List, Text, Rule, List]
        );
    }
}
