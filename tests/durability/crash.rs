//! Killed at random moments of a mixed workload, the program loses nothing that it has acknowledged.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Dice, assert_whole, last_entry, said, study};
use crate::environment::{Environment, arg, three_sides};

/// Kills in one file; two files are worked on at once.
const KILLS: u64 = 250;

/// One verb of the workload; its names are unique to round `n`.
fn verb(dice: &mut Dice, environment: &Environment, n: u64) -> Vec<String> {
    let earlier = |dice: &mut Dice| format!("k{}", dice.below(n.max(1)));
    let words: Vec<String> = match dice.below(12) {
        0..=2 => vec!["codes".into(), "add".into(), format!("code {n}"), "--key".into(), format!("k{n}")],
        3 => vec!["codes".into(), "rename".into(), earlier(dice), format!("name {n}")],
        4 => vec!["codes".into(), "merge".into(), earlier(dice), "--into".into(), "e2".into()],
        5 => vec!["codes".into(), "delete".into(), earlier(dice), "--force".into()],
        6 | 7 => {
            let start = dice.below(100);
            let span = format!("{start}:{}", start + 5 + dice.below(60));
            vec!["code".into(), "joint".into(), "e1".into(), "--span".into(), span]
        }
        8 => {
            let about = format!("memo {n}");
            let key = format!("m{n}");
            vec!["memo".into(), "add".into(), "--text".into(), about, "--key".into(), key]
        }
        9 => {
            let path = environment.path("edited.txt");
            let (_, text) = three_sides()[5];
            fs::write(&path, format!("{text}\nAna: Round {n}.\n")).expect("the text is written");
            vec!["text".into(), "joint".into(), "--from".into(), arg(&path).into()]
        }
        10 => vec!["undo".into()],
        _ => vec!["redo".into()],
    };
    words.into_iter().chain(["--coder".to_string(), "kim".to_string()]).collect()
}

/// A run that may be killed: what it printed, and its exit code if it came to its end.
struct Run {
    stdout: String,
    code: Option<i32>,
}

impl Run {
    /// The number of the entry that the program says it has written.
    fn acknowledged(&self) -> Option<i64> {
        let (_, rest) = self.stdout.rsplit_once("(entry ")?;
        rest.split_once(')')?.0.parse().ok()
    }
}

