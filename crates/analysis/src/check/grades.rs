//! How many displayed quotations are attributed at which grade.

use std::collections::BTreeMap;

use themata_model::{AttributionGrade, Excerpt, OutputKind, Study};

use super::Remarks;
use super::attributions::{Fit, Roster};
use super::named::{At, read};
use crate::plural::counted;
use crate::rule::joined;

/// The grades that are counted, the fullest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    TitleAndParty,
    TitleAndSide,
    VagueAndParty,
    Title,
    Party,
    Side,
    Respondent,
    Nobody,
}

impl Grade {
    fn words(self) -> &'static str {
        match self {
            Grade::TitleAndParty => "by title and party",
            Grade::TitleAndSide => "by title and side",
            Grade::VagueAndParty => "by a vague title and party",
            Grade::Title => "by title alone",
            Grade::Party => "by party alone",
            Grade::Side => "by side alone",
            Grade::Respondent => "to a respondent",
            Grade::Nobody => "to nobody",
        }
    }
}

/// Notes how many displayed quotations are attributed at which grade, where there are several grades.
pub(super) fn check(study: &Study, roster: &Roster<'_>, remarks: &mut Remarks<'_>) {
    let mut counts: BTreeMap<Grade, usize> = BTreeMap::new();
    for excerpt in study.excerpts.iter().filter(|excerpt| !excerpt.exhibits.is_empty()) {
        if let Some(grade) = grade(study, roster, excerpt) {
            *counts.entry(grade).or_default() += 1;
        }
    }
    if counts.len() < 2 {
        return;
    }
    let all = counted(counts.values().sum(), "displayed quotation");
    let told: Vec<String> = counts.iter().map(|(grade, n)| format!("{n} {}", grade.words())).collect();
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    let sentence = format!("{all} are attributed: {}", joined(&told));
    remarks.note("attribution-grades".to_string(), "excerpts", sentence);
}

/// The grade at which an excerpt is displayed; `None` where no exhibit tells.
fn grade(study: &Study, roster: &Roster<'_>, excerpt: &Excerpt) -> Option<Grade> {
    let of_exhibit = || excerpt.exhibits.iter().find_map(|used| grade_of_exhibit(study, &used.exhibit));
    let own = match &excerpt.attribution {
        AttributionGrade::Exhibit => of_exhibit()?,
        own => own.clone(),
    };
    Some(match &own {
        AttributionGrade::Exhibit => return None,
        AttributionGrade::TitleAndParty => Grade::TitleAndParty,
        AttributionGrade::VagueTitleAndParty => Grade::VagueAndParty,
        AttributionGrade::TitleAndSide => Grade::TitleAndSide,
        AttributionGrade::Title => Grade::Title,
        AttributionGrade::Party => Grade::Party,
        AttributionGrade::SideAndCase => Grade::Side,
        AttributionGrade::Respondent => Grade::Respondent,
        AttributionGrade::Nothing => Grade::Nobody,
        AttributionGrade::Words(words) => grade_of_words(study, roster, words),
    })
}

/// The grade of the table that prints an exhibit, as its output sets it.
fn grade_of_exhibit(study: &Study, exhibit: &themata_model::ExhibitKey) -> Option<AttributionGrade> {
    let tables = study.outputs.iter().filter(|output| output.exhibit == *exhibit);
    let mut set = tables.filter_map(|output| match (&output.kind, output.options.get("attribution")) {
        (OutputKind::Table(_), Some(word)) => word.parse().ok(),
        (OutputKind::Table(kind), None) if kind == "evidence" => Some(AttributionGrade::Nothing),
        (OutputKind::Table(kind), None) if ["proof", "cross-case", "dyads"].contains(&kind.as_str()) => {
            Some(AttributionGrade::TitleAndParty)
        }
        _ => None,
    });
    set.next()
}

/// The grade of an attribution in words of one's own.
fn grade_of_words(study: &Study, roster: &Roster<'_>, words: &str) -> Grade {
    let named = read(study, words);
    let at = named.at.parties();
    let among = |party: Option<usize>, _: usize| at.is_empty() || party.is_some_and(|at_| at.contains(&at_));
    let is_vague = || roster.fitting(&named.title, among).first().is_some_and(|hit| hit.fit == Fit::Vague);
    match (&named.at, named.title.is_empty()) {
        (At::Nowhere, true) => Grade::Respondent,
        (At::Party(_), true) => Grade::Party,
        (At::Group(..), true) => Grade::Side,
        (At::Party(_), false) if is_vague() => Grade::VagueAndParty,
        (At::Party(_), false) => Grade::TitleAndParty,
        (At::Group(..), false) => Grade::TitleAndSide,
        (At::Nowhere, false) => Grade::Title,
    }
}

#[cfg(test)]
mod tests {
    use themata_model::{AttributionGrade, ExhibitKind};

    use crate::check::attributions::tests::attributed;
    use crate::check::testing::remarks;
    use crate::testing::Builder;

    #[test]
    fn displayed_quotations_are_counted_by_their_grade() {
        let mut b = Builder::dyads();
        b.exhibit("text", ExhibitKind::Body);
        let said = b.say("a2", 1, "c1");
        attributed(
            &mut b,
            said,
            &[
                ("e1", "title-party"),
                ("e2", "head of sales, Acme"),
                ("e3", "head, Acme"),
                ("e4", "a respondent from Acme"),
                ("e5", "party"),
                ("e6", "vague-party"),
                ("e7", "head of sales, maker of R2"),
            ],
        );
        b.excerpt("kept", &[said], &[]);
        b.study.excerpts.last_mut().unwrap().attribution = AttributionGrade::Title;
        insta::assert_snapshot!(remarks(&b.study, &["attribution-grades"]), @"note attribution-grades [excerpts] 7 displayed quotations are attributed: 2 by title and party, 1 by title and side, 2 by a vague title and party and 2 by party alone");
    }
}
