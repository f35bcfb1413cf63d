//! The front matter of a plain text: what it tells under names between its `---` lines.
//!
//! Read is the part of YAML that people write there: `name: value`, lists (`[a, b]` and `- a`), names below a name,
//! words that go on in indented lines, quotation marks and comments. Whatever else YAML knows (aliases, tags, lists of
//! names, braces) is left out and said.

mod scalar;

use themata_model::line::{LineKind, lines};
use themata_model::{Place, Problem, counted_as};

use scalar::{Value, is_comment, value};

/// Most lines that are named one by one.
const LINES_NAMED: usize = 5;

/// Longest front matter, in lines.
const LONGEST: usize = 200;

/// Longest name; what is longer is words with a colon.
const LONGEST_NAME: usize = 100;

/// What the front matter of `text` tells, in its order, and which of its lines cannot be read.
pub(super) fn read(file: &str, text: &str) -> (Vec<(String, String)>, Vec<Problem>) {
    if !text.starts_with("---") {
        return Default::default();
    }
    let block = lines(text).into_iter().take_while(|line| line.kind == LineKind::FrontMatter);
    let block: Vec<&str> =
        block.filter_map(|line| text.get(line.start..line.end)).map(str::trim_end).collect();
    let Some(told) = block.len().checked_sub(1).and_then(|end| block.get(1..end)) else {
        return (Vec::new(), told_twice(file, text).into_iter().collect());
    };
    let mut reader = Reader::default();
    // The head is line 1.
    told.iter().zip(2..).for_each(|(line, number)| reader.line(line, number));
    reader.finish(file)
}

/// Says which name keeps the lines between the first two rules from being front matter: one that comes twice.
fn told_twice(file: &str, text: &str) -> Option<Problem> {
    let mut lines = text.lines().map(str::trim_end);
    lines.next().filter(|line| *line == "---")?;
    let mut names: Vec<&str> = Vec::new();
    let mut twice = None;
    for (line, number) in lines.take(LONGEST).zip(2..) {
        if line == "---" || line == "..." {
            let (name, number) = twice?;
            let message = format!(
                "`{name}` comes twice between the lines of `---`: they are taken as text, not as front matter"
            );
            return Some(Problem::warning(Place::file(file).line(number), message));
        }
        if line.is_empty() || line.starts_with(['#', ' ', '\t', '-']) {
            continue;
        }
        let name = line.split_once(": ").map(|(name, _)| name).or_else(|| line.strip_suffix(':'))?.trim_end();
        if name.len() > LONGEST_NAME {
            return None;
        }
        if names.contains(&name) && twice.is_none() {
            twice = Some((name, number));
        }
        names.push(name);
    }
    None
}

/// A name whose value may still come or go on.
struct Open {
    indent: usize,
    path: String,
    /// Where its words stand among those told, once there are some.
    at: Option<usize>,
    goes: Goes,
}

/// How a name may go on in the lines below it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goes {
    /// Nothing was said yet: with a list, names or words.
    Anyhow,
    /// With the items of its list.
    List,
    /// With names below it.
    Names,
    /// With words only.
    Words,
    /// With words in which nothing has a meaning (`|`, `>`).
    Literal,
    /// Not at all.
    Ended,
}

#[derive(Default)]
struct Reader {
    told: Vec<(String, String)>,
    unread: Vec<(usize, String, &'static str)>,
    open: Vec<Open>,
    /// Lines that are indented deeper belong to one that cannot be read.
    passed_over: Option<usize>,
}

impl Reader {
    fn line(&mut self, line: &str, number: usize) {
        let words = line.trim_start();
        let indent = line.len() - words.len();
        let is_literal = |open: &Open| open.goes == Goes::Literal && indent > open.indent;
        if words.is_empty() {
            return;
        }
        if self.passed_over.is_some_and(|outer| indent > outer) {
            return;
        }
        self.passed_over = None;
        if self.open.last().is_some_and(is_literal) {
            return self.add(words.to_string(), " ");
        }
        if is_comment(words) {
            return;
        }
        let said =
            match words.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
                Some(item) => self.item(item.trim_start(), indent),
                None => self.entry(words, indent),
            };
        if let Err(why) = said {
            self.unread.push((number, words.to_string(), why));
            self.passed_over = Some(indent);
        }
    }

