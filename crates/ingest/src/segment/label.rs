//! One line read as a label: times, name, colon or dash, in any sensible order.

mod chat;
mod tail;

use themata_model::Timestamp;

use super::SpeakerStyle;
use super::lexicon::{Meaning, key, meaning};
use super::shape::{Shape, is_day, is_initials, is_unspaced, shape};
use super::time;
use tail::{Tail, before_colon, closes_with_dash, is_before_tab, separated_time, tail_at};

/// Longest name, in characters: `Prof. Dr. Anna-Maria Musterfrau (Alpha GmbH)` has 44.
pub(super) const NAME_CHARS: usize = 48;

const EMPHASIS: [&str; 4] = ["**", "__", "*", "_"];

/// The beginning of one line read as a label.
pub(super) struct Head<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) name: &'a str,
    pub(super) style: SpeakerStyle,
    pub(super) timestamp: Option<Timestamp>,
    pub(super) tight: bool,
    pub(super) bare: bool,
}

/// Reads the beginning of a line as a label with a mark of its own.
pub(super) fn parse(line: &str) -> Option<Head<'_>> {
    let mut at = line.len() - line.trim_start_matches(is_lead).len();
    let numbered = numbered_line(&line[at..]);
    at += numbered;
    let start = at;
    // A change of speaker, or the mark of words that are quoted.
    if line[at..].starts_with('>') {
        at += blanks_after(line, at, |c| c == '>');
    }
    let mut leading = leading_time(line, &mut at);
    // Programs for messages write a tilde before the name of whoever is in no address book.
    if leading.is_some() && line[at..].starts_with('~') {
        at += blanks_after(line, at, |c| c == '~');
    }
    at += tier(&line[at..]);
    let emphasis = EMPHASIS.into_iter().find(|mark| line[at..].starts_with(mark));
    at += emphasis.map_or(0, str::len);
    if leading.is_none() && emphasis.is_some() {
        leading = leading_time(line, &mut at);
    }
    let own = timed_name(line, at);
    let sender = leading.and_then(|_| chat::sender(line, at));
    let found = sender.or(own.map(|(name, after, _)| (name, after)));
    let (name, after) = found.or_else(|| bracketed_name(line, at)).or_else(|| name_at(line, at, emphasis))?;
    // The day before the time at which a recording began.
    if is_day(name) {
        return None;
    }
    let is_bracketed = line[at..].starts_with(['[', '(', '<', '【', '［', '（', '\\']);
    let mut tail = tail_at(line, after, emphasis, leading.is_some());
    // Markdown may end a line with the mark of a line end.
    if line[tail.end..].trim() == "\\" {
        tail.end = line.trim_end().len();
    }
    let rest = &line[tail.end..];
    let alone = rest.trim().is_empty();
    if is_link(rest.trim_start()) {
        return None;
    }
    if let Some(mark) = emphasis.filter(|_| !tail.closed)
        && !(tail.colon && rest.len() > mark.len() && rest.trim_end().ends_with(mark))
    {
        return None;
    }
    let tight =
        !alone && tail.colon && line[..tail.end].ends_with(':') && !rest.starts_with(char::is_whitespace);
    // Scripts without blanks between words write none before a number, either: `访谈者:1998年`.
    let is_number = name.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(is_unspaced)
        && rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(is_unspaced);
    if tight && !is_number && !rest.starts_with(|c: char| c.is_alphabetic() || "\"'“‘«„¿¡".contains(c))
    {
        return None;
    }
    // Scripts without blanks between words write none after the colon either.
    let tight = tight && !name.ends_with(is_unspaced);
    let is_word = matches!(meaning(&key(name)), Meaning::Speaker(_));
    let style = match style_of(&tail, leading.is_some(), emphasis, alone) {
        Some(style) => style,
        // `[Anna] words` may be a label, `[laughs] words` is none.
        None if is_bracketed
            && !tail.dash
            && (alone
                || rest.starts_with(char::is_whitespace)
                || line[..tail.end].ends_with(['】', '］', '）']))
            && (is_word || shape(name) >= Shape::Word) =>
        {
            SpeakerStyle::Bracket
        }
        None => return None,
    };
    // `[00:16] Speaker 1` is a label, `[00:16] Yes` is speech; a name alone with words below may be one.
    let bare = leading.is_some() && !tail.colon && !is_word;
    if bare && !(alone && shape(name) >= Shape::Word) {
        return None;
    }
    // `[Anna]` alone on a line needs words below.
    let bare = bare || (alone && style == SpeakerStyle::Bracket);
    let timestamp = leading.or(tail.time).or(own.map(|(.., time)| time));
    Some(Head { start, end: tail.end, name, style, timestamp, tight, bare })
}

