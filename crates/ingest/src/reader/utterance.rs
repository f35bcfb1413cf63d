//! Utterances to turns: what captions, speech recognisers and corpora of speech have in common.

use themata_model::Timestamp;

use super::writer::Writer;

/// Something said at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Utterance {
    pub(super) speaker: Option<String>,
    pub(super) start: Option<Timestamp>,
    pub(super) end: Option<Timestamp>,
    pub(super) words: String,
    /// Whether a turn or a paragraph begins here in any case.
    pub(super) opens: bool,
}

/// Silence after which a paragraph begins, in milliseconds.
const PAUSE: u64 = 2_000;

/// Silence after which a paragraph begins in a turn, too.
const LONG_PAUSE: u64 = 20_000;

/// Length after which a paragraph ends with the sentence, in bytes.
const LONG: usize = 600;

/// Writes the utterances: those of one speaker joined to one turn (unless one `opens`), those without a
/// speaker as paragraphs. Each begins with its time in the map of times.
pub(super) fn write(writer: &mut Writer, utterances: &[Utterance]) {
    let mut last: Option<&Utterance> = None;
    let mut length = 0;
    let mut tail = String::new();
    for utterance in utterances {
        let words = utterance.words.trim();
        if words.is_empty() && (utterance.speaker.is_none() || !utterance.opens) {
            continue;
        }
        let same = last.is_some_and(|last| last.speaker == utterance.speaker) && !utterance.opens;
        let goes_on = same && !(length > 0 && last.is_some_and(|last| parts(last, utterance, length, &tail)));
        if !goes_on {
            writer.part(2);
            length = 0;
            tail.clear();
        }
        if !same && let Some(speaker) = &utterance.speaker {
            writer.label(speaker, utterance.start.and_then(printed).as_deref());
        }
        if !words.is_empty() {
            if (goes_on && joins_with_blank(&tail, words)) || (!same && utterance.speaker.is_some()) {
                writer.push(" ");
            }
            if let Some(start) = utterance.start {
                writer.time(start);
            }
            writer.push(words);
            length += words.len();
            tail = tail_of(words);
        }
        last = Some(utterance);
    }
}

/// Who speaks where the others are named.
pub(super) const UNKNOWN: &str = "Unknown speaker";

/// What came of utterances that name nobody, below one that names somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unnamed {
    count: usize,
    /// Whether they are taken as said by whoever was named last.
    go_on: bool,
}

/// Gives utterances that name nobody, below one that names somebody, a speaker. Where a name stands only when another one
/// speaks, they go on with the one before; where names are repeated, they have a speaker of their own.
pub(super) fn name_unnamed(utterances: &mut [Utterance]) -> Unnamed {
    let first = utterances.iter().position(|one| one.speaker.is_some()).unwrap_or(utterances.len());
    let utterances = &mut utterances[first..];
    let names: Vec<&String> = utterances.iter().filter_map(|one| one.speaker.as_ref()).collect();
    let go_on = names.windows(2).all(|two| two[0] != two[1]);
    let mut count = 0;
    let mut last = None;
    for one in utterances {
        if one.speaker.is_some() {
            last.clone_from(&one.speaker);
        } else if !one.words.trim().is_empty() {
            one.speaker = if go_on { last.clone() } else { Some(UNKNOWN.to_string()) };
            count += 1;
        }
    }
    Unnamed { count, go_on }
}

/// Takes the names of those who speak from before their own words, where they stand a second time (`Anna: words`), and says
/// so.
pub(super) fn without_names_again(utterances: &mut [Utterance], writer: &mut Writer) {
    let mut taken = 0;
    for utterance in utterances {
        let Some(name) = utterance.speaker.as_deref() else { continue };
        let words = utterance.words.trim_start();
        let Some(rest) = words.get(..name.len()).filter(|start| start.to_lowercase() == name.to_lowercase())
        else {
            continue;
        };
        let rest = words[rest.len()..].trim_start();
        if let Some(own) = rest.strip_prefix([':', '：']).map(str::trim_start) {
            utterance.words = own.to_string();
            taken += 1;
        }
    }
    let what = themata_model::counted_as(taken, "name that stands", "names that stand");
    if taken > 0 {
        writer.remark(format!("left out: {what} before the words again"));
    }
}

