//! What is known while a Rich Text document is read: groups, fonts, paragraphs, tables.

use super::super::counts::Counts;
use super::super::document::{Builder, Page};
use super::destination::{Destination, opened_by};
use super::fonts::Fonts;
use super::group::Group;
use super::oddities::Oddities;
use super::styles::Styles;
use super::token::{Token, named};

/// Deepest nesting of groups that is followed; what is deeper is part of the group around it.
const GROUPS: usize = 1_000;

/// A document while it is read.
#[derive(Default)]
pub(super) struct Reading {
    builder: Builder,
    counts: Counts,
    odd: Oddities,
    groups: Vec<Group>,
    group: Group,
    too_deep: usize,
    /// `\*` was read: a destination that is not known is passed over.
    optional: bool,
    /// Characters to pass over, after one given by number.
    pass_over: usize,
    fonts: Fonts,
    styles: Styles,
    /// Bytes that are not decoded yet, since a character may have several.
    bytes: Vec<u8>,
    surrogate: Option<u16>,
    list_text: String,
    boxed: String,
    running_words: bool,
    /// The level of the heading that the paragraph is.
    heading: Option<u8>,
    in_table: bool,
    row: bool,
    cell: bool,
    table: bool,
    ended: bool,
}

impl Reading {
    /// Takes in a token; returns whether the document goes on.
    pub(super) fn take(&mut self, token: Token<'_>) -> bool {
        match token {
            Token::Byte(_) | Token::Binary if self.pass_over > 0 => self.pass_over -= 1,
            Token::Byte(byte) => {
                self.optional = false;
                self.bytes.push(byte);
            }
            Token::Binary => {}
            Token::Open => {
                self.settle();
                self.open();
            }
            Token::Close => {
                self.settle();
                self.close();
            }
            Token::Word("u", Some(code)) => {
                self.flush();
                self.unit(code);
                self.pass_over = self.group.stand_ins;
            }
            Token::Word(word, number) => {
                self.settle();
                self.word(word, number);
            }
            Token::Symbol(sign) => {
                self.settle();
                self.symbol(sign);
            }
        }
        !self.ended
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> (Builder, Counts, Oddities) {
        self.settle();
        if self.surrogate.is_some() {
            // The second half of the last character is missing.
            self.put(char::REPLACEMENT_CHARACTER);
        }
        self.odd.cut_off = !self.ended;
        if self.builder.in_paragraph() {
            self.builder.close_paragraph(None);
        }
        if self.table {
            self.builder.close_table();
        }
        (self.builder, self.counts, self.odd)
    }

    /// Ends a run of bytes.
    fn settle(&mut self) {
        self.flush();
        self.pass_over = 0;
    }

    fn open(&mut self) {
        if self.groups.len() >= GROUPS {
            self.too_deep += 1;
            return;
        }
        let mut inner = self.group.clone();
        if inner.destination == Destination::Twice {
            inner.destination = Destination::OneOfTwo;
        }
        self.groups.push(std::mem::replace(&mut self.group, inner));
        self.optional = false;
    }

    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let ended = self.group.destination;
        match self.groups.pop() {
            Some(outer) => self.group = outer,
            None => self.ended = true,
        }
        self.ended |= self.groups.is_empty();
        if ended == Destination::ListText && self.group.destination != ended {
            self.number();
        }
        if ended == Destination::Box && self.group.destination != ended {
            // Like every text box, it stands before the paragraph that it belongs to.
            let boxed = std::mem::take(&mut self.boxed);
            self.builder.open_box();
            self.builder.open_paragraph();
            self.builder.text().push_str(&boxed);
            self.builder.close_paragraph(None);
            self.builder.close_box();
        }
        if ended == Destination::Running && self.group.destination != ended {
            self.counts.running += usize::from(std::mem::take(&mut self.running_words));
        }
    }

    /// Gives the paragraph the number that was printed before it.
    fn number(&mut self) {
        let text = std::mem::take(&mut self.list_text);
        let text = text.trim();
        let body = text.trim_matches(['(', ')', '.', ' ']);
        let is_short = |part: &str| part.chars().count() <= 4 || part.chars().all(|c| c.is_ascii_digit());
        if !text.contains(char::is_alphanumeric) {
            self.counts.bullets += usize::from(!text.is_empty());
        } else if !text.ends_with(':') && body.split('.').all(|part| is_short(part) && !part.contains(' ')) {
            self.counts.numbers += 1;
            self.begin();
            self.builder.number(text.to_string());
        } else {
            self.begin();
            let words = format!("{text} ");
            self.builder.text().push_str(&words);
        }
    }

