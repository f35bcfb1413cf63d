//! The index on the disk: made when it is missing, mended when it is not what it should be.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use themata_search::{Ask, Index, IndexState, IndexedText, Language, Order, Query, Unit};

use crate::naive::Corpus;

fn corpus(words: &[&str]) -> Corpus {
    let texts: Vec<_> = words.iter().map(|words| vec![(0, true, (*words).to_string())]).collect();
    Corpus::new(&texts, Language::of_tag("en"))
}

/// Opens the index; how many texts were read for it.
fn open(folder: &Path, corpus: &Corpus) -> (Index, usize) {
    let read = Cell::new(0);
    let mut load = |at: usize| -> Result<IndexedText, String> {
        read.set(read.get() + 1);
        Ok(corpus.texts[at].clone())
    };
    let index = Index::open(folder, &corpus.keys(), &mut load, &|_| ()).unwrap();
    (index, read.get())
}

fn count(index: &Index, corpus: &Corpus, query: &str) -> usize {
    let query = Query::parse(query).unwrap();
    let ask = Ask { query: &query, unit: Unit::Passage, order: Order::Relevance, limit: 10, offset: 0 };
    index.search(corpus, &corpus.languages(), &ask).unwrap().total
}

#[test]
fn only_what_changed_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("index");
    let before = corpus(&["one penalty", "two penalties", "three", ""]);
    assert_eq!(open(&folder, &before).1, 4);
    let (index, read) = open(&folder, &before);
    assert_eq!((count(&index, &before, "penalty"), read), (2, 0));
    let after = corpus(&["one penalty", "two contracts", "three", ""]);
    let (index, read) = open(&folder, &after);
    assert_eq!((count(&index, &after, "penalty"), count(&index, &after, "contract"), read), (1, 1, 1));
    let status = Index::status(&folder, &after.keys()).unwrap();
    assert_eq!((status.state, status.texts, status.missing, status.stale), (IndexState::Ready, 4, 0, 0));
    assert_eq!(Index::status(&folder, &before.keys()).unwrap().state, IndexState::Behind);
}

#[test]
fn every_damage_is_noticed_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("index");
    let corpus = corpus(&["one penalty", "two penalties", "three", "four", "five penalty clauses"]);
    drop(open(&folder, &corpus));
    let files = folder.join("format-4");
    let list = || {
        let entries = fs::read_dir(&files).unwrap().map(|entry| entry.unwrap().path());
        let mut names: Vec<_> = entries.filter(|path| path.is_file()).collect();
        names.sort();
        names
    };
    let n = list().len();
    assert!(n > 5);
    for nth in 0..n {
        for damage in ["flip", "cut", "remove"] {
            // A folder made anew has other names.
            let names = list();
            let path = &names[nth.min(names.len() - 1)];
            let whole = fs::read(path).unwrap();
            match damage {
                "flip" if !whole.is_empty() => {
                    let mut bytes = whole.clone();
                    bytes[whole.len() / 2] ^= 0x55;
                    fs::write(path, bytes).unwrap();
                }
                "cut" if !whole.is_empty() => fs::write(path, &whole[..whole.len() / 2]).unwrap(),
                "remove" => fs::remove_file(path).unwrap(),
                _ => continue,
            }
            let (index, _) = open(&folder, &corpus);
            assert_eq!(count(&index, &corpus, "penalty"), 3, "{damage} {}", path.display());
            drop(index);
            assert_eq!(Index::status(&folder, &corpus.keys()).unwrap().state, IndexState::Ready);
        }
    }
}

#[test]
fn processes_that_build_at_once_wait_for_one_another() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("index");
    let corpus = corpus(&["one penalty", "two penalties", "three", "four", "five penalty clauses"]);
    let read: usize = std::thread::scope(|threads| {
        let all: Vec<_> = (0..6)
            .map(|_| {
                threads.spawn(|| {
                    let (index, read) = open(&folder, &corpus);
                    assert_eq!(count(&index, &corpus, "penalty"), 3);
                    read
                })
            })
            .collect();
        all.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(read, 5);
}

#[test]
fn an_index_that_is_removed_over_and_over_is_made_over_and_over() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("index");
    let corpus = corpus(&["one penalty", "two penalties", "three", "four", "five penalty clauses"]);
    std::thread::scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| {
                for _ in 0..12 {
                    let (index, _) = open(&folder, &corpus);
                    assert_eq!(count(&index, &corpus, "penalty"), 3);
                }
            });
        }
        threads.spawn(|| {
            for _ in 0..25 {
                Index::remove(&folder).unwrap();
                std::thread::sleep(std::time::Duration::from_millis(7));
            }
        });
    });
}

#[test]
fn an_index_of_another_format_makes_room() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("index");
    fs::create_dir_all(folder.join("format-0")).unwrap();
    fs::write(folder.join("format-0/meta.json"), "old").unwrap();
    let corpus = corpus(&["one penalty"]);
    assert_eq!(Index::status(&folder, &corpus.keys()).unwrap().state, IndexState::Missing);
    let (index, _) = open(&folder, &corpus);
    assert_eq!(count(&index, &corpus, "penalties"), 1);
    assert!(!folder.join("format-0").exists());
    assert!(Index::remove(&folder).unwrap());
    assert!(!Index::remove(&folder).unwrap());
}

#[test]
fn inflections_are_found_in_pieces_that_were_written_one_by_one_and_joined() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("index");
    let all: Vec<String> =
        (0..24).map(|n| format!("{} of {n}", if n % 2 == 0 { "penalties" } else { "Pénalty" })).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    for n in 1..=all.len() {
        let corpus = corpus(&all[..n]);
        let (index, read) = open(&folder, &corpus);
        assert_eq!(
            (count(&index, &corpus, "penalty"), count(&index, &corpus, "\"penalties\""), read),
            (n, n.div_ceil(2), 1)
        );
    }
}
