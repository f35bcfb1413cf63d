//! Figures, one file a kind.

mod data_structure;
mod framework;
mod page;
mod palette;
mod png;
mod svg;

use themata_model::figure::Figure;

use crate::error::PublishError;
use crate::format::FigureFormat;
use crate::imprint::Imprint;
use crate::rendered::Rendered;
use crate::style::FigureStyle;

/// Draws `figure` in `format`.
pub(crate) fn render(
    figure: &Figure,
    format: FigureFormat,
    style: &FigureStyle,
    imprint: &Imprint,
) -> Result<Rendered, PublishError> {
    let document = match figure {
        Figure::DataStructure(figure) => data_structure::set(figure, style, imprint)?,
        Figure::Framework(figure) => framework::set(figure, style, imprint)?,
    };
    match format {
        FigureFormat::Pdf => document.into_pdf(),
        FigureFormat::Svg => Ok(svg::titled(document.into_svg(), figure.title())),
        FigureFormat::Png => {
            // Zero would give an empty picture; beyond 1200 an A4 page takes 500 MB.
            let dpi = style.dpi.clamp(36, 1200);
            Ok(png::with_resolution(document.into_png(dpi)?, dpi))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{Connectors, Layout, PageFit};
    use crate::testing;

    fn draw(figure: &Figure, format: FigureFormat, style: &FigureStyle) -> Rendered {
        render(figure, format, style, &testing::imprint()).unwrap()
    }

    fn all_figures() -> Vec<Figure> {
        let mut figures: Vec<Figure> = (1..=6).map(testing::deep).collect();
        figures.extend([testing::relational(), testing::framework(), testing::many(24, 3)]);
        figures
    }

    #[test]
    fn every_figure_in_every_style_is_one_clean_set_of_pages() {
        for figure in all_figures() {
            for layout in [Layout::Boxes, Layout::Bullets] {
                for connectors in [Connectors::Elbow, Connectors::Bracket] {
                    let style = FigureStyle { layout, connectors, ..FigureStyle::default() };
                    let rendered = draw(&figure, FigureFormat::Svg, &style);
                    assert!(!rendered.files.is_empty());
                    assert!(rendered.missing_glyphs.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_high_figure_is_split_over_pages() {
        let figure = testing::many(200, 3);
        for page in [PageFit::Natural, PageFit::A4Portrait, PageFit::A4Landscape] {
            let style = FigureStyle { page, ..FigureStyle::default() };
            let pages = draw(&figure, FigureFormat::Svg, &style).files.len();
            assert!((4..=24).contains(&pages), "{page:?}: {pages} pages");
            assert_eq!(draw(&figure, FigureFormat::Pdf, &style).files.len(), 1);
        }
        let one = draw(&testing::relational(), FigureFormat::Svg, &FigureStyle::default());
        assert_eq!(one.files.len(), 1);
    }

    #[test]
    fn equal_input_gives_equal_bytes() {
        let style = FigureStyle { dpi: 72, colour: true, ..FigureStyle::default() };
        for figure in [testing::relational(), testing::framework()] {
            for format in FigureFormat::ALL {
                assert!(draw(&figure, format, &style) == draw(&figure, format, &style));
            }
        }
    }

    #[test]
    fn a_figure_without_columns_is_refused() {
        let Figure::DataStructure(mut figure) = testing::relational() else { panic!() };
        figure.levels.clear();
        let figure = Figure::DataStructure(figure);
        let error =
            render(&figure, FigureFormat::Svg, &FigureStyle::default(), &testing::imprint()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the figure `Fig. 2. Data structure` has no columns; a figure needs at least one"
        );
    }
}
