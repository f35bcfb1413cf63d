//! Large studies for measurements.

use std::collections::BTreeMap;

use themata_model::{
    About, ByteOffset, Codebook, Coder, Coding, FacetAssignment, FacetValues, LocatorMap, Source, Span,
    Speaker, SpeakerRole, Study, Target, Text, TextHash, Turn,
};

use crate::dice::WORDS;
use crate::parts::{Said, code, level, source, text};
use crate::small_study;

/// Codings to a source: a long interview, coded line by line by several coders.
const CODINGS_PER_SOURCE: usize = 2_500;

/// Words that a speaker says in one turn.
const WORDS_PER_TURN: usize = 60;

/// Returns a study with `n_codings` codings: sources of about 60 kB, 200 open codes below 17
/// categories below 6 themes below 4 dimensions, three coders, a phase on every fifth coding. The
/// same numbers give the same study.
pub fn big_study(n_codings: usize, seed: u64) -> Study {
    let mut random = SplitMix(seed);
    let frame = small_study();
    let n_sources = n_codings.div_ceil(CODINGS_PER_SOURCE).max(1);
    let sources = (0..n_sources).map(|i| interview(&frame, i, &mut random)).collect();
    coded(frame, sources, n_codings, random)
}

/// Returns a study of texts that are given, with the codebook, the coders and the random codings of
/// [`big_study`]; the speakers of each text are nobody's. Texts without words are left out.
pub fn big_study_of(texts: &[(String, Vec<Turn>, Vec<Speaker>)], n_codings: usize, seed: u64) -> Study {
    let frame = small_study();
    let worded = texts.iter().filter(|(content, ..)| !content.trim().is_empty());
    let source = |(i, (content, turns, speakers)): (usize, &(String, Vec<Turn>, Vec<Speaker>))| {
        let key = format!("S{i}");
        let text = Text {
            id: frame.id.row("text", &key),
            content: content.clone(),
            hash: TextHash::of(content),
            extraction: "txt, UTF-8".into(),
            turns: turns.clone(),
            speakers: speakers.clone(),
            locators: LocatorMap::default(),
        };
        let mut row = source(frame.id, &key, vec![text]);
        row.cases = vec![frame.cases[i % frame.cases.len()].key.clone()];
        row
    };
    let sources = worded.enumerate().map(source).collect();
    coded(frame, sources, n_codings, SplitMix(seed))
}

/// Codes the sources at random.
fn coded(mut study: Study, sources: Vec<Source>, n_codings: usize, mut random: SplitMix) -> Study {
    study.key = "big".parse().expect("a key");
    study.codings.clear();
    study.excerpts.clear();
    study.findings.clear();
    study.codebook = codebook(&study);
    study.coders.push(Coder {
        id: study.id.row("coder", "carl"),
        key: "carl".parse().expect("a key"),
        name: "carl".into(),
        attributes: BTreeMap::new(),
    });
    study.sources = sources;
    let n_sources = study.sources.len();
    let open: Vec<_> =
        study.codebook.codes().iter().filter(|c| study.codebook.is_open(c)).map(|c| c.key.clone()).collect();
    // What is said; all of a text in which nobody speaks.
    let said = |source: &Source| -> Vec<Span> {
        let content = &source.text().content;
        let bodies: Vec<Span> = source.text().turns.iter().filter_map(|turn| turn.body).collect();
        let whole =
            || Span::new(content, ByteOffset(0), ByteOffset(content.len())).expect("a text with words");
        if bodies.is_empty() { vec![whole()] } else { bodies }
    };
    let said: Vec<Vec<Span>> = study.sources.iter().map(said).collect();
    let mut spans = vec![Vec::new(); n_sources];
    for i in 0..n_codings {
        let source = i * n_sources / n_codings;
        let content = &study.sources[source].text().content;
        let body = said[source][random.below(said[source].len())];
        let from = body.start().0 + random.below(body.len() / 2);
        let start = (from..).find(|&at| content.is_char_boundary(at)).unwrap_or(from);
        let wanted = (start + 20 + random.below(180)).min(body.end().0);
        let end = (wanted..).find(|&at| content.is_char_boundary(at)).unwrap_or(wanted);
        let span =
            Span::new(content, ByteOffset(start), ByteOffset(end)).expect("the ends lie between characters");
        spans[source].push((random.below(3), span, random.below(open.len()), random.below(5)));
    }
    // By coder, then source, then place.
    for coder in 0..3 {
        for (source, spans) in spans.iter_mut().enumerate() {
            spans.sort();
            for (_, span, code, dice) in spans.iter().filter(|(who, ..)| *who == coder) {
                let phase = FacetAssignment::Value("early".parse().expect("a key"));
                let facets: FacetValues =
                    (*dice == 0).then(|| ("phase".parse().expect("a key"), phase)).into_iter().collect();
                let n = study.codings.len();
                let source = &study.sources[source];
                let quotation = span.of(&source.text().content).to_string();
                study.codings.push(Coding {
                    id: study.id.row("coding", &n.to_string()),
                    source: source.key.clone(),
                    span: Some(*span),
                    typed: quotation.clone(),
                    quotation,
                    prefix: "what came before these words was".into(),
                    suffix: "and what came after them was that".into(),
                    target: Target::Code(open[*code].clone(), facets),
                    coder: study.coders[coder].key.clone(),
                    about: About::default(),
                    weight: None,
                    memo: String::new(),
                    attributes: BTreeMap::new(),
                });
            }
        }
    }
    study
}

