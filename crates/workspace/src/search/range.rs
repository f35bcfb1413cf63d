//! Ranges of weights and dates, as filters write them.

use themata_model::is_date;

/// `80`, `50-80`, `>50`, `>=50`, `<20`, `<=20`.
pub(super) fn weights(value: &str) -> Option<(u8, u8)> {
    let number = |text: &str| text.trim().parse::<u8>().ok().filter(|n| *n <= 100);
    let range = if let Some(rest) = value.strip_prefix(">=") {
        (number(rest)?, 100)
    } else if let Some(rest) = value.strip_prefix('>') {
        (number(rest)?.checked_add(1)?, 100)
    } else if let Some(rest) = value.strip_prefix("<=") {
        (0, number(rest)?)
    } else if let Some(rest) = value.strip_prefix('<') {
        (0, number(rest)?.checked_sub(1)?)
    } else if let Some((from, to)) = value.split_once("..").or_else(|| value.split_once('-')) {
        (number(from)?, number(to)?)
    } else {
        (number(value)?, number(value)?)
    };
    (range.0 <= range.1).then_some(range)
}

/// A stretch of time: `2019`, `2019-03..2020`, `>2019-06` (after June), `>=2019-06`, `<2020`, `<=2020`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dates<'a> {
    /// Not before this year, month or day.
    from: Option<&'a str>,
    /// Not after it.
    to: Option<&'a str>,
    /// Only when it is over.
    after: Option<&'a str>,
    /// Only before it begins.
    before: Option<&'a str>,
}

impl<'a> Dates<'a> {
    /// The stretch that `value` writes, if it does.
    pub(super) fn of(value: &'a str) -> Option<Dates<'a>> {
        let none = Dates::default();
        let some = |text: &'a str| Some(text.trim()).filter(|text| !text.is_empty());
        let dates = if let Some((from, to)) = value.split_once("..") {
            Dates { from: some(from), to: some(to), ..none }
        } else if let Some(from) = value.strip_prefix(">=") {
            Dates { from: some(from), ..none }
        } else if let Some(after) = value.strip_prefix('>') {
            Dates { after: some(after), ..none }
        } else if let Some(to) = value.strip_prefix("<=") {
            Dates { to: some(to), ..none }
        } else if let Some(before) = value.strip_prefix('<') {
            Dates { before: some(before), ..none }
        } else {
            Dates { from: some(value), to: some(value), ..none }
        };
        let mut named = [dates.from, dates.to, dates.after, dates.before].into_iter().flatten().peekable();
        let is_told = named.peek().is_some() && named.all(is_date);
        // `2019-06..2019` ends after it begins: as far as both are told, they are the same.
        let is_in_order = dates.from.zip(dates.to).is_none_or(|(from, to)| {
            let n = from.len().min(to.len());
            from.get(..n) <= to.get(..n)
        });
        (is_told && is_in_order).then_some(dates)
    }

    /// Whether a date, which may be a year or a month only, lies in it.
    pub(super) fn has(&self, date: &str) -> bool {
        // Compared as far as both are told: `2019-03-15` lies in `2019`, and `2019` may lie in `2019-03`.
        let held = |bound: &str| {
            let n = bound.len().min(date.len());
            date.get(..n).cmp(&bound.get(..n))
        };
        self.from.is_none_or(|bound| date >= bound)
            && self.to.is_none_or(|bound| held(bound).is_le())
            && self.after.is_none_or(|bound| held(bound).is_gt())
            && self.before.is_none_or(|bound| held(bound).is_lt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_weights_and_dates_read_as_they_are_written() {
        assert_eq!(weights("80"), Some((80, 80)));
        assert_eq!(weights("50-80"), Some((50, 80)));
        assert_eq!(weights(">50"), Some((51, 100)));
        assert_eq!(weights("<=20"), Some((0, 20)));
        assert_eq!(weights("<0"), None);
        assert_eq!(weights("101"), None);
        let has = |range: &str, date: &str| Dates::of(range).unwrap().has(date);
        assert!(has("2019", "2019-03-15") && has("2019", "2019") && !has("2019", "2020-01"));
        assert!(has("2019-03..2020", "2020-12-31") && !has("2019-03..2020", "2019-02-28"));
        assert!(has(">2019-06", "2019-07-01") && !has(">2019-06", "2019-06-30") && !has(">2019-06", "2019"));
        assert!(
            has(">=2019-06", "2019-06-01")
                && has("<=2019-06", "2019-06-30")
                && !has("<2019-06", "2019-06-01")
        );
        assert!(has("..2019", "1999") && has("2019..", "2030-01") && !has("2019-06", "2019"));
        assert!(has("2019-06..2019", "2019-11") && !has("2019-06..2019", "2019-05"));
        for wrong in [
            "spring",
            "",
            "..",
            ">",
            "2019-3",
            "2019-06-",
            "2019...2020",
            "2019-13",
            "2019-00",
            "2019-02-30",
            ">2019-13",
            "2020..2019",
            "2019-07..2019-06",
        ] {
            assert_eq!(Dates::of(wrong), None, "{wrong}");
        }
    }
}
