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
    let recognised = refusal("<document version='1.0'><page><par><line>Why?</line></par></page></document>");
    assert!(recognised.contains("its root element `document` is none of TEI, HTML or OpenDocument; "));
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

fn labels(ingested: &Ingested) -> Vec<&str> {
    ingested.turns.iter().map(|turn| ingested.speakers[turn.speaker].label.as_str()).collect()
}

#[test]
fn said_begins_turns_where_nearly_all_words_stand_in_it() {
    let body = "<p><said who='#AB'>Who decides?</said></p>\n<p><said who='#M'>We <said>both</said> do.</said></p><said who='#AB'>Oh.</said>";
    let (ingested, problems) = ingest(PERSONS, body);
    assert_eq!(ingested.text, "Anna Berg: Who decides?\n\nMikko: We both do.\n\nAnna Berg: Oh.\n");
    assert_eq!((labels(&ingested), problems.len()), (vec!["Anna Berg", "Mikko", "Anna Berg"], 0));
    for name in ["q", "p", "seg", "ab"] {
        let body =
            format!("<{name} who='#AB'>Who?</{name}><{name} who='#M'>We do.</{name}><head>Weather</head>");
        let (ingested, problems) = ingest(PERSONS, &body);
        assert_eq!(ingested.text, "Anna Berg: Who?\n\nMikko: We do.\n\nWeather\n", "{name}");
        let below = "`Weather` stands below the last turn and belongs to none; if somebody says it, write a label before it";
        assert_eq!((ingested.turns.len(), problems), (2, vec![below.to_string()]), "{name}");
    }
    let body = "<p><said who='#AB'>Who decides?</said> Anna asked, and he looked out of the window.</p><p><said who='#M'>We do.</said></p>";
    let (ingested, problems) = ingest(PERSONS, body);
    assert_eq!(ingested.text, "Who decides? Anna asked, and he looked out of the window.\n\nWe do.\n");
    let said = "no turns are told: 2 `<said>` tell who speaks, and stand inside of running text";
    assert_eq!((ingested.turns.len(), problems), (0, vec![said.to_string()]));
}

#[test]
fn words_that_touch_one_another_are_parted_by_blanks() {
    let body = "<u who='#AB'><w>How</w><w>did</w><w join='right'>it</w><w>’s</w><pc>(</pc><w>well</w><pc>)</pc><w>begin</w><pc>?</pc><w>So</w></u><u who='#M'><w>这</w><w>是</w></u><u who='#M'><w>好</w></u>";
    let (ingested, _) = ingest(PERSONS, body);
    assert_eq!(ingested.text, "Anna Berg: How did it’s (well) begin? So\n\nMikko: 这是\n\nMikko: 好\n");
    let body = "<u who='#M'><w>I </w><w>do</w><w>n’t </w><w>know</w></u>";
    assert_eq!(ingest(PERSONS, body).0.text, "Mikko: I don’t know\n");
}

#[test]
fn turns_keep_the_fractions_of_their_times() {
    let header = "<x><timeline unit='ms'><when xml:id='T0'/><when xml:id='T1' interval='4133' since='#T0'/></timeline></x>";
    let (ingested, _) = ingest(header, "<u who='#M' start='#T1'>We do.</u><u who='#A'/>");
    assert_eq!(ingested.text, "M [00:00:04]: We do.\n\nA:\n");
    assert_eq!(ingested.turns[0].timestamp.map(|time| time.0), Some(4133));
}

#[test]
fn names_that_are_filed_under_the_family_are_turned() {
    for (name, expected) in [
        ("<surname>Berg</surname><forename>Anna</forename>", "Anna Berg"),
        (
            "<nameLink>van</nameLink><surname>Berg</surname> <forename>Anna</forename><forename>Lou</forename>",
            "Anna Lou van Berg",
        ),
        ("<forename>Anna</forename><surname>Berg</surname>", "Anna Berg"),
    ] {
        let header =
            format!("<listPerson><person xml:id='P'><persName>{name}</persName></person></listPerson>");
        let (ingested, _) = ingest(&header, "<u who='#P'>We do.</u>");
        assert!(ingested.text.starts_with(expected), "{}", ingested.text);
    }
}

#[test]
fn a_note_with_the_name_of_who_speaks_next_is_left_out() {
    let body = "<div><note type='speaker'>BERG:</note><u who='#AB'>Who?</u><note type='speaker'>Mikko (chair):</note><u who='#M'>We.</u></div>";
    let (ingested, problems) = ingest(PERSONS, body);
    assert_eq!(ingested.text, "Anna Berg: Who?\n\n[Mikko (chair):]\n\nMikko: We.\n");
    assert_eq!(
        problems,
        [
            "1 note or event stands in square brackets",
            "left out: 1 name that stands before its utterance again"
        ]
    );
}

