//! Names in a column of their own that do not stand at the height of the first of their words: a little above it, or beside
//! the middle of them.

use themata_model::counted_as;

use super::lines::Line;
use super::names::{Column, column};
use crate::reader::writer::Writer;

/// How much more than usual two lines stand apart where a row ends.
const APART: f64 = 1.25;

/// How far below a name its words may begin, in usual steps.
const BELOW: f64 = 1.05;

/// How far from the middle of its words a name may stand, in usual steps.
const MIDDLE: f64 = 0.6;

/// Largest share of the rows that may have several names, for rows to be told by the room between them.
const SEVERAL: f64 = 0.1;

/// Puts such names before their words; returns how many stood beside the middle of them.
pub(super) fn mend(pages: &mut [Vec<Line>], writer: &mut Writer) {
    let lines: Vec<(usize, &Line, String)> =
        pages.iter().flatten().map(|line| (0, line, line.text())).collect();
    let Some(column) = column(&lines) else { return };
    let Some(step) = step(&lines, &column) else { return };
    drop(lines);
    pages.iter_mut().for_each(|lines| join_above(lines, &column, step));
    let blocks: Vec<Vec<Block>> = pages.iter().map(|lines| blocks(lines, &column, step)).collect();
    let labelled = || blocks.iter().flatten().filter(|block| !block.labels.is_empty());
    let several = labelled().filter(|block| block.labels.len() > 1).count();
    if several as f64 > SEVERAL * labelled().count() as f64 {
        return;
    }
    let mut moved = 0;
    for (lines, blocks) in pages.iter_mut().zip(blocks) {
        // From the bottom, since lines may go.
        for block in blocks.iter().rev() {
            moved += usize::from(move_up(lines, block, &column, step));
        }
    }
    if moved > 0 {
        let (one, many) = (
            "name that stands beside the middle of its words is",
            "names that stand beside the middle of their words are",
        );
        writer.remark(format!("{} put before them", counted_as(moved, one, many)));
    }
}

/// How far the lines of the words stand below each other.
fn step(lines: &[(usize, &Line, String)], column: &Column) -> Option<f64> {
    let pairs = lines.windows(2).filter(|pair| column.holds(pair[1].1));
    let mut steps: Vec<f64> =
        pairs.map(|pair| pair[1].1.y() - pair[0].1.y()).filter(|step| *step > 0.0).collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied()
}

fn is_alone(line: &Line, column: &Column) -> bool {
    line.x1() < column.place.0 && column.names.contains(&line.text())
}

/// How many pieces at the beginning of a line are a name in its column.
fn label(line: &Line, column: &Column) -> usize {
    if is_alone(line, column) {
        return line.pieces.len();
    }
    let pieces = line.pieces.iter().take_while(|piece| piece.x1 < column.place.0).count();
    let name = Line { pieces: line.pieces[..pieces].to_vec(), ..Line::default() };
    if column.names.contains(&name.text()) { pieces } else { 0 }
}

/// Joins names that stand a little above the first line of their words to it.
fn join_above(lines: &mut Vec<Line>, column: &Column, step: f64) {
    let mut n = 0;
    while n + 1 < lines.len() {
        let below = lines[n + 1].y() - lines[n].y();
        let above = n.checked_sub(1).map_or(f64::MAX, |before| lines[n].y() - lines[before].y());
        let fits = is_alone(&lines[n], column)
            && column.holds(&lines[n + 1])
            && (0.0..BELOW * step).contains(&below)
            && above > below.max(BELOW * step);
        if fits {
            let name = lines.remove(n);
            put_before(&mut lines[n], name.pieces);
            lines[n].apart |= name.apart;
        }
        n += 1;
    }
}

fn put_before(line: &mut Line, name: Vec<super::lines::Piece>) {
    let y = line.y();
    let moved = name.into_iter().map(|piece| super::lines::Piece { y, ..piece });
    line.pieces.splice(0..0, moved);
}

/// Lines without more room between them than usual, and those of them that begin with names.
struct Block {
    first: usize,
    last: usize,
    labels: Vec<usize>,
}

fn blocks(lines: &[Line], column: &Column, step: f64) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let goes_on = n.checked_sub(1).is_some_and(|before| {
            let gap = line.y() - lines[before].y();
            (0.0..=APART * step).contains(&gap) && !line.apart && lines[before].column == line.column
        });
        match blocks.last_mut().filter(|_| goes_on) {
            Some(block) => block.last = n,
            None => blocks.push(Block { first: n, last: n, labels: Vec::new() }),
        }
        if label(line, column) > 0
            && let Some(block) = blocks.last_mut()
        {
            block.labels.push(n);
        }
    }
    blocks
}

/// Moves the only name of a block from its middle to its first line.
fn move_up(lines: &mut Vec<Line>, block: &Block, column: &Column, step: f64) -> bool {
    let [at] = block.labels[..] else { return false };
    let middle = (lines[block.first].y() + lines[block.last].y()) / 2.0;
    let fits = at > block.first
        && (lines[at].y() - middle).abs() <= MIDDLE * step
        && (block.first..=block.last).all(|n| n == at || column.is_beside(&lines[n]));
    if !fits {
        return false;
    }
    let pieces = label(&lines[at], column);
    let name: Vec<_> = lines[at].pieces.drain(..pieces).collect();
    put_before(&mut lines[block.first], name);
    if lines[at].pieces.is_empty() {
        lines.remove(at);
    }
    true
}
