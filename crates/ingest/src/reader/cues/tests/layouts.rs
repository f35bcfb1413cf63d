//! Where captions have who speaks, and what else their lines hold.

use super::{ingest, speakers};

#[test]
fn line_ends_that_were_written_twice_leave_the_numbers_of_cues_out_of_the_words() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nAnna: Who decides\nthere?\n\n2\n00:00:02,000 --> 00:00:03,000\nBo: We do.\n\n\
        3\n00:00:03,000 --> 00:00:04,000\nAnna: Since 1990?\n\n4\n00:00:04,000 --> 00:00:05,000\nBo: Yes.\n";
    let expected = ingest("x.srt", text).0;
    assert_eq!(speakers(&expected), ["Anna", "Bo", "Anna", "Bo"]);
    for ends in ["\r\r\n", "\n\n", "\r\n\r\n"] {
        assert_eq!(ingest("x.srt", &text.replace('\n', ends)).0, expected, "{ends:?}");
    }
    let bare = "00:00:01,000 --> 00:00:02,000\nIn\n1990\n\n00:00:02,000 --> 00:00:03,000\nwe began.\n";
    assert_eq!(ingest("x.srt", bare).0.text, "In 1990 we began.\n", "a number may be words");
}

#[test]
fn names_in_quotation_marks_above_the_times_are_voices() {
    let cue = |n: usize, who: &str| {
        format!("{n} \"{who}\" (11{n})\n00:00:0{n}.000 --> 00:00:0{n}.900\nWords go\non.\n\n")
    };
    let text =
        ["WEBVTT\n\n", &cue(1, "Anna Berg"), &cue(2, "Bo"), &cue(3, "Bo"), &cue(4, "Anna Berg")].concat();
    let (ingested, problems) = ingest("x.vtt", &text);
    let expected = "Anna Berg [00:00:01]: Words go on.\n\nBo [00:00:02]: Words go on. Words go on.\n\nAnna Berg [00:00:04]: Words go on.\n";
    assert_eq!(ingested.text, expected);
    assert_eq!(speakers(&ingested), ["Anna Berg", "Bo", "Anna Berg"]);
    assert_eq!(problems, [""; 0]);
    let unnamed = text.replace("2 \"Bo\"", "2 \"\"");
    let (ingested, problems) = ingest("x.vtt", &unnamed);
    assert_eq!(ingested.turns.len(), 3);
    assert_eq!(problems, ["1 cue names nobody, and is taken as said by whoever was named last"]);
}

#[test]
fn names_that_identify_cues_again_and_again_are_who_speaks_and_that_is_said() {
    let cue = |n: usize, who: &str| format!("{who}\n00:00:0{n}.000 --> 00:00:0{n}.900\nWords go\non.\n\n");
    let text = |names: [&str; 4]| {
        let cues: String = names.iter().enumerate().map(|(n, name)| cue(n, name)).collect();
        format!("WEBVTT\n\n{cues}")
    };
    let (ingested, problems) = ingest("x.vtt", &text(["1 Anna", "2 Bo", "3 Anna", "4 Bo"]));
    assert_eq!(speakers(&ingested), ["Anna", "Bo", "Anna", "Bo"]);
    let said = "what stands above the times comes again as names do (`Anna`), and is taken for who speaks";
    assert_eq!(problems, [said]);
    let (_, problems) = ingest("x.vtt", &text(["scene", "cut", "scene", "cut"]));
    assert_eq!(problems, ["left out: what stands above the times and comes again as names do (`scene`)"]);
    for names in
        [["intro", "a", "b", "end"], ["3f-1/7-0", "3f-1/8-0", "3f-1/9-0", "3f-1/9-1"], ["1", "2", "3", "4"]]
    {
        assert_eq!(ingest("x.vtt", &text(names)).1, [""; 0], "{names:?}");
    }
}

