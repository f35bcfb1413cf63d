//! How fast texts are indexed and searched, each beside a baseline in the same run: tantivy with the same
//! fields, tokenizers and threads and nothing else, SQLite's FTS5, and a scan of the text.
//!
//! `THEMATA_CORPUS` names a folder of text files (.md, .txt); without it, a corpus is made up.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use divan::Bencher;
use themata_model::{TextIndex, passages};
use themata_search::{
    Among, Ask, Chosen, Filter, Index, IndexedText, Language, Order, Passage, Query, QueryError, Quotation,
    Scope, TextKey, Unit,
};
use themata_testkit::{best_of, mixed_queries, quantiles, text_files};

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let only = |name: &str| asked.iter().any(|argument| argument == name);
    if only("quantiles") || asked == ["--bench"] {
        one_by_one();
    }
    divan::main();
}

/// Two hundred mixed queries one by one: the median and the 99th percentile, which divan does not tell apart.
#[allow(clippy::print_stdout, reason = "a benchmark tells what it measured")]
fn one_by_one() {
    ready();
    for unit in [Unit::Passage, Unit::Turn, Unit::Quotation] {
        let run = |query: &str| {
            let query = Query::parse(query).expect("a query");
            best_of(2, || ask(&query, unit))
        };
        println!("{unit:?}: {}", quantiles(&mixed(), run));
    }
    println!("a scan of the text for one word: {:.2?}", best_of(3, || scan("penalty")));
}

/// The texts of the corpus.
fn corpus() -> &'static [Arc<str>] {
    static CORPUS: OnceLock<Vec<Arc<str>>> = OnceLock::new();
    CORPUS.get_or_init(|| match std::env::var_os("THEMATA_CORPUS") {
        Some(folder) => read(Path::new(&folder)),
        None => made_up(),
    })
}

fn read(folder: &Path) -> Vec<Arc<str>> {
    let files = text_files(folder);
    files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).map(Arc::from).collect()
}

/// 200 texts of 300 paragraphs; words are as unequal as in speech.
fn made_up() -> Vec<Arc<str>> {
    let mut dice = 1u64;
    let mut roll = move |n: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % n
    };
    let mut text = || {
        let mut text = String::new();
        for _ in 0..300 {
            for _ in 0..20 + roll(60) {
                let bound = 1 + roll(20_000);
                text.push_str(&format!("w{} ", roll(bound)));
            }
            text.push_str("the penalty in the contract.\n\n");
        }
        Arc::from(text)
    };
    (0..200).map(|_| text()).collect()
}

fn english() -> Option<Language> {
    Language::of_tag("en")
}

fn keys() -> Vec<TextKey> {
    (0..corpus().len()).map(|n| TextKey { version: format!("text {n}"), language: english() }).collect()
}

fn loaded(at: usize) -> IndexedText {
    let key = TextKey { version: format!("text {at}"), language: english() };
    passaged(corpus()[at].to_string(), key)
}

fn passaged(content: String, key: TextKey) -> IndexedText {
    let index = TextIndex::new(&content);
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let passages = passages(&content, &[])
        .into_iter()
        .filter_map(|span| {
            let (start, end) = index.chars_of_span(span)?;
            Some(Passage { span, start: small(start.0), end: small(end.0), turn: None, speaker: None })
        })
        .collect();
    IndexedText { language: key.language, key, content, passages }
}

/// An analysis with one coding in every passage or so, of one of 300 codes.
struct Analysis {
    all: Arc<[Quotation]>,
    by_code: Vec<Arc<[Quotation]>>,
}

impl Analysis {
    fn new() -> Analysis {
        let mut all = Vec::new();
        'texts: for text in 0..corpus().len() {
            for passage in loaded(text).passages {
                let length = passage.end - passage.start;
                let id = i64::try_from(all.len()).unwrap_or(i64::MAX);
                let start = passage.start + length / 4;
                let text = u32::try_from(text).unwrap_or(u32::MAX);
                all.push(Quotation { text, start, end: (start + length / 2).max(start + 1), id });
                if all.len() == 100_000 {
                    break 'texts;
                }
            }
        }
        let of = |code: i64| all.iter().filter(|q| q.id % 300 == code).copied().collect();
        Analysis { by_code: (0..300).map(of).collect(), all: all.into() }
    }
}

impl Scope for Analysis {
    fn text(&self, text: u32) -> Result<Arc<str>, String> {
        Ok(corpus()[text as usize].clone())
    }

    fn is_code(&self, _: &str) -> bool {
        false
    }

    fn keeps_codings(&self) -> bool {
        true
    }

    fn passages(&self, filter: &Filter, _: Among<'_>) -> Result<Chosen, QueryError> {
        Ok(Chosen::Touching(self.quotations(&[filter], Among::All)?))
    }

