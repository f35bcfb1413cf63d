//! The text of a TEI document, element by element.

use std::collections::BTreeSet;

use themata_model::{ByteOffset, Timestamp, counted, counted_as};

use super::super::utterance;
use super::super::writer::{Writer, one_line};
use super::super::xml::{Node, Tag, Xml};
use super::header::Header;

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

#[derive(Default)]
struct Counts {
    turns: usize,
    remarks: usize,
    footnotes: usize,
    pauses: usize,
    corrections: usize,
    deletions: usize,
    running: usize,
    pictures: usize,
    annotations: usize,
    unnamed: usize,
    unlisted: BTreeSet<String>,
}

/// The state of the walk.
struct Walk<'h, 'w> {
    header: &'h Header,
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
}

/// Writes the text; returns how many turns it has.
///
/// # Errors
/// In words, when the XML is damaged.
pub(super) fn walk(xml: &mut Xml<'_>, header: &Header, writer: &mut Writer) -> Result<usize, String> {
    let mut walk = Walk {
        header,
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
    walk.end_between();
    walk.say();
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
            name if EVENTS.contains(&name) => {
                let (reason, kind) = (tag.get("reason"), tag.get("type"));
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
            "u" | "sp" => {
                self.write_label();
                self.direct = false;
                let who = tag.get("who").filter(|who| !who.is_empty()).or(self.block.0.clone());
                let name = who.map(|who| match self.header.names(&who) {
                    Ok(name) => name,
                    Err(id) => {
                        if tag.name() == "u" {
                            self.counts.unlisted.insert(id.clone());
                        }
                        id
                    }
                });
                let role = tag.get("ana").and_then(|ana| ana.split_whitespace().next().map(str::to_string));
                let role = role.and_then(|role| role.strip_prefix('#').map(str::to_string));
                if name.is_none() && tag.name() == "u" {
                    self.counts.unnamed += 1;
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
                    (Some(time), Some((_, start @ None))) => *start = Some(time),
                    (Some(time), _) => {
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
            "u" | "sp" => {
                self.write_label();
                self.ended = Some(self.writer.here());
            }
            "annotationBlock" => self.block = (None, None),
            "w" | "pc" | "c" => self.glued |= std::mem::take(&mut self.glues),
            _ => {}
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
    }

    fn write_label(&mut self) {
        let Some((name, start)) = self.label.take() else { return };
        self.end_between();
        let name = name.unwrap_or_else(|| "Unknown speaker".to_string());
        self.writer.part(2);
        let printed = start.and_then(utterance::printed);
        self.writer.label(&name, printed.as_deref());
        if let Some(start) = start {
            self.writer.time(start);
        }
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
        self.direct |= self.parent() == "u";
        let closes =
            self.parent() == "pc" && words.starts_with([',', '.', ';', ':', '?', '!', '…', ')', '”', '»']);
        self.glued |= closes;
        self.flush();
        self.writer.push(&words);
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

    fn say(&mut self) {
        let (counts, writer) = (&self.counts, &mut *self.writer);
        if counts.remarks > 0 {
            let what = counted_as(counts.remarks, "note or event stands", "notes and events stand");
            writer.remark(format!("{what} in square brackets"));
        }
        if !counts.unlisted.is_empty() {
            let what = counted_as(counts.unlisted.len(), "speaker is", "speakers are");
            let first = counts.unlisted.first().map(String::as_str).unwrap_or_default();
            writer.remark(format!(
                "{what} not in the document's list of persons and called as in `who` (`{first}`)"
            ));
        }
        if counts.unnamed > 0 {
            let what = counted_as(counts.unnamed, "utterance has no `who`", "utterances have no `who`");
            writer.remark(format!("{what}; their speaker is called by `ana`, or `Unknown speaker`"));
        }
        if counts.corrections > 0 {
            let what = counted(counts.corrections, "correction");
            writer.remark(format!("of {what} by the editor the original words are kept"));
        }
        writer.left_out(counts.footnotes, "footnote", "footnotes");
        writer.left_out(counts.pauses, "pause", "pauses");
        writer.left_out(counts.deletions, "deletion", "deletions");
        writer.left_out(counts.running, "running head or foot", "running heads or feet");
        writer.left_out(counts.pictures, "picture", "pictures");
        let (one, many) = ("group of annotations beside the words", "groups of annotations beside the words");
        writer.left_out(counts.annotations, one, many);
    }
}

fn is_footnote(tag: &Tag<'_>) -> bool {
    matches!(tag.value("place").as_str(), "foot" | "bottom" | "end" | "margin" | "left" | "right")
        || matches!(tag.value("type").as_str(), "footnote" | "endnote" | "editorial")
}
