//! Patterns of file names, such as `{case}_{side}_{informant}_{date}.txt`.

use crate::WorkspaceError;
use crate::verbs::look;

/// What a file name may tell of a source.
pub(crate) const FIELDS: [&str; 10] =
    ["key", "case", "side", "party", "informant", "wave", "date", "kind", "language", "any"];

/// A pattern: literal stretches and fields between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
    /// How many components of the path it describes, and whether the ending is one of its letters.
    components: usize,
    with_ending: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(Vec<char>),
    Field(&'static str),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When a brace is open, a field is not known or given twice, or nothing parts two fields.
    pub(crate) fn parse(text: &str) -> Result<Pattern, WorkspaceError> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (literal, from) = rest.split_at(open);
            let Some(close) = from.find('}') else {
                return Err(WorkspaceError::refused(format!("in the pattern `{text}` a `{{` is not closed")));
            };
            let name = from.get(1..close).unwrap_or_default().trim();
            let Some(field) = FIELDS.iter().find(|field| **field == name) else {
                return Err(look::unknown("field", name, FIELDS)
                    .hint("a pattern knows {key}, {case}, {side}, {party}, {informant}, {wave}, {date}, {kind}, {language} and {any}"));
            };
            if literal.is_empty() && matches!(pieces.last(), Some(Piece::Field(_))) {
                return Err(WorkspaceError::refused(format!(
                    "in the pattern `{text}` nothing parts two fields"
                ))
                .hint("put the letters between them that stand there in the file names, for example `_`"));
            }
            if *field != "any" && pieces.contains(&Piece::Field(field)) {
                return Err(WorkspaceError::refused(format!(
                    "the pattern `{text}` has the field `{field}` twice"
                )));
            }
            pieces.extend((!literal.is_empty()).then(|| Piece::Literal(folded(literal))));
            pieces.push(Piece::Field(field));
            rest = from.get(close + 1..).unwrap_or_default();
        }
        pieces.extend((!rest.is_empty()).then(|| Piece::Literal(folded(rest))));
        if !pieces.iter().any(|piece| matches!(piece, Piece::Field(_))) {
            return Err(WorkspaceError::refused(format!("the pattern `{text}` has no field"))
                .hint("write for example `{case}_{informant}.txt`"));
        }
        let last = text.rsplit('/').next().unwrap_or(text);
        let components = text.split('/').count();
        Ok(Pattern { pieces, components, with_ending: last.contains('.') })
    }

    /// The fields in the order of the pattern.
    pub(crate) fn fields(&self) -> Vec<&'static str> {
        let field = |piece: &Piece| match piece {
            Piece::Field(field) if *field != "any" => Some(*field),
            _ => None,
        };
        self.pieces.iter().filter_map(field).collect()
    }

    /// What the name of the file at `path` (with `/`) tells; `None` when it does not fit. Of several ways
    /// to read it the one with the shortest first fields is taken; a date is digits and what parts them.
    pub(crate) fn read(&self, path: &str) -> Option<Vec<(&'static str, String)>> {
        let parts: Vec<&str> = path.split('/').collect();
        let named = parts.get(parts.len().checked_sub(self.components)?..)?.join("/");
        let (stem, _) = named.rsplit_once('.').unwrap_or((&named, ""));
        let name = if self.with_ending { named.as_str() } else { stem };
        let letters: Vec<char> = name.chars().collect();
        let mut found = Vec::new();
        fits(&self.pieces, &letters, &mut found).then_some(())?;
        found.reverse();
        let tidy = |(field, value): (&'static str, String)| {
            (field, if field == "date" { iso(&value) } else { value.trim().to_string() })
        };
        Some(found.into_iter().filter(|(field, _)| *field != "any").map(tidy).collect())
    }
}

/// Whether `letters` can be read as `pieces`; the fields are put into `found`, last one first.
fn fits(pieces: &[Piece], letters: &[char], found: &mut Vec<(&'static str, String)>) -> bool {
    match pieces.split_first() {
        None => letters.is_empty(),
        Some((Piece::Literal(literal), rest)) => {
            let begins = letters.len() >= literal.len()
                && letters.iter().zip(literal).all(|(a, b)| a.to_lowercase().eq(b.to_lowercase()));
            begins && fits(rest, letters.get(literal.len()..).unwrap_or_default(), found)
        }
        Some((Piece::Field(field), rest)) => (1..=letters.len()).any(|length| {
            let (value, after) = letters.split_at(length);
            let text: String = value.iter().collect();
            let may = !text.trim().is_empty() && !text.contains('/') && (*field != "date" || is_date(&text));
            let does = may && fits(rest, after, found);
            if does {
                found.push((field, text));
            }
            does
        }),
    }
}

fn folded(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn is_date(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '-' || c == '.')
}

/// Eight digits as a date of ISO 8601; any other writing as it is.
fn iso(text: &str) -> String {
    let is_bare = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    match (is_bare, text.get(..4), text.get(4..6), text.get(6..)) {
        (true, Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str, name: &str) -> Option<String> {
        let found = Pattern::parse(pattern).unwrap().read(name)?;
        let told: Vec<String> = found.iter().map(|(field, value)| format!("{field}={value}")).collect();
        Some(told.join(" "))
    }

    #[test]
    fn a_file_name_tells_what_the_pattern_names() {
        let pattern = "{case}_{side}_{informant}_{date}.txt";
        let told = read(pattern, "in/R1_provider_I1+I2_20240131.TXT");
        assert_eq!(told.unwrap(), "case=R1 side=provider informant=I1+I2 date=2024-01-31");
        assert_eq!(read(pattern, "R1_provider_2024.txt"), None);
        assert_eq!(read("{any} - {key}", "01 - Anna.md").unwrap(), "key=Anna");
        assert_eq!(read("{case}/{key}.txt", "all/R2/S 1.txt").unwrap(), "case=R2 key=S 1");
        assert_eq!(read("{key}-{date}", "a-b-2024-02-03.txt").unwrap(), "key=a-b date=2024-02-03");
        assert_eq!(read("Ö{key}", "ö1.txt").unwrap(), "key=1");
    }

    #[test]
    fn a_pattern_that_cannot_be_read_says_why() {
        let told = |pattern: &str| Pattern::parse(pattern).unwrap_err().to_string();
        insta::assert_snapshot!(told("{case}{side}"), @"in the pattern `{case}{side}` nothing parts two fields");
        insta::assert_snapshot!(told("{caze}_x"), @"there is no field `caze`");
        insta::assert_snapshot!(told("{case"), @"in the pattern `{case` a `{` is not closed");
        insta::assert_snapshot!(told("x.txt"), @"the pattern `x.txt` has no field");
        insta::assert_snapshot!(told("{case}_{case}"), @"the pattern `{case}_{case}` has the field `case` twice");
    }
}
