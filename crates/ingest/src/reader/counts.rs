//! What word processors hold beside the text: counted while a document is read, and said at the end.

use themata_model::{counted, counted_as};

use super::document::Builder;
use super::writer::Writer;

/// What stands before a paragraph without being in its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A bullet.
    Bullet,
    /// A number, as printed.
    Number(String),
    /// A number with words, or words alone (`I:`), as printed.
    Words(String),
}

/// What was left out of a document, replaced, or taken as accepted.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) insertions: usize,
    pub(super) deletions: usize,
    pub(super) moves: usize,
    pub(super) comments: usize,
    pub(super) footnotes: usize,
    pub(super) pictures: usize,
    pub(super) embedded: usize,
    /// Runs of hidden text.
    pub(super) hidden: usize,
    /// Reading aids above characters.
    pub(super) readings: usize,
    pub(super) bullets: usize,
    /// Automatic numbers, which stand beside the text.
    pub(super) numbers: usize,
    /// Symbols without a known meaning.
    pub(super) symbols: usize,
    /// Heads and feet of pages that have words.
    pub(super) running: usize,
}

impl Counts {
    /// Puts the mark of a paragraph that begins where it belongs: words into the text, a number beside it.
    pub(super) fn begin(&mut self, mark: Option<Mark>, builder: &mut Builder) {
        match mark {
            Some(Mark::Bullet) => self.bullets += 1,
            Some(Mark::Number(number)) => {
                self.numbers += 1;
                builder.number(number);
            }
            Some(Mark::Words(words)) => {
                let text = builder.text();
                text.push_str(words.trim());
                text.push(' ');
            }
            None => {}
        }
    }

    /// Says what there was.
    pub(super) fn say(&self, writer: &mut Writer) {
        let changes: Vec<String> =
            [(self.insertions, "insertion"), (self.deletions, "deletion"), (self.moves, "move")]
                .into_iter()
                .filter(|(n, _)| *n > 0)
                .map(|(n, noun)| counted(n, noun))
                .collect();
        if !changes.is_empty() {
            writer.remark(format!("tracked changes are taken as accepted: {}", changes.join(", ")));
        }
        writer.left_out(self.comments, "comment", "comments");
        writer.left_out(self.footnotes, "footnote or endnote", "footnotes or endnotes");
        writer.left_out(self.pictures, "picture", "pictures");
        writer.left_out(self.embedded, "embedded document", "embedded documents");
        writer.left_out(self.hidden, "run of hidden text", "runs of hidden text");
        writer.left_out(self.readings, "reading aid above characters", "reading aids above characters");
        writer.left_out(self.bullets, "bullet", "bullets");
        if self.numbers > 0 {
            let what = counted_as(self.numbers, "automatic number stands", "automatic numbers stand");
            writer.remark(format!("{what} beside the text, not in it"));
        }
        if self.symbols > 0 {
            let what = counted(self.symbols, "symbol");
            writer.remark(format!("{what} of a symbol font without a known meaning, replaced by `\u{fffd}`"));
        }
        writer.left_out(self.running, "running head or foot", "running heads or feet");
    }
}
