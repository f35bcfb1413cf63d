//! Time grows with the length of the text, not faster, also for texts made to be hard.

use std::time::{Duration, Instant};

use themata_ingest::{passages, segment};

/// The best of several runs, since other tests run at the same time.
fn best_time(text: &str) -> Duration {
    let run = || {
        let start = Instant::now();
        let (turns, ..) = segment(text);
        let passages = passages(text, &turns);
        assert!(passages.len() <= text.len());
        start.elapsed()
    };
    (0..5).map(|_| run()).min().unwrap_or_default()
}

#[test]
fn eight_times_the_text_takes_about_eight_times_as_long() {
    type Make = fn(usize) -> String;
    let shapes: [(&str, Make); 7] = [
        ("interview", |n| {
            "Interviewer: Why did it grow?\n\nRespondent: It grew, since we\nworked on it.\n\n".repeat(n)
        }),
        ("distinct labels", |n| {
            (0..n).map(|i| format!("Name{i} Surname: words that follow it\n\n")).collect()
        }),
        ("fields", |n| format!("{}\n{}", "Ab Cd: Ef Gh\n".repeat(n), "Ab Cd: ef\n\n".repeat(n))),
        ("one huge line", |n| "word: and **more** (00:01) - [x] ".repeat(n)),
        ("colons", |n| ":::::::::::::::: \n".repeat(n)),
        ("open fences", |n| "```x\nAnna: hello\n".repeat(n)),
        ("blank lines", |n| format!("I: x\n{}B: y", "\n".repeat(20 * n))),
    ];
    for (shape, make) in shapes {
        let (small, large) = (make(2_000), make(16_000));
        let ratio = best_time(&large).as_secs_f64() / best_time(&small).as_secs_f64().max(1e-5);
        // 64 would be quadratic; caches and allocation make somewhat more than 8.
        assert!(ratio < 28.0, "{shape}: {ratio:.1} times as long");
    }
}
