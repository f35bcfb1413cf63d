//! `themata search`, `quotes`, `index`, `suggest`, `similar`, `words` and `code --auto`, on the real program.

use std::fs;

use serde_json::Value;

use crate::environment::{Environment, arg, sample, three_sides};

fn built() -> Environment {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let output = environment.run(&["build", arg(&folder), "--quiet"]);
    assert_eq!(output.code, 0, "{output}");
    environment
}

fn with_sample() -> Environment {
    let environment = Environment::new();
    let output = environment.run(&["build", arg(&sample()), "-o", "sample.themata", "--quiet"]);
    assert_eq!(output.code, 0, "{output}");
    environment
}

fn json(environment: &Environment, args: &[&str]) -> Value {
    let output = environment.run(&[args, &["--json"]].concat());
    assert_eq!(output.code, 0, "{output}");
    serde_json::from_str(&output.stdout).expect("JSON")
}

fn total(environment: &Environment, args: &[&str]) -> u64 {
    json(environment, args)["total"].as_u64().expect("a number")
}

/// Every source with its text, as the program prints it.
fn texts(environment: &Environment) -> Vec<(String, String)> {
    let sources = json(environment, &["sources", "sample.themata"]);
    let rows = sources["rows"].as_array().or_else(|| sources["sources"].as_array()).expect("rows").clone();
    let key = |row: &Value| {
        row["key"]
            .as_str()
            .map(str::to_string)
            .or_else(|| row.as_array()?.first()?.as_str().map(str::to_string))
    };
    let text = |source: String| {
        let shown = environment.run(&["text", &source, "-s", "sample.themata"]);
        (source, shown.stdout)
    };
    rows.iter().filter_map(key).map(text).collect()
}

#[test]
fn the_first_search_makes_an_index_that_only_its_owner_may_open() {
    let environment = built();
    let output = environment.run(&["search", "easy", "triad.themata"]);
    assert_eq!(output.code, 0, "{output}");
    let folder = environment.path(".triad.themata-index");
    assert!(folder.is_dir());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    }
    let status = json(&environment, &["index", "--status", "triad.themata"]);
    assert_eq!(status["state"], "ready");
    assert_eq!(environment.run(&["index", "--drop", "triad.themata"]).code, 0);
    assert!(!folder.exists());
    assert_eq!(json(&environment, &["index", "triad.themata"])["state"], "missing");
    assert_eq!(json(&environment, &["index", "--rebuild", "triad.themata"])["state"], "ready");
}

#[test]
fn hits_are_shown_with_place_speaker_and_codes() {
    let environment = built();
    let told = [
        environment.run(&["search", "easy", "triad.themata"]),
        environment.run(&["search", "nowhere", "triad.themata"]),
        environment.run(&["quotes", "triad.themata", "--coded", "any", "--limit", "2"]),
        environment.run(&["search", "easy", "triad.themata", "--kwic"]),
    ];
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    let hidden = regex_of_ids(&told.join("\n"));
    insta::assert_snapshot!("hits_are_shown", hidden);
}

