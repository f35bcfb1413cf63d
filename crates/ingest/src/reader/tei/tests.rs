//! TEI documents made here.

use crate::{Ingested, Options, read};

fn ingest(header: &str, body: &str) -> (Ingested, Vec<String>) {
    let text = format!(
        "<?xml version=\"1.0\"?><TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:lang=\"es\"><teiHeader><fileDesc><titleStmt><title>Sitting <hi>7</hi></title></titleStmt>\
         <sourceDesc><date when=\"2020-01-02\"/></sourceDesc></fileDesc>{header}</teiHeader><text><body>{body}</body></text></TEI>"
    );
    let (ingested, problems) = read("x.xml", text.as_bytes(), &Options::default()).unwrap();
    (ingested, problems.into_iter().map(|problem| problem.message).collect())
}

const PERSONS: &str = "<profileDesc><particDesc><listPerson><person xml:id='AB'><persName><forename>Anna</forename>\n<surname>Berg</surname></persName></person>\
    <person xml:id='M'><persName>Mikko</persName></person></listPerson></particDesc>\
    <settingDesc><setting><date when='2018-02-06'/></setting></settingDesc></profileDesc>";

#[test]
fn utterances_are_turns_of_the_persons_they_point_to() {
    let body = "<div><head>Order of\n the day</head>\n<u who='#AB'>\n <seg>Who\n decides <vocal type='laugh'><desc>Laughter</desc></vocal>?</seg>\n <seg>And <note>sic</note> how?</seg><kinesic><desc>Applause</desc></kinesic></u>\
        <u who='#M #AB'>Note: we both.</u><u who='#X'/><u ana='#chair'>Thanks, <gap reason='inaudible'/>.</u></div>";
    let (ingested, problems) = ingest(PERSONS, body);
    let expected = "Order of the day\n\nAnna Berg: Who decides [Laughter]?\n\nAnd [sic] how?\n\n[Applause]\n\nMikko & Anna Berg: Note: we both.\n\nX:\n\nchair: Thanks, [inaudible].\n";
    assert_eq!(ingested.text, expected);
    let labels: Vec<&str> =
        ingested.turns.iter().map(|turn| ingested.speakers[turn.speaker].label.as_str()).collect();
    assert_eq!(labels, ["Anna Berg", "Mikko & Anna Berg", "X", "chair"]);
    let expected = [
        "4 notes and events stand in square brackets",
        "1 speaker is not in the document's list of persons and called as in `who` (`X`)",
        "1 utterance has no `who`; their speaker is called by `ana`, or `Unknown speaker`",
    ];
    assert_eq!(problems, expected);
    assert_eq!(ingested.language.as_deref(), Some("es"));
    let metadata =
        [("title".to_string(), "Sitting 7".to_string()), ("date".to_string(), "2018-02-06".to_string())];
    assert_eq!(ingested.metadata, metadata);
}

#[test]
fn speeches_take_the_name_that_is_printed() {
    let body = "<sp who='#AB'><speaker>Fr. BERG.</speaker><p>Who decides?</p><p>You?</p></sp><stage>(Silence)</stage><sp who='#M'><l>We</l><l>both.</l></sp>";
    let (ingested, problems) = ingest(PERSONS, body);
    assert_eq!(ingested.text, "Fr. BERG: Who decides?\n\nYou?\n\n(Silence)\n\nMikko: We\nboth.\n");
    assert_eq!((ingested.turns.len(), problems.len()), (2, 0));
}

#[test]
fn pages_times_tokens_and_choices_are_read() {
    let header = "<x><timeline unit='s'><when xml:id='T0'/><when xml:id='T1' interval='62.5' since='#T0'/><when xml:id='T2' interval='1' since='#T1'/></timeline></x>";
    let body = "<pb n='7'/><annotationBlock who='M' start='#T1'><u><w>We</w> <w join='right'>l</w> <w>’</w><w>are</w>\n <pc>,</pc> <pb n='8'/><choice><sic>teh</sic><corr>the</corr></choice> <anchor synch='#T2'/>two <del>three</del><fw>head</fw></u></annotationBlock>";
    let (ingested, problems) = ingest(header, body);
    assert_eq!(ingested.text, "M [00:01:02]: We l’are, teh two\n");
    let pages: Vec<(&str, &str)> =
        ingested.locators.pages().iter().map(|(at, name)| (name.as_str(), &ingested.text[at.0..])).collect();
    assert_eq!(pages, [("7", "M [00:01:02]: We l’are, teh two\n"), ("8", "teh two\n")]);
    let times: Vec<u64> = ingested.locators.times().iter().map(|(_, time)| time.0).collect();
    assert_eq!(times, [62_500, 63_500]);
    assert_eq!(problems.len(), 4);
}

