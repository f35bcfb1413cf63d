//! The straight lines that are drawn on a page: the borders of tables.

use kurbo::{Affine, BezPath, PathEl, Point};

/// Most lines of a page that are looked at: a drawing has more than a table.
const MOST: usize = 20_000;

/// Thickest line, in points.
const THICKEST: f64 = 3.0;

/// Shortest line, in points.
const SHORTEST: f64 = 4.0;

/// How far a line may be from upright or level, in points.
const SLANT: f64 = 0.5;

/// How far parts of one line may be from each other, in points.
const BREAK: f64 = 4.0;

/// How far two lines may be apart to be one, in points.
pub(super) const SAME: f64 = 2.0;

/// A line from one place to another, level or upright.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    /// Where it stands: how far from the top if level, from the left if upright.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// The lines of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    pub(super) level: Vec<Rule>,
    pub(super) upright: Vec<Rule>,
}

impl Rules {
    /// Takes the straight lines from a path: the edges of one that is stroked, the length of a thin one that is filled.
    pub(super) fn take(&mut self, path: &BezPath, transform: Affine, stroked: bool) {
        let mut corners: Vec<Point> = Vec::new();
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(point) => {
                    self.shape(&corners, stroked);
                    corners.clear();
                    corners.push(transform * point);
                }
                PathEl::LineTo(point) => corners.push(transform * point),
                PathEl::ClosePath => {
                    let first = corners.first().copied();
                    corners.extend(first);
                    self.shape(&corners, stroked);
                    corners.clear();
                    corners.extend(first);
                }
                // What is round is no border.
                PathEl::QuadTo(..) | PathEl::CurveTo(..) => return,
            }
            if self.level.len() + self.upright.len() > MOST || corners.len() > MOST {
                return;
            }
        }
        self.shape(&corners, stroked);
    }

    fn shape(&mut self, corners: &[Point], stroked: bool) {
        if corners.len() < 2 || !corners.iter().all(|point| point.is_finite()) {
            return;
        }
        if stroked {
            return corners.windows(2).for_each(|pair| self.line(pair[0], pair[1]));
        }
        let xs = || corners.iter().map(|point| point.x);
        let ys = || corners.iter().map(|point| point.y);
        let (left, right) = (xs().fold(f64::MAX, f64::min), xs().fold(f64::MIN, f64::max));
        let (top, bottom) = (ys().fold(f64::MAX, f64::min), ys().fold(f64::MIN, f64::max));
        let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
        if bottom - top <= THICKEST && right - left > bottom - top {
            self.line(Point::new(left, y), Point::new(right, y));
        } else if right - left <= THICKEST {
            self.line(Point::new(x, top), Point::new(x, bottom));
        }
    }

    fn line(&mut self, a: Point, b: Point) {
        let rule = |at: f64, from: f64, to: f64| Rule { at, from: from.min(to), to: from.max(to) };
        if (a.y - b.y).abs() <= SLANT && (a.x - b.x).abs() >= SLANT {
            self.level.push(rule((a.y + b.y) / 2.0, a.x, b.x));
        } else if (a.x - b.x).abs() <= SLANT && (a.y - b.y).abs() >= SLANT {
            self.upright.push(rule((a.x + b.x) / 2.0, a.y, b.y));
        }
    }

    /// The lines of a page that is turned, each with its corners mapped by `turned`.
    pub(super) fn turned(self, turned: impl Fn(Point) -> Point) -> Rules {
        let mut all = Rules::default();
        for rule in self.level {
            all.line(turned(Point::new(rule.from, rule.at)), turned(Point::new(rule.to, rule.at)));
        }
        for rule in self.upright {
            all.line(turned(Point::new(rule.at, rule.from)), turned(Point::new(rule.at, rule.to)));
        }
        Rules { level: joined(all.level), upright: joined(all.upright) }
    }
}

/// Parts of lines joined: many programs draw the border of each cell by itself.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut all: Vec<Rule> = Vec::new();
    let mut rest = rules.as_slice();
    while let Some(first) = rest.first() {
        let end = rest.partition_point(|rule| rule.at - first.at <= SAME);
        let mut group = rest[..end].to_vec();
        rest = &rest[end..];
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        let from = all.len();
        for rule in group {
            match all[from..].last_mut() {
                Some(last) if rule.from <= last.to + BREAK => last.to = last.to.max(rule.to),
                _ => all.push(rule),
            }
        }
    }
    all.retain(|rule| rule.to - rule.from >= SHORTEST);
    all
}

#[cfg(test)]
mod tests {
    use kurbo::{Rect, Shape};

    use super::*;

    #[test]
    fn borders_drawn_cell_by_cell_are_one_line() {
        let mut rules = Rules::default();
        for cell in 0..3 {
            let x = 100.0 + 50.0 * f64::from(cell);
            rules.take(&Rect::new(x, 200.0, x + 49.5, 200.5).to_path(0.1), Affine::IDENTITY, false);
        }
        rules.take(&Rect::new(90.0, 300.0, 300.0, 500.0).to_path(0.1), Affine::IDENTITY, true);
        let rules = rules.turned(|point| point);
        let level: Vec<(f64, f64, f64)> =
            rules.level.iter().map(|rule| (rule.at, rule.from, rule.to)).collect();
        assert_eq!(level, [(200.25, 100.0, 249.5), (300.0, 90.0, 300.0), (500.0, 90.0, 300.0)]);
        assert_eq!(rules.upright.len(), 2);
    }
}
