//! Which styles of a Word document are those of headings.

use std::collections::HashMap;

use super::super::xml::{Node, Xml};
use super::body::is_on;

/// Longest chain of styles that is followed.
const STYLES: usize = 20;

/// The level of running text among those of headings.
const BODY: u8 = 9;

#[derive(Default)]
struct Style {
    level: Option<u8>,
    based_on: Option<String>,
    /// Whether its words are set off from others, where it says so.
    set_off: Option<bool>,
}

/// The styles of a document, as far as they say what is a heading.
#[derive(Default)]
pub(super) struct Headings(HashMap<String, Style>);

impl Headings {
    /// Reads the styles. Built-in ones have English names in every language, others say their level.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        let mut style = String::new();
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            if tag.name() == "style" {
                style = tag.value("styleId");
                self.0.insert(style.clone(), Style::default());
                continue;
            }
            let Some(entry) = self.0.get_mut(&style) else { continue };
            match tag.name() {
                "name" => entry.level = entry.level.or(built_in(&tag.value("val"))),
                "outlineLvl" => entry.level = tag.value("val").parse().ok(),
                "b" | "i" | "caps" | "smallCaps" => {
                    entry.set_off = Some(entry.set_off == Some(true) || is_on(&tag));
                }
                "basedOn" => entry.based_on = Some(tag.value("val")),
                _ => {}
            }
        }
        Ok(())
    }

    /// The level of the heading that a paragraph of this style is; what it says of itself outweighs the style.
    pub(super) fn level(&self, style: &str, own: Option<u8>) -> Option<u8> {
        own.or_else(|| self.of_style(style)).filter(|level| *level < BODY)
    }

    /// Whether the words of paragraphs of this style are set off from others.
    pub(super) fn is_set_off(&self, style: &str) -> bool {
        let mut name = style;
        for _ in 0..STYLES {
            let Some(entry) = self.0.get(name) else { return false };
            match (entry.set_off, &entry.based_on) {
                (Some(set_off), _) => return set_off,
                (None, Some(next)) => name = next,
                (None, None) => return false,
            }
        }
        false
    }

    fn of_style(&self, style: &str) -> Option<u8> {
        let mut name = style;
        for _ in 0..STYLES {
            let Some(entry) = self.0.get(name) else { return built_in(name) };
            match (entry.level, &entry.based_on) {
                (Some(level), _) => return Some(level),
                (None, Some(next)) => name = next,
                (None, None) => return None,
            }
        }
        None
    }
}

/// The level of a built-in style, by its name or its id.
pub(in crate::reader) fn built_in(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if matches!(name.as_str(), "title" | "subtitle") {
        return Some(0);
    }
    name.strip_prefix("heading")?.trim().parse::<u8>().ok().map(|level| level.saturating_sub(1))
}
