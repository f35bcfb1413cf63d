//! The only place that knows typst: sets a template with data and exports the pages.

mod fonts;
mod world;

use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::{NativeElement, Smart};
use typst::introspection::{Introspector, MetadataElem};
use typst::layout::Point;
use typst::utils::Scalar;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use crate::error::PublishError;
use crate::rendered::Rendered;

pub(crate) use fonts::FontChoice;
use world::PublishWorld;

/// How many renders a cached intermediate result outlives its last use; a server renders forever,
/// and without eviction the cache would grow with each change of the study.
const CACHE_AGE: usize = 8;

/// Pages set by typst.
pub(crate) struct Document {
    pages: PagedDocument,
    fonts: FontChoice,
    what: &'static str,
}

/// Sets `template` with `data`, which it reads as `data.json`; strings are data there and never
/// parsed as markup. `what` is named in errors.
pub(crate) fn set<T: Serialize>(
    what: &'static str,
    template: &str,
    data: &T,
    fonts: FontChoice,
) -> Result<Document, PublishError> {
    let json = serde_json::to_vec(data)
        .map_err(|error| PublishError::Typeset { what, message: error.to_string() })?;
    let world = PublishWorld::new(template, json, &fonts);
    let result = typst::compile::<PagedDocument>(&world).output;
    comemo::evict(CACHE_AGE);
    let pages = result.map_err(|errors| refused(what, &errors))?;
    Ok(Document { pages, fonts, what })
}

/// What a template left on a page for other programs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mark {
    /// The page, counted from 0.
    pub(crate) page: usize,
    /// Where it stands, in points from the upper left corner.
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// What the template says of it.
    pub(crate) value: serde_json::Value,
}

impl Document {
    /// Returns one PDF with all pages. It carries no time, and its identifier follows from its
    /// contents.
    pub(crate) fn into_pdf(self) -> Result<Rendered, PublishError> {
        let options = PdfOptions { creator: Smart::Custom(None), ..PdfOptions::default() };
        let bytes = typst_pdf::pdf(&self.pages, &options).map_err(|errors| refused(self.what, &errors))?;
        Ok(self.rendered(vec![bytes]))
    }

    /// Returns one SVG a page.
    pub(crate) fn into_svg(self) -> Rendered {
        let options = SvgOptions { render_bleed: false, pretty: false };
        let files =
            self.pages.pages().iter().map(|page| typst_svg::svg(page, &options).into_bytes()).collect();
        self.rendered(files)
    }

    /// Returns one PNG a page, at `dpi` dots per inch.
    pub(crate) fn into_png(self, dpi: u32) -> Result<Rendered, PublishError> {
        let options =
            RenderOptions { pixel_per_pt: Scalar::new(f64::from(dpi) / 72.0), ..RenderOptions::default() };
        let files: Result<Vec<_>, _> =
            self.pages.pages().iter().map(|page| typst_render::render(page, &options).encode_png()).collect();
        let files = files.map_err(PublishError::container("PNG"))?;
        Ok(self.rendered(files))
    }

    /// Returns what the template left as metadata, in the order of the pages.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        let introspector = self.pages.introspector();
        let found = introspector.query(&MetadataElem::ELEM.select());
        found
            .iter()
            .filter_map(|content| {
                let position = introspector.position(content.location()?)?;
                let value = serde_json::to_value(&content.to_packed::<MetadataElem>()?.value).ok()?;
                let Point { x, y } = position.point;
                Some(Mark { page: position.page.get() - 1, x: x.to_pt(), y: y.to_pt(), value })
            })
            .collect()
    }

    /// How many pages there are.
    pub(crate) fn len(&self) -> usize {
        self.pages.pages().len()
    }

    fn rendered(self, files: Vec<Vec<u8>>) -> Rendered {
        let FontChoice { missing, fallback, .. } = self.fonts;
        Rendered { files, missing_glyphs: missing, fallback_fonts: fallback }
    }
}

fn refused(what: &'static str, errors: &[SourceDiagnostic]) -> PublishError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PublishError::Typeset { what, message: messages.join("; ") }
}
