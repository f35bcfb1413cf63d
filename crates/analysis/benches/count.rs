//! How long does a count table over a million codings take?
//!
//! Model of the corpus (`archive`): 60 cases with two sides, 240 interviews of one informant each,
//! 200 codes on four levels, 1,000,000 codings by one coder (and, in a second bench, by two who
//! overlap on every tenth), from a fixed linear congruential generator. Not covered: loading the
//! codings from a study file, quotations, and writing the table to a format. Beside it stands the
//! same count of codings by hand on a dense vector, the lower bound for any frame.
//!
//! Co-occurrence is measured on 100,000 codings of 300 codes over the same interviews, each span
//! overlapping some twenty others; beside it stands the sort of these codings by place alone, the
//! lower bound for any sweep.

use std::collections::BTreeMap;

use divan::{Bencher, black_box};
use themata_analysis::{Options, table};
use themata_model::mark::{Mark, Marks, Voice};
use themata_model::table::{CodingRef, Row, Table};
use themata_model::{
    Attributes, Case, Code, Codebook, Coder, Informant, Level, RowId, Side, Source, SourceKind, Study,
    StudyId,
};

const CODINGS: u32 = 1_000_000;
const CASES: u32 = 60;
const INTERVIEWS: u32 = 240;
const CODES: u32 = 200;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 5)]
fn frequency(bencher: Bencher<'_, '_>) {
    let (study, marks) = (study(), marks(1));
    bencher.bench_local(|| {
        let made = table("frequency", &study, &marks, &Options::default()).expect("the study has codes");
        assert_eq!(sum_of_codings(&made), i64::from(CODINGS));
        black_box(made)
    });
}

#[divan::bench(sample_count = 5)]
fn frequency_of_two_coders(bencher: Bencher<'_, '_>) {
    let (study, marks) = (study(), marks(2));
    bencher.bench_local(|| {
        let made = table("frequency", &study, &marks, &Options::default()).expect("the study has codes");
        // The second coder repeats every tenth coding of the first, which adds nothing.
        assert_eq!(sum_of_codings(&made), i64::from(CODINGS / 11 * 10 + CODINGS % 11));
        black_box(made)
    });
}

#[divan::bench(sample_count = 5)]
fn coverage(bencher: Bencher<'_, '_>) {
    let (study, marks) = (study(), marks(1));
    bencher.bench_local(|| {
        let made = table("coverage", &study, &marks, &Options::default()).expect("the study has codes");
        assert_eq!(made.rows.iter().filter(|row| matches!(row, Row::Body(_))).count(), 120);
        black_box(made)
    });
}

/// Codings by code, case and side on a dense vector: no names, no units but codings, no evidence.
#[divan::bench(sample_count = 5)]
fn by_hand(bencher: Bencher<'_, '_>) {
    let marks = marks(1);
    bencher.bench_local(|| {
        let mut counts = vec![0u32; (CODES * CASES * 2) as usize];
        for mark in &marks.marks {
            let (case, side) = marks.voice(mark).places[0];
            let at = (mark.code.unwrap_or_default() * CASES + case) * 2 + side.unwrap_or_default();
            counts[at as usize] += 1;
        }
        assert_eq!(counts.iter().sum::<u32>(), CODINGS);
        black_box(counts)
    });
}

const PAIRED: u32 = 100_000;
const PAIRED_CODES: u32 = 300;

#[divan::bench(sample_count = 5)]
fn co_occurrence(bencher: Bencher<'_, '_>) {
    let (study, marks) = (study_of(flat_codebook()), overlapping());
    bencher.bench_local(|| {
        let made = table("co-occurrence", &study, &marks, &Options::default()).expect("the study has codes");
        assert_eq!(made.rows.len(), PAIRED_CODES as usize);
        assert!(made.cells().filter_map(|(_, _, cell)| cell.number).sum::<i64>() > i64::from(PAIRED) * 10);
        black_box(made)
    });
}

/// The codings of the co-occurrence sorted by place: no pairs, no evidence.
#[divan::bench(sample_count = 5)]
fn co_occurrence_sort_alone(bencher: Bencher<'_, '_>) {
    let marks = overlapping();
    bencher.bench_local(|| {
        let mut places: Vec<(u32, u32, u32, Option<u32>)> =
            marks.marks.iter().map(|mark| (mark.voice, mark.start, mark.end, mark.code)).collect();
        places.sort_unstable();
        black_box(places)
    });
}

/// 300 categories and nothing else.
fn flat_codebook() -> Codebook {
    let codes = (0..PAIRED_CODES).map(|n| bench_code(n, "category", None)).collect();
    Codebook::new(levels(), codes).expect("a sound codebook")
}

/// The marks of the co-occurrence: some 417 an interview, each of which begins 20 characters after the
/// one before and is 100 to 300 characters long.
fn overlapping() -> Marks {
    let mut out = marks(1);
    out.marks.truncate(PAIRED as usize);
    let mut next = [0u32; INTERVIEWS as usize];
    for (n, mark) in (0u32..).zip(&mut out.marks) {
        let at = &mut next[mark.voice as usize];
        let length = 100 + (mark.end - mark.start) % 200;
        (mark.start, mark.end) = (*at, *at + length);
        *at += 20;
        mark.code = Some((mark.code.unwrap_or_default() * 7 + n) % PAIRED_CODES);
    }
    out
}

