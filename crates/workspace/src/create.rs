//! A new study: empty, and ready to be filled.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;
use themata_exchange::{Files, Folder, read_codebook_file, read_files};
use themata_model::{CoderKey, Op, Severity};
use themata_store::{Existing, Store};

use crate::verbs::{codebook_read, look, values_from_words};
use crate::{Workspace, WorkspaceError, build, clock};

/// What a new study begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewStudy {
    /// The key; the name of the file where nothing is told.
    pub key: Option<String>,
    /// The title; the key where nothing is told.
    pub title: Option<String>,
    /// Language of the sources (BCP 47).
    pub language: Option<String>,
    /// Keys of the coders; `me` where nobody is named.
    pub coders: Vec<String>,
    /// Keys of the sides, in print order.
    pub sides: Vec<String>,
    /// Names of the levels, lowest first; open codes, categories, themes and dimensions where nothing is
    /// told. The words `open:` before a name make it a level of open codes.
    pub levels: Vec<String>,
    /// Facets: `phase=early<middle<late` where the values follow one another, else `team=front,back`.
    pub facets: Vec<String>,
    /// The text of a codebook to begin with.
    pub codebook: Option<String>,
    /// A codebook to begin with that is no `codebook.toml`: the name of its file, and what is in it.
    pub codebook_file: Option<(String, Vec<u8>)>,
}

/// The levels of a study that names none: open codes below the three that Gioia's method prints.
const LEVELS: [(&str, &str, bool); 4] = [
    ("open", "Open codes", true),
    ("category", "First-order categories", false),
    ("theme", "Second-order themes", false),
    ("dimension", "Aggregate dimensions", false),
];

/// The coder of a study that names none.
const SOMEBODY: &str = "me";

impl Workspace {
    /// Makes a new study file at `path` and opens it; with `rehearse` nothing is written. Returns a
    /// sentence on what was made.
    ///
    /// # Errors
    /// When a file is in the way, the folder cannot be written, or the wish holds something that
    /// cannot be.
    pub fn create(path: &Path, wish: &NewStudy, rehearse: bool) -> Result<String, WorkspaceError> {
        let content = wish.content(path)?;
        let study = &content.study;
        let levels: Vec<&str> = study.codebook.levels().iter().map(|level| level.name.as_str()).collect();
        let coders: Vec<&str> = study.coders.iter().map(|coder| coder.key.as_str()).collect();
        let codes = match study.codebook.codes().len() {
            0 => String::new(),
            n => format!("{}, ", themata_model::counted(n, "code")),
        };
        let said = format!(
            "began the study *{}* ({codes}levels: {}; coders: {})",
            study.title,
            levels.join(", "),
            coders.join(", ")
        );
        if path.symlink_metadata().is_ok() {
            return Err(WorkspaceError::refused(format!("`{}` exists already", path.display()))
                .hint("choose another name; a study is never overwritten by a new one"));
        }
        if rehearse {
            return Ok(said);
        }
        let op = Op {
            seq: 1,
            id: clock::fresh_id(),
            verb: "new".to_string(),
            coder: coders.first().map(ToString::to_string),
            at: Some(clock::now()),
            args: json!({ "said": said }).to_string(),
            undoes: None,
            changes: Vec::new(),
        };
        let mut snapshot = build::snapshot(content);
        // The reader notes that it built the study from files; here there were none.
        snapshot.history.clear();
        Store::write_new(path, &snapshot, Some(&op), Existing::Refuse)?;
        Ok(said)
    }
}

impl NewStudy {
    /// The study with what it begins with.
    pub(crate) fn content(&self, path: &Path) -> Result<Folder, WorkspaceError> {
        let files = self.files(path)?;
        let reading = read_files(&files, false);
        let Some(mut content) = reading.folder else {
            let errors = reading.problems.iter().filter(|problem| problem.severity == Severity::Error);
            let told: Vec<String> = errors.map(ToString::to_string).collect();
            return Err(WorkspaceError::refused(told.join("; ")).hint("nothing was made"));
        };
        if let Some((name, bytes)) = &self.codebook_file {
            let study = &mut content.study;
            // Unless levels are asked for, those of the file are taken.
            if self.levels.is_empty() {
                study.codebook = themata_model::Codebook::default();
            }
            let id = study.id;
            let reading = read_codebook_file(name, bytes, study, &mut |key| id.row("code", key.as_str()));
            let (book, _) = codebook_read(name, reading)?;
            study.codebook = book;
            let used = study.codebook.codes().iter().flat_map(|code| code.attributes.keys().cloned());
            let used: BTreeSet<String> = used.collect();
            if !used.is_empty() {
                study.attributes.entry("codes".to_string()).or_default().extend(used);
            }
            // The text of the codebook names other codes now.
            content.documents.remove("codebook.toml");
        }
        Ok(content)
    }