/// The mark of emphasis that a label opens and does not close: `**Anna: ` of `**Anna: Why?**`.
pub(super) fn open_emphasis(label: &str) -> Option<&'static str> {
    let mark = EMPHASIS.into_iter().find(|mark| label.trim_start().starts_with(mark))?;
    (label.matches(mark).count() == 1).then_some(mark)
}

/// The length of the asterisk before a code for a speaker, as transcripts of child language have it: `*MOT:` and a tab.
fn tier(line: &str) -> usize {
    let (code, rest) = line.strip_prefix('*').and_then(|rest| rest.split_once(':')).unwrap_or_default();
    let is_code = rest.starts_with(['\t', ' '])
        && !rest.trim_end().ends_with('*')
        && (1..=7).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    usize::from(is_code)
}

fn style_of(tail: &Tail, time_first: bool, emphasis: Option<&str>, alone: bool) -> Option<SpeakerStyle> {
    Some(if time_first && (tail.colon || alone) {
        SpeakerStyle::TimeFirst
    } else if tail.time.is_some() && tail.dash {
        SpeakerStyle::TimeDash
    } else if tail.time.is_some() && alone {
        SpeakerStyle::TimeLine
    } else if tail.time.is_some() {
        SpeakerStyle::TimeAfter
    } else if emphasis.is_some() && tail.colon {
        SpeakerStyle::Bold
    } else if emphasis.is_some() && alone && !tail.dash {
        SpeakerStyle::BoldLine
    } else if tail.colon && alone {
        SpeakerStyle::ColonLine
    } else if tail.colon {
        SpeakerStyle::Colon
    } else if tail.dash && !alone {
        SpeakerStyle::Dash
    } else {
        return None;
    })
}

