//! The text of a TEI document, element by element.

mod hyphens;
mod names;

use themata_model::{ByteOffset, Timestamp};

use super::super::utterance;
use super::super::writer::{Writer, one_line};
use super::super::xml::{Node, Tag, Xml};
use super::counts::Counts;
use super::elements::{BLOCKS, EVENTS, LINES};
use super::header::Header;
use super::notes::{is_footnote, is_within};
use super::speaker::{Called, Printed};
use super::usage::Usage;
use hyphens::AtLineEnd;

/// The state of the walk.
struct Walk<'h, 'w> {
    header: &'h Header,
    usage: Usage,
    called: &'h Called,
    /// Whether the speech that is open is called as others of its `who`, whatever its `<speaker>` says.
    is_agreed: bool,
    writer: &'w mut Writer,
    counts: Counts<'h>,
    /// Names of the elements that are open.
    path: Vec<String>,
    /// A turn whose label is not written yet, since its name may still come.
    label: Option<(Option<String>, Option<Timestamp>)>,
    /// Where the last turn ended: what stands there before the next one was said by nobody.
    ended: Option<ByteOffset>,
    /// Line ends and blanks that stand before the next word.
    gap: usize,
    blank: bool,
    /// Whether the next token takes no blank before it.
    glued: bool,
    /// Whether the token that is open takes none after it.
    glues: bool,
    /// Whether words stood in the utterance itself, not in a segment of it.
    direct: bool,
    /// Who speaks, and when, in the annotation block that is open.
    block: (Option<String>, Option<Timestamp>),
    /// When the next word was said.
    time: Option<Timestamp>,
    /// The last letter.
    tail: String,
    /// How deep the element stands that is a turn without being an utterance.
    spoken: Option<usize>,
    /// Whether a sentence ended, and whether the next began, with nothing between them.
    after_sentence: bool,
    between_sentences: bool,
    /// Whether the passage of which there are several readings has one.
    is_read: bool,
    /// The name that a note gives to who speaks next.
    noted: Option<String>,
    /// The hyphen at the end of the line before.
    hyphen: Option<AtLineEnd>,
}

/// Writes the text; returns how many turns it has.
///
/// # Errors
/// In words, when the XML is damaged.
pub(super) fn walk(
    xml: &mut Xml<'_>,
    header: &Header,
    usage: Usage,
    called: &Called,
    writer: &mut Writer,
) -> Result<usize, String> {
    let mut walk = Walk {
        header,
        usage,
        called,
        is_agreed: false,
        writer,
        counts: Counts::default(),
        path: Vec::new(),
        label: None,
        ended: None,
        gap: 0,
        blank: false,
        glued: false,
        glues: false,
        direct: false,
        block: (None, None),
        time: None,
        tail: String::new(),
        spoken: None,
        after_sentence: false,
        between_sentences: false,
        is_read: false,
        noted: None,
        hyphen: None,
    };
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => {
                if !walk.open(&tag, xml)? {
                    walk.path.push(tag.name().to_string());
                }
            }
            Node::Close(name) => {
                walk.path.pop();
                walk.close(&name);
            }
            Node::Text(text) => {
                if walk.path.iter().any(|name| name == "text") {
                    walk.push(&text);
                }
            }
        }
    }
    walk.write_noted();
    walk.end_between();
    if walk.counts.turns == 0 {
        walk.counts.spoken = walk.usage.spoken;
    }
    walk.counts.called = called.several();
    walk.counts.say(walk.writer);
    Ok(walk.counts.turns)
}

