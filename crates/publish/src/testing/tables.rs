//! Tables for tests.

use themata_model::table::{Align, Block, Cell, Column, Row, Table};

/// A draft with everything a table can have.
pub(crate) fn features() -> Table {
    let mut table = Table::new("evidence", "Table 2. Evidence | by case");
    table.draft = true;
    table.landscape = true;
    table.columns = vec![
        Column::text("theme", "Theme", 1.5),
        Column::text("R1", "R1 | Alpha & Beta", 4.0),
        Column { align: Align::Centre, ..Column::number("n", "Codings <n>") },
    ];
    let heading = |depth, text: &str| Row::Heading { depth, text: text.into() };
    let merged = |text: &str| Cell { merged_with_above: true, ..Cell::text(text) };
    let quotation = |text: &str, attribution: Option<&str>, locator: Option<&str>| Block::Quotation {
        text: text.into(),
        attribution: attribution.map(str::to_owned),
        locator: locator.map(str::to_owned),
        codings: Vec::new(),
    };
    let mixed = Cell {
        blocks: vec![
            Block::Heading("Foundational".into()),
            quotation("We *had* to | look", Some("R&D Manager, Alpha"), Some("r1-alpha-01:14")),
            Block::Bullet("first = 1".into()),
            Block::Bullet("second".into()),
        ],
        ..Cell::default()
    };
    let foreign = Cell {
        blocks: vec![
            quotation("قال المدير: السلام عليكم", Some("Director"), None),
            Block::Text("astral 😀 𝒳, control \u{0}\u{1b}[0m, two\nlines".into()),
        ],
        ..Cell::default()
    };
    table.rows = vec![
        heading(0, "A. Complementary | capabilities"),
        Row::Body(vec![Cell::text("1. Assess"), mixed, Cell::number(12)]),
        Row::Body(vec![merged("1. Assess"), foreign, Cell::number(3)]),
        heading(1, "Sub-heading"),
        Row::Body(vec![merged("2. Invest"), Cell::text("=SUM(A1)"), Cell::default()]),
        Row::Total(vec![Cell::text("Sum"), Cell::default(), Cell::number(15)]),
    ];
    table.notes = vec!["Unit: codings; settled, else the union over coders | all.".into()];
    table
}

/// A table without rows.
pub(crate) fn empty() -> Table {
    let mut table = Table::new("frequency", "Nothing yet");
    table.columns = vec![Column::text("case", "Case", 2.0), Column::number("n", "Count")];
    table
}

/// A table with a single column and a word longer than any page.
pub(crate) fn one_column() -> Table {
    let mut table = Table::new("list", "One column");
    table.columns = vec![Column::text("a", "Only", 1.0)];
    table.rows = vec![
        Row::Heading { depth: 0, text: "Heading".into() },
        Row::Body(vec![Cell::text("Donaudampfschifffahrt".repeat(20))]),
    ];
    table
}

/// Who was interviewed: eight short rows.
pub(crate) fn informants() -> Table {
    let mut table = Table::new("informants", "Table 1. Informants");
    table.columns = vec![
        Column::text("case", "Case", 1.0),
        Column::text("party", "Company", 2.0),
        Column::text("side", "Side", 1.2),
        Column::text("titles", "Informants", 5.0),
        Column::number("n", "Interviews"),
        Column::number("minutes", "Minutes"),
    ];
    let rows: [(&str, &str, &str, &str, i64, i64); 8] = [
        ("R1", "Alpha", "Provider", "R&D manager; service director; platform owner", 5, 312),
        ("R1", "Beta", "Customer", "Mine manager; maintenance planner", 4, 248),
        ("R2", "Gamma", "Provider", "Key account manager; data scientist", 4, 260),
        ("R2", "Delta", "Customer", "Production manager; automation engineer", 3, 171),
        ("R3", "Epsilon", "Provider", "Head of digital services; project manager", 5, 330),
        ("R3", "Zeta", "Customer", "Fleet manager", 2, 118),
        ("R4", "Eta", "Provider", "Business developer; system architect", 3, 195),
        ("R4", "Theta", "Customer", "Harbour master; operations analyst; buyer", 4, 239),
    ];
    for (i, (case, party, side, titles, n, minutes)) in rows.into_iter().enumerate() {
        let first = Cell { merged_with_above: i % 2 == 1, ..Cell::text(case) };
        let texts = [party, side, titles].map(Cell::text);
        let numbers = [n, minutes].map(Cell::number);
        table.rows.push(Row::Body([first].into_iter().chain(texts).chain(numbers).collect()));
    }
    table.rows.push(Row::Total(vec![
        Cell::text("Total"),
        Cell::default(),
        Cell::default(),
        Cell::default(),
        Cell::number(30),
        Cell::number(1873),
    ]));
    table.notes = vec!["Interviews are counted once, also where two informants took part.".into()];
    table
}

/// Seventeen categories by four cases with long quotations.
pub(crate) fn evidence() -> Table {
    let mut table = Table::new("evidence", "Table 3. Evidence by category and relationship");
    table.draft = true;
    table.landscape = true;
    table.columns.push(Column::text("category", "First-order category", 1.3));
    for case in ["R1", "R2", "R3", "R4"] {
        table.columns.push(Column::text(case, format!("{case} (Alpha and Beta)"), 2.0));
    }
    let said = [
        "It is not that they gave us a system and we said thank you. We sat down, month after \
         month, and went through what the figures meant for the way we run the mill.",
        "To be honest, in the beginning nobody believed in it … the sensors were there, but [the \
         customer] did not look at the screens.",
        "You have to open the books a little. Not all of them.",
    ];
    let mut n = 0;
    for dimension in super::figures::relational_roots() {
        table.rows.push(Row::Heading { depth: 0, text: dimension.label.clone() });
        for theme in &dimension.children {
            let marker = theme.marker.clone().unwrap_or_default();
            table.rows.push(Row::Heading { depth: 1, text: format!("{marker}. {}", theme.label) });
            for category in &theme.children {
                let marker = category.marker.clone().unwrap_or_default();
                let mut cells = vec![Cell::text(format!("{marker}. {}", category.label))];
                for case in 1..=4 {
                    n += 1;
                    let mut cell = Cell::default();
                    for k in 0..((n + n / 4) % 4) {
                        cell.blocks.push(Block::Quotation {
                            text: said[(n + k) % said.len()].to_owned(),
                            attribution: Some("Service director, Alpha".into()),
                            locator: Some(format!("r{case}-alpha-0{k}:{n}")),
                            codings: Vec::new(),
                        });
                    }
                    cells.push(cell);
                }
                table.rows.push(Row::Body(cells));
            }
        }
    }
    table.notes = vec![
        "Unit: codings; settled codings, else the union over coders with overlapping spans of one \
         code counted once."
            .into(),
        "Quotations in square brackets were completed by the researchers.".into(),
    ];
    table
}
