//! How a figure is drawn.

/// How a figure is drawn; the default is black and white, boxes and elbow connectors, 300 dots per
/// inch, on one page cropped to the figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureStyle {
    /// How the lowest level of a data structure is set.
    pub layout: Layout,
    /// How the levels of a data structure are joined.
    pub connectors: Connectors,
    /// Tint the boxes by their highest-level code; false prints black on white.
    pub colour: bool,
    /// Resolution of bitmaps, in dots per inch.
    pub dpi: u32,
    /// What page the figure has to fit.
    pub page: PageFit,
}

/// How the lowest level of a data structure is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// One box a category.
    #[default]
    Boxes,
    /// One box a theme, with its categories as a bulleted list.
    Bullets,
}

/// How the levels of a data structure are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Connectors {
    /// Right-angled lines that meet before the box and end in an arrow head.
    #[default]
    Elbow,
    /// A square bracket around what belongs together, with a line to the box.
    Bracket,
}

/// What page a figure has to fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PageFit {
    /// Pages cropped to the figure, no higher than a printed page.
    #[default]
    Natural,
    /// Upright A4 pages.
    A4Portrait,
    /// A4 pages on their side.
    A4Landscape,
}

impl Default for FigureStyle {
    fn default() -> Self {
        FigureStyle {
            layout: Layout::default(),
            connectors: Connectors::default(),
            colour: false,
            // What journals ask of line art with text in it.
            dpi: 300,
            page: PageFit::default(),
        }
    }
}