/// The length of the number of a line with the blanks after it: `012  I: …`, `(12) I: …`.
pub(super) fn numbered_line(line: &str) -> usize {
    if let Some((number, words)) = line.strip_prefix('(').and_then(|rest| rest.split_once(") "))
        && (1..=5).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
    {
        return line.len() - words.trim_start_matches([' ', '\t']).len();
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let words = rest.trim_start_matches([' ', '\t']);
    let parted = rest.starts_with("  ") || rest.starts_with('\t');
    let digits = line.len() - rest.len();
    if (1..=5).contains(&digits) && parted { line.len() - words.len() } else { 0 }
}

/// Whether a web address follows: then the line is a reference.
fn is_link(rest: &str) -> bool {
    let address = rest.strip_prefix('<').unwrap_or(rest);
    let address =
        if rest.starts_with('[') { rest.split_once("](").map_or("", |(_, target)| target) } else { address };
    ["http://", "https://", "www."].iter().any(|start| address.starts_with(start))
}

/// Reads a time before the name, with the blanks or dash that follow it.
pub(super) fn leading_time(line: &str, at: &mut usize) -> Option<Timestamp> {
    let rest = &line[*at..];
    let (time, length) = time::bracketed(rest)
        .or_else(|| time::with_half(rest))
        .or_else(|| time::bare(rest))
        .or_else(|| time::of_message(rest))
        .or_else(|| time::span_in_seconds(rest))
        .or_else(|| time::mark_of_place(rest))?;
    *at += length;
    let blanks = line.len() - *at - line[*at..].trim_start_matches(' ').len();
    if let Some(end) = time::to(&line[*at + blanks..]) {
        *at += blanks + end;
    }
    *at += blanks_after(line, *at, |c| c == ' ' || c == '\t');
    if line[*at..].starts_with(['-', '–', '—']) {
        *at += blanks_after(line, *at, |c| "-–— ".contains(c));
    }
    Some(time)
}

fn blanks_after(line: &str, at: usize, wanted: impl Fn(char) -> bool) -> usize {
    let rest = &line[at..];
    let after = rest.trim_start_matches(wanted);
    rest.len() - after.trim_start_matches(BLANKS).len()
}

/// Reads the name at `at`; returns it with the position where what follows it begins.
fn name_at<'a>(line: &'a str, at: usize, emphasis: Option<&str>) -> Option<(&'a str, usize)> {
    let rest = &line[at..];
    let mut end = None;
    for (n, (i, c)) in rest.char_indices().enumerate() {
        let here = &rest[i..];
        let stops = match c {
            ':' | '：' => true,
            '(' | '[' | '#' | '（' | '［' | '【' | '\\' => {
                time::bracketed(here).is_some() || before_colon(time::in_units(here), here).is_some()
            }
            '.' => closes_with_dash(&rest[..i], here).is_some(),
            ',' | '/' => separated_time(here).is_some(),
            _ if BLANKS.contains(&c) => {
                let next = here.trim_start();
                // A tab parts the name from the words.
                if c == '\t'
                    && !next.starts_with([':', '：'])
                    && time::bracketed(next).is_none()
                    && before_colon(time::in_units(next), next).is_none()
                    && !is_dash(next)
                    && time::bare(next).is_none()
                    && time::of_message_alone(next).is_none()
                {
                    return None;
                }
                is_dash(next)
                    || separated_time(next).is_some()
                    || time::of_message_alone(next).is_some()
                    || time::bare(next).is_some_and(|(_, length)| {
                        next[length..].trim().is_empty()
                            || next[length..].starts_with(':')
                            || (c != '\t' && is_before_tab(&next[length..]))
                    })
            }
            // Who types is not sure who speaks: `B?: words`.
            '?' | '？' if stands_before_colon(here) && is_code_or_name(&rest[..i]) => continue,
            _ => emphasis.is_some_and(|mark| here.starts_with(mark)),
        };
        if stops {
            end = Some(i);
            break;
        }
        if n == NAME_CHARS || !(may_stand_in_name(c) || is_inside_brackets(&rest[..i], c)) {
            return None;
        }
    }
    let end = end.unwrap_or(rest.len());
    let name = rest[..end].trim_end_matches(is_lead);
    let balanced = name.matches(['(', '（']).count() == name.matches([')', '）']).count()
        && name.matches('[').count() == name.matches(']').count();
    // Wide blanks part a running head from the page's own (`A HISTORY        SMITH: 1`), not a name.
    let fits = balanced
        && !ends_in_minutes(name)
        && !name.contains("   ")
        && !holds_sentence(name)
        && (is_telephone(name)
            || (name.chars().any(char::is_alphabetic) && name.starts_with(char::is_alphanumeric)));
    // Some write a hyphen before the blank and the time: `Anna- 00:01:02:`.
    let own =
        name.strip_suffix(['-', '–']).filter(|own| own.ends_with(char::is_alphanumeric)).unwrap_or(name);
    fits.then_some((own, at + name.len()))
}

