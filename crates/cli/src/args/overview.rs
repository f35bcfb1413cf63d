//! The overview of `themata --help`: the verbs by what one does with them.

use clap::Command;

/// Every verb under its heading, in the order of the work.
const GROUPS: &[(&str, &[&str])] = &[
    ("Start", &["new", "import", "build"]),
    (
        "Gather",
        &["sources", "text", "sides", "parties", "cases", "informants", "coders", "facets", "questions"],
    ),
    (
        "Code",
        &[
            "show",
            "code",
            "coding",
            "recode",
            "uncode",
            "confirm",
            "codings",
            "codes",
            "levels",
            "frameworks",
        ],
    ),
    ("Sort", &["place", "unplace", "settle", "unsettle"]),
    ("Write up", &["excerpt", "exhibit", "finding", "memo", "members"]),
    ("Find", &["search", "quotes", "suggest", "similar", "words", "index"]),
    ("Look", &["status", "check"]),
    ("Print", &["replicate", "table", "figure"]),
    ("Share", &["merge", "export", "unpack"]),
    ("Keep safe", &["history", "undo", "redo", "snapshot", "backup", "recover"]),
    ("Shell", &["completions", "man", "help"]),
];

/// Columns of the narrowest terminal that is reckoned with.
const WIDTH: usize = 80;

/// Gives the command a help text whose verbs stand under headings.
pub(super) fn with_overview(mut command: Command) -> Command {
    command.build();
    let heading = *command.get_styles().get_header();
    let literal = *command.get_styles().get_literal();
    let about = |verb: &str| {
        let found = command.find_subcommand(verb);
        found.and_then(|verb| verb.get_about()).map(ToString::to_string).unwrap_or_default()
    };
    let width = GROUPS.iter().flat_map(|(_, verbs)| verbs.iter().map(|verb| verb.len())).max().unwrap_or(0);
    let mut overview = String::new();
    for (name, verbs) in GROUPS {
        overview.push_str(&format!("{heading}{name}:{heading:#}\n"));
        for verb in *verbs {
            let padding = " ".repeat(width - verb.len());
            let about =
                wrapped(&about(verb), WIDTH - width - 4).join(&format!("\n{}", " ".repeat(width + 4)));
            overview.push_str(&format!("  {literal}{verb}{literal:#}{padding}  {about}\n"));
        }
        overview.push('\n');
    }
    command.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{overview}{heading}Options:{heading:#}\n{{options}}\n\n\
         `themata VERB --help` tells all of a verb, with an example.\n"
    ))
}

/// The text in lines of at most `width` characters, longer words apart.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_stands_under_one_heading() {
        let mut command = crate::args::command();
        command.build();
        let mut verbs: Vec<&str> =
            command.get_subcommands().filter(|c| !c.is_hide_set()).map(Command::get_name).collect();
        let mut listed: Vec<&str> = GROUPS.iter().flat_map(|(_, verbs)| verbs.iter().copied()).collect();
        verbs.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, verbs, "list the verb in args/overview.rs");
    }

    #[test]
    fn the_overview_fits_a_line_of_a_terminal() {
        let help = crate::args::command().render_help().to_string();
        let verbs = help.lines().filter(|line| line.starts_with("  "));
        let long: Vec<&str> = verbs.filter(|line| line.chars().count() > WIDTH).collect();
        assert!(long.is_empty(), "{long:#?}");
    }
}
