//! Generated studies: lists of numbers that proptest can shrink, turned into rows that always hold
//! together because every reference is a choice among what is there.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use themata_model::{
    About, Attributes, AttributionGrade, ByteOffset, Case, CaseSide, Claim, ClaimKind, Code, CodeKey,
    Codebook, Coder, Coding, EvidenceLink, Excerpt, Exhibit, ExhibitKind, ExhibitUse, Facet, FacetAssignment,
    FacetValue, FacetValues, Finding, Informant, LocatorMap, Origin, Output, OutputKind, Party, Piece,
    Placement, Settlement, Side, Source, SourceKind, Span, Speaker, SpeakerRole, Stance, StatedTotal, Study,
    Target, Text, Timestamp, TotalOf, Translation, Weight,
};

use crate::dice::Dice;
use crate::frameworks::{all_codes, frameworks};
use crate::notes::{members, notes};
use crate::parts::{Said, code, level, source, text};

/// The numbers that one row is made of.
pub(crate) type Numbers = [u16; 16];

/// The numbers that a study is made of, a list for each kind of row.
#[derive(Clone, Debug)]
struct Plan {
    study: Numbers,
    facets: Vec<Numbers>,
    roster: Vec<Numbers>,
    cases: Vec<Numbers>,
    informants: Vec<Numbers>,
    sources: Vec<(Numbers, Vec<Vec<Numbers>>)>,
    codes: Vec<Numbers>,
    codings: Vec<Numbers>,
    sortings: Vec<Numbers>,
    evidence: Vec<Numbers>,
    notes: Vec<Numbers>,
}

/// A strategy for valid studies: `themata_model::validate` finds nothing in them, and codings are
/// ordered by coder, source and place. The list of cases, sources or codings may be empty.
pub fn arbitrary_study() -> impl Strategy<Value = Study> {
    let rows = |n| vec(any::<Numbers>(), 0..n);
    let versions = vec(vec(any::<Numbers>(), 0..5), 1..4);
    let sources = vec((any::<Numbers>(), versions), 0..4);
    let first = (any::<Numbers>(), rows(3), rows(4), rows(4), rows(5), sources);
    let second = (rows(9), rows(24), rows(5), rows(5), rows(4));
    (first, second).prop_map(|(first, second)| {
        let (study, facets, roster, cases, informants, sources) = first;
        let (codes, codings, sortings, evidence, notes) = second;
        build(&Plan {
            study,
            facets,
            roster,
            cases,
            informants,
            sources,
            codes,
            codings,
            sortings,
            evidence,
            notes,
        })
    })
}

/// A strategy for the bytes of an original, which need not be text.
pub fn arbitrary_original() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..64)
}

pub(crate) fn key<K: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> K {
    text.parse().expect("a key of a fixture is a key")
}

fn build(plan: &Plan) -> Study {
    let mut dice = Dice::new(&plan.study);
    let mut s = Study::new(key("generated"), dice.words());
    s.citation = dice.maybe_words();
    s.licence = dice.maybe_words();
    s.synthetic = dice.once_in(2);
    s.language = dice.once_in(2).then(|| "en".into());
    s.attributes = [("parties".to_string(), BTreeSet::from(["industry".into()]))].into();
    s.allowed = if dice.once_in(2) { vec!["both-sides:A".into()] } else { vec![] };
    for i in 0..dice.below(4) {
        let name = format!("side {i}");
        s.sides.push(Side { id: s.id.row("side", &name), key: key(&name), name });
    }
    for i in 0..1 + dice.below(3) {
        let coder = format!("coder {i}");
        let attributes = attributes(&mut dice);
        s.coders.push(Coder { id: s.id.row("coder", &coder), key: key(&coder), name: coder, attributes });
    }
    facets(&mut s, &plan.facets);
    roster(&mut s, plan);
    codebook(&mut s, &plan.codes);
    for (i, (numbers, versions)) in plan.sources.iter().enumerate() {
        let row = document(&s, i, &mut Dice::new(numbers), versions);
        s.sources.push(row);
    }
    codings(&mut s, &plan.codings);
    sortings(&mut s, &plan.sortings);
    paper(&mut s, &plan.study);
    evidence(&mut s, &plan.evidence);
    notes(&mut s, &plan.notes);
    members(&mut s, &plan.notes);
    s
}