/// Whether how long something took ends what stands before a mark: `星期二 52分10秒`.
fn ends_in_minutes(name: &str) -> bool {
    let before = name.strip_suffix(['秒', '分']);
    before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a mark of scripts without blanks stands in what is added to a name in brackets: `受访者（女，45岁）`.
fn is_inside_brackets(before: &str, c: char) -> bool {
    matches!(c, '，' | '、' | '；')
        && before.matches(['（', '(']).count() > before.matches(['）', ')']).count()
}

/// Whether a sentence ends inside of what stands before a time or a colon: `We were three. We left at 6:40`.
fn holds_sentence(name: &str) -> bool {
    name.match_indices(['.', '?', '!']).any(|(at, _)| {
        let word = name[..at].rsplit(' ').next().unwrap_or_default();
        word.chars().count() > 3
            && word.ends_with(char::is_lowercase)
            && !word.starts_with(char::is_uppercase)
            && name[at + 1..].starts_with(' ')
    })
}

/// Whether a name is the number of a telephone, which stands for people without a name: `+34 600 11 22 33`.
fn is_telephone(name: &str) -> bool {
    let Some(number) = name.strip_prefix('+') else { return false };
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (7..=15).contains(&digits) && number.chars().all(|c| c.is_ascii_digit() || " -()\u{a0}".contains(c))
}

/// Whether only further question marks stand before a colon.
fn stands_before_colon(rest: &str) -> bool {
    rest.trim_start_matches(['?', '？']).trim_start_matches(BLANKS).starts_with([':', '：'])
}

/// Whether what stands before a question mark may name somebody: a code, a word for a speaker, two names. A word alone may be a
/// question.
fn is_code_or_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    is_initials(name)
        || matches!(meaning(&key(name)), Meaning::Speaker(_))
        || ((2..=3).contains(&words) && shape(name) == Shape::Name)
}

/// Reads a name in brackets: `[Anna Berg]`.
fn bracketed_name(line: &str, at: usize) -> Option<(&str, usize)> {
    let rest = &line[at..];
    // Markdown that a program wrote has a stroke before each bracket.
    if let Some(name) = rest.strip_prefix("\\[") {
        let end = name.find("\\]")?;
        return is_bracketed_name(&name[..end]).then_some((name[..end].trim(), at + end + 4));
    }
    let close = match rest.chars().next()? {
        '[' => ']',
        '(' => ')',
        '<' => '>',
        '【' => '】',
        '［' => '］',
        '（' => '）',
        _ => return None,
    };
    let end = rest.find(close)?;
    let name = rest[..end].trim_start_matches(['[', '(', '<', '【', '［', '（']).trim();
    is_bracketed_name(name).then_some((name, at + end + close.len_utf8()))
}

/// Reads a name and its time in the same brackets: `[Anna 00:01:02]`.
fn timed_name(line: &str, at: usize) -> Option<(&str, usize, Timestamp)> {
    let inside = line[at..].strip_prefix('[')?.split_once(']')?.0;
    let (name, clock) = inside.rsplit_once(' ')?;
    let (time, length) = time::bare(clock)?;
    let name = name.trim_end_matches([',', ' ']);
    (length == clock.len() && is_bracketed_name(name)).then_some((name, at + inside.len() + 2, time))
}

fn is_bracketed_name(name: &str) -> bool {
    name.chars().count() <= NAME_CHARS
        && name.chars().all(may_stand_in_name)
        && name.chars().any(char::is_alphabetic)
        && name.starts_with(char::is_alphanumeric)
        && !name.contains(['[', '('])
}

/// Blanks inside a line; French has narrow ones before its colons, Chinese and Japanese wide ones.
const BLANKS: [char; 6] = [' ', '\t', '\u{a0}', '\u{2009}', '\u{202f}', '\u{3000}'];

/// Blanks, and the marks that only say how a line is written: direction, byte order, places to part a word.
pub(super) fn is_lead(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

pub(super) fn may_stand_in_name(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c) || " \t\u{a0}\u{2009}\u{202f}.,'’`´-‐–_#/&()[]+*·・（）°º№@".contains(c)
}

/// Combining marks, as in decomposed letters or Indic scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

/// Whether a dash that stands by itself opens `text`, also one of two hyphens.
fn is_dash(text: &str) -> bool {
    let text = text.strip_prefix('-').filter(|rest| rest.starts_with('-')).unwrap_or(text);
    text.strip_prefix(['-', '–', '—']).is_some_and(|rest| rest.starts_with([' ', '\t']))
}

#[cfg(test)]
mod tests;
