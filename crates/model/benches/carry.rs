//! How long an edit keeps a person waiting: comparing two versions of a text and carrying 5,000 codings.
//!
//! Corpus: 100 kB of turns made of a small vocabulary, with short answers that repeat. One edit is what a
//! person saves; 500 are a transcript corrected throughout; a text wrapped anew has all its lines
//! changed. Folding the new text (a [`Finder`]) is part of each.

use divan::{Bencher, black_box};
use themata_model::anchor::{Anchor, Finder, Revision};
use themata_model::{ByteOffset, Span};

fn main() {
    divan::main();
}

const WORDS: [&str; 16] = [
    "we", "the", "provider", "pays", "for", "contract", "and", "then", "they", "machine", "trust", "never",
    "outcomes", "because", "engineer", "week",
];

fn text(bytes: usize) -> String {
    let mut state = 11_u64;
    let mut draw = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % n
    };
    let mut text = String::new();
    while text.len() < bytes {
        text += if draw(2) == 0 { "Interviewer:" } else { "Informant:" };
        if draw(3) == 0 {
            text += " Yes.\n";
            continue;
        }
        for _ in 0..8 + draw(40) {
            text += " ";
            text += WORDS[draw(16) as usize];
        }
        text += ".\n";
    }
    text
}

fn anchors(text: &str, n: usize) -> Vec<Anchor> {
    let starts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at + 1).collect();
    let step = (starts.len() / n).max(1);
    let codings = starts.windows(12).step_by(step).enumerate().map(|(n, places)| {
        let end = if n.is_multiple_of(3) { places[1] - 1 } else { places[11] - 1 };
        let span = Span::new(text, ByteOffset(places[0]), ByteOffset(end)).expect("words are in order");
        Anchor::of(text, span)
    });
    codings.take(n).collect()
}

/// The text with a word put in at `n` places.
fn edited(text: &str, n: usize) -> String {
    let step = text.matches(' ').count() / (n + 1);
    let mut out = String::new();
    for (at, word) in text.split_inclusive(' ').enumerate() {
        out += word;
        if at % step == step / 2 {
            out += "suddenly ";
        }
    }
    out
}

fn carry(bencher: Bencher<'_, '_>, old: &str, new: &str) {
    let anchors = anchors(old, 5_000);
    bencher.bench_local(|| {
        let finder = Finder::new(new);
        let revision = Revision::between(old, &finder);
        anchors.iter().filter(|anchor| revision.carry(black_box(anchor)).span().is_some()).count()
    });
}

#[divan::bench]
fn over_one_edit(bencher: Bencher<'_, '_>) {
    let old = text(100_000);
    carry(bencher, &old, &edited(&old, 1));
}

#[divan::bench]
fn over_500_edits(bencher: Bencher<'_, '_>) {
    let old = text(100_000);
    carry(bencher, &old, &edited(&old, 500));
}

#[divan::bench]
fn over_new_line_breaks(bencher: Bencher<'_, '_>) {
    let old = text(100_000);
    let new: String =
        old.char_indices().map(|(at, c)| if c == ' ' && at % 5 == 0 { '\n' } else { c }).collect();
    carry(bencher, &old, &new);
}

#[divan::bench(args = [100_000, 1_000_000])]
fn compare_a_text_corrected_throughout(bencher: Bencher<'_, '_>, bytes: usize) {
    let old = text(bytes);
    let new = edited(&old, bytes / 200);
    let finder = Finder::new(&new);
    bencher.bench_local(|| Revision::between(black_box(&old), &finder));
}

#[divan::bench(args = [100_000, 1_000_000])]
fn compare_a_text_with_another(bencher: Bencher<'_, '_>, bytes: usize) {
    let old = text(bytes);
    let new: String = old.split_inclusive(' ').rev().collect();
    let finder = Finder::new(&new);
    bencher.bench_local(|| Revision::between(black_box(&old), &finder));
}
