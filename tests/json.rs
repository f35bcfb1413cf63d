//! Every command that takes `--json` prints JSON: the command tree is walked, and each command runs.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::environment::{Environment, arg, three_sides};
use crate::help::verbs;

/// A session in which every command has something to do; a word in `{}` is the id of a coding.
const SESSION: &str = "
status
check
check --and fourth.themata
codings
search easy
search easy --count-by side,code
search easy --and fourth.themata
search easy --count-by side --and fourth.themata
quotes --coded any --and fourth.themata
quotes --coded any
suggest e1
similar
words
index
show joint
text joint
text joint --versions
history
table frequency
table frequency --and fourth.themata
figure data-structure -o f.svg
build triad -o again.themata
unpack again.themata again
export again.themata -o again.qdpx
export again.themata -o again.csv
import again.qdpx -o thrice.themata
import again.qdpx --preview
replicate triad --out out --formats csv
backup -o copy.themata
new fresh.themata
recover copy.themata
import more.txt --key more
sources
sources change more --date 2026-01-31
sources rekey more extra
text extra --from changed.txt
sources delete extra
sides
sides add broker
sides change broker --name Brokers
sides rekey broker agent
sides delete agent
parties
parties add Egon
parties change Egon --name Egon&Sons
parties rekey Egon Emil
parties delete Emil
cases
cases add South
cases change South --label Southern
cases rekey South West
cases delete West
informants
informants add eve
informants change eve --title buyer
informants rekey eve eva
informants delete eva
coders
coders add lee
coders change lee --name Lee
coders rekey lee leo
coders delete leo
questions
questions add Q1 --text How?
questions change Q1 --text Why?
questions rekey Q1 Q2
questions delete Q2
facets
facets add phase --values early<late
facets change phase --name Phases
facets rekey phase stage
levels
levels add Deep
levels rename deep Deepest
levels reorder empirical-themes conceptual-categories families aggregate-dimensions deep
levels delete deep
frameworks add by-depth --present
frameworks add by-width --name Width
codes add Broad --framework by-width
frameworks place f --to broad --in by-width
frameworks show by-width
frameworks compare by-depth by-width
frameworks use by-width --reason wider
frameworks change by-width --name Wider
frameworks use by-depth --reason deeper
frameworks delete by-width
frameworks
codes
codes add Gains --parent c
export triad.themata --codebook -o book.csv
codes import book.csv
import segments.csv --segments --preview
import segments.csv --segments -o segments.themata
codes rename gains Benefits
codes define gains --definition words
codes alias gains --add Profits
codes recolour gains #112233
codes prefill gains stage=early
codes rekey gains benefits
codes move benefits --to c --before e1
codes reorder --by name
codes split e1 --new Words --key words --codings {e1}
codes merge words --into e1
code joint e2 --turn 6
recode {e2} --to benefits
coding {e1} --weight 5
confirm {e1}
place e1 stage=early
settle e1 stage=late --reason agreed
unplace e1 stage
unsettle e1 stage
exhibit
exhibit add t1 --title One
exhibit change t1 --title Two
exhibit output t1 table evidence
exhibit no-output t1
exhibit rekey t1 t2
excerpt
excerpt add x1 --coding {e1}
excerpt change x1 --exhibit t2
excerpt rekey x1 x2
excerpt delete x2
exhibit delete t2
finding
finding add f1 --text Seen --supports {e1}
finding change f1 --text Heard
finding rekey f1 f2
finding delete f2
memo
memo add --key m1 --about code:e1 --text Note
memo change m1 --text Notes
memo list
memo rekey m1 m2
memo delete m2
members
members add --key c1 --informant ana --response Yes
members change c1 --response No
members list
members rekey c1 c2
members delete c2
uncode {e2}
codes delete benefits --force
facets delete stage --dry-run
undo
redo
snapshot save one
snapshot list
snapshot diff one now
snapshot restore one
snapshot delete one
merge triad.themata copy.themata -o both.themata
";

#[test]
fn every_command_that_takes_json_prints_json_with_its_schema() {
    let environment = Environment::new();
    let folder = environment.write("triad", &three_sides());
    let built = environment.run(&["build", arg(&folder), "-o", "triad.themata", "--json"]);
    assert_eq!(built.code, 0, "{built}");
    environment.write(
        ".",
        &[
            ("more.txt", "We met on Mondays.\n"),
            ("segments.csv", "document,code,segment\njoint,e1,easy\n"),
            ("changed.txt", "We meet on Mondays.\n"),
        ],
    );
    let beside = environment.run(&["build", arg(&folder), "-o", "fourth.themata", "--quiet"]);
    assert_eq!(beside.code, 0, "{beside}");
    let run = |words: &[&str]| {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        let output =
            environment.run_with(&words, &[("THEMATA_STUDY", "triad.themata"), ("THEMATA_CODER", "kim")]);
        let said: Value = serde_json::from_str(&output.stdout)
            .unwrap_or_else(|error| panic!("{} prints no JSON ({error}): {output}", words.join(" ")));
        let schema = said["schema"].as_str().unwrap_or_default();
        assert!(schema.starts_with("themata."), "{}: {output}", words.join(" "));
        assert!(output.code < 2, "{}: {output}", words.join(" "));
        said
    };
    let id = |code: &str| {
        let listed = run(&["codings", "--code", code]);
        listed["codings"][0]["short"].as_str().expect("a coding").to_string()
    };
    let (one, two) = (id("e1"), id("e2"));
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for line in SESSION.lines().filter(|line| !line.is_empty()) {
        let line = line.replace("{e1}", &one).replace("{e2}", &two);
        let words: Vec<&str> = line.split(' ').collect();
        run(&words);
        seen.insert(words[0].to_string());
        seen.insert(words.iter().take(2).copied().collect::<Vec<_>>().join(" "));
    }
    for verb in verbs(&environment) {
        let args: Vec<&str> = verb.iter().map(String::as_str).chain(["--help"]).collect();
        let takes_json = environment.run(&args).stdout.contains("--json");
        let verb = verb.join(" ");
        assert!(!takes_json || seen.contains(&verb), "the session leaves out `themata {verb} --json`");
    }
}
