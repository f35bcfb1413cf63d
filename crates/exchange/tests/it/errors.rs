//! Every mistake is told with its place, all of them in one run.

use insta::assert_snapshot;

use crate::support::problems;

#[test]
fn a_folder_without_mistakes_has_no_problems() {
    assert_eq!(problems(&[]), "");
}

#[test]
fn mistakes_of_all_files_are_told_in_one_run() {
    let found = problems(&[
        ("cases.csv", "case,side,party\nR1,provider,alpha\nR1,custmer\n"),
        ("informants.csv", "key,party,title,cuont\nana,alfa,manager,1\n"),
        (
            "sources.csv",
            "key,file,kind,case,informant\ns1,sources/s1.txt,transcript,R2,ana\ns2,sources/s2.txt,,R1,\n",
        ),
        ("codings/anna.csv", "source,code,quote,weight\ns1,B,They trusted us.,101\ns3,A,They trusted us.,\n"),
    ]);
    assert_snapshot!(found);
}

#[test]
fn an_ambiguous_quotation_lists_its_candidates() {
    assert_snapshot!(
        problems(&[("codings/anna.csv", "source,code,quote\ns1,A,\"Yes, exactly.\"\n")]),
        @"codings/anna.csv:2 (quote): the quotation “Yes, exactly.” stands at 2 places in `s1`: line 9 (start 191), line 9 (start 222); quote more words, or give `start`"
    );
}

#[test]
fn an_absent_quotation_lists_what_is_similar() {
    assert_snapshot!(problems(&[("codings/anna.csv", "source,code,quote\ns1,A,They trusted in us.\n")]));
}

#[test]
fn a_misspelt_column_is_an_error_and_a_strange_one_a_warning() {
    assert_snapshot!(problems(&[(
        "codings/anna.csv",
        "source,code,qoute,mood\ns1,A,They trusted us.,glad\n"
    )]));
}

#[test]
fn a_declared_column_is_no_problem() {
    let toml = "key = \"tiny\"\n[attributes]\ncodings = [\"mood\"]\n";
    let csv = "source,code,quote,mood\ns1,A,They trusted us.,glad\n";
    assert_eq!(problems(&[("study.toml", toml), ("codings/anna.csv", csv)]), "");
}

#[test]
fn mistakes_in_toml_name_their_line() {
    let found = problems(&[(
        "codebook.toml",
        "levels = [\"Category\", \"Theme\"]\n[[codes]]\nkey = \"A\"\nlevel = \"categry\"\n[[codes]]\nkey = \"C\"\nlevel = \"category\"\n\
         parent = \"X\"\nnmae = \"C\"\n[codes.facets]\nphase = \"erly\"\n",
    )]);
    assert_snapshot!(found);
}

#[test]
fn broken_toml_and_foreign_encodings_are_told_not_read() {
    let mut files = crate::support::folder(&[("study.toml", "key = \"tiny\ntitle = 3")]);
    files.insert("parties.csv".into(), b"key,name\nalpha,Alpha\nbeta,B\xe9ta\n".to_vec());
    let reading = themata_exchange::read_files(&files, false);
    assert!(reading.folder.is_none());
    assert!(
        reading.problems[0].to_string().starts_with("study.toml:1: not valid TOML"),
        "{:?}",
        reading.problems
    );
    files.insert("study.toml".into(), b"key = \"tiny\"".to_vec());
    let reading = themata_exchange::read_files(&files, false);
    let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|p| p.starts_with("parties.csv:3: the file is not UTF-8")), "{told:?}");
}

#[test]
fn a_changed_transcript_is_noticed_by_its_hash() {
    let found = problems(&[(
        "sources.csv",
        "key,file,kind,case,informant,sha256\ns1,sources/s1.txt,transcript,R1,ana,ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
    )]);
    assert!(found.contains("is not the one this hash was taken of"), "{found}");
}

#[test]
fn a_misspelt_file_name_is_an_error_and_a_strange_file_a_warning() {
    assert_snapshot!(problems(&[("codnigs.csv", ""), ("partees.csv", "key\n"), ("photo.jpg", "")]));
}
