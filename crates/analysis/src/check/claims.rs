//! Categories without evidence, and claims of the paper that the codings do not bear out.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{Claim, ClaimKind};

use super::Remarks;
use crate::context::Context;

/// Where a code with all below it has evidence.
#[derive(Default)]
struct Reach {
    cases: BTreeSet<u32>,
    sides: BTreeSet<(u32, u32)>,
    kinds: BTreeSet<String>,
    any: bool,
}

pub(super) fn check(context: &Context<'_>, remarks: &mut Remarks<'_>) {
    let reach = reach(context);
    let Some(category) = context.tree.category_rank() else { return };
    for code in context.tree.on_rank(category) {
        if !reach.get(&code).is_some_and(|reach| reach.any) {
            let code = context.tree.code(code);
            remarks.question(
                format!("no-evidence:{}", code.key),
                format!("code {}", code.key),
                format!("“{}” has no coding, neither of its own nor below it", code.marked_name()),
            );
        }
    }
    for claim in &context.study.claims {
        let asked = claim.level.as_ref().and_then(|level| context.tree.rank_of(level));
        for code in context.tree.on_rank(asked.unwrap_or(category)) {
            let empty = Reach::default();
            one_claim(context, claim, code, reach.get(&code).unwrap_or(&empty), remarks);
        }
    }
}

fn reach(context: &Context<'_>) -> BTreeMap<usize, Reach> {
    let mut out: BTreeMap<usize, Reach> = BTreeMap::new();
    for mark in context.frame.marks() {
        let Some(code) = mark.code else { continue };
        let source = &context.study.sources[context.marks.voice(mark).source as usize];
        let places = context.marks.places(mark);
        for above in context.tree.upward(code as usize) {
            let reach = out.entry(above).or_default();
            reach.any = true;
            reach.kinds.insert(source.kind.as_str().to_string());
            for &(case, side) in &places {
                reach.cases.insert(case);
                reach.sides.extend(side.map(|side| (case, side)));
            }
        }
    }
    out
}

fn one_claim(context: &Context<'_>, claim: &Claim, at: usize, reach: &Reach, remarks: &mut Remarks<'_>) {
    let study = context.study;
    let code = context.tree.code(at);
    let name = code.marked_name();
    let place = format!("code {}", code.key);
    let word = claim.kind.as_str();
    match claim.kind {
        ClaimKind::BothSides => {
            for (position, case) in
                (0u32..).zip(&study.cases).filter(|(position, _)| reach.cases.contains(position))
            {
                for side in case.sides.iter().filter_map(|side| side.side.as_ref()) {
                    let Some((at, row)) = (0u32..).zip(&study.sides).find(|(_, row)| row.key == *side) else {
                        continue;
                    };
                    if !reach.sides.contains(&(position, at)) {
                        remarks.question(
                            format!("{word}:{}:{}:{side}", code.key, case.key),
                            place.clone(),
                            format!("“{name}” is claimed from all sides, but in {} the {} side does not speak of it", case.label, row.name),
                        );
                    }
                }
            }
        }
        ClaimKind::EveryCase => {
            let silent = (0u32..).zip(&study.cases).filter(|(position, _)| !reach.cases.contains(position));
            for (_, case) in silent {
                remarks.question(
                    format!("{word}:{}:{}", code.key, case.key),
                    place.clone(),
                    format!("“{name}” is claimed for every case, but nothing in {} bears it out", case.label),
                );
            }
        }
        ClaimKind::Triangulated => {
            if reach.kinds.len() < 2 {
                let kinds: Vec<&str> = reach.kinds.iter().map(String::as_str).collect();
                let found = if kinds.is_empty() {
                    "it has no evidence".to_string()
                } else {
                    format!("its only kind of source is {}", kinds[0])
                };
                remarks.question(
                    format!("{word}:{}", code.key),
                    place,
                    format!("“{name}” is claimed from several kinds of sources, but {found}"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use themata_model::{Claim, ClaimKind};

    use crate::check::testing::remarks;
    use crate::testing::Builder;

    #[test]
    fn claims_are_checked_code_by_code() {
        let mut b = Builder::dyads();
        b.say("a1", 1, "o1");
        b.say("b1", 2, "c1");
        b.say("c1p", 3, "c2");
        for kind in [ClaimKind::BothSides, ClaimKind::EveryCase, ClaimKind::Triangulated] {
            let id = b.study.id.row("claim", kind.as_str());
            b.study.claims.push(Claim { id, kind, level: None });
        }
        insta::assert_snapshot!(remarks(&b.study, &["no-evidence", "both-sides", "every-case", "triangulated"]), @r"
        question no-evidence:c3 [code c3] “Name c3” has no coding, neither of its own nor below it
        question both-sides:c2:R2:maker [code c2] “Name c2” is claimed from all sides, but in R2 the maker side does not speak of it
        question every-case:c1:R2 [code c1] “Name c1” is claimed for every case, but nothing in R2 bears it out
        question every-case:c2:R1 [code c2] “Name c2” is claimed for every case, but nothing in R1 bears it out
        question every-case:c3:R1 [code c3] “Name c3” is claimed for every case, but nothing in R1 bears it out
        question every-case:c3:R2 [code c3] “Name c3” is claimed for every case, but nothing in R2 bears it out
        question triangulated:c1 [code c1] “Name c1” is claimed from several kinds of sources, but its only kind of source is transcript
        question triangulated:c2 [code c2] “Name c2” is claimed from several kinds of sources, but its only kind of source is transcript
        question triangulated:c3 [code c3] “Name c3” is claimed from several kinds of sources, but it has no evidence
        ");
    }
}
