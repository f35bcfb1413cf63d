//! What completes the value of an option or argument. The name that stands for the value in the
//! help decides: whatever takes a CODE is completed with the codes of the study on the line.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::StyledStr;
use clap::{Arg, Command};
use clap_complete::{ArgValueCompleter, CompletionCandidate, PathCompleter};
use themata_workspace::{KNOWN_FORMATS, KeyKind, Workspace};

use crate::study;

/// What may stand for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// Keys of the study, several with `;`.
    Keys(KeyKind),
    /// A facet, `=`, and one of its values.
    FacetValue,
    /// What a matrix has along a side: a facet, a level, or one of [`AXES`].
    Axis,
    /// A study file or study folder.
    Study,
    /// A folder.
    Folder,
    /// Any file; the shell's own way with paths.
    File,
    /// Kinds of tables or figures, by the verb.
    Exhibits,
    /// Some of these words, several with `,`.
    Formats,
    /// One of these words.
    Words(&'static [&'static str]),
    /// Whatever the person likes: nothing to offer.
    Free,
}

/// The names of values that the help uses, and what completes them.
const NAMES: &[(&str, Known)] = &[
    ("CASE", Known::Keys(KeyKind::Cases)),
    ("SIDE", Known::Keys(KeyKind::Sides)),
    ("PARTY", Known::Keys(KeyKind::Parties)),
    ("INFORMANT", Known::Keys(KeyKind::Informants)),
    ("SOURCE", Known::Keys(KeyKind::Sources)),
    ("LEVEL", Known::Keys(KeyKind::Levels)),
    ("CODE", Known::Keys(KeyKind::Codes)),
    ("PARENT", Known::Keys(KeyKind::Codes)),
    ("INTO", Known::Keys(KeyKind::Codes)),
    ("FRAMEWORK", Known::Keys(KeyKind::Frameworks)),
    ("FACET", Known::Keys(KeyKind::Facets)),
    ("FACET=VALUE", Known::FacetValue),
    ("CODER", Known::Keys(KeyKind::Coders)),
    ("RATER", Known::Keys(KeyKind::Coders)),
    ("WAVE", Known::Keys(KeyKind::Waves)),
    ("EXHIBIT", Known::Keys(KeyKind::Exhibits)),
    ("EXCERPT", Known::Keys(KeyKind::Excerpts)),
    ("FINDING", Known::Keys(KeyKind::Findings)),
    ("MEMO", Known::Keys(KeyKind::Memos)),
    ("CHECK", Known::Keys(KeyKind::MemberChecks)),
    ("QUESTION", Known::Keys(KeyKind::Questions)),
    ("SNAPSHOT", Known::Keys(KeyKind::Snapshots)),
    ("FROM", Known::Keys(KeyKind::Snapshots)),
    ("TO", Known::Keys(KeyKind::Snapshots)),
    ("STUDY", Known::Study),
    ("FOLDER", Known::Folder),
    ("DIR", Known::Folder),
    ("FILE", Known::File),
    ("DAMAGED", Known::File),
    ("KIND", Known::Exhibits),
    ("LIST", Known::Formats),
    ("ORIGIN", Known::Words(&["emergent", "theory-led", "predefined"])),
    ("RULE", Known::Words(&["marker", "name", "codings"])),
    (
        "GRADE",
        Known::Words(&[
            "title-party",
            "vague-party",
            "title-side",
            "title",
            "party",
            "side-case",
            "respondent",
            "none",
        ]),
    ),
    ("UNIT", Known::Words(&["codings", "spans", "informants", "interviews", "sources", "cases", "excerpts"])),
    ("ORDER", Known::Words(&["date", "study"])),
];

/// Options that the name of their value does not tell apart.
const OPTIONS: &[(&str, Known)] = &[
    ("by", Known::Words(&["case", "side", "party", "informant", "coder", "source"])),
    ("within", Known::Words(&["span", "passage", "turn"])),
    (
        "count_by",
        Known::Words(&["case", "side", "party", "informant", "speaker", "source", "wave", "code", "coder"]),
    ),
    ("rows", Known::Axis),
    ("columns", Known::Axis),
];

/// What a matrix can have along its sides beside the study's facets and levels.
const AXES: &[&str] = &["case", "side", "case-side", "party", "informant", "source", "wave", "coder", "code"];

/// What stands before a value of a facet that is meant without what is of all values.
const ONLY: &str = "only:";

/// The command with completers wherever a value is known. `words` is the line at hand, on which the
/// study may be named.
pub(super) fn with_completers(command: Command, words: &[String]) -> Command {
    let words: Arc<[String]> = words.into();
    attach(command, &words)
}

fn attach(command: Command, words: &Arc<[String]>) -> Command {
    let verb = command.get_name().to_string();
    let command = command.mut_args(|arg| match known(&arg) {
        Known::Free | Known::File => arg,
        known => {
            let (verb, words) = (verb.clone(), Arc::clone(words));
            arg.add(ArgValueCompleter::new(move |typed: &OsStr| offered(known, &verb, &words, typed)))
        }
    });
    command.mut_subcommands(|command| attach(command, words))
}

