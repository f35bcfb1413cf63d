//! Attributions that the roster does not bear out.

use std::collections::{BTreeMap, BTreeSet};

use themata_model::{AttributionGrade, Excerpt, Study};

use super::named::{At, Named, read};
use super::{Remarks, grades};
use crate::context::Context;
use crate::rule::joined;
use crate::title::{is_reordered, is_same, is_vaguer, is_variant, titles_of, vague_title};

/// Parties that a sentence names before it says how many others there are.
const NAMED: usize = 4;

/// Remarks on attributions; returns the positions of the excerpts whose speaker was asked about.
pub(super) fn check(context: &Context<'_>, remarks: &mut Remarks<'_>) -> BTreeSet<usize> {
    let roster = Roster::new(context.study);
    let mut asked = BTreeSet::new();
    for (at, excerpt) in context.study.excerpts.iter().enumerate() {
        let AttributionGrade::Words(words) = &excerpt.attribution else { continue };
        if let Some(doubt) = roster.doubt(&speakers(context, excerpt), &read(context.study, words)) {
            asked.insert(at);
            remarks.question(
                format!("title:{}", excerpt.key),
                format!("excerpt {}", excerpt.key),
                format!("the excerpt is attributed to “{words}”; {doubt}"),
            );
        }
    }
    grades::check(context.study, &roster, remarks);
    asked
}

/// Who speaks in an excerpt, as far as it is known: informants and parties by position.
#[derive(Default)]
struct Speakers {
    informants: BTreeSet<usize>,
    parties: BTreeSet<usize>,
}

fn speakers(context: &Context<'_>, excerpt: &Excerpt) -> Speakers {
    let mut out = Speakers::default();
    for voice in context.words.pieces(excerpt).into_iter().filter_map(|coding| context.words.voice(coding)) {
        out.informants.extend(voice.informant.map(|at| at as usize));
        out.parties.extend(voice.party.map(|at| at as usize));
    }
    out
}

/// How far a title is that of an informant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Same,
    Vague,
    Near,
}

/// The titles of the informants by party.
pub(super) struct Roster<'a> {
    study: &'a Study,
    /// Position of the party, where there is one, and of the informant.
    rows: Vec<(Option<usize>, usize)>,
}

impl<'a> Roster<'a> {
    fn new(study: &'a Study) -> Self {
        let parties: BTreeMap<&themata_model::PartyKey, usize> =
            study.parties.iter().enumerate().map(|(at, party)| (&party.key, at)).collect();
        let party = |key: &themata_model::PartyKey| parties.get(key).copied();
        let rows = study.informants.iter().enumerate();
        Roster { study, rows: rows.map(|(at, row)| (row.party.as_ref().and_then(party), at)).collect() }
    }

