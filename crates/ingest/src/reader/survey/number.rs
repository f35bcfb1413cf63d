//! Days and times of day, which an Excel workbook keeps as numbers.

/// What a number in a cell is shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    Day,
    DayAndTime,
    /// A time of day, or a length of time.
    Time,
    /// Hundredths, with so many digits behind the point, of which the last ones are shown only where they are not zero.
    Percent {
        digits: u8,
        optional: u8,
    },
}

/// Seconds of a day.
const DAY: i64 = 86_400;

impl Shown {
    /// What one of the formats that every workbook has shows.
    pub(super) fn of_number(id: &str) -> Self {
        match id.parse() {
            Ok(9) => Self::Percent { digits: 0, optional: 0 },
            Ok(10) => Self::Percent { digits: 2, optional: 0 },
            Ok(14..=17) => Self::Day,
            Ok(18..=21 | 45..=47) => Self::Time,
            Ok(22) => Self::DayAndTime,
            _ => Self::Number,
        }
    }

    /// What a format of the workbook itself shows: one with a year or a day a day, one with hours or seconds a time.
    pub(super) fn of_code(code: &str) -> Self {
        let mut quoted = false;
        let mut bracket: Option<String> = None;
        let (mut day, mut time, mut percent) = (false, false, false);
        // Digits behind the point, and those of them that may be left out.
        let mut behind: Option<(u8, u8)> = None;
        let mut chars = code.chars();
        while let Some(c) = chars.next() {
            match (&mut bracket, c) {
                (None, '"') => quoted = !quoted,
                _ if quoted => {}
                // Hours in brackets go on beyond a day; other words there are colours and languages.
                (Some(inside), ']') => {
                    let unit = inside.to_lowercase();
                    time |= matches!(unit.as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss");
                    bracket = None;
                }
                (Some(inside), c) => inside.push(c),
                (None, '[') => bracket = Some(String::new()),
                // The next sign stands for itself, or for its width.
                (None, '\\' | '_' | '*') => drop(chars.next()),
                (None, ';') => break,
                (None, '%') => percent = true,
                (None, '.') => behind = Some((0, 0)),
                (None, '0' | '#' | '?') => {
                    if let Some((digits, optional)) = &mut behind {
                        *digits = digits.saturating_add(1);
                        *optional = optional.saturating_add(u8::from(c != '0'));
                    }
                }
                (None, 'y' | 'Y' | 'd' | 'D') => day = true,
                (None, 'h' | 'H' | 's' | 'S') => time = true,
                _ => {}
            }
        }
        match (day, time) {
            (true, true) => Self::DayAndTime,
            (true, false) => Self::Day,
            (false, true) => Self::Time,
            _ if percent => {
                let (digits, optional) = behind.unwrap_or_default();
                Self::Percent { digits, optional }
            }
            _ => Self::Number,
        }
    }

    /// The number as it is shown, `None` where it is none of the kind; `from` is the day from which days are counted, as
    /// days from the end of 1899.
    pub(super) fn write(self, value: &str, from: f64) -> Option<String> {
        let number = value.trim().parse::<f64>().ok()?;
        if let Self::Percent { digits, optional } = self {
            return percent(number, digits, optional);
        }
        if !(0.0..2_958_466.0).contains(&number) {
            return None;
        }
        let seconds = (number * DAY as f64).round() as i64;
        match self {
            Self::Number | Self::Percent { .. } => None,
            Self::Day => day(number + from),
            Self::Time => Some(time(seconds)),
            Self::DayAndTime if number + from < 1.0 => Some(time(seconds)),
            Self::DayAndTime => {
                let of_day = seconds % DAY;
                let day = day((seconds / DAY) as f64 + from)?;
                Some(if of_day == 0 { day } else { format!("{day} {}", time(of_day)) })
            }
        }
    }
}

/// Most digits behind the point that are shown.
const DIGITS: u8 = 15;

fn percent(number: f64, digits: u8, optional: u8) -> Option<String> {
    if !number.is_finite() || number.abs() > 1e12 {
        return None;
    }
    let digits = usize::from(digits.min(DIGITS));
    let mut shown = format!("{:.digits$}", number * 100.0);
    for _ in 0..usize::from(optional).min(digits) {
        if !shown.ends_with('0') {
            break;
        }
        shown.pop();
    }
    Some(format!("{}%", shown.trim_end_matches('.')))
}

fn time(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{rest:02}") }
}

/// The day that a number of days after the end of 1899 is.
fn day(days: f64) -> Option<String> {
    if !(61.0..2_958_466.0).contains(&days) {
        return None;
    }
    // Days since 1 March of the year 0, counted in eras of 400 years.
    let days = days.floor() as i64 - 25_569 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_its_format_shows_it() {
        let check = |code: &str, value: &str, written: Option<&str>| {
            assert_eq!(Shown::of_code(code).write(value, 0.0).as_deref(), written, "{code}");
        };
        check("yyyy\\-mm\\-dd\\ hh:mm:ss", "45717.4239583333", Some("2025-03-01 10:10:30"));
        check("dd/mm/yyyy h:mm", "45717", Some("2025-03-01"));
        check("dd/mm/yyyy h:mm", "0.25", Some("06:00"));
        check("[$-41D]d\\ mmmm\\ yyyy;@", "45717.9", Some("2025-03-01"));
        check("h:mm AM/PM", "0.378472222222222", Some("09:05"));
        check("[h]:mm", "1.5", Some("36:00"));
        check("mm:ss.0", "0.000358796", Some("00:00:31"));
        check("0.00\" hours\"", "7.5", None);
        check("[Red]#,##0", "7", None);
        check("General", "7", None);
        check("0%", "0.25", Some("25%"));
        check("0.0%;[Red]-0.0%", "-0.125", Some("-12.5%"));
        check("0.##%", "0.5", Some("50%"));
        check("0\" %\"", "25", None);
        check("yyyy-mm-dd h:mm", "words", None);
    }
}
