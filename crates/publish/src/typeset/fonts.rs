//! Which fonts a document is set in: the embedded ones, and system fonts only for characters the
//! embedded ones lack.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use typst::text::{Font, FontBook, FontFlags, FontInfo, FontStyle};
use typst::utils::LazyHash;
use typst_kit::fonts::{FontPath, FontSource};

/// The embedded families in the order they are tried: a serif as journals use it, then what fills
/// its gaps. Typst takes the first family that has a glyph.
const EMBEDDED: [&str; 4] =
    ["Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono", "New Computer Modern Math"];

/// The fonts of one document, and what they could not do.
pub(crate) struct FontChoice {
    set: Arc<FontSet>,
    /// The families in the order typst shall try them.
    pub(crate) families: Vec<String>,
    /// Characters no font covers, sorted.
    pub(crate) missing: Vec<char>,
    /// System families in use.
    pub(crate) fallback: Vec<String>,
}

/// Fonts with the book that describes them.
pub(super) struct FontSet {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl FontChoice {
    /// Chooses fonts for all of `texts`. System fonts are looked for only when a character needs
    /// one, and only once in a process.
    pub(crate) fn covering<'t>(texts: impl Iterator<Item = &'t str>) -> FontChoice {
        let wanted: BTreeSet<char> = texts.flat_map(str::chars).filter(|c| is_visible(*c)).collect();
        let embedded = embedded();
        let uncovered: BTreeSet<char> = wanted.into_iter().filter(|c| !covers(&embedded.fonts, *c)).collect();
        let mut families: Vec<String> = EMBEDDED.map(str::to_owned).to_vec();
        if uncovered.is_empty() {
            let set = Arc::clone(embedded);
            return FontChoice { set, families, missing: Vec::new(), fallback: Vec::new() };
        }
        let (fallback, missing) = choose_families(system(), &uncovered);
        families.extend(fallback.iter().cloned());
        let set = with_fallback(&fallback);
        FontChoice { set, families, missing: missing.into_iter().collect(), fallback }
    }

    pub(super) fn set(&self) -> &FontSet {
        &self.set
    }
}

impl FontSet {
    fn new(fonts: Vec<Font>) -> FontSet {
        FontSet { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }
}

fn embedded() -> &'static Arc<FontSet> {
    static EMBEDDED_SET: OnceLock<Arc<FontSet>> = OnceLock::new();
    EMBEDDED_SET.get_or_init(|| {
        let fonts = typst_kit::fonts::embedded().map(|(font, _)| font).collect();
        Arc::new(FontSet::new(fonts))
    })
}

/// The fonts of this machine, sorted by family and path, since the system lists them in no order.
fn system() -> &'static [(FontPath, FontInfo)] {
    static SYSTEM: OnceLock<Vec<(FontPath, FontInfo)>> = OnceLock::new();
    SYSTEM.get_or_init(|| {
        let mut faces: Vec<_> = typst_kit::fonts::system()
            .filter(|(_, info)| !info.is_last_resort())
            .filter(|(_, info)| !EMBEDDED.contains(&info.family.as_str()))
            .collect();
        faces.sort_by(|(path, info), (other_path, other)| {
            (&info.family, &path.path, path.index).cmp(&(&other.family, &other_path.path, other_path.index))
        });
        faces
    })
}

/// The embedded fonts with the faces of `families` added; kept, since documents of one study need
/// the same ones again and again.
fn with_fallback(families: &[String]) -> Arc<FontSet> {
    static SETS: Mutex<BTreeMap<Vec<String>, Arc<FontSet>>> = Mutex::new(BTreeMap::new());
    let mut sets = SETS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(set) = sets.get(families) {
        return Arc::clone(set);
    }
    let mut fonts = embedded().fonts.clone();
    fonts.extend(
        system()
            .iter()
            .filter(|(_, info)| families.contains(&info.family))
            .filter_map(|(path, _)| path.load()),
    );
    let set = Arc::new(FontSet::new(fonts));
    sets.insert(families.to_vec(), Arc::clone(&set));
    set
}

