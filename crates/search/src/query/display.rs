//! A query written out, so that a person sees how it was understood.

use std::fmt;

use super::{Filter, Form, Pattern, Query, Relation, RelationKind, Word, Wording};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Query::All(parts) if parts.is_empty() => f.write_str("everything"),
            Query::All(parts) => joined(f, parts, " AND "),
            Query::Any(parts) => joined(f, parts, " OR "),
            Query::Not(part) => write!(f, "NOT {}", Nested(part)),
            Query::Words(wording) => wording.fmt(f),
            Query::Pattern(pattern) => pattern.fmt(f),
            Query::Filter(filter) => filter.fmt(f),
            Query::Relation(relation) => relation.fmt(f),
        }
    }
}

/// A part within another, in parentheses where it needs them.
struct Nested<'a>(&'a Query);

impl fmt::Display for Nested<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Query::All(parts) | Query::Any(parts) if parts.len() > 1 => write!(f, "({})", self.0),
            Query::Relation(_) => write!(f, "({})", self.0),
            other => other.fmt(f),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Query], by: &str) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(by)?;
        }
        write!(f, "{}", Nested(part))?;
    }
    Ok(())
}

impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wording::Word(word) => word.fmt(f),
            Wording::Either(parts) => {
                f.write_str("(")?;
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" OR ")?;
                    }
                    part.fmt(f)?;
                }
                f.write_str(")")
            }
            Wording::Sequence { parts, between } => {
                f.write_str("\"")?;
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" ")?;
                    }
                    match part {
                        Wording::Word(Word { text, form: Form::Exact }) => f.write_str(text)?,
                        other => other.fmt(f)?,
                    }
                }
                f.write_str("\"")?;
                if *between > 0 { write!(f, "~{between}") } else { Ok(()) }
            }
            Wording::Near { pair, between } => write!(f, "{} near/{between} {}", pair.0, pair.1),
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form {
            Form::Any => f.write_str(&self.text),
            Form::Exact => write!(f, "\"{}\"", self.text),
            Form::Prefix => write!(f, "{}*", self.text),
            Form::Fuzzy(distance) => write!(f, "{}~{distance}", self.text),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/{}", self.text.replace('/', "\\/"), if self.ignore_case { "i" } else { "" })
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |value: &String| {
            if value.contains(|c: char| c.is_whitespace() || c == '(' || c == ')' || c == ',') {
                format!("\"{value}\"")
            } else {
                value.clone()
            }
        };
        match self.values.as_slice() {
            [one] => write!(f, "{}:{}", self.field, quoted(one)),
            several => {
                write!(f, "{}:({})", self.field, several.iter().map(quoted).collect::<Vec<_>>().join(" OR "))
            }
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.left, self.kind, self.right)?;
        self.chained.as_ref().map_or(Ok(()), |chained| write!(f, " AND {}", chained.words))
    }
}

impl fmt::Display for RelationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RelationKind::Within => "within",
            RelationKind::Overlaps => "overlaps",
            RelationKind::Before => "before",
        })
    }
}
