//! English plurals of job titles and counted nouns.

/// Words after which a title goes on with what it is the title of: the noun before them is counted.
const LINKS: [&str; 6] = [" of ", " for ", " in ", " at ", " to ", " on "];

/// Returns `title` for several people: `head of sales` → `heads of sales`, `manager, IT` → `managers, IT`.
/// Titles that end in `s` stay as they are, since they mostly are plurals already.
pub(crate) fn plural_title(title: &str) -> String {
    let cut = LINKS.iter().filter_map(|link| title.find(link)).chain(title.find([',', '('])).min();
    let (noun, rest) = title.split_at(cut.unwrap_or(title.len()));
    let noun_end = noun.trim_end().len();
    format!("{}{}{rest}", plural(&noun[..noun_end]), &noun[noun_end..])
}

/// Returns the plural of a noun by the regular rules.
fn plural(noun: &str) -> String {
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

/// `1 coding`, `3 codings`; `noun` is singular.
pub(crate) fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {}", plural(noun)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_take_their_plural_at_the_noun() {
        for (one, many) in [
            ("account manager", "account managers"),
            ("head of service center", "heads of service center"),
            ("service & support manager", "service & support managers"),
            ("deputy", "deputies"),
            ("head of strategy & business development", "heads of strategy & business development"),
            ("manager, operations", "managers, operations"),
            ("business models researcher", "business models researchers"),
            ("foreman", "foremen"),
            ("operations", "operations"),
            ("", ""),
        ] {
            assert_eq!(plural_title(one), many);
        }
    }
}
