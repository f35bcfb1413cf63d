//! Which sheet of a spreadsheet is read: the first that has the columns that are asked for, else the first that is a table and
//! no cover.

use themata_model::counted;

/// Most sheets that are looked into.
const SHEETS: usize = 50;

/// Most sheets that are named.
const NAMED: usize = 5;

type Rows = Vec<Vec<String>>;

/// Whether the rows of a sheet have the columns that are asked for.
type HasColumns<'f> = dyn Fn(&[Vec<String>]) -> bool + 'f;

/// What a sheet has to have.
pub(super) struct Fits<'f> {
    /// Whether it has the columns that are asked for.
    pub(super) has_columns: Option<&'f HasColumns<'f>>,
}

/// The cells of a sheet.
pub(super) struct Sheet {
    pub(super) rows: Rows,
    name: String,
    /// Its number, from 0.
    pub(super) number: usize,
    /// Cells without words that say what they ought to have: an error, or a formula of which nobody worked out the value.
    pub(super) lost: Vec<String>,
    /// The sheets beside it.
    pub(super) further: Vec<String>,
    /// Those of them that have the columns that are asked for, too.
    rivals: Vec<String>,
}

/// Whether a sheet is a table: at least two rows have at least two cells with words.
fn is_table(rows: &[Vec<String>]) -> bool {
    let is_row = |row: &&Vec<String>| row.iter().filter(|cell| !cell.trim().is_empty()).count() >= 2;
    rows.iter().filter(is_row).take(2).count() == 2
}

/// Picks a sheet by its rows; `read` reads the one with this number.
pub(super) fn pick(
    names: Vec<String>,
    fits: &Fits<'_>,
    mut read: impl FnMut(usize) -> Result<Rows, String>,
) -> Result<Sheet, String> {
    let own = |(n, name): (usize, String)| if name.is_empty() { format!("number {}", n + 1) } else { name };
    let names: Vec<String> = names.into_iter().enumerate().map(own).collect();
    let mut chosen: Option<(usize, Rows)> = None;
    let mut table: Option<(usize, Rows)> = None;
    let mut rivals = Vec::new();
    for (n, name) in names.iter().enumerate().take(SHEETS).filter(|_| names.len() > 1) {
        // A sheet may hold a chart, which is no reason to refuse the others.
        let Ok(rows) = read(n) else { continue };
        let has_columns = fits.has_columns.is_some_and(|has| has(&rows));
        if has_columns && chosen.is_some() {
            rivals.push(name.clone());
        } else if has_columns {
            chosen = Some((n, rows));
        } else if table.is_none() && is_table(&rows) {
            table = Some((n, rows));
        }
        if fits.has_columns.is_none() && table.is_some() {
            break;
        }
    }
    let (n, rows) = match chosen.or(table) {
        Some(found) => found,
        None => (0, read(0)?),
    };
    let others = names.iter().enumerate().filter(|(other, _)| *other != n).map(|(_, name)| name.clone());
    let further = if names.len() > 1 { others.collect() } else { Vec::new() };
    Ok(Sheet {
        rows,
        name: names.get(n).cloned().unwrap_or_default(),
        number: n,
        lost: Vec::new(),
        further,
        rivals,
    })
}

impl Sheet {
    /// What is said of the sheets and cells that are left out.
    pub(super) fn in_words(&self) -> Vec<String> {
        let lost = self.lost.first().map(|first| {
            let cells = counted(self.lost.len(), "cell");
            format!(
                "left out: {cells} with an error (`#REF!`) or a formula without its value, here first: {first}; mend them in a spreadsheet program, and save the file there"
            )
        });
        if self.further.is_empty() {
            return lost.into_iter().collect();
        }
        let named = |names: &[String]| {
            let all: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
            let more = if names.len() > NAMED { ", …" } else { "" };
            format!("{}{more}", all.join(", "))
        };
        let what = counted(self.further.len(), "further sheet");
        let (own, others) = (&self.name, named(&self.further));
        let read = if self.number == 0 { format!("the first, `{own}`,") } else { format!("`{own}`") };
        let mut said: Vec<String> = lost.into_iter().collect();
        said.push(format!("left out: {what} ({others}); only {read} is read"));
        if !self.rivals.is_empty() {
            let (rivals, has) = (named(&self.rivals), if self.rivals.len() == 1 { "has" } else { "have" });
            said.push(format!(
                "{rivals} {has} the columns that are named, too; save such a sheet as a file of its own to take it in"
            ));
        }
        said
    }
}
