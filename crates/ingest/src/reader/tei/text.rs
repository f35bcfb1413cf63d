//! The text of a TEI document, element by element.

use themata_model::{ByteOffset, Timestamp};

use super::super::utterance;
use super::super::writer::{Writer, one_line};
use super::super::xml::{Node, Tag, Xml};
use super::counts::Counts;
use super::header::Header;
use super::notes::{is_footnote, is_within};
use super::usage::Usage;

/// Elements that are paragraphs of their own.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "p", "ab", "head", "div", "div1", "div2", "div3", "div4", "div5", "div6", "div7", "body", "front", "back", "text", "u", "sp", "lg",
    "opener", "closer", "list", "table", "quote", "annotationBlock", "spGrp", "argument", "epigraph", "titlePage",
];

/// Elements that are lines of their own.
const LINES: &[&str] =
    &["l", "item", "row", "label", "castItem", "titlePart", "byline", "dateline", "salute", "signed"];

/// Things that are heard or seen, told in brackets.
const EVENTS: &[&str] = &["vocal", "kinesic", "incident", "event", "writing", "gap", "note", "stage"];

/// The state of the walk.
struct Walk<'h, 'w> {
    header: &'h Header,
    usage: Usage,
    writer: &'w mut Writer,
    counts: Counts,
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
    /// The last letter, where words touch.
    tail: String,
    /// The name that a note gives to who speaks next.
    noted: Option<String>,
}

/// Writes the text; returns how many turns it has.
///
/// # Errors
/// In words, when the XML is damaged.
pub(super) fn walk(
    xml: &mut Xml<'_>,
    header: &Header,
    usage: Usage,
    writer: &mut Writer,
) -> Result<usize, String> {
    let mut walk = Walk {
        header,
        usage,
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
        noted: None,
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
        walk.counts.said = walk.usage.said;
    }
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
            "speaker" if self.parent() == "sp" => {
                let words = one_line(&xml.words()?);
                let name = words.trim_end_matches([':', '.', '：', ' ']);
                if let Some((label, _)) = &mut self.label
                    && !name.is_empty()
                {
                    *label = Some(name.to_string());
                }
            }
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
            name if self.is_turn(name) => {
                self.write_label();
                self.direct = false;
                let who = tag.get("who").filter(|who| !who.is_empty()).or(self.block.0.clone());
                let name = who.map(|who| match self.header.names(&who) {
                    Ok(name) => name,
                    Err(id) => {
                        if tag.name() != "sp" {
                            self.counts.unlisted.insert(id.clone());
                        }
                        id
                    }
                });
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
            "lb" if tag.value("break") == "no" => self.blank = false,
            "lb" => self.part(1),
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
            name if self.is_turn(name) => {
                self.write_label();
                self.time = None;
                self.ended = Some(self.writer.here());
            }
            "item" if self.usage.labels_are_speakers => {
                self.write_label();
                self.ended = Some(self.writer.here());
            }
            "annotationBlock" => self.block = (None, None),
            "w" | "pc" | "c" => self.glued |= std::mem::take(&mut self.glues),
            _ => {}
        }
    }

    /// Whether the element, of which those around it are open, is a turn.
    fn is_turn(&self, name: &str) -> bool {
        let is_said = |outer: &String| matches!(outer.as_str(), "said" | "u" | "sp");
        match name {
            "u" | "sp" => true,
            "said" => self.usage.said_are_turns && !self.path.iter().any(is_said),
            _ => false,
        }
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
        self.tail.clear();
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
        self.direct |= self.parent() == "u";
        let is_mark = self.parent() == "pc";
        self.glued |= is_mark && words.starts_with([',', '.', ';', ':', '?', '!', '…', ')', '”', '»']);
        if self.usage.words_touch {
            let opens = is_mark && words.starts_with(['(', '[', '“', '«', '„', '¿', '¡']);
            self.blank |= opens;
            self.glues |= opens;
            self.glued |= !self.tail.is_empty() && !utterance::joins_with_blank(&self.tail, &words);
        }
        self.flush();
        self.writer.push(&words);
        if self.usage.words_touch {
            self.tail = words.chars().last().map(String::from).unwrap_or_default();
        }
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
