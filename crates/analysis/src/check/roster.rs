//! Informants without interviews, and interviews whose speakers are not known.

use themata_model::Study;

use super::Remarks;

pub(super) fn check(study: &Study, remarks: &mut Remarks<'_>) {
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
