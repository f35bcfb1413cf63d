//! What may be labels and is not taken for some: the last net.

use themata_model::{Place, Problem, Speaker, Turn, counted_as};

use super::misread::is_slip;
use crate::segment::{self, SpeakerStyle, can_stand_alone, is_word_for_speaker};

/// Fewest labels without words to tell columns by.
const WORDLESS: usize = 6;

/// Fewest paragraphs inside turns to tell by.
const PARAGRAPHS: usize = 12;

/// How often two speakers speak at the least where one word alone is asked about.
const OFTEN: usize = 4;

/// Most words of a heading.
const HEADING: usize = 6;

/// One word with a colon that begins a single turn among many: it may be said, `First: the money.`
pub(super) fn once(file: &str, text: &str, turns: &[Turn], speakers: &[Speaker]) -> Option<Problem> {
    let counts = super::counts(turns, speakers);
    let often: Vec<&Speaker> = speakers
        .iter()
        .zip(&counts)
        .filter(|(_, count)| **count >= OFTEN)
        .map(|(speaker, _)| speaker)
        .collect();
    let is_once = |turn: &&Turn| {
        let speaker = &speakers[turn.speaker];
        counts[turn.speaker] == 1
            && turn.timestamp.is_none()
            && turn.label.of(text).ends_with([':', '：'])
            && !speaker.label.contains(' ')
            && speaker.label.contains(char::is_lowercase)
            && !is_word_for_speaker(&speaker.label)
            && !often.iter().any(|other| is_slip(&speaker.label, &other.label))
    };
    let found: Vec<&Turn> = turns.iter().filter(is_once).collect();
    let first = found.first().filter(|_| often.len() >= 2)?;
    let name = &speakers[first.speaker].label;
    let more = match found.len() - 1 {
        0 => String::new(),
        n => format!(", and so {}", counted_as(n, "other word", "other words")),
    };
    let line = text[..first.label.start().0].matches('\n').count() + 1;
    let message = format!(
        "`{name}:` is taken for a speaker{more}, though it comes only once; where it is said, put another mark for the colon"
    );
    Some(Problem::warning(Place::file(file).line(line), message))
}

/// Labels without words behind them: columns of a page that were read one after the other.
pub(super) fn wordless(file: &str, text: &str, turns: &[Turn]) -> Option<Problem> {
    let empty: Vec<&Turn> = turns.iter().filter(|turn| turn.body.is_none()).collect();
    let first = empty.first().filter(|_| empty.len() >= WORDLESS && empty.len() * 2 > turns.len())?;
    let message = format!(
        "{} of {} labels have no words behind them; where the columns of a page were read one after the other, put each label before its words",
        empty.len(),
        turns.len()
    );
    let line = text[..first.label.start().0].matches('\n').count() + 1;
    Some(Problem::warning(Place::file(file).line(line), message))
}

/// Names that stand alone on a line once, inside a turn, where all speakers stand so.
pub(super) fn alone(file: &str, text: &str, turns: &[Turn], style: Option<SpeakerStyle>) -> Option<Problem> {
    if style != Some(SpeakerStyle::NameLine) {
        return None;
    }
    let found: Vec<(usize, &str)> = turns.iter().flat_map(|turn| within(text, turn).skip(1)).collect();
    let is_name = |(_, line): &&(usize, &str)| can_stand_alone(line) && line.chars().nth(2).is_some();
    let names: Vec<&(usize, &str)> = found.iter().filter(is_name).collect();
    let (at, name) = names.first()?;
    let more = match names.len() - 1 {
        0 => "stands".to_string(),
        n => format!("and {} stand", counted_as(n, "more line", "more lines")),
    };
    let message = format!(
        "`{name}` {more} alone on a line inside a turn, as the names of speakers do; where it is one, name it with `--speaker` or `--speakers`"
    );
    Some(Problem::warning(Place::file(file).line(text[..*at].matches('\n').count() + 1), message))
}

