//! Filters and relations against sets counted by hand.
//!
//! Every paragraph of the study begins with a name of its own (`a1`, `q3`, `h1`): a letter for who speaks
//! (`q` asks, `h` is a heading) and a number. A quotation is called by its code, the paragraph it begins in
//! and the first letter of its coder: `A@a1k`.

use std::fs;
use std::path::Path;

use themata_model::Study;
use themata_store::Store;
use themata_workspace::{
    BuildOptions, Found, SearchOrder, SearchRequest, SearchUnit, Searching, Workspace, WorkspaceError, build,
};

const STUDY: &str = r#"
key = "counted"
title = "A study to be counted by hand"
codebook = "codebook.toml"
language = "en"

[[facets]]
key = "phase"
name = "Phase"
ordered = true
values = [{ key = "early", name = "Early phase" }, { key = "late", name = "Late phase" }]

[[exhibits]]
key = "table-1"
kind = "table"
title = "Evidence"
"#;

const CODEBOOK: &str = r#"
levels = ["Open codes", "Categories", "Themes", "Dimensions"]

[[codes]]
key = "D"
level = "Dimensions"
name = "Working together"

[[codes]]
key = "govern"
level = "Themes"
parent = "D"
marker = "6"
name = "Develop governance approaches"

[[codes]]
key = "A"
level = "Categories"
parent = "govern"
name = "Set penalties"
facets = { phase = "early" }

[[codes]]
key = "B"
level = "Categories"
parent = "govern"
name = "Settle contracts"
facets = { phase = "late" }

[[codes]]
key = "lighter"
level = "Open codes"
parent = "B"
name = "lighter now"

[[codes]]
key = "trusting"
level = "Themes"
parent = "D"
marker = "7"
name = "Build trust"

[[codes]]
key = "C"
level = "Categories"
parent = "trusting"
name = "Trust each other"
facets = { phase = "all" }
"#;

const FOLDER: [(&str, &str); 14] = [
    ("study.toml", STUDY),
    ("codebook.toml", CODEBOOK),
    ("parties.csv", "key,name\nAlpha,Alpha Ltd\nBeta,Beta Rail\nGamma,Gamma Water\n"),
    (
        "cases.csv",
        "case,label,side,party\nR1,First,provider,Alpha\nR1,First,customer,Beta\nR2,Second,provider,Alpha\nR2,Second,customer,Gamma\n",
    ),
    (
        "informants.csv",
        "key,party,title,name\ni1,Alpha,account manager,Ann\ni2,Beta,buyer,Ben\ni3,Gamma,director,Carl\n",
    ),
    (
        "sources.csv",
        "key,file,kind,case,side,informant,date,wave,recorded,language\n\
         S1,sources/S1.txt,transcript,R1;R2,,i1,2019-03-15,1,yes,\n\
         S2,sources/S2.txt,transcript,R1,,i2,2019-07,1,yes,\n\
         S3,sources/S3.txt,transcript,R2,,i1;i3,2020-01-10,2,yes,\n\
         S4,sources/S4.txt,notes,R2,,i3,2020,2,no,\n\
         S5,sources/S5.txt,report,R1,provider,,,,,sv\n",
    ),
    (
        "sources/S1.txt",
        "h1 Interview with the account manager\n\n\
         Interviewer: q1 How did the contract begin?\n\n\
         Ann: a1 We signed the contract in the spring. The penalty was small.\n\n\
         a2 Later the penalties grew, and nobody was glad.\n\n\
         Interviewer: q2 And after that penalty?\n\n\
         Ann: a3 After that we trusted them.\n",
    ),
    (
        "sources/S2.txt",
        "Interviewer: q3 What about the penalty?\n\n\
         Ben: b1 The penalty clause hurt us badly.\n\n\
         b2 We paid the penalty twice, in cash.\n\n\
         Interviewer: q4 Did you trust Alpha?\n\n\
         Ben: b3 Trust came late, after the contract.\n",
    ),
    (
        "sources/S3.txt",
        "h3 Second wave, three people at one table\n\n\
         Interviewer: q5 What has changed?\n\n\
         Ann: c1 The contract is lighter now.\n\n\
         Carl: c2 We see no penalty any more.\n\n\
         c3 Trust is what we sell.\n\n\
         Ann: c4 Beta told me the same.\n\n\
         Interviewer: q6 Thank you.\n",
    ),
    (
        "sources/S4.txt",
        "d1 The director says the contract holds.\n\nd2 He was told about a penalty in another firm.\n",
    ),
    ("sources/S5.txt", "e1 Avtalet gäller från våren.\n\ne2 Kunderna betalar inget vite.\n"),
    (
        "codings/kim.csv",
        "source,code,quote,about,weight,phase\n\
         S1,B,account manager,,,\n\
         S1,A,The penalty was small.,,80,\n\
         S1,B,We signed the contract in the spring.,,,\n\
         S1,A,Later the penalties grew,,40,late\n\
         S1,C,we trusted them,R2,,\n\
         S2,A,The penalty clause hurt us badly.,,100,\n\
         S2,C,Trust came late,provider,,\n\
         S3,,What has changed?,,,early\n\
         S3,C,Beta told me the same.,R1,,\n\
         S4,A,told about a penalty,R1,,\n",
    ),
    (
        "codings/lee.csv",
        "source,code,quote,weight\n\
         S1,A,The penalty was small.,\n\
         S2,C,hurt us badly. b2 We paid the penalty twice,\n\
         S3,lighter,The contract is lighter,\n\
         S3,C,Trust is what we sell.,51\n\
         S5,B,Avtalet gäller,\n",
    ),
    ("excerpts.csv", "key,source,code,quote,exhibits\nX1,S2,A,The penalty clause hurt us badly.,table-1\n"),
];

