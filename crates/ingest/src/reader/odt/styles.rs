//! Styles of an OpenDocument text, as far as the text depends on them: page breaks, hidden words, lists.

use std::collections::{HashMap, HashSet};

use super::super::counts::Mark;
use super::super::document::Type;
use super::super::figure::figure;
use super::super::xml::{Node, Tag, Xml};

/// Levels a list can have.
const LEVELS: usize = 10;

#[derive(Clone, Default)]
struct Level {
    bullet: bool,
    format: String,
    prefix: String,
    suffix: String,
    start: u32,
    shown: usize,
}

/// Longest chain of styles that is followed.
const CHAIN: usize = 20;

/// How words of a style look, as far as it says so.
#[derive(Default)]
struct Look {
    own: Option<Type>,
    /// Whether they have a colour.
    colour: bool,
    parent: Option<String>,
}

/// What the styles say.
#[derive(Default)]
pub(super) struct Styles {
    breaking: HashSet<String>,
    hidden: HashSet<String>,
    looks: HashMap<String, Look>,
    lists: HashMap<String, Vec<Level>>,
    /// How many heads and feet of pages have words.
    pub(super) heads_and_feet: usize,
}

impl Styles {
    /// Reads all styles of a part.
    pub(super) fn read_all(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "body" => xml.skip()?,
                "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first" => {
                    self.heads_and_feet += usize::from(!xml.words()?.trim().is_empty());
                }
                _ => self.see(&tag, xml)?,
            }
        }
        Ok(())
    }

    /// Takes in one style, if `tag` begins one.
    pub(super) fn see(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), String> {
        let (name, element) = (tag.value("name"), tag.name());
        match element {
            "style" => {
                if tag.get("master-page-name").is_some_and(|page| !page.is_empty()) {
                    self.breaking.insert(name.clone());
                }
                let parent = Some(tag.value("parent-style-name")).filter(|parent| !parent.is_empty());
                let mut look = Look { parent, ..Look::default() };
                xml.inside(|tag| {
                    if tag.value("break-before") == "page" {
                        self.breaking.insert(name.clone());
                    }
                    if tag.name() == "text-properties" && tag.value("display") == "none" {
                        self.hidden.insert(name.clone());
                    }
                    if tag.name() == "text-properties" {
                        look.own = look_of(tag).or(look.own);
                        look.colour |= Type::is_colour(&tag.value("color"));
                    }
                })?;
                self.looks.insert(name, look);
            }
            "list-style" => {
                let mut levels = vec![Level { bullet: true, ..Level::default() }; LEVELS];
                xml.inside(|tag| {
                    let level = tag.value("level").parse::<usize>().unwrap_or(1).clamp(1, LEVELS);
                    if tag.name() == "list-level-style-number" {
                        levels[level - 1] = Level {
                            bullet: false,
                            format: tag.value("num-format"),
                            prefix: tag.value("num-prefix"),
                            suffix: tag.value("num-suffix"),
                            start: tag.value("start-value").parse().unwrap_or(1),
                            shown: tag.value("display-levels").parse().unwrap_or(1),
                        };
                    }
                })?;
                self.lists.insert(name, levels);
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether a paragraph of this style begins a page.
    pub(super) fn begins_page(&self, style: &str) -> bool {
        self.breaking.contains(style)
    }

    /// Whether words of this style are hidden.
    pub(super) fn hides(&self, style: &str) -> bool {
        self.hidden.contains(style)
    }

    /// How words of this style look, where the style or one that it is based on says so.
    pub(super) fn look(&self, style: &str) -> Option<Type> {
        let mut name = style;
        for _ in 0..CHAIN {
            let look = self.looks.get(name)?;
            if look.own.is_some() {
                return look.own;
            }
            name = look.parent.as_deref()?;
        }
        None
    }

    /// How words in a stretch of this style look; a colour counts, too.
    pub(super) fn look_of_stretch(&self, style: &str) -> Option<Type> {
        let has_colour = self.looks.get(style).is_some_and(|look| look.colour);
        if has_colour { Some(Type::SetOff) } else { self.look(style) }
    }

    /// What is printed before the entry of the list `style` with these numbers, outermost first.
    pub(super) fn mark(&self, style: &str, counters: &[u32]) -> Option<Mark> {
        let levels = self.lists.get(style)?;
        let depth = counters.len().checked_sub(1)?;
        let own = levels.get(depth)?;
        if own.bullet {
            return Some(Mark::Bullet);
        }
        if own.format.is_empty() {
            return (own.prefix.contains(char::is_alphabetic) || own.suffix.contains(char::is_alphabetic))
                .then(|| Mark::Words(format!("{}{}", own.prefix, own.suffix)));
        }
        let from = (depth + 1).saturating_sub(own.shown.max(1));
        let numbers: Vec<String> = (from..=depth)
            .map(|n| figure(counters[n], &levels[n].format))
            .filter(|n| !n.is_empty())
            .collect();
        let printed = format!("{}{}{}", own.prefix, numbers.join("."), own.suffix).trim().to_string();
        let has_words = [&own.prefix, &own.suffix].iter().any(|around| around.contains(char::is_alphabetic));
        Some(if has_words { Mark::Words(printed) } else { Mark::Number(printed) })
    }

    /// The number the first entry of a level has.
    pub(super) fn start(&self, style: &str, depth: usize) -> u32 {
        self.lists.get(style).and_then(|levels| levels.get(depth)).map_or(1, |level| level.start.max(1))
    }
}

/// How words look by these properties; `None` where they do not say so.
fn look_of(tag: &Tag<'_>) -> Option<Type> {
    let is = |attribute: &str, values: &[&str]| values.contains(&tag.value(attribute).as_str());
    let is_set_off = is("font-weight", &["bold", "600", "700", "800", "900"])
        || is("font-style", &["italic", "oblique"])
        || is("font-variant", &["small-caps"])
        || is("text-transform", &["uppercase"])
        || !is("text-underline-style", &["", "none"]);
    let is_highlit = !is("background-color", &["", "transparent", "#ffffff"]);
    let is_plain = is("font-weight", &["normal"]) || is("font-style", &["normal"]);
    match (is_set_off, is_highlit, is_plain) {
        (true, ..) => Some(Type::SetOff),
        (_, true, _) => Some(Type::Highlit),
        (_, _, true) => Some(Type::Plain),
        _ => None,
    }
}
