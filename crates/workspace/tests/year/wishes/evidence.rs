//! Wishes about excerpts, exhibits, findings, memos and member checks.

use themata_model::Study;
use themata_workspace::verbs::*;
use themata_workspace::{figure_kinds, table_kinds};

use super::{
    attribute, case, check, code, coding, excerpt, exhibit, finding, fresh, informant, memo, party, value,
    words,
};
use crate::dice::Dice;

pub(super) fn wish(dice: &mut Dice, s: &Study) -> Option<Verb> {
    Some(match dice.below(15) {
        0 | 1 => AddExcerpt { key: fresh(dice, "X"), facts: of_excerpt(dice, s) }.into(),
        2 | 3 => ChangeExcerpt { excerpt: excerpt(dice, s)?, facts: of_excerpt(dice, s) }.into(),
        4 => AddExhibit { key: fresh(dice, "table-"), facts: of_exhibit(dice) }.into(),
        5 => ChangeExhibit { exhibit: exhibit(dice, s)?, facts: of_exhibit(dice) }.into(),
        6 => output(dice, s)?,
        7 => RemoveOutput { exhibit: exhibit(dice, s)? }.into(),
        8 | 9 => AddFinding { key: fresh(dice, "F"), facts: of_finding(dice, s) }.into(),
        10 => ChangeFinding { finding: finding(dice, s)?, facts: of_finding(dice, s) }.into(),
        11 => {
            AddMemo { key: dice.maybe(2, |dice| Some(fresh(dice, "memo "))), facts: of_memo(dice, s) }.into()
        }
        12 => ChangeMemo { memo: memo(dice, s)?, facts: of_memo(dice, s) }.into(),
        13 => {
            let key = dice.maybe(2, |dice| Some(fresh(dice, "check ")));
            AddMemberCheck { key, facts: of_check(dice, s) }.into()
        }
        _ => ChangeMemberCheck { check: check(dice, s)?, facts: of_check(dice, s) }.into(),
    })
}

fn of_excerpt(dice: &mut Dice, s: &Study) -> ExcerptFacts {
    let row = dice.pick(&s.codings);
    let mut codings: Vec<String> = row.map(|row| row.id.to_string()).into_iter().collect();
    codings.extend(dice.maybe(3, |dice| coding(dice, s)));
    let shown = row.map(|row| row.quotation.split_whitespace().take(4).collect::<Vec<_>>().join(" "));
    ExcerptFacts {
        codings,
        text: dice.maybe(3, |_| Some(format!("{} …", shown?))),
        translation: dice.maybe(4, words),
        translator: dice.maybe(6, words),
        attribution: dice
            .maybe(3, |dice| Some(dice.pick(&["title", "party", "a senior buyer", "none"])?.to_string())),
        exhibits: dice.maybe(2, |dice| exhibit(dice, s)).into_iter().collect(),
        set: dice.maybe(5, attribute).into_iter().collect(),
    }
}

fn of_exhibit(dice: &mut Dice) -> ExhibitFacts {
    let kind = dice.maybe(2, |dice| Some(dice.pick(&["table", "figure", "body"])?.to_string()));
    ExhibitFacts { title: dice.maybe(2, words), kind }
}

fn output(dice: &mut Dice, s: &Study) -> Option<Verb> {
    let (what, kinds) = if dice.once_in(3) { ("figure", figure_kinds()) } else { ("table", table_kinds()) };
    let option = dice.maybe(2, |dice| {
        Some(match dice.below(4) {
            0 => format!("case={}", case(dice, s)?),
            1 => format!("code={}", code(dice, s)?),
            2 => format!("facet={}", super::facet(dice, s)?),
            _ => format!("level={}", super::level(dice, s)?),
        })
    });
    let (exhibit, name) = (exhibit(dice, s)?, dice.pick(&kinds)?.0.to_string());
    Some(SetOutput { exhibit, what: what.into(), name, options: option.into_iter().collect() }.into())
}

fn of_finding(dice: &mut Dice, s: &Study) -> FindingFacts {
    FindingFacts {
        text: words(dice),
        exhibit: dice.maybe(3, |dice| exhibit(dice, s)),
        case: dice.maybe(2, |dice| case(dice, s)),
        code: dice.maybe(2, |dice| code(dice, s)),
        facets: dice.maybe(3, |dice| value(dice, s)).into_iter().collect(),
        rating: dice.maybe(3, words),
        supports: dice.maybe(2, |dice| coding(dice, s)).into_iter().collect(),
        qualifies: dice.maybe(3, |dice| coding(dice, s)).into_iter().collect(),
        contradicts: dice.maybe(3, |dice| coding(dice, s)).into_iter().collect(),
        without: vec![],
        set: dice.maybe(5, attribute).into_iter().collect(),
    }
}

/// Something that a memo may be about or that members may be shown.
fn thing(dice: &mut Dice, s: &Study) -> Option<String> {
    Some(match dice.below(10) {
        0 => "study".to_string(),
        1 => format!("case:{}", case(dice, s)?),
        2 => format!("source:{}", super::source(dice, s)?),
        3 => format!("party:{}", party(dice, s)?),
        4 => format!("facet:{}", super::facet(dice, s)?),
        5 => format!("coding:{}", coding(dice, s)?),
        6 => format!("finding:{}", finding(dice, s)?),
        7 => format!("excerpt:{}", excerpt(dice, s)?),
        8 => format!("exhibit:{}", exhibit(dice, s)?),
        _ => format!("code:{}", code(dice, s)?),
    })
}

fn of_memo(dice: &mut Dice, s: &Study) -> MemoFacts {
    MemoFacts {
        about: dice.maybe(2, |dice| thing(dice, s)),
        kind: dice.maybe(2, |dice| {
            Some(dice.pick(&["theoretical", "methodological", "reflexive", "note"])?.to_string())
        }),
        text: words(dice),
        date: dice.maybe(3, words),
        set: dice.maybe(5, attribute).into_iter().collect(),
    }
}

fn of_check(dice: &mut Dice, s: &Study) -> MemberCheckFacts {
    MemberCheckFacts {
        informant: dice.maybe(2, |dice| informant(dice, s)),
        party: dice.maybe(2, |dice| party(dice, s)),
        date: dice.maybe(3, words),
        shown: dice.maybe(2, |dice| thing(dice, s)).into_iter().collect(),
        response: dice.maybe(2, words),
        revision: dice.maybe(3, words),
        set: dice.maybe(5, attribute).into_iter().collect(),
    }
}
