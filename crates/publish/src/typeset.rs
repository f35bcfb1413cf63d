//! The only place that knows typst: sets a template with data and exports the pages.

mod fonts;
mod world;

use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
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
    template: &'static str,
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

    /// How many pages there are.
    #[cfg(test)]
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
