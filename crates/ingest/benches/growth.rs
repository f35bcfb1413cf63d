//! Time grows with the length of the text, not faster, also for texts made to be hard: eight times the text
//! should take about eight times as long.

use divan::Bencher;
use themata_ingest::{passages, segment};

fn main() {
    divan::main();
}

/// Texts of several shapes, each `n` pieces long.
fn made(shape: &str, n: usize) -> String {
    match shape {
        "interview" => {
            "Interviewer: Why did it grow?\n\nRespondent: It grew, since we\nworked on it.\n\n".repeat(n)
        }
        "distinct labels" => (0..n).map(|i| format!("Name{i} Surname: words that follow it\n\n")).collect(),
        "fields" => format!("{}\n{}", "Ab Cd: Ef Gh\n".repeat(n), "Ab Cd: ef\n\n".repeat(n)),
        "one huge line" => "word: and **more** (00:01) - [x] ".repeat(n),
        "colons" => ":::::::::::::::: \n".repeat(n),
        "open fences" => "```x\nAnna: hello\n".repeat(n),
        _ => format!("I: x\n{}B: y", "\n".repeat(20 * n)),
    }
}

const SHAPES: [&str; 7] =
    ["interview", "distinct labels", "fields", "one huge line", "colons", "open fences", "blank lines"];

#[divan::bench(args = SHAPES, consts = [2_000, 16_000])]
fn segmenting<const N: usize>(bencher: Bencher<'_, '_>, shape: &str) {
    let text = made(shape, N);
    bencher.bench(|| {
        let (turns, ..) = segment(&text);
        passages(&text, &turns).len()
    });
}
