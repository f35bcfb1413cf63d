//! Letters to pieces of lines, and pieces to lines.

use std::collections::HashMap;

use crate::reader::utterance::is_unspaced;

/// A gap as wide as this, in sizes of the letter, parts two pieces of a line.
const PIECE: f64 = 0.9;

/// Narrowest gap between words where no blanks are drawn.
const BLANK: f64 = 0.15;

/// Narrowest gap between words beside drawn blanks.
const BLANK_BESIDE: f64 = 0.28;

/// Narrowest of these, where the blanks are narrower still.
const NARROW_BESIDE: f64 = 0.2;

/// A gap as wide as this parts cells of a table.
const CELL: f64 = 2.5;

/// Letters that stand side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) x0: f64,
    pub(super) x1: f64,
    /// The line on which the letters stand, from the top of the page.
    pub(super) y: f64,
    pub(super) size: f64,
    /// Where its first word ends.
    pub(super) first_end: f64,
    /// The document says that it is no part of the text.
    pub(super) artifact: bool,
    /// The font of its first letters, how many bytes are set in it, and the font after them.
    pub(super) font: u64,
    pub(super) lead: usize,
    pub(super) next_font: u64,
    /// Where its words begin, but the first.
    pub(super) starts: Vec<Start>,
    /// Gaps inside of words that only a table explains: columns may stand closer together than words.
    pub(super) narrow: Vec<Start>,
}

/// Where a word of a piece begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Start {
    /// In its text, in bytes.
    pub(super) at: usize,
    pub(super) x0: f64,
    /// Where the word before it ends.
    pub(super) before: f64,
}

impl Piece {
    /// How far from the top the middle of its letters is.
    pub(super) fn middle(&self) -> f64 {
        self.y - 0.3 * self.size
    }

    /// Takes the narrow gap that ends near `x` for one between words.
    pub(super) fn part_words_at(&mut self, x: f64, near: f64) {
        let fits = |start: &Start| (start.x0 - x).abs() <= near;
        if let Some(start) = self.narrow.iter().copied().find(fits) {
            let at = self.starts.partition_point(|other| other.at < start.at);
            self.starts.insert(at, start);
        }
    }

    /// The piece parted before its first word that begins right of `x`, where one does.
    pub(super) fn part(mut self, x: f64) -> (Option<Piece>, Option<Piece>) {
        if self.x0 >= x {
            return (None, Some(self));
        }
        let Some(n) = self.starts.iter().position(|start| start.x0 >= x) else { return (Some(self), None) };
        let start = self.starts[n];
        let mut behind = Piece { text: self.text.split_off(start.at), x0: start.x0, ..self.clone() };
        behind.starts = self.starts.split_off(n)[1..].to_vec();
        behind.starts.iter_mut().for_each(|other| other.at -= start.at);
        behind.narrow = Vec::new();
        behind.first_end = behind.starts.first().map_or(behind.x1, |next| next.before);
        self.text.truncate(self.text.trim_end().len());
        self.x1 = start.before;
        self.first_end = self.first_end.min(self.x1);
        if self.lead >= start.at {
            behind.lead = self.lead - start.at;
            (self.lead, self.next_font) = (self.text.len(), self.font);
        } else {
            (behind.font, behind.lead) = (self.next_font, behind.text.len());
        }
        (Some(self), Some(behind))
    }
}

/// A line of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// Which column of the page it stands in; 0 where there are none.
    pub(super) column: usize,
    /// Number that the margin prints beside it.
    pub(super) number: Option<String>,
    /// Whether the line begins a part of the page that is read by itself.
    pub(super) apart: bool,
}

impl Line {
    pub(super) fn x0(&self) -> f64 {
        self.pieces.first().map_or(0.0, |piece| piece.x0)
    }

    pub(super) fn x1(&self) -> f64 {
        self.pieces.last().map_or(0.0, |piece| piece.x1)
    }

    /// Its widest piece, which tells where it stands and how large it is.
    fn main(&self) -> Option<&Piece> {
        self.pieces.iter().max_by(|a, b| (a.x1 - a.x0).total_cmp(&(b.x1 - b.x0)))
    }

    pub(super) fn y(&self) -> f64 {
        self.main().map_or(0.0, |piece| piece.y)
    }

    pub(super) fn size(&self) -> f64 {
        self.main().map_or(0.0, |piece| piece.size)
    }

