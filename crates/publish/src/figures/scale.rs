//! The scale of an axis of counts: whole numbers, few ticks, a round end.

use serde::Serialize;

/// An axis from zero to a round number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    step: u64,
    steps: u64,
}

/// One tick of an axis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Tick {
    /// Where it stands, 0 at the origin and 1 at the end.
    pub(super) share: f64,
    /// The number.
    pub(super) text: String,
}

impl Scale {
    /// Returns the scale that reaches `max` with at most `most` steps of 1, 2 or 5 times a power of ten.
    pub(super) fn reaching(max: u64, most: u64) -> Scale {
        let max = max.max(1);
        let mut step = 1u64;
        for factor in [2, 5, 10].into_iter().cycle() {
            if max.div_ceil(step) <= most.max(1) {
                break;
            }
            // 1, 2, 5, 10, 20 …: each step from the power of ten below it.
            let power = 10u64.pow(step.ilog10());
            match power.checked_mul(factor) {
                Some(next) => step = next,
                None => return Scale { step: max, steps: 1 },
            }
        }
        Scale { step, steps: max.div_ceil(step) }
    }

    /// Where `count` stands, 0 at the origin and 1 at the end.
    pub(super) fn share(self, count: u64) -> f64 {
        count as f64 / (self.step as f64 * self.steps as f64)
    }

    /// The ticks, the origin included.
    pub(super) fn ticks(self) -> Vec<Tick> {
        (0..=self.steps)
            .map(|i| Tick {
                share: i as f64 / self.steps as f64,
                text: self.step.saturating_mul(i).to_string(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(max: u64) -> String {
        Scale::reaching(max, 6).ticks().iter().map(|tick| tick.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn ticks_are_whole_and_round() {
        assert_eq!(ends(0), "0 1");
        assert_eq!(ends(1), "0 1");
        assert_eq!(ends(6), "0 1 2 3 4 5 6");
        assert_eq!(ends(7), "0 2 4 6 8");
        assert_eq!(ends(13), "0 5 10 15");
        assert_eq!(ends(31), "0 10 20 30 40");
        assert_eq!(ends(61), "0 20 40 60 80");
        assert_eq!(ends(100_000), "0 20000 40000 60000 80000 100000");
    }

    #[test]
    fn no_count_is_too_great() {
        for max in [u64::MAX, u64::MAX - 1, u64::MAX / 3] {
            let scale = Scale::reaching(max, 6);
            assert!((0.3..=1.0).contains(&scale.share(max)));
            assert!(scale.ticks().len() <= 7);
        }
    }
}
