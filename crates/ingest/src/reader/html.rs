//! Web pages: their words, paragraph by paragraph.

mod styles;

use encoding_rs::Encoding;
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::Extract;
use super::document::{Breaks, Builder};
use super::writer::{Writer, one_line};
use crate::decode::decode;
use crate::language::is_tag;
use crate::{IngestError, Options};
use styles::Styles;

/// Elements with space around them.
#[rustfmt::skip]
const PARAGRAPHS: &[&str] = &[
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "pre", "hr", "figure", "figcaption", "fieldset", "form", "address",
    "article", "section", "main", "center",
];

/// Elements that are lines of their own.
const LINES: &[&str] = &[
    "div", "li", "dt", "dd", "summary", "details", "legend", "caption", "option", "body", "html", "header",
    "aside",
];

/// Elements whose contents are no words of the document.
const SKIPPED: &[&str] = &[
    "script", "style", "nav", "template", "noscript", "svg", "math", "iframe", "object", "select", "button",
    "textarea",
];

/// Elements that set words off from others.
const SET_OFF: &[&str] = &["b", "strong", "i", "em", "u"];

/// Elements that do so if their style does.
const STYLED: &[&str] = &["span", "font"];

/// Deepest nesting of these that is followed.
const DEEPEST: usize = 10_000;

/// Most of the words of a foot that are shown.
const SHOWN: usize = 60;

