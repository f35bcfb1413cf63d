//! A figure as the paper prints it, before any file format: what stands in it and how it hangs
//! together; how it is drawn is the publisher's concern.

/// A figure ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// Categories, themes and dimensions in columns, joined by connectors.
    DataStructure(DataStructure),
    /// A grid of themes by the values of a facet, usually phases.
    Framework(Framework),
    /// Counts as bars, one or several series a row.
    Bars(BarChart),
    /// The counts of two sides as bars to the left and right of one axis.
    MirroredBars(MirroredBars),
    /// Counts of pairs as shades of one colour.
    HeatMap(HeatMap),
    /// What came new with each step, and the running total.
    Accumulation(Accumulation),
}

impl Figure {
    /// The caption.
    pub fn title(&self) -> &str {
        match self {
            Figure::DataStructure(figure) => &figure.title,
            Figure::Framework(figure) => &figure.title,
            Figure::Bars(figure) => &figure.title,
            Figure::MirroredBars(figure) => &figure.title,
            Figure::HeatMap(figure) => &figure.title,
            Figure::Accumulation(figure) => &figure.title,
        }
    }

    /// What is printed below the figure, one paragraph each.
    pub fn notes(&self) -> &[String] {
        match self {
            Figure::DataStructure(figure) => &figure.notes,
            Figure::Framework(figure) => &figure.notes,
            Figure::Bars(figure) => &figure.notes,
            Figure::MirroredBars(figure) => &figure.notes,
            Figure::HeatMap(figure) => &figure.notes,
            Figure::Accumulation(figure) => &figure.notes,
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
    /// What stands below the name in smaller letters, one paragraph each.
    pub details: Vec<String>,
}

/// Counts as horizontal bars, grouped under heads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarChart {
    /// The caption.
    pub title: String,
    /// What the bars count, for example `codings`; the label of the axis.
    pub unit: String,
    /// Names of the series, for example the cases; one name (perhaps empty) for a plain chart.
    pub series: Vec<String>,
    /// The bars, usually one group a dimension or theme.
    pub groups: Vec<BarGroup>,
    /// What is printed below the figure; the counting rule among it.
    pub notes: Vec<String>,
}

/// Bars under one head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarGroup {
    /// The head; empty for none.
    pub label: String,
    /// The rows.
    pub rows: Vec<BarRow>,
}

/// One row of a [`BarChart`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarRow {
    /// Marker such as `A`, where there is one.
    pub marker: Option<String>,
    /// What is counted.
    pub label: String,
    /// One count a series.
    pub counts: Vec<u64>,
}

/// Counts of two sides, mirrored at a common axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirroredBars {
    /// The caption.
    pub title: String,
    /// What the bars count.
    pub unit: String,
    /// Name of the side on the left.
    pub left: String,
    /// Name of the side on the right.
    pub right: String,
    /// The rows; each has two counts, left and right.
    pub groups: Vec<BarGroup>,
    /// What is printed below the figure; the counting rule among it.
    pub notes: Vec<String>,
}

/// A grid of counts shown as shades, the number in each cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatMap {
    /// The caption.
    pub title: String,
    /// What the cells count.
    pub unit: String,
    /// Row heads.
    pub rows: Vec<HeatLabel>,
    /// Column heads.
    pub columns: Vec<HeatLabel>,
    /// One row of cells a row head; `None` for a cell that cannot be (the diagonal).
    pub cells: Vec<Vec<Option<u64>>>,
    /// What is printed below the figure; the counting rule among it.
    pub notes: Vec<String>,
}

/// Head of a row or column of a [`HeatMap`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatLabel {
    /// Marker such as `A`; a column with markers prints the marker alone.
    pub marker: Option<String>,
    /// The name.
    pub label: String,
}

/// Steps in order, each with what came new and the total so far: the curve of saturation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accumulation {
    /// The caption.
    pub title: String,
    /// What the steps are, for example `interviews in order of date`; the label of the horizontal axis.
    pub steps_unit: String,
    /// What is counted, for example `first-order categories`.
    pub unit: String,
    /// The steps.
    pub steps: Vec<AccumulationStep>,
    /// What is printed below the figure; the counting rule among it.
    pub notes: Vec<String>,
}

/// One step of an [`Accumulation`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccumulationStep {
    /// The step, for example the interview's key.
    pub label: String,
    /// A second line below it, for example the date; empty for none.
    pub detail: String,
    /// What came new.
    pub new: u64,
    /// The total so far.
    pub total: u64,
}
