//! Progress on a terminal, silence elsewhere: what is being done, how much of it, and how long yet.

use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use themata_workspace::{Progress, Stage};

use crate::print;

/// How long a piece of work may take before anything is said of it.
const PATIENCE: Duration = Duration::from_millis(700);

/// How often the time that has gone by is shown anew.
const TICK: Duration = Duration::from_millis(200);

/// A stage whose steps are counted.
const COUNTED: &str = "{msg:.bold} [{wide_bar}] {pos}/{len}  {elapsed} gone, {left} left";
/// A stage that is one step: nothing can be said of the time left.
const UNCOUNTED: &str = "{spinner} {msg:.bold}  {elapsed} gone";

/// A progress line on stderr.
pub(crate) struct Bar {
    bar: ProgressBar,
    /// The stage at hand and its number of steps; the time left is reckoned for each stage anew.
    stage: Mutex<Option<(Stage, usize)>>,
}

impl Bar {
    /// Returns a bar that draws only when stderr is a terminal and nobody asked for quiet.
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new(1);
        if !is_wanted() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Bar { bar, stage: Mutex::new(None) }
    }

    /// Shows a step.
    pub(crate) fn show(&self, progress: &Progress) {
        let steps = progress.of.max(1);
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let begins = stage.replace((progress.stage, steps)) != Some((progress.stage, steps));
        let template = if steps > 1 { COUNTED } else { UNCOUNTED };
        // The templates are fixed; without them the bar's own serves as well.
        if let (true, Ok(style)) = (begins, ProgressStyle::with_template(template)) {
            self.bar.set_style(style.progress_chars("=> ").with_key("left", left));
        }
        let what = if progress.what.is_empty() { String::new() } else { format!(": {}", progress.what) };
        self.bar.set_message(print::escaped(&format!("{}{what}", progress.stage.label())));
        if begins {
            self.bar.set_length(steps as u64);
            self.bar.reset();
            self.bar.enable_steady_tick(TICK);
        }
        self.bar.set_position(progress.done as u64);
    }

    /// Does a piece of work that tells how far it has come, and takes the line away when it is done.
    pub(crate) fn follow<T>(work: impl FnOnce(&(dyn Fn(&Progress) + Sync)) -> T) -> T {
        let bar = Bar::new();
        let done = work(&|step| bar.show(step));
        bar.finish();
        done
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The time left, if the rest goes on as what is done did from the beginning: a step that takes long does not make
/// hours of it.
fn left(state: &ProgressState, to: &mut dyn Write) {
    let (done, all) = (state.pos(), state.len().unwrap_or_default());
    let told = match state.elapsed().as_secs_f64() * all.saturating_sub(done) as f64 / done as f64 {
        left if done > 0 && left.is_finite() => {
            format!("{:#}", HumanDuration(Duration::from_secs_f64(left.ceil())))
        }
        _ => "some time".to_string(),
    };
    // Where it cannot be written, nobody reads it.
    let _ = write!(to, "{told}");
}

/// Does a piece of work of which nobody knows how much is left; when it takes long, a line says that it goes
/// on and how long it has taken.
pub(crate) fn during<T>(what: &'static str, work: impl FnOnce() -> T) -> T {
    if !is_wanted() {
        return work();
    }
    let (done, is_done) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let bar = ProgressBar::new_spinner().with_message(what);
                if let Ok(style) = ProgressStyle::with_template(UNCOUNTED) {
                    bar.set_style(style);
                }
                bar.enable_steady_tick(TICK);
                // The sender goes when the work is done, be it by a panic.
                let _ = is_done.recv();
                bar.finish_and_clear();
            }
        });
        let _done = done;
        work()
    })
}

/// Whether somebody sits at a terminal who wants to see how things go.
fn is_wanted() -> bool {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    !print::is_quiet() && !dumb && std::io::stderr().is_terminal()
}