#[test]
fn captions_with_a_comma_between_their_times_are_read_as_others() {
    let text = "0:00:01.000,0:00:02.500\nAnna: Who decides\nthere?\n\n0:00:03.000,0:00:04.000\nBo: We do,[br]both.\n\n\
        0:00:05.000,0:00:06.000\nAnna: Oh.\n\n0:00:07.000,0:00:08.000\nBo: Yes.\n";
    for name in ["x.sbv", "x.txt"] {
        let (ingested, problems) = ingest(name, text);
        assert_eq!(
            ingested.text,
            "Anna [00:00:01]: Who decides there?\n\nBo [00:00:03]: We do, both.\n\nAnna [00:00:05]: Oh.\n\nBo [00:00:07]: Yes.\n"
        );
        assert_eq!(ingested.extraction, "sbv, UTF-8");
        assert_eq!((ingested.turns.len(), ingested.locators.times().len()), (4, 4));
        assert_eq!(problems, [""; 0]);
    }
}

#[test]
fn colours_and_classes_of_webvtt_are_said_as_those_of_other_captions() {
    let file = |classes: [&str; 4]| {
        let cue =
            |(n, class): (usize, &&str)| format!("00:0{n}.000 --> 00:0{n}.900\n{class}Words go on.</c>\n\n");
        format!("WEBVTT\n\n{}", classes.iter().enumerate().map(cue).collect::<String>())
    };
    let said = |what: &str| {
        vec![format!(
            "no turns are told: the words stand in {what}, which may say who speaks, but nobody is named"
        )]
    };
    for (classes, expected) in [
        (["<c.yellow>", "<c.cyan.bg_black>", "<c.yellow>", "<c.bg_black.cyan>"], said("2 colours")),
        (["<c.yellow>", "<c>", "<c.yellow>", "<c>"], said("2 colours")),
        (["<c.anna>", "<c.jonas>", "<c.anna>", "<c.jonas>"], said("classes (`anna`, `jonas`)")),
        (["<v.spk1>", "<v.spk2>", "<v.spk1>", "<v.spk2>"], said("classes (`spk1`, `spk2`)")),
        (["<c.yellow>", "<c.yellow>", "<c.yellow>", "<c.yellow>"], vec![]),
        (["<c>", "<c>", "<c>", "<c>"], vec![]),
    ] {
        let (ingested, problems) = ingest("x.vtt", &file(classes));
        assert_eq!(ingested.turns, []);
        assert_eq!(problems, expected, "{classes:?}");
    }
}

#[test]
fn notes_that_say_who_speaks_name_the_cues_below() {
    let text = "WEBVTT\n\nNOTE made by hand\n\nNOTE Speaker: Anna\n\n00:01.000 --> 00:02.000\nWho decides?\n\n00:02.000 --> 00:03.000\nAnd when?\n\n\
        NOTE Speaker: Bo\n\n00:05.000 --> 00:06.000\nWe all do.\n";
    let (ingested, problems) = ingest("x.vtt", text);
    assert_eq!(ingested.text, "Anna [00:00:01]: Who decides? And when?\n\nBo [00:00:05]: We all do.\n");
    assert_eq!(problems, ["left out: 1 note, style or region", "2 notes say who speaks in the cues below"]);
}

#[test]
fn names_alone_on_the_first_lines_of_cues_are_who_speaks() {
    let file = |names: [&str; 6]| -> String {
        let cue = |(n, name): (usize, &&str)| {
            format!("{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{name}\nWe talked\nof boats.\n\n")
        };
        names.iter().enumerate().map(cue).collect()
    };
    for names in [
        ["Speaker 1", "Speaker 2", "Speaker 2", "Speaker 1", "Speaker 2", "Speaker 1"],
        ["<i>Anna-Kaisa Mäki</i>", "Väinö", "Väinö", "Anna-Kaisa Mäki", "Väinö", "Anna-Kaisa Mäki"],
        ["[Anna]", "[Bo]", "[Bo]", "[Anna]", "[Bo]", "[Anna]"],
    ] {
        let (ingested, problems) = ingest("x.srt", &file(names));
        let first = names[0].replace("<i>", "").replace("</i>", "").replace(['[', ']'], "");
        let second = names[1].replace(['[', ']'], "");
        assert_eq!(speakers(&ingested), [&first, &second, &first, &second, &first], "{names:?}");
        assert!(
            ingested
                .text
                .contains(&format!("{second} [00:00:01]: We talked of boats. We talked of boats.\n"))
        );
        assert_eq!((ingested.locators.times().len(), problems.len()), (6, 0), "{}", ingested.text);
    }
    for names in [
        ["Our harbour", "Our harbour", "Our harbour", "Our harbour", "Our harbour", "Our harbour"],
        ["She", "Oh", "One", "Two", "Three", "Four"],
    ] {
        assert_eq!(ingest("x.srt", &file(names)).0.turns, [], "{names:?}");
    }
}