pub(crate) fn attributes(dice: &mut Dice<'_>) -> Attributes {
    if !dice.once_in(3) {
        return Attributes::new();
    }
    [("industry".to_string(), dice.words()), ("a \"note\"".to_string(), dice.words())].into()
}

fn facets(s: &mut Study, plan: &[Numbers]) {
    for (i, numbers) in plan.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        // Keys sort the other way round than they are printed.
        let facet = format!("facet {}", 9 - i);
        let values = (0..1 + dice.below(3)).map(|v| {
            let value = format!("value {}", 5 - v);
            let definition = dice.once_in(2).then(|| format!("means {v}"));
            FacetValue {
                id: s.id.row("value", &format!("{facet} {value}")),
                key: key(&value),
                name: value,
                definition,
            }
        });
        let values = values.collect();
        let ordered = dice.once_in(2);
        s.facets.push(Facet {
            id: s.id.row("facet", &facet),
            key: key(&facet),
            name: facet,
            ordered,
            values,
        });
    }
}

fn assignment(s: &Study, dice: &mut Dice<'_>) -> Option<(themata_model::FacetKey, FacetAssignment)> {
    let facet = dice.pick(&s.facets)?;
    let value = match dice.below(4) {
        0 => FacetAssignment::All,
        1 => FacetAssignment::None,
        _ => FacetAssignment::Value(dice.pick(&facet.values)?.key.clone()),
    };
    Some((facet.key.clone(), value))
}

fn assignments(s: &Study, dice: &mut Dice<'_>) -> FacetValues {
    (0..dice.below(3)).filter_map(|_| assignment(s, dice)).collect()
}

fn roster(s: &mut Study, plan: &Plan) {
    for (i, numbers) in plan.roster.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let party = format!("Party {i}");
        let (name, attributes) = (dice.words(), attributes(&mut dice));
        s.parties.push(Party { id: s.id.row("party", &party), key: key(&party), name, attributes });
    }
    let parties: Vec<_> = s.parties.iter().map(|p| p.key.clone()).collect();
    for (i, numbers) in plan.cases.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let case = format!("R{i}");
        let mut sides: Vec<CaseSide> = Vec::new();
        for side in dice.some(&s.sides.iter().map(|side| side.key.clone()).collect::<Vec<_>>()) {
            sides.push(CaseSide { side: Some(side), parties: dice.some(&parties) });
        }
        let others = dice.some(&parties);
        if sides.is_empty() && !others.is_empty() {
            sides.push(CaseSide { side: None, parties: others });
        }
        let (label, attributes) = (dice.words(), attributes(&mut dice));
        s.cases.push(Case { id: s.id.row("case", &case), key: key(&case), label, sides, attributes });
    }
    let cases: Vec<_> = s.cases.iter().map(|c| c.key.clone()).collect();
    for (i, numbers) in plan.informants.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let informant = format!("I{i}");
        s.informants.push(Informant {
            id: s.id.row("informant", &informant),
            key: key(&informant),
            party: dice.maybe(&parties).cloned(),
            title: dice.maybe_words(),
            count: 1 + u32::try_from(dice.below(3)).unwrap_or_default(),
            cases: if dice.once_in(2) { dice.some(&cases) } else { vec![] },
            attributes: attributes(&mut dice),
        });
    }
}

