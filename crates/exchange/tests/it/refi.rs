//! Projects of REFI-QDA, read and written.

mod codebooks;
mod counting;
mod hostile;
mod patching;
mod qualcoder;
mod round_trip;
mod samples;
mod schema;
mod speed;
mod support;
mod vendors;

use themata_model::Study;

/// Where two studies differ, told by the lines of their debug form: short enough to read.
fn first_difference(a: &Study, b: &Study) -> Option<String> {
    if a == b {
        return None;
    }
    let (a, b) = (format!("{a:#?}"), format!("{b:#?}"));
    let (a, b): (Vec<&str>, Vec<&str>) = (a.lines().collect(), b.lines().collect());
    let at = a.iter().zip(&b).position(|(a, b)| a != b).unwrap_or_else(|| a.len().min(b.len()));
    let around = |lines: &[&str]| lines[at.saturating_sub(12)..(at + 6).min(lines.len())].join("\n");
    Some(format!("was:\n{}\nis:\n{}", around(&a), around(&b)))
}