    /// How wide its first word is, or in a script without blanks what a line end cannot part.
    pub(super) fn first_width(&self) -> f64 {
        let Some(piece) = self.pieces.first() else { return 0.0 };
        let word = piece.first_end - piece.x0;
        let first = piece.text.split(char::is_whitespace).next().unwrap_or_default();
        let Some(at) = first.find(is_unspaced) else { return word };
        let before = first[..at].chars().count();
        // A mark stands behind the letter before it, or before the letter behind it.
        let marks = first[at..].chars().take_while(|c| !c.is_alphanumeric()).count();
        let behind = first[at..].chars().skip(marks + 1).take_while(|c| !c.is_alphanumeric()).count();
        word.min(piece.size * (0.6 * before as f64 + (marks + 1 + behind) as f64))
    }

    /// Whether the document says of all of it that it is no part of the text.
    pub(super) fn is_artifact(&self) -> bool {
        self.pieces.iter().all(|piece| piece.artifact)
    }

    /// How many bytes of its words are set off at its beginning by another font than `main`.
    pub(super) fn set_off(&self, main: u64) -> usize {
        let mut whole = 0;
        for piece in &self.pieces {
            if piece.font == main || piece.font == 0 {
                break;
            }
            whole += 1;
            if piece.lead < piece.text.len() {
                let is_main = piece.next_font == main;
                let before = words(&self.pieces[..whole]).len() - piece.text.len();
                return if is_main { before + piece.lead } else { 0 };
            }
        }
        words(&self.pieces[..whole]).len()
    }

    /// Its words.
    pub(super) fn text(&self) -> String {
        words(&self.pieces).trim().to_string()
    }
}

/// The words of pieces that stand in one line.
fn words(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for (n, piece) in pieces.iter().enumerate() {
        if let Some(before) = n.checked_sub(1).map(|before| &pieces[before]) {
            let gap = (piece.x0 - before.x1) / piece.size.max(before.size);
            let parted = text.ends_with(' ') || gap < BLANK;
            text.push_str(if gap >= CELL {
                "\t"
            } else if parted {
                ""
            } else {
                " "
            });
        }
        text.push_str(&piece.text);
    }
    text
}

/// The font in which most of the words are set.
pub(super) fn main_font<'a>(pieces: impl Iterator<Item = &'a Piece>) -> u64 {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for piece in pieces {
        *counts.entry(piece.font).or_default() += piece.lead;
        *counts.entry(piece.next_font).or_default() += piece.text.len().saturating_sub(piece.lead);
    }
    counts.into_iter().max_by_key(|&(font, bytes)| (bytes, font)).map_or(0, |(font, _)| font)
}

struct Letter {
    text: String,
    font: u64,
    x0: f64,
    x1: f64,
}

/// Joins letters to pieces as they are drawn.
#[derive(Default)]
pub(super) struct Pieces {
    done: Vec<Piece>,
    letters: Vec<Letter>,
    y: f64,
    size: f64,
    artifact: bool,
}

impl Pieces {
    pub(super) fn push(&mut self, text: &str, x0: f64, x1: f64, y: f64, size: f64, of: (bool, u64)) {
        let (artifact, font) = of;
        if let Some(last) = self.letters.last() {
            let em = self.size.max(size);
            if last.text == text && (last.x0 - x0).abs() < 0.1 * em && (self.y - y).abs() < 0.1 * em {
                // Drawn twice, to look bold or with an edge.
                return;
            }
            let gap = x0 - last.x1;
            let goes_on = (y - self.y).abs() < 0.45 * em && gap < PIECE * em && gap > -0.4 * em;
            if !goes_on || artifact != self.artifact {
                self.close();
            }
        }
        if self.letters.is_empty() {
            (self.y, self.size, self.artifact) = (y, size, artifact);
        } else if size > self.size {
            // A raised letter came first.
            (self.y, self.size) = (y, size);
        }
        self.letters.push(Letter { text: spelled(text), font, x0, x1 });
    }

