//! What typst's SVG lacks: a title for screen readers and browsers.

use crate::rendered::Rendered;
use crate::text::clean;

/// Adds `title` to every page.
pub(super) fn titled(mut rendered: Rendered, title: &str) -> Rendered {
    let title = format!("<title>{}</title>", quick_xml::escape::escape(clean(title)));
    for page in &mut rendered.files {
        if let Some(end) = page.iter().position(|byte| *byte == b'>') {
            page.splice(end + 1..end + 1, title.bytes());
        }
    }
    rendered
}

#[cfg(test)]
mod tests {
    use crate::format::FigureFormat;
    use crate::style::FigureStyle;
    use crate::testing::{self, container};

    #[test]
    fn the_title_stands_inside_the_picture() {
        let style = FigureStyle::default();
        let figure = testing::relational();
        let rendered = crate::figure(&figure, FigureFormat::Svg, &style, &testing::imprint()).unwrap();
        let svg = String::from_utf8(rendered.files[0].clone()).unwrap();
        container::assert_well_formed("svg", &svg);
        assert!(svg.starts_with("<svg "), "{}", &svg[..80]);
        assert!(svg.contains("><title>Fig. 2. Data structure</title>"));
    }
}
