//! Stated numbers against the roster.

use std::collections::BTreeSet;

use themata_model::Study;

use super::{Remarks, sums};
use crate::roster::total_checks;

pub(super) fn check(study: &Study, remarks: &mut Remarks<'_>) {
    let beyond = sums::check(study, remarks);
    let unheld: BTreeSet<usize> =
        (0..study.totals.len()).filter(|&at| sums::is_unheld(study, &study.totals[at])).collect();
    if !unheld.is_empty() {
        let numbers = match unheld.len() {
            1 => "the stated number".to_string(),
            n => format!("the {n} stated numbers"),
        };
        remarks.question(
            "no-interviews".to_string(),
            "totals",
            format!("no interviews are in the folder, so that nothing bears out {numbers} of interviews"),
        );
    }
    let missed = total_checks(study).into_iter().enumerate().filter(|(_, check)| !check.holds());
    for (_, check) in missed.filter(|(at, _)| !beyond.contains(at) && !unheld.contains(at)) {
        remarks.broken(
            format!("total:{}", check.key),
            "totals",
            format!(
                "{} stated, but {} in the roster",
                number(&check.of, check.stated),
                number(unit(&check.of), check.found)
            ),
        );
    }
    let people: u32 = study.informants.iter().map(|informant| informant.count).sum();
    let interviews = study.sources.iter().filter(|source| source.kind.is_interview()).count();
    if interviews > 0 && people as usize != interviews {
        remarks.note(
            "informants-interviews".to_string(),
            "roster",
            format!(
                "there are {people} informants and {interviews} interviews; say in the paper which is counted"
            ),
        );
    }
}

/// `9 informants of R1 are` or `1 informant of R1 is`, from `informants of R1`.
fn number(of: &str, n: u32) -> String {
    if n != 1 {
        return format!("{n} {of} are");
    }
    let (units, scope) = of.split_at(unit(of).len());
    let one = match units.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => units.strip_suffix('s').unwrap_or(units).to_string(),
    };
    format!("1 {one}{scope} is")
}

fn unit(of: &str) -> &str {
    of.split(' ').next().unwrap_or(of)
}

#[cfg(test)]
pub(super) mod tests {
    use themata_model::{StatedTotal, TotalOf};

    use crate::check::testing::remarks;
    use crate::testing::Builder;

    pub(in crate::check) fn total(b: &mut Builder, of: TotalOf, scope: [&str; 4], value: u32) {
        let id = b.study.id.row("total", &b.study.totals.len().to_string());
        let [case, side, party, wave] = scope;
        let (case, side) = (case.parse().ok(), side.parse().ok());
        let (party, wave) = (party.parse().ok(), wave.parse().ok());
        b.study.totals.push(StatedTotal { id, of, case, side, party, wave, value });
    }

    #[test]
    fn one_is_told_in_the_singular() {
        let mut b = Builder::dyads();
        total(&mut b, TotalOf::Interviews, ["", "", "Acme", ""], 1);
        total(&mut b, TotalOf::Parties, ["", "maker", "", ""], 2);
        insta::assert_snapshot!(remarks(&b.study, &["total"]), @r"
        broken total:interviews:Acme [totals] 1 interview of Acme is stated, but 2 interviews are in the roster
        broken total:parties:maker [totals] 2 parties of maker are stated, but 1 party is in the roster
        ");
    }

    #[test]
    fn stated_totals_are_compared_with_the_roster() {
        let mut b = Builder::dyads();
        total(&mut b, TotalOf::Informants, [""; 4], 5);
        total(&mut b, TotalOf::Informants, ["R1", "user", "", ""], 3);
        total(&mut b, TotalOf::Informants, ["R2", "", "Acme", ""], 1);
        total(&mut b, TotalOf::Interviews, ["", "user", "", ""], 4);
        total(&mut b, TotalOf::Parties, [""; 4], 3);
        insta::assert_snapshot!(remarks(&b.study, &["total"]), @r"
        broken total:informants:R1:user [totals] 3 informants of R1, user are stated, but 2 informants are in the roster
        broken total:interviews:user [totals] 4 interviews of user are stated, but 3 interviews are in the roster
        ");
    }
}
