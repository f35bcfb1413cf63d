//! Hits of a party that has one side in one case and another side in the next; languages told and detected.

use std::fs;
use std::path::Path;

use themata_workspace::{BuildOptions, SearchRequest, SearchUnit, Searching, Workspace, build};

const FOLDER: [(&str, &str); 9] = [
    ("study.toml", "key = \"pairs\"\ntitle = \"A study of pairs\"\ncodebook = \"codebook.toml\"\n"),
    (
        "codebook.toml",
        "levels = [\"Codes\"]\n\n[[codes]]\nkey = \"A\"\nlevel = \"Codes\"\nname = \"Speak of it\"\n",
    ),
    ("coders.csv", "key,name\nkim,Kim\n"),
    ("parties.csv", "key,name\nAlpha,Alpha Ltd\nGamma,Gamma Water\nDelta,Delta Steel\n"),
    (
        "cases.csv",
        "case,label,side,party\nR1,First,provider,Alpha\nR1,First,customer,Gamma\n\
         R2,Second,provider,Gamma\nR2,Second,customer,Delta\n",
    ),
    ("informants.csv", "key,party,title,name\ni1,Gamma,director,Gina\n"),
    (
        "sources.csv",
        "key,file,kind,case,informant,language\n\
         S1,sources/S1.txt,transcript,R1;R2,i1,en\n\
         S2,sources/S2.txt,notes,R1,,\n",
    ),
    (
        "sources/S1.txt",
        "Interviewer: How is the water?\n\nGina: We buy the pumps and we sell the water.\n\nInterviewer: Thanks.\n",
    ),
    (
        "sources/S2.txt",
        "Vi skrev ett avtal om vattnet på våren, och det var inte lätt att komma överens om priset.\n\n\
         Avtalet gäller fortfarande, men ingen av oss är riktigt nöjd med det som står där.\n",
    ),
];

fn study() -> (tempfile::TempDir, Workspace) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("study");
    for (name, content) in FOLDER {
        write(&root.join(name), content);
    }
    let coding = "source,quote,code\nS1,We buy the pumps and we sell the water.,A\n";
    write(&root.join("codings/kim.csv"), coding);
    let path = folder.path().join("study.themata");
    build(&root, &path, BuildOptions::default(), &|_| ()).unwrap();
    let workspace = Workspace::open(&path).unwrap();
    (folder, workspace)
}

fn write(path: &Path, content: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn request(query: &str, unit: SearchUnit) -> SearchRequest {
    SearchRequest { query: query.into(), unit, ..SearchRequest::default() }
}

fn counts(searching: &Searching<'_>, query: &str, unit: SearchUnit, by: &[&str]) -> Vec<String> {
    let by: Vec<String> = by.iter().map(ToString::to_string).collect();
    let rows = searching.count_by(&request(query, unit), &by).unwrap();
    rows.iter().map(|row| format!("{} {}", row.values.join("/"), row.hits)).collect()
}

#[test]
fn a_case_is_counted_with_the_side_that_the_speaker_has_in_it() {
    let (_folder, workspace) = study();
    let searching = workspace.searching(&|_| ()).unwrap();
    let pairs = ["R1/customer 1", "R2/provider 1"];
    assert_eq!(counts(&searching, "code:A", SearchUnit::Quotation, &["case", "side"]), pairs);
    assert_eq!(counts(&searching, "pumps", SearchUnit::Passage, &["case", "side"]), pairs);
    let turned = ["provider/Gamma/R2 1", "customer/Gamma/R1 1"];
    assert_eq!(counts(&searching, "pumps", SearchUnit::Passage, &["side", "party", "case"]), turned);
    let found = |query: &str| searching.search(&request(query, SearchUnit::Quotation)).unwrap().total;
    assert_eq!((found("case:R1 side:customer"), found("case:R1 side:provider")), (1, 0));
    assert_eq!((found("case:R2 side:customer"), found("case:R2 side:provider")), (0, 1));
}

#[test]
fn a_language_that_was_detected_is_found_like_one_that_was_told() {
    let (_folder, workspace) = study();
    let searching = workspace.searching(&|_| ()).unwrap();
    let found = |query: &str| searching.search(&request(query, SearchUnit::Passage)).unwrap().total;
    assert_eq!((found("avtal"), found("language:sv"), found("avtal NOT language:sv")), (2, 2, 0));
    assert_eq!((found("water"), found("water language:en"), found("water language:sv")), (2, 2, 0));
}