const FINDINGS: &str =
    "key,exhibit,case,code,text,evidence\nF1,table-1,R2,C,Trust came,supports:we trusted them\n";

/// The study in a file, open, and as it is in memory.
struct Counted {
    _folder: tempfile::TempDir,
    workspace: Workspace,
    study: Study,
}

fn counted() -> Counted {
    let folder = tempfile::tempdir().unwrap();
    let (plain, file) = (folder.path().join("counted"), folder.path().join("counted.themata"));
    for (name, content) in FOLDER.iter().chain([&("findings.csv", FINDINGS)]) {
        write(&plain.join(name), content);
    }
    build(&plain, &file, BuildOptions::default(), &|_| ()).unwrap();
    let study = Store::open(&file).unwrap().read_all().unwrap().study;
    assert_eq!(study.codings.len(), 15);
    Counted { workspace: Workspace::open(&file).unwrap(), study, _folder: folder }
}

fn write(path: &Path, content: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// A query, options, whether the interviewer is asked for, the unit, and what is found.
type Asked = (&'static str, &'static [(&'static str, &'static str)], bool, SearchUnit, &'static str);

/// A question: the query, and filters given as options.
struct Question<'a> {
    query: &'a str,
    options: &'a [(&'a str, &'a str)],
    interviewer: bool,
}

impl Counted {
    fn ask(
        &self,
        searching: &Searching<'_>,
        question: &Question<'_>,
        unit: SearchUnit,
    ) -> Result<Found, WorkspaceError> {
        let split = |values: &str| values.split(',').map(str::to_string).collect();
        searching.search(&SearchRequest {
            query: question.query.into(),
            filters: question.options.iter().map(|(field, v)| ((*field).to_string(), split(v))).collect(),
            unit,
            order: SearchOrder::Corpus,
            limit: 1000,
            interviewer: question.interviewer,
            ..SearchRequest::default()
        })
    }

    /// The names of what is found.
    fn names(&self, searching: &Searching<'_>, question: &Question<'_>, unit: SearchUnit) -> String {
        let found =
            self.ask(searching, question, unit).unwrap_or_else(|error| panic!("{}: {error}", question.query));
        assert_eq!(found.total, found.hits.len());
        let name = |hit: &themata_workspace::FoundHit| {
            let source = self.study.source(&hit.source.parse().unwrap()).unwrap();
            let text: String = source.text().content.chars().take(hit.start as usize + 2).collect();
            let words = text.split(|c: char| !c.is_alphanumeric()).rev();
            let is = |word: &&str| word.len() == 2 && word.ends_with(|c: char| c.is_ascii_digit());
            let paragraph = words.into_iter().find(is).unwrap_or("?").to_string();
            match unit {
                SearchUnit::Quotation => {
                    let code = hit.codes.first().map_or("", |code| code.key.as_str());
                    let coder = hit.coder.as_deref().unwrap_or("?");
                    format!("{code}@{paragraph}{}", &coder[..1])
                }
                _ => paragraph,
            }
        };
        found.hits.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    /// What is found as passages, turns and quotations.
    fn all(&self, searching: &Searching<'_>, query: &str) -> String {
        let question = Question { query, options: &[], interviewer: false };
        let names = |unit| self.names(searching, &question, unit);
        let quotations = sorted(&names(SearchUnit::Quotation));
        format!("{query}: {} | {} | {quotations}", names(SearchUnit::Passage), names(SearchUnit::Turn))
    }
}

fn sorted(names: &str) -> String {
    let mut names: Vec<&str> = names.split(' ').collect();
    names.sort_unstable();
    names.join(" ")
}

#[test]
fn every_filter_selects_what_was_counted_by_hand() {
    let counted = counted();
    let searching = counted.workspace.searching(&|_| ()).unwrap();
    // The query; passages; turns; quotations.
    let all_c = "C@a3k C@b1l C@b3k C@c3l C@c4k";
    let rows: &[(&str, &str, &str, &str)] = &[
        // Codes, with all below.
        ("code:A", "a1 a2 b1 d2", "a1 b1 d2", "A@a1k A@a1l A@a2k A@b1k A@d2k"),
        (
            "theme:6",
            "h1 a1 a2 b1 c1 d2 e1",
            "h1 a1 b1 c1 d2 e1",
            "B@h1k A@a1k B@a1k A@a1l A@a2k A@b1k lighter@c1l A@d2k B@e1l",
        ),
        (
            "themes:6",
            "h1 a1 a2 b1 c1 d2 e1",
            "h1 a1 b1 c1 d2 e1",
            "B@h1k A@a1k B@a1k A@a1l A@a2k A@b1k lighter@c1l A@d2k B@e1l",
        ),
        ("categories:\"Settle contracts\"", "h1 a1 c1 e1", "h1 a1 c1 e1", "B@h1k B@a1k lighter@c1l B@e1l"),
        ("code:\"lighter now\"", "c1", "c1", "lighter@c1l"),
        ("code:A,lighter", "a1 a2 b1 c1 d2", "a1 b1 c1 d2", "A@a1k A@a1l A@a2k A@b1k lighter@c1l A@d2k"),
        ("code:(A OR lighter)", "a1 a2 b1 c1 d2", "a1 b1 c1 d2", "A@a1k A@a1l A@a2k A@b1k lighter@c1l A@d2k"),
        ("theme:7", "a3 b1 b2 b3 c3 c4", "a3 b1 b3 c2 c4", all_c),
        // Cases: the speaker's; of quotations the one they are about.
        (
            "case:R1",
            "h1 a1 a2 a3 b1 b2 b3 e1 e2",
            "h1 a1 a3 b1 b3 e1 e2",
            "B@h1k A@a1k B@a1k A@a1l A@a2k A@b1k C@b1l C@b3k C@c4k A@d2k B@e1l",
        ),
        (
            "case:Second",
            "h1 a1 a2 a3 h3 c1 c2 c3 c4 d1 d2",
            "h1 a1 a3 h3 c1 c2 c4 d1 d2",
            "B@h1k A@a1k B@a1k A@a1l A@a2k C@a3k lighter@c1l C@c3l",
        ),
        // Who speaks.
        ("side:customer", "b1 b2 b3 c2 c3 d1 d2", "b1 b3 c2 d1 d2", "A@b1k C@b1l C@b3k C@c3l A@d2k"),
        (
            "side:provider",
            "a1 a2 a3 c1 c4 e1 e2",
            "a1 a3 c1 c4 e1 e2",
            "B@h1k A@a1k B@a1k A@a1l A@a2k C@a3k lighter@c1l C@c4k B@e1l",
        ),
        ("party:Beta", "b1 b2 b3", "b1 b3", "A@b1k C@b1l C@b3k"),
        ("party:\"Gamma Water\"", "c2 c3 d1 d2", "c2 d1 d2", "C@c3l A@d2k"),
        (
            "informant:i1",
            "a1 a2 a3 c1 c4",
            "a1 a3 c1 c4",
            "B@h1k A@a1k B@a1k A@a1l A@a2k C@a3k lighter@c1l C@c4k",
        ),
        ("informant:director", "c2 c3 d1 d2", "c2 d1 d2", "C@c3l A@d2k"),
        ("speaker:ann", "a1 a2 a3 c1 c4", "a1 a3 c1 c4", "A@a1k B@a1k A@a1l A@a2k C@a3k lighter@c1l C@c4k"),
        ("role:interviewer", "q1 q2 q3 q4 q5 q6", "q1 q2 q3 q4 q5 q6", "@q5k"),
        ("role:informant penalty", "a1 a2 b1 b2 c2", "a1 b1 c2", "A@a1k A@a1l A@a2k A@b1k C@b1l"),
        // The source.
        ("source:S4", "d1 d2", "d1 d2", "A@d2k"),
        ("kind:notes,report", "d1 d2 e1 e2", "d1 d2 e1 e2", "A@d2k B@e1l"),
        ("wave:2", "h3 c1 c2 c3 c4 d1 d2", "h3 c1 c2 c4 d1 d2", "lighter@c1l C@c3l C@c4k A@d2k"),
        ("language:sv", "e1 e2", "e1 e2", "B@e1l"),
        (
            "date:2019",
            "h1 a1 a2 a3 b1 b2 b3",
            "h1 a1 a3 b1 b3",
            "B@h1k A@a1k B@a1k A@a1l A@a2k C@a3k A@b1k C@b1l C@b3k",
        ),
        (
            "date:2019-07..2020",
            "b1 b2 b3 h3 c1 c2 c3 c4 d1 d2",
            "b1 b3 h3 c1 c2 c4 d1 d2",
            "A@b1k C@b1l C@b3k lighter@c1l C@c3l C@c4k A@d2k",
        ),
        ("date:>2019", "h3 c1 c2 c3 c4 d1 d2", "h3 c1 c2 c4 d1 d2", "lighter@c1l C@c3l C@c4k A@d2k"),
        (
            "date:>2019-03-15",
            "b1 b2 b3 h3 c1 c2 c3 c4 d1 d2",
            "b1 b3 h3 c1 c2 c4 d1 d2",
            "A@b1k C@b1l C@b3k lighter@c1l C@c3l C@c4k A@d2k",
        ),
        ("date:>=2019-07 date:<2020", "b1 b2 b3", "b1 b3", "A@b1k C@b1l C@b3k"),
        (
            "date:2019-03-15..2019-07",
            "h1 a1 a2 a3 b1 b2 b3",
            "h1 a1 a3 b1 b3",
            "B@h1k A@a1k B@a1k A@a1l A@a2k C@a3k A@b1k C@b1l C@b3k",
        ),
        ("date:<=2019-03", "h1 a1 a2 a3", "h1 a1 a3", "B@h1k A@a1k B@a1k A@a1l A@a2k C@a3k"),
        // The coding.
        (
            "phase:late",
            "h1 a1 a2 a3 b1 b2 b3 c1 c3 c4 e1",
            "h1 a1 a3 b1 b3 c1 c2 c4 e1",
            "B@h1k B@a1k A@a2k lighter@c1l B@e1l C@a3k C@b1l C@b3k C@c3l C@c4k",
        ),
        (
            "phase:\"Early phase\"",
            "a1 a3 b1 b2 b3 c3 c4 d2",
            "a1 a3 b1 b3 c2 c4 d2",
            "A@a1k A@a1l A@b1k A@d2k C@a3k C@b1l C@b3k C@c3l C@c4k",
        ),
        ("phase:all", "a3 b1 b2 b3 c3 c4", "a3 b1 b3 c2 c4", all_c),
        ("coder:lee", "a1 b1 b2 c1 c3 e1", "a1 b1 c1 c2 e1", "A@a1l C@b1l lighter@c1l C@c3l B@e1l"),
        ("about:R1", "c4 d2", "c4 d2", "C@c4k A@d2k"),
        ("about:provider,R2", "a3 b3", "a3 b3", "C@a3k C@b3k"),
        ("weight:80", "a1", "a1", "A@a1k"),
        ("weight:>50", "a1 b1 c3", "a1 b1 c2", "A@a1k A@b1k C@c3l"),
        ("weight:40-80", "a1 a2 c3", "a1 c2", "A@a1k A@a2k C@c3l"),
        ("exhibit:table-1", "a3 b1", "a3 b1", "C@a3k A@b1k"),
        (
            "coded:any",
            "h1 a1 a2 a3 b1 b2 b3 c1 c3 c4 d2 e1",
            "h1 a1 a3 b1 b3 c1 c2 c4 d2 e1",
            "B@h1k A@a1k B@a1k A@a1l A@a2k C@a3k A@b1k C@b1l C@b3k lighter@c1l C@c3l C@c4k A@d2k B@e1l",
        ),
        ("coded:none", "h3 c2 d1 e2", "h3 d1 e2", ""),
        // Words.
        ("penalty", "a1 a2 b1 b2 c2 d2", "a1 b1 c2 d2", "A@a1k A@a1l A@a2k A@b1k C@b1l A@d2k"),
        ("\"penalty\"", "a1 b1 b2 c2 d2", "a1 b1 c2 d2", "A@a1k A@a1l A@b1k C@b1l A@d2k"),
        ("kund*", "e2", "e2", ""),
        ("\"hurt us badly\"", "b1", "b1", "A@b1k C@b1l"),
        ("\"badly b2\"", "", "", ""),
        ("/badly.*paid/", "", "", ""),
        // Booleans at the unit.
        ("penalty AND theme:6", "a1 a2 b1 d2", "a1 b1 d2", "A@a1k A@a1l A@a2k A@b1k A@d2k"),
        ("penalty -theme:6", "b2 c2", "c2", "C@b1l"),
        (
            "NOT penalty",
            "h1 a3 b3 h3 c1 c3 c4 d1 e1 e2",
            "h1 a3 b3 h3 c1 c4 d1 e1 e2",
            "B@h1k B@a1k C@a3k C@b3k lighter@c1l C@c3l C@c4k B@e1l",
        ),
        ("code:A AND phase:late", "a1 a2 b1", "a1 b1", "A@a2k"),
        ("(contract OR trust) AND side:customer", "b3 c3 d1", "b3 c2 d1", "C@b3k C@c3l"),
        ("code:A AND code:C", "b1", "b1", ""),
        ("code:A code:B", "a1", "a1", ""),
        ("badly cash", "", "b1", ""),
        ("badly paid", "", "b1", "C@b1l"),
        ("coder:kim coder:lee", "a1 b1", "a1 b1", ""),
        ("case:R1 case:R2", "h1 a1 a2 a3", "h1 a1 a3", "B@h1k A@a1k B@a1k A@a1l A@a2k"),
        ("NOT (case:R1 OR wave:2)", "", "", "C@a3k"),
        // Relations.
        ("A overlaps C", "b1", "b1", "A@b1k"),
        ("C overlaps A", "b1 b2", "b1", "C@b1l"),
        ("A before C", "a1 a2 b1", "a1 b1", "A@a1k A@a1l A@a2k A@b1k"),
        ("C before A", "", "", ""),
        ("A within A", "a1", "a1", "A@a1k A@a1l"),
        ("code:C before code:C", "b1 b2 c3", "b1 c2", "C@b1l C@c3l"),
        ("B before A", "h1 a1", "h1 a1", "B@h1k B@a1k"),
        ("(A) overlaps (C)", "b1", "b1", "A@b1k"),
        ("A within (B OR A)", "a1", "a1", "A@a1k A@a1l"),
        (
            "(A OR C) before (theme:C OR theme:C)",
            "a1 a2 b1 b2 c3",
            "a1 b1 c2",
            "A@a1k A@a1l A@a2k A@b1k C@b1l C@c3l",
        ),
        (
            "(A overlaps C) OR coder:lee",
            "a1 b1 b2 c1 c3 e1",
            "a1 b1 c1 c2 e1",
            "A@b1k A@a1l C@b1l lighter@c1l C@c3l B@e1l",
        ),
    ];
    let wanted = |(query, passages, turns, quotes): &(&str, &str, &str, &str)| {
        format!("{query}: {passages} | {turns} | {}", sorted(quotes))
    };
    let wrong: Vec<String> = rows
        .iter()
        .filter(|row| counted.all(&searching, row.0) != wanted(row))
        .map(|row| format!("wanted {}\n found {}", wanted(row), counted.all(&searching, row.0)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn relations_stand_between_two_codes_and_say_so() {
    let counted = counted();
    let searching = counted.workspace.searching(&|_| ()).unwrap();
    let told = |query: &str| {
        let request = SearchRequest { query: query.into(), ..SearchRequest::default() };
        searching.search(&request).map(|found| found.understood).map_err(|error| error.to_string())
    };
    let third = told("A within B before C").unwrap_err();
    assert!(third.contains("between two codes, and here is a third"), "{third}");
    assert!(third.contains("\n                    ^"), "{third}");
    assert!(told("code:A within code:A before Monday").is_ok(), "behind a relation, words are words");
    let nobody = told("speaker:Nobody-at-all").unwrap_err();
    assert!(nobody.contains("no speaker `Nobody-at-all`"), "{nobody}");
    assert!(told("badly before paid before penalty").is_ok(), "words are words");
    assert!(told("\"badly paid\"~x").unwrap_err().contains("a number of words"));
    assert!(told("badly~x").unwrap_err().contains("`x` stands behind `~`"));
    assert!(told("code:(A OR)").unwrap_err().contains("expected behind this `OR`"));
}

#[test]
fn options_narrow_the_query_further() {
    let counted = counted();
    let searching = counted.workspace.searching(&|_| ()).unwrap();
    let rows: &[Asked] = &[
        ("penalty", &[("side", "customer")], false, SearchUnit::Passage, "b1 b2 c2 d2"),
        ("penalty", &[("side", "customer,provider")], false, SearchUnit::Passage, "a1 a2 b1 b2 c2 d2"),
        ("penalty OR trust", &[("side", "customer"), ("wave", "1")], false, SearchUnit::Passage, "b1 b2 b3"),
        ("", &[("theme", "6"), ("side", "customer")], false, SearchUnit::Quotation, "A@b1k A@d2k"),
        (
            "",
            &[("phase", "late"), ("coder", "lee")],
            false,
            SearchUnit::Quotation,
            "C@b1l lighter@c1l C@c3l B@e1l",
        ),
        ("", &[("case", "R1"), ("side", "customer")], false, SearchUnit::Quotation, "A@b1k C@b1l C@b3k"),
        ("penalty", &[], true, SearchUnit::Passage, "a1 a2 q2 q3 b1 b2 c2 d2"),
        ("penalty -role:interviewer", &[], true, SearchUnit::Passage, "a1 a2 b1 b2 c2 d2"),
        ("penalty", &[("role", "interviewer")], false, SearchUnit::Passage, "q2 q3"),
        ("penalty -speaker:Carl", &[], false, SearchUnit::Passage, "a1 a2 b1 b2 d2"),
        ("contract", &[("speaker", "Interviewer")], false, SearchUnit::Turn, "q1"),
        ("", &[("coded", "none")], true, SearchUnit::Passage, "q1 q2 q3 q4 h3 c2 q6 d1 e2"),
        (
            "",
            &[("coded", "any"), ("source", "S3")],
            true,
            SearchUnit::Quotation,
            "@q5k lighter@c1l C@c3l C@c4k",
        ),
    ];
    let mut wrong = Vec::new();
    for (query, options, interviewer, unit, wanted) in rows {
        let question = Question { query, options, interviewer: *interviewer };
        let found = counted.names(&searching, &question, *unit);
        if found != *wanted {
            wrong.push(format!("{query} {options:?}: {found}, not {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hits_are_counted_by_what_tells_them_apart() {
    let counted = counted();
    let searching = counted.workspace.searching(&|_| ()).unwrap();
    let count = |query: &str, unit, by: &str| {
        let request = SearchRequest { query: query.into(), unit, ..SearchRequest::default() };
        let by: Vec<String> = by.split(',').map(str::to_string).collect();
        let rows = searching.count_by(&request, &by).unwrap();
        let row = |row: &themata_workspace::TallyRow| {
            format!("{} {}/{}", row.values.join("+"), row.hits, row.sources)
        };
        rows.iter().map(row).collect::<Vec<_>>().join(", ")
    };
    use SearchUnit::{Passage, Quotation, Turn};
    assert_eq!(count("penalty", Passage, "side"), "provider 2/1, customer 4/3");
    assert_eq!(count("penalty", Turn, "party"), "Alpha 1/1, Beta 1/1, Gamma 2/2");
    assert_eq!(
        count("penalty", Passage, "case,side"),
        "R1+provider 2/1, R1+customer 2/1, R2+provider 2/1, R2+customer 2/2"
    );
    assert_eq!(count("code:A", Quotation, "coder"), "kim 4/3, lee 1/1");
    assert_eq!(count("coded:any", Quotation, "wave"), "1 9/2, 2 4/2,  1/1");
    assert_eq!(count("case:R1 code:C", Quotation, "informant"), "i1 1/1, i2 2/1");
    assert_eq!(count("source:S3 coded:none", Passage, "speaker"), "Carl 1/1,  1/1");
}

#[test]
fn an_index_that_is_written_over_while_it_is_used_gives_no_wrong_answer() {
    let counted = counted();
    let searching = counted.workspace.searching(&|_| ()).unwrap();
    let before = counted.all(&searching, "case:R1");
    let hidden = |path: &std::path::Path| path.is_dir() && path.to_string_lossy().ends_with("-index");
    let folder = counted.workspace.path().parent().unwrap();
    let entries = |folder: &std::path::Path| {
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    };
    let index = entries(folder).into_iter().find(|path| hidden(path)).unwrap();
    let files = entries(&index.join("format-4"));
    let mut written_over = 0;
    for file in files.iter().filter(|file| file.extension().is_some_and(|kind| kind != "json")) {
        let length = std::fs::metadata(file).unwrap().len();
        std::fs::write(file, vec![0; usize::try_from(length).unwrap()]).unwrap();
        written_over += 1;
    }
    assert!(written_over > 3);
    assert_eq!(counted.all(&searching, "case:R1"), before);
    assert_eq!(
        counted.all(&searching, "a*"),
        counted.all(&counted.workspace.searching(&|_| ()).unwrap(), "a*")
    );
}
