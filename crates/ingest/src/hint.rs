//! What is said about turns that were not told, or may be wrong.

mod flow;
mod misread;
mod outside;
mod overlooked;

use std::collections::HashSet;

use themata_model::{Place, Problem, Speaker, Turn, counted_as};

use crate::segment::{self, Marked, SpeakerStyle};

/// Most places of labels inside turns that are looked for.
const PLACES: usize = 1_000;

/// Fewest questions without a label that are said.
const QUESTIONS: usize = 3;

/// Fewest numbers of lines that are said.
const NUMBERS: usize = 3;

/// Longest label looked for, in bytes.
const LABEL: usize = 100;

/// What there is to say about the turns of a text.
pub(crate) fn hints(
    file: &str,
    text: &str,
    turns: &[Turn],
    speakers: &[Speaker],
    style: Option<SpeakerStyle>,
    marked: &Marked,
) -> Vec<Problem> {
    let set_off = marked.set_off.as_slice();
    if turns.is_empty() {
        return asked_in_type(text, set_off)
            .or_else(|| untold(text))
            .map(|message| Problem::warning(Place::file(file), message))
            .into_iter()
            .collect();
    }
    let found = [
        strays(file, text, turns, speakers),
        alone(file, text, turns, speakers),
        overlooked::once(file, text, turns, speakers),
        overlooked::alone(file, text, turns, style),
        overlooked::wordless(file, text, turns),
        overlooked::beginnings(file, text, turns),
        overlooked::headings(file, text, turns),
        late(file, text, turns),
        between(file, text, turns, set_off),
        outside::below(file, text, turns, marked),
        outside::below_tables(file, text, turns, marked),
        outside::inside(file, text, turns, marked),
        own_form(file, text, turns, speakers, marked).filter(|_| style == Some(SpeakerStyle::Marked)),
        numbers(file, text, turns),
        asked_between(file, text, turns, set_off),
    ];
    let misread = misread::remarks(file, text, turns, speakers);
    found.into_iter().flatten().chain(misread).collect()
}

/// How many turns each speaker has.
fn counts(turns: &[Turn], speakers: &[Speaker]) -> Vec<usize> {
    let mut counts = vec![0; speakers.len()];
    turns.iter().for_each(|turn| counts[turn.speaker] += 1);
    counts
}

/// Labels in a form of the document's own that its type does not tell.
fn own_form(
    file: &str,
    text: &str,
    turns: &[Turn],
    speakers: &[Speaker],
    marked: &Marked,
) -> Option<Problem> {
    let first = turns.first()?;
    let start = first.label.start().0;
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let is_typed = marked.set_off.binary_search(&line).is_ok()
        || marked.headings.iter().any(|heading| heading.start <= line && line < heading.end);
    let label = first.label.of(text);
    let name = &speakers[first.speaker].label;
    let how = if label == name {
        "with nothing but a blank or the end of the line behind them,".to_string()
    } else {
        format!("in the form `{label}`,")
    };
    let message = format!(
        "nearly all paragraphs begin with a few names {how} which are read as speakers; `--as-is` leaves the text without turns"
    );
    (!is_typed).then(|| Problem::warning(Place::file(file), message))
}

/// Paragraphs that their type alone tells to be headings between turns.
fn between(file: &str, text: &str, turns: &[Turn], set_off: &[usize]) -> Option<Problem> {
    let is_between = |start: &&usize| {
        let n = turns.partition_point(|turn| turn.start().0 <= **start);
        let above = n.checked_sub(1).map(|n| &turns[n]);
        above.is_some_and(|turn| turn.body.map_or(turn.label.end(), |body| body.end()).0 <= **start)
    };
    let found: Vec<&usize> = set_off.iter().filter(is_between).collect();
    let (first, others) = found.split_first()?;
    let heading = text.get(**first..)?.lines().next()?.trim();
    let stand = match others.len() {
        0 => "stands between turns as a heading".to_string(),
        n => format!(
            "and {} stand between turns as headings",
            counted_as(n, "more paragraph", "more paragraphs")
        ),
    };
    let message = format!("by the type, `{heading}` {stand}");
    let line = text[..**first].matches('\n').count() + 1;
    Some(Problem::warning(Place::file(file).line(line), message))
}

