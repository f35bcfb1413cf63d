//! `themata replicate`: from transcripts to exhibits with one command.

use std::collections::BTreeMap;

use crate::environment::{Environment, arg, files_below, sample, three_sides};

/// Everything in a folder but the study file, whose bytes are SQLite's own affair.
fn exhibits(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files.into_iter().filter(|(name, _)| !name.contains(".themata")).collect()
}

#[test]
fn the_sample_study_comes_out_as_the_paper_prints_it() {
    let environment = Environment::new();
    let output = environment.run(&["replicate", arg(&sample()), "--out", "out"]);
    assert_eq!(output.code, 0, "{output}");
    assert!(output.stdout.contains("all agree"), "{output}");
    insta::assert_snapshot!(output.stdout);
    let files = files_below(&environment.path("out"));
    for name in
        ["figure-1.svg", "figure-1.pdf", "figure-1.png", "appendix-2.docx", "appendix-2.quotations.csv"]
    {
        assert!(files.contains_key(name), "{name} is missing");
    }
}

#[test]
fn every_sample_study_comes_out_as_its_paper_prints_it_and_passes_its_check() {
    let samples = sample().join("..");
    let mut seen = 0;
    for folder in std::fs::read_dir(samples).expect("the samples are there") {
        let folder = folder.expect("an entry").path();
        let environment = Environment::new();
        let output = environment.run(&["replicate", arg(&folder), "--out", "out", "--formats", "csv,svg"]);
        assert_eq!(output.code, 0, "{}: {output}", folder.display());
        assert!(output.stdout.contains("all agree"), "{}: {output}", folder.display());
        let checked = environment.run(&["check", arg(&folder)]);
        assert!(checked.stdout.contains("\n0 broken, "), "{}: {checked}", folder.display());
        // What is unpacked from the study is the study again.
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a name");
        let study = format!("out/{name}.themata");
        assert_eq!(environment.run(&["unpack", &study, "unpacked"]).code, 0);
        assert_eq!(environment.run(&["build", "unpacked", "-o", "again.themata"]).code, 0);
        seen += 1;
    }
    assert!(seen >= 3, "{seen} samples");
}

#[test]
fn a_second_run_in_another_locale_gives_the_same_bytes() {
    let environment = Environment::new();
    let sample = sample();
    let first = environment.run(&["replicate", arg(&sample), "--out", "first"]);
    let second = environment.run_with(
        &["replicate", arg(&sample), "--out", "second"],
        &[("LC_ALL", "sv_SE.UTF-8"), ("TZ", "Pacific/Auckland"), ("RAYON_NUM_THREADS", "1")],
    );
    assert_eq!((first.code, second.code), (0, 0));
    let first = exhibits(files_below(&environment.path("first")));
    let second = exhibits(files_below(&environment.path("second")));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{name} differs");
    }
}

#[test]
fn the_manifest_names_every_file_with_its_hash_and_the_codings_behind_it() {
    let environment = Environment::new();
    let run = environment.run(&["replicate", arg(&sample()), "--out", "out", "--formats", "csv,svg"]);
    assert_eq!(run.code, 0, "{run}");
    let files = files_below(&environment.path("out"));
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).expect("JSON");
    let outputs = manifest["outputs"].as_array().expect("outputs");
    let mut named = 0;
    for file in outputs.iter().flat_map(|output| output["files"].as_array().expect("files")) {
        let name = file["path"].as_str().expect("a path");
        assert_eq!(file["bytes"], files[name].len(), "{name}");
        assert_eq!(file["sha256"].as_str().map(str::len), Some(64));
        named += 1;
    }
    assert_eq!(named, exhibits(files).len() - 1, "all files but the manifest are named");
    let evidence = outputs.iter().find(|output| output["exhibit"] == "appendix-2").expect("the exhibit");
    assert!(evidence["codings"].as_array().expect("codings").len() >= 68);
}

#[test]
fn facts_take_the_restrictions_that_apply_and_refuse_the_others() {
    let environment = Environment::new();
    let mut files = three_sides();
    files.push((
        "expected/facts.csv",
        "what,exhibit,case,side,party,wave,code,colour,value\n\
         parties,,,maker,,,,,2\nparties,,,user,,,,,1\ncodings,,,user,,,,,2\ncodings,,,,Cedar,,,,1\n\
         excerpts,,,dealer,,,,,0\nparties,,,,,1,,,4\ninformants,,,,,2,,,3\nexcerpts,nowhere,,,,,,,1\n\
         cells,,,,,,,,0\ncodings,,,,,,e1,,\ncodings,,,,,,e9,,1\n",
    ));
    let folder = environment.write("triad", &files);
    let output = environment.run(&["replicate", arg(&folder), "--out", "out", "--formats", "csv,svg"]);
    assert_eq!(output.code, 1, "{output}");
    let told: Vec<&str> =
        output.stdout.lines().filter_map(|line| line.trim().strip_prefix("expected/")).collect();
    insta::assert_snapshot!(told.join("\n"));
}