fn known(arg: &Arg) -> Known {
    let names = arg.get_value_names().unwrap_or_default();
    let [name] = names else { return Known::Free };
    // Where an argument lists its own words, these are offered.
    if !arg.get_possible_values().is_empty() {
        return Known::Free;
    }
    let by_option = OPTIONS.iter().find(|(option, _)| *option == arg.get_id().as_str());
    let found = by_option.or_else(|| NAMES.iter().find(|(known, _)| *known == name.as_str()));
    found.map_or(Known::Free, |(_, known)| *known)
}

fn offered(known: Known, verb: &str, words: &[String], typed: &OsStr) -> Vec<CompletionCandidate> {
    use clap_complete::engine::ValueCompleter;
    match known {
        Known::Study => PathCompleter::any().filter(is_study).complete(typed),
        Known::Folder => PathCompleter::dir().complete(typed),
        Known::File | Known::Free => Vec::new(),
        _ => {
            let typed = typed.to_string_lossy();
            let of = |separator| parted(&typed, separator);
            match known {
                Known::Keys(kind) => among(&keys(words, kind), of(Some(';'))),
                Known::FacetValue => facet_values(&keys(words, KeyKind::FacetValues), &typed),
                Known::Axis => {
                    let own = [KeyKind::Facets, KeyKind::Levels].map(|kind| keys(words, kind));
                    among(&own.into_iter().flatten().chain(plain(AXES)).collect::<Vec<_>>(), of(None))
                }
                Known::Exhibits => among(&exhibits(verb), of(None)),
                Known::Formats => among(&plain(&KNOWN_FORMATS), of(Some(','))),
                Known::Words(words) => among(&plain(words), of(None)),
                _ => Vec::new(),
            }
        }
    }
}

/// What is typed of a list, and of its last item.
fn parted(typed: &str, separator: Option<char>) -> (&str, &str) {
    let Some(separator) = separator else { return ("", typed) };
    match typed.rfind(separator) {
        Some(at) => {
            let (before, last) = typed.split_at(at + separator.len_utf8());
            let item = last.trim_start();
            (&typed[..before.len() + last.len() - item.len()], item)
        }
        None => ("", typed),
    }
}

/// The keys that begin with what is typed; when none does, the names that do: options take both.
fn among(keys: &[(String, String)], (before, typed): (&str, &str)) -> Vec<CompletionCandidate> {
    let candidate = |text: &str, help: &str| {
        let help =
            Some(help.to_string()).filter(|help| !help.is_empty() && help != text).map(StyledStr::from);
        CompletionCandidate::new(format!("{before}{text}")).help(help)
    };
    let by_key: Vec<_> = keys
        .iter()
        .filter(|(key, _)| key.starts_with(typed))
        .map(|(key, name)| candidate(key, name))
        .collect();
    if !by_key.is_empty() {
        return in_order(by_key);
    }
    in_order(
        keys.iter()
            .filter(|(_, name)| name.starts_with(typed))
            .map(|(key, name)| candidate(name, key))
            .collect(),
    )
}

/// Keeps the study's order: without one the engine goes by the alphabet.
fn in_order(candidates: Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    candidates.into_iter().enumerate().map(|(i, candidate)| candidate.display_order(Some(i))).collect()
}

/// First the facet, then, behind its `=`, the values, several with `;`, each perhaps behind `only:`.
fn facet_values(values: &[(String, String)], typed: &str) -> Vec<CompletionCandidate> {
    let Some((facet, value)) = typed.split_once('=') else {
        let mut facets: Vec<(String, String)> = Vec::new();
        for (pair, _) in values {
            let facet = pair.split('=').next().unwrap_or_default();
            if !facets.iter().any(|(known, _)| known.trim_end_matches('=') == facet) {
                facets.push((format!("{facet}="), String::new()));
            }
        }
        return among(&facets, ("", typed));
    };
    let prefix = format!("{facet}=");
    let own: Vec<(String, String)> = values
        .iter()
        .filter_map(|(pair, name)| Some((pair.strip_prefix(&prefix)?.to_string(), name.clone())))
        .collect();
    let (before, item) = parted(value, Some(';'));
    let (only, item) = item.strip_prefix(ONLY).map_or(("", item), |rest| (ONLY, rest));
    among(&own, (&format!("{prefix}{before}{only}"), item))
}

fn plain(words: &[&str]) -> Vec<(String, String)> {
    words.iter().map(|word| (word.to_string(), String::new())).collect()
}

fn exhibits(verb: &str) -> Vec<(String, String)> {
    let kinds = match verb {
        "table" => themata_workspace::table_kinds(),
        "figure" => themata_workspace::figure_kinds(),
        _ => return Vec::new(),
    };
    kinds.iter().map(|(kind, meaning)| (kind.to_string(), meaning.to_string())).collect()
}