/// Questions that are set off by their type inside turns, where others are named: whoever asks may have no label.
fn asked_between(file: &str, text: &str, turns: &[Turn], set_off: &[usize]) -> Option<Problem> {
    let asks = |start: &&usize| {
        let n = turns.partition_point(|turn| turn.start().0 <= **start);
        let body = n.checked_sub(1).and_then(|n| turns[n].body);
        let is_inside = body.is_some_and(|body| body.start().0 < **start && **start < body.end().0);
        let line = text.get(**start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        is_inside && line.trim_end().ends_with(['?', '？'])
    };
    let found: Vec<&usize> = set_off.iter().filter(asks).collect();
    let first = found.first().filter(|_| found.len() >= QUESTIONS)?;
    let message = format!(
        "{} set off by their type stand inside turns; whoever asks has no label, so write one before each",
        counted_as(found.len(), "question", "questions")
    );
    Some(Problem::warning(Place::file(file).line(text[..**first].matches('\n').count() + 1), message))
}

/// Numbers of lines among the words.
fn numbers(file: &str, text: &str, turns: &[Turn]) -> Option<Problem> {
    let found = segment::numbers_inside(text, turns);
    let first = found.first().filter(|_| found.len() >= NUMBERS)?;
    let message = format!(
        "{} stand among the words, also inside turns; take them out before importing the text",
        counted_as(found.len(), "number of a line", "numbers of lines")
    );
    Some(Problem::warning(Place::file(file).line(text[..*first].matches('\n').count() + 1), message))
}

/// Names alone on a line, once, among others that come again: they may be headings.
fn alone(file: &str, text: &str, turns: &[Turn], speakers: &[Speaker]) -> Option<Problem> {
    let counts = counts(turns, speakers);
    let stands_alone = |turn: &&Turn| {
        let (start, end) = (turn.label.start().0, turn.label.end().0);
        let speaker = &speakers[turn.speaker];
        counts[turn.speaker] == 1
            && turn.label.of(text) == speaker.label
            && text[..start].ends_with('\n')
            && text[end..].starts_with('\n')
            && !segment::is_word_for_speaker(&speaker.label)
    };
    let found: Vec<&Turn> = turns.iter().filter(stands_alone).collect();
    let (first, others) = found.split_first()?;
    let line = text[..first.label.start().0].matches('\n').count() + 1;
    let name = &speakers[first.speaker].label;
    let more = match others.len() {
        0 => String::new(),
        n => format!(", and so {}", counted_as(n, "more name", "more names")),
    };
    let message = format!(
        "`{name}` is taken for a speaker{more}, though it stands alone on a line and never comes again, as a heading does"
    );
    Some(Problem::warning(Place::file(file).line(line), message))
}

/// Times at the ends of turns: whether they say when the turn begins or when it ends, the text does not tell.
fn late(file: &str, text: &str, turns: &[Turn]) -> Option<Problem> {
    let is_late = |turn: &&Turn| {
        let end = turn.body.map_or(turn.label.end().0, |body| body.end().0);
        let line = text[end..].trim_start();
        turn.timestamp.is_some() && segment::clock(line).is_some_and(|(time, _)| Some(time) == turn.timestamp)
    };
    let late = turns.iter().filter(is_late).count();
    let message = "the times at the ends of turns are taken for the times of the turns";
    (late >= 2).then(|| Problem::warning(Place::file(file), message))
}

/// Why a text that looks like a conversation has no turns.
fn untold(text: &str) -> Option<String> {
    let changes = text.lines().filter(|line| line.trim_start().starts_with(">>")).count();
    if changes >= 2 {
        let what = counted_as(changes, "line begins", "lines begin");
        return Some(format!(
            "no turns are told: {what} with `>>`, where somebody else speaks, but nobody is named"
        ));
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if let Some(dashes) = flow::with_dashes(&lines).or_else(|| flow::with_dashed_paragraphs(text)) {
        return Some(format!(
            "no turns are told: {dashes} lines begin with a dash, as in a dialogue, but nobody is named"
        ));
    }
    if let Some(rows) = named_last(&lines) {
        return Some(format!(
            "no turns are told: in {rows} lines a name stands behind the words, after a tab; put it before them"
        ));
    }
    let words: Vec<&str> = lines.iter().map(|line| unnumbered(line)).collect();
    if let Some(codes) = codes(&words) {
        return Some(format!(
            "no turns are told: {codes} begin nearly every paragraph as labels do, but nothing parts them from the words"
        ));
    }
    let headings = lines.iter().filter(|line| line.starts_with('#'));
    let (headings, asking) =
        headings.fold((0, 0), |(all, asking), line| (all + 1, asking + usize::from(flow::asks(line))));
    if asking >= 3 && asking * 3 >= headings * 2 {
        return Some(format!(
            "no turns are told: {asking} headings ask, but nobody is named; write labels before questions and answers"
        ));
    }
    if let Some(beginnings) = beginnings(&words).or_else(|| beginnings(&openers(text))) {
        return Some(format!(
            "no turns are told: nearly all lines begin with {beginnings}, as with speakers, but not in a form that is known; \
             put a colon behind the names"
        ));
    }
    if let Some(told) = flow::with_stops(&lines)
        .or_else(|| flow::before_quotes(&lines))
        .or_else(|| flow::behind_words(&lines))
        .or_else(|| flow::asked_in_bold(&lines))
        .or_else(|| flow::numbered(text))
    {
        return Some(told);
    }
    if let Some((name, count)) = segment::only_one(text).filter(|(_, count)| *count >= QUESTIONS) {
        return Some(format!(
            "no turns are told: {count} paragraphs begin with `{name}`, but nobody else is named; write labels before what others say, too"
        ));
    }
    let names = segment::too_seldom(text)?;
    let (last, others) = names.split_last()?;
    let named: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
    let named = format!("{} and `{last}`", named.join(", "));
    Some(format!("no turns are told: {named} begin paragraphs as speakers do, but too seldom to be sure"))
}

/// A line without the number of its paragraph: `12. ` or `12) `.
fn unnumbered(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = rest.strip_prefix(['.', ')']).filter(|_| rest.len() < line.len());
    behind.filter(|behind| behind.starts_with(char::is_whitespace)).map_or(line, str::trim_start)
}

/// Codes in capitals that begin nearly every line and take turns: `I` and `B1` whose tabs got lost.
fn codes(lines: &[&str]) -> Option<String> {
    let code = |line: &&str| {
        let (first, words) = line.split_once(' ')?;
        let is_code = first.chars().count() <= 4
            && first.starts_with(char::is_uppercase)
            && first.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        (is_code && words.contains(char::is_alphabetic)).then(|| first.to_string())
    };
    let found: Vec<String> = lines.iter().filter_map(code).collect();
    let changes = found.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let mut distinct = found.clone();
    distinct.sort();
    distinct.dedup();
    let takes_turns = found.len() >= 6
        && found.len() * 10 >= lines.len() * 8
        && (2..=found.len() / 2).contains(&distinct.len())
        && changes * 2 >= found.len() - 1;
    let named: Vec<String> = distinct.iter().take(5).map(|code| format!("`{code}`")).collect();
    takes_turns.then(|| named.join(", "))
}

/// Most words of a beginning that comes again, and most different ones.
const BEGINNING: usize = 3;
const BEGINNINGS: usize = 8;

/// The few beginnings, of up to three words, that nearly all lines share and that take turns.
fn beginnings(lines: &[&str]) -> Option<String> {
    (1..=BEGINNING).rev().find_map(|n| {
        let mut distinct: Vec<&str> = Vec::new();
        let (mut all, mut changes, mut last) = (0_usize, 0_usize, "");
        for beginning in lines.iter().filter_map(|line| first_words(line, n)) {
            if !distinct.contains(&beginning) {
                distinct.push(beginning);
            }
            if distinct.len() > BEGINNINGS {
                return None;
            }
            changes += usize::from(all > 0 && beginning != last);
            all += 1;
            last = beginning;
        }
        // A colon is a form that is known: those who have one speak too seldom.
        let may_name = |one: &&str| one.contains(char::is_alphabetic) && !one.contains([':', '：']);
        let is_named = distinct.iter().all(may_name);
        let takes_turns = all >= 8
            && all * 10 >= lines.len() * 9
            && (2..=all / 3).contains(&distinct.len())
            && changes * 2 >= all - 1;
        distinct.sort_unstable();
        let named: Vec<String> = distinct.iter().take(5).map(|one| format!("`{one}`")).collect();
        (takes_turns && is_named).then(|| named.join(", "))
    })
}

/// The first lines of the paragraphs, where empty lines part them.
fn openers(text: &str) -> Vec<&str> {
    let mut after_blank = true;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if after_blank && !line.is_empty() {
            found.push(unnumbered(line));
        }
        after_blank = line.is_empty();
    }
    found
}

/// The first `n` words of a line that has more.
fn first_words(line: &str, n: usize) -> Option<&str> {
    let mut ends = line.match_indices(char::is_whitespace).map(|(at, _)| at);
    let mut end = ends.next()?;
    for _ in 1..n {
        end = ends.find(|at| *at > end + 1)?;
    }
    let (first, rest) = line.split_at(end);
    (rest.contains(char::is_alphabetic)).then_some(first)
}

/// How many lines end with a field that is the name of whoever said the words before it.
fn named_last(lines: &[&str]) -> Option<usize> {
    let last = |line: &&str| {
        let (before, name) = line.rsplit_once('\t')?;
        let says = before.split_whitespace().nth(1).is_some();
        (says && segment::can_stand_alone(name.trim())).then(|| name.trim().to_lowercase())
    };
    let names: Vec<String> = lines.iter().filter_map(last).collect();
    let distinct: HashSet<&String> = names.iter().collect();
    let changes = names.windows(2).filter(|pair| pair[0] != pair[1]).count();
    (names.len() >= 4
        && names.len() * 10 >= lines.len() * 9
        && (2..=names.len() / 2).contains(&distinct.len())
        && changes * 2 >= names.len() - 1)
        .then_some(names.len())
}

/// Whether paragraphs that are set off by their type ask, so that who asks and who answers is told by the type alone.
fn asked_in_type(text: &str, set_off: &[usize]) -> Option<String> {
    let asks = |start: &&usize| {
        let line = text.get(**start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        line.contains(['?', '？', '؟']) || line.trim_end().ends_with(';')
    };
    let asking = set_off.iter().filter(asks).count();
    (asking >= 3 && asking * 2 >= set_off.len()).then(|| {
        format!("no turns are told: {asking} questions are set off by their type, but nobody is named; write labels before questions and answers")
    })
}

/// Labels of speakers that stand inside turns, at the beginning of a sentence.
fn strays(file: &str, text: &str, turns: &[Turn], speakers: &[Speaker]) -> Option<Problem> {
    let mut places: Vec<(usize, &str)> = Vec::new();
    let labels: HashSet<&str> = speakers.iter().map(|speaker| speaker.label.as_str()).collect();
    let mut at = 0;
    while let Some(found) = text[at..].find(": ").map(|found| at + found) {
        at = found + 2;
        let near = text.floor_char_boundary(found.saturating_sub(LABEL));
        let ends = ['.', '?', '!', '…', '"', '”', '。', '？', '！', '\n'];
        let Some(end) = text[near..found].rfind(ends) else { continue };
        let sentence = text.ceil_char_boundary(near + end + 1);
        let name = text[sentence..found].trim();
        let begins = !text[..sentence].ends_with('\n') && text[sentence..].starts_with(' ');
        if begins && name.chars().nth(1).is_some() && labels.contains(name) {
            places.push((found - name.len(), name));
        }
        if places.len() >= PLACES {
            break;
        }
    }
    let inside = |(at, _): &(usize, &str)| {
        let n = turns.partition_point(|turn| turn.start().0 <= *at);
        let body = n.checked_sub(1).and_then(|n| turns[n].body);
        body.is_some_and(|body| body.start().0 < *at && *at < body.end().0)
    };
    places.retain(inside);
    let (at, name) = places.first()?;
    let line = text[..*at].matches('\n').count() + 1;
    let more = match places.len() - 1 {
        0 => String::new(),
        n => format!(", and so does a label at {}", counted_as(n, "more place", "more places")),
    };
    let message = format!(
        "`{name}:` stands inside a turn{more}; where somebody else speaks there, begin a line; one that quotes may stay"
    );
    Some(Problem::warning(Place::file(file).line(line), message))
}
