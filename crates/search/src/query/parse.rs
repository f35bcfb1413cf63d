//! Reads tokens as a query.
//!
//! ```text
//! query    = and { OR and }
//! and      = not { [AND] not }
//! not      = { NOT } related
//! related  = near [ (within | overlaps | before) near ]      near: a code, or codes joined by OR in parentheses
//! near     = single { near/N single }
//! single   = ( query ) | word | "phrase" | /pattern/ | field:value
//! ```

use std::ops::Range;

use super::lex::{Kind, Suffix, Token, tokens};
use super::{Chained, Filter, Form, Pattern, Query, QueryError, Relation, RelationKind, Word, Wording};
use crate::word;

/// How deep parentheses may be nested.
const DEPTH: usize = 60;
/// How long a query may be, in bytes.
const LENGTH: usize = 20_000;

pub(super) fn query(text: &str) -> Result<Query, QueryError> {
    if text.len() > LENGTH {
        return Err(QueryError::new(format!("the query is longer than {LENGTH} bytes"), None));
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(QueryError::new("the query is empty", None)
            .with_hint("write a word, a phrase in quotation marks, or a filter such as side:customer"));
    }
    let mut parser = Parser { text, tokens, next: 0, depth: 0 };
    let query = parser.any()?;
    match parser.peek() {
        None => Ok(query),
        Some(token) => Err(QueryError::new("this parenthesis closes nothing", Some(token.at.clone()))),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

/// A part of a query with where it stands.
struct Part {
    query: Query,
    at: Range<usize>,
    /// The words as typed, when they are bare ones that may be keys of codes: one, or several joined by OR.
    bare: Vec<String>,
}

/// A relation to some codes, as typed.
struct Related {
    kind: RelationKind,
    /// The word for it.
    word: Query,
    to: Part,
    /// The codes.
    code: Filter,
}

impl Part {
    fn is_bare(&self) -> bool {
        !self.bare.is_empty()
    }
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn is_next(&self, kind: &Kind) -> bool {
        self.peek().is_some_and(|token| token.kind == *kind)
    }

    fn end(&self) -> Range<usize> {
        self.text.len()..self.text.len()
    }

    fn any(&mut self) -> Result<Query, QueryError> {
        let mut parts = vec![self.all()?];
        while self.is_next(&Kind::Or) {
            self.next += 1;
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Query::Any))
    }

    fn all(&mut self) -> Result<Query, QueryError> {
        let mut parts = vec![self.not()?];
        loop {
            if self.is_next(&Kind::And) {
                self.next += 1;
            } else if self.peek().is_none_or(|token| matches!(token.kind, Kind::Or | Kind::Close)) {
                return Ok(one_or(parts, Query::All));
            }
            parts.push(self.not()?);
        }
    }

    fn not(&mut self) -> Result<Query, QueryError> {
        let mut negated = false;
        while self.is_next(&Kind::Not) {
            self.next += 1;
            negated = !negated;
        }
        let query = self.related()?;
        Ok(if negated { Query::Not(Box::new(query)) } else { query })
    }

    fn related(&mut self) -> Result<Query, QueryError> {
        let left = self.near()?;
        let Some(left_filter) = code_of(&left) else { return Ok(left.query) };
        let Some(first) = self.relation_to() else { return Ok(left.query) };
        let bare = left.is_bare() || first.to.is_bare();
        let mut words = vec![left.query, first.word, first.to.query];
        let (mut code, mut rest) = (None, Vec::new());
        while let Some(next) = self.relation_to() {
            code = code.or(Some(next.code));
            rest.extend([next.word, next.to.query]);
        }
        words.extend(rest.iter().cloned());
        let else_words = bare.then(|| Box::new(Query::All(words)));
        let chained = code.map(|code| Chained { code, words: Box::new(Query::All(rest)) });
        Ok(Query::Relation(Relation {
            left: left_filter,
            kind: first.kind,
            right: first.code,
            else_words,
            chained,
        }))
    }

    /// The word for a relation that comes next, and the codes behind it; where none stand there, it is a word.
    fn relation_to(&mut self) -> Option<Related> {
        let (kind, word) = self.relation()?;
        let start = self.next;
        self.next += 1;
        if let Ok(to) = self.near()
            && let Some(code) = code_of(&to)
        {
            return Some(Related { kind, word, to, code });
        }
        self.next = start;
        None
    }

    /// The relation named by the next token, and the token as a word to be searched.
    fn relation(&self) -> Option<(RelationKind, Query)> {
        let Some(Token { kind: Kind::Word { text, suffix: Suffix::None }, .. }) = self.peek() else {
            return None;
        };
        let kind = match text.as_str() {
            "within" => RelationKind::Within,
            "overlaps" => RelationKind::Overlaps,
            "before" => RelationKind::Before,
            _ => return None,
        };
        Some((kind, Query::Words(Wording::Word(Word { text: text.clone(), form: Form::Any }))))
    }

    fn near(&mut self) -> Result<Part, QueryError> {
        let mut left = self.single()?;
        while let Some(Token { kind: Kind::Near(between), at }) = self.peek().cloned() {
            self.next += 1;
            let right = self.single()?;
            let whole = left.at.start..right.at.end;
            let wording = |part: Part| {
                wording(part.query).ok_or_else(|| {
                    QueryError::new("near joins words and phrases only", Some(at.clone()))
                        .with_hint("on both sides of near/N stand a word, a phrase, or words joined by OR in parentheses")
                })
            };
            let pair = Box::new((wording(left)?, wording(right)?));
            left = Part { query: Query::Words(Wording::Near { pair, between }), at: whole, bare: Vec::new() };
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Part, QueryError> {
        let Some(token) = self.peek().cloned() else {
            return Err(QueryError::new("the query ends where a word is expected", Some(self.end())));
        };
        self.next += 1;
        let at = token.at.clone();
        let part = |query| Part { query, at: at.clone(), bare: Vec::new() };
        match token.kind {
            Kind::Open => self.parenthesis(&token.at),
            Kind::Close => Err(QueryError::new("a word is expected before this parenthesis", Some(at))),
            Kind::And | Kind::Or => {
                let word = &self.text[at.clone()];
                Err(QueryError::new(format!("`{word}` stands where a word is expected"), Some(at)).with_hint(
                    format!("to search for the word itself, put it in quotation marks: \"{word}\""),
                ))
            }
            Kind::Not => {
                self.next -= 1;
                let start = at.start;
                let query = self.not()?;
                Ok(Part { query, at: start..at.end, bare: Vec::new() })
            }
            Kind::Near(_) => {
                Err(QueryError::new("near joins two words, and there is none before it", Some(at)))
            }
            Kind::Pattern { text, ignore_case } => {
                Ok(part(Query::Pattern(Pattern { text, ignore_case, at: at.clone() })))
            }
            Kind::Phrase { text, between } => {
                let form = Form::Exact;
                Ok(part(Query::Words(sequence(&text, form, between.unwrap_or(0), &at)?)))
            }
            Kind::Word { text, suffix } => {
                let form = match suffix {
                    Suffix::None => Form::Any,
                    Suffix::Star => Form::Prefix,
                    Suffix::Fuzzy(distance) => Form::Fuzzy(if distance > 1 { 2 } else { 1 }),
                };
                let bare = if suffix == Suffix::None { vec![text.clone()] } else { Vec::new() };
                // A key such as `#3` has no word in it, but may be the name of a code in a relation.
                Ok(Part { query: Query::Words(sequence(&text, form, 0, &at)?), at: at.clone(), bare })
            }
            Kind::Field(field) => self.field(field, at),
        }
    }

    fn parenthesis(&mut self, open: &Range<usize>) -> Result<Part, QueryError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(QueryError::new("the parentheses are nested too deeply", Some(open.clone())));
        }
        if self.is_next(&Kind::Close) {
            return Err(QueryError::new("there is nothing between the parentheses", Some(open.clone())));
        }
        let first = self.next;
        let query = self.any()?;
        self.depth -= 1;
        match self.peek() {
            Some(token) if token.kind == Kind::Close => {
                let at = open.start..token.at.end;
                let bare = either_word(&self.tokens[first..self.next]);
                self.next += 1;
                Ok(Part { query, at, bare })
            }
            _ => Err(QueryError::new("the parenthesis is not closed", Some(open.clone()))),
        }
    }

    fn field(&mut self, field: String, at: Range<usize>) -> Result<Part, QueryError> {
        let mut values = Vec::new();
        let mut end = at.end;
        match self.peek().cloned() {
            Some(Token { kind: Kind::Word { text, .. }, at }) => {
                values.extend(text.split(',').map(str::trim).filter(|v| !v.is_empty()).map(str::to_string));
                end = at.end;
                self.next += 1;
            }
            Some(Token { kind: Kind::Phrase { text, .. }, at }) => {
                values.push(text);
                end = at.end;
                self.next += 1;
            }
            Some(Token { kind: Kind::Open, .. }) => {
                self.next += 1;
                end = self.values(&at, &mut values)?;
            }
            _ => {}
        }
        let at = at.start..end;
        if values.is_empty() {
            return Err(QueryError::new(format!("`{field}:` has no value"), Some(at)));
        }
        Ok(Part {
            query: Query::Filter(Filter { field, values, at: Some(at.clone()) }),
            at,
            bare: Vec::new(),
        })
    }

    /// `one OR other)`; returns where it ends.
    fn values(&mut self, field: &Range<usize>, values: &mut Vec<String>) -> Result<usize, QueryError> {
        let mut or = None;
        while let Some(token) = self.peek().cloned() {
            self.next += 1;
            match token.kind {
                Kind::Close => {
                    return match or {
                        None => Ok(token.at.end),
                        Some(or) => Err(QueryError::new("a value is expected behind this `OR`", Some(or))),
                    };
                }
                Kind::Word { text, suffix: Suffix::None } | Kind::Phrase { text, .. } => {
                    values.push(text);
                    or = None;
                }
                Kind::Or => or = Some(token.at),
                _ => {
                    return Err(QueryError::new("only values joined by OR stand here", Some(token.at))
                        .with_hint("write case:(R1 OR R2), or case:R1,R2"));
                }
            }
        }
        Err(QueryError::new("the parenthesis is not closed", Some(field.clone())))
    }
}

/// The only one of `parts`, or all of them joined.
fn one_or(mut parts: Vec<Query>, join: fn(Vec<Query>) -> Query) -> Query {
    if parts.len() == 1 { parts.remove(0) } else { join(parts) }
}

/// A typed word or phrase as the words of the index that it is.
fn sequence(text: &str, form: Form, between: u32, at: &Range<usize>) -> Result<Wording, QueryError> {
    let mut cuts = Vec::new();
    word::words(text, &mut cuts);
    let starred = |end: usize| form == Form::Exact && text[end..].starts_with('*');
    let last = cuts.last().copied();
    let is_open = |cut: (usize, usize)| starred(cut.1) || form == Form::Prefix && Some(cut) == last;
    let words: Vec<(&str, bool)> = cuts.iter().map(|&cut| (&text[cut.0..cut.1], is_open(cut))).collect();
    if words.is_empty() {
        return Err(QueryError::new("there is no word in it", Some(at.clone()))
            .with_hint("punctuation alone is found by a regular expression between slashes, such as /\\?/"));
    }
    if words.len() > 1 && matches!(form, Form::Fuzzy(_)) {
        return Err(QueryError::new("`~` stands after one word only", Some(at.clone()))
            .with_hint("what is typed here is several words to the index; give each its own `~`"));
    }
    // `l'a*` is the word `l'a`, and any word behind an article.
    let parted: Vec<(&str, bool)> = words
        .iter()
        .flat_map(|&(word, is_open)| match word::elided(word).filter(|_| is_open) {
            Some((article, rest)) => vec![(article, false), (rest, true)],
            None => vec![(word, is_open)],
        })
        .collect();
    let whole = in_sequence(&words, form, between);
    Ok(if parted == words {
        whole
    } else {
        Wording::Either(vec![in_sequence(&parted, form, between), whole])
    })
}

/// Words, some of them open at their end, one after the other.
fn in_sequence(words: &[(&str, bool)], form: Form, between: u32) -> Wording {
    // Inflection is left to single words.
    let form = if words.len() > 1 { Form::Exact } else { form };
    let word = |&(text, is_open): &(&str, bool)| {
        Wording::Word(Word { text: text.to_string(), form: if is_open { Form::Prefix } else { form } })
    };
    let mut parts: Vec<Wording> = words.iter().map(word).collect();
    if parts.len() == 1 { parts.remove(0) } else { Wording::Sequence { parts, between } }
}

/// The arrangement of words that a part is, when it is one.
fn wording(query: Query) -> Option<Wording> {
    match query {
        Query::Words(wording) => Some(wording),
        Query::Any(parts) => parts.into_iter().map(wording).collect::<Option<Vec<_>>>().map(Wording::Either),
        _ => None,
    }
}

/// The words of `one OR other`; none where anything else stands there.
fn either_word(tokens: &[Token]) -> Vec<String> {
    let word = |token: &Token| match &token.kind {
        Kind::Word { text, suffix: Suffix::None } => Some(text.clone()),
        _ => None,
    };
    let joined = tokens.iter().skip(1).step_by(2).all(|token| token.kind == Kind::Or);
    let words: Option<Vec<String>> = tokens.iter().step_by(2).map(word).collect();
    words.filter(|_| joined && tokens.len() % 2 == 1).unwrap_or_default()
}

/// The codings a side of a relation names.
fn code_of(part: &Part) -> Option<Filter> {
    if part.is_bare() {
        return Some(Filter { field: "code".into(), values: part.bare.clone(), at: Some(part.at.clone()) });
    }
    match &part.query {
        Query::Filter(filter) => Some(filter.clone()),
        // `theme:A OR theme:B` is `theme:(A OR B)`.
        Query::Any(parts) => {
            let filters: Option<Vec<&Filter>> = parts
                .iter()
                .map(|part| match part {
                    Query::Filter(filter) => Some(filter),
                    _ => None,
                })
                .collect();
            let filters = filters?;
            let field = filters.first()?.field.clone();
            let values = filters.iter().flat_map(|filter| filter.values.clone()).collect();
            let is_one = filters.iter().all(|filter| filter.field == field);
            is_one.then(|| Filter { field, values, at: Some(part.at.clone()) })
        }
        _ => None,
    }
}