impl Walk<'_, '_> {
    /// Begins an element; returns whether it was read to its end.
    fn open(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<bool, String> {
        let name = tag.name();
        if BLOCKS.contains(&name) || (name == "seg" && self.parent() == "u") {
            self.part(2);
        } else if LINES.contains(&name) {
            self.part(1);
        }
        match name {
            "teiHeader" | "standOff" | "timeline" | "listPerson" | "particDesc" => xml.skip()?,
            "fw" => {
                self.counts.running += 1;
                xml.skip()?;
            }
            "del" => {
                self.counts.deletions += 1;
                xml.skip()?;
            }
            "corr" | "reg" | "expan" if self.parent() == "choice" => {
                self.counts.corrections += 1;
                xml.skip()?;
            }
            "rdg" if self.is_read && self.parent() == "app" => {
                self.counts.readings += 1;
                xml.skip()?;
            }
            // What is noted beside the words: parts of speech, lemmas.
            "spanGrp" => {
                self.counts.annotations += 1;
                xml.skip()?;
            }
            "pause" => {
                self.counts.pauses += 1;
                self.blank = true;
                xml.skip()?;
            }
            "graphic" | "media" | "binaryObject" => {
                self.counts.pictures += 1;
                xml.skip()?;
            }
            "note" if tag.value("type") == "speaker" => {
                self.write_noted();
                self.noted = Some(one_line(&xml.words()?));
            }
            "note" if is_footnote(tag) => {
                self.counts.footnotes += 1;
                xml.skip()?;
            }
            "speaker" if self.parent() == "sp" => self.printed(Printed::read(xml)?),
            "label" if self.usage.labels_are_speakers && self.parent() == "list" => {
                self.write_label();
                let words = one_line(&xml.words()?);
                self.label = Some((Some(words.trim_end_matches([':', '：', ' ']).to_string()), None));
            }
            name if EVENTS.contains(&name) => {
                let (reason, kind) = (tag.get("reason"), tag.get("type"));
                self.write_noted();
                let words = one_line(&xml.words()?);
                let instead = reason.or(kind).unwrap_or_else(|| name.to_string());
                self.remark(if words.is_empty() { &instead } else { &words });
            }
            _ => {
                self.begin(tag);
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Begins an element that is read on.
    fn begin(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            name if self.is_turn(tag) => {
                if !matches!(name, "u" | "sp") {
                    self.spoken = Some(self.path.len());
                }
                self.write_label();
                self.direct = false;
                let who = tag.get("who").filter(|who| !who.is_empty()).or(self.block.0.clone());
                self.is_agreed = false;
                let name = who.map(|who| self.name_of(tag.name() == "sp", &who));
                let role = tag.get("ana").and_then(|ana| ana.split_whitespace().next().map(str::to_string));
                let role = role.and_then(|role| role.strip_prefix('#').map(str::to_string));
                if name.is_none() && tag.name() != "sp" {
                    self.counts.unnamed += 1;
                }
                match (self.noted.take(), &name) {
                    (Some(noted), Some(name)) if is_within(&noted, name) => self.counts.names_again += 1,
                    (noted, _) => {
                        self.noted = noted;
                        self.write_noted();
                    }
                }
                let start = tag.get("start").and_then(|start| self.header.time(&start)).or(self.block.1);
                self.label = Some((name.or(role), start));
            }
            "annotationBlock" => {
                let start = tag.get("start").and_then(|start| self.header.time(&start));
                self.block = (tag.get("who"), start);
            }
            "anchor" => {
                let time = tag.get("synch").and_then(|synch| self.header.time(&synch));
                match (time, &mut self.label) {
                    // Before the first word it is the time of the turn.
                    (Some(time), Some((_, start))) => *start = start.or(Some(time)),
                    (Some(time), None) => {
                        self.flush();
                        self.writer.time(time);
                    }
                    (None, _) => {}
                }
            }
            "pb" => {
                // The page begins with the next word.
                if let Some(n) = tag.get("n").filter(|n| !n.is_empty()) {
                    self.flush();
                    self.writer.page(&n);
                }
            }
            "s" => self.between_sentences = self.after_sentence,
            "app" => self.is_read = false,
            "lb" => self.line_end(tag.value("break") == "no"),
            "cell" => self.blank = true,
            "w" | "pc" | "c" => {
                let join = tag.value("join");
                if matches!(join.as_str(), "left" | "both") {
                    self.glued = true;
                }
                self.glues = matches!(join.as_str(), "right" | "both");
                self.blank |= self.usage.words_touch && tag.name() == "w";
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if BLOCKS.contains(&name) || (name == "seg" && self.parent() == "u") {
            self.part(2);
        } else if LINES.contains(&name) {
            self.part(1);
        }
        match name {
            name if matches!(name, "u" | "sp") || self.spoken == Some(self.path.len()) => {
                self.spoken = self.spoken.filter(|depth| *depth < self.path.len());
                self.write_label();
                self.time = None;
                self.ended = Some(self.writer.here());
            }
            "item" if self.usage.labels_are_speakers => {
                self.write_label();
                self.ended = Some(self.writer.here());
            }
            "s" => self.after_sentence = true,
            "lem" | "rdg" => self.is_read = true,
            "annotationBlock" => self.block = (None, None),
            "w" | "pc" | "c" => self.glued |= std::mem::take(&mut self.glues),
            _ => {}
        }
    }

    /// Whether an element begins a turn: an utterance, or what says who speaks where all words stand in such.
    fn is_turn(&self, tag: &Tag<'_>) -> bool {
        let is_utterance = |name: &str| matches!(name, "u" | "sp");
        let is_inside = || self.spoken.is_some() || self.path.iter().any(|outer| is_utterance(outer));
        is_utterance(tag.name()) || (self.usage.is_turn(tag) && !is_inside())
    }

    /// Writes the name that a note gives, where it is not that of the utterance below.
    fn write_noted(&mut self) {
        if let Some(noted) = self.noted.take() {
            self.remark(&noted);
        }
    }

    fn parent(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    fn part(&mut self, lines: usize) {
        self.gap = self.gap.max(lines);
        self.blank = false;
    }

    /// Writes what stands before the next word: label, line ends or a blank.
    fn flush(&mut self) {
        self.write_label();
        if self.gap > 0 {
            self.writer.part(std::mem::take(&mut self.gap));
        } else if self.blank && !self.glued && !self.writer.ends_line() {
            self.writer.push(" ");
        }
        self.blank = false;
        self.glued = false;
        if let Some(time) = self.time.take() {
            self.writer.time(time);
        }
    }

    fn write_label(&mut self) {
        let Some((name, start)) = self.label.take() else { return };
        self.end_between();
        let name = name.unwrap_or_else(|| "Unknown speaker".to_string());
        self.writer.part(2);
        let printed = start.and_then(utterance::printed);
        self.writer.label(&name, printed.as_deref());
        self.time = start;
        self.counts.turns += 1;
        self.gap = 0;
        self.blank = true;
    }

    /// Says that what was written since the end of the last turn belongs to none.
    fn end_between(&mut self) {
        if let Some(start) = self.ended.take() {
            self.writer.heading(start, 0);
        }
    }

    fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.blank |= text.starts_with(char::is_whitespace);
        let words = one_line(text);
        if words.is_empty() {
            return;
        }
        self.write_noted();
        self.join_halves(&words);
        self.direct |= self.parent() == "u";
        let is_mark = self.parent() == "pc";
        self.glued |= is_mark && words.starts_with([',', '.', ';', ':', '?', '!', '…', ')', '”', '»']);
        let begins = self.label.is_some() || self.gap > 0 || self.tail.is_empty();
        let joins = begins || utterance::joins_with_blank(&self.tail, &words);
        if self.usage.words_touch {
            let opens = is_mark && words.starts_with(['(', '[', '“', '«', '„', '¿', '¡']);
            self.blank |= opens;
            self.glues |= opens;
            self.glued |= !joins;
        }
        self.blank |= std::mem::take(&mut self.between_sentences) && joins;
        self.after_sentence = false;
        self.flush();
        self.writer.push(&words);
        self.tail = utterance::tail_of(&words);
        self.blank = text.ends_with(char::is_whitespace);
    }

    fn remark(&mut self, words: &str) {
        let apart = match self.parent() {
            "u" => !self.direct,
            parent => matches!(parent, "div" | "body" | "sp"),
        };
        if apart {
            self.part(2);
        }
        self.blank = self.gap == 0;
        self.flush();
        let is_bracketed = words.starts_with(['[', '(']) && words.ends_with([']', ')']);
        self.counts.remarks += usize::from(!is_bracketed);
        self.writer.push(&if is_bracketed { words.to_string() } else { format!("[{words}]") });
        if apart {
            self.part(2);
        }
    }
}
