//! Job titles: variants of one another, and attributions that the roster does not bear out.

use std::collections::BTreeSet;

use themata_model::AttributionGrade;

use super::Remarks;
use crate::context::Context;

/// Words by which any speaker may be named.
const ANYBODY: [&str; 6] = ["respondent", "informant", "interviewee", "participant", "manager", "executive"];

pub(super) fn check(context: &Context<'_>, remarks: &mut Remarks<'_>) {
    let study = context.study;
    let titles: Vec<&str> =
        study.informants.iter().map(|i| i.title.trim()).filter(|t| !t.is_empty()).collect();
    let titles: BTreeSet<&str> = titles.into_iter().collect();
    let list: Vec<&str> = titles.iter().copied().collect();
    for (i, a) in list.iter().enumerate() {
        for b in list[i + 1..].iter().filter(|b| is_variant(a, b)) {
            remarks.question(
                format!("title-variant:{a}:{b}"),
                "informants",
                format!("the titles “{a}” and “{b}” may be the same; write them alike or allow this"),
            );
        }
    }
    for excerpt in &study.excerpts {
        let AttributionGrade::Words(words) = &excerpt.attribution else { continue };
        let codings = context.words.pieces(excerpt);
        let speakers = codings.iter().filter_map(|&coding| context.words.voice(coding)?.informant);
        let own: BTreeSet<&str> = speakers.map(|at| study.informants[at as usize].title.trim()).collect();
        let title = without_party(context, words);
        if is_borne_out(&title, &own) {
            continue;
        }
        let place = format!("excerpt {}", excerpt.key);
        let key = format!("title:{}", excerpt.key);
        let near = list.iter().find(|known| is_variant(known, &title));
        let sentence = match (near, titles.contains(title.as_str())) {
            (Some(near), _) => format!("the excerpt is attributed to “{words}”; the roster has “{near}”"),
            (None, true) => {
                format!("the excerpt is attributed to “{words}”, a title that its speaker does not have")
            }
            (None, false) => {
                format!("the excerpt is attributed to “{words}”, a title that is not in the roster")
            }
        };
        remarks.question(key, place, sentence);
    }
}

/// The words without article, party names and punctuation around them.
fn without_party(context: &Context<'_>, words: &str) -> String {
    let mut title = words.trim().to_string();
    for party in &context.study.parties {
        for ending in [
            format!(", {}", party.name),
            format!(" at {}", party.name),
            format!(" from {}", party.name),
            format!(" of {}", party.name),
        ] {
            title = title.replace(&ending, "");
        }
    }
    for side in &context.study.sides {
        title = title.replace(&format!(", {}", side.name), "");
    }
    let lower = title.to_lowercase();
    let article = ["a ", "an ", "the "].into_iter().find(|article| lower.starts_with(article));
    title[article.map_or(0, str::len)..].trim_matches([',', '(', ')', ' ']).to_string()
}

/// Whether a title is one of the speaker's, or a vaguer form of it.
fn is_borne_out(title: &str, own: &BTreeSet<&str>) -> bool {
    let lower = title.to_lowercase();
    let vaguer = |own: &&str| own.to_lowercase().contains(&lower);
    lower.is_empty() || ANYBODY.contains(&lower.as_str()) || own.iter().any(vaguer)
}

/// Whether two different titles differ only in case, number, punctuation or one letter.
pub(super) fn is_variant(a: &str, b: &str) -> bool {
    if a == b {
        return false;
    }
    let (x, y) = (plain(a), plain(b));
    // One letter in a short title makes another title (`IT manager`, `HR manager`).
    x == y || (x.len().min(y.len()) >= 10 && strsim::damerau_levenshtein(&x, &y) == 1)
}

fn plain(title: &str) -> String {
    let lower = title.to_lowercase().replace('&', " and ");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let singular =
        words.map(|word| if word.len() > 3 { word.strip_suffix('s').unwrap_or(word) } else { word });
    singular.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::remarks;
    use crate::testing::Builder;

    #[test]
    fn variants_are_told_from_other_titles() {
        assert!(is_variant("business model researcher", "business models researcher"));
        assert!(is_variant("R&D manager", "R & D Manager"));
        assert!(is_variant("procurement manager", "procurment manager"));
        assert!(!is_variant("product manager", "project manager"));
        assert!(!is_variant("HR manager", "IT manager"));
    }

    #[test]
    fn attributions_must_be_borne_out_by_the_roster() {
        let mut b = Builder::dyads();
        let said = b.say("a2", 1, "c1");
        for (key, words) in [
            ("ok", "head of sales, Acme"),
            ("vague", "a respondent"),
            ("other", "plant manager at Coil"),
            ("none", "global head of sales, Acme"),
            ("near", "heads of sales"),
        ] {
            b.excerpt(key, &[said], &[]);
            b.study.excerpts.last_mut().unwrap().attribution = AttributionGrade::Words(words.into());
        }
        insta::assert_snapshot!(remarks(&b.study, &["title"]), @r"
        question title:other [excerpt other] the excerpt is attributed to “plant manager at Coil”, a title that its speaker does not have
        question title:none [excerpt none] the excerpt is attributed to “global head of sales, Acme”, a title that is not in the roster
        question title:near [excerpt near] the excerpt is attributed to “heads of sales”; the roster has “head of sales”
        ");
    }
}
