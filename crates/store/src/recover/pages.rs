//! The pages of a file that SQLite may refuse to open, with the committed pages of its log.
//!
//! After the description of the format by SQLite's authors (sqlite.org/fileformat2.html); sections are
//! named where a rule is taken from one.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

use crate::store::{MAGIC, beside};

/// The sizes that a page can have, the usual one first.
const SIZES: [usize; 8] = [4096, 512, 1024, 2048, 8192, 16_384, 32_768, 65_536];

/// A version of the schema above it is not a newer one, but damage.
const HIGHEST: u32 = 9_999;

/// A file as its pages, counted from 1.
pub(super) struct Pages {
    bytes: Vec<u8>,
    logged: HashMap<u32, Vec<u8>>,
    size: usize,
    /// Bytes of a page that hold content.
    usable: usize,
    count: u32,
    /// The log breaks off with a page that is not what its checksum says.
    pub(super) log_is_damaged: bool,
}

impl Pages {
    /// Reads a file and the log beside it.
    pub(super) fn read(path: &Path) -> io::Result<Pages> {
        let bytes = fs::read(path)?;
        let log = match fs::read(beside(path, "-wal")) {
            Ok(log) => log,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let log = Log::read(&log);
        let has_head = bytes.starts_with(MAGIC);
        let stated = number(&bytes, 16, 2).map(|n| if n == 1 { 65_536 } else { n as usize });
        let stated = stated.filter(|size| has_head && SIZES.contains(size)).or(log.size);
        let size = stated.unwrap_or_else(|| likely_size(&bytes));
        let reserved = if has_head { bytes.get(20).copied().map_or(0, usize::from) } else { 0 };
        let usable = size - if reserved <= 32 { reserved } else { 0 };
        let whole = u32::try_from(bytes.len().div_ceil(size)).unwrap_or(u32::MAX);
        let highest = log.pages.keys().copied().max().unwrap_or_default();
        let logged = if log.size.is_none_or(|logged| logged == size) { log.pages } else { HashMap::new() };
        Ok(Pages { bytes, logged, size, usable, count: whole.max(highest), log_is_damaged: log.is_damaged })
    }

    /// The content of page `n`; shorter where the file is cut off within it.
    pub(super) fn page(&self, n: u32) -> Option<Vec<u8>> {
        if n == 0 || n > self.count {
            return None;
        }
        if let Some(page) = self.logged.get(&n) {
            return page.get(..self.usable).map(<[u8]>::to_vec);
        }
        let start = (n as usize - 1).checked_mul(self.size)?;
        let end = start.saturating_add(self.usable).min(self.bytes.len());
        Some(self.bytes.get(start..end)?.to_vec())
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    pub(super) fn usable(&self) -> usize {
        self.usable
    }

    /// The pages that the file says it has (header, section 1.3.7).
    pub(super) fn stated_count(&self) -> Option<u32> {
        let head = self.page(1)?;
        number(&head, 28, 4).filter(|_| head.starts_with(MAGIC))
    }

    /// The schema's version, as far as the header is one of ours.
    pub(super) fn version(&self) -> Option<u32> {
        let head = self.page(1)?;
        let ours = number(&head, 68, 4) == Some(crate::migration::APPLICATION_ID.unsigned_abs());
        let told = if head.starts_with(MAGIC) && ours { number(&head, 60, 4) } else { None };
        told.filter(|version| *version <= HIGHEST)
    }

    /// The whole file with the log taken in, as SQLite would see it.
    pub(super) fn assembled(&self) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        for (n, page) in &self.logged_in_order() {
            let start = (*n as usize - 1) * self.size;
            if bytes.len() < start + self.size {
                bytes.resize(start + self.size, 0);
            }
            bytes[start..start + self.size].copy_from_slice(page);
        }
        bytes
    }

    fn logged_in_order(&self) -> Vec<(u32, &Vec<u8>)> {
        let mut pages: Vec<_> = self.logged.iter().map(|(n, page)| (*n, page)).collect();
        pages.retain(|(n, page)| *n > 0 && page.len() == self.size);
        pages.sort_unstable_by_key(|(n, _)| *n);
        pages
    }
}

/// A number of `length` bytes, the first byte the highest.
pub(super) fn number(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte)))
}

/// The size at which most of the file is pages of trees.
fn likely_size(bytes: &[u8]) -> usize {
    let trees = |size: usize| bytes.chunks(size).skip(1).filter(|page| fills_a_page(page)).count() * size;
    // The first of several that fit alike.
    SIZES.into_iter().rev().max_by_key(|size| trees(*size)).unwrap_or(SIZES[0])
}

/// Whether these bytes are one page of a tree: its cells are laid down from the end of the page, so that none
/// points beyond it and the first one stands in its second half.
fn fills_a_page(page: &[u8]) -> bool {
    let head = match page.first() {
        Some(2 | 5) => 12,
        Some(10 | 13) => 8,
        _ => return false,
    };
    let cells = number(page, 3, 2).unwrap_or_default() as usize;
    let mut places = (0..cells).map(|rank| number(page, head + 2 * rank, 2).unwrap_or(u32::MAX) as usize);
    let highest = places.try_fold(0, |highest, at| (at < page.len()).then(|| highest.max(at)));
    page.get(7) == Some(&0) && highest.is_some_and(|at| cells == 0 || at >= page.len() / 2)
}

/// The pages of a write-ahead log up to its last commit (section 4).
#[derive(Default)]
struct Log {
    size: Option<usize>,
    pages: HashMap<u32, Vec<u8>>,
    is_damaged: bool,
}

impl Log {
    fn read(bytes: &[u8]) -> Log {
        let mut log = Log::default();
        let (Some(magic), Some(size)) = (number(bytes, 0, 4), number(bytes, 8, 4)) else { return log };
        if bytes.len() < 32 {
            return log;
        }
        let size = size as usize;
        if magic & !1 != 0x377F_0682 || !SIZES.contains(&size) {
            log.is_damaged = true;
            return log;
        }
        log.size = Some(size);
        let highest_first = magic & 1 == 1;
        let mut sum = checksum((0, 0), &bytes[..24], highest_first);
        let mut waiting = Vec::new();
        for frame in bytes.get(32..).unwrap_or_default().chunks_exact(24 + size) {
            let (head, page) = frame.split_at(24);
            if head[8..16] != bytes[16..24] {
                // What an earlier round of the log left behind.
                break;
            }
            sum = checksum(checksum(sum, &head[..8], highest_first), page, highest_first);
            if (number(head, 16, 4), number(head, 20, 4)) != (Some(sum.0), Some(sum.1)) {
                log.is_damaged = true;
                break;
            }
            waiting.push((number(head, 0, 4).unwrap_or_default(), page.to_vec()));
            if number(head, 4, 4) != Some(0) {
                log.pages.extend(waiting.drain(..));
            }
        }
        log
    }
}

fn checksum(mut sum: (u32, u32), bytes: &[u8], highest_first: bool) -> (u32, u32) {
    for words in bytes.chunks_exact(8) {
        let word = |at: usize| {
            let word = number(words, at, 4).unwrap_or_default();
            if highest_first { word } else { word.swap_bytes() }
        };
        sum.0 = sum.0.wrapping_add(word(0)).wrapping_add(sum.1);
        sum.1 = sum.1.wrapping_add(word(4)).wrapping_add(sum.0);
    }
    sum
}
