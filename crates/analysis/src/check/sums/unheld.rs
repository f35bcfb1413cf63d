//! Stated numbers of interviews while the study holds none: how they lie in one another.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{StatedTotal, Study, TotalOf};

use crate::roster::total_scope;

/// Case, side and party, as keys.
type Seat<'a> = [Option<&'a str>; 3];

/// Whether `total` counts interviews and the study holds none at all.
pub(in crate::check) fn is_unheld(study: &Study, total: &StatedTotal) -> bool {
    total.of == TotalOf::Interviews && !study.sources.iter().any(|source| source.kind.is_interview())
}

/// What the total at position `at` is made of where no interview is held: the stated numbers that no
/// other one divides any further, by position. They stand for none in the roster.
pub(super) fn stated_within(study: &Study, at: usize) -> BTreeMap<usize, u32> {
    let reach: Vec<Option<Reach<'_>>> = study.totals.iter().map(|total| Reach::of(study, total)).collect();
    let lies_in = |inner: usize, outer: usize| match (&reach[inner], &reach[outer]) {
        (Some(inner), Some(outer)) => inner.lies_in(outer),
        _ => false,
    };
    // Of two that reach equally far the first one stands for both.
    let is_divided = |whole: usize| {
        (0..reach.len())
            .any(|part| part != whole && lies_in(part, whole) && (!lies_in(whole, part) || part < whole))
    };
    (0..reach.len()).filter(|&part| lies_in(part, at) && !is_divided(part)).map(|part| (part, 0)).collect()
}

/// The seats and the wave that a stated number of interviews is about.
struct Reach<'a> {
    seats: BTreeSet<Seat<'a>>,
    wave: Option<&'a str>,
}

impl<'a> Reach<'a> {
    /// `None` when it counts something else, or nobody sits there.
    fn of(study: &'a Study, total: &'a StatedTotal) -> Option<Reach<'a>> {
        let [case, side, party, wave] = total_scope(total);
        let is_meant = |seat: &Seat<'a>| {
            let asked = [case, side, party];
            seat.iter().zip(asked).all(|(own, asked)| asked.is_none() || *own == asked)
        };
        let seats: BTreeSet<Seat<'a>> = seats(study).into_iter().filter(is_meant).collect();
        (total.of == TotalOf::Interviews && !seats.is_empty()).then_some(Reach { seats, wave })
    }

    fn lies_in(&self, outer: &Reach<'_>) -> bool {
        (outer.wave.is_none() || self.wave == outer.wave) && self.seats.is_subset(&outer.seats)
    }
}

/// Every seat of every case, the parties that have none, and those of whom nothing is told.
fn seats(study: &Study) -> Vec<Seat<'_>> {
    let mut out: Vec<Seat<'_>> = vec![[None; 3]];
    for case in &study.cases {
        for side in &case.sides {
            let own = side.side.as_ref().map(|key| key.as_str());
            out.extend(side.parties.iter().map(|party| [Some(case.key.as_str()), own, Some(party.as_str())]));
        }
    }
    let seated = |key: &themata_model::PartyKey| study.cases.iter().any(|case| case.has_party(key));
    let others = study.parties.iter().filter(|party| !seated(&party.key));
    out.extend(others.map(|party| [None, None, Some(party.key.as_str())]));
    out
}

#[cfg(test)]
mod tests {
    use themata_model::TotalOf;

    use crate::check::testing::remarks;
    use crate::check::totals::tests::total;
    use crate::testing::Builder;

    #[test]
    fn stated_numbers_contradict_one_another_before_any_interview_is_held() {
        let mut b = Builder::dyads();
        b.study.sources.clear();
        total(&mut b, TotalOf::Interviews, [""; 4], 4);
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", ""], 2);
        total(&mut b, TotalOf::Interviews, ["", "user", "", ""], 2);
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", "w1"], 2);
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", "w2"], 1);
        total(&mut b, TotalOf::Interviews, ["", "user", "", "w3"], 2);
        insta::assert_snapshot!(remarks(&b.study, &["parts", "total", "no-interviews"]), @r"
        question parts:interviews:waves [totals] interviews: waves sum to 5 (2 + 1 + 2), total stated 4: does not reconcile (Acme +1: waves sum to 3 (2 + 1), total stated 2)
        question no-interviews [totals] no interviews are in the folder, so that nothing bears out the 6 stated numbers of interviews
        ");
    }

    #[test]
    fn parts_that_are_less_than_their_whole_may_not_be_all_there_are() {
        let mut b = Builder::dyads();
        b.study.sources.clear();
        total(&mut b, TotalOf::Interviews, [""; 4], 9);
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", ""], 2);
        assert_eq!(remarks(&b.study, &["parts"]), "");
    }
}