/// Picks families until nothing more of `uncovered` can be had; returns them and what is left.
///
/// Each time the family that covers most is taken, so that one script is set in one font.
fn choose_families(
    faces: &[(FontPath, FontInfo)],
    uncovered: &BTreeSet<char>,
) -> (Vec<String>, BTreeSet<char>) {
    let script = cjk_suffix(uncovered);
    let mut left = uncovered.clone();
    let mut families = Vec::new();
    loop {
        let best = faces
            .iter()
            .filter(|(_, info)| info.variant.style == FontStyle::Normal)
            .map(|(_, info)| {
                let n = left.iter().filter(|c| info.coverage.contains(**c as u32)).count();
                // Of equals the one that looks most like the text; then the first by name.
                let looks = (
                    info.family.contains(script),
                    !info.flags.contains(FontFlags::MONOSPACE) && !info.family.contains("Mono"),
                    info.family.contains("Serif"),
                    info.family.starts_with("Noto"),
                );
                (n, looks, info)
            })
            .filter(|(n, ..)| *n > 0)
            .reduce(|best, other| if (other.0, other.1) > (best.0, best.1) { other } else { best });
        let Some((.., info)) = best else { return (families, left) };
        left.retain(|c| !covers_family(faces, &info.family, *c));
        families.push(info.family.clone());
    }
}

/// Han characters look different in each country; the kana or hangul beside them tell which.
fn cjk_suffix(chars: &BTreeSet<char>) -> &'static str {
    let any = |range: std::ops::RangeInclusive<char>| chars.range(range).next().is_some();
    if any('\u{3040}'..='\u{30FF}') {
        "JP"
    } else if any('\u{AC00}'..='\u{D7AF}') {
        "KR"
    } else {
        "SC"
    }
}

fn covers(fonts: &[Font], c: char) -> bool {
    fonts.iter().any(|font| font.info().coverage.contains(c as u32))
}

fn covers_family(faces: &[(FontPath, FontInfo)], family: &str, c: char) -> bool {
    faces.iter().any(|(_, info)| info.family == family && info.coverage.contains(c as u32))
}

/// Whether `c` needs a glyph: not white space, control characters, joiners and marks of direction.
fn is_visible(c: char) -> bool {
    let ignorable = matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}');
    !(ignorable || c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(text: &str) -> FontChoice {
        FontChoice::covering(std::iter::once(text))
    }

    #[test]
    fn european_text_needs_no_system_font() {
        let text = "Zürich – “naïve” … Łódź Αθήνα Москва ½ → ≥ • §\u{200B}\u{200D}\t\n";
        let choice = choice(text);
        assert_eq!(choice.families, EMBEDDED);
        assert!(choice.missing.is_empty() && choice.fallback.is_empty());
    }

    #[test]
    fn a_character_no_font_has_is_reported() {
        // U+10FFFD is for private use; no font of a test machine draws it.
        let choice = choice("a \u{10FFFD} b");
        assert_eq!(choice.missing, ['\u{10FFFD}']);
    }

    #[test]
    fn fallback_is_chosen_by_coverage_then_by_looks() {
        let face = |family: &str, codepoints: &str| {
            let info = FontInfo {
                family: family.into(),
                variant: typst::text::FontVariant::default(),
                flags: FontFlags::empty(),
                axes: Vec::new(),
                coverage: typst::text::Coverage::from_vec(codepoints.chars().map(u32::from).collect()),
            };
            (FontPath { path: family.into(), index: 0 }, info)
        };
        let faces = [
            face("Noto Sans CJK SC", "日本語"),
            face("Noto Serif CJK JP", "日本語の"),
            face("Noto Serif CJK SC", "日本語の"),
            face("Thai", "ก"),
        ];
        let check = |text: &str, expected: &[&str], missing: &str| {
            let (families, left) = choose_families(&faces, &text.chars().collect());
            assert_eq!(families, expected, "{text}");
            assert_eq!(left.into_iter().collect::<String>(), missing, "{text}");
        };
        check("日本", &["Noto Serif CJK SC"], "");
        check("日本の", &["Noto Serif CJK JP"], "");
        check("日ก", &["Noto Serif CJK SC", "Thai"], "");
        check("ก!", &["Thai"], "!");
    }
}
