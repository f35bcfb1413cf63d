//! English plurals of job titles.

use themata_model::plural;

pub(crate) use themata_model::counted;

/// Words after which a title goes on with what it is the title of: the noun before them is counted.
const LINKS: [&str; 6] = [" of ", " for ", " in ", " at ", " to ", " on "];

/// Words that make two titles of one: which of them take the plural no rule tells.
const JOINTS: [&str; 8] = [" and ", " or ", " und ", " oder ", " ja ", "/", ";", "+"];

/// What titles are in English. Titles are written in any language, and the rules of English hold for these only.
const NOUNS: [&str; 70] = [
    "accountant",
    "administrator",
    "advisor",
    "adviser",
    "agent",
    "analyst",
    "architect",
    "assistant",
    "associate",
    "auditor",
    "buyer",
    "chair",
    "chairman",
    "chairwoman",
    "chef",
    "clerk",
    "coach",
    "consultant",
    "controller",
    "coordinator",
    "deputy",
    "designer",
    "developer",
    "director",
    "doctor",
    "driver",
    "editor",
    "employee",
    "engineer",
    "executive",
    "expert",
    "foreman",
    "founder",
    "head",
    "informant",
    "intern",
    "investor",
    "lawyer",
    "lead",
    "leader",
    "lecturer",
    "manager",
    "mechanic",
    "member",
    "nurse",
    "officer",
    "operator",
    "owner",
    "partner",
    "physician",
    "planner",
    "president",
    "principal",
    "producer",
    "professor",
    "programmer",
    "representative",
    "researcher",
    "salesman",
    "saleswoman",
    "scientist",
    "secretary",
    "specialist",
    "student",
    "supervisor",
    "teacher",
    "technician",
    "trainer",
    "treasurer",
    "worker",
];

/// `2 account managers`; `2 × Geschäftsführer und Gründer` where no rule tells the plural.
pub(crate) fn counted_title(n: u32, title: &str) -> String {
    match plural_title(title) {
        _ if n == 1 => format!("1 {title}"),
        Some(several) => format!("{n} {several}"),
        None => format!("{n} × {title}"),
    }
}

/// Returns `title` for several people: `head of sales` → `heads of sales`, `manager, IT` → `managers, IT`; `None`
/// where that is not sure.
fn plural_title(title: &str) -> Option<String> {
    let (noun, rest) = title.split_at(noun_end(title));
    noun_of(title).map(|_| format!("{}{rest}", plural(noun)))
}

/// The noun that a title comes down to, `manager` of `senior R&D manager`, where that is sure.
pub(crate) fn noun_of(title: &str) -> Option<String> {
    let noun = &title[..noun_end(title)];
    let last = noun.rsplit([' ', '-']).find(|word| !word.is_empty()).unwrap_or_default().to_lowercase();
    let sure = NOUNS.contains(&last.as_str()) && !JOINTS.iter().any(|joint| title.contains(joint));
    sure.then_some(last)
}

/// Where the noun of a title ends, before what it is the title of.
fn noun_end(title: &str) -> usize {
    let cut = LINKS.iter().filter_map(|link| title.find(link)).chain(title.find([',', '('])).min();
    title[..cut.unwrap_or(title.len())].trim_end().len()
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
            ("co-founder", "co-founders"),
        ] {
            assert_eq!(counted_title(2, one), format!("2 {many}"));
            assert_eq!(counted_title(1, one), format!("1 {one}"));
        }
    }

    #[test]
    fn titles_of_which_no_rule_tells_the_plural_stay_as_they_are() {
        for title in [
            "chief executive officer and co-founder",
            "owner/manager",
            "Einkaufsleiter",
            "toimitusjohtaja",
            "operations",
        ] {
            assert_eq!(counted_title(2, title), format!("2 × {title}"));
            assert_eq!(counted_title(1, title), format!("1 {title}"));
        }
    }
}
