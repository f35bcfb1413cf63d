//! The counts of the frame against plain loops that follow the words of the rule.

use std::collections::BTreeSet;

use proptest::prelude::*;
use themata_model::Study;
use themata_model::mark::{Mark, Marks, Voice};
use themata_model::table::CodingRef;

use super::{Counts, Frame, Groups, Key, Roll};
use crate::rule::Unit;
use crate::testing::Builder;
use crate::tree::Tree;
use crate::{Filter, Wanted};

/// Four sources, two of them interviews; seven codes on three levels; three cases, two sides.
fn study() -> Study {
    let mut b = Builder::new();
    b.level("open", true).level("low", false).level("high", false);
    b.side("x").side("y").party("P");
    for case in ["K", "L", "M"] {
        b.case(case, &[("x", "P")]);
    }
    b.code("h", "high", "").code("l1", "low", "h").code("l2", "low", "h").code("o1", "open", "l1");
    b.code("o2", "open", "o1").code("l3", "low", "").code("o3", "open", "");
    for n in 0..3 {
        b.informant(&format!("i{n}"), "P", "clerk", &[]);
    }
    for n in 0..4 {
        let kind =
            if n < 2 { themata_model::SourceKind::Transcript } else { themata_model::SourceKind::Report };
        b.source(&format!("s{n}"), kind, &[]);
    }
    b.study
}

fn voice() -> impl Strategy<Value = Voice> {
    let places = prop::collection::btree_map(0u32..3, prop::option::of(0u32..2), 0..3);
    (0u32..4, prop::option::of(0u32..3), places).prop_map(|(source, informant, places)| Voice {
        source,
        informant,
        party: informant.map(|_| 0),
        places: places.into_iter().collect(),
        side: None,
        interviewer: false,
    })
}

fn marks() -> impl Strategy<Value = Marks> {
    prop::collection::vec(voice(), 1..6).prop_flat_map(|voices| {
        let about = prop::option::weighted(0.2, 0u32..3);
        let mark =
            (0..voices.len(), prop::option::weighted(0.9, 0u32..7), 0u32..3, 0u32..30, 1u32..12, about);
        let marks = prop::collection::vec(mark, 0..40);
        (Just(voices), marks).prop_map(|(voices, rows)| {
            let mark =
                |(n, (voice, code, coder, start, length, about)): (u32, (usize, _, _, u32, u32, _))| Mark {
                    coding: CodingRef(n),
                    voice: u32::try_from(voice).unwrap(),
                    code,
                    coder,
                    start,
                    end: start + length,
                    about_case: about,
                    about_side: None,
                    facets: vec![],
                };
            Marks { voices, marks: (0u32..).zip(rows).map(mark).collect() }
        })
    })
}

/// The places a mark counts for; one without case and side when it has none.
fn places(marks: &Marks, mark: &Mark) -> Vec<(Option<u32>, Option<u32>)> {
    let places: Vec<_> = marks.places(mark).into_iter().map(|(case, side)| (Some(case), side)).collect();
    if places.is_empty() { vec![(None, marks.voice(mark).side)] } else { places }
}

fn values(
    marks: &Marks,
    mark: &Mark,
    place: (Option<u32>, Option<u32>),
    code: Option<u32>,
    keys: &[Key],
) -> Vec<Option<u32>> {
    let one = |key: &Key| match key {
        Key::Code => code,
        Key::Case => place.0,
        Key::Side => place.1,
        Key::Party => marks.voice(mark).party,
        Key::Informant => marks.voice(mark).informant,
        Key::Coder => Some(mark.coder),
        Key::Source => Some(marks.voice(mark).source),
    };
    if keys.is_empty() { vec![None] } else { keys.iter().map(one).collect() }
}

/// Whatever is counted once: a span, or a position in the first place.
type Thing = (u32, u32, u32);

fn naive(study: &Study, marks: &Marks, keys: &[Key], roll: Roll) -> Groups {
    let tree = Tree::new(&study.codebook);
    // Which marks stand in which group, and which cases they bring along.
    let mut members: Vec<(Vec<Option<u32>>, usize, Option<u32>)> = Vec::new();
    for (i, mark) in marks.marks.iter().enumerate() {
        let codes: Vec<Option<u32>> = match (mark.code, roll) {
            (Some(code), Roll::Below) if keys.contains(&Key::Code) => {
                tree.upward(code as usize).map(|at| u32::try_from(at).ok()).collect()
            }
            (code, Roll::Below) if keys.contains(&Key::Code) && code.is_none() => vec![],
            (code, _) => vec![code],
        };
        for place in places(marks, mark) {
            for &code in &codes {
                members.push((values(marks, mark, place, code, keys), i, place.0));
            }
        }
    }
    let groups: BTreeSet<&Vec<Option<u32>>> = members.iter().map(|(group, _, _)| group).collect();
    let count = |group: &Vec<Option<u32>>| {
        let inside: BTreeSet<usize> =
            members.iter().filter(|(g, _, _)| g == group).map(|(_, i, _)| *i).collect();
        let list: Vec<&Mark> = inside.iter().map(|&i| &marks.marks[i]).collect();
        let distinct = |value: &dyn Fn(&Mark) -> Option<Thing>| {
            let values: BTreeSet<_> = list.iter().filter_map(|mark| value(mark)).collect();
            u32::try_from(values.len()).unwrap()
        };
        let cases: BTreeSet<u32> =
            members.iter().filter(|(g, _, _)| g == group).filter_map(|(_, _, case)| *case).collect();
        let source = |mark: &Mark| marks.voice(mark).source;
        Counts {
            codings: u32::try_from(counting(marks, &list).len()).unwrap(),
            spans: u32::try_from(
                counting(marks, &list)
                    .iter()
                    .map(|mark| (source(mark), mark.start, mark.end))
                    .collect::<BTreeSet<Thing>>()
                    .len(),
            )
            .unwrap(),
            informants: distinct(&|mark| Some((marks.voice(mark).informant?, 0, 0))),
            interviews: distinct(&|mark| {
                study.sources[source(mark) as usize].kind.is_interview().then(|| (source(mark), 0, 0))
            }),
            sources: distinct(&|mark| Some((source(mark), 0, 0))),
            cases: u32::try_from(cases.len()).unwrap(),
        }
    };
    groups.into_iter().map(|group| (group.clone(), count(group))).collect()
}

