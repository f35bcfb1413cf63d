//! How far a year of full length has come, told now and then on standard error, so that it can be watched.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::is_full;

/// Time between two lines.
const PAUSE: Duration = Duration::from_secs(20);

/// One kind of work with an end that is known.
pub(crate) struct Progress {
    what: &'static str,
    all: usize,
    began: Instant,
    told: Instant,
}

impl Progress {
    pub(crate) fn of(what: &'static str, all: usize) -> Progress {
        let now = Instant::now();
        Progress { what, all, began: now, told: now }
    }

    /// Tells that `done` of all is done, if it is time.
    pub(crate) fn at(&mut self, done: usize) {
        if is_full() && (self.told.elapsed() >= PAUSE || done >= self.all) {
            self.told = Instant::now();
            let seconds = self.began.elapsed().as_secs();
            // Not by a macro, whose words the test would keep to itself.
            let _ = writeln!(std::io::stderr(), "{}: {done} of {}, {seconds} s", self.what, self.all);
        }
    }
}