    fn quotations(&self, filters: &[&Filter], among: Among<'_>) -> Result<Arc<[Quotation]>, QueryError> {
        let code: Option<usize> = filters.first().and_then(|filter| filter.values.first()?.parse().ok());
        let of_code = code.map_or(&self.all, |code| &self.by_code[code % 300]);
        let Among::Near(stretches) = among else { return Ok(of_code.clone()) };
        let mut chosen = Vec::new();
        for (text, start, end) in stretches {
            let from = of_code.partition_point(|q| (q.text, q.end) <= (*text, *start));
            chosen.extend(of_code[from..].iter().take_while(|q| q.text == *text && q.start < *end));
        }
        chosen.dedup();
        Ok(chosen.into())
    }
}

fn ready() -> &'static (Index, Analysis, Vec<Option<Language>>) {
    static READY: OnceLock<(Index, Analysis, Vec<Option<Language>>)> = OnceLock::new();
    READY.get_or_init(|| {
        let mut load = |at: usize| Ok(loaded(at));
        let index = Index::in_memory(&keys(), &mut load, &|_| ()).expect("an index");
        (index, Analysis::new(), vec![english(); corpus().len()])
    })
}

/// Two hundred queries of every kind; those that scan or join the commonest words have benches of their own.
fn mixed() -> Vec<String> {
    let more = [
        "{a} code:7",
        "({a} OR {b}) code:12",
        "{a} code:7 OR {b}",
        "{a} NOT code:9",
        "code:31",
        "code:31 {b}",
        "\"in the {a}\"",
        "{a} near/3 the",
        "{a} {b} the",
        "({a} {b}) OR (\"{b}\" {a}*)",
    ];
    mixed_queries(&more)
}

fn ask(query: &Query, unit: Unit) -> usize {
    let (index, analysis, languages) = ready();
    let ask = Ask { query, unit, order: Order::Relevance, limit: 20, offset: 0 };
    index.search(analysis, languages, &ask).map_or(0, |answer| answer.total)
}

#[divan::bench(sample_count = 1, sample_size = 1)]
fn index_ours() -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let mut load = |at: usize| Ok(loaded(at));
    Index::open(folder.path(), &keys(), &mut load, &|_| ()).map_or(0, |index| index.passages())
}

/// The baseline of indexing: the same documents given to tantivy, with the same schema, tokenizers and threads.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn index_bare() -> usize {
    static MODEL: OnceLock<tempfile::TempDir> = OnceLock::new();
    let model = MODEL.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let one = keys().into_iter().take(1).collect::<Vec<_>>();
        Index::open(folder.path(), &one, &mut |at| Ok(loaded(at)), &|_| ()).expect("an index");
        folder
    });
    let made = std::fs::read_dir(model.path()).expect("entries").filter_map(Result::ok);
    let made = made.map(|entry| entry.path()).find(|path| path.is_dir()).expect("the files of the index");
    let schema = tantivy::Index::open_in_dir(made).expect("an index").schema();
    let folder = tempfile::tempdir().expect("a folder");
    let engine = tantivy::IndexBuilder::new()
        .schema(schema.clone())
        .tokenizers(themata_search::tokenizers())
        .create_in_dir(folder.path())
        .expect("an index");
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
    let mut writer: tantivy::IndexWriter =
        engine.writer_with_num_threads(threads, threads * (48 << 20)).expect("a writer");
    let field = |name: &str| schema.get_field(name).expect("a field");
    let (text, wordings) = (field("text"), field("words"));
    let places = ["language", "turn", "speaker", "start", "end", "first_byte", "last_byte"].map(field);
    let mut n = 0;
    for at in 0..corpus().len() {
        let loaded = loaded(at);
        for passage in &loaded.passages {
            let words = passage.span.of(&loaded.content);
            let mut document = tantivy::TantivyDocument::new();
            document.add_text(text, format!("text {at}"));
            document.add_text(wordings, themata_search::handed(english(), words));
            let (first, last) = (passage.span.start().0 as u64, passage.span.end().0 as u64);
            let numbers = [1, 0, 0, u64::from(passage.start), u64::from(passage.end), first, last];
            for (field, number) in places.into_iter().zip(numbers) {
                document.add_u64(field, number);
            }
            writer.add_document(document).expect("added");
            n += 1;
        }
    }
    writer.commit().expect("committed");
    writer.wait_merging_threads().expect("merged");
    n
}