#[test]
fn a_time_that_no_label_can_print_costs_no_turn() {
    let body = "<u who='#AB' start='4000000s'>Who decides?</u><u who='#M' start='4000001s'>We both.</u>";
    let (ingested, _) = ingest(PERSONS, body);
    assert_eq!(ingested.text, "Anna Berg: Who decides?\n\nMikko: We both.\n");
    assert_eq!(ingested.turns.len(), 2);
    assert_eq!(ingested.locators.times()[1].1.0, 4_000_001_000);
}

#[test]
fn other_xml_is_refused_by_its_root() {
    let refusal = |text: &str| read("x.xml", text.as_bytes(), &Options::default()).unwrap_err().to_string();
    assert!(refusal("<rss/>").contains("its root element `rss` is none of TEI, HTML or OpenDocument; "));
    assert!(
        refusal("<TEI><text>")
            .contains("`x.xml` is a TEI document that cannot be read: its XML ends in the middle; ")
    );
}

#[test]
fn what_stands_between_turns_belongs_to_none() {
    let body = "<u who='#AB'>Why?</u><stage>(silence)</stage><div><head>Today</head><u who='#M'>So. <note>sic</note></u></div><stage>(silence)</stage>";
    let (ingested, _) = ingest(PERSONS, body);
    assert_eq!(ingested.text, "Anna Berg: Why?\n\n(silence)\n\nToday\n\nMikko: So. [sic]\n\n(silence)\n");
    let words: Vec<&str> = ingested.turns.iter().map(|turn| turn.body.unwrap().of(&ingested.text)).collect();
    assert_eq!(words, ["Why?", "So. [sic]"]);
}

#[test]
fn directions_inside_a_speech_are_not_said() {
    let body =
        "<sp><speaker>Anna</speaker><stage>laughs</stage><p>Why <stage>turns</stage> is that?</p></sp>";
    let (ingested, problems) = ingest("<x/>", body);
    assert_eq!(ingested.text, "Anna: [laughs]\n\nWhy [turns] is that?\n");
    assert_eq!(problems.len(), 1);
}

#[test]
fn an_anchor_before_the_first_word_is_the_time_of_the_turn() {
    let header = "<profileDesc/>";
    let body = "<timeline origin='#t0' unit='ms'><when id='t0' absolute='2023-01-01T10:00:00'/><when id='t1' interval='61500' since='#t0'/>\
        <when id='t2' interval='70000' since='#t0'/></timeline><u who='#A'><anchor synch='#t1'/>Why?</u><u who='#B'>So, <anchor synch='#t2'/>yes.</u>";
    let (ingested, _) = ingest(header, body);
    assert_eq!(ingested.text, "A [00:01:01]: Why?\n\nB: So, yes.\n");
    let times: Vec<Option<u64>> =
        ingested.turns.iter().map(|turn| turn.timestamp.map(|time| time.0)).collect();
    assert_eq!(times[1], None);
    assert_eq!(
        ingested.locators.times().iter().map(|(_, time)| time.0).collect::<Vec<_>>(),
        [61_500, 70_000]
    );
}

#[test]
fn annotations_beside_the_words_are_left_out_and_counted() {
    let block = |who: &str, words: &str| {
        format!(
            "<annotationBlock who='#{who}'><u>{words}</u><spanGrp type='pos'><span>PWAV VVFIN</span></spanGrp></annotationBlock>"
        )
    };
    let (ingested, problems) = ingest(PERSONS, &(block("AB", "Who decides?") + &block("M", "We both do.")));
    assert_eq!(ingested.text, "Anna Berg: Who decides?\n\nMikko: We both do.\n");
    assert_eq!(problems, ["left out: 2 groups of annotations beside the words"]);
}