/// The words of captions with these lines, two a cue, and what is said of them.
fn in_cues(lines: &[&str]) -> (String, Vec<String>) {
    let cue = |(n, lines): (usize, &[&str])| {
        format!("{n}\n00:00:0{n},000 --> 00:00:0{n},999\n{}\n\n", lines.join("\n"))
    };
    let (ingested, problems) = ingest("x.srt", &lines.chunks(2).enumerate().map(cue).collect::<String>());
    (ingested.text, problems)
}

#[test]
fn words_that_line_ends_of_captions_part_are_joined() {
    let (text, problems) =
        in_cues(&["The whole infor-", "mation was", "in the har-", "bour office-", "box."]);
    assert_eq!(text, "The whole information was in the harbour office- box.\n");
    assert_eq!(problems, ["2 words that line ends parted are joined without the hyphen"]);
    let (text, _) =
        in_cues(&["A harbour", "at the har-", "bour.", "A long-term", "and a long-", "term plan"]);
    assert_eq!(text, "A harbour at the harbour. A long-term and a long-term plan\n");
    let lines = [
        "Je pense que je le voyais moi-",
        "même ce matin sur le bateau.",
        "Le conseil demandait pourquoi la poste a-t-",
        "il ouvert ce jour avec les gens du quai.",
    ];
    let (text, problems) = in_cues(&lines);
    assert_eq!(text, format!("{}{} {}{}\n", lines[0], lines[1], lines[2], lines[3]));
    assert_eq!(problems, ["2 hyphens at line ends are kept, since the word may have it"]);
}

#[test]
fn who_breaks_off_in_captions_ends_no_word() {
    for lines in [["I thi-", "think so."], ["and then he-", "Well no."], ["die Vor-", "und Nachteile"]] {
        let (text, problems) = in_cues(&lines);
        assert_eq!(text, format!("{}\n", lines.join(" ")));
        assert_eq!(problems, [""; 0], "{lines:?}");
    }
}

#[test]
fn labels_that_are_wrapped_over_the_lines_of_a_cue_are_whole() {
    let lines = [
        "Anna: Who decides",
        "there?",
        "The Governor",
        "Karin Sund: We do.",
        "Anna: And",
        "when?",
        "The Governor",
        "Karin Sund: In May.",
        "Anna: Not",
        "before?",
        "The Governor",
        "Karin Sund: No.",
    ];
    let cue = |(n, lines): (usize, &[&str])| {
        format!("{n}\n00:00:0{n},000 --> 00:00:0{n},999\n{}\n\n", lines.join("\n"))
    };
    let text: String = lines.chunks(2).enumerate().map(cue).collect();
    let (ingested, problems) = ingest("x.srt", &text);
    let expected = [
        "Anna",
        "The Governor Karin Sund",
        "Anna",
        "The Governor Karin Sund",
        "Anna",
        "The Governor Karin Sund",
    ];
    assert_eq!(speakers(&ingested), expected);
    assert_eq!(problems, [""; 0]);
    let text = text.replace("The Governor", "I see");
    let (ingested, _) = ingest("x.srt", &text);
    assert!(speakers(&ingested).contains(&"Karin Sund"), "{:?}", speakers(&ingested));
}

#[test]
fn speakers_with_letters_that_only_a_blank_parts_from_the_words_are_found_behind_times() {
    let said = ["A", "B", "B", "B", "A", "B", "B", "B", "A", "B", "B", "A"];
    let line =
        |(n, who): (usize, &&str)| format!("00:00:{:02}.0 Speaker {who} we talked of boats\n", 2 * n + 1);
    let (ingested, _) = ingest("x.txt", &said.iter().enumerate().map(line).collect::<String>());
    assert_eq!(speakers(&ingested).len(), 7);
    assert!(
        ingested
            .text
            .contains("Speaker B [00:00:03]: we talked of boats we talked of boats we talked of boats\n"),
        "{}",
        ingested.text
    );
}

