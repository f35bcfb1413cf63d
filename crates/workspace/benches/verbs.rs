//! How long a verb takes on a study with 100,000 codings, the durable commit included. The aim is 5 ms.
//!
//! Corpus: `big_study`, 40 sources of about 60 kB with 2,500 codings each, 227 codes, three coders. The
//! file lies in the system's cache, and the disk decides what a commit costs.

use divan::Bencher;
use tempfile::TempDir;
use themata_model::Study;
use themata_store::{Existing, Snapshot, Store};
use themata_testkit::big_study;
use themata_workspace::Workspace;
use themata_workspace::verbs::{
    ApplyCodes, By, ChangeCodings, PlaceCode, RecodeCodings, RemoveCodings, Spot, Verb,
};

fn main() {
    divan::main();
}

struct Desk {
    _folder: TempDir,
    study: Study,
    workspace: Workspace,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let path = folder.path().join("big.themata");
    let study = big_study(100_000, 1);
    Store::write_new(&path, &Snapshot::of(study.clone()), None, Existing::Refuse).expect("it can be written");
    let workspace = Workspace::open(&path).expect("it can be opened");
    Desk { _folder: folder, study, workspace }
}

/// Does one verb after another.
fn time(bencher: Bencher<'_, '_>, mut verb: impl FnMut(&Study, usize) -> Verb) {
    let Desk { _folder, study, mut workspace } = desk();
    let mut n = 0;
    bencher
        .with_inputs(|| {
            n += 1;
            verb(&study, n)
        })
        .bench_local_values(|verb| workspace.apply(&verb, &By::coder("anna")).expect("it can be done"));
}

/// The last digits of the id of a coding.
fn short(study: &Study, n: usize) -> String {
    let id = study.codings[n * 7].id.to_string();
    id[id.len() - 8..].to_string()
}

fn apply(study: &Study, n: usize, spot: impl Fn(&str) -> Spot) -> Verb {
    let source = &study.sources[n % study.sources.len()];
    let body = source.text().turns[n % 40].body.expect("turns of the fixture have words");
    let apply = ApplyCodes {
        source: source.key.to_string(),
        spot: spot(body.of(&source.text().content)),
        codes: vec![study.codebook.codes()[n % 200].key.to_string()],
        in_vivo: false,
        weight: Some(50),
        memo: None,
        about_case: None,
        about_side: None,
        set: Vec::new(),
    };
    Verb::from(apply)
}

#[divan::bench]
fn code_a_span(bencher: Bencher<'_, '_>) {
    time(bencher, |study, n| apply(study, n, |_| Spot::Span { start: 40 * n, end: 40 * n + 30 }));
}

#[divan::bench]
fn code_a_quotation(bencher: Bencher<'_, '_>) {
    let quote = |words: &str| Spot::Quote { words: words.to_string(), nth: None, line: None };
    time(bencher, |study, n| apply(study, n, quote));
}

#[divan::bench]
fn weigh(bencher: Bencher<'_, '_>) {
    time(bencher, |study, n| {
        let codings = vec![short(study, n)];
        Verb::from(ChangeCodings { codings, weight: Some("7".to_string()), ..ChangeCodings::default() })
    });
}

#[divan::bench]
fn recode(bencher: Bencher<'_, '_>) {
    let to = |study: &Study| study.codebook.codes()[0].key.to_string();
    time(bencher, |study, n| Verb::from(RecodeCodings { codings: vec![short(study, n)], to: to(study) }));
}

#[divan::bench]
fn uncode(bencher: Bencher<'_, '_>) {
    time(bencher, |study, n| {
        Verb::from(RemoveCodings { codings: vec![short(study, n)], ..RemoveCodings::default() })
    });
}

#[divan::bench]
fn place(bencher: Bencher<'_, '_>) {
    time(bencher, |study, n| {
        let code = study.codebook.codes()[n % 200].key.to_string();
        let value = if n % 400 < 200 { "phase=early" } else { "phase=late" };
        Verb::from(PlaceCode { code, values: vec![value.to_string()], case: None, reason: None })
    });
}