fn command(study: &Path, words: &[String]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_themata"));
    command.args(words).args(["-s", arg(study)]).env_clear();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command and kills it with SIGKILL, `delay` after its start or after it first wrote to `watched`.
fn killed(mut command: Command, watched: Option<&Path>, delay: Duration) -> Run {
    let length = |path: &Path| fs::metadata(path).map(|found| found.len()).unwrap_or_default();
    let before = watched.map(length);
    let mut child = command.spawn().expect("the program starts");
    let begun = Instant::now();
    if let (Some(path), Some(before)) = (watched, before) {
        while length(path) == before
            && begun.elapsed() < Duration::from_secs(2)
            && child.try_wait().expect("a state").is_none()
        {
            std::hint::spin_loop();
        }
    }
    std::thread::sleep(delay);
    // It may have come to its end already.
    let _ = child.kill();
    let output = child.wait_with_output().expect("the output");
    Run { stdout: String::from_utf8_lossy(&output.stdout).into_owned(), code: output.status.code() }
}

/// Kills the program over and over while it works on one file, and does on a twin of the file, in peace,
/// what was done. Returns how many verbs came through, and how many were stopped.
fn work_under_fire(seed: u64) -> (u64, u64) {
    let (environment, path) = study();
    let twin = environment.path("twin.themata");
    fs::copy(&path, &twin).expect("a copy");
    let log = PathBuf::from(format!("{}-wal", path.display()));
    let mut dice = Dice(seed);
    let begun = Instant::now();
    let in_peace: Vec<String> = ["codes", "add", "first", "--coder", "kim"].map(String::from).into();
    for file in [&path, &twin] {
        let run = command(file, &in_peace).output().expect("the program starts");
        assert!(run.status.success());
    }
    let usual = begun.elapsed().as_micros() as u64 / 2;
    let (mut done, mut stopped) = (0, 0);
    for n in 0..KILLS {
        let when = format!("seed {seed}, round {n}");
        let words = verb(&mut dice, &environment, n);
        let before = last_entry(&path);
        let (watched, delay) = match n % 2 {
            0 => (None, dice.below(usual * 3 / 2)),
            _ => (Some(log.as_path()), dice.below(3_000)),
        };
        let run = killed(command(&path, &words), watched, Duration::from_micros(delay));
        let after = last_entry(&path);
        if let Some(entry) = run.acknowledged() {
            assert_eq!(after, entry, "{when}: {words:?} was acknowledged");
        }
        assert!(after == before || after == before + 1, "{when}: {words:?} wrote {before}..{after}");
        if after > before {
            let run = command(&twin, &words).output().expect("the program starts");
            assert!(run.status.success(), "{when}: {words:?} {}", String::from_utf8_lossy(&run.stderr));
            done += 1;
        } else if run.code.is_none() {
            stopped += 1;
        }
        if n % 10 == 9 {
            assert_whole(&path, &when);
            assert_eq!(said(&path), said(&twin), "{when}");
        }
    }
    let output = environment.run(&["status", arg(&path)]);
    assert_eq!(output.code, 0, "seed {seed}: {output}");
    assert_whole(&path, "at the end");
    assert_eq!(said(&path), said(&twin), "seed {seed}, at the end");
    (done, stopped)
}

#[test]
fn five_hundred_kills_lose_nothing_that_was_acknowledged() {
    let workers: Vec<_> =
        [20_260_105, 7].into_iter().map(|seed| std::thread::spawn(move || work_under_fire(seed))).collect();
    let (mut done, mut stopped) = (0, 0);
    for worker in workers {
        let (through, not) = worker.join().expect("no kill did harm");
        done += through;
        stopped += not;
    }
    assert!(
        done > 50 && stopped > 50,
        "kills must hit both sides of the commit: {done} done, {stopped} stopped"
    );
}

#[test]
fn an_import_that_is_killed_takes_in_all_documents_or_none() {
    let (environment, path) = study();
    let (_, text) = three_sides()[5];
    let names: Vec<String> = (0..60).map(|n| format!("new/talk{n:02}.txt")).collect();
    let words: Vec<String> =
        names.iter().map(|name| format!("{}\nAna: {name}.\n", text.repeat(20))).collect();
    let files: Vec<(&str, &str)> =
        names.iter().zip(&words).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = environment.write("documents", &files);
    let words: Vec<String> = ["import", arg(&folder), "--coder", "kim"].map(String::from).into();
    let clean = environment.path("clean.themata");
    fs::copy(&path, &clean).expect("a copy");
    let begun = Instant::now();
    assert!(command(&clean, &words).output().expect("the program starts").status.success());
    let usual = begun.elapsed().as_micros() as u64;
    let mut dice = Dice(3);
    for round in 0..20 {
        let run = killed(command(&path, &words), None, Duration::from_micros(dice.below(usual)));
        assert_whole(&path, &format!("round {round}"));
        let db = super::looking(&path);
        let sources: i64 =
            db.query_row("SELECT count(*) FROM source", [], |row| row.get(0)).expect("a number");
        assert!(sources == 2 || sources == 62, "round {round}: {sources} sources");
        if sources == 62 {
            drop(db);
            assert_eq!(environment.run(&["undo", "--coder", "kim", "-s", arg(&path)]).code, 0);
        } else {
            assert_eq!(run.acknowledged(), None, "round {round}");
        }
    }
}

#[test]
fn a_build_that_is_killed_leaves_no_half_file() {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let path = environment.path("new.themata");
    let build = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_themata"));
        command.args(["build", arg(&folder), "-o", arg(&path), "--replace"]).env_clear();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let begun = Instant::now();
    assert!(build().output().expect("the program starts").status.success());
    let usual = begun.elapsed().as_micros() as u64;
    let whole = said(&path);
    let mut dice = Dice(11);
    for round in 0..40 {
        if round % 4 == 0 {
            let _ = fs::remove_file(&path);
        }
        let was_there = path.exists();
        let run = killed(build(), None, Duration::from_micros(dice.below(usual * 5 / 4)));
        let must_be_there = was_there || run.code == Some(0);
        assert!(path.exists() || !must_be_there, "round {round}: the file is gone");
        if path.exists() {
            assert_whole(&path, &format!("round {round}"));
            assert_eq!(said(&path), whole, "round {round}");
        }
    }
}
