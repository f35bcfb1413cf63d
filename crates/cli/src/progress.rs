//! Progress on a terminal, silence elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use themata_workspace::Progress;

/// A progress line on stderr.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// Returns a bar that draws only when stderr is a terminal.
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new(1);
        if !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        // The template is fixed; without it the default bar serves as well.
        if let Ok(style) = ProgressStyle::with_template("{msg:40!} [{bar:30}] {pos}/{len} {eta}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Bar(bar)
    }

    /// Shows a step.
    pub(crate) fn show(&self, progress: &Progress) {
        self.0.set_length(progress.of.max(1) as u64);
        self.0.set_position(progress.done as u64);
        let what = if progress.what.is_empty() { String::new() } else { format!(": {}", progress.what) };
        self.0.set_message(format!("{}{what}", progress.stage.label()));
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