fn codebook(study: &Study) -> Codebook {
    let id = study.id;
    let levels = vec![
        level(id, "open", "Open codes", true),
        level(id, "category", "First-order categories", false),
        level(id, "theme", "Second-order themes", false),
        level(id, "dimension", "Aggregate dimensions", false),
    ];
    let mut codes = Vec::new();
    let tiers = [("dimension", 4, 4), ("theme", 6, 4), ("category", 17, 6), ("open", 200, 17)];
    let mut above: Option<&str> = None;
    for (tier, n, n_above) in tiers {
        for i in 0..n {
            let parent = above.map(|above| format!("{above}-{}", i % n_above));
            codes.push(code(
                id,
                &format!("{tier}-{i}"),
                tier,
                parent.as_deref(),
                &format!("name of {tier} {i}"),
            ));
        }
        above = Some(tier);
    }
    Codebook::new(levels, codes).expect("the fixture's codes make a codebook")
}

fn interview(study: &Study, i: usize, random: &mut SplitMix) -> Source {
    let informant = &study.informants[i % study.informants.len()];
    let speakers = vec![
        Speaker { label: "Q".into(), role: SpeakerRole::Interviewer, informant: None },
        Speaker { label: "A".into(), role: SpeakerRole::Informant, informant: Some(informant.key.clone()) },
    ];
    let said: Vec<Said> = (0..160)
        .map(|turn| {
            let words: Vec<&str> = (0..WORDS_PER_TURN).map(|_| WORDS[random.below(WORDS.len())]).collect();
            Said { speaker: turn % 2, at: Some(turn as u64 * 20), words: words.join(" ") }
        })
        .collect();
    let key = format!("S{i}");
    let mut row = source(study.id, &key, vec![text(study.id, &format!("{key} 1"), "", speakers, &said)]);
    row.cases = vec![study.cases[i % study.cases.len()].key.clone()];
    row.informants = vec![informant.key.clone()];
    row
}

/// SplitMix64 (Steele, Lea & Flood 2014): three lines, and the same numbers everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let number = usize::try_from((z ^ (z >> 31)) >> 16).unwrap_or_default();
        number % n.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_big_study_is_valid_and_has_the_codings_asked_for() {
        let study = big_study(1_000, 7);
        assert_eq!(study.codings.len(), 1_000);
        assert_eq!(themata_model::validate(&study), vec![]);
        assert_eq!(study, big_study(1_000, 7));
    }

    #[test]
    fn texts_that_are_given_are_coded_as_well() {
        let text = |words: &str| (words.repeat(30), Vec::new(), Vec::new());
        let study = big_study_of(&[text("Ärger, sagt er. "), text(""), text("合同 ")], 100, 7);
        assert_eq!((study.sources.len(), study.codings.len()), (2, 100));
        assert_eq!(themata_model::validate(&study), vec![]);
    }
}
