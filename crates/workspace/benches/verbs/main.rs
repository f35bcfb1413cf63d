//! How long one verb of each family takes in a study that has been worked on for two years, the durable
//! commit included. The aim is 5 ms; an edit of a text takes along every coding in it and may take longer.
//!
//! Corpus: `big_study` with 100,000 codings (40 sources of about 60 kB, 227 codes, three coders), 200
//! excerpts, findings and memos, 600 sortings, a short source with ten codings, and a history of 20,000
//! entries. The file lies in the system's cache, and the disk decides what a commit costs.

mod study;
mod wishes;

use std::cell::{Cell, RefCell};

use divan::Bencher;
use tempfile::TempDir;
use themata_workspace::verbs::*;
use themata_workspace::{ImportWish, Workspace};

use study::study;
use wishes::{edited, short, wish};

fn main() {
    divan::main();
    study::clear();
}

const VERBS: [&str; 39] = [
    "add_code",
    "rename_code",
    "define_code",
    "move_code",
    "reorder_codes",
    "rekey_code",
    "code_a_span",
    "code_a_turn",
    "code_a_quotation",
    "code_in_vivo",
    "weigh",
    "remark",
    "move_borders",
    "say_about",
    "set_a_facet",
    "recode",
    "uncode",
    "place",
    "settle",
    "add_excerpt",
    "change_excerpt",
    "add_exhibit",
    "add_finding",
    "change_finding",
    "add_memo",
    "change_memo",
    "add_member_check",
    "add_party",
    "change_party",
    "add_case",
    "change_case",
    "add_informant",
    "change_informant",
    "add_coder",
    "add_question",
    "change_facet",
    "change_source",
    "edit_a_short_text",
    "save_snapshot",
];

#[divan::bench(args = VERBS)]
fn verb(bencher: Bencher<'_, '_>, name: &str) {
    let study = study();
    let mut desk = Desk::new();
    let mut n = 0;
    bencher
        .with_inputs(|| {
            n += 1;
            wish(name, study, n)
        })
        .bench_local_values(|verb| desk.workspace.apply(&verb, &By::coder("anna")).expect("it can be done"));
}

#[divan::bench(sample_count = 10)]
fn edit_a_text_with_2500_codings(bencher: Bencher<'_, '_>) {
    let study = study();
    let mut desk = Desk::new();
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        let verb = edited(&study.sources[n % 40], n);
        desk.workspace.apply(&verb, &By::coder("anna")).expect("it can be done")
    });
}

#[divan::bench]
fn rehearse_a_weight(bencher: Bencher<'_, '_>) {
    let study = study();
    let mut desk = Desk::new();
    let by = By { dry_run: true, ..By::coder("anna") };
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        desk.workspace.apply(&wish("weigh", study, n), &by).expect("it can be done")
    });
}

/// Undo and redo of one verb by turns.
#[divan::bench(args = ["weigh", "code_a_span", "uncode", "place", "add_finding", "move_code"])]
fn undo_and_redo(bencher: Bencher<'_, '_>, name: &str) {
    let study = study();
    let mut desk = Desk::new();
    let by = By::coder("anna");
    desk.workspace.apply(&wish(name, study, 1), &by).expect("it can be done");
    let mut undone = false;
    bencher.bench_local(|| {
        undone = !undone;
        let done = if undone { desk.workspace.undo(None, &by) } else { desk.workspace.redo(&by) };
        done.expect("it can be taken back, and done again")
    });
}

#[divan::bench]
fn import_a_small_file(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new();
    let mut n = 0;
    bencher
        .with_inputs(|| {
            n += 1;
            let path = desk.folder.path().join(format!("talk {n}.txt"));
            std::fs::write(&path, format!("Q: How was day {n}?\n\nA: As the others were.\n"))
                .expect("it can be written");
            ImportWish { paths: vec![path], ..ImportWish::default() }
        })
        .bench_local_values(|wish| {
            desk.workspace.import(&wish, &By::coder("anna"), &|_| ()).expect("it can be read")
        });
}

/// A code with three codings becomes part of another one.
#[divan::bench]
fn merge_a_small_code(bencher: Bencher<'_, '_>) {
    bench_small_code(bencher, |small| {
        MergeCodes { from: vec![small], into: "open-0".into(), ..MergeCodes::default() }.into()
    });
}

#[divan::bench]
fn delete_a_small_code(bencher: Bencher<'_, '_>) {
    bench_small_code(bencher, |small| {
        DeleteCodes { codes: vec![small], force: true, keep_children: false }.into()
    });
}

fn bench_small_code(bencher: Bencher<'_, '_>, verb: impl Fn(String) -> Verb) {
    let study = study();
    let desk = RefCell::new(Desk::new());
    let act = |verb: &Verb| {
        desk.borrow_mut().workspace.apply(verb, &By::coder("anna")).expect("it can be done");
    };
    let n = Cell::new(0);
    bencher
        .with_inputs(|| {
            n.set(n.get() + 3);
            let small = format!("small-{}", n.get());
            act(&AddCode { name: small.clone(), level: Some("open".into()), ..AddCode::default() }.into());
            for n in n.get()..n.get() + 3 {
                act(&RecodeCodings { codings: vec![short(study, n)], to: small.clone() }.into());
            }
            verb(small)
        })
        .bench_local_values(|verb| act(&verb));
}

/// A copy of the study to work on.
struct Desk {
    folder: TempDir,
    workspace: Workspace,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let path = folder.path().join("big.themata");
        std::fs::copy(study::file(), &path).expect("it can be copied");
        Desk { folder, workspace: Workspace::open(&path).expect("it can be opened") }
    }
}
