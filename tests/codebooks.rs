//! Codebooks in spreadsheets and outlines.

use crate::environment::Environment;

#[test]
fn a_codebook_goes_out_and_comes_back_in_every_format() {
    let environment = Environment::of_three_sides();
    let tree = |study: &str| environment.run(&["codes", study]).stdout;
    for ending in ["csv", "xlsx", "md"] {
        let file = format!("book.{ending}");
        let written = environment.run(&["export", "triad.themata", "--codebook", "-o", &file]);
        assert_eq!(written.code, 0, "{written}");
        let again = environment.run(&["codes", "import", &file, "-s", "triad.themata"]);
        assert_eq!(again.code, 0, "{again}");
        assert!(again.stdout.starts_with("Nothing to change"), "{again}");
        let (empty, new) = (format!("empty-{ending}.themata"), format!("new-{ending}.themata"));
        let made = environment.run(&["new", &new, "--codebook", &file]);
        assert_eq!(made.code, 0, "{made}");
        assert_eq!(environment.run(&["unpack", &new, &empty]).code, 0);
        let rebuilt = format!("again-{ending}.themata");
        assert_eq!(environment.run(&["build", &empty, "-o", &rebuilt]).code, 0);
        // Key, level and parent; the numbers of codings differ.
        let start = |line: &str| line.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
        let keys = |tree: String| tree.lines().map(start).collect::<Vec<String>>();
        assert_eq!(keys(tree(&rebuilt)), keys(tree("triad.themata")), "{ending}");
    }
    assert_eq!(environment.run(&["export", "triad.themata", "--codebook", "-o", "book.qdc"]).code, 0);
    let refused = environment.run(&["export", "triad.themata", "--codebook", "-o", "book.docx"]);
    assert!(refused.stderr.contains("csv, xlsx, md or qdc"), "{refused}");
}

#[test]
fn codes_come_in_from_a_sheet_as_one_step_and_go_again() {
    let environment = Environment::of_three_sides();
    let sheet = "Name;Obercode;Beschreibung\nkeeping one's word;Early trust;what was promised\nquiet work;Early trust;\n";
    environment.write(".", &[("book.csv", sheet), ("bad.csv", "name,parent\nlost,Nowhere\n")]);
    let before = environment.run(&["codes", "triad.themata"]).stdout;
    let shown = environment.run(&["codes", "import", "book.csv", "-s", "triad.themata", "--dry-run"]);
    assert_eq!(shown.code, 0, "{shown}");
    assert_eq!(environment.run(&["codes", "triad.themata"]).stdout, before);
    let done = environment.run(&["codes", "import", "book.csv", "-s", "triad.themata"]);
    insta::assert_snapshot!(done.stdout);
    assert!(environment.run(&["codes", "triad.themata"]).stdout.contains("quiet work"));
    assert_eq!(environment.run(&["undo", "-s", "triad.themata"]).code, 0);
    assert_eq!(environment.run(&["codes", "triad.themata"]).stdout, before);
    let refused = environment.run(&["codes", "import", "bad.csv", "-s", "triad.themata"]);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(refused.stderr.contains("bad.csv:2 (parent): there is no code `Nowhere`"), "{refused}");
}
