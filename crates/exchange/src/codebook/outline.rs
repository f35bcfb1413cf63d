//! A codebook as a Markdown outline: headings and nested lists, what is told of a code in lists below its name.

use themata_model::Study;

use super::fields::{ATTRIBUTE, FACET, Field};
use super::rows::{Above, Listed, Row};
use super::write::value;

/// What is written of each code; the level stands in a table above.
const TOLD: [Field; 12] = [
    Field::Key,
    Field::Level,
    Field::Marker,
    Field::Aliases,
    Field::Definition,
    Field::Inclusion,
    Field::Exclusion,
    Field::Origin,
    Field::References,
    Field::Colour,
    Field::Open,
    Field::LevelName,
];

/// The codebook of `study` as a Markdown outline.
pub fn codebook_outline(study: &Study) -> String {
    let book = &study.codebook;
    let mut text = format!("# {}\n", escaped(&study.title));
    if !book.levels().is_empty() {
        text.push_str("\n| level | level_name | open |\n|---|---|---|\n");
        for level in book.levels() {
            let open = if level.open { "yes" } else { "" };
            text.push_str(&format!(
                "| {} | {} | {open} |\n",
                escaped(level.key.as_str()),
                escaped(&level.name)
            ));
        }
    }
    text.push('\n');
    for code in book.in_tree_order() {
        let depth = book.ancestors(code).count();
        let indent = "  ".repeat(depth);
        text.push_str(&format!("{indent}- {}\n", escaped(&code.name)));
        let mut line = |name: &str, words: &str| {
            if !words.trim().is_empty() {
                text.push_str(&format!("{indent}  - *{}:* {}\n", escaped(name), escaped(words)));
            }
        };
        for field in TOLD.into_iter().filter(|field| !matches!(field, Field::Open | Field::LevelName)) {
            line(field.word(), &value(book, code, field));
        }
        for facet in &study.facets {
            if let Some(value) = code.prefilled.get(&facet.key) {
                line(&format!("{FACET}{}", facet.key), &value.to_string());
            }
        }
        for (name, words) in &code.attributes {
            line(&format!("{ATTRIBUTE}{name}"), words);
        }
    }
    text
}

/// A text on one line in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\n' => out.push_str("<br>"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => out.extend(['\\', c]),
            '-' | '+' if at == 0 => out.extend(['\\', c]),
            '.' | ')' if text[..at].chars().all(|c| c.is_ascii_digit()) && at > 0 => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// The words that [`escaped`] wrote, or that a person did.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        let line_break = ["<br>", "<br/>", "<br />"].into_iter().find(|mark| rest.starts_with(mark));
        if let Some(mark) = line_break {
            out.push('\n');
            rest = &rest[mark.len()..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match (c, rest.chars().next()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => {
                out.push(next);
                rest = &rest[1..];
            }
            // Bold and italic type is no part of a name.
            ('*', _) => {}
            (c, _) => out.push(c),
        }
    }
    out
}