fn codebook(s: &mut Study, plan: &[Numbers]) {
    let names = ["open", "category", "theme", "dimension"];
    let levels = names.map(|name| level(s.id, name, &format!("Level of {name}"), name == "open")).to_vec();
    let mut codes: Vec<Code> = Vec::new();
    for (i, numbers) in plan.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let rank = dice.below(names.len());
        let above: Vec<CodeKey> = codes
            .iter()
            .filter(|code| {
                names.iter().position(|name| *name == code.level.as_str()) > Some(rank)
                    || (rank == 0 && code.level.as_str() == "open")
            })
            .map(|code| code.key.clone())
            .collect();
        let parent = dice.maybe(&above).map(|key| key.as_str().to_string());
        let mut row = code(s.id, &format!("code {i}"), names[rank], parent.as_deref(), &dice.words());
        row.marker = dice.once_in(2).then(|| format!("M{i}"));
        row.aliases = (0..dice.below(3)).map(|_| dice.words()).collect();
        row.definition = dice.maybe_words();
        row.origin =
            [None, Some(Origin::Emergent), Some(Origin::TheoryLed), Some(Origin::Predefined)][dice.below(4)];
        row.references = (0..dice.below(2)).map(|_| dice.words()).collect();
        row.colour = dice.once_in(2).then(|| key("#1F77B4"));
        row.prefilled = assignments(s, &mut dice);
        codes.push(row);
    }
    // Print order need not put parents first.
    if plan.first().is_some_and(|numbers| numbers[15] % 2 == 1) {
        codes.reverse();
    }
    let codes = match plan.first() {
        Some(numbers) => frameworks(s, codes, numbers),
        None => codes,
    };
    s.codebook = Codebook::new(levels, codes).expect("parents are chosen from above");
}

fn document(s: &Study, i: usize, dice: &mut Dice<'_>, versions: &[Vec<Numbers>]) -> Source {
    let source_key = format!("S{i}");
    let mut row = source(s.id, &source_key, vec![]);
    let kinds = ["transcript", "notes", "report", "contract", "document", "diary"];
    row.kind = SourceKind::from(kinds[dice.below(kinds.len())]);
    row.cases = dice.some(&s.cases.iter().map(|r| r.key.clone()).collect::<Vec<_>>());
    row.sides = dice.some(&s.sides.iter().map(|r| r.key.clone()).collect::<Vec<_>>());
    row.parties = dice.some(&s.parties.iter().map(|r| r.key.clone()).collect::<Vec<_>>());
    row.informants = dice.some(&s.informants.iter().map(|r| r.key.clone()).collect::<Vec<_>>());
    row.date = dice.once_in(2).then(|| "2024-05-17".into());
    row.wave = dice.once_in(2).then(|| key("wave 1"));
    row.recorded = [None, Some(true), Some(false)][dice.below(3)];
    row.language = dice.once_in(2).then(|| "fi".into());
    row.attributes = attributes(dice);
    row.texts = versions.iter().enumerate().map(|(n, said)| version(s, &source_key, n, said)).collect();
    row
}

fn version(s: &Study, source_key: &str, n: usize, plan: &[Numbers]) -> Text {
    let labels = ["Q", "Anna", "𝔅ob", "Ćarl"];
    let mut speakers: Vec<Speaker> = Vec::new();
    let mut said = Vec::new();
    for numbers in plan {
        let mut dice = Dice::new(numbers);
        let label = labels[dice.below(labels.len())];
        let speaker = speakers.iter().position(|speaker| speaker.label == label).unwrap_or_else(|| {
            let (role, informant) = match label {
                "Q" => (SpeakerRole::Interviewer, None),
                "Anna" => (SpeakerRole::Unknown, None),
                _ => (SpeakerRole::Informant, dice.maybe(&s.informants).map(|i| i.key.clone())),
            };
            speakers.push(Speaker { label: label.into(), role, informant });
            speakers.len() - 1
        });
        let at = dice.once_in(2).then(|| said.len() as u64 * 7);
        let silent = dice.once_in(5);
        let words = if silent { String::new() } else { format!("{} {}", dice.words(), dice.words()) };
        said.push(Said { speaker, at, words });
    }
    let preface = ["", "Interview 信 of May\n\n", "A report without any turn."][(n + plan.len()) % 3];
    let preface = if plan.is_empty() || !preface.ends_with('.') { preface } else { "" };
    let mut text = text(s.id, &format!("{source_key} {n}"), preface, speakers, &said);
    if plan.len() > 2 {
        let second = text.turns.last().map_or(ByteOffset(0), |turn| turn.start());
        text.locators = LocatorMap::new(vec![(ByteOffset(0), "iv".into()), (second, "2".into())])
            .with_numbers(vec![(second, "1.1".into())])
            .with_times(vec![(ByteOffset(0), Timestamp(0)), (second, Timestamp(1_500))]);
    }
    text
}

