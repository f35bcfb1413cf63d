//! Projects written for QualCoder hold nothing that its importer loses or stops at: each test reads the project by the rules of that
//! importer, which tells things apart by their names and compares GUIDs letter by letter.

use std::collections::{BTreeMap, HashMap, HashSet};

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use themata_exchange::refi::{Options, Target, read, write};
use themata_testkit::{arbitrary_study, small_study};

use super::first_difference;
use super::support::{document, project, unzip, zip};

/// One element: its name, attributes, and place in the list of the element around it.
struct Tag {
    name: String,
    above: usize,
    attributes: HashMap<String, String>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

fn tags(document: &str) -> Vec<Tag> {
    let mut reader = Reader::from_str(document);
    reader.config_mut().expand_empty_elements = true;
    let (mut tags, mut open): (Vec<Tag>, Vec<usize>) = (Vec::new(), vec![0]);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let value = |found: Result<quick_xml::events::attributes::Attribute<'_>, _>| {
                    let found = found.unwrap();
                    let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap();
                    (found.key.0.to_string(), value.to_string())
                };
                let attributes = tag.attributes().map(value).collect();
                let above = *open.last().unwrap();
                open.push(tags.len());
                tags.push(Tag { name: tag.name().0.to_string(), above, attributes });
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => return tags,
            _ => {}
        }
    }
}

/// What the importer of QualCoder would read, and what it would stop at or lose.
fn imported(bytes: &[u8]) -> (Vec<(String, String)>, Vec<String>) {
    let (parts, document) = (unzip(bytes), document(bytes));
    let tags = tags(&document);
    let (mut codings, mut faults) = (Vec::new(), Vec::new());
    let mut once: HashSet<(String, String)> = HashSet::new();
    let mut codes: HashMap<&str, &str> = HashMap::new();
    let mut values: HashSet<(String, String)> = HashSet::new();
    let file = |path: &str| {
        let inside = path.strip_prefix("internal://")?;
        parts.get(&format!("sources/{inside}"))
    };
    let above = |tag: &Tag| &tags[tag.above];
    for (at, tag) in tags.iter().enumerate() {
        let name = tag.get("name").unwrap_or_default();
        let kind = match tag.name.as_str() {
            "Set" => "Variable",
            "TextSource" | "PDFSource" | "PictureSource" | "AudioSource" | "VideoSource" => "Source",
            other => other,
        };
        let is_named = ["Code", "Case", "Note", "Variable", "Source"].contains(&kind);
        if is_named && !name.is_empty() && !once.insert((kind.to_string(), name.to_string())) {
            faults.push(format!("{kind} `{name}` twice"));
        }
        match tag.name.as_str() {
            "Code" => drop(codes.insert(tag.get("guid").unwrap(), name)),
            "TextSource" | "Representation" | "Transcript" => {
                match tag.get("plainTextPath").and_then(file) {
                    None => faults.push(format!("{} `{name}` is no file", tag.name)),
                    Some(text) if text.starts_with(b"\xef\xbb\xbf") || text.contains(&b'\r') => {
                        faults.push(format!("`{name}` is counted otherwise"));
                    }
                    Some(_) => {}
                }
                if tag.get("richTextPath").is_some_and(|path| file(path).is_none()) {
                    faults.push(format!("the rich text of `{name}` is no file"));
                }
            }
            "Note" if tag.get("creationDateTime").or(tag.get("modifiedDateTime")).is_none() => {
                faults.push(format!("note `{name}` has no time"));
            }
            "VariableValue" => {
                let row = above(tag);
                let source = || {
                    let refs: Vec<&Tag> = tags
                        .iter()
                        .filter(|ref_| ref_.name == "SourceRef" && ref_.above == tag.above)
                        .collect();
                    (row.get("name").is_none() && refs.len() == 1).then(|| refs[0].get("targetGUID"))?
                };
                let of = source().or(row.get("guid")).unwrap_or_default().to_string();
                let variable = tags.iter().find(|value| value.name == "VariableRef" && value.above == at);
                let variable = variable.and_then(|found| found.get("targetGUID")).unwrap_or_default();
                if !values.insert((of.clone(), variable.to_string())) {
                    faults.push(format!("two values of {variable} for {of}"));
                }
            }
            "CodeRef" if above(tag).name == "Coding" => {
                let selection = above(above(tag));
                let source = above(selection);
                let Some(code) = codes.get(tag.get("targetGUID").unwrap()) else {
                    faults.push("a coding without its code".to_string());
                    continue;
                };
                let text = source.get("plainTextPath").and_then(file);
                let text = String::from_utf8(text.cloned().unwrap_or_default()).unwrap();
                let number = |name: &str| selection.get(name).and_then(|n| n.parse::<usize>().ok());
                if let (Some(start), Some(end)) = (number("startPosition"), number("endPosition")) {
                    let words = text.chars().skip(start).take(end - start).collect();
                    codings.push((words, (*code).to_string()));
                }
            }
            _ => {}
        }
    }
    codings.sort();
    (codings, faults)
}

