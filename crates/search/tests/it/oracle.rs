//! What the index finds is what a look at every passage finds.

use std::collections::BTreeSet;

use proptest::prelude::*;
use themata_search::query::{Form, Query, Word, Wording};
use themata_search::{Ask, Index, IndexedText, Language, Order, Quotation, Unit};

use crate::naive::{Corpus, Said, chars, placed};

/// Few words, so that they meet; some of them alike.
const WORDS: [&str; 29] = [
    "the",
    "The",
    "penalty",
    "Pénalty",
    "penalties",
    "contract",
    "contracts",
    "we",
    "don't",
    "don’t",
    "naïve",
    "naive",
    "to",
    "合同",
    "👍",
    "pay",
    "Straße",
    "e-mail",
    "Verträge",
    "vertrag",
    "asiakkaan",
    "asiakkaat",
    "run\u{ad}ning",
    "runs",
    "ﬁlled",
    "fills",
    "leverantör",
    "leverantören",
    "leverantorer",
];

fn said() -> impl Strategy<Value = Said> {
    let words = prop::collection::vec(
        (prop::sample::select(WORDS.to_vec()), prop::sample::select(vec![" ", ", ", "\n"])),
        1..9,
    );
    (0u32..3, any::<bool>(), words).prop_map(|(speaker, begins, words)| {
        (speaker, begins, words.into_iter().map(|(word, gap)| format!("{word}{gap}")).collect())
    })
}

fn corpus() -> impl Strategy<Value = Corpus> {
    let texts = prop::collection::vec(prop::collection::vec(said(), 0..7), 1..6);
    (
        texts,
        prop::collection::vec((any::<u32>(), any::<u32>(), 1u32..40), 0..12),
        prop::collection::vec(0usize..5, 6),
    )
        .prop_map(|(texts, codings, languages)| {
            let mut corpus = Corpus::new(&texts, None);
            for (text, language) in corpus.texts.iter_mut().zip(languages) {
                text.language = ["en", "de", "fi", "sv"].get(language).and_then(|tag| Language::of_tag(tag));
            }
            for (id, (text, start, length)) in (0i64..).zip(codings) {
                let text = text % u32::try_from(corpus.texts.len()).unwrap();
                let n = chars(&corpus.texts[text as usize].content);
                if n > 0 {
                    let start = start % n;
                    corpus.quotations.push(Quotation { text, start, end: (start + length).min(n), id });
                }
            }
            corpus.quotations.sort();
            corpus
        })
}

fn word() -> impl Strategy<Value = Wording> {
    let typed =
        prop::sample::select(vec!["the", "penalty", "naive", "don't", "contract", "to", "strasse", "we"]);
    let exact = typed.prop_map(|text| Wording::Word(Word { text: text.into(), form: Form::Exact }));
    let prefix = prop::sample::select(vec!["p", "pen", "contr", "t"])
        .prop_map(|text| Wording::Word(Word { text: text.into(), form: Form::Prefix }));
    let fuzzy = (prop::sample::select(vec!["penalty", "teh", "contrat"]), 1u8..3)
        .prop_map(|(text, n)| Wording::Word(Word { text: text.into(), form: Form::Fuzzy(n) }));
    let any = prop::sample::select(vec![
        "penalty",
        "contract",
        "vertrag",
        "asiakas",
        "asiakkaan",
        "run",
        "fill",
        "pay",
        "leverantor",
    ])
    .prop_map(|text| Wording::Word(Word { text: text.into(), form: Form::Any }));
    prop_oneof![4 => exact, 1 => prefix, 1 => fuzzy, 2 => any]
}

fn wording() -> impl Strategy<Value = Wording> {
    word().prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            (prop::collection::vec(word(), 2..4), 0u32..3)
                .prop_map(|(parts, between)| Wording::Sequence { parts, between }),
            (inner.clone(), inner.clone(), 0u32..4)
                .prop_map(|(a, b, between)| Wording::Near { pair: Box::new((a, b)), between }),
            prop::collection::vec(inner, 2..3).prop_map(Wording::Either),
        ]
    })
}

fn query() -> impl Strategy<Value = Query> {
    let filter = (0u8..3).prop_map(|n| {
        Query::Filter(themata_search::Filter { field: "code".into(), values: vec![n.to_string()], at: None })
    });
    let pattern =
        prop::sample::select(vec!["pen[a-z]+", "^the", "\\?", "(?i)straße", "t.e", "合"]).prop_map(|text| {
            Query::Pattern(themata_search::query::Pattern { text: text.into(), ignore_case: false, at: 0..0 })
        });
    prop_oneof![6 => wording().prop_map(Query::Words), 2 => filter, 1 => pattern].prop_recursive(
        3,
        8,
        3,
        |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(Query::All),
                prop::collection::vec(inner.clone(), 1..4).prop_map(Query::Any),
                inner.prop_map(|part| Query::Not(Box::new(part))),
            ]
        },
    )
}

