//! The letters of each page, where they stand, joined to pieces of lines as they are drawn.

use std::sync::Arc;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro_syntax::page::Page;
use hayro_syntax::{LoadPdfError, Pdf};
use kurbo::{Affine, BezPath, Point, Rect};

use super::actual::Actual;
use super::guard::Meter;
use super::lines::{Piece, Pieces};
use super::rules::Rules;

/// Deepest plausible size of a letter, in points.
const SIZE: f64 = 2000.0;

/// A page with its words.
#[derive(Default)]
pub(super) struct Sheet {
    /// Pieces of lines in the order in which they are drawn.
    pub(super) pieces: Vec<Piece>,
    pub(super) height: f64,
    /// Pictures on it.
    pub(super) pictures: usize,
    /// Letters without a known meaning.
    pub(super) unknown: usize,
    /// Runs of text that stand across the page.
    pub(super) across: usize,
    /// Straight lines on it.
    pub(super) rules: Rules,
}

/// What was taken from a document.
pub(super) struct Read {
    pub(super) sheets: Vec<Sheet>,
    pub(super) title: Option<String>,
}

/// Takes the letters of all pages.
pub(super) fn sheets(bytes: Arc<Vec<u8>>) -> Result<Read, LoadPdfError> {
    let mut meter = Meter::new(bytes.len());
    let pdf = Pdf::new(bytes)?;
    let cache = InterpreterCache::new();
    let sheets = pdf.pages().iter().map(|page| sheet(page, &pdf, &cache, &mut meter)).collect();
    Ok(Read { sheets, title: pdf.metadata().title.as_deref().map(words) })
}

/// The words of a string of the document itself: UTF-16 with a mark, else near enough to Latin.
pub(super) fn words(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_string(),
            Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
        },
    }
}

fn sheet<'a>(page: &Page<'a>, pdf: &'a Pdf, cache: &InterpreterCache<'a>, meter: &mut Meter) -> Sheet {
    meter.page();
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let (width, height) = page.render_dimensions();
    let bbox = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, bbox, cache, pdf.xref(), settings);
    let mut taker = Taker {
        drawn: Vec::new(),
        pictures: 0,
        rules: Rules::default(),
        artifacts: 0,
        open: Vec::new(),
        actual: Actual::of(page, meter),
        marks: 0,
        said: Vec::new(),
        meter,
    };
    interpret_page(page, &mut context, &mut taker);
    let Taker { drawn, pictures, rules, actual, marks, .. } = taker;
    let drawn = actual.apply(drawn, marks);
    laid(drawn, rules, pictures, f64::from(width), f64::from(height))
}

/// A letter as it is drawn.
pub(super) struct Drawn {
    pub(super) text: String,
    pub(super) at: Point,
    pub(super) end: Point,
    pub(super) size: f64,
    /// The mark that says what it means.
    pub(super) mark: Option<usize>,
    /// Which way it is turned, in quarters; `None` for any other way.
    turn: Option<usize>,
    artifact: bool,
    font: u64,
}

