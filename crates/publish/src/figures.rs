//! Figures, one file a kind.

mod accumulation;
mod bars;
mod data_structure;
mod drawing;
mod fill;
mod framework;
mod heat_map;
mod label;
mod page;
mod palette;
mod png;
mod pptx;
mod scale;
mod svg;
mod typ;

use themata_model::figure::Figure;

use crate::error::PublishError;
use crate::figures::drawing::Drawing;
use crate::figures::page::Paper;
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
    let laid_out = || drawing(figure, style, Paper::Fit(style.page), imprint);
    match format {
        FigureFormat::Pdf => laid_out()?.set()?.into_pdf(),
        FigureFormat::Svg => Ok(svg::titled(laid_out()?.set()?.into_svg(), figure.title())),
        FigureFormat::Png => {
            // Zero would give an empty picture; beyond 1200 an A4 page takes 500 MB.
            let dpi = style.dpi.clamp(36, 1200);
            Ok(png::with_resolution(laid_out()?.set()?.into_png(dpi)?, dpi))
        }
        FigureFormat::Typ => Ok(Rendered::file(typ::source(&laid_out()?, figure.title()).into_bytes())),
        FigureFormat::Pptx => pptx::write(figure, style, imprint),
    }
}

/// Lays `figure` out on `paper`.
fn drawing(
    figure: &Figure,
    style: &FigureStyle,
    paper: Paper,
    imprint: &Imprint,
) -> Result<Drawing, PublishError> {
    match figure {
        Figure::DataStructure(figure) => data_structure::drawing(figure, style, paper, imprint),
        Figure::Framework(figure) => framework::drawing(figure, style, paper, imprint),
        Figure::Bars(figure) => bars::drawing(figure, style, paper, imprint),
        Figure::MirroredBars(figure) => bars::mirrored(figure, style, paper, imprint),
        Figure::HeatMap(figure) => heat_map::drawing(figure, style, paper, imprint),
        Figure::Accumulation(figure) => accumulation::drawing(figure, style, paper, imprint),
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
        figures.extend(charts());
        figures
    }

    fn charts() -> Vec<Figure> {
        vec![
            testing::frequency(&["R1", "R2", "R3"], 4),
            testing::dyads(),
            testing::co_occurrence(6),
            testing::saturation(12),
        ]
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
    fn a_chart_gives_equal_bytes_too() {
        let style = FigureStyle { dpi: 72, colour: true, ..FigureStyle::default() };
        for figure in charts() {
            for format in FigureFormat::ALL.into_iter().filter(|format| *format != FigureFormat::Pptx) {
                assert!(draw(&figure, format, &style) == draw(&figure, format, &style));
            }
        }
    }

    #[test]
    fn a_chart_without_anything_to_show_is_refused() {
        let refused = |figure: Figure| {
            let style = FigureStyle::default();
            render(&figure, FigureFormat::Svg, &style, &testing::imprint()).unwrap_err().to_string()
        };
        let Figure::Bars(mut bars) = testing::frequency(&["R1"], 2) else { panic!() };
        bars.groups[0].rows[1].counts.clear();
        assert_eq!(
            refused(Figure::Bars(bars.clone())),
            "row `Monitor partner's capability evolution and reassess complementarity` of the figure \
             `Fig. 4. Codings of each category` has 0 numbers, but 1 are needed"
        );
        bars.groups[0].rows.clear();
        assert_eq!(
            refused(Figure::Bars(bars)),
            "the figure `Fig. 4. Codings of each category` has no rows, so there is nothing to draw; \
             loosen its filters, or code more first"
        );
        let Figure::HeatMap(mut map) = testing::co_occurrence(3) else { panic!() };
        map.cells[1].pop();
        assert!(refused(Figure::HeatMap(map.clone())).contains("has 2 numbers, but 3 are needed"));
        map.columns.clear();
        assert!(refused(Figure::HeatMap(map)).contains("has no columns"));
        assert!(refused(testing::saturation(0)).contains("has no steps"));
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