fn for_qualcoder(bytes: &[u8]) -> Vec<u8> {
    let reading = read(bytes, &Options::default()).unwrap();
    write(&reading.study, reading.kept.as_deref(), Target::Qualcoder).unwrap().bytes
}

const SELECTION: &str = "<PlainTextSelection guid='AAAAAAAA-0000-4000-8000-000000000001' startPosition='4' endPosition='7'>\
    <Coding guid='AAAAAAAA-0000-4000-8000-000000000002'><CodeRef targetGUID='BBBBBBBB-0000-4000-8000-000000000001'/></Coding>\
    </PlainTextSelection>";

fn with(sources: &str, texts: &[(&str, &str)]) -> Vec<u8> {
    let book = "<CodeBook><Codes><Code guid='BBBBBBBB-0000-4000-8000-000000000001' name='A' isCodable='true' color='#abc'/></Codes></CodeBook>";
    project(&format!("{book}<Sources>{sources}</Sources>"), "X", texts)
}

#[test]
fn codes_of_the_same_name_keep_their_codings_and_come_back_under_their_names() {
    let inside = "<CodeBook><Codes><Code guid='b1' name='Work' isCodable='true'><Code guid='b2' name='Trust' isCodable='true'/></Code>\
        <Code guid='b3' name='Trust' isCodable='true'/><Code guid='b4' name='Trust (2)' isCodable='true'/></Codes></CodeBook><Sources>\
        <TextSource guid='a1' name='t' plainTextPath='internal://a.txt'>\
        <PlainTextSelection guid='a2' startPosition='0' endPosition='3'><Coding guid='k1'><CodeRef targetGUID='b2'/></Coding></PlainTextSelection>\
        <PlainTextSelection guid='a3' startPosition='4' endPosition='7'><Coding guid='k2'><CodeRef targetGUID='b3'/></Coding></PlainTextSelection>\
        </TextSource></Sources>";
    let (codings, faults) = imported(&for_qualcoder(&project(inside, "X", &[("a.txt", "one two")])));
    assert_eq!(faults, Vec::<String>::new());
    let expected = [("one", "Trust"), ("two", "Trust (3)")];
    assert_eq!(codings, expected.map(|(words, code)| (words.to_string(), code.to_string())));
    // A study of our own gets its names back.
    let mut study = read(&project(inside, "X", &[("a.txt", "one two")]), &Options::default()).unwrap().study;
    study.cases.clear();
    let written = write(&study, None, Target::Qualcoder).unwrap();
    assert_eq!(imported(&written.bytes).1, Vec::<String>::new());
    assert_eq!(first_difference(&study, &read(&written.bytes, &Options::default()).unwrap().study), None);
}

#[test]
fn words_in_the_document_marks_and_other_folders_become_files_that_it_opens() {
    let inline = format!(
        "<TextSource guid='a1' name='t'><PlainTextContent>one two&#13;\nthree</PlainTextContent>{SELECTION}</TextSource>"
    );
    let missing = format!(
        "<TextSource guid='a1' name='t' plainTextPath='internal://none.txt'>{SELECTION}</TextSource>"
    );
    let bare = format!(
        "<TextSource guid='a1' name='t' plainTextPath='a.txt' richTextPath='gone.docx'>{SELECTION}</TextSource>"
    );
    let marked = "\u{feff}one two\nthree";
    for (sources, texts, words) in
        [(&inline, vec![], "two"), (&missing, vec![], ""), (&bare, vec![("a.txt", marked)], "two")]
    {
        let (codings, faults) = imported(&for_qualcoder(&with(sources, &texts)));
        assert_eq!(faults, Vec::<String>::new(), "{sources}");
        assert_eq!(codings, [(words.to_string(), "A".to_string())]);
    }
    let document = with(&bare, &[]);
    let parts = unzip(&document);
    let upper = zip(&[("project.qde", &parts["project.qde"]), ("Sources/a.txt", marked.as_bytes())]);
    assert_eq!(imported(&for_qualcoder(&upper)).1, Vec::<String>::new());
    assert!(super::support::document(&for_qualcoder(&upper)).to_lowercase().contains("#aabbcc"));
}

