//! Words that belong to no turn.

use themata_model::{Place, Problem, Turn, counted_as};

use crate::segment::{self, Marked};

/// Most characters that are shown of a paragraph.
const SHOWN: usize = 60;

/// What stands below the last turn and is none of it: paragraphs under a heading, and words that close the document.
pub(super) fn below(file: &str, text: &str, turns: &[Turn], marked: &Marked) -> Option<Problem> {
    let last = turns.last()?;
    let end = last.body.map_or(last.label.end(), |body| body.end()).0;
    // The time at the end of the turn is none of what stands below.
    let behind = text.get(end..)?.trim_start();
    let time = segment::clock(behind)
        .filter(|(time, _)| last.timestamp == Some(*time))
        .map_or(0, |(_, length)| length);
    let end = if time > 0 { text.len() - behind.len() + time } else { end };
    let rest = text.get(end..)?;
    let start = end + rest.len() - rest.trim_start().len();
    // What stands below a table is said beside.
    let is_told = marked.ends.iter().any(|table| end <= *table && *table <= start)
        || marked.apart.iter().any(|(from, to)| *from <= start && start < *to);
    if is_told || !text[end..start].contains('\n') || rest.trim().is_empty() {
        return None;
    }
    let (first, words) = text[start..].split_once('\n').unwrap_or((&text[start..], ""));
    let is_heading = first.starts_with('#') || marked.headings.iter().any(|heading| heading.start == start);
    let heading = first.trim_start_matches('#').trim();
    let message = match (words.trim().is_empty(), is_heading) {
        (false, _) => format!("`{heading}` and what follows it stand below the last turn and belong to none"),
        (true, true) => return None,
        (true, false) => format!(
            "`{heading}` stands below the last turn and belongs to none; if somebody says it, write a label before it"
        ),
    };
    Some(Problem::warning(Place::file(file).line(line_of(text, start)), message))
}

/// Paragraphs below a table of turns, up to the next turn.
pub(super) fn below_tables(file: &str, text: &str, turns: &[Turn], marked: &Marked) -> Option<Problem> {
    let is_heading =
        |at: usize| marked.headings.iter().any(|heading| heading.start <= at && at < heading.end);
    let outside = |end: &usize| {
        let next = turns.partition_point(|turn| turn.start().0 < *end);
        let to = turns.get(next).map_or(text.len(), |turn| turn.start().0);
        let words = text.get(*end..to)?;
        let start = *end + words.len() - words.trim_start().len();
        (!words.trim().is_empty() && !is_heading(start)).then_some((start, words.trim()))
    };
    let found: Vec<(usize, &str)> = marked.ends.iter().filter_map(outside).collect();
    let (start, words) = found.first()?;
    let paragraphs: usize = found.iter().map(|(_, words)| words.split("\n\n").count()).sum();
    let more = match paragraphs - 1 {
        0 => "stands".to_string(),
        n => format!("and {} stand", counted_as(n, "more paragraph", "more paragraphs")),
    };
    let message = format!(
        "`{}` {more} outside the turns, below a table of them; where somebody says it, write the label before it",
        shown(words)
    );
    Some(Problem::warning(Place::file(file).line(line_of(text, *start)), message))
}

/// Text boxes and notes in the midst of a turn.
pub(super) fn inside(file: &str, text: &str, turns: &[Turn], marked: &Marked) -> Option<Problem> {
    let is_inside = |(start, end): &&(usize, usize)| {
        let n = turns.partition_point(|turn| turn.start().0 <= *start);
        let body = n.checked_sub(1).and_then(|n| turns[n].body);
        body.is_some_and(|body| body.start().0 < *start && *end < body.end().0)
    };
    let found: Vec<&(usize, usize)> = marked.apart.iter().filter(is_inside).collect();
    let (start, end) = found.first()?;
    let words = text.get(*start..*end)?;
    let at = *start + words.len() - words.trim_start().len();
    let stand = counted_as(found.len(), "text box or note stands", "text boxes or notes stand");
    let message = format!(
        "{stand} in the midst of a turn, as `{}` does; take them out where nobody says them",
        shown(words)
    );
    Some(Problem::warning(Place::file(file).line(line_of(text, at)), message))
}

/// The beginning of the first line.
fn shown(words: &str) -> String {
    let line = words.trim().lines().next().unwrap_or_default();
    let cut: String = line.chars().take(SHOWN).collect();
    if cut.len() < line.len() { format!("{}…", cut.trim_end()) } else { cut }
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}
