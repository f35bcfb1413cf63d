//! What is displayed against what could be: sides and codes that no displayed quotation speaks for, and speakers
//! who belong nowhere.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::ClaimKind;

use super::{Remarks, titles::told};
use crate::context::Context;
use crate::plural::counted;
use crate::rule::joined;

/// Codes that a sentence names before it says how many others there are.
const NAMED: usize = 6;

/// A side is asked about when it has less than one in so many of its even share.
const SCARCE: usize = 3;

/// A displayed quotation, reduced to what is counted.
struct Shown {
    /// Position of the excerpt.
    excerpt: usize,
    /// The sides that speak in it.
    sides: BTreeSet<u32>,
    /// Its codes and all above them.
    codes: BTreeSet<usize>,
}

/// Remarks on what is displayed; `asked` are the excerpts whose speaker was asked about already.
pub(super) fn check(context: &Context<'_>, asked: &BTreeSet<usize>, remarks: &mut Remarks<'_>) {
    let shown: Vec<Shown> = (0..context.study.excerpts.len())
        .filter(|&at| !context.study.excerpts[at].exhibits.is_empty())
        .map(|at| reduced(context, at))
        .collect();
    no_party(context, &shown, asked, remarks);
    if shown.is_empty() {
        return;
    }
    both_sides(context, &shown, remarks);
    undisplayed(context, &shown, remarks);
}

fn reduced(context: &Context<'_>, excerpt: usize) -> Shown {
    let mut shown = Shown { excerpt, sides: BTreeSet::new(), codes: BTreeSet::new() };
    for coding in context.words.pieces(&context.study.excerpts[excerpt]) {
        let Some(mark) = context.words.mark(coding) else { continue };
        let voice = context.marks.voice(mark);
        shown.sides.extend(voice.places.iter().filter_map(|(_, side)| *side));
        if shown.sides.is_empty() {
            shown.sides.extend(voice.side);
        }
        shown.codes.extend(mark.code.into_iter().flat_map(|code| context.tree.upward(code as usize)));
    }
    shown
}

/// Claims that all sides speak, against the quotations that are displayed: their share over all, and the
/// codes that one side alone is quoted for.
fn both_sides(context: &Context<'_>, shown: &[Shown], remarks: &mut Remarks<'_>) {
    let study = context.study;
    let claims = study.claims.iter().filter(|claim| claim.kind == ClaimKind::BothSides);
    let levels: BTreeSet<Option<usize>> = claims
        .map(|claim| {
            let asked = claim.level.as_ref().and_then(|level| context.tree.rank_of(level));
            asked.or_else(|| context.tree.category_rank())
        })
        .collect();
    if levels.is_empty() || study.sides.len() < 2 {
        return;
    }
    let mut counts = vec![0usize; study.sides.len()];
    let sided: Vec<(&Shown, u32)> = shown
        .iter()
        .filter_map(|one| match one.sides.iter().collect::<Vec<_>>().as_slice() {
            [only] => Some((one, **only)),
            _ => None,
        })
        .collect();
    for (_, side) in &sided {
        counts[*side as usize] += 1;
    }
    let is_scarce = |&n: &usize| n * study.sides.len() * SCARCE < sided.len();
    let lone: Vec<String> = levels
        .into_iter()
        .flatten()
        .flat_map(|rank| context.tree.on_rank(rank))
        .filter(|&code| {
            let sides: Vec<u32> =
                sided.iter().filter(|(one, _)| one.codes.contains(&code)).map(|(_, s)| *s).collect();
            // One quotation can but come from one side.
            sides.len() > 1 && sides.iter().all(|side| *side == sides[0])
        })
        .map(|code| format!("“{}”", context.tree.code(code).marked_name()))
        .collect();
    if !counts.iter().any(is_scarce) {
        return;
    }
    let mut by_side: Vec<(usize, &str)> =
        counts.iter().zip(&study.sides).map(|(n, side)| (*n, side.name.as_str())).collect();
    by_side.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let others: Vec<String> = by_side[1..].iter().map(|(n, side)| format!("{n} from {side}")).collect();
    let unclear = shown.len() - sided.len();
    let unclear = match unclear {
        0 => String::new(),
        1 => " (1 more is of unclear side)".to_string(),
        n => format!(" ({n} more are of unclear side)"),
    };
    let lone = if lone.is_empty() {
        String::new()
    } else {
        format!("; one side alone is quoted for {}", named(&lone))
    };
    let (most, side) = by_side[0];
    remarks.question(
        "both-sides-displayed".to_string(),
        "excerpts",
        format!(
            "evidence is claimed from all sides, but {most} of {} whose side is known come from {side}, {}{unclear}{lone}",
            counted(sided.len(), "displayed quotation"),
            others.join(", "),
        ),
    );
}

