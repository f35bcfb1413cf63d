//! Misspelt verbs: the nearest one is named before a word is taken for a study.

use std::ffi::OsString;
use std::path::Path;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use themata_workspace::nearest;

/// Words for what a verb does by itself.
const LISTING: [&str; 3] = ["list", "ls", "show"];

/// Refuses a word that stands where a verb could and is none, unless it may be a study.
pub(super) fn check(command: &mut Command, words: &[OsString]) -> Result<(), clap::Error> {
    let Some((verb, what)) = misspelt(command, words) else { return Ok(()) };
    // Parts of a command know their full names only when all of it is built.
    command.build();
    let part = match verb {
        Some(verb) => command.find_subcommand_mut(verb),
        None => Some(command),
    };
    let Some(part) = part else { return Ok(()) };
    Err(match what {
        Misspelt::Near { word, near } => {
            let mut error = clap::Error::new(ErrorKind::InvalidSubcommand).with_cmd(part);
            error.insert(ContextKind::InvalidSubcommand, ContextValue::String(word));
            error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![near]));
            error.insert(ContextKind::Usage, ContextValue::StyledStr(part.render_usage()));
            error
        }
        Misspelt::Other(what) => part.error(ErrorKind::InvalidSubcommand, what),
    })
}

/// What is to be said of a word that is no verb.
enum Misspelt {
    /// It is nearly one.
    Near { word: String, near: String },
    /// Something else.
    Other(String),
}

/// The verb whose own verb is misspelt, where it is not the first word, and what to say.
fn misspelt<'w>(command: &Command, words: &'w [OsString]) -> Option<(Option<&'w str>, Misspelt)> {
    let word = |n: usize| words.get(n).and_then(|word| word.to_str()).filter(|word| !word.starts_with('-'));
    let first = word(1)?;
    let Some(verb) = command.find_subcommand(first) else {
        let near = near(command, first)?.to_string();
        return Some((None, Misspelt::Near { word: first.to_string(), near }));
    };
    let second = word(2).filter(|second| *second != "help" && !may_be_study(second))?;
    // What a verb takes is declared when it is asked for.
    let mut verb = verb.clone();
    verb.build();
    let takes_study = verb.has_subcommands() && verb.get_positionals().next().is_some();
    if !takes_study || verb.find_subcommand(second).is_some() {
        return None;
    }
    let none = format!("`{first}` has no verb `{second}`");
    let what = if let Some(near) = near(&verb, second) {
        Misspelt::Near { word: second.to_string(), near: near.to_string() }
    } else if LISTING.contains(&second) {
        Misspelt::Other(format!("{none}; `themata {first}` alone lists what there is"))
    } else if word(3).is_some() {
        let verbs: Vec<String> = named(&verb).map(|name| format!("`{name}`")).collect();
        Misspelt::Other(format!("{none}; its verbs are {}", verbs.join(", ")))
    } else {
        return None;
    };
    Some((Some(first), what))
}

fn may_be_study(word: &str) -> bool {
    word.ends_with(".themata") || Path::new(word).exists()
}

fn near<'a>(command: &'a Command, word: &str) -> Option<&'a str> {
    nearest(word, named(command))
}

/// The verbs that help shows.
fn named(command: &Command) -> impl Iterator<Item = &str> {
    // A part that is built has `help` among its verbs.
    let shown = |verb: &&Command| !verb.is_hide_set() && verb.get_name() != "help";
    command.get_subcommands().filter(shown).map(Command::get_name)
}
