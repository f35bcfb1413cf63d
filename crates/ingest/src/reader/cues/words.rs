//! The words of a caption line: tags, entities and placements taken out.

use std::collections::HashSet;

use super::super::entity;
use super::Cue;

/// Tags that captions have; anything else in angle brackets is somebody's words (`<laughs>`).
const TAGS: [&str; 14] =
    ["c", "i", "b", "u", "s", "v", "em", "strong", "font", "ruby", "rt", "lang", "span", "p"];

/// A stretch of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// `Some` where the voice changes here: to somebody, or to nobody named.
    pub(super) voice: Option<Option<String>>,
    pub(super) words: String,
}

enum Tag {
    Voice(String),
    EndOfVoice,
    Time,
    Break,
    Known,
}

/// The stretches of a line between changes of voice; `entities` says whether entities are resolved.
pub(super) fn pieces(line: &str, entities: bool) -> Vec<Piece> {
    let mut all = vec![Piece { voice: None, words: String::new() }];
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let Some(last) = all.last_mut() else { break };
        if let Some((tag, length)) = tag(rest) {
            rest = &rest[length..];
            match tag {
                Tag::Voice(name) => all.push(Piece { voice: Some(Some(name)), words: String::new() }),
                Tag::EndOfVoice => all.push(Piece { voice: Some(None), words: String::new() }),
                Tag::Break => last.words.push(' '),
                Tag::Time | Tag::Known => {}
            }
        } else if let Some(length) = placement(rest) {
            rest = &rest[length..];
        } else if entities && let Some((resolved, length)) = entity::at(rest) {
            last.words.push_str(&resolved);
            rest = &rest[length..];
        } else {
            last.words.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    all
}

/// The words of a line without anything else.
pub(super) fn plain(line: &str) -> String {
    let words: String = pieces(line, true).into_iter().map(|piece| piece.words).collect();
    words.trim().to_string()
}

/// Whether a cue rolls: it carries the time of each word, and shows lines again that were shown before.
pub(super) fn is_rolling(cue: &Cue) -> bool {
    cue.lines.iter().any(|line| {
        line.match_indices('<').any(|(at, _)| matches!(tag(&line[at..]), Some((Tag::Time, _))))
            && line.contains("<c>")
    })
}

/// What sets the cues of a file apart from one another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Set {
    Colour(String),
    Class(String),
}

/// Colours that classes of WebVTT stand for.
const COLOURS: [&str; 8] = ["white", "lime", "cyan", "red", "yellow", "magenta", "blue", "black"];

/// In what colours or classes the words stand, where some cues in five have one, and there are several; cues without one
/// have the colour of the screen.
pub(super) fn set_apart(cues: &[Cue]) -> Option<String> {
    let found: Vec<Option<Set>> =
        cues.iter().map(|cue| cue.lines.first().and_then(|line| set(line))).collect();
    let told = found.iter().flatten().count();
    let distinct: HashSet<&Option<Set>> = found.iter().collect();
    if told < 2 || told * 5 < cues.len() || !(2..=MOST_COLOURS).contains(&distinct.len()) {
        return None;
    }
    let mut classes: Vec<&str> = Vec::new();
    for set in found.iter().flatten() {
        match set {
            Set::Class(name) if !classes.contains(&name.as_str()) => classes.push(name),
            _ => {}
        }
    }
    Some(match classes.is_empty() {
        true => format!("{} colours", distinct.len()),
        false => format!("classes (`{}`)", classes.join("`, `")),
    })
}

/// Most colours that may tell speakers apart.
const MOST_COLOURS: usize = 12;

/// The colour or class in which the words of a line begin.
fn set(line: &str) -> Option<Set> {
    let mut rest = line.trim_start();
    while let Some(length) = placement(rest) {
        rest = &rest[length..];
    }
    let rest = rest.trim_start_matches(['-', '–', ' ']);
    let (_, length) = tag(rest)?;
    let inner = &rest[1..length - 1];
    if let Some(font) = inner.strip_prefix("font ") {
        let (_, colour) = font.split_once("color=")?;
        let colour = colour.split(' ').next()?.trim_matches(['"', '\'']);
        return Some(Set::Colour(colour.to_lowercase()));
    }
    let element = inner.split_whitespace().next()?;
    let classes = element.strip_prefix("c.").or_else(|| element.strip_prefix("v."))?;
    let class = classes.split('.').find(|class| !class.is_empty() && !class.starts_with("bg_"))?;
    let colour = class.to_lowercase();
    let is_colour = COLOURS.contains(&colour.as_str()) || colour.starts_with("color");
    Some(if is_colour { Set::Colour(colour) } else { Set::Class(class.to_string()) })
}

/// The tag at the start of `text` with its length.
fn tag(text: &str) -> Option<(Tag, usize)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find(['>', '<']).filter(|end| inner[*end..].starts_with('>'))?;
    let inner = &inner[..end];
    let length = end + 2;
    if inner.starts_with(|c: char| c.is_ascii_digit()) && inner.contains(':') {
        return Some((Tag::Time, length));
    }
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = inner[..name_end].to_lowercase();
    if name == "br" {
        return Some((Tag::Break, length));
    }
    if !TAGS.contains(&name.as_str()) {
        return None;
    }
    if name != "v" {
        return Some((Tag::Known, length));
    }
    if closes {
        return Some((Tag::EndOfVoice, length));
    }
    // After the name stand classes (`.loud`), then the annotation.
    let annotation = inner.find(char::is_whitespace).map_or("", |at| inner[at..].trim());
    let voice = entity::resolved(annotation);
    Some(if voice.is_empty() { (Tag::EndOfVoice, length) } else { (Tag::Voice(voice), length) })
}

/// The length of a placement such as `{\an8}` at the start of `text`.
fn placement(text: &str) -> Option<usize> {
    text.strip_prefix("{\\")?.find('}').map(|end| end + 3)
}
