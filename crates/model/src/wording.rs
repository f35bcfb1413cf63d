//! What a field of the study's files can say: names of one line, texts, dates.

/// What keeps `text` from being a name, a label or another line of words: line breaks and other control
/// characters, blanks at its ends, nothing at all.
pub fn wrong_line(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        return Some("is empty");
    }
    if text.contains(['\n', '\r']) {
        return Some("holds a line break");
    }
    if text.chars().any(char::is_control) {
        return Some("holds a control character");
    }
    (text.trim() != text).then_some("has blanks at its ends")
}

/// What keeps `text` from being a text of several lines.
pub fn wrong_text(text: &str) -> Option<&'static str> {
    let unseen = |c: char| c.is_control() && !['\n', '\t'].contains(&c);
    text.chars().any(unseen).then_some("holds a control character")
}

/// Whether `text` is a date: a day `2026-01-31`, a month `2026-01` or a year `2026`.
pub fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |digits: usize| -> Option<Option<u32>> {
        let Some(part) = parts.next() else { return Some(None) };
        let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok())
    };
    let (Some(Some(year)), Some(month), Some(day)) = (number(4), number(2), number(2)) else {
        return false;
    };
    let days = |month: u32| match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let fits = match (month, day) {
        (Some(month), Some(day)) => (1..=12).contains(&month) && (1..=days(month)).contains(&day),
        (Some(month), None) => (1..=12).contains(&month),
        (None, _) => true,
    };
    fits && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years_of_the_calendar_are_dates_and_nothing_else_is() {
        for date in ["2026", "2026-01", "2026-12-31", "2024-02-29", "2000-02-29"] {
            assert!(is_date(date), "{date}");
        }
        let others = [
            "",
            "26",
            "2026-1-3",
            "2026-13",
            "2026-00",
            "2026-02-29",
            "1900-02-29",
            "2026-04-31",
            "3.1.2026",
            "2026-01-01-",
            "2026-01-01T10:00",
            "+026",
            "2026-+1",
            " 2026",
            "last week",
            "２０２６",
        ];
        for text in others {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn a_name_is_one_line_without_blanks_around_it() {
        assert_eq!(wrong_line("two words"), None);
        assert_eq!(wrong_line("\u{2003}"), Some("is empty"));
        assert_eq!(wrong_line("a\r\nb"), Some("holds a line break"));
        assert_eq!(wrong_line("a\u{1b}[31m"), Some("holds a control character"));
        assert_eq!(wrong_line("a\u{a0}"), Some("has blanks at its ends"));
        assert_eq!(wrong_text("a\n\tb "), None);
        assert_eq!(wrong_text("a\0"), Some("holds a control character"));
    }
}