/// Lays the letters of a page out as the most of them are turned.
fn laid(drawn: Vec<Drawn>, rules: Rules, pictures: usize, width: f64, height: f64) -> Sheet {
    let mut turns = [0_usize; 4];
    drawn.iter().filter_map(|letter| letter.turn).for_each(|turn| turns[turn] += 1);
    let upright = (0..4).rev().max_by_key(|&turn| turns[turn]).unwrap_or(0);
    let turned = |point: Point| match upright {
        0 => point,
        1 => Point::new(point.y, width - point.x),
        2 => Point::new(width - point.x, height - point.y),
        _ => Point::new(height - point.y, point.x),
    };
    let mut sheet = Sheet {
        pictures,
        height: if upright % 2 == 0 { height } else { width },
        rules: rules.turned(turned),
        ..Sheet::default()
    };
    let mut pieces = Pieces::default();
    let mut was_across = false;
    for letter in drawn {
        let is_across = letter.turn != Some(upright);
        if is_across {
            sheet.across += usize::from(!was_across && !letter.text.trim().is_empty());
        } else {
            sheet.unknown += usize::from(letter.text == "\u{fffd}");
            let (at, end) = (turned(letter.at), turned(letter.end));
            pieces.push(
                &letter.text,
                at.x,
                end.x.max(at.x),
                at.y,
                letter.size,
                (letter.artifact, letter.font),
            );
        }
        was_across = is_across;
    }
    let (width, height) = if upright % 2 == 0 { (width, height) } else { (height, width) };
    // What is drawn outside of the page nobody sees; a line that the edge cuts stands where its middle is, since the
    // page before or after it may show the other half.
    let is_on_page = |piece: &Piece| {
        let middle = piece.y - 0.3 * piece.size;
        piece.x1 > 0.0 && piece.x0 < width && middle > 0.0 && middle <= height
    };
    sheet.pieces = pieces.finish();
    sheet.pieces.retain(is_on_page);
    sheet
}

/// A mark that is open.
struct Mark {
    is_artifact: bool,
    /// Whether it says what its letters mean.
    says: bool,
}

/// Takes letters from what is drawn on a page.
struct Taker<'m> {
    drawn: Vec<Drawn>,
    pictures: usize,
    rules: Rules,
    /// How many open marks say that what is drawn is no part of the text.
    artifacts: usize,
    open: Vec<Mark>,
    /// What marks say that their letters mean, how many marks there were, and those open that say something.
    actual: Actual,
    marks: usize,
    said: Vec<usize>,
    meter: &'m mut Meter,
}

impl Taker<'_> {
    fn take(&mut self, text: String, transform: Affine, width: f64, font: u64) {
        let at = transform * Point::ORIGIN;
        let end = transform * Point::new(width, 0.0);
        let up = transform * Point::new(0.0, 1000.0) - at;
        let size = up.hypot();
        let along = transform * Point::new(1000.0, 0.0) - at;
        if !(at.is_finite() && end.is_finite() && size.is_finite() && size > 0.01 && size < SIZE) {
            return;
        }
        let quarters = along.y.atan2(along.x) / std::f64::consts::FRAC_PI_2;
        let turn = ((quarters - quarters.round()).abs() < 0.06)
            .then(|| (quarters.round() as i64).rem_euclid(4) as usize);
        let mark = self.said.last().copied();
        self.drawn.push(Drawn { text, at, end, size, turn, artifact: self.artifacts > 0, font, mark });
    }
}

impl<'a> Device<'a> for Taker<'_> {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {
        self.meter.count();
    }

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        self.meter.count();
        self.rules.take(path, transform, matches!(mode, PathDrawMode::Stroke(_)));
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.meter.count();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.meter.count();
    }

    fn draw_glyph(&mut self, glyph: &Glyph<'a>, ctm: Affine, own: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {
        self.meter.letter();
        let width = match glyph {
            Glyph::Outline(outline) => outline.advance_width().map_or(500.0, f64::from),
            Glyph::Type3(_) => 500.0,
        };
        let font = match glyph {
            Glyph::Outline(outline) => outline.font_cache_key() as u64,
            Glyph::Type3(_) => 0,
        };
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => "\u{fffd}".to_string(),
        };
        self.take(text, ctm * own, width, font);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.meter.count();
        self.pictures += 1;
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<i32>) {
        self.meter.count();
        let mark = Mark { is_artifact: tag == b"Artifact", says: self.actual.says(self.marks) };
        self.artifacts += usize::from(mark.is_artifact);
        self.said.extend(mark.says.then_some(self.marks));
        self.open.push(mark);
        self.marks += 1;
    }

    fn end_marked_content(&mut self) {
        if let Some(mark) = self.open.pop() {
            self.artifacts -= usize::from(mark.is_artifact);
            if mark.says {
                self.said.pop();
            }
        }
    }
}
