//! The styles of a web page that set words off: bold and italic.

use std::collections::HashMap;

/// Most bytes of style sheets that are read.
const MOST: usize = 1 << 20;

/// What classes say of words.
#[derive(Default)]
pub(super) struct Styles {
    read: usize,
    /// Text of a style sheet that no brace closed yet.
    open: String,
    /// For each class whether it sets words off.
    classes: HashMap<String, bool>,
}

impl Styles {
    /// Reads a part of a style sheet.
    pub(super) fn read(&mut self, sheet: &str) {
        self.read += sheet.len();
        if self.read > MOST {
            return;
        }
        self.open.push_str(sheet);
        let Some(end) = self.open.rfind('}') else { return };
        let rest = self.open.split_off(end);
        for rule in std::mem::replace(&mut self.open, rest[1..].to_string()).split('}') {
            if let Some((selectors, declarations)) = rule.rsplit_once('{')
                && let Some(sets_off) = says(declarations)
            {
                let before = selectors.rsplit(['{', ';', '/']).next().unwrap_or_default();
                let classes = before.split(',').filter_map(|selector| class(selector.trim()));
                self.classes.extend(classes.map(|class| (class.to_string(), sets_off)));
            }
        }
    }

    /// Whether an element of these classes, and of this style, sets its words off.
    pub(super) fn set_off(&self, classes: Option<String>, style: Option<String>) -> bool {
        let own = style.as_deref().and_then(says);
        let of_class = || {
            let classes = classes.iter().flat_map(|classes| classes.split_whitespace());
            classes.filter_map(|class| self.classes.get(class)).any(|sets_off| *sets_off)
        };
        own.unwrap_or_else(of_class)
    }
}

/// The class that a selector names, if it names no more: `.c2`, `span.c2`.
fn class(selector: &str) -> Option<&str> {
    let (element, class) = selector.split_once('.')?;
    let is_name = |c: char| c.is_alphanumeric() || "-_".contains(c);
    (element.chars().all(is_name) && !class.is_empty() && class.chars().all(is_name)).then_some(class)
}

/// Whether declarations set words off; `None` where they say nothing of it.
fn says(declarations: &str) -> Option<bool> {
    let mut said = None;
    for declaration in declarations.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().trim_end_matches("!important").trim().to_lowercase();
        let sets_off = match name.trim().to_lowercase().as_str() {
            "font-weight" => value.starts_with("bold") || matches!(value.parse(), Ok(600..=1000)),
            "font-style" => value.starts_with("italic") || value.starts_with("oblique"),
            _ => continue,
        };
        said = Some(said.unwrap_or(false) || sets_off);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_styles_tell_bold_and_italic() {
        let mut styles = Styles::default();
        styles.read(
            "/* x */ @import url(a.css); .c2 { color: red; font-weight:700 } span.c3, p .c9{font-style",
        );
        styles.read(": Italic}.c4{font-weight:400;font-style:normal}.c5{margin:0}");
        for (class, expected) in [("c1 c2", true), ("c3", true), ("c4", false), ("c5", false), ("c9", false)]
        {
            assert_eq!(styles.set_off(Some(class.to_string()), None), expected, "{class}");
        }
        let own = |style: &str| styles.set_off(Some("c2".to_string()), Some(style.to_string()));
        assert!(own("color: red"));
        assert!(!own("font-weight: normal"));
    }
}