/// Paragraphs inside turns that begin alike, with a few words before a mark that takes turns.
pub(super) fn beginnings(file: &str, text: &str, turns: &[Turn]) -> Option<Problem> {
    let inside: Vec<(usize, &str)> = turns.iter().flat_map(|turn| within(text, turn).skip(1)).collect();
    if inside.len() < PARAGRAPHS.max(turns.len() * 2) {
        return None;
    }
    let lines: Vec<&str> = inside.iter().map(|(_, line)| *line).collect();
    let beginnings = super::beginnings(&lines)?;
    let (at, _) = inside.first()?;
    let message = format!(
        "nearly all of {} inside turns begin with {beginnings}, as with speakers; put a colon behind the names",
        counted_as(lines.len(), "paragraph", "paragraphs")
    );
    Some(Problem::warning(Place::file(file).line(text[..*at].matches('\n').count() + 1), message))
}

/// Short lines without a label at the ends of turns, where nearly all other paragraphs have one: headings, by their look.
pub(super) fn headings(file: &str, text: &str, turns: &[Turn]) -> Option<Problem> {
    let inside: Vec<Vec<(usize, &str)>> =
        turns.iter().map(|turn| within(text, turn).skip(1).collect()).collect();
    let is_heading = |line: &str| {
        line.split_whitespace().count() <= HEADING
            && line.starts_with(|c: char| c.is_uppercase() || c == '第')
            && line.ends_with(|c: char| c.is_alphanumeric() || c == ')')
            && !line.contains("://")
    };
    let is_last =
        |turn: &Turn, at: usize| turn.body.is_some_and(|body| !text[at..body.end().0].trim().contains('\n'));
    // Below the last turn it may be anything.
    let above_next = turns.iter().zip(&inside).take(turns.len().saturating_sub(1));
    let mut found: Vec<(usize, &str)> = above_next
        .filter_map(|(turn, lines)| {
            lines.last().copied().filter(|(at, line)| is_heading(line) && is_last(turn, *at))
        })
        .collect();
    let is_note = |line: &str| line.starts_with(['(', '[', '（']) && line.ends_with([')', ']', '）']);
    let all = inside.iter().flatten().filter(|(_, line)| !is_note(line)).count();
    // What is counted is one however the turns go on.
    let are_counted = found.iter().any(|(_, line)| is_counted(line));
    found.retain(|(_, line)| !are_counted || is_counted(line));
    let (at, line) = *found.first()?;
    let has_blanks = text[..at].trim_end_matches([' ', '\t']).ends_with("\n\n");
    // One alone may be said, unless nobody else goes on in a second paragraph.
    let is_enough = found.len() >= 2 || (turns.len() >= PARAGRAPHS && all == found.len());
    let are_few = (all - found.len()) * 10 <= turns.len();
    if !(are_counted || (has_blanks && is_enough && are_few)) {
        return None;
    }
    let message = match found.len() - 1 {
        0 => format!(
            "`{line}` without a label, as a heading is, belongs to the turn above it; where it is one, give it the style of one, or begin it with `## `"
        ),
        n => format!(
            "`{line}` and {} without a label, as headings are, belong to the turns above them; where they are headings, give them the style of one, or begin them with `## `",
            counted_as(n, "more short line", "more short lines")
        ),
    };
    Some(Problem::warning(Place::file(file).line(text[..at].matches('\n').count() + 1), message))
}

/// Whether a word and its number begin a line, `Theme 2: Leading`, `Block B`, as the titles of parts do.
fn is_counted(line: &str) -> bool {
    let mark = |c: char| matches!(c, ':' | '.' | ')' | '–' | '-' | '：');
    let mut words = line.splitn(3, char::is_whitespace);
    let name = words
        .next()
        .zip(words.next())
        .map(|(word, number)| format!("{word} {}", number.trim_end_matches(mark)));
    name.is_some_and(|name| segment::counted_stem(&name).is_some()) || line.starts_with('第')
}

/// The first lines of the paragraphs of a turn, with where they begin; each line is one where no empty line parts them.
fn within<'a>(text: &'a str, turn: &Turn) -> impl Iterator<Item = (usize, &'a str)> {
    let (start, words) = turn.body.map_or((0, ""), |body| (body.start().0, body.of(text)));
    let has_blanks = words.contains("\n\n");
    let mut at = start;
    let mut opens = true;
    words.split_inclusive('\n').filter_map(move |line| {
        let (here, own) = (at, line.trim());
        at += line.len();
        let is_first = opens && !own.is_empty();
        opens = own.is_empty() || !has_blanks;
        is_first.then_some((here, own))
    })
}
