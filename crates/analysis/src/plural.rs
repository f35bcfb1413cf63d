//! English plurals of job titles.

use themata_model::plural;

pub(crate) use themata_model::counted;

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
