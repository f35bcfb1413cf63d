//! Paths of codes as tools write them: names from the top down with a mark between.

/// What stands between names, the surest first.
const MARKS: [&str; 6] = ["›", "::", ">", "\\\\", "\\", "/"];

/// Folders that NVivo writes before the codes.
const FOLDERS: [&str; 4] = ["codes", "nodes", "codierungen", "knoten"];

/// The mark that parts the names of these paths: the first that any of them holds.
pub(crate) fn mark<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> Option<&'static str> {
    MARKS.into_iter().find(|mark| paths.clone().any(|path| path.contains(mark)))
}

/// The names of a path.
pub(crate) fn steps(path: &str, mark: Option<&str>) -> Vec<String> {
    let Some(mark) = mark else {
        let only = path.trim();
        return if only.is_empty() { Vec::new() } else { vec![only.to_string()] };
    };
    let whole = if mark == "\\\\" { path.replace("\\\\", "\\") } else { path.to_string() };
    let mark = if mark == "\\\\" { "\\" } else { mark };
    let steps: Vec<String> =
        whole.split(mark).map(str::trim).filter(|name| !name.is_empty()).map(str::to_string).collect();
    match steps.split_first() {
        Some((first, rest))
            if mark == "\\" && !rest.is_empty() && FOLDERS.contains(&first.to_lowercase().as_str()) =>
        {
            rest.to_vec()
        }
        _ => steps,
    }
}

/// The ways in which one path may be cut in two, the longest end last: what stands above, and the name.
pub(crate) fn cuts(path: &str) -> impl Iterator<Item = (&str, &str)> {
    MARKS.into_iter().flat_map(move |mark| {
        path.match_indices(mark)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .map(move |(at, mark)| (path[..at].trim(), path[at + mark.len()..].trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_apart_at_the_mark_of_their_tool() {
        let apart = |path: &str| steps(path, mark([path].into_iter()));
        assert_eq!(apart("Trust > Early trust"), ["Trust", "Early trust"]);
        assert_eq!(apart("Codes\\\\Trust\\Early trust"), ["Trust", "Early trust"]);
        assert_eq!(apart("Trust::pros/cons"), ["Trust", "pros/cons"]);
        assert_eq!(apart("Trust/Early"), ["Trust", "Early"]);
        assert_eq!(apart(" Trust "), ["Trust"]);
    }
}
