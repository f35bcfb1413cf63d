//! The overview of `themata --help`: the verbs by what one does with them.

use clap::Command;

/// Every verb under its heading, in the order of the work.
const GROUPS: &[(&str, &[&str])] = &[
    ("Start", &["build"]),
    ("Code", &["codes", "levels"]),
    ("Look", &["status", "check", "cases", "sources", "informants"]),
    ("Print", &["replicate", "table", "figure"]),
    ("Share", &["unpack"]),
    ("Keep safe", &["history", "undo", "redo", "snapshot"]),
    ("Shell", &["completions", "man", "help"]),
];

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
            overview.push_str(&format!("  {literal}{verb}{literal:#}{padding}  {}\n", about(verb)));
        }
        overview.push('\n');
    }
    command.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{overview}{heading}Options:{heading:#}\n{{options}}\n\n\
         `themata VERB --help` tells all of a verb, with an example.\n"
    ))
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
        let long: Vec<&str> = help.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(long.is_empty(), "shorten what these verbs say of themselves: {long:#?}");
    }
}
