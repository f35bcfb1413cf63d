//! The arguments of the verbs that help a shell.

use std::path::PathBuf;

use clap::Args;

use crate::completion::Shell;

/// Print a script for completions in bash, zsh or fish
///
/// The completions know the study that is named on the line: after `--code` the tab key offers its
/// codes with their names, after `--case` its cases. In a list with `;` the last item is completed;
/// put the list in quotes. Nothing is changed, and what cannot be read is not offered.
///
/// Bash: put `source <(themata completions bash)` into ~/.bashrc. Zsh: `source <(themata completions
/// zsh)` into ~/.zshrc, after compinit. Fish: `themata completions fish | source` into config.fish.
///
/// Example: themata completions bash
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// Write manual pages for man(1)
///
/// One page for the program and one for each verb; the same program writes the same pages.
///
/// Example: themata man --out ~/.local/share/man/man1
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// Folder for the pages
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
}