/// The keys of the study that is meant; none when there is none, or it cannot be read.
fn keys(words: &[String], kind: KeyKind) -> Vec<(String, String)> {
    let path = named(words).or_else(|| study::path_unnamed().ok());
    let workspace = path.and_then(|path| Workspace::open_to_look(&path).ok());
    workspace.and_then(|workspace| workspace.keys(kind).ok()).unwrap_or_default()
}

/// The study named on the line: what follows `-s`, else the first word that is one.
fn named(words: &[String]) -> Option<PathBuf> {
    let (_, before) = words.split_last()?;
    let mut at = before.iter();
    while let Some(word) = at.next() {
        let value = match word.as_str() {
            "-s" | "--study" => at.next().map(String::as_str),
            word => {
                word.strip_prefix("--study=").or_else(|| word.strip_prefix("-s").filter(|v| !v.is_empty()))
            }
        };
        if let Some(path) = value.map(at_home) {
            return Some(path);
        }
    }
    before.iter().skip(1).map(|word| at_home(word)).find(|path| is_study(path))
}

/// Shells hand over `~` as it was typed.
fn at_home(word: &str) -> PathBuf {
    match (word.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(word),
    }
}

fn is_study(path: &Path) -> bool {
    if path.is_dir() {
        return path.join("study.toml").is_file();
    }
    path.extension().is_some_and(|extension| extension == "themata") && path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values that a person makes up, and that nothing can complete.
    const FREE: &[&str] = &[
        "N",
        "DPI",
        "TITLE",
        "TEXT",
        "NAME",
        "KEY",
        "MARKER",
        "DATE",
        "VERB",
        "COLOUR",
        "NAME=VALUE",
        "LANGUAGE",
        "PATTERN",
        "ENCODING",
        "TELLS",
        "LEVELS",
        "TOOL",
        "COLUMN",
        "COLUMNS",
        "COLUMN=FIELD",
        "QUERY",
        "LABEL",
        "WEIGHT",
        "SOURCE-KIND",
        "CASE-OR-SIDE",
        "SIDE=PARTY",
        "LABEL=INFORMANT",
        "LABEL=ROLE",
        "VALUE=TEXT",
        "VALUES",
        "THING",
        "FACET=VALUES",
        "ANSWER",
        "ID",
        "START:END",
        "FROM-TO",
        "CODING",
        "NOTE",
        "N=SIDE",
        "HEADS",
        "ATTRIBUTES",
    ];

    /// The verb and name of every value whose argument has no list of its own.
    fn values_of(command: &Command, found: &mut Vec<(String, String)>) {
        let takes_value = |arg: &&Arg| arg.get_num_args().is_some_and(|n| n.takes_values());
        for arg in command.get_arguments().filter(takes_value) {
            if known(arg) == Known::Free && arg.get_possible_values().is_empty() {
                let names = arg.get_value_names().unwrap_or_default();
                found.extend(names.iter().map(|name| (command.get_name().to_string(), name.to_string())));
            }
        }
        command.get_subcommands().for_each(|command| values_of(command, found));
    }

    #[test]
    fn it_is_said_of_every_value_what_completes_it() {
        let mut command = crate::args::command();
        command.build();
        let mut found = Vec::new();
        values_of(&command, &mut found);
        let unsaid: Vec<_> = found
            .iter()
            .filter(|(_, name)| {
                !FREE.contains(&name.as_str()) && !NAMES.iter().any(|(known, _)| known == name)
            })
            .filter(|(verb, _)| verb != "help" && verb != "completions")
            .collect();
        assert!(unsaid.is_empty(), "name these values in completion/values.rs: {unsaid:?}");
    }

    fn texts(candidates: &[CompletionCandidate]) -> Vec<String> {
        candidates.iter().map(|c| c.get_value().to_string_lossy().into_owned()).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
    }

    #[test]
    fn the_last_item_of_a_list_is_completed() {
        let keys = pairs(&[("R1", "Relationship 1"), ("R2", "Relationship 2"), ("S1", "Other")]);
        assert_eq!(texts(&among(&keys, parted("R1;R", Some(';')))), ["R1;R1", "R1;R2"]);
        assert_eq!(texts(&among(&keys, parted("R1; S", Some(';')))), ["R1; S1"]);
        assert_eq!(texts(&among(&keys, parted("Oth", Some(';')))), ["Other"]);
    }

    #[test]
    fn a_facet_is_completed_before_its_values() {
        let keys = pairs(&[("phase=early", "Early"), ("phase=late", "Late"), ("team=front", "")]);
        assert_eq!(texts(&facet_values(&keys, "")), ["phase=", "team="]);
        assert_eq!(texts(&facet_values(&keys, "phase=e")), ["phase=early"]);
        assert_eq!(texts(&facet_values(&keys, "phase=early;l")), ["phase=early;late"]);
        assert_eq!(texts(&facet_values(&keys, "phase=only:e")), ["phase=only:early"]);
        assert_eq!(texts(&facet_values(&keys, "phase=only:early;only:L")), ["phase=only:early;only:Late"]);
    }
}
