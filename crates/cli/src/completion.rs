//! Completions: the program itself answers what may come next on a command line, so that a shell
//! offers the codes, cases and sources of the very study that is named there.
//!
//! The scripts that `themata completions` prints ask in this way: [`VARIABLE`] names the shell, and
//! after `--` stand, for zsh and fish, the words up to the cursor, for bash the line up to the
//! cursor and the piece of it that bash will replace. An answer is one candidate a line. Whatever
//! goes wrong, the answer is silence.

mod line;
mod values;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

use clap::ValueEnum;
use clap_complete::CompletionCandidate;

use crate::{args, print};
use line::Line;

/// Name of the variable by which a script asks; its value is the shell.
const VARIABLE: &str = "THEMATA_COMPLETE";

/// Name of the variable by which bash says what kind of completion it does, as a character's number.
const COMPLETION_TYPE: &str = "THEMATA_COMPLETE_TYPE";

/// A shell that completions are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// Bash.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
}

impl Shell {
    /// The script that teaches the shell to ask.
    pub(crate) fn script(self) -> &'static str {
        match self {
            Shell::Bash => include_str!("completion/themata.bash"),
            Shell::Zsh => include_str!("completion/themata.zsh"),
            Shell::Fish => include_str!("completion/themata.fish"),
        }
    }
}

/// Answers a script that asks; nothing when this is a run like any other.
pub(crate) fn answer() -> Option<ExitCode> {
    let shell = Shell::from_str(std::env::var(VARIABLE).ok()?.as_str(), false).ok()?;
    let asked: Vec<String> = std::env::args_os()
        .skip_while(|word| word != "--")
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let line = match (shell, asked.as_slice()) {
        (Shell::Bash, [text, piece]) => Line::of_bash(text, piece),
        (Shell::Zsh, words) => Line::of_words(words.to_vec()),
        (Shell::Fish, [words @ .., last]) => Line::of_fish(words, last),
        _ => return Some(ExitCode::SUCCESS),
    };
    // Nobody can be told when writing fails.
    let _ = print::stdout(&shown(shell, &line, &candidates(&line)));
    Some(ExitCode::SUCCESS)
}

fn candidates(line: &Line) -> Vec<CompletionCandidate> {
    let mut command = values::with_completers(args::command(), line.words());
    let words: Vec<OsString> = line.words().iter().map(OsString::from).collect();
    let here = std::env::current_dir().ok();
    let last = words.len().saturating_sub(1);
    clap_complete::engine::complete(&mut command, words, last, here.as_deref()).unwrap_or_default()
}

/// The candidates as the shell wants them.
fn shown(shell: Shell, line: &Line, candidates: &[CompletionCandidate]) -> String {
    let mut out = String::new();
    // Bash knows no help texts; where it only lists, and inserts nothing but what all have in
    // common, they stand behind the candidates.
    let only_lists = std::env::var(COMPLETION_TYPE).is_ok_and(|kind| kind == "63");
    let with_help = shell != Shell::Bash || only_lists && candidates.len() > 1;
    for candidate in candidates {
        let value = candidate.get_value().to_string_lossy();
        if value.chars().any(char::is_control) {
            continue;
        }
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        let help = print::escaped(help.lines().next().unwrap_or_default()).replace('\t', " ");
        let help = if with_help { help.as_str() } else { "" };
        // Writing to a string cannot fail.
        let _ = match (shell, help) {
            (Shell::Bash, "") => writeln!(out, "{}", line.for_bash(&value)),
            (Shell::Bash, help) => writeln!(out, "{}  ({help})", line.for_bash(&value)),
            (Shell::Zsh, "") => writeln!(out, "{}", for_zsh(&value)),
            (Shell::Zsh, help) => writeln!(out, "{}:{}", for_zsh(&value), help.replace('\\', "\\\\")),
            (Shell::Fish, "") => writeln!(out, "{value}"),
            (Shell::Fish, help) => writeln!(out, "{value}\t{help}"),
        };
    }
    out
}

/// What `_describe` takes for a word: it parts word and help at the first bare colon.
fn for_zsh(value: &str) -> String {
    value.replace('\\', "\\\\").replace(':', "\\:")
}
