//! The ways of other tools, each in a small project of its own: the text of every coding is what the tool shows.

use themata_exchange::refi::{Options, Reading, Target, read, write};
use themata_exchange::{Folder, read_files, render_folder};
use themata_model::{MemoAnchor, Study};

use super::first_difference;
use super::support::{document, project};

pub(super) fn opened(bytes: &[u8]) -> Reading {
    read(bytes, &Options::default()).unwrap()
}

pub(super) fn problems(reading: &Reading) -> String {
    reading.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

pub(super) fn quotations(study: &Study) -> Vec<&str> {
    study.codings.iter().map(|coding| coding.quotation.as_str()).collect()
}

/// A code `A`, a user, and one source with these selections.
pub(super) fn with_selections(selections: &str) -> String {
    format!(
        "<Users><User guid='u1' name='Anna Berg' id='AB'/></Users>\
         <CodeBook><Codes><Code guid='c1' name='A' isCodable='true'/></Codes></CodeBook>\
         <Sources><TextSource guid='s1' name='talk.docx' plainTextPath='internal://s1.txt'>{selections}</TextSource></Sources>"
    )
}

pub(super) fn selection(guid: &str, name: &str, start: usize, end: usize) -> String {
    format!(
        "<PlainTextSelection guid='{guid}' name='{name}' startPosition='{start}' endPosition='{end}'>\
         <Coding guid='k{guid}' creatingUser='u1' creationDateTime='2024-05-01T10:00:00Z'><CodeRef targetGUID='c1'/></Coding>\
         </PlainTextSelection>"
    )
}

#[test]
fn nvivo_counts_utf16_units_and_both_characters_of_a_line_end() {
    let text = "\u{feff}😀 one\r\ntwo 🚀 three\r\nfour";
    let inside = with_selections(
        &(selection("1", "", 3, 6) + &selection("2", "", 8, 20) + &selection("3", "", 22, 26)),
    );
    let reading = opened(&project(&inside, "NVivo for Windows 12.6", &[("S1.TXT", text)]));
    assert_eq!(quotations(&reading.study), ["one", "two 🚀 three", "four"]);
    assert_eq!(problems(&reading), "");
    let coding = &reading.study.codings[0];
    assert_eq!(
        (coding.coder.as_str(), coding.attributes["created"].as_str()),
        ("Anna Berg", "2024-05-01T10:00:00Z")
    );
    assert_eq!(reading.study.sources[0].key.as_str(), "talk");
}

#[test]
fn atlas_and_maxqda_count_a_line_end_as_one_and_code_points() {
    let text = "😀 one\r\ntwo\r\n\r\nthree";
    for origin in ["ATLAS.ti 9.1", "MAXQDA 2022"] {
        let inside = with_selections(&(selection("1", "", 6, 9) + &selection("2", "", 11, 16)));
        let reading = opened(&project(&inside, origin, &[("s1.txt", text)]));
        assert_eq!(quotations(&reading.study), ["two", "three"], "{origin}");
        assert_eq!(problems(&reading), "");
    }
}

#[test]
fn the_words_correct_what_is_told_of_a_tool_and_it_is_said() {
    let text = "😀 one two three four five six seven eight nine ten\r\n".repeat(6);
    let starts: Vec<usize> = (0..6).map(|line| line * 52 + 2).collect();
    let selections: String = starts.iter().map(|at| selection(&at.to_string(), "", *at, at + 7)).collect();
    // An NVivo that counts as the specification says.
    let reading = opened(&project(&with_selections(&selections), "NVivo 20", &[("s1.txt", &text)]));
    assert!(
        quotations(&reading.study).iter().all(|words| *words == "one two"),
        "{:?}",
        quotations(&reading.study)
    );
    assert!(
        problems(&reading).contains("its positions count code points, as its words show"),
        "{}",
        problems(&reading)
    );
}

#[test]
fn a_coding_whose_name_says_other_words_is_doubtful_and_stays_where_it_is() {
    let text = "For some reason babies are not supposed to cry. I am a mother of two.";
    let inside = with_selections(&selection("1", "am a mother of tw…", 0, 15));
    let reading = opened(&project(&inside, "ATLAS.ti 9", &[("s1.txt", text)]));
    assert_eq!(quotations(&reading.study), ["For some reason"]);
    assert_eq!(reading.report.doubtful.len(), 1);
    assert!(problems(&reading).contains("1 coding should be looked at, the first at `For some reason`: the tool calls it `am a mother of tw…`"), "{}", problems(&reading));
}

#[test]
fn what_lies_outside_of_the_text_is_kept_without_a_place() {
    let inside = with_selections(
        &(selection("1", "", 2, 99)
            + &selection("2", "", 3, 3)
            + &selection("3", "", 4, 1)
            + &selection("4", "", 0, 3)),
    );
    let reading = opened(&project(&inside, "X", &[("s1.txt", "one two")]));
    let mut told = quotations(&reading.study);
    told.sort_unstable();
    assert_eq!(told, ["[characters 2 to 99]", "[characters 3 to 3]", "[characters 4 to 1]", "one"]);
    assert_eq!(reading.report.lost.len(), 3);
    assert!(problems(&reading).contains("talk: 3 codings lie outside of the text"));
}

#[test]
fn a_source_without_its_file_keeps_its_codings_by_their_names() {
    let inside = with_selections(&selection("1", "I said so", 0, 9));
    let reading = opened(&project(&inside, "X", &[]));
    assert_eq!(quotations(&reading.study), ["I said so"]);
    assert_eq!(reading.report.lost.len(), 1);
    assert!(problems(&reading).contains("the file with its words is not in the project"));
}

#[test]
fn a_pdf_that_is_coded_on_its_pages_and_in_its_words_is_coded_once() {
    let inside = "<CodeBook><Codes><Code guid='c1' name='A' isCodable='true'/></Codes></CodeBook>\
        <Sources><PDFSource guid='p' name='Report.pdf' path='internal://p.pdf'>\
        <PDFSelection guid='a' name='' page='0' firstX='1' firstY='1' secondX='2' secondY='2'><Coding guid='k1'><CodeRef targetGUID='c1'/></Coding></PDFSelection>\
        <PDFSelection guid='b' name='' page='0' firstX='1' firstY='1' secondX='2' secondY='2'>\
        <Representation guid='r2'><PlainTextContent>of outcomes</PlainTextContent></Representation><Coding guid='k3'><CodeRef targetGUID='c1'/></Coding></PDFSelection>\
        <PDFSelection guid='d' name='' page='0' firstX='1' firstY='1' secondX='2' secondY='2'><Coding guid='k4'><CodeRef targetGUID='c1'/></Coding></PDFSelection>\
        <Representation guid='r' plainTextPath='internal://r.txt'><PlainTextSelection guid='a' name='' startPosition='0' endPosition='2'>\
        <Coding guid='k2'><CodeRef targetGUID='c1'/></Coding></PlainTextSelection></Representation></PDFSource></Sources>";
    let bytes = project(inside, "ATLAS.ti 9", &[("r.txt", "We speak of outcomes.")]);
    let reading = opened(&bytes);
    assert_eq!(quotations(&reading.study), ["We", "of outcomes"]);
    let kept: Vec<(&str, usize)> =
        reading.report.kept.iter().map(|kept| (kept.what.as_str(), kept.count)).collect();
    assert_eq!(kept, [("codings of what has no words", 1), ("selections on pages without words", 1)]);
    // Taken out of the words, it is taken off the page as well; what is new stands in the words.
    let mut study = reading.study.clone();
    let mut more = study.codings.remove(0);
    more.id = study.id.row("coding", "new");
    study.codings.push(more);
    study.sort_codings();
    let written = write(&study, reading.kept.as_deref(), Target::Generic).unwrap();
    let document = document(&written.bytes);
    // Of four, two are gone and one is new.
    assert_eq!(document.matches("<Coding ").count(), 3, "{document}");
    assert_eq!(first_difference(&study, &opened(&written.bytes).study), None);
}

#[test]
fn sync_points_are_times_and_selections_between_them_are_codings() {
    let inside = "<CodeBook><Codes><Code guid='c1' name='A' isCodable='true'/></Codes></CodeBook>\
        <Sources><AudioSource guid='m' name='talk.mp3' path='relative:///talk.mp3'><Transcript guid='t' name='talk' plainTextPath='internal://t.txt'>\
        <SyncPoint guid='y1' position='0' timeStamp='0'/><SyncPoint guid='y2' position='28' timeStamp='4500'/><SyncPoint guid='y3' position='57' timeStamp='9000'/>\
        <TranscriptSelection guid='x1' fromSyncPoint='y2' toSyncPoint='y3'><Coding guid='k1'><CodeRef targetGUID='c1'/></Coding></TranscriptSelection>\
        <TranscriptSelection guid='x2' fromSyncPoint='y3'><Coding guid='k2'><CodeRef targetGUID='c1'/></Coding></TranscriptSelection>\
        </Transcript><AudioSelection guid='z' begin='1' end='2'/></AudioSource></Sources>";
    let text = "Interviewer: Who decides?\n\n\nRespondent: We both do that.\n\nInterviewer: Since when?\n\nRespondent: Always.\n";
    let reading = opened(&project(inside, "X", &[("t.txt", text)]));
    let source = &reading.study.sources[0];
    let times: Vec<u64> =
        source.text().turns.iter().map(|turn| turn.timestamp.map_or(0, |time| time.0)).collect();
    assert_eq!(times, [0, 4500, 9000, 0]);
    assert_eq!(source.text().locators.times().len(), 3);
    assert!(quotations(&reading.study)[0].starts_with("Respondent: We both do that."));
    assert!(quotations(&reading.study)[1].ends_with("Respondent: Always.\n"));
    assert_eq!(source.kind.as_str(), "transcript");
}

#[test]
fn notes_comments_links_and_sets_find_their_place() {
    let inside = "<Users><User guid='u1' name='Anna'/></Users><CodeBook><Codes><Code guid='c1' name='A' isCodable='true'><NoteRef targetGUID='n1'/></Code><Code guid='c2' name='B' isCodable='true'/></Codes></CodeBook>\
        <Sources><TextSource guid='s1' name='talk' plainTextPath='internal://s1.txt'><Description>in the garden</Description>\
        <PlainTextSelection guid='x1' startPosition='0' endPosition='3'><Description>a comment</Description><Coding guid='k1'><CodeRef targetGUID='c1'/><NoteRef targetGUID='n2'/></Coding></PlainTextSelection>\
        <PlainTextSelection guid='x2' startPosition='4' endPosition='7'><Description>only said</Description></PlainTextSelection>\
        <Coding guid='k2'><CodeRef targetGUID='c2'/></Coding><NoteRef targetGUID='n3'/></TextSource></Sources>\
        <Notes><Note guid='n1' name='On A; really' creatingUser='u1' creationDateTime='2024-05-01T10:00:00Z'><PlainTextContent>why</PlainTextContent></Note>\
        <Note guid='n2' name='m'><PlainTextContent>2</PlainTextContent></Note><Note guid='n3' name='m'><PlainTextContent>3</PlainTextContent></Note>\
        <Note guid='n4' name='by link' plainTextPath='internal://n4.txt'/></Notes>\
        <Links><Link guid='l1' name='leads to' direction='OneWay' originGUID='c1' targetGUID='c2'/><Link guid='l2' originGUID='n4' targetGUID='x1'/>\
        <Link guid='l3' originGUID='x1' targetGUID='x2'/></Links>\
        <Sets><Set guid='g1' name='Warm'><MemberCode targetGUID='c1'/></Set><Set guid='g2' name='Field'><MemberSource targetGUID='s1'/></Set></Sets>";
    let reading = opened(&project(inside, "X", &[("s1.txt", "one two"), ("n4.txt", "4")]));
    let study = &reading.study;
    assert_eq!(study.codings.iter().map(|c| c.memo.as_str()).collect::<Vec<_>>(), ["a comment", ""]);
    assert_eq!(quotations(study), ["one", "one two"]);
    let about = |key: &str| {
        let memo = study.memos.iter().find(|memo| memo.key.as_str() == key).unwrap();
        (memo.anchor.to_string(), memo.text.clone())
    };
    let coding = format!("coding:{}", study.codings[0].id);
    assert_eq!(about("On A, really"), ("code:A".into(), "why".into()));
    assert_eq!(about("m"), (coding.clone(), "2".into()));
    assert_eq!(about("m (2)"), ("source:talk".into(), "3".into()));
    assert_eq!(about("by link"), (coding, "4".into()));
    assert_eq!(about("comment on talk: two"), ("source:talk".into(), "only said".into()));
    assert_eq!(study.memos[1].attributes["title"], "On A; really");
    assert_eq!((study.links.len(), study.links[0].kind.0.as_str()), (1, "leads to"));
    assert_eq!(study.codebook.codes()[0].attributes["set"], "Warm");
    assert_eq!(study.sources[0].attributes["set"], "Field");
    assert_eq!(study.sources[0].attributes["description"], "in the garden");
    assert!(study.memos.iter().all(|memo| memo.anchor != MemoAnchor::Study));
    assert_eq!(
        reading.report.kept.iter().map(|kept| kept.what.as_str()).collect::<Vec<_>>(),
        ["links between other things than codes"]
    );
}

/// Two talks of two firms: variables on sources and cases, document groups, a case with a passage.
fn firms() -> Vec<u8> {
    let value = |variable: &str, text: &str| {
        format!(
            "<VariableValue><VariableRef targetGUID='{variable}'/><TextValue>{text}</TextValue></VariableValue>"
        )
    };
    let source = |n: usize, name: &str, values: &str| {
        format!(
            "<TextSource guid='s{n}' name='{name}' plainTextPath='internal://s.txt'><PlainTextSelection guid='x{n}' startPosition='0' endPosition='3'>\
             <Coding guid='k{n}'><CodeRef targetGUID='c1'/></Coding></PlainTextSelection>{values}</TextSource>"
        )
    };
    let sources = source(1, "R1_provider_Ana.docx", &(value("v1", "R1") + &value("v2", "early")))
        + &source(2, "R1_customer_Bo.docx", &(value("v1", "R1") + &value("v2", "late")));
    let inside = format!(
        "<CodeBook><Codes><Code guid='c1' name='A' isCodable='true'/></Codes></CodeBook>\
         <Variables><Variable guid='v1' name='Relation' typeOfVariable='Text'/><Variable guid='v2' name='Phase' typeOfVariable='Text'/><Variable guid='v3' name='Age' typeOfVariable='Integer'/></Variables>\
         <Cases><Case guid='e1' name='Ana'><VariableValue><VariableRef targetGUID='v3'/><IntegerValue>41</IntegerValue></VariableValue><SourceRef targetGUID='s1'/></Case>\
         <Case guid='e2' name='Bo'><SourceRef targetGUID='s2'/><SelectionRef targetGUID='x1'/></Case></Cases>\
         <Sources>{sources}</Sources><Sets><Set guid='g1' name='Side: provider'><MemberSource targetGUID='s1'/></Set>\
         <Set guid='g2' name='Side: customer'><MemberSource targetGUID='s2'/></Set></Sets>"
    );
    project(&inside, "MAXQDA 2022", &[("s.txt", "one two")])
}

#[test]
fn without_options_cases_are_cases_and_everything_else_is_an_attribute() {
    let reading = opened(&firms());
    let study = &reading.study;
    assert_eq!(study.cases.iter().map(|case| case.label.as_str()).collect::<Vec<_>>(), ["Ana", "Bo"]);
    assert_eq!(study.cases[0].attributes["Age"], "41");
    assert_eq!(study.sources[0].cases[0].as_str(), "Ana");
    let told: Vec<(&str, &str)> =
        study.sources[0].attributes.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(told, [("Phase", "early"), ("Relation", "R1"), ("set", "Side: provider")]);
    assert_eq!(study.codings[0].about.case.as_ref().map(|case| case.as_str()), Some("Bo"));
    let names: Vec<(&str, String)> =
        reading.report.variables.iter().map(|v| (v.name.as_str(), v.values.join(", "))).collect();
    assert_eq!(
        names,
        [("Relation", "R1".to_string()), ("Phase", "early, late".to_string()), ("Age", "41".to_string())]
    );
}

#[test]
fn options_say_what_variables_sets_cases_and_names_mean() {
    let options = Options {
        case_from: Some("Relation".parse().unwrap()),
        side_from: Some("set:side".parse().unwrap()),
        party_from: Some("{any}_{party}_*".parse().unwrap()),
        informant_from: Some("cases".parse().unwrap()),
        phase_from: Some("variable:Phase".parse().unwrap()),
        ..Options::default()
    };
    let reading = read(&firms(), &options).unwrap();
    let study = &reading.study;
    assert_eq!(problems(&reading), "");
    let case = &study.cases[0];
    let sides: Vec<(Option<&str>, &str)> = case
        .sides
        .iter()
        .map(|side| (side.side.as_ref().map(|key| key.as_str()), side.parties[0].as_str()))
        .collect();
    assert_eq!(
        (case.key.as_str(), sides),
        ("R1", vec![(Some("provider"), "provider"), (Some("customer"), "customer")])
    );
    let informant = &study.informants[0];
    assert_eq!((informant.key.as_str(), informant.cases[0].as_str()), ("Ana", "R1"));
    assert_eq!(study.sources[1].informants[0].as_str(), "Bo");
    assert_eq!(study.sources[0].attributes["case of the project"], "Ana");
    assert_eq!(study.sources[0].attributes["Age"], "41");
    let phases: Vec<String> =
        study.codings.iter().map(|c| c.target.facets().values().next().unwrap().to_string()).collect();
    assert_eq!(phases, ["early", "late"]);
    // What was mapped is in the project from then on.
    let written = write(study, reading.kept.as_deref(), Target::Maxqda).unwrap();
    assert_eq!(first_difference(study, &opened(&written.bytes).study), None);
    let wrong = Options { side_from: Some("Sides".parse().unwrap()), ..Options::default() };
    let told = problems(&read(&firms(), &wrong).unwrap());
    assert!(told.contains("there is no variable `Sides`; there are `Relation`, `Phase`, `Age`"), "{told}");
}

#[test]
fn repeated_and_dangling_guids_are_told_and_the_rest_is_taken() {
    let inside = "<Users><User guid='u1' name='Anna'/><User guid='U1' name='Anna again'/></Users>\
        <CodeBook><Codes><Code guid='c1' name='A' isCodable='true'/><Code guid='c1' name='A2' isCodable='true'/></Codes></CodeBook>\
        <Sources><TextSource guid='s1' name='talk' plainTextPath='internal://s1.txt' creatingUser='nobody'>\
        <PlainTextSelection guid='x1' startPosition='0' endPosition='3'><Coding guid='k1' creatingUser='nobody'><CodeRef targetGUID='c1'/></Coding><Coding guid='k1'><CodeRef targetGUID='c9'/></Coding>\
        <Coding guid='k1'><CodeRef targetGUID='c1'/></Coding></PlainTextSelection></TextSource>\
        <TextSource guid='s1' name='talk' plainTextPath='internal://s1.txt'/></Sources>\
        <Sets><Set guid='g' name='Ghosts'><MemberCode targetGUID='c8'/><MemberSource targetGUID='s8'/></Set></Sets>";
    let reading = opened(&project(inside, "X", &[("s1.txt", "one two")]));
    let study = &reading.study;
    assert_eq!(
        (study.coders.len(), study.codebook.codes().len(), study.sources.len(), study.codings.len()),
        (1, 1, 2, 2)
    );
    let told = problems(&reading);
    for words in ["the user `Anna again`", "the code `A2`", "the source `talk` has the GUID of another"] {
        assert!(told.contains(words), "{words} is missing in\n{told}");
    }
    assert_eq!(reading.report.kept[0].what, "codings whose code is not in the project");
}

#[test]
fn nobody_s_folders_are_told() {
    let bytes = project("<Description>x</Description>", "ATLAS.ti", &[]);
    let text = document(&bytes).replace("name=\"P\"", "name=\"P\" basePath=\"/Users/anna/Secret\"");
    let reading = opened(text.as_bytes());
    let written = write(&reading.study, reading.kept.as_deref(), Target::Generic).unwrap();
    assert!(!document(&written.bytes).contains("Secret"));
    assert!(document(&written.bytes).contains("basePath=\"\""));
}

#[test]
fn an_imported_study_goes_through_a_study_folder() {
    for bytes in
        [firms(), project(&with_selections(&selection("1", "", 0, 3)), "X", &[("s1.txt", "one\r\ntwo")])]
    {
        let Reading { study, originals, .. } = opened(&bytes);
        let folder = Folder {
            study,
            originals,
            documents: Default::default(),
            contents: Default::default(),
            history: vec![],
        };
        let again = read_files(&render_folder(&folder), false);
        let problems: Vec<String> = again.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(first_difference(&folder.study, &again.folder.unwrap().study), None);
    }
}

#[test]
fn what_is_written_for_qualcoder_can_be_taken_in_by_its_importer() {
    let study = Study { snapshots: vec![], ..themata_testkit::small_study() };
    let mut with_memo = study.clone();
    with_memo.memos.push(themata_model::Memo {
        id: study.id.row("memo", "m"),
        key: "m".parse().unwrap(),
        anchor: format!("code:{}", study.codebook.codes()[0].key).parse().unwrap(),
        kind: themata_model::MemoKind::Note,
        coder: None,
        date: None,
        text: "a thought".into(),
        attributes: Default::default(),
    });
    let written = write(&with_memo, None, Target::Qualcoder).unwrap();
    let lines = super::support::canonical(&document(&written.bytes), &[]);
    let of =
        |name: &'static str| lines.iter().filter(move |line| line.split(' ').next().unwrap().ends_with(name));
    assert!(
        of("/PlainTextSelection").chain(of("/Notes/Note")).all(|line| line.contains("creationDateTime="))
    );
    assert_eq!(of("/Code/NoteRef").count(), 0);
    let files = of("/Notes/Note").filter(|line| line.contains("plainTextPath=\"internal://")).count();
    assert!(files >= with_memo.memos.len() && files + 1 == of("/Notes/Note").count());
    assert_eq!(first_difference(&with_memo, &opened(&written.bytes).study), None);
    let empty = write(&Study::new("e".parse().unwrap(), "E"), None, Target::Qualcoder).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(empty.bytes)).unwrap();
    assert!(archive.by_name("sources/").is_ok());
}

#[test]
fn a_case_without_a_name_only_gives_values_to_its_source() {
    let inside = "<Variables><Variable guid='v1' name='Region' typeOfVariable='Text'/></Variables>\
        <Cases><Case guid='e1'><VariableValue><VariableRef targetGUID='v1'/><TextValue>North</TextValue></VariableValue>\
        <SourceRef targetGUID='s1'/></Case></Cases><Sources><TextSource guid='s1' name='talk'><PlainTextContent>x</PlainTextContent></TextSource></Sources>";
    let study = opened(&project(inside, "Quirkos 2", &[])).study;
    assert!(study.cases.is_empty());
    assert_eq!(study.sources[0].attributes["Region"], "North");
    assert_eq!(study.sources[0].text().content, "x");
}
