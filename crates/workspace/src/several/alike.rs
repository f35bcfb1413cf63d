//! Pseudonyms of different studies that may be taken for one another.

use std::collections::BTreeSet;

use themata_model::{Study, fold_name};

use crate::check_report::{RemarkLine, Seriousness};

/// What the keys of these remarks begin with.
pub(crate) const KEY: &str = "alike:";

/// The parties and cases of a study.
pub(super) struct Pseudonyms {
    study: String,
    allowed: Vec<String>,
    names: Vec<Pseudonym>,
}

struct Pseudonym {
    /// `party` or `case`.
    kind: &'static str,
    key: String,
    name: String,
}

impl Pseudonyms {
    pub(super) fn of(study: &Study) -> Pseudonyms {
        let parties = study.parties.iter().map(|party| Pseudonym {
            kind: "party",
            key: party.key.to_string(),
            name: party.name.clone(),
        });
        let cases = study.cases.iter().map(|case| Pseudonym {
            kind: "case",
            key: case.key.to_string(),
            name: case.label.clone(),
        });
        Pseudonyms {
            study: study.key.to_string(),
            allowed: study.allowed.clone(),
            names: parties.chain(cases).collect(),
        }
    }
}

/// A question for every two names of different studies that look alike, once where a party and a case are called the same.
pub(super) fn remarks(studies: &[Pseudonyms]) -> Vec<RemarkLine> {
    let mut remarks = Vec::new();
    for (at, one) in studies.iter().enumerate() {
        for other in studies.iter().skip(at + 1) {
            let mut asked = BTreeSet::new();
            for mine in &one.names {
                for theirs in &other.names {
                    if look_alike(&mine.name, &theirs.name)
                        && asked.insert((fold_name(&mine.name), fold_name(&theirs.name)))
                    {
                        remarks.push(remark((one, mine), (other, theirs)));
                    }
                }
            }
        }
    }
    remarks
}

fn remark(one: (&Pseudonyms, &Pseudonym), other: (&Pseudonyms, &Pseudonym)) -> RemarkLine {
    // The key is the same in whatever order the studies are named.
    let mut ends = [one, other]
        .map(|(study, pseudonym)| format!("{}/{}/{}", study.study, pseudonym.kind, pseudonym.key));
    ends.sort();
    let key = format!("{KEY}{}", ends.join(":"));
    let named = |(study, pseudonym): (&Pseudonyms, &Pseudonym)| {
        format!("{} ({} of {})", pseudonym.name, pseudonym.kind, study.study)
    };
    let what =
        if fold_name(&one.1.name) == fold_name(&other.1.name) { "are called the same" } else { "look alike" };
    RemarkLine {
        seriousness: Seriousness::Question,
        allowed: one.0.allowed.contains(&key) || other.0.allowed.contains(&key),
        place: format!("{} and {}", one.0.study, other.0.study),
        sentence: format!(
            "{} and {} {what}; a pseudonym belongs to its study, and nothing says that both are the same",
            named(one),
            named(other)
        ),
        key,
    }
}

/// Whether two names may be taken for each other: the same but for case and accents, or word by word no more than one
/// letter apart. Numbers and short words tell names apart.
fn look_alike(one: &str, other: &str) -> bool {
    let sound = |name: &str| fold_name(name).replace("ph", "f");
    let (one, other) = (sound(one), sound(other));
    let (ones, others): (Vec<&str>, Vec<&str>) =
        (one.split_whitespace().collect(), other.split_whitespace().collect());
    !ones.is_empty()
        && ones.len() == others.len()
        && ones.iter().zip(&others).all(|(one, other)| near(one, other))
}

/// Letters a word has at least that may be misread.
const LONG: usize = 4;

fn near(one: &str, other: &str) -> bool {
    let is_long = |word: &str| word.chars().count() >= LONG && word.chars().all(char::is_alphabetic);
    one == other
        || is_long(one)
            && is_long(other)
            && one.chars().next() == other.chars().next()
            && strsim::osa_distance(one, other) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_look_alike_when_one_may_be_read_for_the_other() {
        for (one, other) in
            [("Beta", "beta"), ("Alpha", "Alfa"), ("Gamma", "Gama"), ("R1", "R1"), ("Éta", "eta")]
        {
            assert!(look_alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn numbers_first_letters_and_short_words_tell_names_apart() {
        let apart = [
            ("Beta", "Zeta"),
            ("Beta", "Bell"),
            ("R1", "R2"),
            ("Relationship 1", "Relationship 2"),
            ("Team A", "Team B"),
            ("Alfa", "Partner of Alfa"),
            ("", ""),
        ];
        for (one, other) in apart {
            assert!(!look_alike(one, other), "{one} {other}");
        }
    }
}
