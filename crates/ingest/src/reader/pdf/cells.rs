//! The cells of a table as paragraphs.

use super::grid::{Cell, Grid};
use super::hyphen::{Joints, Known};
use super::lines::Line;
use super::paragraphs::{is_item, is_parted};
use crate::reader::document::{Page, Paragraph};
use crate::reader::table::Table;

/// How much more than usual two lines stand apart where a paragraph ends.
const APART: f64 = 1.25;

/// The table with its words; `page` is the page where what stands before it ends, and then where it ends itself.
pub(super) fn table(grid: &Grid, known: &Known, joints: &mut Joints, page: &mut Option<usize>) -> Table {
    let columns = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut right = vec![f64::MIN; columns];
    let mut steps = Vec::new();
    for row in grid.rows.iter().filter(|row| row.len() == columns) {
        for (cell, right) in row.iter().zip(&mut right) {
            *right = cell.iter().map(|(_, line)| line.x1()).fold(*right, f64::max);
            steps.extend(cell.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(step));
        }
    }
    steps.sort_by(f64::total_cmp);
    let pitch = steps.get(steps.len() / 5).copied().unwrap_or(1.2);
    let mut table = Table::default();
    for row in &grid.rows {
        let mut begins = row.iter().flatten().map(|(page, _)| *page).min();
        let cell = |(n, cell): (usize, &Cell)| {
            let right = if row.len() == columns { right[n] } else { f64::MIN };
            let mut writing = Writing { right, pitch, known, joints, page };
            writing.cell(cell, begins.take())
        };
        table.rows.push(row.iter().enumerate().map(cell).collect());
    }
    table
}

/// How far a line stands below the one before it, in sizes of its letters.
fn step(pair: &[(usize, Line)]) -> f64 {
    (pair[1].1.y() - pair[0].1.y()) / pair[1].1.size()
}

struct Writing<'t> {
    right: f64,
    pitch: f64,
    known: &'t Known,
    joints: &'t mut Joints,
    page: &'t mut Option<usize>,
}

impl Writing<'_> {
    /// The paragraphs of a cell; `begins` is the page on which its row does.
    fn cell(&mut self, cell: &Cell, begins: Option<usize>) -> Vec<Paragraph> {
        let mut paragraphs = vec![Paragraph::default()];
        if let Some(begins) = begins {
            self.turn_to(begins, &mut paragraphs[0]);
        }
        let texts: Vec<String> = cell.iter().map(|(_, line)| line.text()).collect();
        for (n, (page, _)) in cell.iter().enumerate() {
            let at = paragraphs.len() - 1;
            self.turn_to(*page, &mut paragraphs[at]);
            let goes_on = n + 1 < cell.len() && !self.ends(&cell[n..n + 2], &texts[n], &texts[n + 1]);
            let next = goes_on.then(|| texts[n + 1].as_str());
            let (words, blank) = self.joints.join(self.known, &texts[n], next);
            paragraphs[at].text.push_str(words);
            paragraphs[at].text.push_str(blank);
            if !goes_on && n + 1 < cell.len() {
                paragraphs.push(Paragraph::default());
            }
        }
        paragraphs
    }

    /// Notes the page where it is another than before; what stands in a column beside may have gone on to the next one.
    fn turn_to(&mut self, page: usize, paragraph: &mut Paragraph) {
        if self.page.is_none_or(|before| before < page) {
            *self.page = Some(page);
            paragraph.pages.push((paragraph.text.len(), Page::Nth(page)));
        }
    }

    /// Whether a paragraph ends between two lines.
    fn ends(&self, pair: &[(usize, Line)], before: &str, text: &str) -> bool {
        let (last, line) = (&pair[0].1, &pair[1].1);
        let apart = pair[0].0 == pair[1].0 && step(pair) > APART * self.pitch;
        let fits = last.x1() + line.first_width() + 0.6 * last.size() < self.right;
        apart || is_item(text) || (fits && !is_parted(before, text))
    }
}