/// One theme runs through both phases, one belongs to each; four quotations are displayed.
fn through_all_phases() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "study.toml",
            "key = \"phases\"\ntitle = \"Two phases\"\ncodebook = \"codebook.toml\"\n\n\
             [[facets]]\nkey = \"phase\"\nname = \"Phase\"\nordered = true\nvalues = [\"early\", \"late\"]\n\n\
             [[outputs]]\ntable = \"evidence\"\nexhibit = \"table-1\"\ntitle = \"Table 1\"\n\n\
             [[outputs]]\ntable = \"matrix\"\nexhibit = \"table-2\"\ntitle = \"Table 2\"\n\
             rows = \"party\"\ncolumns = \"phase\"\nunit = \"excerpts\"\nall-apart = true\n",
        ),
        (
            "codebook.toml",
            "levels = [\"Themes\"]\n\n\
             [[codes]]\nkey = \"watch\"\nlevel = \"Themes\"\nname = \"Watching\"\nfacets = { phase = \"all\" }\n\n\
             [[codes]]\nkey = \"try\"\nlevel = \"Themes\"\nname = \"Trying\"\nfacets = { phase = \"early\" }\n\n\
             [[codes]]\nkey = \"tie\"\nlevel = \"Themes\"\nname = \"Tying in\"\nfacets = { phase = \"late\" }\n",
        ),
        ("parties.csv", "key,name\nAster,Aster\n"),
        ("informants.csv", "key,party,title\nana,Aster,miller\n"),
        ("sources.csv", "key,file,kind,informant,recorded\none,sources/one.txt,transcript,ana,yes\n"),
        (
            "sources/one.txt",
            "Interviewer: How did it begin?\n\nAna: We looked on. We tried a day. We tried a week.\n\n\
             Interviewer: And then?\n\nAna: We signed for good.\n",
        ),
        (
            "codings/kim.csv",
            "source,code,quote\none,watch,We looked on.\none,try,We tried a day.\none,try,We tried a week.\n\
             one,tie,We signed for good.\n",
        ),
        (
            "excerpts.csv",
            "key,source,code,quote,exhibits\nx1,one,watch,We looked on.,table-1\nx2,one,try,We tried a day.,table-1\n\
             x3,one,try,We tried a week.,table-1\nx4,one,tie,We signed for good.,table-1\n",
        ),
    ]
}

#[test]
fn facts_and_cells_can_keep_apart_what_runs_through_all_phases() {
    let environment = Environment::new();
    let mut files = through_all_phases();
    files.push((
        "expected/facts.csv",
        "what,exhibit,phase,value\nexcerpts,table-1,,4\nexcerpts,table-1,early,3\nexcerpts,table-1,all,1\n\
         excerpts,table-1,only:early,2\nexcerpts,table-1,only:late,1\ncodings,,only:early;only:late,3\n\
         codings,,none,0\ncodings,,only:late,2\ncodings,,only:never,2\n",
    ));
    files.push(("expected/table-2.csv", "party,early,late,all,All values of Phase\nAster,2,1,1,1\n"));
    let folder = environment.write("phases", &files);
    let output = environment.run(&["replicate", arg(&folder), "--out", "out", "--formats", "csv,json"]);
    assert_eq!(output.code, 1, "{output}");
    let told: Vec<&str> =
        output.stdout.lines().filter_map(|line| line.trim().strip_prefix("expected/")).collect();
    insta::assert_snapshot!(told.join("\n"));
    let files = files_below(&environment.path("out"));
    let json: serde_json::Value = serde_json::from_slice(&files["table-2.json"]).expect("JSON");
    assert_eq!(json["columns"][3]["key"], "phase:all", "{json}");
    assert_eq!(json["rows"][0]["phase:all"], 1, "{json}");
}

#[test]
fn expected_cells_are_named_by_label_or_key_and_empty_ones_state_nothing() {
    let environment = Environment::new();
    let mut files = three_sides();
    files.push(("expected/coverage.csv", "code,informants,interviews,sides\ne1,2,,\nsaying no,,1,\n"));
    files.push(("expected/proof.csv", "code,quotation\nc,4\ne2,3\nnothing,1\n"));
    let folder = environment.write("triad", &files);
    let output = environment.run(&["replicate", arg(&folder), "--out", "out", "--formats", "csv,svg"]);
    let told: Vec<&str> =
        output.stdout.lines().filter_map(|line| line.trim().strip_prefix("expected/")).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_difference_from_the_paper_is_told_in_a_sentence_and_by_the_exit_code() {
    let environment = Environment::new();
    let mut files = three_sides();
    files.push((
        "expected/facts.csv",
        "what,party,code,value\ninformants,,,3\ninformants,Aster,,2\ncodings,,e1,2\n",
    ));
    let folder = environment.write("triad", &files);
    let output = environment.run(&["replicate", arg(&folder), "--out", "out", "--formats", "csv,svg"]);
    assert_eq!(output.code, 1, "{output}");
    assert!(
        output
            .stdout
            .contains("expected/facts.csv:3: informants, party Aster: the paper prints 2, the study gives 1"),
        "{output}"
    );
}

#[test]
fn a_study_with_three_sides_other_levels_and_no_phases_prints_what_it_has() {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let output = environment.run(&["replicate", arg(&folder), "--out", "out", "--formats", "csv,svg"]);
    assert_eq!(output.code, 0, "{output}");
    let files = files_below(&environment.path("out"));
    let dyads = String::from_utf8_lossy(&files["dyads.csv"]).into_owned();
    insta::assert_snapshot!(dyads);
    assert!(!files.contains_key("framework.csv"), "there is no facet to make a framework of");
    let figure = String::from_utf8_lossy(&files["figure-data-structure.svg"]).into_owned();
    assert!(figure.starts_with("<svg"));
}

#[test]
fn a_folder_with_errors_leaves_nothing_behind() {
    let environment = Environment::new();
    let mut files = three_sides();
    files.push(("codings/lee.csv", "source,code,quote\njoint,e9,Nobody said this.\n"));
    let folder = environment.write("triad", &files);
    let output = environment.run(&["replicate", arg(&folder), "--out", "out"]);
    assert_eq!(output.code, 2);
    insta::assert_snapshot!(output.to_string());
    assert!(files_below(&environment.path("out")).is_empty());
}
