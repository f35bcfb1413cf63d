//! How fast a coded corpus is searched: in process, question by question, and as a command, beside other
//! programs that scan the same files for a plain word.
//!
//! `THEMATA_CORPUS` names a folder of text files (.md, .txt); without it, the corpus is the 40 sources of
//! `big_study`. The study has 100,000 codings. Questions one by one are measured with the state kept from the
//! one before, as when somebody types.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use divan::Bencher;
use tempfile::TempDir;
use themata_store::{Existing, Snapshot, Store};
use themata_testkit::{best_of, big_study, big_study_of, mixed_queries, quantiles, text_files};
use themata_workspace::{SearchRequest, SearchUnit, Workspace};

const CODINGS: usize = 100_000;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if asked.iter().any(|argument| argument == "quantiles") || asked == ["--bench"] {
        one_by_one();
    }
    divan::main();
    if let Some(corpus) = CORPUS.get() {
        std::fs::remove_dir_all(corpus.folder.path()).expect("it can be removed");
    }
}

/// A study file, and its texts as files beside it.
struct Corpus {
    folder: TempDir,
    study: PathBuf,
    texts: PathBuf,
}

static CORPUS: OnceLock<Corpus> = OnceLock::new();

fn corpus() -> &'static Corpus {
    CORPUS.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let study = match std::env::var_os("THEMATA_CORPUS") {
            Some(texts) => big_study_of(&read(Path::new(&texts)), CODINGS, 1),
            None => big_study(CODINGS, 1),
        };
        let texts = folder.path().join("texts");
        std::fs::create_dir(&texts).expect("a folder");
        for source in &study.sources {
            std::fs::write(texts.join(format!("{}.txt", source.key)), &source.text().content)
                .expect("it can be written");
        }
        let path = folder.path().join("corpus.themata");
        Store::write_new(&path, &Snapshot::of(study), None, Existing::Refuse).expect("it can be written");
        let workspace = Workspace::open(&path).expect("it opens");
        drop(workspace.searching(&|_| ()).expect("an index"));
        Corpus { folder, study: path, texts }
    })
}

type Read = (String, Vec<themata_model::Turn>, Vec<themata_model::Speaker>);

fn read(folder: &Path) -> Vec<Read> {
    let read = |path: &PathBuf| {
        let name = path.to_string_lossy();
        let (document, _) =
            themata_ingest::read(&name, &std::fs::read(path).ok()?, &Default::default()).ok()?;
        Some((document.text, document.turns, document.speakers))
    };
    text_files(folder).iter().filter_map(read).collect()
}

/// Two hundred questions of every kind; those that scan all text have a bench of their own.
fn mixed() -> Vec<String> {
    let more = [
        "{a} code:open-7",
        "({a} OR {b}) theme:theme-2",
        "{a} side:customer",
        "{a} NOT code:open-9",
        "code:open-31 phase:early",
        "code:open-31 {b}",
        "{a} coder:carl",
        "{a} near/3 the",
        "{a} {b} coded:none",
        "({a} {b}) OR (\"{b}\" {a}*)",
    ];
    mixed_queries(&more)
}

fn request(query: &str, unit: SearchUnit) -> SearchRequest {
    SearchRequest { query: query.into(), unit, interviewer: true, ..SearchRequest::default() }
}

/// The questions one by one: the median and the 99th percentile, which divan does not tell apart.
#[allow(clippy::print_stdout, reason = "a benchmark tells what it measured")]
fn one_by_one() {
    let workspace = Workspace::open(&corpus().study).expect("it opens");
    let searching = workspace.searching(&|_| ()).expect("an index");
    for unit in [SearchUnit::Passage, SearchUnit::Turn, SearchUnit::Quotation] {
        let run = |query: &str| {
            let request = request(query, unit);
            best_of(3, || searching.search(&request).expect("an answer"))
        };
        println!("{unit:?}: {}", quantiles(&mixed(), run));
    }
}

/// What a filter adds to a word, and what scans.
#[divan::bench(args = [
    "price", "price code:open-7", "price theme:theme-2", "price side:customer", "price phase:early",
    "price coded:none", "\"in the\"", "/penal.{0,9}t/",
])]
fn one_question(bencher: Bencher<'_, '_>, query: &str) {
    let workspace = Workspace::open(&corpus().study).expect("it opens");
    let searching = workspace.searching(&|_| ()).expect("an index");
    let request = request(query, SearchUnit::Passage);
    bencher.bench_local(|| searching.search(&request).expect("an answer").total);
}

/// The program from its start to its last byte.
#[divan::bench(sample_count = 20, sample_size = 1, args = [
    "--version", "search penalty", "search price", "search price theme:theme-2", "quotes penalty",
    "quotes code:open-7",
])]
fn command(arguments: &str) {
    let mut words = arguments.splitn(2, ' ');
    let mut command = Command::new(env!("CARGO_BIN_EXE_themata"));
    command.arg(words.next().unwrap_or_default());
    if let Some(query) = words.next() {
        command.arg(query).arg(&corpus().study);
    }
    ran(&mut command);
}

/// Programs that scan the files for the word, where they are at hand.
#[divan::bench(sample_count = 20, sample_size = 1, args = ["rg", "grep -r"])]
fn scan(program: &str) {
    let mut words = program.split(' ');
    let mut command = Command::new(words.next().unwrap_or_default());
    ran(command.args(words).arg("penalty").arg(&corpus().texts));
}

fn ran(command: &mut Command) {
    let _ = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
}
