//! How a project is to be read: what its variables, sets and names mean in a study.

use std::str::FromStr;

use regex::Regex;
use themata_model::StudyKey;

/// How a project is to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Key of the study, where the project does not tell one; else made from its name.
    pub key: Option<StudyKey>,
    /// What tells the case of a source. Without it the cases of the project are the cases of the study.
    pub case_from: Option<Tells>,
    /// What tells its side.
    pub side_from: Option<Tells>,
    /// What tells its party.
    pub party_from: Option<Tells>,
    /// What tells its informant.
    pub informant_from: Option<Tells>,
    /// What tells the phase: a variable or set of sources gives every coding in them the value, a set of codes
    /// gives it to the codes as pre-filled.
    pub phase_from: Option<Tells>,
    /// What tells the levels of the codes.
    pub levels: Levels,
}

/// What tells a fact of a source.
///
/// Written `variable:NAME`, `set:NAME`, `sets` (all of them), `cases`, or `name:PATTERN`; a bare word is the name of a
/// variable, and one with `{…}` in it a pattern.
#[derive(Clone, Debug)]
pub enum Tells {
    /// A variable of the source or of its case.
    Variable(String),
    /// Sets (document groups): of a set `Group: value` or `Group::value` named by `Group` the value, of any other
    /// its name. No name means all sets of sources.
    Sets(Option<String>),
    /// The cases of the project.
    Cases,
    /// A pattern for the name of the source.
    Name(NamePattern),
}

/// A pattern for names, such as `{case}_{any}`: one place in braces tells, `{any}` and `*` stand for anything.
#[derive(Clone, Debug)]
pub struct NamePattern(Regex);

impl NamePattern {
    /// What the pattern tells of a name.
    pub fn told(&self, name: &str) -> Option<String> {
        let found = self.0.captures(name)?.get(1)?.as_str().trim().to_string();
        Some(found).filter(|found| !found.is_empty())
    }
}

impl FromStr for NamePattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut regex, mut told, mut rest) = (String::from("(?s)^"), 0, text);
        while let Some(c) = rest.chars().next() {
            if let Some((word, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
                let is_any = word.trim() == "any";
                told += usize::from(!is_any);
                regex.push_str(if is_any { ".*?" } else { "(.+?)" });
                rest = after;
                continue;
            }
            match c {
                '*' => regex.push_str(".*?"),
                c => regex.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
            }
            rest = &rest[c.len_utf8()..];
        }
        if told != 1 {
            return Err(format!(
                "the pattern `{text}` needs one place that tells, such as `{{case}}_{{any}}`"
            ));
        }
        regex.push('$');
        Regex::new(&regex).map(NamePattern).map_err(|_| format!("the pattern `{text}` is too long"))
    }
}

impl FromStr for Tells {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let after = |prefix: &str| text.strip_prefix(prefix).map(|rest| rest.trim().to_string());
        match text {
            "" => {
                Err("nothing is named; write for example `variable:Region`, `set:Region` or `cases`".into())
            }
            "cases" => Ok(Tells::Cases),
            "sets" => Ok(Tells::Sets(None)),
            _ => {
                if let Some(name) = after("variable:") {
                    Ok(Tells::Variable(name))
                } else if let Some(name) = after("set:") {
                    Ok(Tells::Sets(Some(name)))
                } else if let Some(pattern) = after("name:") {
                    pattern.parse().map(Tells::Name)
                } else if text.contains('{') {
                    text.parse().map(Tells::Name)
                } else {
                    Ok(Tells::Variable(text.to_string()))
                }
            }
        }
    }
}

/// What tells the levels of the codes.
#[derive(Clone, Debug, Default)]
pub enum Levels {
    /// How deep a code stands: the top is the highest level, what lies deeper than three levels is open codes.
    #[default]
    Depth,
    /// How much stands below a code: what has nothing below it is a category, what holds categories a theme.
    Height,
    /// Sets of codes, the lowest level first; a code in none of them is an open code.
    Sets(Vec<String>),
    /// Levels, the lowest first, each with the names of its codes; a code in none of them is an open code.
    Map(Vec<(String, Vec<String>)>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_tells_one_part_of_a_name() {
        let told = |pattern: &str, name: &str| pattern.parse::<NamePattern>().unwrap().told(name);
        assert_eq!(told("{case}_{any}", "R1_Anna_2.docx").as_deref(), Some("R1"));
        assert_eq!(told("*({side}).txt", "talk (a.b) (customer).txt").as_deref(), Some("a.b) (customer"));
        assert_eq!(told("{case}-x", "R1"), None);
        assert!("{any}".parse::<NamePattern>().is_err() && "{a}{b}".parse::<NamePattern>().is_err());
    }

    #[test]
    fn what_tells_a_fact_is_written_in_one_word() {
        let shown = |text: &str| format!("{:?}", text.parse::<Tells>().unwrap());
        assert_eq!(shown("variable: Region"), "Variable(\"Region\")");
        assert_eq!(shown("Region"), "Variable(\"Region\")");
        assert_eq!(shown("set:Firm"), "Sets(Some(\"Firm\"))");
        assert_eq!(shown("sets"), "Sets(None)");
        assert_eq!(shown("cases"), "Cases");
        assert!(shown("{case}_*").starts_with("Name("));
        assert!("".parse::<Tells>().is_err());
    }
}
