//! The known names that come nearest to one that is not known.

/// Returns up to three of `known` within a few typing errors of `wanted` or beginning like it,
/// nearest first.
pub(crate) fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let lower = wanted.to_lowercase();
    // A third of the letters may be wrong, and always two: enough for a transposed or forgotten letter.
    let limit = (lower.chars().count() / 3).max(2);
    let mut scored: Vec<(usize, &str)> = Vec::new();
    for name in known {
        let other = name.to_lowercase();
        let begins = lower.len() >= 3 && (other.starts_with(&lower) || lower.starts_with(&other));
        let distance = strsim::damerau_levenshtein(&lower, &other);
        if (distance <= limit && distance < lower.chars().count().max(2)) || begins {
            scored.push((distance, name));
        }
    }
    scored.sort();
    scored.dedup();
    scored.into_iter().take(3).map(|(_, name)| name.to_string()).collect()
}

/// Returns `; did you mean …?`, or nothing when there is nothing to propose.
pub(crate) fn suggestion(names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("; did you mean {}?", quoted.join(" or "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_proposed_and_far_ones_are_not() {
        let known = ["frequency", "framework", "evidence"];
        assert_eq!(nearest("freqency", known), ["frequency"]);
        assert_eq!(nearest("evid", known), ["evidence"]);
        assert!(nearest("chart", known).is_empty());
    }
}
