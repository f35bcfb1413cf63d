//! Captions that are kept as XML: TTML, which film and television use, and what YouTube gives out.

use std::collections::HashMap;

use themata_model::Timestamp;

use super::super::entity;
use super::super::utterance::seconds;
use super::super::writer::one_line;
use super::super::xml::{Node, Tag, Xml};
use super::Cue;
use super::blocks::Found;
use crate::language::is_tag;
use crate::segment::clock_alone;

/// Elements in which such files begin.
pub(in crate::reader) const ROOTS: [&str; 3] = ["tt", "timedtext", "transcript"];

/// How a file counts time.
struct Rates {
    /// Ticks of a second.
    ticks: f64,
    /// Pictures of a second.
    frames: f64,
}

/// Reads the cues of a file that begins with one of [`ROOTS`].
///
/// # Errors
/// In words, when its XML is damaged.
pub(super) fn read(text: &str) -> Result<Found, String> {
    let mut found = Found::default();
    let mut xml = Xml::new(text);
    let mut rates = Rates { ticks: 1.0, frames: 30.0 };
    let mut people: HashMap<String, String> = HashMap::new();
    let mut person: Option<String> = None;
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "tt" => {
                let rate = |name: &str, or: f64| {
                    tag.value(name).parse().ok().filter(|rate| *rate > 0.0).unwrap_or(or)
                };
                rates.frames = rate("frameRate", 30.0);
                rates.ticks = rate("tickRate", rates.frames);
                found.language = tag.get("lang").filter(|tag| is_tag(tag));
            }
            "agent" => person = tag.get("id"),
            "name" => {
                if let Some(id) = person.take() {
                    people.insert(id, one_line(&xml.words()?));
                }
            }
            "p" | "text" => {
                let cue = cue(&tag, &rates, &people, &mut xml)?;
                found.counts.untimed += usize::from(cue.start.is_none());
                found.cues.push(cue);
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Reads one cue up to its end.
fn cue(
    tag: &Tag<'_>,
    rates: &Rates,
    people: &HashMap<String, String>,
    xml: &mut Xml<'_>,
) -> Result<Cue, String> {
    let own = tag.name().to_string();
    let millis = |name: &str| tag.get(name)?.parse::<f64>().ok().and_then(|n| seconds(n / 1000.0));
    let short = |name: &str| tag.get(name)?.parse::<f64>().ok().and_then(seconds);
    let start = tag
        .get("begin")
        .and_then(|time| moment(&time, rates))
        .or_else(|| millis("t"))
        .or_else(|| short("start"));
    let length =
        tag.get("dur").and_then(|time| moment(&time, rates)).or_else(|| millis("d")).or_else(|| short("dur"));
    let end = tag.get("end").and_then(|time| moment(&time, rates));
    let end = end.or_else(|| Some(Timestamp(start?.0.saturating_add(length?.0))));
    let mut agent = tag.get("agent");
    let mut lines = vec![String::new()];
    let mut depth = 0_usize;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if tag.name() == "br" => lines.push(String::new()),
            Node::Open(tag) if tag.name() == "metadata" => xml.skip()?,
            Node::Open(tag) => {
                depth += usize::from(tag.name() == own);
                agent = agent.or_else(|| tag.get("agent"));
            }
            Node::Text(words) => lines.iter_mut().last().into_iter().for_each(|line| line.push_str(&words)),
            Node::Close(name) if name == own && depth == 0 => break,
            Node::Close(name) => depth -= usize::from(name == own),
        }
    }
    let voice =
        agent.and_then(|id| people.get(id.split(' ').next()?).cloned()).filter(|name| !name.is_empty());
    // Some write what stands for a sign twice.
    let lines = lines.iter().map(|line| one_line(&entity::resolved(line))).filter(|line| !line.is_empty());
    Ok(Cue { start, end, voice, lines: lines.collect() })
}

/// A time of TTML: `00:00:01.500`, `00:00:01:12` with pictures behind the seconds, `1.5s`, `1500ms`, `15000000t`.
fn moment(text: &str, rates: &Rates) -> Option<Timestamp> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(':').collect();
    if let [hours, minutes, whole, frames] = parts[..] {
        let number = |part: &str| part.parse::<f64>().ok();
        let frames = number(frames)? / rates.frames;
        return seconds(number(hours)? * 3_600.0 + number(minutes)? * 60.0 + number(whole)? + frames);
    }
    if parts.len() > 1 {
        return clock_alone(text);
    }
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[number.len()..] {
        "h" => 3_600.0,
        "m" => 60.0,
        "s" | "" => 1.0,
        "ms" => 0.001,
        "f" => 1.0 / rates.frames,
        "t" => 1.0 / rates.ticks,
        _ => return None,
    };
    seconds(number.parse::<f64>().ok()? * unit)
}
