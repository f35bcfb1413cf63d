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
    assert_snapshot!(problems(&[("codings/anna.csv", "source,code,quote\ns1,A,\"Yes, exactly.\"\n")]));
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
fn a_coding_without_a_code_is_told_what_it_may_have_instead() {
    let coding = ("codings/anna.csv", "source,code,quote\ns1,,They trusted us.\n");
    let told = [problems(&[coding]), problems(&[("study.toml", "key = \"tiny\"\n"), coding])];
    assert_snapshot!(told.join("\n"), @r"
    codings/anna.csv:2 (code): the coding has neither a code nor a facet value; for a passage outside all codes, `none` can stand in a facet's column
    codings/anna.csv:2 (code): the coding has no code, and the study no facet; give it a code; one on a level marked `open` stays out of the data structure
    ");
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

#[test]
fn what_follows_from_another_mistake_is_not_told() {
    assert_snapshot!(problems(&[
        ("study.toml", "key = \"tiny\"\ncodebook = \"nope.toml\"\n"),
        ("codings/anna.csv", "source,code,quote\ns1,A,They trusted us.\ns1,Z,They trusted us.\n"),
        ("excerpts.csv", "key,quote\nx,They trusted us.\n"),
    ]), @"study.toml:2 (codebook): there is no codebook at `nope.toml`");
}

#[test]
fn the_same_mistake_in_many_rows_is_told_three_times_and_counted() {
    let rows = "s1,Q,They trusted us.\n".repeat(40);
    let found = problems(&[("codings/anna.csv", &format!("source,code,quote\n{rows}"))]);
    assert_eq!(found.lines().count(), 3, "{found}");
    assert!(found.ends_with("(and in 37 more rows)") || found.contains("(and in 37 more rows)"), "{found}");
}

#[test]
fn blank_lines_do_not_shift_the_lines_of_errors() {
    let found = problems(&[(
        "codings/anna.csv",
        "source,code,quote\r\n\r\n\r\ns1,Q,\"They trusted\r\nus.\"\r\n\r\ns1,Z,x\r\n",
    )]);
    assert!(found.contains("codings/anna.csv:4 (code)"), "{found}");
    assert!(found.contains("codings/anna.csv:7 (code)"), "{found}");
}

#[test]
fn a_name_of_two_codes_is_not_decided_by_the_program() {
    let book = "levels = [\"Category\"]\n[[codes]]\nkey = \"a\"\nlevel = \"category\"\nname = \"Trust\"\n[[codes]]\nkey = \"b\"\nlevel = \"category\"\nname = \"trust\"\n";
    let found = problems(&[
        ("codebook.toml", book),
        ("codings/anna.csv", "source,code,quote\ns1,Trust,They trusted us.\n"),
    ]);
    assert_snapshot!(found);
}

#[test]
fn references_of_totals_claims_and_memos_are_checked_with_their_line() {
    let toml = "key = \"tiny\"\n[[totals]]\nof = \"informants\"\nparty = \"nope\"\nvalue = 1\n[[claims]]\nkind = \"both-sides\"\nlevel = \"zz\"\n\
                [[outputs]]\ntable = \"frequency\"\n[[outputs]]\ntable = \"frequency\"\n";
    let memos = "key,about,text\nm,code:GG,x\nm2,study,x\nm2,study,y\n";
    assert_snapshot!(problems(&[("study.toml", toml), ("memos.csv", memos)]));
}

#[test]
fn member_checks_and_snapshots_name_what_is_there() {
    let members = "key,informant,party,shown,response,coder\nm1,ann,alfa,code:A;code:B;anything,Yes.,anna\n\
                   m1,ana,,,Again.,\nm2,ana,,member-check:m1,No.,nobody\n";
    let snapshots = "name,op,at\nas submitted,nothing,\n,5f0c8a52-9d2e-5c1a-8a52-0c1d2e3f4a5b,\n";
    assert_snapshot!(problems(&[("members.csv", members), ("snapshots.csv", snapshots)]), @r"
    members.csv:2 (informant): there is no informant `ann`; did you mean `ana`?
    members.csv:2 (party): there is no party `alfa`; did you mean `alpha`?
    members.csv:2 (shown): `anything` does not say what kind of thing is meant; write for example `code:A`
    members.csv:2 (shown): there is no `code:B` that could have been shown; write `study`, or the kind of thing and its key, for example `code:A`
    members.csv:3 (key): the member check `m1` is given twice
    members.csv:4 (coder): there is no coder `nobody`; known are `anna`
    snapshots.csv:2 (op): `nothing` is not a UUID such as `5f0c8a52-9d2e-5c1a-8a52-0c1d2e3f4a5b`
    snapshots.csv:3 (name): `name` is empty
    ");
}

#[test]
fn a_snapshot_of_a_state_that_the_history_does_not_have_is_kept_with_a_warning() {
    let snapshots = "name,op\nR1,5f0c8a52-9d2e-5c1a-8a52-0c1d2e3f4a5b\n";
    let reading = crate::support::reading(&[("snapshots.csv", snapshots)]);
    let told: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
    assert_snapshot!(told.join("\n"), @"snapshots.csv: the snapshot `R1` names the op `5f0c8a52-9d2e-5c1a-8a52-0c1d2e3f4a5b`, which the history does not have; it is kept, but cannot be compared with or gone back to");
    assert_eq!(reading.folder.unwrap().study.snapshots[0].name, "R1");
}

#[test]
fn contents_of_what_was_removed_go_by_their_hash() {
    assert_snapshot!(problems(&[("removed/words", "gone")]), @"removed/words: the file was changed: its hash is 283bb9deef02e6843abfb538efa1eca70801bd8a701c3f98191e123496339247; put it back as `unpack` wrote it, or delete it with `history.jsonl`");
}

#[test]
fn semicolons_numbers_and_nul_are_explained() {
    assert_snapshot!(problems(&[
        ("informants.csv", "key;party;title\nana;alpha;manager\n"),
        ("sources.csv", "key,file,kind,case\ns1,sources/s1.txt,transcript,R1;R1\n"),
        ("memos.csv", "key,about,text\nm,study,a\0b\n"),
        (
            "codings/anna.csv",
            "source,code,quote,weight,start,end\ns1,A,They trusted us.,abc,,\ns1,A,,,9,5\ns1,A,,,-1,5\n"
        ),
    ]));
}
