//! The times of entries: in seconds or thousandths of a second, or as times of the calendar.

use serde_json::Value;
use themata_model::Timestamp;

use super::super::shapes::time;

/// More units of time than this for one letter are thousandths of a second: nobody needs twenty seconds to say one, or
/// says fifty in one second.
const SLOWEST: f64 = 20.0;

/// How times are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Clock {
    Seconds,
    Thousandths,
    /// Times of the calendar, counted from this one, in thousandths of a second.
    Since(i64),
}

impl Clock {
    /// The time that a value says.
    pub(super) fn read(self, value: &Value) -> Option<Timestamp> {
        let value = first(value);
        match self {
            Self::Seconds => time(value, 1.0),
            Self::Thousandths => time(value, 0.001),
            Self::Since(begin) => u64::try_from(calendar(value)?.checked_sub(begin)?).ok().map(Timestamp),
        }
    }

    /// What is taken, in words.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Seconds => "time",
            Self::Thousandths => "time in thousandths of a second",
            Self::Since(_) => "time since the first of them",
        }
    }
}

/// Whether a value is a time of any kind.
pub(super) fn is_time(value: &Value) -> bool {
    let value = first(value);
    time(value, 1.0).is_some() || calendar(value).is_some()
}

/// The beginning of a span of time, `[1.5, 2.25]`, or the time among others of it, `{"relative": 1.5, "absolute": …}`.
fn first(value: &Value) -> &Value {
    value.get(0).or_else(|| value.get("relative")).or_else(|| value.get("seconds")).unwrap_or(value)
}

/// One entry: when it begins and ends, and how many letters it has.
pub(super) struct Timed<'a> {
    pub(super) start: Option<&'a Value>,
    pub(super) end: Option<&'a Value>,
    pub(super) letters: usize,
}

/// How the times of the field `key` are read.
pub(super) fn clock(key: &str, entries: &[Timed<'_>]) -> Clock {
    if let Some(begin) = entries.iter().filter_map(|entry| calendar(first(entry.start?))).min() {
        return Clock::Since(begin);
    }
    let named = key.ends_with("_ms") || key.ends_with("Ms") || key.to_lowercase().contains("milli");
    let is_slow = slowness(entries).is_some_and(|median| median > SLOWEST);
    if named || is_slow { Clock::Thousandths } else { Clock::Seconds }
}

/// Whether letters would take far too long in thousandths of a second, too: the times are counted in something else, such as
/// the samples of a recording.
pub(super) fn are_in_other_units(entries: &[Timed<'_>]) -> bool {
    slowness(entries).is_some_and(|median| median > SLOWEST * 100.0)
}

/// How many units of time a letter takes in the median.
fn slowness(entries: &[Timed<'_>]) -> Option<f64> {
    let number = |value: Option<&Value>| {
        let value = first(value?);
        value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
    };
    let last = |entry: &Timed<'_>| entry.start?.get(1)?.as_f64();
    let starts: Vec<Option<f64>> = entries.iter().map(|entry| number(entry.start)).collect();
    let mut slowness: Vec<f64> = entries
        .iter()
        .enumerate()
        .filter_map(|(n, entry)| {
            let next = || starts.get(n + 1).copied().flatten();
            let length = number(entry.end).or_else(|| last(entry)).or_else(next)? - starts[n]?;
            (entry.letters > 0 && length > 0.0).then(|| length / entry.letters as f64)
        })
        .collect();
    slowness.sort_by(f64::total_cmp);
    slowness.get(slowness.len() / 2).copied()
}

/// A time of the calendar, `2025-04-12T10:00:03.5Z`, or seconds or thousandths since 1970 that no recording has, in thousandths of
/// a second from the same day on; what stands behind the seconds is taken to be the same in all.
fn calendar(value: &Value) -> Option<i64> {
    if let Some(number) = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()) {
        let unit = if (1e9..1e10).contains(&number) { 1000.0 } else { 1.0 };
        let is_told = unit > 1.0 || (1e12..1e13).contains(&number);
        return is_told.then(|| (number * unit).round() as i64);
    }
    let text = value.as_str()?;
    let (day, time) = text.split_once(['T', ' '])?;
    let mut parts =
        day.splitn(3, '-').map(|part| part.parse::<i64>().ok().filter(|n| (0..10_000).contains(n)));
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let end = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let mut parts = time[..end].splitn(3, ':');
    let (hours, minutes) = (parts.next()?.parse::<u32>().ok()?, parts.next()?.parse::<u32>().ok()?);
    let seconds = parts.next().unwrap_or("0").parse::<f64>().ok()?;
    let is_clock = hours < 24 && minutes < 60 && (0.0..61.0).contains(&seconds);
    let is_day = (1..=12).contains(&month) && (1..=31).contains(&day) && year > 0;
    (is_clock && is_day).then_some(())?;
    // Days since the beginning of the calendar, counted from March.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    let of_day = i64::from(hours * 60 + minutes) * 60_000 + (seconds * 1000.0).round() as i64;
    Some(days * 86_400_000 + of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_calendar_are_counted_from_the_first() {
        let [one, two, three] =
            ["2024-02-28T23:59:59.5Z", "2024-02-29T00:00:01Z", "2024-03-01 00:00:01"].map(Value::from);
        let entries = [&two, &one, &three].map(|start| Timed { start: Some(start), end: None, letters: 1 });
        let clock = clock("startTime", &entries);
        let read = [&one, &two, &three].map(|value| clock.read(value).map(|time| time.0));
        assert_eq!(read, [Some(0), Some(1500), Some(86_401_500)]);
        let [one, two] = [Value::from("1700000001.500"), Value::from(1_700_000_000.0)];
        let entries = [&one, &two].map(|start| Timed { start: Some(start), end: None, letters: 1 });
        assert_eq!(super::clock("ts", &entries).read(&one).map(|time| time.0), Some(1500));
        for text in ["2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z", "12:30:01", "a b", "2024-01-01T-1:00"] {
            assert_eq!(calendar(&Value::from(text)), None, "{text}");
        }
    }
}
