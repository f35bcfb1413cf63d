//! Job titles: variants of one another, other wordings, and rows that may be one person.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{Informant, Study};

use super::Remarks;
use crate::rule::joined;
use crate::title::{is_reordered, is_variant, titles_of};

/// The attribute of informants that names rows which may be the same person under another title.
const MAYBE_SAME: &str = "maybe-same-as";

pub(super) fn check(study: &Study, remarks: &mut Remarks<'_>) {
    let variants = variants(study, remarks);
    other_titles(study, remarks);
    perhaps_one_person(study, &variants, remarks);
}

/// Asks about titles that may be the same: misspelt ones wherever they are, the same words in another
/// order only within one party, since companies name alike work each in its own way.
fn variants<'a>(study: &'a Study, remarks: &mut Remarks<'_>) -> BTreeSet<(&'a str, &'a str)> {
    // Where each title is found: the parties, by position, and those without one.
    let mut places: BTreeMap<&str, BTreeSet<Option<usize>>> = BTreeMap::new();
    let mut known: BTreeSet<(&str, &str)> = BTreeSet::new();
    for informant in &study.informants {
        let party = informant.party.as_ref().and_then(|key| study.parties.iter().position(|p| p.key == *key));
        let titles = titles_of(informant);
        places.entry(informant.title.trim()).or_default().insert(party);
        known.extend(titles.iter().flat_map(|a| titles.iter().map(|b| (*a, *b))));
    }
    places.remove("");
    let titles: Vec<(&str, BTreeSet<Option<usize>>)> = places.into_iter().collect();
    let mut found = BTreeSet::new();
    for (i, (a, of_a)) in titles.iter().enumerate() {
        for (b, of_b) in &titles[i + 1..] {
            let shared: Vec<&str> = of_a
                .intersection(of_b)
                .map(|party| party.map_or("those without a party", |at| study.parties[at].name.as_str()))
                .collect();
            let reordered = !shared.is_empty() && is_reordered(a, b);
            // What the roster itself gives as another wording is no question.
            if known.contains(&(a, b)) || known.contains(&(b, a)) || !(reordered || is_variant(a, b)) {
                continue;
            }
            found.insert((*a, *b));
            let at = if shared.is_empty() { String::new() } else { format!(" at {}", joined(&shared)) };
            remarks.question(
                format!("title-variant:{a}:{b}"),
                "informants",
                format!("the titles “{a}” and “{b}”{at} may be the same; write them alike or allow this"),
            );
        }
    }
    found
}

/// Notes the titles for which the roster gives other wordings, each once.
fn other_titles(study: &Study, remarks: &mut Remarks<'_>) {
    let mut wordings: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for informant in &study.informants {
        let own = informant.title.trim();
        let others = titles_of(informant).into_iter().filter(|title| *title != own);
        wordings.entry(own).or_default().extend(others);
    }
    for (title, others) in wordings.into_iter().filter(|(_, others)| !others.is_empty()) {
        let others: Vec<String> = others.into_iter().map(|other| format!("“{other}”")).collect();
        remarks.note(
            format!("other-titles:{title}"),
            "informants",
            format!("the title “{title}” is worded differently elsewhere: {}", others.join(", ")),
        );
    }
}

/// An informant by key and, where there is one, title.
pub(super) fn told(informant: &Informant) -> String {
    match informant.title.trim() {
        "" => informant.key.to_string(),
        title => format!("{} ({title})", informant.key),
    }
}

/// Asks about rows that are said to be perhaps one person, unless their titles are asked about.
fn perhaps_one_person(study: &Study, variants: &BTreeSet<(&str, &str)>, remarks: &mut Remarks<'_>) {
    for informant in &study.informants {
        let Some(same) = informant.attributes.get(MAYBE_SAME) else { continue };
        for key in same.split(';').map(str::trim).filter(|key| !key.is_empty()) {
            let place = format!("informant {}", informant.key);
            let Some(other) = study.informants.iter().find(|other| other.key.as_str() == key) else {
                let sentence =
                    format!("{} may be the same person as `{key}`, who is no informant", told(informant));
                remarks.broken(format!("same-person:{}:{key}", informant.key), place, sentence);
                continue;
            };
            let (a, b) = (informant.title.trim(), other.title.trim());
            if variants.contains(&(a, b)) || variants.contains(&(b, a)) {
                continue;
            }
            remarks.question(
                format!("same-person:{}:{key}", informant.key),
                place,
                format!(
                    "informants {} and {} may be the same person; they are counted as two",
                    told(informant),
                    told(other)
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::remarks;
    use crate::testing::Builder;

    #[test]
    fn other_orders_of_words_are_asked_about_within_a_party_misspelt_titles_everywhere() {
        let mut b = Builder::dyads();
        b.informant("a3", "Acme", "manager of sales", &[]);
        b.informant("b3", "Bolt", "sales head", &[]).informant("b4", "Bolt", "plant manger", &[]);
        b.informant("b5", "Bolt", "Buyer", &[]);
        insta::assert_snapshot!(remarks(&b.study, &["title-variant"]), @r"
        question title-variant:manager of sales:sales manager [informants] the titles “manager of sales” and “sales manager” at Acme may be the same; write them alike or allow this
        question title-variant:plant manager:plant manger [informants] the titles “plant manager” and “plant manger” may be the same; write them alike or allow this
        ");
    }

    #[test]
    fn another_wording_that_the_roster_gives_is_noted_and_no_question() {
        let mut b = Builder::dyads();
        b.informant("b3", "Bolt", "plant manger", &[]);
        let attributes = &mut b.study.informants.last_mut().unwrap().attributes;
        attributes.insert("other-titles".into(), "plant manager; foreman".into());
        insta::assert_snapshot!(remarks(&b.study, &["title-variant", "other-titles"]), @"note other-titles:plant manger [informants] the title “plant manger” is worded differently elsewhere: “foreman”, “plant manager”");
    }

    #[test]
    fn rows_that_may_be_one_person_are_asked_about_once() {
        let mut b = Builder::dyads();
        b.informant("a3", "Acme", "manager of sales", &[]).informant("a4", "Acme", "seller", &[]);
        b.study.informants[5].attributes.insert("maybe-same-as".into(), "a1".into());
        b.study.informants[6].attributes.insert("maybe-same-as".into(), "a1; nobody".into());
        insta::assert_snapshot!(remarks(&b.study, &["title-variant", "same-person"]), @r"
        broken same-person:a4:nobody [informant a4] a4 (seller) may be the same person as `nobody`, who is no informant
        question title-variant:manager of sales:sales manager [informants] the titles “manager of sales” and “sales manager” at Acme may be the same; write them alike or allow this
        question same-person:a4:a1 [informant a4] informants a4 (seller) and a1 (sales manager) may be the same person; they are counted as two
        ");
    }
}