fn codings(s: &mut Study, plan: &[Numbers]) {
    let mut rows: Vec<Coding> = Vec::new();
    for (i, numbers) in plan.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let (source_at, coder_at) = (dice.below(s.sources.len()), dice.below(s.coders.len()));
        let Some(source) = s.sources.get(source_at) else { return };
        let code = dice.maybe(&all_codes(s)).map(|code| code.key.clone());
        let span = span(&source.text().content, &mut dice);
        let facets = assignments(s, &mut dice);
        let Ok(target) = Target::new(code, facets) else { continue };
        let lost = dice.once_in(6);
        let quotation = match span {
            Some(span) if !lost => span.of(&source.text().content).to_string(),
            _ => "words that are gone 𝔘".to_string(),
        };
        let context = |words: &str| if lost { String::new() } else { words.to_string() };
        rows.push(Coding {
            id: s.id.row("coding", &i.to_string()),
            source: source.key.clone(),
            span: span.filter(|_| !lost),
            typed: if dice.once_in(4) { format!("{quotation} as typed") } else { quotation.clone() },
            quotation,
            prefix: context("before 👩‍👩‍👧‍👦"),
            suffix: context("after"),
            target,
            coder: s.coders[coder_at].key.clone(),
            about: About {
                case: dice.maybe(&s.cases).map(|r| r.key.clone()),
                side: dice.maybe(&s.sides).map(|r| r.key.clone()),
            },
            weight: dice.once_in(3).then(|| Weight::new(i64::try_from(i * 4).unwrap_or(0)).ok()).flatten(),
            memo: dice.maybe_words(),
            attributes: attributes(&mut dice),
        });
    }
    s.codings = rows;
    s.sort_codings();
}

/// A stretch between two characters of `content`.
fn span(content: &str, dice: &mut Dice<'_>) -> Option<Span> {
    let bounds: Vec<usize> = content.char_indices().map(|(at, _)| at).chain([content.len()]).collect();
    let (a, b) = (*dice.pick(&bounds)?, *dice.pick(&bounds)?);
    Span::new(content, ByteOffset(a.min(b)), ByteOffset(a.max(b))).ok()
}

fn sortings(s: &mut Study, plan: &[Numbers]) {
    for (i, numbers) in plan.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let Some(code) = dice.pick(&all_codes(s)).map(|c| c.key.clone()) else { return };
        let Some((facet, value)) = assignment(s, &mut dice) else { return };
        let case = dice.maybe(&s.cases).map(|c| c.key.clone());
        let reason = dice.maybe_words();
        if dice.once_in(3) {
            let id = s.id.row("settlement", &i.to_string());
            s.settlements.push(Settlement { id, code, case, facet, value, reason });
        } else if let Some(rater) = dice.pick(&s.coders).map(|c| c.key.clone()) {
            let id = s.id.row("placement", &i.to_string());
            s.placements.push(Placement { id, rater, code, case, facet, value, reason });
        }
    }
    // One sorting a rater, code, case and facet.
    let mut seen = BTreeSet::new();
    s.placements.retain(|p| seen.insert((p.rater.clone(), p.code.clone(), p.case.clone(), p.facet.clone())));
    let mut seen = BTreeSet::new();
    s.settlements.retain(|p| seen.insert((p.code.clone(), p.case.clone(), p.facet.clone())));
}

