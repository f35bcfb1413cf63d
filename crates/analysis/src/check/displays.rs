//! What is displayed: words shown twice, sides never heard, words from notes, cases that are unclear.

use std::collections::BTreeSet;

use themata_model::Excerpt;
use themata_model::mark::Mark;
use themata_model::table::CodingRef;

use super::Remarks;
use super::anchors::opening;
use crate::context::Context;
use crate::roster::seats;

/// An excerpt that some exhibit prints.
struct Displayed<'a> {
    excerpt: &'a Excerpt,
    codings: Vec<CodingRef>,
    exhibits: String,
}

pub(super) fn check(context: &Context<'_>, remarks: &mut Remarks<'_>) {
    let displayed: Vec<Displayed<'_>> =
        context.study.excerpts.iter().filter_map(|e| display(context, e)).collect();
    twice(context, &displayed, remarks);
    for shown in &displayed {
        unclear_case(context, shown, remarks);
        if context.words.are_notes(&shown.codings) {
            remarks.note(
                format!("from-notes:{}", shown.excerpt.key),
                format!("excerpt {}", shown.excerpt.key),
                "the excerpt comes from notes of an unrecorded encounter and is printed with a warning"
                    .to_string(),
            );
        }
    }
    if !displayed.is_empty() {
        unheard(context, &displayed, remarks);
    }
    let asked = context.frame.on_interviewers();
    if asked > 0 {
        remarks.note(
            "interviewer".to_string(),
            "codings",
            format!(
                "{} on an interviewer's words: without informant and side",
                crate::plural::counted(asked, "coding")
            ),
        );
    }
}

fn display<'a>(context: &Context<'a>, excerpt: &'a Excerpt) -> Option<Displayed<'a>> {
    let exhibits: Vec<&str> = excerpt.exhibits.iter().map(|used| used.exhibit.as_str()).collect();
    let codings = context.words.pieces(excerpt);
    (!exhibits.is_empty()).then(|| Displayed { excerpt, codings, exhibits: exhibits.join(" and ") })
}

/// Excerpts used in several exhibits, and excerpts whose words overlap.
fn twice(context: &Context<'_>, displayed: &[Displayed<'_>], remarks: &mut Remarks<'_>) {
    for shown in displayed.iter().filter(|shown| shown.excerpt.exhibits.len() > 1) {
        let key = &shown.excerpt.key;
        remarks.question(
            format!("twice:{key}"),
            format!("excerpt {key}"),
            format!("the same excerpt is displayed in {}", shown.exhibits),
        );
    }
    let mut spans: Vec<(u32, u32, u32, usize)> = Vec::new();
    for (i, shown) in displayed.iter().enumerate() {
        let marks = shown.codings.iter().filter_map(|&coding| context.words.mark(coding));
        spans.extend(marks.map(|mark| (context.marks.voice(mark).source, mark.start, mark.end, i)));
    }
    spans.sort_unstable();
    for (n, a) in spans.iter().enumerate() {
        let near = spans[n + 1..].iter().take_while(|b| b.0 == a.0 && b.1 < a.2);
        for b in near.filter(|b| b.3 != a.3) {
            let (first, second) = (&displayed[a.3.min(b.3)], &displayed[a.3.max(b.3)]);
            remarks.question(
                format!("twice:{}:{}", first.excerpt.key, second.excerpt.key),
                format!("excerpt {}", second.excerpt.key),
                format!(
                    "the excerpts {} ({}) and {} ({}) display the same words: “{}”",
                    first.excerpt.key,
                    first.exhibits,
                    second.excerpt.key,
                    second.exhibits,
                    opening(&context.words.displayed(second.excerpt))
                ),
            );
        }
    }
}

/// An excerpt that counts for several cases, since its speaker's party sits in several.
fn unclear_case(context: &Context<'_>, shown: &Displayed<'_>, remarks: &mut Remarks<'_>) {
    let marks: Vec<&Mark> = shown.codings.iter().filter_map(|&coding| context.words.mark(coding)).collect();
    let cases = |mark: &&Mark| {
        let places = context.marks.places(mark);
        // Where nobody knows who speaks, and for which case, the party of the source may sit in several.
        let sits = places.is_empty().then(|| cases_of_party(context, context.marks.voice(mark).party));
        places.into_iter().map(|(case, _)| case).chain(sits.into_iter().flatten()).collect::<BTreeSet<u32>>()
    };
    let Some(several) = marks.iter().map(cases).find(|cases| cases.len() > 1) else { return };
    let labels: Vec<&str> =
        several.iter().map(|&case| context.study.cases[case as usize].label.as_str()).collect();
    let voice = marks.first().map(|mark| context.marks.voice(mark));
    let party =
        voice.and_then(|voice| voice.party).map(|at| context.study.parties[at as usize].name.as_str());
    let speaker =
        party.map_or_else(|| "its speaker".to_string(), |party| format!("its speaker from {party}"));
    remarks.question(
        format!("case-unclear:{}", shown.excerpt.key),
        format!("excerpt {}", shown.excerpt.key),
        format!("the case is unclear: {speaker} speaks for {}", crate::rule::joined(&labels)),
    );
}

