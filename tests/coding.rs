//! Coding in a terminal: looking, coding, changing, sorting, taking back.

use crate::environment::{Environment, arg, three_sides};

fn built() -> Environment {
    let environment = Environment::new();
    let mut files = three_sides();
    files[0].1 = "key = \"triad\"\ntitle = \"A triad\"\ncodebook = \"codebook.toml\"\n\n[[facets]]\nkey = \"phase\"\nname = \"Phase\"\nordered = true\nvalues = [\n  { key = \"early\", name = \"Early\" },\n  { key = \"late\", name = \"Late\" },\n]\n";
    let folder = environment.write("triad", &files);
    let output = environment.run(&["build", arg(&folder), "--quiet"]);
    assert_eq!(output.code, 0, "{output}");
    environment
}

/// Runs the program as kim; the ids of what it made are random.
fn run(environment: &Environment, args: &[&str]) -> String {
    let output = environment.run_with(args, &[("THEMATA_CODER", "kim"), ("THEMATA_STUDY", "triad.themata")]);
    format!("$ themata {}\n{output}", args.join(" "))
}

/// The ids of all codings whose words contain `words`.
fn ids(environment: &Environment, words: &str) -> Vec<String> {
    let output = environment.run(&["codings", "triad.themata", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let codings = json["codings"].as_array().expect("a list").clone();
    let meant =
        codings.iter().filter(|coding| coding["quotation"].as_str().is_some_and(|q| q.contains(words)));
    meant.filter_map(|coding| coding["short"].as_str().map(str::to_string)).collect()
}

/// The same with every random id told by its order.
fn without_ids(text: &str) -> String {
    let mut known: Vec<String> = Vec::new();
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        for word in line.split_inclusive(|c: char| c.is_whitespace() || "`.;:".contains(c)) {
            let digits = word.trim_end_matches(|c: char| c.is_whitespace() || "`.;:".contains(c));
            if digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                let at = known.iter().position(|id| id == digits).unwrap_or_else(|| {
                    known.push(digits.to_string());
                    known.len() - 1
                });
                out.push_str(&word.replace(digits, &format!("[id {}]", at + 1)));
            } else {
                out.push_str(word);
            }
        }
    }
    out
}

#[test]
fn a_source_is_read_coded_and_the_codings_changed_without_leaving_the_terminal() {
    let environment = built();
    let mut told = vec![
        run(&environment, &["show", "joint"]),
        run(&environment, &["code", "joint", "e1", "--quote", "It was easy, I suppose"]),
        run(
            &environment,
            &["code", "joint", "e1", "keeping one's word", "--quote", "it was easy", "--set", "phase=late"],
        ),
        run(&environment, &["code", "joint", "--turn", "6", "--in-vivo", "--memo", "Irony?", "--dry-run"]),
        run(&environment, &["code", "joint", "--turn", "6", "--in-vivo", "--memo", "Irony?"]),
        run(&environment, &["code", "joint", "e2", "--quote", "you"]),
        run(&environment, &["code", "joint", "e2", "--quote", "you", "--nth", "2"]),
        run(&environment, &["code", "joint", "e2", "--quote", "you", "--line", "11"]),
        run(&environment, &["code", "joint", "e2", "--quote", "easy", "--nth", "2"]),
        run(&environment, &["code", "joint", "e2", "--lines", "9-11", "--weight", "200"]),
        run(&environment, &["code", "joint", "e2", "--quote", "it was not easy at all"]),
        run(&environment, &["code", "joint", "e2"]),
        run(&environment, &["codings", "--source", "joint"]),
        run(&environment, &["show", "joint", "--lines", "9-11"]),
    ];
    let easy = ids(&environment, "Easy");
    let id = easy.first().expect("coded").as_str();
    told.push(run(&environment, &["coding", id, "--weight", "80", "--about-side", "maker"]));
    told.push(run(&environment, &["coding", id, "--quote", "Easy for"]));
    told.push(run(&environment, &["coding", id]));
    told.push(run(&environment, &["recode", id, "--to", "saying no"]));
    told.push(run(&environment, &["confirm", id]));
    told.push(run(&environment, &["uncode", id, "--json"]));
    told.push(run(&environment, &["uncode", "--source", "joint", "--code", "e1"]));
    told.push(run(&environment, &["undo"]));
    told.push(run(&environment, &["codings", "--code", "d", "--below", "--case", "North"]));
    insta::assert_snapshot!(without_ids(&told.join("\n")));
}

#[test]
fn codes_are_sorted_and_settled() {
    let environment = built();
    let told = [
        run(&environment, &["place", "e1", "phase=early", "--reason", "from the first day"]),
        run(&environment, &["place", "e1", "phase=late", "--case", "North"]),
        run(&environment, &["place", "e1", "phase=soon"]),
        run(&environment, &["settle", "e1", "phase=early"]),
        run(&environment, &["settle", "e1", "phase=early", "--reason", "agreed in June"]),
        run(&environment, &["unsettle", "e1"]),
        run(&environment, &["unplace", "e1", "phase"]),
        run(&environment, &["unplace", "e1", "phase"]),
    ];
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_source_and_the_codings_are_printed_whole_as_json() {
    let environment = built();
    let output = environment.run(&["show", "joint", "triad.themata", "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(shown["schema"], "themata.source/1");
    let line = &shown["lines"][2];
    assert_eq!((&line["number"], &line["turn"], &line["speaker"]), (&3.into(), &2.into(), &"Ana".into()));
    assert_eq!(line["codings"][0]["quotation"], "They kept their word from the first day.");
    let folder = environment.run(&["show", "joint", "triad", "--json"]);
    assert_eq!(output.stdout, folder.stdout, "a study folder shows the same");
    let (file, folder) = (
        environment.run(&["codings", "triad.themata", "--json", "--code", "e1"]),
        environment.run(&["codings", "triad", "--json", "--code", "e1"]),
    );
    assert_eq!(file.stdout, folder.stdout);
    let by_case = environment.run(&["codings", "triad.themata", "--json", "--case", "North", "--code", "e1"]);
    assert_eq!(by_case.stdout, file.stdout);
}
