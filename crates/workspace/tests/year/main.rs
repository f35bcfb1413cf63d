//! A scripted year of work on one study, with seeded dice: verbs of every kind by three coders, undo and
//! redo, texts edited under their codings, three hundred codes boiled down to seventeen, two copies that
//! diverge and come together. What comes of it is compared with models that know nothing of the program.
//!
//! The year is a short one by default; `THEMATA_YEAR=full` makes it as long as it is meant, and
//! `THEMATA_YEAR_SEED=n` lets the dice fall another way.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

mod apart;
mod boiling;
mod counts;
mod desk;
mod dice;
mod editing;
mod fields;
mod life;
mod line;
mod naive;
mod progress;
mod state;
mod talk;
mod texts;
mod wishes;

/// `short` by default, `full` when the environment asks for the whole year.
fn size(short: usize, full: usize) -> usize {
    if is_full() { full } else { short }
}

fn is_full() -> bool {
    std::env::var("THEMATA_YEAR").is_ok_and(|word| word == "full")
}

/// Where the dice begin: 1, unless the environment says otherwise.
fn seed() -> u64 {
    std::env::var("THEMATA_YEAR_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}
