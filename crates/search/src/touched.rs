//! The passages that codings touch, kept for the next question: the same filters are asked for again and again.

use std::sync::{Arc, Mutex, PoisonError};

use fixedbitset::FixedBitSet;

use crate::Quotation;
use crate::view::View;

/// Sets kept at most.
const KEPT: usize = 32;

/// Lists of codings with the passages they touch, the newest last.
#[derive(Default)]
pub(crate) struct Touched(Mutex<Vec<Known>>);

/// A list with the passages it touches.
type Known = (Arc<[Quotation]>, Arc<FixedBitSet>);

impl Touched {
    /// The passages that `quotations`, which are in order, share a character with. A list is known by its place
    /// in memory, which nothing else has as long as it is kept here.
    pub(crate) fn by(&self, quotations: &Arc<[Quotation]>, view: &View) -> Arc<FixedBitSet> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, set)) = kept.iter().find(|(of, _)| Arc::ptr_eq(of, quotations)) {
            return set.clone();
        }
        let set = Arc::new(touched(quotations, view));
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((quotations.clone(), set.clone()));
        set
    }
}

/// The passages that `quotations`, which are in order, share a character with.
pub(crate) fn touched(quotations: &[Quotation], view: &View) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(view.len());
    let mut here: Option<u32> = None;
    let mut run = 0..0;
    for quotation in quotations {
        if here != Some(quotation.text) {
            here = Some(quotation.text);
            run = view.run(quotation.text);
        }
        // The next quotation begins no earlier, so the passages before this one are done with.
        run.start = view.first_ending_after(run.clone(), quotation.start);
        let mut doc = run.start;
        while doc < run.end && view.start(doc) < quotation.end {
            set.insert(doc as usize);
            doc += 1;
        }
    }
    set
}
