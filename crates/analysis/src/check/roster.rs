//! Informants without interviews, and interviews whose speakers are not known.

use themata_model::Study;

use super::Remarks;
use crate::rule::joined;

pub(super) fn check(study: &Study, remarks: &mut Remarks<'_>) {
    study.sources.iter().for_each(|source| side_contradicts(study, source, remarks));
    let interviews: Vec<_> = study.sources.iter().filter(|source| source.kind.is_interview()).collect();
    if interviews.is_empty() {
        return;
    }
    for informant in &study.informants {
        let speaks = |source: &&&themata_model::Source| {
            let labelled = source.texts.last().map(|text| text.speakers.as_slice()).unwrap_or_default();
            source.informants.contains(&informant.key)
                || labelled.iter().any(|speaker| speaker.informant.as_ref() == Some(&informant.key))
        };
        if interviews.iter().find(speaks).is_none() {
            remarks.question(
                format!("no-interview:{}", informant.key),
                format!("informant {}", informant.key),
                format!("informant {} ({}) speaks in no interview", informant.key, informant.title),
            );
        }
        guest(study, informant, remarks);
    }
    for source in interviews {
        let labelled = source.texts.last().map(|text| text.speakers.as_slice()).unwrap_or_default();
        if source.informants.is_empty() && labelled.iter().all(|speaker| speaker.informant.is_none()) {
            remarks.question(
                format!("unknown-speaker:{}", source.key),
                format!("source {}", source.key),
                format!("it is not known which informant speaks in {}", source.key),
            );
        }
        if let Some(sentence) = taken_for_one(source) {
            let place = format!("source {}", source.key);
            remarks.question(format!("speakers-taken-for-one:{}", source.key), place, sentence);
        }
    }
}

/// What is unclear of the speakers of `source` and what to type: labels that all count as its only informant,
/// because nobody said who they are. `None` where it is clear.
pub fn taken_for_one(source: &themata_model::Source) -> Option<String> {
    let labels = source.labels_taken_for_one();
    let ([first, ..], [.., last], [only]) = (&labels[..], &labels[..], &source.informants[..]) else {
        return None;
    };
    let quoted: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
    let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
    let (count, or) = if labels.len() == 1 { ("counts", "or ") } else { ("count", "") };
    let key = &source.key;
    Some(format!(
        "in {key} {} {count} as the informant {only}, because nobody said who speaks there: `themata sources change \
         {key}` with `--speaker '{first}=KEY'` {or}`--role '{last}=interviewer'`",
        joined(&quoted),
    ))
}

/// A source said to speak from a side that none of its informants' parties fills in its cases.
fn side_contradicts(study: &Study, source: &themata_model::Source, remarks: &mut Remarks<'_>) {
    if source.sides.is_empty() {
        return;
    }
    for informant in source.informants.iter().filter_map(|key| study.informant(key)) {
        let Some(party) = &informant.party else { continue };
        let cases = study.cases.iter().filter(|case| {
            if source.cases.is_empty() {
                study.cases_of_informant(informant).iter().any(|own| own.key == case.key)
            } else {
                source.cases.contains(&case.key)
            }
        });
        // A party may fill several sides of a case.
        let filled: Vec<_> = cases
            .flat_map(|case| &case.sides)
            .filter(|seat| seat.parties.contains(party))
            .filter_map(|seat| seat.side.as_ref())
            .collect();
        let Some(first) = filled.first().filter(|_| !filled.iter().any(|side| source.sides.contains(side)))
        else {
            continue;
        };
        let name = |key: &themata_model::SideKey| study.side(key).map_or(key.to_string(), |s| s.name.clone());
        let party = study.party(party).map_or(party.as_str(), |party| &party.name);
        let stated: Vec<String> = source.sides.iter().map(name).collect();
        remarks.question(
            format!("side-contradicts:{}", source.key),
            format!("source {}", source.key),
            format!(
                "{} is said to speak from {}, but {party}, the party of {}, is on the side of {}",
                source.key,
                stated.join(" and "),
                informant.key,
                name(first)
            ),
        );
    }
}

/// An informant who speaks for a case in which the own party has no seat.
fn guest(study: &Study, informant: &themata_model::Informant, remarks: &mut Remarks<'_>) {
    let Some(party) = &informant.party else { return };
    for case in informant.cases.iter().filter_map(|key| study.case(key)).filter(|case| !case.has_party(party))
    {
        let name = study.party(party).map_or(party.as_str(), |party| &party.name);
        remarks.question(
            format!("guest:{}:{}", informant.key, case.key),
            format!("informant {}", informant.key),
            format!("informant {} speaks for {}, in which {name} has no seat", informant.key, case.label),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::remarks;
    use crate::testing::Builder;

    #[test]
    fn a_side_that_the_cases_contradict_is_asked_about() {
        let mut b = Builder::dyads();
        b.study.sources[0].sides = vec!["user".parse().unwrap()];
        b.study.sources[2].sides = vec!["user".parse().unwrap()];
        insta::assert_snapshot!(remarks(&b.study, &["side-contradicts"]), @"question side-contradicts:int-a1 [source int-a1] int-a1 is said to speak from user, but Acme, the party of a1, is on the side of maker");
    }

    #[test]
    fn labels_that_nobody_told_apart_are_asked_about() {
        let mut b = Builder::dyads();
        let text = b.study.sources[0].texts.last_mut().unwrap();
        let known = text.speakers.iter().find(|speaker| speaker.informant.is_some()).unwrap().clone();
        let unsaid =
            |label: &str| themata_model::Speaker { label: label.into(), informant: None, ..known.clone() };
        text.speakers.push(unsaid("Anna"));
        insta::assert_snapshot!(remarks(&b.study, &["speakers-taken"]), @"question speakers-taken-for-one:int-a1 [source int-a1] in int-a1 `Anna` counts as the informant a1, because nobody said who speaks there: `themata sources change int-a1` with `--speaker 'Anna=KEY'` or `--role 'Anna=interviewer'`");
        b.study.sources[0].texts.last_mut().unwrap().speakers.push(unsaid("Bo"));
        insta::assert_snapshot!(remarks(&b.study, &["speakers-taken"]), @"question speakers-taken-for-one:int-a1 [source int-a1] in int-a1 `Anna` and `Bo` count as the informant a1, because nobody said who speaks there: `themata sources change int-a1` with `--speaker 'Anna=KEY'` `--role 'Bo=interviewer'`");
    }

    #[test]
    fn the_silent_and_the_unknown_are_asked_about() {
        let mut b = Builder::dyads();
        b.informant("quiet", "Bolt", "clerk", &["R2"]);
        b.interview("nameless", &[("Q", "Who are you?")]);
        insta::assert_snapshot!(remarks(&b.study, &["no-interview", "unknown", "guest", "informants-"]), @r"
        question no-interview:quiet [informant quiet] informant quiet (clerk) speaks in no interview
        question guest:quiet:R2 [informant quiet] informant quiet speaks for R2, in which Bolt has no seat
        question unknown-speaker:nameless [source nameless] it is not known which informant speaks in nameless
        ");
    }
}
