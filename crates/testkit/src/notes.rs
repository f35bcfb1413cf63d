//! Generated notes: memos, links, questions, member checks and named states.

use std::collections::BTreeMap;

use themata_model::{Link, LinkKind, MemberCheck, Memo, MemoAnchor, MemoKind, NamedState, Question, Study};

use crate::dice::Dice;
use crate::frameworks::all_codes;
use crate::generated::{Numbers, attributes, key};

/// Memos, links and questions.
pub(crate) fn notes(s: &mut Study, plan: &[Numbers]) {
    for (i, numbers) in plan.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let about = |kind: &str, key: String| MemoAnchor::Row { kind: kind.into(), key };
        let anchor = match dice.below(4) {
            0 => s.codings.first().map(|c| about("coding", c.id.to_string())),
            1 => s.codebook.codes().first().map(|c| about("code", c.key.to_string())),
            2 => s.cases.first().map(|c| about("case", c.key.to_string())),
            _ => None,
        };
        let kinds = [MemoKind::Theoretical, MemoKind::Methodological, MemoKind::Reflexive, MemoKind::Note];
        let memo = format!("memo {i}");
        s.memos.push(Memo {
            id: s.id.row("memo", &memo),
            key: key(&memo),
            anchor: anchor.unwrap_or(MemoAnchor::Study),
            kind: kinds[dice.below(4)],
            coder: dice.maybe(&s.coders).map(|c| c.key.clone()),
            date: dice.once_in(2).then(|| "2024-06-01".into()),
            text: format!("{}\n\n{}", dice.words(), dice.words()),
            attributes: BTreeMap::new(),
        });
        let codes = all_codes(s);
        if let (Some(from), Some(to)) = (dice.pick(&codes), dice.pick(&codes)) {
            s.links.push(Link {
                id: s.id.row("link", &i.to_string()),
                from: from.key.clone(),
                kind: LinkKind(format!("triggers {i}")),
                to: to.key.clone(),
                evidence: s.codings.iter().take(i).map(|c| c.id).collect(),
                reason: dice.maybe_words(),
                attributes: BTreeMap::new(),
            });
        }
        let question = format!("Q{i}");
        let attributes = attributes(&mut dice);
        s.questions.push(Question {
            id: s.id.row("question", &question),
            key: key(&question),
            text: dice.words(),
            attributes,
        });
    }
}

/// Member checks and named states.
pub(crate) fn members(s: &mut Study, plan: &[Numbers]) {
    for (i, numbers) in plan.iter().enumerate() {
        let mut dice = Dice::new(&numbers[6..]);
        let row = |kind: &str, key: Option<String>| Some(MemoAnchor::Row { kind: kind.into(), key: key? });
        let all = [
            Some(MemoAnchor::Study),
            row("finding", s.findings.first().map(|r| r.key.to_string())),
            row("exhibit", s.exhibits.first().map(|r| r.key.to_string())),
            row("source", s.sources.last().map(|r| r.key.to_string())),
            row("coding", s.codings.last().map(|r| r.id.to_string())),
            row("code", all_codes(s).last().map(|r| r.key.to_string())),
        ];
        let shown = dice.some(&all.into_iter().flatten().collect::<Vec<_>>());
        let check = format!("check {i}");
        s.member_checks.push(MemberCheck {
            id: s.id.row("check", &check),
            key: key(&check),
            informant: dice.maybe(&s.informants).map(|r| r.key.clone()),
            party: dice.maybe(&s.parties).map(|r| r.key.clone()),
            date: dice.once_in(2).then(|| "autumn 2024".into()),
            shown,
            response: dice.maybe_words(),
            revision: format!("{}\n", dice.maybe_words()),
            coder: dice.pick(&s.coders).map(|r| r.key.clone()),
            attributes: attributes(&mut dice),
        });
        s.snapshots.push(NamedState {
            id: s.id.row("state", &i.to_string()),
            name: format!("as \"submitted\"; round {i}"),
            op: s.id.row("op", &i.to_string()),
            at: (i % 2 == 0).then(|| "2026-01-02T03:04:05Z".into()),
            coder: (i % 3 == 0).then(|| "anna".into()),
            note: numbers.first().map_or(String::new(), |n| format!(" no {n}, with\nlines")),
        });
    }
}
