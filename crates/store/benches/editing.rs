//! How long one change keeps a person waiting in a large study, the durable commit included; as a
//! baseline, what one empty durable commit costs on this disk.
//!
//! Corpus: `big_study` with 100,000 codings (see `open.rs`), and one code with 10,000 of them. The
//! file lies in the system's cache and in the system's temporary folder.

use std::time::Duration;

use divan::Bencher;
use tempfile::TempDir;
use themata_model::{Code, Op, RowId, StudyId, TextIndex, Weight};
use themata_store::{Commit, Existing, Record, Snapshot, Store, Target, Which, WriteError};
use themata_testkit::big_study;

fn main() {
    divan::main();
}

const CODINGS: usize = 100_000;

fn file() -> (TempDir, Store) {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let path = folder.path().join("big.themata");
    Store::write_new(&path, &Snapshot::of(big_study(CODINGS, 1)), None, Existing::Refuse)
        .expect("it can be written");
    let store = Store::open(&path).expect("it can be opened");
    (folder, store)
}

fn fresh(n: u64) -> RowId {
    StudyId::of_key("bench").row("row", &n.to_string())
}

fn op(verb: &str, n: &mut u64) -> Op {
    *n += 1;
    Op {
        seq: 0,
        id: fresh(*n),
        verb: verb.into(),
        coder: Some("anna".into()),
        at: None,
        args: "{}".into(),
        undoes: None,
        changes: vec![],
    }
}

/// The baseline: a page written and synced.
#[divan::bench(max_time = Duration::from_secs(2))]
fn baseline_one_durable_commit(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let db = rusqlite::Connection::open(folder.path().join("x.sqlite")).expect("it can be made");
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a)")
        .expect("it can be set up");
    bencher.bench_local(|| db.execute("INSERT INTO t VALUES (1)", []).expect("it can be written"));
}

/// The aim is 5 ms.
#[divan::bench(max_time = Duration::from_secs(3))]
fn rename_a_code(bencher: Bencher<'_, '_>) {
    let (_folder, mut store) = file();
    let mut n = 0;
    bencher.bench_local(|| {
        let op = op("rename", &mut n);
        store.edit(&op, Commit::Keep, |edit| {
            let code = edit.codebook()?.codes()[100].clone();
            edit.put(&Record::Code(&Code { name: format!("name {n}"), ..code }))?;
            Ok::<_, WriteError>(((), "{}".into()))
        })
    });
}

/// The aim is 5 ms: the text of the source is read, and a coding added to it.
#[divan::bench(max_time = Duration::from_secs(3))]
fn add_a_coding(bencher: Bencher<'_, '_>) {
    let (_folder, mut store) = file();
    let study = big_study(CODINGS, 1);
    let mut coding = study.codings[CODINGS / 2].clone();
    let mut n = 0;
    bencher.bench_local(|| {
        let op = op("code", &mut n);
        coding.id = fresh(1_000_000 + n);
        coding.weight = Weight::new(i64::try_from(n % 100).unwrap_or(0)).ok();
        store.edit(&op, Commit::Keep, |edit| {
            let source = edit.source(&coding.source)?.expect("the source is there");
            let text = source.text();
            edit.put(&Record::Coding(&coding, text, &TextIndex::new(&text.content)))?;
            Ok::<_, WriteError>(((), "{}".into()))
        })
    });
}

/// The aim is one second: 10,000 codings given to another code, and that taken back.
#[divan::bench(max_time = Duration::from_secs(6))]
fn merge_10k_codings(bencher: Bencher<'_, '_>) {
    let (_folder, mut store) = with_10k();
    let mut n = 10;
    bencher.bench_local(|| recode(&mut store, &mut n));
}

/// The aim is one second.
#[divan::bench(max_time = Duration::from_secs(6))]
fn undo_a_merge_of_10k_codings(bencher: Bencher<'_, '_>) {
    let (_folder, mut store) = with_10k();
    let mut n = 10;
    recode(&mut store, &mut n);
    let mut undone = false;
    bencher.bench_local(|| {
        let op = op("undo", &mut n);
        // Undo and redo by turns: each puts 10,000 rows back.
        undone = !undone;
        if undone {
            store.undo(&Target::Last, &op, Commit::Keep, |_| "{}".into()).expect("it can be undone")
        } else {
            store.redo(&op, Commit::Keep, |_| "{}".into()).expect("it can be redone")
        }
    });
}

fn keys() -> (themata_model::CodeKey, themata_model::CodeKey) {
    let study = big_study(1_000, 1);
    let codes = study.codebook.codes();
    (codes[100].key.clone(), codes[101].key.clone())
}

/// A file in which one code has at least 10,000 codings.
fn with_10k() -> (TempDir, Store) {
    let (folder, mut store) = file();
    let (from, _) = keys();
    let study = big_study(1_000, 1);
    let mut n = 0;
    store
        .edit(&op("gather", &mut n), Commit::Keep, |edit| {
            for code in &study.codebook.codes()[30..] {
                if edit.count(&Which::OfCode(from.clone()))? >= 10_000 {
                    break;
                }
                edit.recode(&Which::OfCode(code.key.clone()), &from)?;
            }
            Ok::<_, WriteError>(((), "{}".into()))
        })
        .expect("it can be written");
    (folder, store)
}

fn recode(store: &mut Store, n: &mut u64) {
    let (a, b) = keys();
    let op = op("merge", n);
    store
        .edit(&op, Commit::Keep, |edit| {
            let (from, to) = if edit.count(&Which::OfCode(a.clone()))? > 0 { (&a, &b) } else { (&b, &a) };
            let moved = edit.recode(&Which::OfCode(from.clone()), to)?;
            assert!(moved >= 10_000, "{moved}");
            Ok::<_, WriteError>(((), "{}".into()))
        })
        .expect("it can be written");
}