    /// How well a title fits an informant, by the title that fits best.
    fn fit(&self, title: &str, informant: usize) -> Option<(Fit, &'a str)> {
        let row = &self.study.informants[informant];
        let vague = vague_title(row);
        let fits = |own: &'a str| {
            let is_vague = is_vaguer(title, own) || vague.as_ref().is_some_and(|vague| is_same(title, vague));
            let fit = if is_same(title, own) {
                Fit::Same
            } else if is_vague {
                Fit::Vague
            } else if is_variant(title, own) || is_reordered(title, own) || is_vaguer(own, title) {
                Fit::Near
            } else {
                return None;
            };
            // Other wordings stand behind the title under which the roster lists the informant.
            Some((fit, row.title.trim()))
        };
        titles_of(row).into_iter().filter_map(fits).min()
    }

    /// The rows whom a title fits, of those that pass, the best fits only.
    pub(super) fn fitting(&self, title: &str, passes: impl Fn(Option<usize>, usize) -> bool) -> Vec<Hit<'a>> {
        let rows = self.rows.iter().filter(|(party, informant)| passes(*party, *informant));
        let hits = rows.filter_map(|&(party, informant)| {
            let (fit, title) = self.fit(title, informant)?;
            Some(Hit { fit, title, party })
        });
        let mut hits: Vec<Hit<'a>> = hits.collect();
        let best = hits.iter().map(|hit| hit.fit).min();
        hits.retain(|hit| Some(hit.fit) == best);
        hits
    }

    /// What does not hold of an attribution; `None` where nothing speaks against it.
    fn doubt(&self, speakers: &Speakers, named: &Named) -> Option<String> {
        let at = named.at.parties();
        let elsewhere = !at.is_empty() && !speakers.parties.is_empty() && at.is_disjoint(&speakers.parties);
        if elsewhere {
            let own: Vec<&str> =
                speakers.parties.iter().map(|&at| self.study.parties[at].name.as_str()).collect();
            return Some(format!("its speaker is at {}", joined(&own)));
        }
        if named.title.is_empty() {
            return None;
        }
        if speakers.informants.is_empty() {
            self.of_somebody(speakers, named)
        } else {
            self.of_the_speaker(speakers, named)
        }
    }

    /// The title against the speaker, who is known.
    fn of_the_speaker(&self, speakers: &Speakers, named: &Named) -> Option<String> {
        let title = &named.title;
        let own = self.fitting(title, |_, informant| speakers.informants.contains(&informant));
        if let Some(hit) = own.first() {
            return (hit.fit == Fit::Near).then(|| format!("the roster has “{}”", hit.title));
        }
        let others = self.fitting(title, |_, _| true);
        let Some(hit) = others.first() else { return Some("this title is not in the roster".to_string()) };
        let places = self.places(&parties(&others, hit.title));
        Some(match hit.fit {
            Fit::Same => format!("its speaker does not have this title: the roster has it {places}"),
            Fit::Vague | Fit::Near => {
                format!("this title is not in the roster; the nearest is “{}”, {places}", hit.title)
            }
        })
    }

    /// The title against the parties named, or those of the source, where nobody knows who speaks.
    fn of_somebody(&self, speakers: &Speakers, named: &Named) -> Option<String> {
        let title = &named.title;
        let at = if named.at == At::Nowhere { speakers.parties.clone() } else { named.at.parties() };
        if at.is_empty() {
            return self.of_nobody_known(title);
        }
        let here = self.fitting(title, |party, _| party.is_some_and(|party| at.contains(&party)));
        if here.first().is_some_and(|hit| hit.fit != Fit::Near) {
            return None;
        }
        let name = match named.at {
            At::Nowhere => {
                joined(&at.iter().map(|&at| self.study.parties[at].name.as_str()).collect::<Vec<_>>())
            }
            _ => named.at.words(self.study).to_string(),
        };
        let others = self.fitting(title, |party, _| party.is_none_or(|party| !at.contains(&party)));
        let near = here.first();
        let Some(hit) = others.first().filter(|hit| near.is_none() || hit.fit < Fit::Near) else {
            return Some(match near {
                Some(near) => format!("the roster has “{}” there", near.title),
                None => "this title is not in the roster".to_string(),
            });
        };
        let parties = parties(&others, hit.title);
        let known = match hit.fit {
            Fit::Same => format!("the roster has “{}”", hit.title),
            Fit::Vague | Fit::Near => format!("the nearest title in the roster is “{}”,", hit.title),
        };
        let unclear = if self.shares_a_case(&at, &parties) { "side" } else { "party" };
        Some(format!("{known} {}, not at {name}: the {unclear} is unclear", self.places(&parties)))
    }

    /// A title alone, where nothing tells who speaks for whom.
    fn of_nobody_known(&self, title: &str) -> Option<String> {
        let hits = self.fitting(title, |_, _| true);
        let parties: BTreeSet<usize> = hits.iter().filter_map(|hit| hit.party).collect();
        let Some(first) = hits.first() else {
            return Some("no party is given, and this title is not in the roster".to_string());
        };
        if first.fit == Fit::Same && parties.len() < 2 {
            return None;
        }
        let titles: BTreeSet<&str> = hits.iter().map(|hit| hit.title).collect();
        let known: Vec<String> = titles
            .into_iter()
            .map(|title| {
                let at = self::parties(&hits, title);
                format!("“{title}” {}", self.places(&at))
            })
            .collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let sides: BTreeSet<_> = parties.iter().map(|&party| self.side(party)).collect();
        let unclear = match (parties.len(), sides.len()) {
            (0 | 1, _) => "",
            (_, 1) => ": the party is unclear",
            _ => ": the party and the side are unclear",
        };
        Some(format!("no party is given; the roster has {}{unclear}", joined(&known)))
    }

    /// The side that a party fills, the first one where it fills several.
    fn side(&self, party: usize) -> Option<&'a themata_model::SideKey> {
        let key = &self.study.parties[party].key;
        self.study.cases.iter().find_map(|case| case.side_of(key))
    }

    /// Whether one of `a` and one of `b` sit in one case, on different sides.
    fn shares_a_case(&self, a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> bool {
        let sits = |case: &themata_model::Case, party: usize| case.has_party(&self.study.parties[party].key);
        let side = |case: &'a themata_model::Case, party: usize| case.side_of(&self.study.parties[party].key);
        self.study.cases.iter().any(|case| {
            a.iter()
                .filter(|&&one| sits(case, one))
                .any(|&one| b.iter().any(|&other| sits(case, other) && side(case, one) != side(case, other)))
        })
    }

    /// `at Acme and Bolt (customer)`: parties with the side they fill, in the order of the study.
    fn places(&self, parties: &BTreeSet<usize>) -> String {
        if parties.is_empty() {
            return "without a party".to_string();
        }
        let mut groups: Vec<(Option<&themata_model::SideKey>, Vec<&str>)> = Vec::new();
        for &party in parties.iter().take(NAMED) {
            let (side, name) = (self.side(party), self.study.parties[party].name.as_str());
            match groups.iter_mut().find(|(known, _)| *known == side) {
                Some((_, names)) => names.push(name),
                None => groups.push((side, vec![name])),
            }
        }
        let group = |(side, names): &(Option<&themata_model::SideKey>, Vec<&str>)| {
            let side = side.and_then(|key| self.study.side(key)).map(|side| format!(" ({})", side.name));
            format!("at {}{}", joined(names), side.unwrap_or_default())
        };
        let mut told: Vec<String> = groups.iter().map(group).collect();
        if parties.len() > NAMED {
            told.push(format!("at {} more", parties.len() - NAMED));
        }
        joined(&told.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// The parties at which one title was found.
fn parties(hits: &[Hit<'_>], title: &str) -> BTreeSet<usize> {
    hits.iter().filter(|hit| hit.title == title).filter_map(|hit| hit.party).collect()
}

/// A title of the roster that fits, with its party.
#[derive(Clone, Copy)]
pub(super) struct Hit<'a> {
    pub(super) fit: Fit,
    title: &'a str,
    party: Option<usize>,
}

#[cfg(test)]
pub(super) mod tests {
    use crate::check::testing::remarks;
    use crate::testing::Builder;

    pub(in crate::check) fn attributed(
        b: &mut Builder,
        coding: themata_model::table::CodingRef,
        all: &[(&str, &str)],
    ) {
        for (key, words) in all {
            b.excerpt(key, &[coding], &["text"]);
            b.study.excerpts.last_mut().unwrap().attribution = words.parse().unwrap();
        }
    }

    #[test]
    fn attributions_must_be_borne_out_by_the_roster() {
        let mut b = Builder::dyads();
        let said = b.say("a2", 1, "c1");
        attributed(
            &mut b,
            said,
            &[
                ("ok", "head of sales, Acme"),
                ("vague", "a respondent"),
                ("head", "head, Acme"),
                ("other", "plant manager"),
                ("away", "plant manager at Coil"),
                ("none", "global head of sales, Acme"),
                ("near", "heads of sales"),
            ],
        );
        insta::assert_snapshot!(remarks(&b.study, &["title:"]), @r"
        question title:other [excerpt other] the excerpt is attributed to “plant manager”; its speaker does not have this title: the roster has it at Coil (user)
        question title:away [excerpt away] the excerpt is attributed to “plant manager at Coil”; its speaker is at Acme
        question title:none [excerpt none] the excerpt is attributed to “global head of sales, Acme”; the roster has “head of sales”
        question title:near [excerpt near] the excerpt is attributed to “heads of sales”; the roster has “head of sales”
        ");
    }

    #[test]
    fn a_title_without_a_known_speaker_is_judged_by_the_party_named() {
        let mut b = Builder::dyads();
        b.unknown("meeting", "So it was said.");
        b.informant("c2p", "Coil", "head of quality", &[]);
        let said = b.mark("ann", "meeting", "So it was said.", "c1");
        attributed(
            &mut b,
            said,
            &[
                ("ok", "manager, Coil"),
                ("side", "buyer, Acme"),
                ("party", "plant manager, Bolt"),
                ("vague", "quality, Acme"),
                ("group", "buyer, user of R1"),
                ("no-group", "plant manager, user of R1"),
                ("unknown", "chief, Acme"),
                ("alone", "buyer"),
                ("several", "head"),
            ],
        );
        insta::assert_snapshot!(remarks(&b.study, &["title:"]), @r"
        question title:side [excerpt side] the excerpt is attributed to “buyer, Acme”; the roster has “buyer” at Bolt (user), not at Acme: the side is unclear
        question title:party [excerpt party] the excerpt is attributed to “plant manager, Bolt”; the roster has “plant manager” at Coil (user), not at Bolt: the party is unclear
        question title:vague [excerpt vague] the excerpt is attributed to “quality, Acme”; the nearest title in the roster is “head of quality”, at Coil (user), not at Acme: the side is unclear
        question title:no-group [excerpt no-group] the excerpt is attributed to “plant manager, user of R1”; the roster has “plant manager” at Coil (user), not at user of R1: the party is unclear
        question title:unknown [excerpt unknown] the excerpt is attributed to “chief, Acme”; this title is not in the roster
        question title:several [excerpt several] the excerpt is attributed to “head”; no party is given; the roster has “head of quality” at Coil (user) and “head of sales” at Acme (maker): the party and the side are unclear
        ");
    }
}
