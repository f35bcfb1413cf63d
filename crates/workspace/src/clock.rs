//! The only place that asks for the time and for fresh ids.

use std::time::{SystemTime, UNIX_EPOCH};

use themata_model::{RowId, Uuid};

/// The time now, RFC 3339 in UTC to the second.
#[expect(clippy::disallowed_methods, reason = "the one clock; entries of the trail say when")]
pub(crate) fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    rfc3339(seconds)
}

/// A fresh id (RFC 9562, version 7).
pub(crate) fn fresh_id() -> RowId {
    RowId(Uuid::from_bytes(uuid::Uuid::now_v7().into_bytes()))
}

/// Seconds since 1970 as a date and time; days to civil date after Howard Hinnant's algorithm
/// ("chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
fn rfc3339(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let z = days + 719_468;
    let era = z / 146_097;
    let doe = z - era * 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates_of_the_calendar() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(rfc3339(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(rfc3339(4_107_542_400), "2100-03-01T00:00:00Z");
        assert_eq!(rfc3339(1_795_000_000), "2026-11-18T11:06:40Z");
    }

    #[test]
    fn ids_differ_and_follow_one_another() {
        let ids: Vec<RowId> = (0..100).map(|_| fresh_id()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