/// Short ids are random.
fn regex_of_ids(text: &str) -> String {
    let is_id = |word: &str| word.len() == 8 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let line = |line: &str| {
        line.split(' ').map(|word| if is_id(word) { "[id]" } else { word }).collect::<Vec<_>>().join(" ")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_mistake_is_pointed_at_and_corrected() {
    let environment = with_sample();
    let told = [
        "penalty AND theme:gov",
        "(penalty",
        "side:custumer",
        "pen*alty",
        "phse:advanced",
        "O within nonsense",
        "/(/",
        "http://example.org",
        "合同 AND side:custumer",
        "date:spring",
        "date:2020..2019",
        "contr~1*",
        "side：custumer",
        "side:x",
        "penalty near/5 side:customer",
    ]
    .map(|query| {
        let output = environment.run(&["search", query, "sample.themata"]);
        assert_eq!(output.code, 2, "{output}");
        output.stderr
    });
    insta::assert_snapshot!("mistakes", told.join("\n"));
}

#[test]
fn a_word_is_found_in_as_many_passages_as_a_naive_scan_finds() {
    let environment = with_sample();
    let texts = texts(&environment);
    assert!(texts.len() > 10);
    for word in ["contract", "data", "we", "trust"] {
        let found = json(
            &environment,
            &["search", &format!("\"{word}\""), "sample.themata", "--limit", "0", "--include-interviewer"],
        );
        let mut places: Vec<(String, u64)> = Vec::new();
        for hit in found["hits"].as_array().expect("hits") {
            let start = hit["start"].as_u64().expect("a number");
            for mark in hit["matches"].as_array().expect("matches") {
                places.push((hit["source"].as_str().unwrap().to_string(), start + mark[0].as_u64().unwrap()));
            }
        }
        let mut naive: Vec<(String, u64)> = Vec::new();
        for (source, text) in &texts {
            let chars: Vec<char> = text.chars().collect();
            let wanted: Vec<char> = word.chars().collect();
            for at in 0..chars.len().saturating_sub(wanted.len()) {
                let letters = |i: usize| chars.get(i).is_some_and(|c| c.is_alphanumeric());
                let apostrophe =
                    |i: usize| chars.get(i).is_some_and(|c| ['\'', '’'].contains(c)) && letters(i + 1);
                let same = chars[at..at + wanted.len()]
                    .iter()
                    .zip(&wanted)
                    .all(|(a, b)| a.to_lowercase().eq(b.to_lowercase()));
                let alone = (at == 0 || !letters(at - 1))
                    && !letters(at + wanted.len())
                    && !apostrophe(at + wanted.len());
                if same && alone {
                    naive.push((source.clone(), at as u64));
                }
            }
        }
        places.sort();
        naive.sort();
        assert!(!naive.is_empty() || word == "trust", "{word}");
        assert_eq!(places, naive, "{word}");
    }
}

#[test]
fn filters_of_quotations_agree_with_the_views_and_the_tables() {
    let environment = with_sample();
    let codings =
        json(&environment, &["codings", "sample.themata"])["codings"].as_array().expect("a list").clone();
    let placed = codings.iter().filter(|coding| !coding["line"].is_null());
    assert_eq!(
        total(&environment, &["quotes", "--coded", "any", "-s", "sample.themata", "--include-interviewer"]),
        placed.count() as u64
    );
    for code in ["A", "O", "Q"] {
        let below = json(&environment, &["codings", "sample.themata", "--code", code, "--below"]);
        let own =
            below["codings"].as_array().expect("a list").iter().filter(|coding| !coding["line"].is_null());
        let found = total(
            &environment,
            &["quotes", "--theme", code, "-s", "sample.themata", "--include-interviewer"],
        );
        assert_eq!(found, own.count() as u64, "{code}");
    }
    let by_case = json(
        &environment,
        &["quotes", "--coded", "any", "-s", "sample.themata", "--count-by", "case", "--include-interviewer"],
    );
    for row in by_case["rows"].as_array().expect("rows") {
        let case = row["values"][0].as_str().expect("a case");
        if !case.is_empty() {
            let listed = json(&environment, &["codings", "sample.themata", "--case", case]);
            let listed = listed["codings"]
                .as_array()
                .expect("a list")
                .iter()
                .filter(|coding| !coding["line"].is_null())
                .count();
            assert_eq!(row["hits"].as_u64(), Some(listed as u64), "{case}");
        }
    }
}

#[test]
fn a_coding_made_a_moment_ago_is_found_and_one_taken_back_is_not() {
    let environment = built();
    let count = || total(&environment, &["quotes", "--theme", "e1", "-s", "triad.themata"]);
    let before = count();
    let output = environment.run(&[
        "code",
        "joint",
        "e1",
        "--quote",
        "It was easy, I suppose",
        "--coder",
        "kim",
        "-s",
        "triad.themata",
    ]);
    assert_eq!(output.code, 0, "{output}");
    assert_eq!(count(), before + 1);
    assert_eq!(environment.run(&["undo", "--coder", "kim", "-s", "triad.themata"]).code, 0);
    assert_eq!(count(), before);
}

#[test]
fn all_that_a_search_finds_is_coded_in_one_step() {
    let environment = built();
    let all = total(&environment, &["search", "easy", "triad.themata"]);
    assert!(all > 1);
    let code = [
        "code",
        "--auto",
        "easy",
        "--as",
        "e1",
        "--unit",
        "sentence",
        "--coder",
        "kim",
        "-s",
        "triad.themata",
    ];
    let rehearsed = environment.run(&[&code[..], &["--dry-run"]].concat());
    assert!(rehearsed.stdout.contains("Dry run"), "{rehearsed}");
    let before = total(&environment, &["quotes", "--theme", "e1", "-s", "triad.themata"]);
    let done = environment.run(&code);
    assert_eq!(done.code, 0, "{done}");
    assert!(total(&environment, &["quotes", "--theme", "e1", "-s", "triad.themata"]) > before);
    let marked = json(&environment, &["codings", "triad.themata", "--code", "e1"]);
    assert!(marked["codings"].as_array().unwrap().iter().any(|coding| coding["memo"] == "Auto-coded: easy"));
    assert_eq!(environment.run(&["undo", "--coder", "kim", "-s", "triad.themata"]).code, 0);
    assert_eq!(total(&environment, &["quotes", "--theme", "e1", "-s", "triad.themata"]), before);
}

#[test]
fn a_damaged_index_is_made_anew_without_a_word() {
    let environment = built();
    let before = total(&environment, &["search", "easy", "triad.themata"]);
    let folder = environment.path(".triad.themata-index/format-4");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    }
    assert_eq!(json(&environment, &["index", "triad.themata"])["state"], "damaged");
    assert_eq!(total(&environment, &["search", "easy", "triad.themata"]), before);
    assert_eq!(json(&environment, &["index", "triad.themata"])["state"], "ready");
}

#[test]
fn words_suggestions_and_likeness_are_told() {
    let environment = with_sample();
    let words =
        json(&environment, &["words", "side:customer", "sample.themata", "--against", "side:provider"]);
    assert_eq!(words["groups"].as_array().map(Vec::len), Some(2));
    assert!(words["rows"][0]["keyness"].as_f64().is_some_and(|keyness| keyness > 0.0));
    let suggested = json(&environment, &["suggest", "A", "-s", "sample.themata"]);
    assert!(suggested["words"].as_array().is_some_and(|words| words.len() > 3), "{suggested}");
    for hit in suggested["hits"].as_array().expect("hits") {
        assert_eq!(hit["codes"].as_array().map(Vec::len), Some(0), "only what is not coded is suggested");
        assert!(!hit["matches"].as_array().expect("matches").is_empty());
    }
    let itself = json(&environment, &["similar", "sample.themata", "--against", "sample.themata"]);
    assert!(itself["pairs"].as_array().is_some_and(|pairs| pairs.iter().any(|pair| pair["alike"] == "same")));
}

/// A paragraph's words with the code points they stand at.
fn words_of(paragraph: &str, base: usize) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (at, c) in paragraph.chars().enumerate() {
        if c.is_whitespace() {
            inside = false;
        } else if inside {
            words.last_mut().expect("a word").1.push(c);
        } else {
            words.push((base + at, c.to_string()));
            inside = true;
        }
    }
    words
}