    /// Ends the piece.
    fn close(&mut self) {
        let letters = std::mem::take(&mut self.letters);
        let is_blank = |letter: &Letter| letter.text.trim().is_empty();
        let Some(first) = letters.iter().position(|letter| !is_blank(letter)) else { return };
        let last = letters.iter().rposition(|letter| !is_blank(letter)).unwrap_or(first);
        let letters = &letters[first..=last];
        let em = self.size;
        // A gap that is wider than a blank that is drawn parts words, too.
        let blanks = letters.iter().filter(|letter| is_blank(letter)).map(|letter| letter.x1 - letter.x0);
        let drawn = blanks.min_by(f64::total_cmp);
        let least =
            drawn.map_or(BLANK * em, |blank| (0.95 * blank).clamp(NARROW_BESIDE * em, BLANK_BESIDE * em));
        let least = least + spacing(letters, em);
        let mut piece = Piece {
            x0: letters[0].x0,
            x1: letters[letters.len() - 1].x1,
            y: self.y,
            size: em,
            artifact: self.artifact,
            ..Piece::default()
        };
        let mut end = letters[0].x0;
        let mut changed = false;
        let mut parted = None;
        (piece.font, piece.next_font) = (letters[0].font, letters[0].font);
        for letter in letters {
            // Marks may come from any font.
            if !changed && letter.font != piece.font && letter.text.contains(char::is_alphanumeric) {
                changed = true;
                // Marks that open belong to the words behind them.
                let opens = |c: char| c.is_whitespace() || "([{¿¡„“«".contains(c);
                (piece.lead, piece.next_font) = (piece.text.trim_end_matches(opens).len(), letter.font);
            }
            let blank = is_blank(letter);
            let open = !piece.text.ends_with(char::is_whitespace) && !piece.text.is_empty();
            if (blank || letter.x0 - end > least) && open {
                if piece.first_end == 0.0 {
                    piece.first_end = end;
                }
                parted = Some(end);
                piece.text.push(if letter.text == "\u{3000}" { '\u{3000}' } else { ' ' });
            }
            if !blank && open && parted.is_none() && letter.x0 - end >= NARROW_BESIDE * em {
                piece.narrow.push(Start { at: piece.text.len(), x0: letter.x0, before: end });
            }
            if !blank {
                if let Some(before) = parted.take() {
                    piece.starts.push(Start { at: piece.text.len(), x0: letter.x0, before });
                }
                piece.text.push_str(&letter.text);
                end = letter.x1;
            } else {
                end = end.max(letter.x1);
            }
        }
        if piece.first_end == 0.0 {
            piece.first_end = piece.x1;
        }
        if !changed {
            piece.lead = piece.text.len();
        }
        self.done.push(piece);
    }

    /// All pieces, those that were drawn twice once.
    pub(super) fn finish(mut self) -> Vec<Piece> {
        self.close();
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.done.len());
        let mut seen: HashMap<i64, Vec<usize>> = HashMap::new();
        for piece in self.done {
            let near = 0.25 * piece.size;
            let row = (piece.y / 4.0) as i64;
            let same = |other: &Piece| {
                (other.x0 - piece.x0).abs() < near
                    && (other.y - piece.y).abs() < near
                    && other.text == piece.text
            };
            let rows = [row - 1, row, row + 1];
            let mut others = rows.iter().filter_map(|row| seen.get(row)).flatten();
            if !others.any(|&n| same(&pieces[n])) {
                seen.entry(row).or_default().push(pieces.len());
                pieces.push(piece);
            }
        }
        pieces
    }
}

/// How far letters are spaced out beyond their widths.
fn spacing(letters: &[Letter], em: f64) -> f64 {
    // Dots that lead to a number of a page are spaced out, but not the words before them.
    let is_word = |letter: &Letter| letter.text.chars().all(char::is_alphanumeric);
    let pairs = letters.windows(2).filter(|pair| pair.iter().all(is_word));
    let mut gaps: Vec<f64> = pairs.map(|pair| pair[1].x0 - pair[0].x1).collect();
    if gaps.len() < 3 {
        return 0.0;
    }
    gaps.sort_by(f64::total_cmp);
    let median = gaps[gaps.len() / 2];
    if median > 0.08 * em { median } else { 0.0 }
}

/// The letters of a ligature; every kind of blank is a blank.
fn spelled(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ﬀ' => spelled.push_str("ff"),
            'ﬁ' => spelled.push_str("fi"),
            'ﬂ' => spelled.push_str("fl"),
            'ﬃ' => spelled.push_str("ffi"),
            'ﬄ' => spelled.push_str("ffl"),
            'ﬅ' | 'ﬆ' => spelled.push_str("st"),
            '\u{200b}' | '\u{feff}' => {}
            // In Chinese and Japanese a wide blank may stand between a name and the words.
            '\u{3000}' => spelled.push(c),
            c if c.is_whitespace() => spelled.push(' '),
            c => spelled.push(c),
        }
    }
    spelled
}

/// Lines from the pieces of one part of a page, from the top to the bottom.
pub(super) fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    // Where the largest piece of the row stands, and its size.
    let mut anchor = (0.0, 0.0);
    for piece in pieces {
        let (y, size): (f64, f64) = anchor;
        let fits = (piece.y - y).abs() < 0.45 * size.max(piece.size);
        match rows.last_mut().filter(|_| fits) {
            Some(row) => {
                if piece.size >= size {
                    anchor = (piece.y, piece.size);
                }
                row.push(piece);
            }
            None => {
                anchor = (piece.y, piece.size);
                rows.push(vec![piece]);
            }
        }
    }
    let line = |mut pieces: Vec<Piece>| {
        pieces.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        Line { pieces, ..Line::default() }
    };
    rows.into_iter().map(line).collect()
}