/// Says how many utterances name nobody.
pub(super) fn say_unnamed(unnamed: Unnamed, one: &str, many: &str, writer: &mut Writer) {
    let Unnamed { count, go_on } = unnamed;
    if count == 0 {
        return;
    }
    let (names, whose, are) = if count == 1 { ("names", "its", "is") } else { ("name", "their", "are") };
    let what = themata_model::counted_as(count, one, many);
    writer.remark(match go_on {
        true => format!("{what} {names} nobody, and {are} taken as said by whoever was named last"),
        false => format!("{what} {names} nobody; {whose} speaker is called `{UNKNOWN}`"),
    });
}

/// Whether a paragraph ends between two utterances of one speaker.
fn parts(last: &Utterance, next: &Utterance, length: usize, tail: &str) -> bool {
    let paused = |length: u64| match (last.end, next.start) {
        (Some(end), Some(start)) => start.0 >= end.0.saturating_add(length),
        _ => false,
    };
    let sentence_ends = tail.ends_with(['.', '?', '!', '…', '。', '？', '！', '"', '”']);
    (next.speaker.is_none() && paused(PAUSE)) || paused(LONG_PAUSE) || (sentence_ends && length > LONG)
}

/// Whether words that follow one another are parted by a blank: not in scripts that have none.
pub(super) fn joins_with_blank(before: &str, words: &str) -> bool {
    // Marks and digits that scripts with blanks have, too, belong to the letter beside them.
    let is_mark = |c: char| {
        matches!(
            c,
            '‘' | '’'
                | '“'
                | '”'
                | '…'
                | '—'
                | ','
                | '.'
                | ';'
                | ':'
                | '?'
                | '!'
                | '%'
                | '['
                | ']'
                | '('
                | ')'
                | '"'
        ) || c.is_ascii_digit()
    };
    let (ends, begins) = (before.ends_with(is_unspaced), words.starts_with(is_unspaced));
    // A number or marks between such letters may be broken, too: `198` / `2年`.
    let is_between = before.trim_end_matches(is_mark).ends_with(is_unspaced)
        && words.trim_start_matches(is_mark).starts_with(is_unspaced);
    let is_unspaced = is_between
        || (ends && (begins || words.starts_with(is_mark)))
        || (begins && before.ends_with(is_mark));
    !before.is_empty() && !is_unspaced
}

/// What the join to further words looks at: the last characters of `words`.
pub(super) fn tail_of(words: &str) -> String {
    let from = words.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    words[from..].to_string()
}

/// Most characters of a number and the marks around it.
const TAIL: usize = 16;

/// Whether a character belongs to a script that does not part words by blanks; Korean does.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Appends the next piece of a line that was broken.
pub(super) fn join(text: &mut String, line: &str) {
    let line = line.trim();
    if !line.is_empty() && joins_with_blank(text, line) {
        text.push(' ');
    }
    text.push_str(line);
}

