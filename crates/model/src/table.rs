//! A table as the paper prints it, before any file format: columns, heading rows, cells with their
//! evidence, and a note that states the counting rule.

/// A table ready to be written in any format.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What table this is, for example `evidence`; the name used on the command line.
    pub kind: String,
    /// The caption above the table.
    pub title: String,
    /// True when the program assembled the contents itself; printed as `DRAFT` in every format.
    pub draft: bool,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
    /// What is printed below the table, one paragraph each: counting rule, sources, warnings.
    pub notes: Vec<String>,
    /// True when the table is too wide for an upright page.
    pub landscape: bool,
}

/// One column of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Stable name for machines, for example `case` or `R1`; unique in the table.
    pub key: String,
    /// The head that is printed.
    pub label: String,
    /// Width relative to the other columns.
    pub width: f32,
    /// How the cells are set.
    pub align: Align,
}

/// Horizontal alignment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
    /// Short marks.
    Centre,
}

/// One row of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A heading across all columns; depth 0 is the outermost.
    Heading {
        /// Nesting depth, 0 outermost.
        depth: u8,
        /// What is printed, with its marker where there is one.
        text: String,
    },
    /// An ordinary row with one cell a column.
    Body(Vec<Cell>),
    /// A row of sums with one cell a column.
    Total(Vec<Cell>),
}

/// One cell: what is printed, and the codings behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// The printed blocks, top to bottom; empty when there is nothing to print.
    pub blocks: Vec<Block>,
    /// The number this cell states, when it states one.
    pub number: Option<i64>,
    /// The codings this cell rests on.
    pub evidence: Vec<CodingRef>,
    /// True when the cell repeats the one above it: rich formats merge the two, Markdown leaves it
    /// blank, CSV repeats it.
    pub merged_with_above: bool,
    /// The key of the code, case, value or whatever else the cell names, where it is the head of a row.
    pub key: Option<String>,
}

/// A coding by its position in the study's list of codings, 0-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodingRef(pub u32);

/// One block of text inside a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A small heading inside the cell, for example a phase.
    Heading(String),
    /// One item of a bulleted list.
    Bullet(String),
    /// Words of an informant.
    Quotation {
        /// The words as displayed, without quotation marks; formats add them.
        text: String,
        /// Who said it, at the chosen grade, without brackets; formats add them.
        attribution: Option<String>,
        /// Where the words stand, for example `r1-alpha-01:14`; `None` when it is not printed.
        locator: Option<String>,
        /// The codings that the words are taken from.
        codings: Vec<CodingRef>,
    },
}

impl Table {
    /// Returns an empty table of `kind` under `title`.
    pub fn new(kind: impl Into<String>, title: impl Into<String>) -> Self {
        Table {
            kind: kind.into(),
            title: title.into(),
            draft: false,
            columns: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
            landscape: false,
        }
    }

    /// The title as printed: with `DRAFT` in front when the table is one.
    pub fn printed_title(&self) -> String {
        if self.draft { format!("DRAFT: {}", self.title) } else { self.title.clone() }
    }

    /// Every cell with its 0-based row and column, heading rows skipped.
    pub fn cells(&self) -> impl Iterator<Item = (usize, usize, &Cell)> {
        self.rows.iter().enumerate().flat_map(|(r, row)| {
            let cells: &[Cell] = match row {
                Row::Heading { .. } => &[],
                Row::Body(cells) | Row::Total(cells) => cells,
            };
            cells.iter().enumerate().map(move |(c, cell)| (r, c, cell))
        })
    }
}

impl Column {
    /// Returns a left-aligned column of relative width `width`.
    pub fn text(key: impl Into<String>, label: impl Into<String>, width: f32) -> Self {
        Column { key: key.into(), label: label.into(), width, align: Align::Left }
    }

    /// Returns a right-aligned column for numbers.
    pub fn number(key: impl Into<String>, label: impl Into<String>) -> Self {
        Column { key: key.into(), label: label.into(), width: 1.0, align: Align::Right }
    }
}

impl Cell {
    /// Returns a cell with one paragraph, or an empty one when `text` is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let blocks = if text.is_empty() { Vec::new() } else { vec![Block::Text(text)] };
        Cell { blocks, ..Cell::default() }
    }

    /// Returns a cell that states a number.
    pub fn number(number: i64) -> Self {
        Cell { blocks: vec![Block::Text(number.to_string())], number: Some(number), ..Cell::default() }
    }

    /// Returns a cell that names what has `key`.
    pub fn named(key: impl Into<String>, text: impl Into<String>) -> Self {
        Cell { key: Some(key.into()), ..Cell::text(text) }
    }

    /// Returns the cell with `evidence` attached.
    #[must_use]
    pub fn with_evidence(mut self, evidence: Vec<CodingRef>) -> Self {
        self.evidence = evidence;
        self
    }

    /// The cell as plain text, blocks joined by ` | ` and quotations in typographic marks.
    pub fn plain(&self) -> String {
        let parts: Vec<String> = self.blocks.iter().map(Block::plain).collect();
        parts.join(" | ")
    }
}

impl Block {
    /// The block as plain text: quotation marks, attribution in round and locator in square brackets.
    pub fn plain(&self) -> String {
        match self {
            Block::Text(text) | Block::Heading(text) | Block::Bullet(text) => text.clone(),
            Block::Quotation { text, attribution, locator, .. } => {
                let mut out = format!("“{text}”");
                if let Some(attribution) = attribution {
                    out.push_str(&format!(" ({attribution})"));
                }
                if let Some(locator) = locator {
                    out.push_str(&format!(" [{locator}]"));
                }
                out
            }
        }
    }
}
