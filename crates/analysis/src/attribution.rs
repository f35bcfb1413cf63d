//! How a speaker is named beside printed words.

use themata_model::mark::Voice;
use themata_model::table::CodingRef;
use themata_model::{AttributionGrade, Study};

use crate::quotation::Words;
use crate::title::vague_title;

/// Returns how the speakers of `codings` are named at `grade`; `None` when nobody is named. Words
/// from notes are marked as such at every grade.
pub(crate) fn attribution(
    study: &Study,
    words: &Words<'_>,
    codings: &[CodingRef],
    grade: &AttributionGrade,
) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    if let AttributionGrade::Words(own) = grade {
        names.push(own.clone());
    } else {
        for &coding in codings {
            let Some(name) =
                words.voice(coding).and_then(|voice| named(study, voice, &case_of(words, coding), grade))
            else {
                continue;
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if words.are_notes(codings) {
        names.push("from notes".to_string());
    }
    (!names.is_empty()).then(|| names.join("; "))
}

/// The grade at which an excerpt is attributed: its own, else the table's. A table that names
/// nobody names nobody.
pub(crate) fn grade<'g>(own: &'g AttributionGrade, table: &'g AttributionGrade) -> &'g AttributionGrade {
    match (own, table) {
        (AttributionGrade::Exhibit, table) | (_, table @ AttributionGrade::Nothing) => table,
        (own, _) => own,
    }
}

fn case_of(words: &Words<'_>, coding: CodingRef) -> Vec<(u32, Option<u32>)> {
    match (words.mark(coding), words.voice(coding)) {
        (Some(mark), Some(voice)) => match mark.about_case {
            // The side is told with the speaker's own case, which the words are not about.
            Some(_) if voice.places.is_empty() => Vec::new(),
            _ => voice.places.clone(),
        },
        _ => Vec::new(),
    }
}

fn named(
    study: &Study,
    voice: &Voice,
    places: &[(u32, Option<u32>)],
    grade: &AttributionGrade,
) -> Option<String> {
    let party = voice.party.map(|at| study.parties[at as usize].name.clone());
    let title = || {
        let informant = voice.informant.map(|at| study.informants[at as usize].title.trim());
        informant.filter(|title| !title.is_empty()).map_or_else(|| speaker(study, voice), str::to_string)
    };
    match grade {
        AttributionGrade::TitleAndParty | AttributionGrade::Exhibit => {
            Some(party.map_or_else(&title, |party| format!("{}, {party}", title())))
        }
        AttributionGrade::VagueTitleAndParty => {
            let vague = voice.informant.and_then(|at| vague_title(&study.informants[at as usize]));
            // Who has no vague title is told by less, not by more.
            let Some(vague) = vague else {
                return named(study, voice, places, &AttributionGrade::Party);
            };
            Some(party.map_or_else(|| vague.clone(), |party| format!("{vague}, {party}")))
        }
        AttributionGrade::TitleAndSide => {
            let seat = seat(study, voice, places);
            Some(if seat.is_empty() { title() } else { format!("{}, {}", title(), seat.join(", ")) })
        }
        AttributionGrade::Title => Some(title()),
        AttributionGrade::Party => Some(party.map_or_else(
            || speaker(study, voice),
            |party| format!("{} from {party}", speaker(study, voice)),
        )),
        AttributionGrade::SideAndCase => {
            let seat = seat(study, voice, places);
            Some(if seat.is_empty() { speaker(study, voice) } else { seat.join(", ") })
        }
        AttributionGrade::Respondent => Some(speaker(study, voice)),
        AttributionGrade::Nothing | AttributionGrade::Words(_) => None,
    }
}

/// The side and the cases that a voice speaks for, as far as they are known.
fn seat(study: &Study, voice: &Voice, places: &[(u32, Option<u32>)]) -> Vec<String> {
    let side = voice.side.or_else(|| places.first().and_then(|(_, side)| *side));
    let side = side.map(|at| study.sides[at as usize].name.clone());
    let cases: Vec<&str> =
        places.iter().map(|(case, _)| study.cases[*case as usize].label.as_str()).collect();
    side.into_iter().chain((!cases.is_empty()).then(|| cases.join("/"))).collect()
}

/// The speaker without a name: a respondent, the interviewer, or the kind of document.
fn speaker(study: &Study, voice: &Voice) -> String {
    let source = &study.sources[voice.source as usize];
    if voice.interviewer {
        "the interviewer".to_string()
    } else if source.kind.is_interview() {
        "a respondent".to_string()
    } else {
        source.kind.as_str().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Builder;

    #[test]
    fn every_grade_names_the_speaker_its_own_way() {
        let mut b = Builder::dyads();
        let coding = b.say("b1", 1, "c1");
        let marks = b.marks();
        let words = Words::new(&b.study, &marks);
        for (grade, expected) in [
            ("title-party", Some("buyer, Bolt")),
            ("vague-party", Some("buyer, Bolt")),
            ("title-side", Some("buyer, user, R1")),
            ("title", Some("buyer")),
            ("party", Some("a respondent from Bolt")),
            ("side-case", Some("user, R1")),
            ("respondent", Some("a respondent")),
            ("none", None),
            ("a vague person", Some("a vague person")),
        ] {
            let Ok(grade) = grade.parse();
            assert_eq!(attribution(&b.study, &words, &[coding], &grade).as_deref(), expected);
        }
    }

    #[test]
    fn a_vague_title_is_the_one_told_else_the_noun_else_none_at_all() {
        let mut b = Builder::dyads();
        let coding = b.say("a2", 1, "c1");
        let told = |b: &Builder| {
            let marks = b.marks();
            let words = Words::new(&b.study, &marks);
            attribution(&b.study, &words, &[coding], &AttributionGrade::VagueTitleAndParty)
        };
        assert_eq!(told(&b).as_deref(), Some("head, Acme"));
        b.study.informants[1].title = "Vertriebsleiter".into();
        assert_eq!(told(&b).as_deref(), Some("a respondent from Acme"));
        b.study.informants[1].attributes.insert("vague-title".into(), "Leiter".into());
        assert_eq!(told(&b).as_deref(), Some("Leiter, Acme"));
    }

    #[test]
    fn words_from_notes_are_marked_even_when_nobody_is_named() {
        let mut b = Builder::dyads();
        b.source("notes", themata_model::SourceKind::Notes, &[("b1", "They said it was fine.")]);
        let coding = b.mark("ann", "notes", "it was fine", "c1");
        let marks = b.marks();
        let words = Words::new(&b.study, &marks);
        assert_eq!(
            attribution(&b.study, &words, &[coding], &AttributionGrade::Nothing).as_deref(),
            Some("from notes")
        );
    }
}
