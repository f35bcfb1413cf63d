//! Codebooks in spreadsheets and outlines, read and written.

use proptest::prelude::*;
use themata_exchange::{BookReading, codebook_csv, codebook_outline, read_codebook_file};
use themata_model::{Code, Codebook, Study};
use themata_testkit::{arbitrary_study, small_study};

fn empty() -> Study {
    Study::new("s".parse().unwrap(), "S")
}

fn read_into(study: &Study, name: &str, text: &str) -> BookReading {
    read_codebook_file(name, text.as_bytes(), study, &mut |key| study.id.row("code", key.as_str()))
}

fn read(name: &str, text: &str) -> BookReading {
    read_into(&empty(), name, text)
}

/// The tree with levels, and what is told of each code, a line a code.
fn tree(reading: &BookReading) -> String {
    let mut lines: Vec<String> = Vec::new();
    if let Some(book) = &reading.codebook {
        let levels = book
            .levels()
            .iter()
            .map(|level| format!("{}{}", level.name, if level.open { " (open)" } else { "" }));
        lines.push(levels.collect::<Vec<_>>().join(" < "));
        for code in book.in_tree_order() {
            lines.push(format!("{}{}", "  ".repeat(book.ancestors(code).count()), line(code)));
        }
    }
    lines.extend(reading.problems.iter().map(|problem| format!("! {problem}")));
    lines.join("\n")
}

fn line(code: &Code) -> String {
    let mut line = format!("{} [{}] {}", code.marked_name(), code.key, code.level);
    let told = [("=", &code.definition), ("+", &code.inclusion), ("-", &code.exclusion)];
    told.iter()
        .filter(|(_, words)| !words.is_empty())
        .for_each(|(mark, words)| line.push_str(&format!(" {mark}{words:?}")));
    code.attributes.iter().for_each(|(name, words)| line.push_str(&format!(" {name}={words}")));
    line
}

#[test]
fn one_row_a_code_names_the_one_above_by_name_key_marker_or_path() {
    let text = "Name,Parent,Marker,Beschreibung,Farbe,Owner,Frequency\n\
                Early trust,Trust,A,\"what, comes first\",#f00,Ann,12\n\
                Trust,,T,,,,3\n\
                Keeping one's word,A,,,blue,,\n\
                Control,,,,,,\n\
                Early,Control,,,,,\n\
                Saying no,Control > Early,,,,,\n";
    insta::assert_snapshot!(tree(&read("book.csv", text)));
}

#[test]
fn what_cannot_be_is_said_with_its_place_and_nothing_is_made() {
    let text =
        "key;name;parent;level\na;A;;theme\na;B;;theme\nc;C;Aa;theme\nd;D;e;theme\ne;E;d;theme\n;;A;theme\n";
    let reading = read("book.csv", text);
    assert!(reading.codebook.is_none());
    insta::assert_snapshot!(tree(&reading));
    let study = small_study();
    let reading = read_into(&study, "book.csv", "name,level,origin\nNew,themes,nowhere\n");
    assert!(reading.codebook.is_none());
    insta::assert_snapshot!(tree(&reading));
}