/// Codes of each printed level without a displayed quotation, where some have one. Where most have one the
/// rest is asked about; else what is displayed is a selection, and the number is good to know.
fn undisplayed(context: &Context<'_>, shown: &[Shown], remarks: &mut Remarks<'_>) {
    let (Some(lowest), Some(top)) = (context.tree.category_rank(), context.tree.top_rank()) else { return };
    for rank in lowest..=top {
        let codes = context.tree.on_rank(rank);
        let Some(level) = context.study.codebook.levels().get(rank).filter(|level| !level.open) else {
            continue;
        };
        let missing: Vec<usize> =
            codes.iter().copied().filter(|code| !shown.iter().any(|one| one.codes.contains(code))).collect();
        if missing.is_empty() || missing.len() == codes.len() {
            continue;
        }
        let key = format!("undisplayed:{}", level.key);
        let place = format!("level {}", level.key);
        let count = format!("{} of {} codes on the level “{}”", missing.len(), codes.len(), level.name);
        if missing.len() * 2 < codes.len() {
            let names: Vec<String> =
                missing.iter().map(|&code| format!("“{}”", context.tree.code(code).marked_name())).collect();
            let sentence = format!("{count} have no displayed quotation: {}", named(&names));
            remarks.question(key, place, sentence);
        } else {
            remarks.note(key, place, format!("{count} have no displayed quotation"));
        }
    }
}

/// Informants without a party, and displayed words of which nothing tells the party.
fn no_party(context: &Context<'_>, shown: &[Shown], asked: &BTreeSet<usize>, remarks: &mut Remarks<'_>) {
    let study = context.study;
    if study.parties.is_empty() {
        return;
    }
    let mut quoted: BTreeMap<u32, usize> = BTreeMap::new();
    let mut unknown: Vec<usize> = Vec::new();
    for one in shown {
        let codings = context.words.pieces(&study.excerpts[one.excerpt]);
        let voices: Vec<_> = codings.into_iter().filter_map(|coding| context.words.voice(coding)).collect();
        let speakers: BTreeSet<u32> = voices.iter().filter_map(|voice| voice.informant).collect();
        speakers.iter().for_each(|&informant| *quoted.entry(informant).or_default() += 1);
        let is_spoken = voices.iter().any(|voice| {
            let source = &study.sources[voice.source as usize];
            !voice.interviewer && (source.kind.is_interview() || source.recorded.is_some())
        });
        if is_spoken && speakers.is_empty() && voices.iter().all(|voice| voice.party.is_none()) {
            unknown.push(one.excerpt);
        }
    }
    let without: Vec<_> = (0u32..).zip(&study.informants).filter(|(_, row)| row.party.is_none()).collect();
    // Where most have none, the study does not tell people apart by parties.
    if without.len() * 2 >= study.informants.len() && !without.is_empty() {
        let sentence =
            format!("{} of {} informants belong to no party", without.len(), study.informants.len());
        remarks.note("no-party".to_string(), "informants", sentence);
    } else {
        for (at, informant) in without {
            let shown = match quoted.get(&at) {
                None => String::new(),
                Some(n) => format!("; {}", counted(*n, "displayed quotation")),
            };
            remarks.question(
                format!("no-party:{}", informant.key),
                format!("informant {}", informant.key),
                format!("informant {} belongs to no party{shown}", told(informant)),
            );
        }
    }
    for at in unknown.into_iter().filter(|at| !asked.contains(at)) {
        let key = &study.excerpts[at].key;
        remarks.question(
            format!("no-party:excerpt:{key}"),
            format!("excerpt {key}"),
            "nothing tells who speaks in this displayed quotation, nor for which party".to_string(),
        );
    }
}

fn named(names: &[String]) -> String {
    let mut told: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let more = format!("{} more", names.len().saturating_sub(NAMED));
    if names.len() > NAMED {
        told.push(&more);
    }
    joined(&told)
}