#[test]
fn quotations_edited_for_print_are_located_where_they_were_taken_from() {
    let environment = with_sample();
    // Quotation, how it may be found, source, first and last code point.
    let mut wanted: Vec<(String, &[&str], String, usize, usize)> = Vec::new();
    for (source, text) in texts(&environment) {
        let mut base = 0;
        for paragraph in text.split('\n') {
            let words = words_of(paragraph, base);
            base += paragraph.chars().count() + 1;
            if words.len() < 34 || wanted.len() >= 240 {
                continue;
            }
            let words = &words[3..31];
            let typed =
                |words: &[(usize, String)]| words.iter().map(|w| w.1.as_str()).collect::<Vec<_>>().join(" ");
            let (start, end) = (words[0].0, words[27].0 + words[27].1.chars().count());
            let capital: String = words[0].1.chars().take(1).flat_map(char::to_uppercase).collect();
            let rest: String = words[0].1.chars().skip(1).collect();
            let fewer: Vec<_> =
                words.iter().enumerate().filter(|(n, _)| n % 9 != 4).map(|(_, w)| w.clone()).collect();
            for (edited, how) in [
                (typed(words), &["same"][..]),
                (format!("“{capital}{rest} {}.”", typed(&words[1..])), &["typography"]),
                (format!("{} [...] {}", typed(&words[..12]), typed(&words[17..])), &["cut"]),
                (
                    format!("{} [the provider] {}", typed(&words[..12]), typed(&words[12..])),
                    &["typography", "cut"],
                ),
                (typed(&fewer), &["edited"]),
            ] {
                wanted.push((edited, how, source.clone(), start, end));
            }
        }
    }
    assert!(wanted.len() > 200);
    let list: String = wanted.iter().map(|(quotation, ..)| format!("{quotation}\n")).collect();
    fs::write(environment.path("paper.txt"), list).unwrap();
    let located = json(&environment, &["similar", "sample.themata", "--quotations", "paper.txt"]);
    let located = located["quotations"].as_array().expect("quotations");
    assert_eq!(located.len(), wanted.len());
    let mut wrong = Vec::new();
    for ((quotation, how, source, start, end), found) in wanted.iter().zip(located) {
        let is_there = |place: &Value| {
            let (from, to) =
                (place["start"].as_u64().unwrap() as usize, place["end"].as_u64().unwrap() as usize);
            place["source"] == source.as_str() && from.abs_diff(*start) < 12 && to.abs_diff(*end) < 12
        };
        let places = found["places"].as_array().expect("places");
        let right =
            places.first().is_some_and(is_there) || places.iter().any(is_there) && found["found"] != "edited";
        if !right || !how.contains(&found["found"].as_str().unwrap()) {
            wrong.push(format!("{quotation}: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), wanted.len(), wrong.join("\n"));
}

#[test]
fn a_list_of_quotations_is_read_and_its_places_are_told() {
    let environment = built();
    fs::write(
        environment.path("paper.csv"),
        "key,Quotation\n1,“They kept their word … the first day”\n2,\"After that, it was easy I suppose.\"\n3,We never met anybody there at all\n4,easy\n",
    )
    .unwrap();
    let told = environment.run(&["similar", "triad.themata", "--quotations", "paper.csv"]);
    let csv = environment.run(&["similar", "triad.themata", "--quotations", "paper.csv", "--csv"]);
    fs::write(environment.path("empty.txt"), "\n \n").unwrap();
    let empty = environment.run(&["similar", "triad.themata", "--quotations", "empty.txt"]);
    let missing = environment.run(&["similar", "triad.themata", "--quotations", "nowhere.txt"]);
    let all = [told, csv, empty, missing].map(|output| output.to_string());
    insta::assert_snapshot!("located", all.join("\n"));
}

#[test]
fn an_option_without_a_value_and_an_offset_beyond_the_end_are_told() {
    let environment = with_sample();
    let told = [
        environment.run(&["search", "--facet", "phase", "sample.themata"]),
        environment.run(&["search", "penalty", "--case", ",", "sample.themata"]),
        environment.run(&["search", "penalty", "--offset", "70", "sample.themata"]),
        environment.run(&[
            "search",
            "penalty",
            "--offset",
            "6",
            "--limit",
            "9",
            "--csv",
            "--order",
            "corpus",
            "sample.themata",
        ]),
    ]
    .map(|output| output.to_string());
    insta::assert_snapshot!("told_of_options", told.join("\n"));
}

#[test]
fn a_concordance_is_aligned_by_columns() {
    let environment = Environment::new();
    let folder = environment.write(
        "wide",
        &[
            ("study.toml", "key = \"wide\"\n"),
            ("sources/a.txt", "我们签了合同，但是罚款条款不清楚。客户不满意合同的价格，而且价格每一年都提高，没有人知道为什么合同会这样写。\n"),
            ("sources/b.txt", "We call it 合同 here, e\u{301}t👍🏽 合同 there.\n"),
        ],
    );
    assert_eq!(environment.run(&["build", arg(&folder), "--quiet"]).code, 0);
    insta::assert_snapshot!(
        "wide_concordance",
        environment.run(&["search", "合同", "wide.themata", "--kwic"]).to_string()
    );
}

#[test]
fn every_acknowledged_coding_is_found_while_others_search() {
    let environment = built();
    let base = total(&environment, &["search", "easy", "triad.themata"]);
    let done = std::sync::atomic::AtomicBool::new(false);
    let (environment, done) = (&environment, &done);
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(move || {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    assert_eq!(total(environment, &["search", "easy", "triad.themata"]), base);
                }
            });
        }
        for n in 0..25u64 {
            let span = format!("{}:{}", 40 + n, 44 + n);
            let coded = environment.run(&[
                "code",
                "joint",
                "e2",
                "--span",
                &span,
                "--coder",
                "kim",
                "-s",
                "triad.themata",
            ]);
            assert_eq!(coded.code, 0, "{coded}");
            // Two were there before.
            let found = total(environment, &["quotes", "--theme", "e2", "-s", "triad.themata"]);
            assert_eq!(found, n + 3, "{span}");
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn a_search_answers_while_another_process_imports_texts_and_takes_them_back() {
    let environment = built();
    let base = total(&environment, &["search", "easy", "triad.themata"]);
    let done = std::sync::atomic::AtomicBool::new(false);
    let (environment, done) = (&environment, &done);
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(move || {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    let found = total(environment, &["search", "easy", "--limit", "0", "triad.themata"]);
                    assert!((base..=base + 1).contains(&found), "{found} passages");
                }
            });
        }
        for n in 0..20 {
            let name = format!("more-{n}.txt");
            environment.write(".", &[(&name, &format!("Anna: Nothing here was easy, said number {n}.\n"))]);
            let imported = environment.run(&["import", &name, "-s", "triad.themata", "--coder", "kim"]);
            assert_eq!(imported.code, 0, "{imported}");
            let taken_back = environment.run(&["undo", "-s", "triad.themata", "--coder", "kim"]);
            assert_eq!(taken_back.code, 0, "{taken_back}");
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn a_search_answers_rightly_while_the_index_is_dropped_cut_and_removed() {
    let environment = built();
    let base = total(&environment, &["search", "easy", "triad.themata"]);
    let done = std::sync::atomic::AtomicBool::new(false);
    let (environment, done) = (&environment, &done);
    let folder = environment.path(".triad.themata-index");
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(move || {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    assert_eq!(total(environment, &["search", "easy", "triad.themata"]), base);
                }
            });
        }
        for n in 0..24usize {
            match n % 4 {
                0 => {
                    let dropped = environment.run(&["index", "--drop", "triad.themata"]);
                    assert_eq!(dropped.code, 0, "{dropped}");
                }
                1 => drop(fs::remove_dir_all(&folder)),
                2 => {
                    let rebuilt = environment.run(&["index", "--rebuild", "triad.themata"]);
                    assert_eq!(rebuilt.code, 0, "{rebuilt}");
                }
                _ => {
                    let files = fs::read_dir(folder.join("format-4")).into_iter().flatten().flatten();
                    for path in files.map(|file| file.path()).skip(n % 5).take(2) {
                        let Ok(bytes) = fs::read(&path) else { continue };
                        // As programs that keep folders alike do: another file in its place. It may be gone by now.
                        let half = environment.path("half");
                        fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
                        let _ = fs::rename(half, &path);
                    }
                }
            }
            std::thread::sleep(std::time::Duration::from_millis(40));
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn a_language_is_told_by_its_tag() {
    let environment = built();
    let wrong =
        environment.run(&["sources", "change", "joint", "--language", "Swedish", "-s", "triad.themata"]);
    assert_ne!(wrong.code, 0, "{wrong}");
    assert!(wrong.stderr.contains("`Swedish` is no tag of a language"), "{wrong}");
    let right =
        environment.run(&["sources", "change", "joint", "--language", "pt-BR", "-s", "triad.themata"]);
    assert_eq!(right.code, 0, "{right}");
}

#[test]
fn a_concordance_needs_words() {
    let environment = built();
    let output = environment.run(&["search", "--side", "maker", "triad.themata", "--kwic"]);
    assert_eq!(output.code, 0, "{output}");
    assert!(output.stderr.contains("leave out `--kwic`"), "{output}");
}

#[test]
fn where_no_index_can_be_kept_a_note_says_so() {
    let environment = built();
    fs::write(environment.path(".triad.themata-index"), "in the way").unwrap();
    let output = environment.run(&["search", "easy", "triad.themata"]);
    assert_eq!(output.code, 0, "{output}");
    assert!(output.stderr.contains("it was made in memory"), "{output}");
    assert!(output.stdout.contains("easy"), "{output}");
    let rebuilt = environment.run(&["index", "--rebuild", "triad.themata"]);
    assert_ne!(rebuilt.code, 0, "{rebuilt}");
    assert!(rebuilt.stderr.contains("Not a directory"), "{rebuilt}");
}

#[test]
fn places_are_cited_by_the_numbers_and_times_that_a_document_tells() {
    let environment = Environment::new();
    assert_eq!(environment.run(&["new", "study.themata"]).code, 0);
    let cues = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Anna>We began with a call.\n\n\
                00:00:04.000 --> 00:00:06.000\n<v Anna>Then a letter came.\n\n\
                00:01:07.000 --> 00:01:09.000\n<v Bo>No letter came to us.\n";
    environment.write(".", &[("film.vtt", cues)]);
    let fixture = crate::environment::sample().join("../../crates/store/tests/fixtures/v4");
    for (name, bytes) in crate::environment::files_below(&fixture) {
        let path = environment.path("numbered").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let told = [
        vec!["import", "film.vtt", "--quiet"],
        vec!["search", "letter", "study.themata", "--csv", "--order", "corpus"],
        vec!["unpack", "study.themata", "folder", "--quiet"],
        vec!["build", "folder", "-o", "again.themata", "--quiet"],
        vec!["search", "letter", "again.themata", "--order", "corpus"],
        vec!["build", "numbered", "-o", "numbered.themata", "--quiet"],
        vec!["search", "agreement", "numbered.themata", "--order", "corpus"],
    ]
    .map(|command: Vec<&str>| format!("$ themata {}\n{}", command.join(" "), environment.run(&command)));
    insta::assert_snapshot!(told.join("\n"));
    for command in [
        vec!["codes", "add", "letters", "-s", "again.themata"],
        vec!["code", "film", "letters", "--quote", "Then a letter came.", "-s", "again.themata"],
    ] {
        assert_eq!(environment.run(&command).code, 0);
    }
    let quoted = environment.run(&["quotes", "--code", "letters", "again.themata"]).stdout;
    assert!(quoted.starts_with("film:1, 00:00:04  "), "{quoted}");
}
