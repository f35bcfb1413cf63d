//! A scripted year of work on one study, with seeded dice: verbs of every kind by three coders, undo and
//! redo, texts edited under their codings, three hundred codes boiled down to seventeen, two copies that
//! diverge and come together. What comes of it is compared with models that know nothing of the program.
//!
//! The year is a short one by default; `THEMATA_YEAR=full` makes it as long as it is meant.

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
mod state;
mod talk;
mod texts;
mod wishes;

/// `short` by default, `full` when the environment asks for the whole year.
fn size(short: usize, full: usize) -> usize {
    let whole = std::env::var("THEMATA_YEAR").is_ok_and(|word| word == "full");
    if whole { full } else { short }
}
