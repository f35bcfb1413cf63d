//! `themata text`: a source's text shown, edited, or replaced by a changed one.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde_json::json;
use themata_workspace::Workspace;
use themata_workspace::verbs::EditText;

use super::act;
use crate::args::TextArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(args: &TextArgs) -> Result<ExitCode, Failure> {
    let mut workspace = act::open(&args.act)?;
    if args.versions {
        let versions = workspace.text_versions(&args.source)?;
        match args.act.json {
            true => print::stdout(&workspace.table_json(&versions)?)?,
            false => print::painted_stdout(&print::columns(&versions))?,
        }
        return Ok(ExitCode::SUCCESS);
    }
    let (name, bytes, of) = if let Some(path) = &args.from {
        let bytes = std::fs::read(path).map_err(|error| cannot("read", path, &error))?;
        (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes, None)
    } else {
        let text = workspace.text(&args.source)?;
        if !args.edit {
            if args.act.json {
                let mut shown = json!(text);
                shown["schema"] = json!("themata.text/1");
                print::json(&shown)?;
            } else {
                // A file gets the words as they are, so that they can come back with `--from`.
                match std::io::stdout().is_terminal() {
                    true => print::stdout(&print::escaped(&text.text))?,
                    false => print::stdout(&text.text)?,
                }
            }
            return Ok(ExitCode::SUCCESS);
        }
        ("edited.txt".to_string(), edited(&workspace, &text.text)?, Some(text.sha256))
    };
    let verb = EditText { source: args.source.clone(), of, file: name, bytes };
    act::apply(&mut workspace, &verb.into(), &args.act)
}

/// The text after the person has edited it, in a file that nobody else may read.
fn edited(workspace: &Workspace, text: &str) -> Result<Vec<u8>, Failure> {
    let temporary = Temporary::beside(workspace.path())?;
    temporary.write(text)?;
    let editor = editor()?;
    // An editor may be named with options, as in `code --wait`; a shell takes such a line apart.
    let status = Command::new("sh")
        .arg("-c")
        .arg(format!("{} \"$1\"", editor.to_string_lossy()))
        .arg("sh")
        .arg(&temporary.path)
        .status()
        .map_err(|error| Failure::usage(format!("the editor cannot be started: {error}")))?;
    if !status.success() {
        return Err(Failure::usage(format!("the editor gave up ({status}); the text is as it was")));
    }
    std::fs::read(&temporary.path).map_err(|error| cannot("read", &temporary.path, &error))
}

fn editor() -> Result<OsString, Failure> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(std::env::var_os);
    named.into_iter().find(|editor| !editor.is_empty()).ok_or_else(|| {
        Failure::usage("no editor is named")
            .hint("set EDITOR, for example `EDITOR=nano`, or bring in a changed file with `--from FILE`")
    })
}

/// A file beside the study, because interviews often lie on encrypted volumes; removed in the end.
struct Temporary {
    path: PathBuf,
}

impl Temporary {
    fn beside(study: &Path) -> Result<Temporary, Failure> {
        let name = study.file_stem().unwrap_or_default().to_string_lossy();
        let path = study.with_file_name(format!(".{name}.{}.txt", std::process::id()));
        Ok(Temporary { path })
    }

    fn write(&self, text: &str) -> Result<(), Failure> {
        let written = self.create().and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| cannot("write", &self.path, &error))
    }

    fn create(&self) -> std::io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Where it was never made there is nothing to remove.
        let _ = std::fs::remove_file(&self.path);
    }
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("cannot {what} `{}`: {error}", path.display()))
}