#[test]
fn columns_level_by_level_are_filled_as_people_fill_them() {
    let with_heads = "Dimension,Theme,Category,Definition\n\
                      Working together,Trust,Early trust,from the start\n\
                      ,,Late trust,\n\
                      ,Control,,who decides\n\
                      Working together,Control,Saying no,\n\
                      Apart,,,\n";
    let without = "Working together,,\n,Trust,\n,,Early trust\n,,Late trust\n,Control,\nApart,,\n";
    let upward = "First-order concept,Second-order theme,Aggregate dimension\nEarly trust,Trust,Working together\n\
                  Late trust,Trust,Working together\nSaying no,Control,Working together\n";
    let set_in = "Code,Memo\nTrust,a\n  Early trust,b\n    First day,c\n  Late trust,d\nControl,e\n";
    let all = [with_heads, without, upward, set_in].map(|text| tree(&read("book.csv", text)));
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn paths_and_outlines_of_other_tools_are_read() {
    let paths = "Code path,Comment\nTrust > Early trust,a\nTrust,b\nControl > Saying no > Twice,c\n";
    let outline = "# My codebook\n\nWritten by us.\n\n## Working together\n\nWhat is done jointly.\n\n\
                   - **Trust**\n  - Early trust\n    - *definition:* from the *start*\n  - Late trust\n\n\
                   1. Control\n   * Saying no\n\n## Apart\n";
    let all = [("book.csv", paths), ("book.md", outline)].map(|(name, text)| tree(&read(name, text)));
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn a_study_keeps_what_a_sheet_does_not_tell() {
    let study = small_study();
    let first = study.codebook.codes().iter().find(|code| code.parent.is_none()).unwrap().clone();
    let text = format!("name,parent,definition\n{},,said anew\nQuite new,{},\n", first.name, first.key);
    let reading = read_into(&study, "book.csv", &text);
    let book = reading.codebook.clone().unwrap();
    assert_eq!(reading.changed, std::slice::from_ref(&first.key));
    assert_eq!(reading.added.len(), 1);
    assert_eq!(reading.untold.len(), study.codebook.codes().len() - 1);
    let now = book.get(&first.key).unwrap();
    assert_eq!((now.id, &now.marker, now.definition.as_str()), (first.id, &first.marker, "said anew"));
    let new = book.get(&reading.added[0]).unwrap();
    assert_eq!(new.parent.as_ref(), Some(&first.key));
    for untold in &reading.untold {
        assert_eq!(book.get(untold), study.codebook.get(untold));
    }
}

/// The codebook in the order of its tree, without ids, and without what no file carries: levels without codes,
/// and which framework a code belongs to.
fn carried(book: &Codebook) -> (Vec<(String, String, bool)>, Vec<Code>) {
    let used = |level: &&themata_model::Level| book.codes().iter().any(|code| code.level == level.key);
    let levels = book.levels().iter().filter(used).map(|l| (l.key.to_string(), l.name.clone(), l.open));
    let id = small_study().id.row("code", "any");
    let codes = book.in_tree_order().into_iter();
    let codes = codes.map(|code| Code { id, framework: None, ..code.clone() });
    (levels.collect(), codes.collect())
}

fn comes_back(study: &Study) -> Result<(), TestCaseError> {
    if study.codebook.codes().is_empty() {
        return Ok(());
    }
    let mut bare = study.clone();
    bare.codebook = Codebook::default();
    let sheet = String::from_utf8(codebook_csv(study)).unwrap();
    for (name, text) in [("book.csv", sheet), ("book.md", codebook_outline(study))] {
        let fresh = read_into(&bare, name, &text);
        let problems: Vec<String> = fresh.problems.iter().map(ToString::to_string).collect();
        prop_assert_eq!(&problems, &Vec::<String>::new(), "{}", text);
        prop_assert_eq!(carried(&fresh.codebook.unwrap()), carried(&study.codebook), "{}", text);
        let again = read_into(study, name, &text);
        prop_assert_eq!((again.added.len(), again.changed.len(), again.untold.len()), (0, 0, 0), "{}", text);
        prop_assert_eq!(again.codebook.as_ref(), Some(&study.codebook));
    }
    Ok(())
}

#[test]
fn the_sample_codebook_comes_back() {
    comes_back(&small_study()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_codebook_comes_back_from_sheet_and_outline(
        study in arbitrary_study(),
        words in prop::collection::vec("\\PC{0,12}(\n\\PC{1,6})?", 8),
    ) {
        let mut study = study;
        let levels = study.codebook.levels().to_vec();
        let mut codes = study.codebook.codes().to_vec();
        for (code, words) in codes.iter_mut().zip(words.iter().map(|words| words.trim())) {
            code.inclusion = words.to_string();
            code.exclusion = words.replace('\n', "*");
            if !words.is_empty() {
                code.attributes.insert("owner".to_string(), words.to_string());
            }
        }
        study.codebook = Codebook::new(levels, codes).unwrap();
        comes_back(&study)?;
    }

    #[test]
    fn no_codebook_makes_the_reader_panic(text in "(\\PC|[\n\t;,|#*>-]){0,120}") {
        for name in ["book.csv", "book.md", "book.qdc"] {
            let _ = read(name, &text);
        }
    }
}
