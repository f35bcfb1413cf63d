//! How long a large study file keeps a person waiting: opening it, counting its codings, reading
//! the view, writing it.
//!
//! Corpus: `big_study`, sources of about 60 kB with 2,500 codings each, 227 codes, three coders, a
//! facet value on every fifth coding. The file lies in the system's cache; a cold disk is not
//! covered, nor are several processes at once.

use std::path::Path;
use std::time::Duration;

use divan::Bencher;
use tempfile::TempDir;
use themata_store::{Existing, Snapshot, Store};
use themata_testkit::big_study;

fn main() {
    divan::main();
}

/// A file with `n` codings.
fn file(n: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let snapshot = Snapshot::of(big_study(n, 1));
    Store::write_new(folder.path().join("big.themata"), &snapshot, None, Existing::Refuse)
        .expect("it can be written");
    folder
}

fn open(folder: &Path) -> Store {
    Store::open(folder.join("big.themata")).expect("it can be opened")
}

/// The aim is 100 ms for 100,000 codings.
#[divan::bench(args = [1_000, 100_000], max_time = Duration::from_secs(3))]
fn open_and_read_outline(bencher: Bencher<'_, '_>, n: usize) {
    let folder = file(n);
    bencher.bench_local(|| {
        let outline = open(folder.path()).read_outline().expect("it can be read");
        assert_eq!(outline.codebook.codes().len(), 227);
    });
}

/// The aim is one second for 1,000,000 codings.
#[divan::bench(args = [100_000, 1_000_000], max_time = Duration::from_secs(10))]
fn marks(bencher: Bencher<'_, '_>, n: usize) {
    let folder = file(n);
    let store = open(folder.path());
    let outline = store.read_outline().expect("it can be read");
    bencher.bench_local(|| {
        let marks = store.marks(&outline).expect("they can be read");
        assert_eq!(marks.marks.len(), n);
    });
}

/// The aim is 0.3 s for 100,000 codings.
#[divan::bench(max_time = Duration::from_secs(5))]
fn view_quotations_100k(bencher: Bencher<'_, '_>) {
    let folder = file(100_000);
    let db = rusqlite::Connection::open(folder.path().join("big.themata")).expect("it can be opened");
    bencher.bench_local(|| {
        let mut statement = db.prepare("SELECT * FROM quotations").expect("the view is there");
        let mut rows = statement.query([]).expect("it can be read");
        let mut n = 0;
        while let Some(row) = rows.next().expect("it can be read") {
            n += usize::from(row.get_ref("quotation").is_ok());
        }
        assert_eq!(n, 100_000);
    });
}

/// What every small study costs: making the tables and triggers, two syncs.
#[divan::bench(max_time = Duration::from_secs(2))]
fn write_small(bencher: Bencher<'_, '_>) {
    let snapshot = Snapshot::of(themata_testkit::small_study());
    bencher.with_inputs(|| tempfile::tempdir().expect("there is a temporary folder")).bench_local_values(
        |folder| {
            let path = folder.path().join("small.themata");
            Store::write_new(path, &snapshot, None, Existing::Refuse).expect("it can be written");
            folder
        },
    );
}

#[divan::bench(max_time = Duration::from_secs(5))]
fn write_100k(bencher: Bencher<'_, '_>) {
    let snapshot = Snapshot::of(big_study(100_000, 1));
    bencher.with_inputs(|| tempfile::tempdir().expect("there is a temporary folder")).bench_local_values(
        |folder| {
            let path = folder.path().join("big.themata");
            Store::write_new(path, &snapshot, None, Existing::Refuse).expect("it can be written");
            folder
        },
    );
}

#[divan::bench(max_time = Duration::from_secs(5))]
fn read_all_100k(bencher: Bencher<'_, '_>) {
    let folder = file(100_000);
    let store = open(folder.path());
    bencher.bench_local(|| {
        let snapshot = store.read_all().expect("it can be read");
        assert_eq!(snapshot.study.codings.len(), 100_000);
    });
}