#[test]
fn labels_of_a_list_that_come_again_are_speakers() {
    let item = |who: &str, words: &str| format!("<label>{who}</label>\n<item>{words}</item>\n");
    let body = format!(
        "<list>{}{}{}{}</list><p>The end.</p>",
        item("INT", "Who?"),
        item("ZZ", "We."),
        item("INT", "Oh."),
        item("ZZ", "Yes.")
    );
    let (ingested, _) = ingest("", &body);
    assert_eq!(ingested.text, "INT: Who?\n\nZZ: We.\n\nINT: Oh.\n\nZZ: Yes.\n\nThe end.\n");
    assert_eq!(labels(&ingested), ["INT", "ZZ", "INT", "ZZ"]);
    let body = format!(
        "<list>{}{}{}{}</list>",
        item("boat", "a"),
        item("quay", "b"),
        item("net", "c"),
        item("oar", "d")
    );
    assert_eq!(ingest("", &body).0.turns, []);
}

#[test]
fn one_reading_of_several_is_taken_and_sentences_that_touch_are_parted() {
    let body = "<u who='#M'><s>The <app><lem>boat</lem><rdg>barge</rdg></app> left.</s><s>An <app><rdg>old</rdg><rdg>new</rdg></app> one.</s></u><u who='#AB'><s>是。</s><s>好。</s></u>";
    let (ingested, problems) = ingest(PERSONS, body);
    assert_eq!(ingested.text, "Mikko: The boat left. An old one.\n\nAnna Berg: 是。好。\n");
    assert_eq!(problems, ["left out: 2 other readings"]);
}

#[test]
fn a_word_that_a_line_end_of_the_source_parts_is_joined_where_the_document_says_so_and_counted_elsewhere() {
    let body = "<u who='#M'>The bak-<lb break='no'/>ery paid, the of\u{2010}<pb n='7'/><lb break='no'/>\nfice and the heat¬<lb/>ing too. The sys-<lb/>tem stayed, says K.-<lb break='no'/>H. So</u>";
    let (ingested, said) = ingest(PERSONS, body);
    assert_eq!(
        ingested.text,
        "Mikko: The bakery paid, the office and the heating too. The sys-\ntem stayed, says K.-H. So\n"
    );
    assert_eq!(
        said,
        [
            "3 words that line ends parted are joined without the hyphen",
            "1 word that a hyphen at a line end may part stays so"
        ]
    );
}

#[test]
fn one_who_is_one_speaker_in_whatever_way_each_speech_is_printed() {
    let speech = |(who, printed): (&str, &str)| format!("<sp who='{who}'>{printed}<p>So.</p></sp>");
    let body: String = [
        ("#AB", "<speaker>Anna Berg</speaker>"),
        ("#K", "<speaker>Karin</speaker>"),
        ("#AB", "<speaker>Berg.</speaker>"),
        ("#K", "<speaker>Karin, leise</speaker>"),
        ("#AB", ""),
        ("#K", "<speaker>Karin</speaker>"),
        ("#M", "<speaker>Hr. MIKKO</speaker>"),
        ("#M", "<speaker>Hr. MIKKO.</speaker>"),
    ]
    .into_iter()
    .map(speech)
    .collect();
    let (ingested, problems) = ingest(PERSONS, &body);
    let labels: Vec<&str> =
        ingested.turns.iter().map(|turn| ingested.speakers[turn.speaker].label.as_str()).collect();
    assert_eq!(
        labels,
        ["Anna Berg", "Karin", "Anna Berg", "Karin", "Anna Berg", "Karin", "Hr. MIKKO", "Hr. MIKKO"]
    );
    assert_eq!(
        problems,
        [
            "2 speakers are printed in several ways and called by one name, as `who` tells who is the same (`Anna Berg`)"
        ]
    );
}

#[test]
fn a_who_that_no_list_explains_is_not_one_speaker_under_names_that_share_no_word() {
    let body = "<sp who='#x'><speaker>Anna</speaker><p>So?</p></sp><sp who='#x'><speaker>Mikko</speaker><p>So.</p></sp>";
    let (ingested, problems) = ingest("", body);
    assert_eq!((ingested.speakers.len(), problems.len()), (2, 0));
}

#[test]
fn what_is_told_beside_a_printed_name_is_none_of_it() {
    let body = "<sp><speaker>Berg <stage>riant</stage>.</speaker><p>So.</p></sp>\
        <sp><speaker>M. M.<note>Mikko Maki</note></speaker><p>Yes.</p></sp>\
        <sp><speaker>Berg, (<stage>bas</stage>)</speaker><p>No.</p></sp>";
    let (ingested, problems) = ingest("", body);
    assert_eq!(ingested.text, "Berg: [riant]\n\nSo.\n\nM. M: Yes.\n\nBerg: [bas]\n\nNo.\n");
    assert_eq!(problems, ["2 notes and events stand in square brackets", "left out: 1 footnote"]);
}

#[test]
fn letters_that_are_written_as_entities_are_read() {
    let text = "<!DOCTYPE TEI.2 SYSTEM 'teixlite.dtd'><TEI.2><text><body><sp><speaker>BH</speaker><p>F&auml;rgar&aring;n.</p></sp></body></text></TEI.2>";
    let (ingested, problems) = read("x.xml", text.as_bytes(), &Options::default()).unwrap();
    assert_eq!((ingested.text.as_str(), problems.len()), ("BH: Färgarån.\n", 0));
}
