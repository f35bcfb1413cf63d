//! What stands between a name and the words: colon, time, dash and the end of emphasis.

use themata_model::Timestamp;

use super::{BLANKS, EMPHASIS, blanks_after, is_dash};
use crate::segment::time;

/// What has been read after the name.
#[derive(Default)]
pub(super) struct Tail {
    pub(super) end: usize,
    pub(super) colon: bool,
    pub(super) dash: bool,
    pub(super) closed: bool,
    pub(super) time: Option<Timestamp>,
}

/// The length of a full stop and a dash that end a label, as in `P.- words` and `ANNA. — words`.
pub(super) fn closes_with_dash(name: &str, rest: &str) -> Option<usize> {
    let last = name.rsplit(BLANKS).next().unwrap_or(name);
    // The full stop of `J. D. - words` belongs to the name.
    let is_number = last.bytes().all(|b| b.is_ascii_digit());
    if last.len() != name.trim_start().len() && last.chars().count() < 3 && !is_number {
        return None;
    }
    let dash = rest.strip_prefix('.')?.trim_start_matches(BLANKS);
    let words = dash.strip_prefix(['-', '–', '—'])?;
    let joined = rest.len() - dash.len() == 1;
    let opens = words.starts_with(BLANKS)
        || (joined && words.starts_with(|c: char| c.is_uppercase() || "¿¡«\"“„([".contains(c)));
    opens.then_some(rest.len() - words.len())
}

/// A time at the end of the line, behind a mark of its own: `Anna · 00:01:02`.
pub(super) fn separated_time(rest: &str) -> Option<(Timestamp, usize)> {
    let after = rest.strip_prefix(['·', '•', '|', '@', ',', '/'])?.trim_start_matches(BLANKS);
    let (time, length) = time::bracketed(after).or_else(|| time::bare(after))?;
    let ends =
        after[length..].trim().is_empty() || (rest.starts_with('/') && after[length..].starts_with(':'));
    ends.then_some((time, rest.len() - after.len() + length))
}

/// Reads colon, time, dash and end of emphasis in any sensible order.
pub(super) fn tail_at(line: &str, at: usize, emphasis: Option<&str>, time_first: bool) -> Tail {
    let mut tail = Tail { end: at, ..Tail::default() };
    if let Some(length) = closes_with_dash(&line[..at], &line[at..]) {
        tail.dash = true;
        tail.end = at + length;
    }
    loop {
        let from = tail.end + blanks_after(line, tail.end, |_| false);
        let rest = &line[from..];
        let spaced = from > tail.end;
        let closes = emphasis.filter(|mark| !tail.closed && rest.starts_with(mark));
        if let Some(mark) = closes {
            tail.closed = true;
            tail.end = from + mark.len();
        } else if !tail.colon && (!tail.dash || tail.time.is_some()) && rest.starts_with([':', '：']) {
            tail.colon = true;
            tail.end = from + rest.chars().next().map_or(1, char::len_utf8);
        } else if !time_first
            && tail.time.is_none()
            && let Some((time, length)) = time_in_tail(rest, spaced).or_else(|| separated_time(rest))
        {
            tail.time = Some(time);
            tail.end = from + length;
        } else if !time_first
            && !tail.colon
            && tail.time.is_none()
            && let Some((time, length)) = before_colon(time::in_units(rest), rest)
        {
            tail.time = Some(time);
            tail.end = from + length;
        } else if !tail.colon && !tail.dash && spaced && is_dash(rest) {
            tail.dash = true;
            let second = usize::from(rest.starts_with("--"));
            tail.end = from + second + rest.chars().next().map_or(1, char::len_utf8);
        } else {
            return tail;
        }
    }
}

/// A time in seconds, if the colon of the label follows: elsewhere it says how long somebody was silent.
pub(super) fn before_colon(time: Option<(Timestamp, usize)>, rest: &str) -> Option<(Timestamp, usize)> {
    time.filter(|(_, length)| rest[*length..].trim_start_matches(BLANKS).starts_with([':', '：']))
}

/// Whether a tab and the words follow, and no further fields.
pub(super) fn is_before_tab(after: &str) -> bool {
    after.strip_prefix('\t').is_some_and(|words| !words.contains('\t'))
}

/// A time set off by its type in Markdown, `*0:41*`.
fn time_in_type(rest: &str) -> Option<(Timestamp, usize)> {
    let mark = EMPHASIS.into_iter().chain(["`"]).find(|mark| rest.starts_with(mark))?;
    let inside = &rest[mark.len()..];
    let (time, length) = time::bracketed(inside).or_else(|| time::bare(inside))?;
    inside[length..].starts_with(mark).then_some((time, length + 2 * mark.len()))
}

/// A time after the name: in brackets, or bare where nothing or a dash follows, since `Anna: 12:30
/// would suit me` is speech.
fn time_in_tail(rest: &str, spaced: bool) -> Option<(Timestamp, usize)> {
    let in_line = || {
        let (time, length) = time::bare(rest).filter(|_| spaced)?;
        let after = &rest[length..];
        let ends = matches!(after.trim(), "" | "\\") || is_before_tab(after);
        (ends || is_dash(after.trim_start()) || after.starts_with(':')).then_some((time, length))
    };
    time::bracketed(rest)
        .or_else(in_line)
        .or_else(|| time_in_type(rest).filter(|_| spaced))
        .or_else(|| time::of_message_alone(rest).filter(|_| spaced))
}