/// The cases in which a party has a seat.
fn cases_of_party(context: &Context<'_>, party: Option<u32>) -> Vec<u32> {
    let Some(party) = party.and_then(|at| context.study.parties.get(at as usize)) else { return Vec::new() };
    let cases = (0u32..).zip(&context.study.cases).filter(|(_, case)| case.has_party(&party.key));
    cases.map(|(at, _)| at).collect()
}

/// Parties of a case of which no displayed words come.
fn unheard(context: &Context<'_>, displayed: &[Displayed<'_>], remarks: &mut Remarks<'_>) {
    let study = context.study;
    let mut heard: BTreeSet<(Option<u32>, u32)> = BTreeSet::new();
    for mark in
        displayed.iter().flat_map(|shown| &shown.codings).filter_map(|&coding| context.words.mark(coding))
    {
        let voice = context.marks.voice(mark);
        // Words about another case are still the words of the party, in its own case.
        heard.extend(voice.places.iter().map(|(case, _)| (voice.party, *case)));
    }
    for seat in seats(study) {
        let (Some(case), Some(party)) = (seat.case, seat.party) else { continue };
        let at = |wanted: bool, position: usize| wanted.then(|| u32::try_from(position).ok()).flatten();
        let case_at = study.cases.iter().enumerate().find_map(|(i, c)| at(c.key == case.key, i));
        let party_at = study.parties.iter().enumerate().find_map(|(i, p)| at(p.key == *party, i));
        let (Some(case_at), Some(row)) = (case_at, study.party(party)) else { continue };
        if heard.contains(&(party_at, case_at)) {
            continue;
        }
        let side = seat
            .side
            .and_then(|key| study.side(key))
            .map(|side| format!(", {}", side.name))
            .unwrap_or_default();
        remarks.question(
            format!("unheard:{}:{party}", case.key),
            format!("case {}", case.key),
            format!("no displayed quotation can be traced to {} ({}{side})", row.name, case.label),
        );
    }
}

#[cfg(test)]
mod tests {
    use themata_model::ExhibitKind;

    use crate::check::testing::remarks;
    use crate::testing::Builder;

    #[test]
    fn the_case_is_unclear_too_where_only_the_party_of_the_source_is_known() {
        let mut b = Builder::dyads();
        b.exhibit("text", ExhibitKind::Body);
        for (source, party, words) in
            [("of-both", "Acme", "We share the data."), ("of-one", "Bolt", "We do not.")]
        {
            b.unknown(source, words).parties = vec![party.parse().unwrap()];
            let coding = b.mark("ann", source, words, "c1");
            b.excerpt(&format!("e-{source}"), &[coding], &["text"]);
        }
        insta::assert_snapshot!(remarks(&b.study, &["case-unclear"]), @"question case-unclear:e-of-both [excerpt e-of-both] the case is unclear: its speaker from Acme speaks for R1 and R2");
    }

    #[test]
    fn what_is_displayed_is_looked_at() {
        let mut b = Builder::dyads();
        b.exhibit("table", ExhibitKind::Table).exhibit("text", ExhibitKind::Body);
        b.informant("both", "Acme", "director", &[]);
        b.interview("int-both", &[("both", "In both cases it was the same.")]);
        b.source("notes", themata_model::SourceKind::Notes, &[("b2", "He nodded.")]);
        let one = b.say("b1", 1, "c1");
        let again = b.mark("bob", "int-b1", "sentence 1 that", "c2");
        let unclear = b.mark("ann", "int-both", "it was the same", "c1");
        let noted = b.mark("ann", "notes", "He nodded.", "c1");
        b.excerpt("e1", &[one], &["table"]).excerpt("e2", &[again], &["text"]);
        b.excerpt("e3", &[unclear], &["table", "text"]).excerpt("e4", &[noted], &["table"]);
        b.mark("ann", "int-b1", "How did it begin?", "c3");
        insta::assert_snapshot!(remarks(&b.study, &["twice", "case-unclear", "unheard", "from-notes", "interviewer"]), @r"
        question twice:e3 [excerpt e3] the same excerpt is displayed in table and text
        question twice:e1:e2 [excerpt e2] the excerpts e1 (table) and e2 (text) display the same words: “sentence 1 that”
        question case-unclear:e3 [excerpt e3] the case is unclear: its speaker from Acme speaks for R1 and R2
        question unheard:R2:Coil [case R2] no displayed quotation can be traced to Coil (R2, user)
        note from-notes:e4 [excerpt e4] the excerpt comes from notes of an unrecorded encounter and is printed with a warning
        note interviewer [codings] 1 coding on an interviewer's words: without informant and side
        ");
    }
}
