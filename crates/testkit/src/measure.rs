//! What benches measure with, beside the tool that runs them.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The files below `folder` that end in .md or .txt, in order.
///
/// # Panics
/// When the folder cannot be read.
pub fn text_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok).map(|e| e.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md" || e == "txt") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Words that are asked for.
const WORDS: [&str; 10] =
    ["penalty", "contract", "trust", "lightning", "channel", "price", "data", "network", "change", "people"];

/// Queries of every kind over words alone.
const SHAPES: [&str; 10] = [
    "{a}",
    "\"{a}\"",
    "{a} {b}",
    "{a} OR {b}",
    "{a} NOT {b}",
    "\"the {a}\"",
    "\"{a} {b}\"~3",
    "{a} near/5 {b}",
    "{a}*",
    "{a}~1",
];

/// Queries of every kind, those with the filters of `more` among them: each with each word for `{a}` and another
/// for `{b}`.
pub fn mixed_queries(more: &[&str]) -> Vec<String> {
    let pairs = WORDS.iter().enumerate().flat_map(|(n, a)| {
        let b = WORDS[(n + 3) % WORDS.len()];
        SHAPES.iter().chain(more).map(move |shape| shape.replace("{a}", a).replace("{b}", b))
    });
    pairs.collect()
}

/// The shortest of some runs.
pub fn best_of<T>(times: usize, mut run: impl FnMut() -> T) -> Duration {
    let timed = |_| {
        let begun = Instant::now();
        std::hint::black_box(run());
        begun.elapsed()
    };
    (0..times).map(timed).min().unwrap_or_default()
}

/// The median, the 99th percentile and the slowest of questions run one by one, in words.
pub fn quantiles(asked: &[String], mut run: impl FnMut(&str) -> Duration) -> String {
    let mut times: Vec<(Duration, &str)> = asked.iter().map(|query| (run(query), query.as_str())).collect();
    times.sort();
    let at = |percent: usize| {
        times.get(times.len().saturating_sub(1) * percent / 100).map_or(Duration::ZERO, |t| t.0)
    };
    let slowest = times.last().map_or("", |(_, query)| query);
    format!(
        "{} questions: median {:.2?}, 99th percentile {:.2?}, slowest {:.2?} ({slowest})",
        times.len(),
        at(50),
        at(99),
        at(100)
    )
}
