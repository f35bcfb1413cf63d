//! How long verbs that fill a study take beside 100,000 codings, the durable commit included. The aim is
//! 5 ms; an edit of a text carries 2,500 codings over and may take longer.
//!
//! Corpus: `big_study`, 40 sources of about 60 kB with 2,500 codings each, 227 codes, three coders.

use divan::Bencher;
use themata_model::Study;
use themata_store::{Existing, Snapshot, Store};
use themata_testkit::big_study;
use themata_workspace::Workspace;
use themata_workspace::verbs::{
    AddCase, AddFinding, AddMemo, By, CaseFacts, EditText, FindingFacts, MemoFacts, Verb,
};

fn main() {
    divan::main();
}

/// Does one verb after another.
fn time(bencher: Bencher<'_, '_>, mut verb: impl FnMut(&Study, usize) -> Verb) {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let path = folder.path().join("big.themata");
    let study = big_study(100_000, 1);
    Store::write_new(&path, &Snapshot::of(study.clone()), None, Existing::Refuse).expect("it can be written");
    let mut workspace = Workspace::open(&path).expect("it can be opened");
    let mut n = 0;
    bencher
        .with_inputs(|| {
            n += 1;
            verb(&study, n)
        })
        .bench_local_values(|verb| workspace.apply(&verb, &By::coder("anna")).expect("it can be done"));
}

#[divan::bench]
fn add_a_case(bencher: Bencher<'_, '_>) {
    let facts = || CaseFacts { sides: vec!["provider=Alpha".to_string()], ..CaseFacts::default() };
    time(bencher, |_, n| AddCase { key: format!("case {n}"), facts: facts() }.into());
}

#[divan::bench]
fn add_a_memo(bencher: Bencher<'_, '_>) {
    time(bencher, |study, n| {
        let about = Some(format!("code:{}", study.codebook.codes()[n % 200].key));
        let facts = MemoFacts { about, text: Some("Habit, not trust.".to_string()), ..MemoFacts::default() };
        AddMemo { key: None, facts }.into()
    });
}

#[divan::bench]
fn add_a_finding(bencher: Bencher<'_, '_>) {
    time(bencher, |study, n| {
        let facts = FindingFacts {
            text: Some("Both sides meet weekly.".to_string()),
            supports: vec![study.codings[n * 7].id.to_string()],
            ..FindingFacts::default()
        };
        AddFinding { key: format!("finding {n}"), facts }.into()
    });
}

#[divan::bench(sample_count = 10)]
fn edit_a_text(bencher: Bencher<'_, '_>) {
    time(bencher, |study, n| {
        let source = &study.sources[n % study.sources.len()];
        let text = format!("Take {n}.\n\n{}", source.text().content);
        let file = "edited.txt".to_string();
        EditText { source: source.key.to_string(), of: None, file, bytes: text.into_bytes() }.into()
    });
}