/// Reads a web page.
pub(super) fn read(name: &str, bytes: &[u8], options: &Options) -> Result<Extract, IngestError> {
    let declared = declared(bytes).filter(|_| options.encoding.is_none());
    let decoded = match declared {
        Some(label) => decode(name, bytes, Some(&label)).or_else(|_| decode(name, bytes, None)),
        None => decode(name, bytes, options.encoding.as_deref()),
    }?;
    let mut page = Page::default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(decoded.text.as_str(), emitter).flatten() {
        match token {
            Token::StartTag(tag) => page.open(&tag),
            Token::EndTag(tag) => page.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => page.words(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.end_paragraph(2);
    let mut writer = Writer::default();
    page.builder.write(&mut writer, Breaks::All);
    writer.left_out(page.skipped, "script, menu or form field", "scripts, menus or form fields");
    writer.left_out(page.pictures, "picture", "pictures");
    writer.left_out(page.running, "running head or foot", "running heads or feet");
    let feet = themata_model::counted_as(page.feet, "foot of the page", "feet of the page");
    if let Some(words) = page.foot.map(|words| one_line(&words)).filter(|words| !words.is_empty()) {
        writer.remark(format!("left out: {feet} (`{}`)", words.chars().take(SHOWN).collect::<String>()));
    }
    if let Some((element, _)) = page.skipping.filter(|_| page.swallowed) {
        writer.remark(format!("left out: all words after `<{element}>`, which is never closed"));
    }
    let mut extract = writer.finish(name, &format!("html, {}", decoded.encoding), false);
    extract.problems.extend(decoded.problems);
    extract.metadata.extend(page.title.map(|title| ("title".to_string(), title)));
    extract.language = page.language;
    Ok(extract)
}

/// A page while it is read.
#[derive(Default)]
struct Page {
    builder: Builder,
    /// The element that is passed over, and how often it is open in itself.
    skipping: Option<(String, usize)>,
    /// Whether words stood in it.
    swallowed: bool,
    /// Whether the words of the title are read.
    in_title: bool,
    pre: usize,
    /// Whether nothing stood in the `pre` yet: a line end right at its beginning is none.
    pre_begins: bool,
    /// Line feeds that part the next paragraph from the one before.
    gap: usize,
    /// What parts the next word from the last one: a blank, or a tab that stands in a line by itself.
    blank: Option<char>,
    title: Option<String>,
    language: Option<String>,
    skipped: usize,
    pictures: usize,
    /// How many elements are open that set words off.
    set_off: usize,
    styles: Styles,
    /// For each open element whose style tells whether it sets words off.
    styled: Vec<bool>,
    /// Whether the line before ended with a break.
    broken: bool,
    /// Feet of the page, and the first words in them.
    feet: usize,
    foot: Option<String>,
    /// The level of the heading that is open.
    heading: Option<u8>,
    /// Heads and feet of printed pages, as word processors write them into web pages.
    running: usize,
}

impl Page {
    fn open(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if let Some((skipping, depth)) = &mut self.skipping {
            *depth += usize::from(*skipping == name && !tag.self_closing);
            return;
        }
        match name.as_str() {
            "html" => {
                let language = attribute(tag, "lang").or_else(|| attribute(tag, "xml:lang"));
                self.language = language.filter(|tag| is_tag(tag));
            }
            "title" if self.title.is_none() => self.in_title = true,
            "br" if self.pre > 0 => self.push_raw("\n"),
            "br" => self.end_line(),
            "img" | "video" | "audio" | "canvas" => self.pictures += 1,
            "pre" => {
                self.end_paragraph(2);
                self.pre += 1;
                self.pre_begins = true;
            }
            "table" => {
                self.end_paragraph(2);
                self.builder.open_table();
            }
            "tr" => {
                self.end_paragraph(1);
                self.builder.open_row();
            }
            "td" | "th" => {
                self.end_paragraph(1);
                self.builder.open_cell();
            }
            "q" => self.words("\""),
            name if SET_OFF.contains(&name) && !tag.self_closing => self.set_off += 1,
            name if STYLED.contains(&name) && !tag.self_closing => {
                let sets_off = self.styles.set_off(attribute(tag, "class"), attribute(tag, "style"));
                self.set_off += usize::from(sets_off);
                if self.styled.len() < DEEPEST {
                    self.styled.push(sets_off);
                }
            }
            "dt" => self.end_paragraph(2),
            "div" if is_running(tag) => {
                self.end_paragraph(1);
                self.running += 1;
                self.skipping = Some((name, 1));
                self.swallowed = false;
            }
            name if is_foot(name, tag) && !tag.self_closing => {
                self.end_paragraph(1);
                self.feet += 1;
                self.foot.get_or_insert_default();
                self.skipping = Some((name.to_string(), 1));
                self.swallowed = false;
            }
            name if SKIPPED.contains(&name) && !tag.self_closing => {
                self.skipped += usize::from(!matches!(name, "style" | "noscript" | "template"));
                self.skipping = Some((name.to_string(), 1));
                self.swallowed = false;
            }
            name if PARAGRAPHS.contains(&name) => {
                self.end_paragraph(2);
                self.heading = heading(name);
            }
            name if LINES.contains(&name) => self.end_paragraph(1),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((skipping, depth)) = &mut self.skipping {
            if skipping == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipping = None;
                }
            }
            return;
        }
        match name {
            "title" => self.in_title = false,
            "pre" => {
                self.end_paragraph(2);
                self.pre = self.pre.saturating_sub(1);
            }
            "table" => {
                self.end_paragraph(2);
                self.builder.close_table();
            }
            "tr" | "td" | "th" => self.end_paragraph(1),
            "q" => self.push_raw("\""),
            name if SET_OFF.contains(&name) => self.set_off = self.set_off.saturating_sub(1),
            name if STYLED.contains(&name) => {
                let sets_off = self.styled.pop() == Some(true);
                self.set_off = self.set_off.saturating_sub(usize::from(sets_off));
            }
            name if PARAGRAPHS.contains(&name) => {
                self.end_paragraph(2);
                self.heading = None;
            }
            name if LINES.contains(&name) => self.end_paragraph(1),
            _ => {}
        }
    }

    /// Characters of the page, white space folded outside `pre`.
    fn words(&mut self, text: &str) {
        if let Some((skipping, _)) = &self.skipping {
            self.swallowed |= !text.trim().is_empty();
            if skipping == "style" {
                self.styles.read(text);
            }
            // Only what is left out for being a foot has words worth showing.
            if let Some(foot) = self.foot.as_mut().filter(|foot| foot.len() < 4 * SHOWN)
                && !SKIPPED.contains(&skipping.as_str())
            {
                foot.push_str(text);
                foot.push(' ');
            }
            return;
        }
        if self.in_title {
            let title = self.title.take().unwrap_or_default();
            let title = one_line(&format!("{title}{text}"));
            self.title = (!title.is_empty()).then_some(title);
            return;
        }
        if self.pre > 0 {
            let begins = std::mem::take(&mut self.pre_begins);
            let text = if begins { text.strip_prefix('\n').unwrap_or(text) } else { text };
            return self.push_raw(text);
        }
        for piece in text.split_inclusive([' ', '\t', '\n', '\r', '\u{c}']) {
            let word = piece.trim_end_matches([' ', '\t', '\n', '\r', '\u{c}']);
            if !word.is_empty() {
                if let Some(blank) = self.blank.take()
                    && self.builder.in_paragraph()
                    && !self.builder.text().ends_with('\n')
                {
                    self.builder.text().push(blank);
                }
                self.begin_paragraph();
                self.builder.set_off(self.set_off > 0);
                self.builder.text().push_str(word);
            }
            self.blank = match (self.blank, piece[word.len()..].chars().next()) {
                (blank, None) => blank,
                (None, Some('\t')) => Some('\t'),
                _ => Some(' '),
            };
        }
    }

    fn push_raw(&mut self, text: &str) {
        self.begin_paragraph();
        self.builder.text().push_str(text);
        self.blank = None;
    }

    fn begin_paragraph(&mut self) {
        self.broken = false;
        if !self.builder.in_paragraph() {
            self.builder.open_paragraph();
            if let Some(level) = self.heading {
                self.builder.heading(level);
            }
        }
    }

    /// Ends the line; further ends are empty lines.
    fn end_line(&mut self) {
        if self.builder.in_paragraph() {
            self.end_paragraph(1);
            self.broken = true;
        } else if self.broken {
            self.gap += 1;
        }
    }

    /// Ends the paragraph that is open, if one is; what follows is parted by at least `gap` line feeds.
    fn end_paragraph(&mut self, gap: usize) {
        if self.builder.in_paragraph() {
            self.builder.close_paragraph(Some(self.gap.max(1)));
            self.gap = 0;
        }
        self.broken = false;
        self.gap = self.gap.max(gap);
        self.blank = None;
    }
}

/// The level of the heading that an element is.
fn heading(name: &str) -> Option<u8> {
    name.strip_prefix('h').and_then(|level| level.parse().ok())
}

/// Whether an element is the foot of a web page, or leads to others.
fn is_foot(name: &str, tag: &StartTag<()>) -> bool {
    let role = attribute(tag, "role").unwrap_or_default();
    name == "footer" || matches!(role.as_str(), "contentinfo" | "navigation")
}

/// Whether an element is the head or foot of a printed page.
fn is_running(tag: &StartTag<()>) -> bool {
    attribute(tag, "title").is_some_and(|title| matches!(title.as_str(), "header" | "footer"))
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).trim().to_string())
}

/// The encoding that the head of the page names; a byte order mark comes first.
fn declared(bytes: &[u8]) -> Option<String> {
    if Encoding::for_bom(bytes).is_some() {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let after =
        |key: &str| head.split_once(key).map(|(_, rest)| rest.trim_start_matches(['"', '\'', ' ', '=']));
    let value = after("charset").or_else(|| after("encoding="))?;
    let label: String =
        value.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
    // A page that says UTF-8 may lie, and one that says UTF-16 here cannot be it: the content decides.
    (!label.is_empty() && label != "utf-8" && label != "utf8" && !label.starts_with("utf-16"))
        .then_some(label)
}

#[cfg(test)]
mod tests;