#[test]
fn a_document_has_one_value_of_a_variable_wherever_it_is_told() {
    let inside = "<Variables><Variable guid='v1' name='Age' typeOfVariable='Text'/><Variable guid='v2' name='Age' typeOfVariable='Text'/></Variables>\
        <Cases><Case guid='e1'><VariableValue><VariableRef targetGUID='v1'/><TextValue>41</TextValue></VariableValue>\
        <VariableValue><VariableRef targetGUID='v9'/><TextValue>?</TextValue></VariableValue><SourceRef targetGUID='a1'/></Case></Cases><Sources>\
        <TextSource guid='a1' name='t' plainTextPath='internal://a.txt'><VariableValue><VariableRef targetGUID='v1'/><TextValue>41</TextValue></VariableValue>\
        </TextSource></Sources><Notes><Note guid='n1' name='m'><PlainTextContent>x</PlainTextContent></Note><Note guid='n2' name='m'/></Notes>\
        <Sets><Set guid='g1' name='Age'><MemberSource targetGUID='a1'/><MemberSource targetGUID='a1'/></Set></Sets>";
    let written = for_qualcoder(&project(inside, "X", &[("a.txt", "one two")]));
    assert_eq!(imported(&written).1, Vec::<String>::new());
    assert_eq!(document(&written).matches("MemberSource").count(), 1);
}

#[test]
fn selections_between_sync_points_stand_in_a_text_of_their_own() {
    let film = "<VideoSource guid='f1' name='talk.mp4' path='relative:///talk.mp4'><Transcript guid='t1' name='a/b' plainTextPath='internal://a.txt'>\
        <SyncPoint guid='y1' position='4' timeStamp='10'/><SyncPoint guid='y2' position='7' timeStamp='20'/>\
        <TranscriptSelection guid='x1' fromSyncPoint='y1' toSyncPoint='y2'><Coding guid='k1'><CodeRef targetGUID='BBBBBBBB-0000-4000-8000-000000000001'/></Coding>\
        </TranscriptSelection></Transcript></VideoSource>";
    let written = for_qualcoder(&with(film, &[("a.txt", "one two three")]));
    let (codings, faults) = imported(&written);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(codings, [("two".to_string(), "A".to_string())]);
    // Read back, the text has the codings and the times.
    let reading = read(&written, &Options::default()).unwrap();
    assert_eq!(reading.study.codings[0].quotation, "two");
    assert_eq!(reading.study.sources.len(), 1);
    assert_eq!(reading.study.sources[0].text().locators.times().len(), 2);
}

#[test]
fn a_coding_of_a_whole_text_is_one_of_all_its_words() {
    let text = "<TextSource guid='a1' name='t' plainTextPath='internal://a.txt'><Coding guid='k1'>\
        <CodeRef targetGUID='BBBBBBBB-0000-4000-8000-000000000001'/></Coding></TextSource>";
    let written = for_qualcoder(&with(text, &[("a.txt", "one 😀 two")]));
    assert_eq!(imported(&written), (vec![("one 😀 two".to_string(), "A".to_string())], Vec::new()));
}

#[test]
fn what_is_new_refers_to_codes_as_their_tool_spells_them() {
    let bytes = with(
        &format!("<TextSource guid='a1' name='t' plainTextPath='internal://a.txt'>{SELECTION}</TextSource>"),
        &[("a.txt", "one two three")],
    );
    let reading = read(&bytes, &Options::default()).unwrap();
    let mut study = reading.study.clone();
    let mut more = study.codings[0].clone();
    more.id = study.id.row("coding", "new");
    let content = &study.sources[0].text().content;
    let (from, to) = (themata_model::ByteOffset(8), themata_model::ByteOffset(13));
    more.span = themata_model::Span::new(content, from, to).ok();
    (more.quotation, more.typed) = ("three".into(), "three".into());
    study.codings.push(more);
    for target in Target::ALL {
        let written = write(&study, reading.kept.as_deref(), target).unwrap();
        let document = document(&written.bytes);
        assert_eq!(
            document.matches("targetGUID=\"BBBBBBBB-0000-4000-8000-000000000001\"").count(),
            2,
            "{document}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_coding_of_any_study_arrives_with_its_words(study in arbitrary_study()) {
        let written = write(&study, None, Target::Qualcoder).unwrap();
        let (codings, faults) = imported(&written.bytes);
        prop_assert_eq!(faults, Vec::<String>::new());
        let mut expected: BTreeMap<&str, usize> = BTreeMap::new();
        for coding in study.codings.iter().filter(|coding| coding.span.is_some()) {
            *expected.entry(&coding.quotation).or_default() += 1;
        }
        let mut got: BTreeMap<&str, usize> = BTreeMap::new();
        codings.iter().for_each(|(words, _)| *got.entry(words).or_default() += 1);
        prop_assert_eq!(got, expected);
    }
}

#[test]
fn a_small_study_arrives_whole() {
    let written = write(&small_study(), None, Target::Qualcoder).unwrap();
    assert_eq!(imported(&written.bytes).1, Vec::<String>::new());
}