#[cfg(test)]
mod tests {
    use themata_model::{Claim, ClaimKind, ExhibitKind};

    use crate::check::testing::remarks;
    use crate::testing::Builder;

    fn claimed() -> Builder {
        let mut b = Builder::dyads();
        b.exhibit("text", ExhibitKind::Body);
        let id = b.study.id.row("claim", "0");
        b.study.claims.push(Claim { id, kind: ClaimKind::BothSides, level: "themes".parse().ok() });
        b
    }

    #[test]
    fn a_side_that_is_hardly_displayed_is_asked_about() {
        let mut b = claimed();
        for n in 1..=9 {
            let said = b.say("a1", n, if n < 6 { "c1" } else { "c3" });
            b.excerpt(&format!("a{n}"), &[said], &["text"]);
        }
        insta::assert_snapshot!(remarks(&b.study, &["both-sides-displayed"]), @"question both-sides-displayed [excerpts] evidence is claimed from all sides, but 9 of 9 displayed quotations whose side is known come from maker, 0 from user; one side alone is quoted for “Name T1” and “Name T2”");
        for n in 1..=2 {
            let said = b.say("b1", n, "c3");
            b.excerpt(&format!("b{n}"), &[said], &["text"]);
        }
        assert_eq!(remarks(&b.study, &["both-sides-displayed"]), "");
    }

    #[test]
    fn what_is_not_displayed_makes_no_side_scarce() {
        let mut b = claimed();
        let said = b.say("a1", 1, "c1");
        b.excerpt("kept", &[said], &[]);
        assert_eq!(remarks(&b.study, &["both-sides-displayed", "undisplayed"]), "");
    }

    #[test]
    fn codes_without_a_displayed_quotation_are_asked_about_where_most_have_one() {
        let mut b = claimed();
        let one = b.say("a1", 1, "o1");
        b.excerpt("e1", &[one], &["text"]);
        insta::assert_snapshot!(remarks(&b.study, &["undisplayed"]), @r"
        note undisplayed:categories [level categories] 2 of 3 codes on the level “categories” have no displayed quotation
        note undisplayed:themes [level themes] 1 of 2 codes on the level “themes” have no displayed quotation
        note undisplayed:dimensions [level dimensions] 1 of 2 codes on the level “dimensions” have no displayed quotation
        ");
        let two = b.say("a1", 2, "c2");
        b.excerpt("e2", &[two], &["text"]);
        insta::assert_snapshot!(remarks(&b.study, &["undisplayed"]), @r"
        question undisplayed:categories [level categories] 1 of 3 codes on the level “categories” have no displayed quotation: “Name c3”
        note undisplayed:themes [level themes] 1 of 2 codes on the level “themes” have no displayed quotation
        note undisplayed:dimensions [level dimensions] 1 of 2 codes on the level “dimensions” have no displayed quotation
        ");
    }

    #[test]
    fn speakers_without_a_party_are_asked_about() {
        let mut b = claimed();
        b.informant("r1", "", "researcher", &[]).interview("int-r1", &[("r1", "I have seen it.")]);
        for (key, words, recorded) in [("letter", "It is so.", None), ("meeting", "It was so.", Some(true))] {
            b.unknown(key, words).recorded = recorded;
        }
        for (source, words) in
            [("int-r1", "I have seen it."), ("letter", "It is so."), ("meeting", "It was so.")]
        {
            let said = b.mark("ann", source, words, "c1");
            b.excerpt(&format!("e-{source}"), &[said], &["text"]);
        }
        insta::assert_snapshot!(remarks(&b.study, &["no-party"]), @r"
        question no-party:r1 [informant r1] informant r1 (researcher) belongs to no party; 1 displayed quotation
        question no-party:excerpt:e-meeting [excerpt e-meeting] nothing tells who speaks in this displayed quotation, nor for which party
        ");
        b.study.informants.iter_mut().for_each(|informant| informant.party = None);
        assert_eq!(
            remarks(&b.study, &["no-party"]).lines().next(),
            Some(
                "question no-party:excerpt:e-meeting [excerpt e-meeting] nothing tells who speaks in this displayed quotation, nor for which party"
            )
        );
        assert!(remarks(&b.study, &["no-party"]).ends_with("6 of 6 informants belong to no party"));
    }
}
