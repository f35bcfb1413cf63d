//! How an attribution in words of one's own is read: a title, and the parties whom it names.

use std::collections::BTreeSet;

use themata_model::Study;

/// What stands between a title and those it is the title at.
const BETWEEN: [&str; 6] = [", ", " at ", " from ", " of ", " in ", " ("];

/// Words by which a speaker is named without any title.
const ANYBODY: [&str; 5] = ["respondent", "informant", "interviewee", "participant", "anonymous"];

/// An attribution, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The title without article; empty where only a party, a side or a respondent is named.
    pub(super) title: String,
    /// Whom the words place the speaker with.
    pub(super) at: At,
}

/// Whom an attribution names beside the title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// Nobody.
    Nowhere,
    /// One party, by position.
    Party(usize),
    /// A group of parties, for example a side of a case, with the words for it.
    Group(BTreeSet<usize>, String),
}

impl At {
    /// The parties named.
    pub(super) fn parties(&self) -> BTreeSet<usize> {
        match self {
            At::Nowhere => BTreeSet::new(),
            At::Party(one) => BTreeSet::from([*one]),
            At::Group(several, _) => several.clone(),
        }
    }

    /// The words for them.
    pub(super) fn words<'a>(&'a self, study: &'a Study) -> &'a str {
        match self {
            At::Nowhere => "",
            At::Party(one) => &study.parties[*one].name,
            At::Group(_, words) => words,
        }
    }
}

/// Reads an attribution: the longest ending that names a party, a side or a case is whom it names,
/// the rest the title.
pub(super) fn read(study: &Study, words: &str) -> Named {
    let words = words.trim();
    let whole = without_article(words);
    if let Some(at) = parties(study, whole) {
        return Named { title: String::new(), at };
    }
    let mut cuts: Vec<(usize, usize)> = BETWEEN
        .iter()
        .flat_map(|between| words.match_indices(between))
        .map(|(at, m)| (at, m.len()))
        .collect();
    cuts.sort_unstable();
    let named = |&(at, len): &(usize, usize)| {
        let tail = words[at + len..].trim_end_matches([')', '.', ' ']);
        Some((at, parties(study, without_article(tail))?))
    };
    let (title, at) = match cuts.iter().find_map(named) {
        Some((cut, at)) => (&words[..cut], at),
        None => (words, At::Nowhere),
    };
    let title = without_article(title).trim_matches([',', '(', ')', ' ']);
    let lower = title.to_lowercase();
    let is_title = !ANYBODY.contains(&lower.as_str()) && !is_side(study, &lower);
    Named { title: if is_title { title.to_string() } else { String::new() }, at }
}

fn is_side(study: &Study, lower: &str) -> bool {
    study.sides.iter().any(|side| side.name.to_lowercase() == lower || side.key.as_str() == lower)
}

/// The parties that words name: one by its name; several by the beginning of their names, as a side, as
/// a case, or as a side of a case.
fn parties(study: &Study, words: &str) -> Option<At> {
    let lower = words.to_lowercase();
    if lower.is_empty() {
        return None;
    }
    let is_named = |name: &str, key: &str| name.to_lowercase() == lower || key.to_lowercase() == lower;
    if let Some(one) = study.parties.iter().position(|party| is_named(&party.name, party.key.as_str())) {
        return Some(At::Party(one));
    }
    let position = |key: &themata_model::PartyKey| study.parties.iter().position(|party| party.key == *key);
    let begins = format!("{lower} ");
    let mut group: BTreeSet<usize> = (0..study.parties.len())
        .filter(|&at| study.parties[at].name.to_lowercase().starts_with(&begins))
        .collect();
    for case in &study.cases {
        let label = case.label.to_lowercase();
        let is_case = is_named(&case.label, case.key.as_str());
        for seat in &case.sides {
            let side = seat.side.as_ref().and_then(|key| study.side(key));
            let is_seat = side.is_some_and(|side| {
                let name = side.name.to_lowercase();
                let of_case = |joint: &str| lower == format!("{name}{joint}{label}");
                is_named(&side.name, side.key.as_str()) || [" of ", " in ", ", "].into_iter().any(of_case)
            });
            if is_case || is_seat {
                group.extend(seat.parties.iter().filter_map(position));
            }
        }
    }
    (!group.is_empty()).then(|| At::Group(group, words.to_string()))
}

fn without_article(words: &str) -> &str {
    let lower = words.to_lowercase();
    let article = ["a ", "an ", "the "].into_iter().find(|article| lower.starts_with(article));
    words.get(article.map_or(0, str::len)..).unwrap_or(words).trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Builder;

    #[test]
    fn the_longest_ending_that_is_known_is_the_party() {
        let mut b = Builder::dyads();
        b.party("Partner of Acme in Spain").party("Partner of Acme in the UK");
        let told = |words: &str| {
            let named = read(&b.study, words);
            let group = if matches!(named.at, At::Group(..)) { " (group)" } else { "" };
            format!("{} | {}{group}", named.title, named.at.words(&b.study))
        };
        let words = [
            "a head of sales, Acme",
            "plant manager at Coil",
            "director of key accounts (Bolt)",
            "regional manager, partner of Acme",
            "a respondent from Acme",
            "customer, R1",
            "user, R1",
            "buyer from the user",
            "Acme",
            "the plant manager",
        ];
        let lines: Vec<String> = words.iter().map(|words| format!("{words} = {}", told(words))).collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        a head of sales, Acme = head of sales | Acme
        plant manager at Coil = plant manager | Coil
        director of key accounts (Bolt) = director of key accounts | Bolt
        regional manager, partner of Acme = regional manager | partner of Acme (group)
        a respondent from Acme =  | Acme
        customer, R1 = customer | R1 (group)
        user, R1 =  | user, R1 (group)
        buyer from the user = buyer | user (group)
        Acme =  | Acme
        the plant manager = plant manager |
        ");
    }
}
