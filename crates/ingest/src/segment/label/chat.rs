//! Lines of what is written beside a meeting, which say who writes to whom: `10:02:11 From Anna Berg to Everyone: words`.

use super::{NAME_CHARS, may_stand_in_name};

/// The words before who writes and before whom it is for.
#[rustfmt::skip]
const WORDS: [(&str, &str); 9] = [
    ("From ", " to "), ("Von ", " an "), ("De ", " à "), ("De ", " a "), ("De ", " para "), ("Da ", " a "), ("Från ", " till "),
    ("Fra ", " til "), ("Van ", " aan "),
];

/// Reads who writes, where a time stands before `at`; returns the name with the position of the colon. Whoever writes to all may
/// be named alone.
pub(super) fn sender(line: &str, at: usize) -> Option<(&str, usize)> {
    let rest = &line[at..];
    let colon = rest.match_indices(':').map(|(colon, _)| colon).find(|colon| {
        let behind = &rest[colon + 1..];
        behind.is_empty() || behind.starts_with(char::is_whitespace)
    })?;
    let to_somebody =
        WORDS.iter().find_map(|(from, to)| Some(rest[..colon].strip_prefix(from)?.split_once(to)?.0));
    let name = to_somebody.or_else(|| rest[..colon].strip_prefix("From  "))?.trim();
    let fits = name.chars().count() <= NAME_CHARS
        && name.starts_with(char::is_alphanumeric)
        && name.contains(char::is_alphabetic)
        && name.chars().all(may_stand_in_name);
    fits.then_some((name, at + colon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_writes_is_told_from_whom_it_is_for() {
        let name = |line| sender(line, 0).map(|(name, _)| name);
        assert_eq!(name("From Anna Berg to Everyone:"), Some("Anna Berg"));
        assert_eq!(name("From  Tom Okafor : Cold, but fine."), Some("Tom Okafor"));
        assert_eq!(name("From  Tom Okafor to Anna Berg(Privately) : Too steep."), Some("Tom Okafor"));
        assert_eq!(name("Von Anna Berg an alle: Guten Tag."), Some("Anna Berg"));
        assert_eq!(name("From the harbour: it is far."), None);
        assert_eq!(name("From noon to six we slept."), None);
    }
}