#[test]
fn names_that_begin_all_cues_are_speakers_however_long_each_goes_on() {
    let said = ["talked", "sold", "met", "sent", "saw", "took"];
    let cue = |n: usize| {
        let (who, at) = (if (n / 6).is_multiple_of(2) { "Anna" } else { "Boris" }, n * 3 + n / 5 * 60);
        let time = |at: usize| format!("00:{:02}:{:02},500", at / 60, at % 60);
        format!("{n}\n{} --> {}\n{who}: we {} boats.\n\n", time(at), time(at + 3), said[n % 6])
    };
    let (ingested, problems) = ingest("x.srt", &(0..36).map(cue).collect::<String>());
    assert_eq!(speakers(&ingested), ["Anna", "Boris", "Anna", "Boris", "Anna", "Boris"]);
    assert_eq!(problems, [""; 0]);
}

#[test]
fn words_that_leave_no_label_are_said_by_the_voice_of_their_cue() {
    let words = [
        "Where is it?",
        "http://example.org is where they put it.",
        "00:01:02 it says.",
        "www.example.org, too.",
    ];
    let cue = |(n, words): (usize, &&str)| {
        format!("00:0{n}.000 --> 00:0{n}.900\n<v {}>{words}</v>\n\n", ["Anna", "Bo"][n % 2])
    };
    let (ingested, _) =
        ingest("x.vtt", &format!("WEBVTT\n\n{}", words.iter().enumerate().map(cue).collect::<String>()));
    let bodies: Vec<&str> = ingested.turns.iter().map(|turn| turn.body.unwrap().of(&ingested.text)).collect();
    assert_eq!(bodies, words);
    assert_eq!(speakers(&ingested), ["Anna", "Bo", "Anna", "Bo"]);
    let times: Vec<u64> = ingested.turns.iter().map(|turn| turn.timestamp.unwrap().0).collect();
    assert_eq!(times, [0, 1000, 2000, 3000]);
}

#[test]
fn captions_that_are_kept_as_xml_are_read_like_others() {
    let tt = "<?xml version='1.0'?><tt xmlns='t' xmlns:ttm='m' xmlns:ttp='p' xml:lang='sv' ttp:frameRate='25'><head><metadata>\
        <ttm:agent xml:id='a1' type='person'><ttm:name>Anna Berg</ttm:name></ttm:agent></metadata></head><body><div>\
        <p begin='00:00:01.500' end='00:00:03.000' ttm:agent='a1'>Varför\n  då?<br/><span>Nå?</span></p>\
        <p begin='00:00:04:05' dur='2s'>Tom: Det &amp; mer.</p></div></body></tt>";
    let (ingested, _) = ingest("x.ttml", tt);
    assert_eq!(ingested.text, "Anna Berg [00:00:01]: Varför då? Nå? Tom: Det & mer.\n");
    let times: Vec<u64> = ingested.locators.times().iter().map(|(_, time)| time.0).collect();
    assert_eq!(times, [1_500, 4_200]);
    assert_eq!(
        (ingested.language.as_deref(), ingested.extraction.as_str()),
        (Some("sv"), "xml (captions), UTF-8")
    );
    let page = "<timedtext format='3'><body><p t='1000' d='900'>Anna: Why?</p><p t='2000' d='900'><s>Tom:</s><s t='9'> So.</s></p>\
        <p t='3000' d='900'>Anna: I see.</p><p t='4000' d='900'>Tom: Yes.</p></body></timedtext>";
    let first = "<transcript><text start='1' dur='0.9'>Anna: Why?</text><text start='2' dur='0.9'>Tom: It&amp;#39;s so.</text>\
        <text start='3' dur='1'>Anna: I see.</text><text start='4' dur='1'>Tom: Yes.</text></transcript>";
    for xml in [page, first] {
        assert_eq!(ingest("x.xml", xml).0.turns.len(), 4, "{xml}");
    }
    let other = crate::read("x.eaf", b"<ANNOTATION_DOCUMENT/>", &crate::Options::default()).unwrap_err();
    assert!(other.to_string().contains("export it as .srt or .vtt"), "{other}");
}