    /// Decodes the bytes gathered.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        if matches!(self.group.destination, Destination::Skipped | Destination::OneOfTwo | Destination::Shape)
        {
            return;
        }
        if self.group.destination == Destination::Fonts {
            return self.fonts.name(&bytes);
        }
        if self.group.destination == Destination::Styles {
            return self.styles.name(&bytes);
        }
        let found = self.fonts.decode(self.group.font, &bytes);
        self.odd.damaged += usize::from(found.damaged);
        if self.group.destination == Destination::Body {
            self.counts.symbols += found.unknown;
        }
        for c in found.text.chars() {
            self.put(c);
        }
    }

    /// A character given by number, as a unit of UTF-16.
    fn unit(&mut self, code: i32) {
        let unit = (code & 0xffff) as u16;
        let before = self.surrogate.take();
        if (0xd800..0xdc00).contains(&unit) {
            if before.is_some() {
                self.put(char::REPLACEMENT_CHARACTER);
            }
            self.surrogate = Some(unit);
            return;
        }
        let units = before.into_iter().chain([unit]);
        for c in char::decode_utf16(units) {
            let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
            match self.fonts.symbol(self.group.font, c) {
                Ok(symbol) => {
                    let unknown = symbol.is_none() && self.group.destination == Destination::Body;
                    self.counts.symbols += usize::from(unknown);
                    self.put(symbol.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                Err(c) => self.put(c),
            }
        }
    }

    /// Appends a character to what the group holds.
    fn put(&mut self, c: char) {
        self.optional = false;
        if self.surrogate.take().is_some() {
            self.put(char::REPLACEMENT_CHARACTER);
        }
        match self.group.destination {
            Destination::Body if self.group.hidden || self.group.deleted => {}
            Destination::Body => {
                self.begin();
                if !c.is_whitespace() {
                    self.builder.set_off(self.group.type_of_words());
                }
                self.builder.text().push(c);
            }
            Destination::ListText => self.list_text.push(c),
            Destination::Running => self.running_words |= c.is_alphanumeric(),
            Destination::Box => self.boxed.push(c),
            Destination::Fonts
            | Destination::Styles
            | Destination::Twice
            | Destination::OneOfTwo
            | Destination::Shape
            | Destination::Skipped => {}
        }
    }

    /// Begins a paragraph, in a cell where the words stand in a table.
    fn begin(&mut self) {
        if self.builder.in_paragraph() {
            return;
        }
        if self.in_table {
            if !self.table {
                self.builder.open_table();
                self.table = true;
            }
            if !self.row {
                self.builder.open_row();
                self.row = true;
            }
            if !self.cell {
                self.builder.open_cell();
                self.cell = true;
            }
        } else if self.table {
            self.builder.close_table();
            (self.table, self.row, self.cell) = (false, false, false);
        }
        self.builder.open_paragraph();
        if let Some(level) = self.heading {
            self.builder.heading(level);
        }
    }

    fn end_paragraph(&mut self) {
        self.begin();
        self.builder.close_paragraph(None);
    }

    fn symbol(&mut self, sign: u8) {
        match sign {
            b'*' => self.optional = true,
            b'~' => self.put('\u{a0}'),
            b'_' => self.put('\u{2011}'),
            b'-' => self.put('\u{ad}'),
            b'\\' | b'{' | b'}' => self.put(char::from(sign)),
            b'\r' | b'\n' if self.group.destination == Destination::Body => self.end_paragraph(),
            b'\t' => self.put('\t'),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if self.destination(word) {
            return;
        }
        if std::mem::take(&mut self.optional) {
            self.group.destination = Destination::Skipped;
            return;
        }
        let is_on = number != Some(0);
        let in_body = self.group.destination == Destination::Body;
        match word {
            "ansicpg" => self.page(number.unwrap_or(1252)),
            "mac" => self.page(10000),
            "pc" => self.page(437),
            "pca" => self.page(850),
            "deff" => self.fonts.default = number.unwrap_or(0),
            "f" | "fcharset" | "cpg" if self.group.destination == Destination::Fonts => {
                self.fonts.define(word, number.unwrap_or(0));
            }
            "f" => self.group.font = number.unwrap_or(0),
            "uc" => self.group.stand_ins = usize::try_from(number.unwrap_or(1)).unwrap_or(0).min(16),
            "plain" => {
                self.group.font = self.fonts.default;
                (self.group.hidden, self.group.deleted) = (false, false);
                (self.group.set_off, self.group.highlit) = ([false; 4], false);
            }
            "b" => self.group.set_off[0] = is_on,
            "i" => self.group.set_off[1] = is_on,
            "ul" => self.group.set_off[2] = is_on,
            "caps" | "scaps" => self.group.set_off[3] = is_on,
            "highlight" | "cb" | "chcbpat" => self.group.highlit = number.is_some_and(|number| number > 0),
            "ulnone" => self.group.set_off[2] = false,
            "v" => {
                self.counts.hidden += usize::from(is_on && in_body && !self.group.hidden);
                self.group.hidden = is_on;
            }
            "deleted" => {
                self.counts.deletions += usize::from(is_on && in_body && !self.group.deleted);
                self.group.deleted = is_on;
            }
            "s" if self.group.destination == Destination::Styles => self.styles.begin(number.unwrap_or(0)),
            "s" if in_body => self.heading = self.styles.level(number.unwrap_or(0)),
            "outlinelevel" if in_body => {
                self.heading = number.and_then(|level| u8::try_from(level).ok()).filter(|level| *level < 9);
            }
            "revised" => self.counts.insertions += usize::from(is_on && in_body),
            _ if in_body => self.in_body(word),
            "tab" => self.put('\t'),
            "par" | "line" if self.group.destination == Destination::Box => self.put('\n'),
            _ => named(word).into_iter().for_each(|c| self.put(c)),
        }
    }

    /// Words that shape the text.
    fn in_body(&mut self, word: &str) {
        match word {
            "par" if !self.group.deleted => self.end_paragraph(),
            "sect" => {
                self.end_paragraph();
                self.builder.page(Page::Hard);
            }
            "line" | "column" => self.put('\n'),
            "tab" => self.put('\t'),
            "page" => {
                if self.builder.in_paragraph() && !self.builder.text().is_empty() {
                    self.put('\n');
                }
                self.builder.page(Page::Hard);
            }
            "pagebb" => self.builder.page(Page::Hard),
            "softpage" => self.builder.page(Page::Rendered),
            "pard" => (self.in_table, self.heading) = (false, None),
            "intbl" => self.in_table = true,
            "cell" if self.table || self.in_table => {
                self.end_paragraph();
                self.builder.close_cell();
                self.cell = false;
            }
            "cell" | "nestcell" => self.put('\t'),
            "row" if self.row => self.row = false,
            "row" | "nestrow" => self.put('\n'),
            _ => named(word).into_iter().for_each(|c| self.put(c)),
        }
    }

    fn page(&mut self, number: i32) {
        if !self.fonts.set_page(number) {
            self.odd.unknown_page = Some(number);
        }
    }

    /// Enters what `word` opens, if it is a destination; counts what is left out.
    fn destination(&mut self, word: &str) -> bool {
        match (self.group.destination, word) {
            (Destination::OneOfTwo, "ud") | (Destination::Shape, "shptxt") => {}
            (Destination::Skipped | Destination::OneOfTwo, _) => return false,
            (_, "ud" | "shptxt") => return false,
            (_, "shppict") => {
                self.optional = false;
                return true;
            }
            _ => {}
        }
        let Some(destination) = opened_by(word) else { return false };
        let count = match word {
            "footnote" => Some(&mut self.counts.footnotes),
            "annotation" => Some(&mut self.counts.comments),
            "pict" => Some(&mut self.counts.pictures),
            "object" => Some(&mut self.counts.embedded),
            _ => None,
        };
        if let Some(count) = count {
            *count += 1;
        }
        self.optional = false;
        self.group.destination = destination;
        true
    }
}
