//! Figures for tests.

use themata_model::figure::{
    DataStructure, Figure, Framework, FrameworkBar, FrameworkGroup, FrameworkItem, FrameworkRow, Node,
};

fn node(level: usize, marker: &str, label: &str, children: Vec<Node>) -> Node {
    let marker = (!marker.is_empty()).then(|| marker.to_owned());
    Node { level, marker, label: label.into(), colour: None, children }
}

/// Categories as `A` and its name, one a line.
fn categories(lines: &[(&str, &str)]) -> Vec<Node> {
    lines.iter().map(|(marker, label)| node(0, marker, label, Vec::new())).collect()
}

/// The published data structure: 17 categories, 6 themes, 4 dimensions.
pub(super) fn relational_roots() -> Vec<Node> {
    vec![
        node(
            2,
            "",
            "Complementary digitalization capabilities",
            vec![node(
                1,
                "1",
                "Assess the potential for combining partners' capabilities",
                categories(&[
                    (
                        "A",
                        "Evaluate benefits of combining provider's expertise and customer's business knowledge",
                    ),
                    ("B", "Monitor partner's capability evolution and reassess complementarity"),
                ]),
            )],
        ),
        node(
            2,
            "",
            "Relation-specific digital assets",
            vec![
                node(
                    1,
                    "2",
                    "Invest in aligning digital technologies",
                    categories(&[
                        ("C", "Invest in building digital systems"),
                        ("D", "Develop digital platform tailored to customer's systems"),
                        ("E", "Enable offer customization and efficiency based on digital platform"),
                    ]),
                ),
                node(
                    1,
                    "3",
                    "Invest in developing digital competence",
                    categories(&[
                        ("F", "Assign dedicated staff for managing digital systems"),
                        ("G", "Allocate time and resources to gain know-how of business processes"),
                        (
                            "H",
                            "Build joint digital and analytics team to keep track of key operational processes",
                        ),
                    ]),
                ),
            ],
        ),
        node(
            2,
            "",
            "Digitally enabled knowledge-sharing routines",
            vec![
                node(
                    1,
                    "4",
                    "Enhance transparency in knowledge-sharing",
                    categories(&[
                        ("I", "Collect operational data from physical assets to monitor performance"),
                        (
                            "J",
                            "Accumulate and connect data from multiple sources to enable transparency and optimization",
                        ),
                        ("K", "Align incentives to enable increased data transparency and analysis"),
                    ]),
                ),
                node(
                    1,
                    "5",
                    "Develop processes for utilizing data and knowledge",
                    categories(&[
                        ("L", "Undertake ad-hoc discussions to utilize insights from operational data"),
                        (
                            "M",
                            "Set up regular interactions between partners to integrate data into joint operations",
                        ),
                        (
                            "N",
                            "Establish a multi-level joint team to use data for continuous improvement and innovation",
                        ),
                    ]),
                ),
            ],
        ),
        node(
            2,
            "",
            "Partnership governance",
            vec![node(
                1,
                "6",
                "Develop governance approaches",
                categories(&[
                    ("O", "Initiate contractual governance to safeguard partners' interests"),
                    ("P", "Establish transitional governance to revise the contract and realign incentives"),
                    (
                        "Q",
                        "Set up relational governance based on trust to focus on mutually beneficial improvements",
                    ),
                ]),
            )],
        ),
    ]
}

fn levels() -> Vec<String> {
    ["First-order categories", "Second-order themes", "Aggregate dimensions"].map(str::to_owned).to_vec()
}

/// The published figure.
pub(crate) fn relational() -> Figure {
    Figure::DataStructure(DataStructure {
        title: "Fig. 2. Data structure".into(),
        levels: levels(),
        roots: relational_roots(),
        notes: vec!["Open codes are not shown.".into()],
    })
}

/// `categories` categories in themes of four and dimensions of `themes` themes, with a category
/// and a theme that stand alone and one that skips a level.
pub(crate) fn many(n_categories: usize, themes: usize) -> Figure {
    let mut roots = Vec::new();
    let mut next = 0;
    while next < n_categories {
        let mut dimension = node(2, "", &format!("Dimension number {}", roots.len() + 1), vec![]);
        for t in 0..themes {
            let children = (0..4)
                .map(|i| {
                    let label = format!("Category {} that says what people do and why", next + i);
                    node(0, &(next + i).to_string(), &label, vec![])
                })
                .collect();
            dimension.children.push(node(1, "", &format!("Theme {t} of these"), children));
            next += 4;
        }
        roots.push(dimension);
    }
    if let Some(dimension) = roots.first_mut() {
        dimension.children.push(node(0, "S", "A category directly under a dimension", vec![]));
        dimension.children.push(node(1, "T", "A theme without categories", vec![]));
    }
    roots.push(node(1, "U", "A theme without a dimension", categories(&[("V", "Its category")])));
    roots.push(node(0, "W", "A category without a theme", vec![]));
    Figure::DataStructure(DataStructure {
        title: "Many codes".into(),
        levels: levels(),
        roots,
        notes: vec!["A note.".into()],
    })
}

/// A chain of `n` levels, twice.
pub(crate) fn deep(n: usize) -> Figure {
    let chain = |name: &str| {
        (1..n).fold(node(0, "a", &format!("{name} at the lowest level"), vec![]), |below, level| {
            let other = node(0, "b", "Responsibility-related considerations", vec![]);
            node(level, "", &format!("{name} at level {level}"), vec![below, other])
        })
    };
    Figure::DataStructure(DataStructure {
        title: format!("{n} levels"),
        levels: (0..n).map(|i| format!("Level {i}")).collect(),
        roots: vec![chain("Internationalization"), chain("Second chain")],
        notes: vec![],
    })
}

/// Themes by phases, as published: what holds in one phase in the grid, the rest as a bar.
pub(crate) fn framework() -> Figure {
    let item = |node: &Node| FrameworkItem {
        marker: node.marker.clone(),
        label: node.label.clone(),
        details: Vec::new(),
    };
    let mut roots = relational_roots();
    let first = roots.remove(0);
    let groups = roots
        .iter()
        .map(|dimension| FrameworkGroup {
            label: dimension.label.clone(),
            rows: dimension
                .children
                .iter()
                .map(|theme| FrameworkRow {
                    marker: theme.marker.clone(),
                    label: theme.label.clone(),
                    cells: theme.children.iter().map(|category| vec![item(category)]).collect(),
                })
                .collect(),
        })
        .collect();
    let items = first.children.iter().flat_map(|theme| theme.children.iter().map(item)).collect();
    Figure::Framework(Framework {
        title: "Fig. 3. Framework of relational transformation".into(),
        columns: ["Foundational phase", "Intermediate phase", "Advanced phase"].map(str::to_owned).to_vec(),
        groups,
        bars: vec![FrameworkBar { label: first.label, items }],
        ordered: true,
        notes: vec!["Phases as settled by two raters.".into()],
    })
}
