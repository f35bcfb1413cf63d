//! Colour, for eyes only: the streams take it out again unless they show a terminal, or
//! `CLICOLOR_FORCE` asks for it; `NO_COLOR` forbids it.

use anstyle::{AnsiColor, Style};

/// What went wrong.
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What looks odd.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// What to do, or what is good to know.
pub(crate) const HINT: Style = AnsiColor::Cyan.on_default();
/// The head of a list.
pub(crate) const HEADING: Style = Style::new().bold();

/// The text in a style. The text must hold no escape sequences of its own.
pub(crate) fn painted(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