/// The rule by brute force: colour the marks of one code and source by overlap until nothing
/// changes, then take the codings of one coder in each colour: of the first of those with most.
fn counting<'m>(marks: &Marks, list: &[&'m Mark]) -> Vec<&'m Mark> {
    let mut colour: Vec<usize> = (0..list.len()).collect();
    let touches = |a: &Mark, b: &Mark| {
        a.code == b.code
            && marks.voice(a).source == marks.voice(b).source
            && a.start < b.end
            && b.start < a.end
    };
    loop {
        let before = colour.clone();
        for i in 0..list.len() {
            for j in 0..list.len() {
                if touches(list[i], list[j]) {
                    colour[i] = colour[i].min(colour[j]);
                }
            }
        }
        if colour == before {
            break;
        }
    }
    let colours: BTreeSet<usize> = colour.iter().copied().collect();
    let of_coder = |c: usize, coder: u32| -> Vec<&'m Mark> {
        (0..list.len()).filter(|&i| colour[i] == c && list[i].coder == coder).map(|i| list[i]).collect()
    };
    let most = |c: usize| {
        let all = (0..3).map(|coder| of_coder(c, coder));
        all.reduce(|best, other| if other.len() > best.len() { other } else { best }).unwrap_or_default()
    };
    colours.into_iter().flat_map(most).collect()
}

const KEYS: [&[Key]; 8] = [
    &[],
    &[Key::Code],
    &[Key::Code, Key::Case],
    &[Key::Code, Key::Case, Key::Side],
    &[Key::Code, Key::Side],
    &[Key::Side],
    &[Key::Code, Key::Coder],
    &[Key::Code, Key::Informant],
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn the_frame_counts_as_plain_loops_do(marks in marks(), which in 0..KEYS.len(), below: bool) {
        let study = study();
        let roll = if below { Roll::Below } else { Roll::Own };
        let frame = Frame::new(&study, &marks, &Filter::default());
        let counted = frame.group(KEYS[which], roll, &Unit::ALL).unwrap();
        prop_assert_eq!(counted, naive(&study, &marks, KEYS[which], roll));
    }
}

#[test]
fn without_a_second_coder_every_coding_counts() {
    let mut b = Builder::dyads();
    for _ in 0..3 {
        b.say("b1", 1, "c1");
    }
    let marks = b.marks();
    let counts = Frame::new(&b.study, &marks, &Filter::default()).total(&Unit::ALL).unwrap();
    assert_eq!((counts.codings, counts.spans, counts.informants, counts.cases), (3, 1, 1, 1));
}

#[test]
fn a_joint_interview_is_one_interview_of_two_informants() {
    let mut b = Builder::dyads();
    b.interview("joint", &[("Q", "And you?"), ("b1", "We had doubts."), ("c1p", "We had none.")]);
    b.mark("ann", "joint", "We had doubts.", "c1");
    b.mark("ann", "joint", "We had none.", "c1");
    let marks = b.marks();
    let frame = Frame::new(&b.study, &marks, &Filter::default());
    let counts = frame.total(&Unit::ALL).unwrap();
    assert_eq!((counts.informants, counts.interviews, counts.cases), (2, 1, 2));
    let by_case = frame.group(&[Key::Case], Roll::Own, &[Unit::Informants]).unwrap();
    assert!(by_case.values().all(|counts| counts.informants == 1), "{by_case:?}");
}

#[test]
fn filters_restrict_by_case_side_coder_code_and_value() {
    let mut b = Builder::dyads();
    b.say("a1", 1, "c1");
    b.say("b1", 2, "o1");
    b.say("c1p", 3, "c2");
    b.say("c1p", 4, "c3");
    b.mark("bob", "int-b2", "sentence 5", "c2");
    let marks = b.marks();
    let count = |change: &dyn Fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        Frame::new(&b.study, &marks, &filter).total(&[Unit::Codings]).unwrap().codings
    };
    assert_eq!(count(&|_| ()), 5);
    assert_eq!(count(&|f| f.cases.extend(["R1".parse().unwrap()])), 3);
    assert_eq!(count(&|f| f.sides.extend(["user".parse().unwrap()])), 4);
    assert_eq!(count(&|f| f.coders.extend(["bob".parse().unwrap()])), 1);
    assert_eq!(count(&|f| f.codes.extend(["c1".parse().unwrap()])), 2);
    assert_eq!(count(&|f| f.parties.extend(["Coil".parse().unwrap()])), 2);
    // By the values derived for the codes: c1 and o1 below it are early, c3 stretches over all.
    let early = |f: &mut Filter| {
        f.facets.insert(
            "phase".parse().unwrap(),
            Wanted {
                values: [themata_model::FacetAssignment::Value("early".parse().unwrap())].into(),
                exactly: false,
            },
        );
    };
    assert_eq!(count(&early), 3);
}