    /// One `- item`; the items of a list may stand as far left as its name.
    fn item(&mut self, item: &str, indent: usize) -> Result<(), &'static str> {
        while self.open.last().is_some_and(|open| open.indent > indent) {
            self.open.pop();
        }
        let Some(open) = self.open.last_mut().filter(|open| matches!(open.goes, Goes::Anyhow | Goes::List))
        else {
            return Err("it is an item of no list");
        };
        open.goes = Goes::List;
        if scalar::name_and_rest(item)?.is_some() {
            return Err("it is a list of names with values");
        }
        match value(item)? {
            Value::Words(words) => self.add(words, "; "),
            Value::None => {}
            Value::Items(_) | Value::Literal => return Err("it is a list in a list"),
        }
        Ok(())
    }

    /// One `name: value`, or words that go on.
    fn entry(&mut self, words: &str, indent: usize) -> Result<(), &'static str> {
        while self.open.last().is_some_and(|open| open.indent > indent) {
            self.open.pop();
        }
        let named = scalar::name_and_rest(words)?;
        let Some((name, rest)) = named else {
            let goes_on =
                |open: &&mut Open| indent > open.indent && matches!(open.goes, Goes::Anyhow | Goes::Words);
            let Some(open) = self.open.last_mut().filter(goes_on) else {
                return Err("it has no name with a colon");
            };
            open.goes = Goes::Words;
            if let Value::Words(more) = value(words)? {
                self.add(more, " ");
            }
            return Ok(());
        };
        if self.open.last().is_some_and(|open| open.indent == indent) {
            self.open.pop();
        }
        let path = match self.open.last_mut() {
            Some(outer) if matches!(outer.goes, Goes::Anyhow | Goes::Names) => {
                outer.goes = Goes::Names;
                format!("{}.{name}", outer.path)
            }
            Some(_) => return Err("it stands below something that has a value of its own"),
            None => name,
        };
        let is_again = self.told.iter().any(|(told, _)| *told == path);
        let value = value(rest);
        let goes = match &value {
            _ if is_again => Goes::Ended,
            Ok(Value::None) if rest.is_empty() || is_comment(rest) => Goes::Anyhow,
            Ok(Value::Words(_)) if !rest.starts_with(['"', '\'']) => Goes::Words,
            Ok(Value::Literal) => Goes::Literal,
            _ => Goes::Ended,
        };
        self.open.push(Open { indent, path, at: None, goes });
        if is_again {
            return Err("the name is given twice");
        }
        match value? {
            Value::Words(words) => self.add(words, " "),
            Value::Items(items) => items.into_iter().for_each(|item| self.add(item, "; ")),
            Value::None | Value::Literal => {}
        }
        Ok(())
    }

    /// Tells `words` under the name that is open, behind those that are told of it already.
    fn add(&mut self, words: String, joint: &str) {
        let Some(open) = self.open.last_mut() else { return };
        match open.at.and_then(|at| self.told.get_mut(at)) {
            Some((_, told)) => {
                told.push_str(joint);
                told.push_str(&words);
            }
            None => {
                open.at = Some(self.told.len());
                self.told.push((open.path.clone(), words));
            }
        }
    }

    fn finish(self, file: &str) -> (Vec<(String, String)>, Vec<Problem>) {
        let named = self.unread.iter().take(LINES_NAMED).map(|(number, line, why)| {
            let dots = if line.chars().count() > 40 { "…" } else { "" };
            let line: String = line.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
            let message = format!("`{line}{dots}` in the front matter is left out: {why}");
            Problem::warning(Place::file(file).line(*number), message)
        });
        let mut problems: Vec<Problem> = named.collect();
        let more = self.unread.len().saturating_sub(LINES_NAMED);
        if more > 0 {
            let what = counted_as(more, "more line", "more lines");
            problems
                .push(Problem::warning(Place::file(file), format!("{what} of the front matter left out")));
        }
        (self.told, problems)
    }
}

#[cfg(test)]
mod tests;