/// The time in whole seconds as labels print it; times beyond a thousand hours are not printed.
pub(super) fn printed(time: Timestamp) -> Option<String> {
    let seconds = time.0 / 1000;
    (seconds < 3_600_000)
        .then(|| format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

/// The number of seconds as a time, where it is one.
pub(super) fn seconds(value: f64) -> Option<Timestamp> {
    (value.is_finite() && (0.0..1e12).contains(&value)).then(|| Timestamp((value * 1000.0).round() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_a_line_breaks_in_chinese_stays_one() {
        let mut text = "我是198".to_string();
        join(&mut text, "2年来的");
        join(&mut text, "的。");
        assert_eq!(text, "我是1982年来的的。");
        let mut text = "in 198".to_string();
        join(&mut text, "2 of them");
        assert_eq!(text, "in 198 2 of them");
        let broken = [said("A", 0, "我是198"), said("A", 1000, "2年来的?"), said("A", 2000, "1969年走。")];
        let mut writer = Writer::default();
        write(&mut writer, &broken);
        assert!(writer.finish("x", "y", true).text.ends_with("我是1982年来的?1969年走。\n"));
    }

    fn said(speaker: &str, start: u64, words: &str) -> Utterance {
        Utterance {
            speaker: (!speaker.is_empty()).then(|| speaker.to_string()),
            start: Some(Timestamp(start)),
            end: Some(Timestamp(start + 1000)),
            words: words.to_string(),
            opens: false,
        }
    }

    fn text(utterances: &[Utterance]) -> String {
        let mut writer = Writer::default();
        write(&mut writer, utterances);
        writer.finish("x", "x", true).text
    }

    #[test]
    fn what_one_speaker_goes_on_to_say_is_one_turn() {
        let utterances =
            [said("Anna", 0, "One"), said("Anna", 1000, "two."), said("Mikko", 62_500, "Three.")];
        assert_eq!(text(&utterances), "Anna [00:00:00]: One two.\n\nMikko [00:01:02]: Three.\n");
    }

    #[test]
    fn a_name_that_stands_before_the_words_again_is_left_out_and_said() {
        let mut utterances =
            [said("Anna", 0, "ANNA : One"), said("Anna", 9, "two"), said("Bo", 99, "Anna: no")];
        let mut writer = Writer::default();
        without_names_again(&mut utterances, &mut writer);
        write(&mut writer, &utterances);
        let extract = writer.finish("x", "x", true);
        assert_eq!(extract.text, "Anna [00:00:00]: One two\n\nBo [00:00:00]: Anna: no\n");
        assert_eq!(extract.problems[0].message, "left out: 1 name that stands before the words again");
    }

    #[test]
    fn without_speakers_a_pause_begins_a_paragraph() {
        let utterances =
            [said("", 0, "One"), said("", 1000, "two."), said("", 9000, "三"), said("", 10_000, "四")];
        assert_eq!(text(&utterances), "One two.\n\n三四\n");
    }

    #[test]
    fn only_scripts_without_blanks_are_joined_without_one() {
        let joined = |before: &str, next: &str| {
            let mut text = before.to_string();
            join(&mut text, next);
            text
        };
        assert_eq!(joined("はい", "𠮷野です"), "はい𠮷野です");
        assert_eq!(joined("네", "그래요"), "네 그래요");
        assert_eq!(joined("是", "OK"), "是 OK");
        assert_eq!(joined("她说：“来。", "”他说："), "她说：“来。”他说：");
        assert_eq!(joined("他说：“", "来"), "他说：“来");
        assert_eq!(joined("“Yes”", "“no”"), "“Yes” “no”");
        assert_eq!(joined("好,", "到现在"), "好,到现在");
        assert_eq!(joined("损失了7", "万块钱"), "损失了7万块钱");
        assert_eq!(joined("起床", ",冬天"), "起床,冬天");
        assert_eq!(joined("我走了[", "听不清]"), "我走了[听不清]");
        assert_eq!(joined("我走了", "(笑)"), "我走了(笑)");
        assert_eq!(joined("Yes,", "7 of us"), "Yes, 7 of us");
        assert_eq!(joined("", "Yes"), "Yes");
    }

    #[test]
    fn every_utterance_stands_at_its_time() {
        let mut writer = Writer::default();
        write(&mut writer, &[said("A", 0, "One"), said("A", 1500, "two")]);
        let extract = writer.finish("x", "x", true);
        let at: Vec<(&str, u64)> =
            extract.times.iter().map(|(at, time)| (&extract.text[at.0..], time.0)).collect();
        assert_eq!(at, [("One two\n", 0), ("two\n", 1500)]);
    }
}
