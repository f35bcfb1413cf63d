//! The numbers kept of each passage.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tantivy::columnar::{Column, ColumnIndex};

use super::{Doc, Piece};

/// What is kept of each passage.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    Turn,
    Speaker,
    Start,
    End,
    FirstByte,
    LastByte,
    Language,
}

/// One number of every passage. A few are looked up one by one; when many are asked for, all are unpacked.
#[derive(Default)]
pub(super) struct Numbers {
    packed: OnceLock<Vec<Option<Column<u64>>>>,
    all: OnceLock<Vec<u32>>,
    asked: AtomicU32,
}

/// Single look-ups after which it is cheaper to unpack the whole.
const A_FEW: u32 = 4_000;

impl Numbers {
    fn packed(&self, pieces: &[Piece], column: Kept) -> &[Option<Column<u64>>] {
        let of = |piece: &Piece| piece.reader.fast_fields().u64(column.name()).ok();
        self.packed.get_or_init(|| pieces.iter().map(of).collect())
    }

    pub(super) fn all(&self, pieces: &[Piece], column: Kept) -> &[u32] {
        self.all.get_or_init(|| {
            let mut all = Vec::new();
            let mut block = Vec::new();
            for (piece, packed) in pieces.iter().zip(self.packed(pieces, column)) {
                block.clear();
                block.resize(piece.reader.max_doc() as usize, 0u64);
                if let Some(packed) = packed {
                    fill(packed, &mut block);
                }
                all.extend(block.iter().map(|value| u32::try_from(*value).unwrap_or(u32::MAX)));
            }
            all
        })
    }

    pub(super) fn one(&self, pieces: &[Piece], column: Kept, doc: Doc) -> u32 {
        if self.all.get().is_none() && self.asked.fetch_add(1, Ordering::Relaxed) < A_FEW {
            let piece = pieces.partition_point(|piece| piece.base <= doc).saturating_sub(1);
            let packed = self.packed(pieces, column).get(piece).and_then(Option::as_ref);
            let value = packed.and_then(|packed| packed.first(doc - pieces[piece].base));
            return value.map_or(0, |value| u32::try_from(value).unwrap_or(u32::MAX));
        }
        self.all(pieces, column).get(doc as usize).copied().unwrap_or_default()
    }
}

impl Kept {
    /// The field.
    fn name(self) -> &'static str {
        match self {
            Kept::Turn => "turn",
            Kept::Speaker => "speaker",
            Kept::Start => "start",
            Kept::End => "end",
            Kept::FirstByte => "first_byte",
            Kept::LastByte => "last_byte",
            Kept::Language => "language",
        }
    }
}

/// Fills `values` with a column, one value a passage; where every passage has one, without looking it up.
pub(super) fn fill(column: &Column<u64>, values: &mut [u64]) {
    if matches!(column.index, ColumnIndex::Full) {
        column.values.get_range(0, values);
    } else {
        column.clone().first_or_default_col(0).get_range(0, values);
    }
}
