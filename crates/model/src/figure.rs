//! A figure as the paper prints it, before any file format: what stands in it and how it hangs
//! together; how it is drawn is the publisher's concern.

/// A figure ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// Categories, themes and dimensions in columns, joined by connectors.
    DataStructure(DataStructure),
    /// A grid of themes by the values of a facet, usually phases.
    Framework(Framework),
}

impl Figure {
    /// The caption.
    pub fn title(&self) -> &str {
        match self {
            Figure::DataStructure(figure) => &figure.title,
            Figure::Framework(figure) => &figure.title,
        }
    }

    /// What is printed below the figure, one paragraph each.
    pub fn notes(&self) -> &[String] {
        match self {
            Figure::DataStructure(figure) => &figure.notes,
            Figure::Framework(figure) => &figure.notes,
        }
    }
}

/// The data structure: n columns, lowest level on the left.
#[derive(Clone, Debug, PartialEq)]
pub struct DataStructure {
    /// The caption.
    pub title: String,
    /// Column heads, lowest level first (leftmost column); at least one.
    pub levels: Vec<String>,
    /// The codes of the highest level in the codebook's order. A code may miss levels: its node
    /// says which column it stands in.
    pub roots: Vec<Node>,
    /// What is printed below the figure.
    pub notes: Vec<String>,
}

/// One code in a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Column index into [`DataStructure::levels`], 0 for the lowest level.
    pub level: usize,
    /// Marker such as `A` or `1`, where the code has one.
    pub marker: Option<String>,
    /// The code's name.
    pub label: String,
    /// The code's colour as `#RRGGBB`, where it has one.
    pub colour: Option<String>,
    /// The codes below, in the codebook's order.
    pub children: Vec<Node>,
}

/// A grid: rows are themes (grouped by dimension), columns are the ordered values of a facet.
#[derive(Clone, Debug, PartialEq)]
pub struct Framework {
    /// The caption.
    pub title: String,
    /// Column heads in the facet's order, for example the three phases.
    pub columns: Vec<String>,
    /// Row groups, usually one a dimension.
    pub groups: Vec<FrameworkGroup>,
    /// Bars across all columns: what holds for all values of the facet.
    pub bars: Vec<FrameworkBar>,
    /// Whether the columns follow one another, so that arrows are drawn between them.
    pub ordered: bool,
    /// What is printed below the figure.
    pub notes: Vec<String>,
}

/// Rows of a [`Framework`] under one head.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkGroup {
    /// The head, for example the dimension's name.
    pub label: String,
    /// The rows.
    pub rows: Vec<FrameworkRow>,
}

/// One row of a [`Framework`].
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkRow {
    /// Marker such as `2`, where there is one.
    pub marker: Option<String>,
    /// The theme's name.
    pub label: String,
    /// One cell a column, each with its items (usually none or one).
    pub cells: Vec<Vec<FrameworkItem>>,
}

/// A bar across the whole width of a [`Framework`].
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkBar {
    /// The head, for example the dimension's name.
    pub label: String,
    /// What the bar holds.
    pub items: Vec<FrameworkItem>,
}

/// One code in a cell or bar of a [`Framework`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkItem {
    /// Marker such as `C`, where there is one.
    pub marker: Option<String>,
    /// The code's name.
    pub label: String,
}