fn paper(s: &mut Study, numbers: &Numbers) {
    let mut dice = Dice::new(&numbers[12..]);
    let kinds = [ExhibitKind::Table, ExhibitKind::Figure, ExhibitKind::Body];
    for (i, kind) in kinds.into_iter().enumerate().take(dice.below(4)) {
        let exhibit = format!("exhibit-{i}");
        s.exhibits.push(Exhibit {
            id: s.id.row("exhibit", &exhibit),
            key: key(&exhibit),
            title: exhibit,
            kind,
        });
    }
    if let Some(exhibit) = s.exhibits.first() {
        let options = [("facet".to_string(), "phase".to_string())].into();
        let kind = if dice.once_in(2) {
            OutputKind::Table("evidence".into())
        } else {
            OutputKind::Figure("framework".into())
        };
        s.outputs.push(Output { id: s.id.row("output", "0"), exhibit: exhibit.key.clone(), kind, options });
    }
    s.totals.push(StatedTotal {
        id: s.id.row("total", "0"),
        of: TotalOf::Interviews,
        case: s.cases.first().map(|r| r.key.clone()),
        side: None,
        party: None,
        wave: dice.once_in(2).then(|| key("wave 1")),
        value: 6,
    });
    let level = dice.maybe(s.codebook.levels()).map(|level| level.key.clone());
    s.claims.push(Claim { id: s.id.row("claim", "0"), kind: ClaimKind::BothSides, level });
}

fn evidence(s: &mut Study, plan: &[Numbers]) {
    let codings: Vec<_> = s.codings.iter().map(|c| c.id).collect();
    let exhibits: Vec<_> = s.exhibits.iter().map(|e| e.key.clone()).collect();
    for (i, numbers) in plan.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let pieces: Vec<Piece> = (0..1 + dice.below(3))
            .filter_map(|_| dice.pick(&codings))
            .map(|id| Piece { coding: *id })
            .collect();
        let stances = [Stance::Supports, Stance::Qualifies, Stance::Contradicts];
        let finding = format!("F{i}");
        s.findings.push(Finding {
            id: s.id.row("finding", &finding),
            key: key(&finding),
            exhibit: dice.maybe(&exhibits).cloned(),
            case: dice.maybe(&s.cases).map(|r| r.key.clone()),
            code: dice.maybe(&all_codes(s)).map(|r| r.key.clone()),
            facets: assignments(s, &mut dice),
            text: "We conclude, that 信頼 matters".into(),
            rating: dice.once_in(2).then(|| "high".into()),
            evidence: dice
                .some(&codings)
                .into_iter()
                .map(|coding| EvidenceLink { stance: stances[i % 3], coding })
                .collect(),
            attributes: BTreeMap::new(),
        });
        if pieces.is_empty() {
            continue;
        }
        let excerpt = format!("X{i}");
        let grades = ["", "title", "title-party", "respondent", "none", "a senior buyer"];
        let (text, translated) = (dice.once_in(2), dice.once_in(3));
        s.excerpts.push(Excerpt {
            id: s.id.row("excerpt", &excerpt),
            key: key(&excerpt),
            pieces,
            text: text.then(|| "We … [the provider] trust".into()),
            translation: translated
                .then(|| Translation { text: "Me luotamme".into(), translator: text.then(|| "EK".into()) }),
            attribution: grades[(i + s.codings.len()) % grades.len()]
                .parse::<AttributionGrade>()
                .unwrap_or_default(),
            exhibits: exhibits
                .iter()
                .take(i)
                .map(|exhibit| ExhibitUse { exhibit: exhibit.clone() })
                .collect(),
            attributes: BTreeMap::new(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn generated_studies_are_valid(study in arbitrary_study()) {
            prop_assert_eq!(themata_model::validate(&study), vec![]);
        }
    }
}
