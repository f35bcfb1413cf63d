//! Tests of the public API: documents in, turns out.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

mod alone;
mod alternation;
mod bare;
mod closing;
mod columns;
mod corpora;
mod documents;
mod false_friends;
mod hostile;
mod layouts;
mod marks;
mod misread;
mod names;
mod outside;
mod passages;
mod properties;
mod roles;

use themata_ingest::segment;
use themata_model::{Speaker, Turn};

/// The turns of `text` as (label of the speaker, words).
fn said(text: &str) -> Vec<(String, &str)> {
    let (turns, speakers, _) = segment(text);
    turns.iter().map(|turn| (label(&speakers, turn), words(text, turn))).collect()
}

fn label(speakers: &[Speaker], turn: &Turn) -> String {
    speakers[turn.speaker].label.clone()
}

fn words<'a>(text: &'a str, turn: &Turn) -> &'a str {
    turn.body.map_or("", |body| body.of(text))
}

/// Asserts speakers and words of every turn.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let said = said(text);
    let seen: Vec<(&str, &str)> = said.iter().map(|(label, words)| (label.as_str(), *words)).collect();
    assert_eq!(seen, expected, "{text}");
}

/// Asserts that `text` has no turns.
#[track_caller]
fn check_none(text: &str) {
    assert_eq!(said(text), [], "{text}");
}
