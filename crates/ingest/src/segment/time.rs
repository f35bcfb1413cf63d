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
            at = next;
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
    let close = match text.as_bytes().first()? {
        b'(' => ')',
        b'[' => ']',
        b'#' => '#',
        _ => return None,
    };
    let blanks = |s: &str| s.len() - s.trim_start_matches(' ').len();
    let mut at = 1 + blanks(&text[1..]);
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
    text[at..].starts_with(close).then_some((time, at + 1))
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
        ];
        for (text, millis, length) in cases {
            assert_eq!(bare(text), Some((Timestamp(millis), length)), "{text}");
        }
    }

    #[test]
    fn brackets_must_close() {
        assert_eq!(bracketed("[00:16] x"), Some((Timestamp(16_000), 7)));
        assert_eq!(bracketed("( 00:16 )"), Some((Timestamp(16_000), 9)));
        assert_eq!(bracketed("#00:01:02-3# I:"), Some((Timestamp(62_300), 12)));
        assert_eq!(bracketed("[00:16"), None);
        assert_eq!(bracketed("(00:16]"), None);
    }

    #[test]
    fn other_numbers_are_not_times() {
        for text in ["", "12", "1:2", "12:60", "12:30pm", "1:23:4:5", "00:00:00:01", "a:10"] {
            assert_eq!(bare(text), None, "{text}");
        }
    }
}
