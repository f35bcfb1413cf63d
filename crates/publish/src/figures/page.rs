//! The paper figures are drawn on.

use serde::Serialize;

use crate::style::PageFit;

/// Points a millimetre.
pub(super) const MM: f64 = 72.0 / 25.4;

/// The page of a figure, in points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Page {
    /// Width of the page.
    pub(super) width: f64,
    /// Height no page exceeds, unless a single box is higher.
    pub(super) limit: f64,
    /// Whether pages are cropped to what stands on them; else every page is `limit` high.
    pub(super) cropped: bool,
    /// White space on all sides.
    pub(super) margin: f64,
}

/// What a figure is laid out on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Paper {
    /// Pages of a manuscript.
    Fit(PageFit),
    /// A slide of these measures, in points.
    Slide {
        /// Its width.
        width: f64,
        /// Its height.
        height: f64,
        /// White space on all sides.
        margin: f64,
    },
}

impl Default for Paper {
    fn default() -> Self {
        Paper::Fit(PageFit::default())
    }
}

impl Page {
    /// Returns the page for `paper`; a cropped page is as wide as `natural` points of drawing need.
    pub(super) fn new(paper: Paper, natural: f64) -> Page {
        let (portrait, landscape) = (210.0 * MM, 297.0 * MM);
        let fit = match paper {
            Paper::Slide { width, height, margin } => {
                return Page { width, limit: height, cropped: false, margin };
            }
            Paper::Fit(fit) => fit,
        };
        let margin = 16.0 * MM;
        match fit {
            // Cropped pages go into a manuscript: what is needed around the figure is the
            // manuscript's margin, and 250 mm is what an A4 page of it leaves.
            PageFit::Natural => {
                let margin = 3.0 * MM;
                Page { width: natural + 2.0 * margin, limit: 250.0 * MM, cropped: true, margin }
            }
            PageFit::A4Portrait => Page { width: portrait, limit: landscape, cropped: false, margin },
            PageFit::A4Landscape => Page { width: landscape, limit: portrait, cropped: false, margin },
        }
    }

    /// The width between the margins.
    pub(super) fn room(&self) -> f64 {
        self.width - 2.0 * self.margin
    }
}