fn sum_of_codings(table: &Table) -> i64 {
    let Some(Row::Total(cells)) = table.rows.last() else { return 0 };
    let own = table.columns.iter().position(|column| column.key == "own").expect("the table counts codings");
    cells[own].number.unwrap_or_default()
}

fn id(kind: &str, n: u32) -> RowId {
    StudyId::of_key("bench").row(kind, &n.to_string())
}

fn levels() -> Vec<Level> {
    let level = |n: u32, key: &str, open: bool| Level {
        id: id("level", n),
        key: key.parse().expect("a key"),
        name: key.into(),
        open,
    };
    vec![
        level(0, "open", true),
        level(1, "category", false),
        level(2, "theme", false),
        level(3, "dimension", false),
    ]
}

fn bench_code(n: u32, level: &str, parent: Option<u32>) -> Code {
    Code {
        id: id("code", n),
        key: format!("c{n}").parse().expect("a key"),
        level: level.parse().expect("a key"),
        framework: None,
        parent: parent.and_then(|n| format!("c{n}").parse().ok()),
        marker: None,
        name: format!("Code {n}"),
        aliases: Vec::new(),
        definition: String::new(),
        inclusion: String::new(),
        exclusion: String::new(),
        origin: None,
        references: Vec::new(),
        colour: None,
        prefilled: BTreeMap::new(),
        attributes: Attributes::new(),
    }
}

/// 10 dimensions, 30 themes, 120 categories, 40 open codes.
fn codebook() -> Codebook {
    let code = |n: u32| match n {
        0..10 => bench_code(n, "dimension", None),
        10..40 => bench_code(n, "theme", Some((n - 10) % 10)),
        40..160 => bench_code(n, "category", Some(10 + (n - 40) % 30)),
        _ => bench_code(n, "open", Some(40 + (n - 160) % 120)),
    };
    Codebook::new(levels(), (0..CODES).map(code).collect()).expect("a sound codebook")
}

fn study() -> Study {
    study_of(codebook())
}

fn study_of(codebook: Codebook) -> Study {
    let mut study = Study::new("bench".parse().expect("a key"), "Bench");
    study.codebook = codebook;
    for n in 0..2 {
        let key = format!("s{n}").parse().expect("a key");
        study.sides.push(Side { id: id("side", n), key, name: format!("Side {n}") });
        let key = format!("k{n}").parse().expect("a key");
        study.coders.push(Coder {
            id: id("coder", n),
            key,
            name: format!("Coder {n}"),
            attributes: Attributes::new(),
        });
    }
    for n in 0..CASES {
        let key = format!("R{n}").parse().expect("a key");
        study.cases.push(Case {
            id: id("case", n),
            key,
            label: format!("R{n}"),
            sides: Vec::new(),
            attributes: Attributes::new(),
        });
    }
    for n in 0..INTERVIEWS {
        study.informants.push(Informant {
            id: id("informant", n),
            key: format!("i{n}").parse().expect("a key"),
            party: None,
            title: "manager".into(),
            count: 1,
            cases: Vec::new(),
            attributes: Attributes::new(),
        });
        study.sources.push(Source {
            id: id("source", n),
            key: format!("int{n}").parse().expect("a key"),
            file: String::new(),
            kind: SourceKind::Transcript,
            cases: Vec::new(),
            sides: Vec::new(),
            parties: Vec::new(),
            informants: Vec::new(),
            date: None,
            wave: None,
            recorded: None,
            language: None,
            attributes: Attributes::new(),
            texts: Vec::new(),
        });
    }
    study
}

/// A million marks; with two coders the second one repeats each tenth mark of the first.
fn marks(coders: u32) -> Marks {
    let voice = |n: u32| Voice {
        source: n,
        informant: Some(n),
        party: None,
        places: vec![(n % CASES, Some(n / CASES % 2))],
        side: Some(n / CASES % 2),
        interviewer: false,
    };
    let mut state = 1u32;
    let mut random = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut marks: Vec<Mark> = Vec::with_capacity(CODINGS as usize);
    // Each coding has a stretch of its own, so that the number that counts is known.
    let mut at = 0;
    for n in 0..CODINGS {
        let repeats = coders == 2 && n % 11 == 10;
        let coding = CodingRef(n);
        if repeats {
            let first = marks[n as usize - 10].clone();
            marks.push(Mark { coding, coder: 1, end: first.end - 1, ..first });
            continue;
        }
        let length = 20 + random(200);
        marks.push(Mark {
            coding,
            voice: random(INTERVIEWS),
            code: Some(random(CODES)),
            coder: 0,
            start: at,
            end: at + length,
            about_case: None,
            about_side: None,
            facets: Vec::new(),
        });
        at += length;
    }
    Marks { voices: (0..INTERVIEWS).map(voice).collect(), marks }
}
