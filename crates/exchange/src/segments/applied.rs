//! Columns of Dedoose, each of which tells of one code whether it is applied.

/// A column that tells of one code whether it is applied (or how much it weighs), as Dedoose writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Applied {
    pub(super) code: String,
    pub(super) at: usize,
    pub(super) weight: Option<usize>,
}

/// The columns `Code: NAME Applied` and `Code: NAME Weight`.
pub(super) fn applied(lower: &[String], heads: &[String]) -> Vec<Applied> {
    let inner = |at: usize, end: &str| -> Option<String> {
        let head = heads[at].trim();
        let is = lower[at].starts_with("code: ") && lower[at].ends_with(end);
        // The words are ASCII, so that lower case does not move them.
        is.then(|| head.get("code: ".len()..head.len().checked_sub(end.len())?))?
            .map(|name| name.trim().to_string())
    };
    let weights: Vec<(usize, String)> =
        (0..heads.len()).filter_map(|at| Some((at, inner(at, " weight")?))).collect();
    (0..heads.len())
        .filter_map(|at| {
            let code = inner(at, " applied")?;
            let weight = weights.iter().find(|(_, name)| *name == code).map(|(at, _)| *at);
            Some(Applied { code, at, weight })
        })
        .collect()
}