/// The other baseline: the words of the same passages given to SQLite, as they stand, without stems and places.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn index_fts5() -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let mut db = rusqlite::Connection::open(folder.path().join("fts")).expect("a database");
    db.execute_batch("CREATE VIRTUAL TABLE texts USING fts5(words, content='', tokenize='unicode61')")
        .expect("a table");
    let tx = db.transaction().expect("a transaction");
    let mut n = 0;
    for at in 0..corpus().len() {
        let text = loaded(at);
        for passage in &text.passages {
            n += 1;
            let mut statement =
                tx.prepare_cached("INSERT INTO texts (rowid, words) VALUES (?, ?)").expect("a statement");
            statement.execute((n, passage.span.of(&text.content))).expect("a row");
        }
    }
    tx.commit().expect("committed");
    usize::try_from(n).unwrap_or(0)
}

#[divan::bench(sample_count = 5)]
fn two_hundred_queries(bencher: Bencher<'_, '_>) {
    let queries: Vec<Query> = mixed().iter().map(|query| Query::parse(query).expect("a query")).collect();
    ready();
    bencher.bench(|| queries.iter().map(|query| ask(query, Unit::Passage)).sum::<usize>());
}

#[divan::bench(sample_count = 3)]
fn two_hundred_queries_for_quotations(bencher: Bencher<'_, '_>) {
    let queries: Vec<Query> = mixed().iter().map(|query| Query::parse(query).expect("a query")).collect();
    ready();
    bencher.bench(|| queries.iter().map(|query| ask(query, Unit::Quotation)).sum::<usize>());
}

#[divan::bench(args = ["penalty", "the", "\"to the\"", "the near/2 to", "c*", "/penal.{0,9}t/"])]
fn one_query(bencher: Bencher<'_, '_>, text: &str) {
    let query = Query::parse(text).expect("a query");
    ready();
    bencher.bench(|| ask(&query, Unit::Passage));
}

/// What a filter adds: the same word with and without a code that a three-hundredth of the codings has.
#[divan::bench(args = ["price", "price code:7", "price NOT code:7"])]
fn a_filter(bencher: Bencher<'_, '_>, text: &str) {
    let query = Query::parse(text).expect("a query");
    ready();
    bencher.bench(|| ask(&query, Unit::Passage));
}

/// A word with the same twenty hits in one, three and ten times the corpus.
#[divan::bench(args = [1, 3, 10], sample_count = 20)]
fn the_same_hits_in_a_larger_corpus(bencher: Bencher<'_, '_>, times: usize) {
    let texts = corpus();
    let load = |at: usize| {
        let mut text = loaded(at % texts.len());
        text.key = TextKey { version: format!("text {at}"), language: english() };
        if at >= 20 {
            return Ok(text);
        }
        let content = format!("{}\n\nxylophonist\n", text.content);
        Ok(passaged(content, text.key))
    };
    let keys: Vec<TextKey> = (0..texts.len() * times)
        .map(|n| TextKey { version: format!("text {n}"), language: english() })
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::open(folder.path(), &keys, &mut { load }, &|_| ()).expect("an index");
    let languages = vec![english(); keys.len()];
    let query = Query::parse("xylophonist").expect("a query");
    let analysis = Repeated { every: texts.len() };
    let ask = Ask { query: &query, unit: Unit::Passage, order: Order::Relevance, limit: 0, offset: 0 };
    assert_eq!(index.search(&analysis, &languages, &ask).expect("an answer").total, 20.min(keys.len()));
    bencher.bench(|| index.search(&analysis, &languages, &ask).map_or(0, |answer| answer.total));
}

/// The corpus again and again, without codings.
struct Repeated {
    every: usize,
}

impl Scope for Repeated {
    fn text(&self, text: u32) -> Result<Arc<str>, String> {
        Ok(corpus()[text as usize % self.every].clone())
    }

    fn is_code(&self, _: &str) -> bool {
        false
    }

    fn keeps_codings(&self) -> bool {
        true
    }

    fn passages(&self, _: &Filter, _: Among<'_>) -> Result<Chosen, QueryError> {
        Ok(Chosen::Touching(Arc::new([])))
    }

    fn quotations(&self, _: &[&Filter], _: Among<'_>) -> Result<Arc<[Quotation]>, QueryError> {
        Ok(Arc::new([]))
    }
}

/// The baseline of a query: the text read from end to end for one word.
#[divan::bench]
fn scan_of_the_text() -> usize {
    scan("penalty")
}

/// A regular expression, which is scanned for as well; to be held against [`scan_of_the_text`].
#[divan::bench(args = ["/penal.{0,9}t/", "/[Pp]enalt(y|ies)/", "/penalty/"])]
fn regex(bencher: Bencher<'_, '_>, text: &str) {
    let query = Query::parse(text).expect("a query");
    ready();
    let bytes: usize = corpus().iter().map(|text| text.len()).sum();
    bencher.counter(divan::counter::BytesCount::new(bytes)).bench(|| ask(&query, Unit::Passage));
}

fn scan(word: &str) -> usize {
    let regex = regex::Regex::new(word).expect("an expression");
    corpus().iter().map(|text| regex.find_iter(text).count()).sum()
}
