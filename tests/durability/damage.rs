//! What can be read out of a damaged file comes into a new one, and the rest is named.

use std::fs;

use super::{Dice, assert_whole, looking, said, study, texts};
use crate::environment::{Environment, Output, arg};

/// A study with a history of its own, and its bytes.
fn worked_on() -> (Environment, std::path::PathBuf, Vec<u8>) {
    let (environment, path) = study();
    for words in [
        vec!["codes", "add", "weekly calls", "--parent", "c", "--key", "calls"],
        vec!["code", "joint", "calls", "--quote", "After that it was easy"],
        vec!["memo", "add", "--text", "Trust or habit?", "--key", "habit", "--about", "code:calls"],
    ] {
        let words: Vec<&str> = words.into_iter().chain(["--coder", "kim", "-s", arg(&path)]).collect();
        let output = environment.run(&words);
        assert_eq!(output.code, 0, "{output}");
    }
    let bytes = fs::read(&path).expect("the file");
    (environment, path, bytes)
}

fn recover(environment: &Environment, words: &[&str]) -> (Output, serde_json::Value) {
    let _ = fs::remove_file(environment.path("triad.recovered.themata"));
    let words: Vec<&str> = ["recover", "triad.themata", "--json"].iter().chain(words).copied().collect();
    let output = environment.run(&words);
    let json =
        serde_json::from_str(if output.code == 2 { &output.stderr } else { &output.stdout }).expect("JSON");
    (output, json)
}

#[test]
fn an_intact_file_is_left_alone_and_copied_when_asked() {
    let (environment, path, bytes) = worked_on();
    let output = environment.run(&["recover", "triad.themata"]);
    assert_eq!(output.stdout, "Nothing is damaged in `triad.themata`.\n", "{output}");
    let output = environment.run(&["recover", "triad.themata", "-o", "copy.themata"]);
    assert_eq!(
        output.stdout, "Nothing is damaged in `triad.themata`. It was copied to `copy.themata`.\n",
        "{output}"
    );
    assert_eq!(said(&environment.path("copy.themata")), said(&path));
    assert_eq!(fs::read(&path).expect("the file"), bytes);
}

#[test]
fn a_lost_page_costs_names_and_little_else() {
    let (environment, path, mut bytes) = worked_on();
    let root: u32 = looking(&path)
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'code'", [], |row| row.get(0))
        .expect("a number");
    let start = (root as usize - 1) * 4096;
    bytes[start..start + 4096].fill(0xFF);
    fs::write(&path, &bytes).expect("the file");
    let output = environment.run(&["codes", "triad.themata"]);
    assert_eq!(output.code, 2, "{output}");
    assert!(output.stderr.contains("`triad.themata` is damaged"), "{output}");
    assert!(
        output.stderr.ends_with("hint: read out what is left: `themata recover triad.themata`\n"),
        "{output}"
    );
    let output = environment.run(&["recover", "triad.themata", "-o", "saved.themata"]);
    assert_eq!(output.code, 1, "{output}");
    for told in [
        "Recovered `triad.themata` into `saved.themata`.\n".to_string(),
        "  code: all of `e1` but its name; a row of that name stands in for it\n".to_string(),
        format!("  page {root} of `code` cannot be read\n"),
    ] {
        assert!(output.stdout.contains(&told), "{told}{output}");
    }
    assert_eq!(fs::read(&path).expect("the file"), bytes, "the damaged file is only read");
    let saved = environment.path("saved.themata");
    assert_whole(&saved, "recovered");
    let db = looking(&saved);
    assert_eq!(texts(&db, "SELECT name FROM code WHERE key = 'calls'"), ["weekly calls"]);
    assert_eq!(texts(&db, "SELECT key FROM code ORDER BY key"), ["c", "calls", "d", "e1", "e2", "f"]);
    let codes_of =
        |path: &std::path::Path| texts(&looking(path), "SELECT code || quotation FROM quotations ORDER BY 1");
    assert_eq!(codes_of(&saved).len(), 5);
    for words in
        [vec!["status", "saved.themata"], vec!["history", "saved.themata"], vec!["codes", "saved.themata"]]
    {
        let output = environment.run(&words);
        assert_eq!(output.code, 0, "{output}");
    }
    let output = environment.run(&["recover", "triad.themata", "-o", "saved.themata"]);
    assert_eq!(output.code, 2, "a file that is there is never replaced: {output}");
}

#[test]
fn whatever_happens_to_a_file_it_is_recovered_or_a_sentence_says_why_not() {
    let (environment, path, bytes) = worked_on();
    let mut dice = Dice(42);
    let pages = bytes.len() as u64 / 4096;
    let before = said(&path);
    for round in 0..25 {
        let mut damaged = bytes.clone();
        match round % 3 {
            0 => (0..1 + dice.below(40)).for_each(|_| {
                let at = dice.below(damaged.len() as u64) as usize;
                damaged[at] ^= 1 << dice.below(8);
            }),
            1 => (0..1 + dice.below(6)).for_each(|_| {
                let start = dice.below(pages) as usize * 4096;
                damaged[start..start + 4096].fill(dice.below(256) as u8);
            }),
            _ => damaged.truncate(dice.below(damaged.len() as u64) as usize),
        }
        fs::write(&path, &damaged).expect("the file");
        let (output, json) = recover(&environment, &[]);
        assert!(!output.stderr.contains("panicked"), "round {round}: {output}");
        let new = environment.path("triad.recovered.themata");
        match output.code {
            2 => {
                assert!(
                    json["error"].as_str().is_some_and(|error| error.contains("triad.themata")),
                    "round {round}: {output}"
                );
                assert!(!new.exists(), "round {round}");
            }
            _ if json["intact"] == true => assert_eq!(said(&path), before, "round {round}"),
            _ => {
                assert_whole(&new, &format!("round {round}"));
                let output = environment.run(&["check", arg(&new)]);
                assert!(output.code < 2, "round {round}: {output}");
            }
        }
        assert_eq!(fs::read(&path).expect("the file"), damaged, "round {round}");
    }
}

#[test]
fn a_backup_holds_everything_and_replaces_nothing() {
    let (environment, path, _) = worked_on();
    let output = environment.run(&["backup", "triad.themata", "-o", "kept.themata"]);
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (0, "Copied `triad.themata` to `kept.themata`.\n"),
        "{output}"
    );
    assert_eq!(said(&environment.path("kept.themata")), said(&path));
    let output = environment.run(&["backup", "triad.themata", "-o", "kept.themata"]);
    assert_eq!(output.code, 2, "{output}");
    assert!(output.stderr.starts_with("error: `kept.themata` exists already"), "{output}");
}