fn index(corpus: &Corpus) -> Index {
    let mut load = |at: usize| -> Result<IndexedText, String> { Ok(corpus.texts[at].clone()) };
    Index::in_memory(&corpus.keys(), &mut load, &|_| ()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_a_look_at_everything_finds(corpus in corpus(), queries in prop::collection::vec(query(), 25)) {
        let index = index(&corpus);
        for query in queries {
            for unit in [Unit::Passage, Unit::Turn, Unit::Quotation] {
                let found = placed(index.places(&corpus, &corpus.languages(), &query, unit).unwrap());
                prop_assert_eq!(&found, &corpus.search(&query, unit), "{} {:?}", query, unit);
                let ask = Ask { query: &query, unit, order: Order::Relevance, limit: 1000, offset: 0 };
                let answer = index.search(&corpus, &corpus.languages(), &ask).unwrap();
                prop_assert_eq!(answer.total, found.len());
                let mut hits = placed(answer.hits.iter().map(|hit| hit.place.clone()).collect());
                hits.sort();
                let mut sorted = found.clone();
                sorted.sort();
                prop_assert_eq!(hits, sorted);
            }
        }
    }

    #[test]
    fn what_is_marked_is_what_a_look_at_the_unit_finds(corpus in corpus(), queries in prop::collection::vec(query(), 12)) {
        let index = index(&corpus);
        for query in queries {
            for unit in [Unit::Passage, Unit::Turn, Unit::Quotation] {
                let ask = Ask { query: &query, unit, order: Order::Corpus, limit: 1000, offset: 0 };
                for hit in index.search(&corpus, &corpus.languages(), &ask).unwrap().hits {
                    let text = &corpus.texts[hit.place.text as usize].content;
                    let at = |byte: usize| chars(&text[..byte]);
                    let marked: Vec<(u32, u32)> =
                        hit.matches.iter().map(|found| (at(found.whole.start), at(found.whole.end))).collect();
                    let naive = corpus.marks(&query, &hit.place);
                    for place in &marked {
                        prop_assert!(naive.contains(place), "{} {:?} marks {:?} of {:?}", query, unit, place, naive);
                    }
                    // Of a loose phrase the tightest reading from each first word is shown.
                    let first = |(start, _): &(u32, u32)| *start;
                    let shown: BTreeSet<u32> = marked.iter().map(first).collect();
                    let all: BTreeSet<u32> = naive.iter().map(first).collect();
                    prop_assert_eq!(shown, all, "{} {:?}", query, unit);
                }
            }
        }
    }

    #[test]
    fn every_unit_found_by_words_shows_where_they_stand(corpus in corpus(), wording in wording()) {
        let index = index(&corpus);
        let query = Query::Words(wording);
        for unit in [Unit::Passage, Unit::Turn, Unit::Quotation] {
            let ask = Ask { query: &query, unit, order: Order::Corpus, limit: 1000, offset: 0 };
            for hit in index.search(&corpus, &corpus.languages(), &ask).unwrap().hits {
                prop_assert!(!hit.matches.is_empty(), "{}", query);
                let text = &corpus.texts[hit.place.text as usize].content;
                for found in &hit.matches {
                    for part in found.parts.iter().chain([&found.whole]) {
                        prop_assert!(text.get(part.clone()).is_some_and(|words| !words.trim().is_empty()));
                        let start = chars(&text[..part.start]);
                        prop_assert!(hit.place.start <= start && start + chars(&text[part.clone()]) <= hit.place.end);
                    }
                }
            }
        }
    }

    #[test]
    fn no_query_makes_it_panic(text in "[ a-z\"()/~*:,.\\-0-9äO]{0,30}|\\PC{0,30}") {
        match Query::parse(&text) {
            Ok(query) => { let _ = query.to_string(); }
            Err(error) => { let _ = error.caret(&text); }
        }
    }

    #[test]
    fn a_query_written_out_reads_as_the_same(parts in prop::collection::vec(prop::sample::select(vec![
        "penalty", "\"to the\"", "\"to pen*\"", "e-mail*", "contract*", "naive~1", "(we OR you)", "NOT we", "-pay", "OR", "AND",
        "near/3", "/a b\\/c/i", "code:O", "case:R1,R2", "theme:\"6 Govern\"", "O within Q", "\"fee now\"~2", "合同", "(", ")",
    ]), 1..7)) {
        if let Ok(query) = Query::parse(&parts.join(" ")) {
            let written = query.to_string();
            prop_assert_eq!(Query::parse(&written).map(|read| read.to_string()), Ok(written.clone()), "{}", written);
        }
    }
}
