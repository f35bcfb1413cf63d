//! Clock times as transcripts print them.

use themata_model::Timestamp;

/// Reads a time at the start of `text`: `mm:ss`, `h:mm:ss`, either with `.mmm` or `,mmm`.
/// Returns it with its length in bytes.
pub(super) fn bare(text: &str) -> Option<(Timestamp, usize)> {
    let bytes = text.as_bytes();
    let (first, mut at) = digits(bytes, 0, 1, 3)?;
    let (second, next) = two_digits_after_colon(bytes, at)?;
    at = next;
    let seconds = match two_digits_after_colon(bytes, at) {
        Some((third, next)) => {
            // Programs for cutting films count frames behind the seconds, behind a semicolon where they drop some.
            at = two_digits_after_colon(bytes, next)
                .or_else(|| dropped(bytes, next))
                .map_or(next, |(_, at)| at);
            (first * 60 + second) * 60 + third
        }
        None => first * 60 + second,
    };
    let mut millis = 0;
    if matches!(bytes.get(at), Some(b'.' | b','))
        && let Some((fraction, next)) = digits(bytes, at + 1, 1, 3)
    {
        millis = fraction * 10_u64.pow(4 - (next - at) as u32);
        at = next;
    }
    let goes_on = matches!(bytes.get(at), Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z'))
        || (bytes.get(at) == Some(&b':') && matches!(bytes.get(at + 1), Some(b'0'..=b'9')));
    (!goes_on).then_some((Timestamp(seconds * 1000 + millis), at))
}

/// Reads a time in `(…)`, `[…]` or `#…#` (the form of f4transkript: `#00:01:02-3#`).
pub(super) fn bracketed(text: &str) -> Option<(Timestamp, usize)> {
    // Markdown that a program wrote has a stroke before each bracket.
    let stroke = usize::from(text.starts_with("\\["));
    let open = text[stroke..].chars().next()?;
    let close = match open {
        '(' => ')',
        '[' => ']',
        '#' => '#',
        '（' => '）',
        '［' => '］',
        '【' => '】',
        _ => return None,
    };
    let blanks = |s: &str| s.len() - s.trim_start_matches(' ').len();
    let mut at = stroke + open.len_utf8();
    at += blanks(&text[at..]);
    let (mut time, length) = bare(&text[at..])?;
    at += length;
    let bytes = text.as_bytes();
    if close == '#'
        && bytes.get(at) == Some(&b'-')
        && let Some((tenths, next)) = digits(bytes, at + 1, 1, 1)
    {
        time.0 += tenths * 100;
        at = next;
    }
    at += blanks(&text[at..]);
    if close != '#'
        && let Some(end) = to(&text[at..])
    {
        at += end;
        at += blanks(&text[at..]);
    }
    if stroke > 0 && text[at..].starts_with('\\') {
        at += stroke;
    }
    text[at..].starts_with(close).then_some((time, at + close.len_utf8()))
}

/// Reads a time in units in `(…)` or `[…]`: `(62s)`, `[1h 2m 3.5s]`, `(12 min)`.
pub(super) fn in_units(text: &str) -> Option<(Timestamp, usize)> {
    let close = match text.as_bytes().first()? {
        b'(' => ')',
        b'[' => ']',
        _ => return None,
    };
    let inside = &text[1..text.find(close)?];
    let length = inside.len() + 2;
    let mut rest = inside.trim();
    let mut millis = 0.0;
    let mut smallest = f64::MAX;
    while !rest.is_empty() {
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
        let number: f64 = rest[..rest.len() - unit.len()].replace(',', ".").parse().ok()?;
        let unit = unit.trim_start_matches(' ');
        rest = unit.trim_start_matches(char::is_alphabetic);
        let factor = match unit[..unit.len() - rest.len()].to_lowercase().as_str() {
            "h" => 3_600_000.0,
            "m" | "min" => 60_000.0,
            "s" | "sec" | "sek" => 1_000.0,
            _ => return None,
        };
        rest = rest.trim_start_matches([' ', '.']);
        if factor >= smallest || number >= 1e6 {
            return None;
        }
        smallest = factor;
        millis += number * factor;
    }
    (smallest < f64::MAX).then_some((Timestamp(millis.round() as u64), length))
}

/// Reads a span of seconds in brackets, as recognisers print it: `[62.2s - 64.9s]`, `[0.00 --> 4.00]`.
pub(super) fn span_in_seconds(text: &str) -> Option<(Timestamp, usize)> {
    let inside = &text.strip_prefix('[')?[..text.find(']')? - 1];
    let (first, last) = ["-->", "->", "-", "–"].into_iter().find_map(|mark| inside.split_once(mark))?;
    let seconds = |part: &str| {
        let number = part.trim().trim_end_matches('s').trim_end();
        let is_time = number.contains('.')
            && number.len() <= 10
            && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        number.parse::<f64>().ok().filter(|_| is_time)
    };
    let (first, last) = (seconds(first)?, seconds(last)?);
    (first <= last).then_some((Timestamp((first * 1000.0).round() as u64), inside.len() + 2))
}

/// Reads the mark of a place in the recording, in thousandths of a second, as programs for transcripts write it into the
/// text, `¤<1500>`, with the time in brackets that may follow.
pub(super) fn mark_of_place(text: &str) -> Option<(Timestamp, usize)> {
    let inside = text.strip_prefix("¤<")?;
    let end = inside.find('>').filter(|end| (1..=9).contains(end))?;
    let (millis, length) = digits(inside.as_bytes(), 0, 1, 9).filter(|(_, length)| *length == end)?;
    let after = text.len() - inside.len() + length + 1;
    let again = bracketed(&text[after..]).map_or(0, |(_, length)| length);
    Some((Timestamp(millis), after + again))
}

/// The length of the end of a span of time: `- 00:05`, `--> 00:05`.
pub(super) fn to(text: &str) -> Option<usize> {
    let mark = ["-->", "-", "–", "—"].into_iter().find(|mark| text.starts_with(mark))?;
    let rest = text[mark.len()..].trim_start_matches(' ');
    let (_, length) = bare(rest)?;
    Some(text.len() - rest.len() + length)
}

/// Reads the day and time at the beginning of a message in a chat: `12/03/2023, 10:05:09` or `2023-03-12 10:05`.
pub(super) fn of_message(text: &str) -> Option<(Timestamp, usize)> {
    let open = text.starts_with('[');
    let rest = text.strip_prefix('[').unwrap_or(text);
    let is_date = |c: char| c.is_ascii_digit() || "./-".contains(c);
    let date = &rest[..rest.find(|c| !is_date(c))?];
    let parts = date.split(['.', '/', '-']).filter(|part| !part.is_empty()).count();
    let after = rest[date.len()..].trim_start_matches([',', ' ', '\u{202f}']);
    if !(6..=11).contains(&date.len()) || parts != 3 || after.len() == rest.len() - date.len() {
        return None;
    }
    let (time, length) = bare(after).or_else(|| {
        let digits = after.find(|c: char| !c.is_ascii_digit() && c != ':')?;
        bare(&after[..digits])
    })?;
    let tail = after[length..].trim_start_matches([' ', '\u{202f}']);
    let (half, tail) = half_of_day(tail).map_or((None, tail), |(half, rest)| (Some(half), rest));
    let tail = if open { tail.strip_prefix(']')? } else { tail };
    Some((of_day(time, &after[..length], half), text.len() - tail.len()))
}

/// A half of the day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// The half of the day that `text` begins with, and what follows it.
fn half_of_day(text: &str) -> Option<(Half, &str)> {
    let marks =
        [("AM", Half::Morning), ("am", Half::Morning), ("PM", Half::Afternoon), ("pm", Half::Afternoon)];
    marks.into_iter().find_map(|(mark, half)| Some((half, text.strip_prefix(mark)?)))
}

/// Reads a time of the day with its half, as programs for messages print it: `9:05 AM`. None begins with a nought, and above
/// twelve no hour has a half.
pub(super) fn with_half(text: &str) -> Option<(Timestamp, usize)> {
    let (time, length) = bare(text)?;
    text.split(':').next()?.parse().ok().filter(|hour: &u64| (1..=12).contains(hour))?;
    let (half, rest) = half_of_day(text[length..].trim_start_matches([' ', '\u{a0}', '\u{202f}']))?;
    let is_whole = !text.starts_with('0') && !rest.starts_with(char::is_alphanumeric);
    is_whole.then(|| (of_day(time, &text[..length], Some(half)), text.len() - rest.len()))
}

/// A time of the day that was read as one of a recording: two numbers are hours and minutes.
fn of_day(time: Timestamp, written: &str, half: Option<Half>) -> Timestamp {
    const HOUR: u64 = 3_600_000;
    let of_clock = if written.matches(':').count() == 1 { time.0 * 60 } else { time.0 };
    Timestamp(match (half, of_clock / HOUR) {
        (Some(Half::Morning), 12) => of_clock - 12 * HOUR,
        (Some(Half::Afternoon), hour) if hour < 12 => of_clock + 12 * HOUR,
        _ => of_clock,
    })
}

/// The time of a message, where nothing else follows: with its day (`12/03/2023 10:05`) or by the half of the day (`10:05 AM`).
pub(super) fn of_message_alone(text: &str) -> Option<(Timestamp, usize)> {
    let alone =
        |(time, length): (Timestamp, usize)| text[length..].trim().is_empty().then_some((time, length));
    of_message(text).and_then(alone).or_else(|| {
        let (time, length) = bare(text)?;
        let (half, rest) = half_of_day(text[length..].trim_start_matches([' ', '\u{a0}', '\u{202f}']))?;
        alone((of_day(time, &text[..length], Some(half)), text.len() - rest.len()))
    })
}

/// The time that a line holds and nothing else; of a span of time (`00:01 --> 00:05`) its beginning.
pub(super) fn alone(line: &str) -> Option<Timestamp> {
    let line = line.trim();
    // The longest is a span of two times in brackets.
    if line.len() > 48 || !line.starts_with(|c: char| c.is_ascii_digit() || "([#".contains(c)) {
        return None;
    }
    if let Some((time, _)) = bracketed(line).filter(|(_, length)| *length == line.len()) {
        return Some(time);
    }
    let whole = |text: &str| bare(text).filter(|(_, length)| *length == text.len()).map(|(time, _)| time);
    let inside = line.trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
    let span = ["-->", " - ", " – ", " — "].into_iter().find_map(|mark| inside.split_once(mark));
    let Some((first, last)) = span else {
        let of_clock = || with_half(inside).filter(|(_, length)| *length == inside.len());
        return whole(inside).or_else(|| of_clock().map(|(time, _)| time));
    };
    let either = |text: &str| whole(text).or_else(|| loose(text));
    either(last.trim()).and_then(|_| either(first.trim()))
}

/// A time whose minutes and seconds have one digit where one is enough: `0:1:5.480`.
fn loose(text: &str) -> Option<Timestamp> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Option<Vec<u64>> =
        clock.split(':').map(|part| part.parse().ok().filter(|_| (1..=2).contains(&part.len()))).collect();
    let parts = parts.filter(|parts| parts.len() == 3 && parts[1] < 60 && parts[2] < 60)?;
    let (fraction, length) = digits(fraction.as_bytes(), 0, 1, 3)?;
    let millis = fraction * 10_u64.pow(3_u32.saturating_sub(length as u32));
    Some(Timestamp(((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000 + millis))
}

fn dropped(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let frames = digits(bytes, at + 1, 2, 2).filter(|(frames, _)| *frames < 60)?;
    (bytes.get(at) == Some(&b';')).then_some(frames)
}

fn two_digits_after_colon(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    if bytes.get(at) != Some(&b':') {
        return None;
    }
    digits(bytes, at + 1, 2, 2).filter(|&(value, _)| value < 60)
}

fn digits(bytes: &[u8], at: usize, least: usize, most: usize) -> Option<(u64, usize)> {
    let count = bytes.iter().skip(at).take(most).take_while(|b| b.is_ascii_digit()).count();
    if count < least {
        return None;
    }
    let value = bytes[at..at + count].iter().fold(0, |value, b| value * 10 + u64::from(b - b'0'));
    Some((value, at + count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_every_form() {
        let cases = [
            ("00:16", 16_000, 5),
            ("1:02:03 rest", 3_723_000, 7),
            ("75:00", 4_500_000, 5),
            ("0:00:01.5", 1_500, 9),
            ("00:00:01,050)", 1_050, 12),
            ("00:16, then", 16_000, 5),
            ("00:01:02:24 Anna", 62_000, 11),
            ("00:01:02;24 Anna", 62_000, 11),
            ("00:01:02; 24", 62_000, 8),
        ];
        for (text, millis, length) in cases {
            assert_eq!(bare(text), Some((Timestamp(millis), length)), "{text}");
        }
    }

    #[test]
    fn the_mark_of_a_place_is_a_time_in_thousandths() {
        assert_eq!(mark_of_place("¤<1500>Anna: x"), Some((Timestamp(1_500), 8)));
        assert_eq!(mark_of_place("¤<1500>(0:00:01.5) Anna: x"), Some((Timestamp(1_500), 19)));
        assert_eq!(mark_of_place("¤<a>"), None);
        assert_eq!(mark_of_place("¤<>"), None);
    }

    #[test]
    fn brackets_must_close() {
        assert_eq!(bracketed("[00:16] x"), Some((Timestamp(16_000), 7)));
        assert_eq!(bracketed("( 00:16 )"), Some((Timestamp(16_000), 9)));
        assert_eq!(bracketed("#00:01:02-3# I:"), Some((Timestamp(62_300), 12)));
        assert_eq!(bracketed("[00:16 --> 00:19] x"), Some((Timestamp(16_000), 17)));
        assert_eq!(of_message("[12/03/2023, 10:05:09] Anna: Hi"), Some((Timestamp(36_309_000), 22)));
        assert_eq!(of_message("2023-03-12 10:05 - Anna: Hi"), Some((Timestamp(36_300_000), 17)));
        assert_eq!(of_message("3/12/23, 10:05 PM - Anna: Hi"), Some((Timestamp(79_500_000), 17)));
        assert_eq!(of_message_alone("12:05 AM"), Some((Timestamp(300_000), 8)));
        assert_eq!(of_message("12:30 we met"), None);
        assert_eq!(bracketed("[00:16"), None);
        assert_eq!(bracketed("(00:16]"), None);
    }

    #[test]
    fn times_in_units_have_the_larger_unit_first() {
        let cases =
            [("(62s): x", 62_000, 5), ("[1h 2m 3.5s]", 3_723_500, 12), ("(2 min. 3 Sek.)", 123_000, 15)];
        for (text, millis, length) in cases {
            assert_eq!(in_units(text), Some((Timestamp(millis), length)), "{text}");
        }
        for text in ["(3)", "(s)", "()", "(3s 2h)", "(3 people)", "(3s", "3s"] {
            assert_eq!(in_units(text), None, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_not_times() {
        for text in ["", "12", "1:2", "12:60", "12:30pm", "1:23:4:5", "00:00:00:01:02", "a:10"] {
            assert_eq!(bare(text), None, "{text}");
        }
    }
}
