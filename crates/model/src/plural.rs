//! Numbers with their nouns: `1 coding`, `3 codings`.

/// `1 coding`, `3 codings`; `noun` is singular and takes its plural by the regular rules.
pub fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {}", plural(noun)) }
}

/// `1 code stands`, `3 codes stand`: words whose plural no rule gives.
pub fn counted_as(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// Returns the plural of a noun by the regular rules.
pub fn plural(noun: &str) -> String {
    let lower = noun.to_lowercase();
    let ends = |ending: &str| lower.ends_with(ending);
    if noun.is_empty() || ends("s") || !noun.is_ascii() {
        return noun.to_string();
    }
    if ends("chairman") || ends("foreman") || ends("woman") || ends("salesman") {
        return format!("{}men", &noun[..noun.len() - 3]);
    }
    let consonant_y = ends("y") && !["ay", "ey", "oy", "uy"].iter().any(|vowel| ends(vowel));
    if consonant_y {
        return format!("{}ies", &noun[..noun.len() - 1]);
    }
    if ends("ch") || ends("sh") || ends("x") || ends("z") {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_singular_and_none_or_several_are_plural() {
        let told = |noun: &str| [0, 1, 2].map(|n| counted(n, noun)).join(", ");
        assert_eq!(told("coding"), "0 codings, 1 coding, 2 codings");
        assert_eq!(told("party"), "0 parties, 1 party, 2 parties");
        assert_eq!(told("history entry"), "0 history entries, 1 history entry, 2 history entries");
        assert_eq!(counted_as(1, "code stands", "codes stand"), "1 code stands");
        assert_eq!(counted_as(0, "code stands", "codes stand"), "0 codes stand");
    }
}
