//! Figures as PowerPoint slides with native shapes: boxes, text boxes and connectors that hold on to
//! the boxes they join. The places come from the same layout as the printed figure.

mod package;
mod part;
mod slide;

use themata_model::figure::Figure;

use crate::container;
use crate::error::PublishError;
use crate::figures::drawing;
use crate::figures::page::{MM, Paper};
use crate::figures::pptx::part::{Part, Slide};
use crate::imprint::Imprint;
use crate::rendered::Rendered;
use crate::style::{FigureStyle, PageFit};
use crate::text::clean;
use crate::typeset::{Document, Mark};

/// How much larger than in print a figure may be drawn; the first one at which it fits one slide.
const SCALES: [f64; 5] = [1.5, 1.35, 1.2, 1.1, 1.0];
/// The scale of a figure that needs several slides.
const SEVERAL: f64 = 1.2;
/// A wide slide and its margin, in points.
const WIDE: (f64, f64, f64) = (960.0, 540.0, 22.0);

/// Writes `figure` as slides.
pub(super) fn write(
    figure: &Figure,
    style: &FigureStyle,
    imprint: &Imprint,
) -> Result<Rendered, PublishError> {
    if !matches!(figure, Figure::DataStructure(_) | Figure::Framework(_)) {
        return Err(PublishError::Unsupported {
            title: figure.title().to_owned(),
            format: "pptx",
            instead: "svg, pdf, png or typ",
        });
    }
    let deck = Deck::new(figure, style, imprint)?;
    let parts = package::parts(&deck, &clean(figure.title()), &clean(&imprint.study_title));
    let bytes = container::zip(&parts).map_err(PublishError::container("PPTX"))?;
    // The fonts of slides are the reader's concern.
    Ok(Rendered::file(bytes))
}

/// All slides and their common measures, in points.
struct Deck {
    width: f64,
    height: f64,
    slides: Vec<Slide>,
}

impl Deck {
    fn new(figure: &Figure, style: &FigureStyle, imprint: &Imprint) -> Result<Deck, PublishError> {
        let (width, height, margin) = match style.page {
            PageFit::Natural => WIDE,
            PageFit::A4Portrait => (210.0 * MM, 297.0 * MM, 16.0 * MM),
            PageFit::A4Landscape => (297.0 * MM, 210.0 * MM, 16.0 * MM),
        };
        let set = |scale: f64| -> Result<Document, PublishError> {
            let paper = Paper::Slide { width: width / scale, height: height / scale, margin: margin / scale };
            drawing(figure, style, paper, imprint)?.set()
        };
        let scales: &[f64] = if style.page == PageFit::Natural { &SCALES } else { &[1.0] };
        for scale in scales {
            let document = set(*scale)?;
            if document.len() == 1 {
                return Ok(Deck { width, height, slides: slides(&document, *scale)? });
            }
        }
        let scale = if style.page == PageFit::Natural { SEVERAL } else { 1.0 };
        Ok(Deck { width, height, slides: slides(&set(scale)?, scale)? })
    }
}

/// The parts of each page, drawn `scale` times as large.
fn slides(document: &Document, scale: f64) -> Result<Vec<Slide>, PublishError> {
    let mut pages: Vec<Vec<Part>> = vec![Vec::new(); document.len()];
    for Mark { page, x, y, value } in document.marks() {
        let part = Part::read(x, y, value, scale).map_err(PublishError::container("PPTX"))?;
        if let Some(page) = pages.get_mut(page) {
            page.push(part);
        }
    }
    Ok(pages.into_iter().map(Slide::new).collect())
}

#[cfg(test)]
mod tests;