    /// The study folder of such a study, so that one reader makes ids and finds faults.
    fn files(&self, path: &Path) -> Result<Files, WorkspaceError> {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let key = one_line(self.key.as_deref().unwrap_or(&stem), "key")?;
        let title = one_line(self.title.as_deref().unwrap_or(&key), "title")?;
        let mut toml = format!("key = {}\ntitle = {}\n", quoted(&key), quoted(&title));
        if let Some(language) = &self.language {
            toml.push_str(&format!("language = {}\n", quoted(&one_line(language, "language")?)));
        }
        toml.push_str("codebook = \"codebook.toml\"\n");
        for side in &self.sides {
            let side = quoted(&one_line(side, "side")?);
            toml.push_str(&format!("\n[[sides]]\nkey = {side}\nname = {side}\n"));
        }
        for facet in &self.facets {
            toml.push_str(&facet_toml(facet)?);
        }
        let mut files = Files::new();
        files.insert("study.toml".to_string(), toml.into_bytes());
        files.insert("codebook.toml".to_string(), self.codebook_toml()?.into_bytes());
        files.insert("coders.csv".to_string(), self.coders_csv()?);
        Ok(files)
    }

    fn codebook_toml(&self) -> Result<String, WorkspaceError> {
        let level = |key: &str, name: &str, open: bool| {
            let open = if open { "open = true\n" } else { "" };
            format!("[[levels]]\nkey = {}\nname = {}\n{open}\n", quoted(key), quoted(name))
        };
        if let Some(text) = &self.codebook {
            if !self.levels.is_empty() {
                return Err(WorkspaceError::refused("both a codebook and levels are given")
                    .hint("the codebook names its levels; leave one of the two out"));
            }
            return Ok(text.trim_start_matches('\u{feff}').to_string());
        }
        if self.levels.is_empty() {
            return Ok(LEVELS.iter().map(|(key, name, open)| level(key, name, *open)).collect());
        }
        let mut keys: Vec<String> = Vec::new();
        let mut toml = String::new();
        for words in &self.levels {
            let (open, name) = match words.strip_prefix("open:") {
                Some(name) => (true, one_line(name, "level")?),
                None => (false, one_line(words, "level")?),
            };
            let key: themata_model::LevelKey =
                look::free_key(&name, |key| keys.iter().any(|known| known == key))?;
            toml.push_str(&level(key.as_str(), &name, open));
            keys.push(key.to_string());
        }
        Ok(toml)
    }

    fn coders_csv(&self) -> Result<Vec<u8>, WorkspaceError> {
        let nobody = [SOMEBODY.to_string()];
        let coders = if self.coders.is_empty() { nobody.as_slice() } else { self.coders.as_slice() };
        let mut csv = "key,name\n".to_string();
        for coder in coders {
            let key: CoderKey = look::key(coder)?;
            let field = format!("\"{}\"", key.as_str().replace('"', "\"\""));
            csv.push_str(&format!("{field},{field}\n"));
        }
        Ok(csv.into_bytes())
    }
}

fn facet_toml(spec: &str) -> Result<String, WorkspaceError> {
    let Some((key, values)) = spec.split_once('=') else {
        return Err(WorkspaceError::refused(format!("`{spec}` is not of the form FACET=VALUES")).hint(
            "write for example `--facet 'phase=early<middle<late'`, or `team=front,back` without order",
        ));
    };
    let key = quoted(&one_line(key, "facet")?);
    let (ordered, values) = values_from_words(values)?;
    let values: Vec<String> = values.iter().map(|value| quoted(value.as_str())).collect();
    Ok(format!(
        "\n[[facets]]\nkey = {key}\nname = {key}\nordered = {ordered}\nvalues = [{}]\n",
        values.join(", ")
    ))
}

/// A text of one line without blanks at its ends, and not empty.
fn one_line(text: &str, what: &str) -> Result<String, WorkspaceError> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(char::is_control) {
        let shown = text.escape_debug();
        return Err(WorkspaceError::refused(format!("`{shown}` cannot be a {what}; give one line of words")));
    }
    Ok(text.to_string())
}

/// A basic string of TOML; control characters were refused before.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_names_of_levels_facets_and_coders_are_kept_as_given() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Über \"uns\".themata");
        let wish = NewStudy {
            title: Some("A \\ title".into()),
            coders: vec!["anna, b".into(), "c\"d".into()],
            levels: vec!["open:Raw codes".into(), "Families".into(), "Families".into()],
            facets: vec!["phase=early < late".into(), "team=front, back".into()],
            sides: vec!["provider".into()],
            ..NewStudy::default()
        };
        Workspace::create(&path, &wish, true).unwrap();
        assert!(!path.exists(), "a rehearsal writes nothing");
        Workspace::create(&path, &wish, false).unwrap();
        let snapshot = Store::open(&path).unwrap().read_all().unwrap();
        let s = &snapshot.study;
        assert_eq!((s.key.as_str(), s.title.as_str()), ("Über \"uns\"", "A \\ title"));
        let coders: Vec<&str> = s.coders.iter().map(|coder| coder.key.as_str()).collect();
        assert_eq!(coders, ["anna, b", "c\"d"]);
        let levels: Vec<(&str, bool)> =
            s.codebook.levels().iter().map(|level| (level.key.as_str(), level.open)).collect();
        assert_eq!(levels, [("raw-codes", true), ("families", false), ("families-2", false)]);
        let ordered: Vec<(usize, bool)> = s.facets.iter().map(|f| (f.values.len(), f.ordered)).collect();
        assert_eq!(ordered, [(2, true), (2, false)]);
        assert_eq!(snapshot.history.len(), 1);
        let again = Workspace::create(&path, &wish, false).unwrap_err();
        assert!(again.to_string().ends_with("exists already"), "{again}");
    }
}