/// A line of the outline.
enum Line<'t> {
    Heading(usize, &'t str),
    /// How far it is set in, and the words.
    Item(usize, &'t str),
    Cells(Vec<String>),
    Words(&'t str),
}

fn line(text: &str) -> Option<Line<'_>> {
    let bare = text.trim();
    if bare.is_empty() {
        return None;
    }
    let hashes = bare.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes) && bare[hashes..].starts_with(char::is_whitespace) {
        return Some(Line::Heading(hashes, bare[hashes..].trim().trim_end_matches('#').trim_end()));
    }
    let set_in: usize =
        text.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match bare.as_bytes() {
        [b'-' | b'*' | b'+', ..] => Some(1),
        bytes if digits > 0 && matches!(bytes.get(digits), Some(b'.' | b')')) => Some(digits + 1),
        _ => None,
    };
    if let Some(words) =
        mark.and_then(|end| bare.get(end..)).filter(|words| words.starts_with(char::is_whitespace))
    {
        return Some(Line::Item(set_in, words.trim()));
    }
    if bare.starts_with('|') {
        return Some(Line::Cells(cells(bare)));
    }
    Some(Line::Words(bare))
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for c in line.trim().trim_start_matches('|').chars() {
        if c == '|' && !is_escaped {
            cells.push(String::new());
        } else if let Some(last) = cells.last_mut() {
            last.push(c);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    // Behind the last bar stands nothing.
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells.iter().map(|cell| plain(cell)).collect()
}

/// What a list item tells of the code above it, as `*definition:* words`.
fn told(words: &str) -> Option<(String, String)> {
    let inner =
        words.strip_prefix("**").or_else(|| words.strip_prefix('*')).or_else(|| words.strip_prefix('_'))?;
    let end =
        [":**", ":*", ":_"].into_iter().filter_map(|mark| Some((inner.find(mark)?, mark.len()))).min()?;
    Some((plain(&inner[..end.0]), plain(&inner[end.0 + end.1..])))
}

/// Reads what an outline lists.
pub(super) fn listed(text: &str) -> Listed {
    let lines: Vec<(usize, Line<'_>)> =
        text.lines().enumerate().filter_map(|(at, text)| Some((at + 1, line(text)?))).collect();
    let title = title(&lines);
    let mut outline = Outline::default();
    for (number, line) in &lines {
        match line {
            _ if Some(*number) == title => {}
            Line::Heading(depth, words) => outline.name(*number, (false, *depth), words),
            Line::Item(set_in, words) => match told(words) {
                Some((name, words)) => outline.tell(&name, words, Some(*set_in)),
                None => outline.name(*number, (true, *set_in), words),
            },
            Line::Cells(cells) => outline.level(cells),
            Line::Words(words) => {
                match words.split_once(": ").filter(|(head, _)| Field::of(head).is_some()) {
                    Some((head, words)) => outline.tell(head, plain(words), None),
                    None => outline.describe(words),
                }
            }
        }
    }
    outline.finish()
}

/// The line with the title of the document: a heading at the top that no other one is as high as.
fn title(lines: &[(usize, Line<'_>)]) -> Option<usize> {
    let mut headings = lines.iter().filter_map(|(number, line)| match line {
        Line::Heading(depth, _) => Some((*number, *depth)),
        _ => None,
    });
    let (first, depth) = headings.next()?;
    let is_first = lines.first().is_some_and(|(number, _)| *number == first);
    let has_items = lines.iter().any(|(_, line)| matches!(line, Line::Item(..)));
    let mut others = headings.peekable();
    let stands_alone = others.peek().is_some() || has_items;
    (is_first && stands_alone && others.all(|(_, other)| other > depth)).then_some(first)
}

#[derive(Default)]
struct Outline {
    rows: Vec<Row>,
    /// The codes that the next one may stand below: whether it is an item, how deep, and its row.
    open: Vec<((bool, usize), usize)>,
    /// Key, name and openness of the levels, the lowest first.
    levels: Vec<(String, String, String)>,
    is_table_of_levels: bool,
}

impl Outline {
    fn name(&mut self, line: usize, depth: (bool, usize), words: &str) {
        while self.open.last().is_some_and(|(other, _)| *other >= depth) {
            self.open.pop();
        }
        let above = self.open.last().map_or(Above::Nothing, |(_, at)| Above::Row(*at));
        self.open.push((depth, self.rows.len()));
        self.rows.push(Row { line, name: plain(words).trim().to_string(), above, ..Row::default() });
    }

    fn tell(&mut self, name: &str, words: String, set_in: Option<usize>) {
        // An item tells of the one that it is set in below.
        let at = match set_in {
            Some(set_in) => {
                self.open.iter().rev().find(|(depth, _)| *depth < (true, set_in)).map(|(_, at)| *at)
            }
            None => self.open.last().map(|(_, at)| *at),
        };
        let Some(row) = at.and_then(|at| self.rows.get_mut(at)) else { return };
        match (Field::of(name), name.strip_prefix(FACET), name.strip_prefix(ATTRIBUTE)) {
            (Some(Field::Counted | Field::Name | Field::Path), ..) => {}
            (Some(Field::Parent), ..) => row.above = Above::Words(words),
            (Some(field), ..) if row.get(field).is_none() => row.told.push((field, words)),
            (Some(_), ..) => {}
            (None, Some(facet), _) => row.facets.push((facet.to_string(), words)),
            (None, None, Some(name)) => row.attributes.push((name.to_string(), words)),
            (None, None, None) => row.attributes.push((name.to_string(), words)),
        }
    }

    /// Words below a name say what the code means.
    fn describe(&mut self, words: &str) {
        let Some(row) = self.open.last().and_then(|(_, at)| self.rows.get_mut(*at)) else { return };
        match row.told.iter_mut().find(|(field, _)| *field == Field::Definition) {
            Some((_, told)) => {
                told.push(' ');
                told.push_str(&plain(words));
            }
            None => row.told.push((Field::Definition, plain(words))),
        }
    }

    fn level(&mut self, cells: &[String]) {
        let cell = |at: usize| cells.get(at).cloned().unwrap_or_default();
        if cell(0) == Field::Level.word() && cell(1) == Field::LevelName.word() {
            self.is_table_of_levels = true;
        } else if self.is_table_of_levels && !cell(0).chars().all(|c| matches!(c, '-' | ':')) {
            self.levels.push((cell(0), cell(1), cell(2)));
        }
    }

    fn finish(mut self) -> Listed {
        for row in &mut self.rows {
            let own = row.get(Field::Level).map(str::to_string);
            let known = self.levels.iter().position(|(key, ..)| Some(key) == own.as_ref());
            if let Some((rank, (_, name, open))) = known.and_then(|rank| Some((rank, self.levels.get(rank)?)))
            {
                row.told.push((Field::LevelName, name.clone()));
                row.told.push((Field::Open, open.clone()));
                row.told.push((Field::LevelOrder, (rank + 1).to_string()));
            }
        }
        Listed { rows: self.rows, ..Listed::default() }
    }
}
