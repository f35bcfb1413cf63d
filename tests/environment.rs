//! A temporary place to run the program in, and what it said.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A temporary folder and the program.
pub(crate) struct Environment {
    folder: TempDir,
}

/// What a run of the program said.
#[must_use]
pub(crate) struct Output {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Environment {
    pub(crate) fn new() -> Self {
        Environment { folder: TempDir::new().expect("a temporary folder") }
    }

    /// One with the study of [`three_sides`], as the folder `triad` and built as `triad.themata`.
    pub(crate) fn of_three_sides() -> Self {
        let environment = Environment::new();
        let folder = environment.write("triad", &three_sides());
        assert_eq!(environment.run(&["build", arg(&folder), "-o", "triad.themata", "--quiet"]).code, 0);
        environment
    }

    /// The path of `name` in the temporary folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program in the temporary folder, the environment cleared.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.run_with(args, &[])
    }

    /// Runs the program with variables set.
    pub(crate) fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Output {
        let output = Command::new(env!("CARGO_BIN_EXE_themata"))
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("COLUMNS", "100")
            .envs(variables.iter().copied())
            .output()
            .expect("the program starts");
        let text = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes).replace(&self.folder.path().display().to_string(), "[DIR]")
        };
        Output {
            code: output.status.code().unwrap_or(-1),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Writes files below `folder`.
    pub(crate) fn write(&self, folder: &str, files: &[(&str, &str)]) -> PathBuf {
        let root = self.path(folder);
        for (name, text) in files {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().expect("below the folder")).expect("the folder is made");
            std::fs::write(path, text).expect("the file is written");
        }
        root
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit {}\n-- stdout\n{}-- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}

/// The sample study of this repository.
pub(crate) fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus-samples/relational-transformation")
}

/// The path as an argument.
pub(crate) fn arg(path: &Path) -> &str {
    path.to_str().expect("paths of tests are UTF-8")
}

/// Every file below `root`, by its path inside, with its bytes.
pub(crate) fn files_below(root: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = std::collections::BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below the root").display().to_string();
                files.insert(name, std::fs::read(&path).expect("the file is there"));
            }
        }
    }
    files
}

/// A study of one joint interview with three sides, four levels of other names, and no phases.
pub(crate) fn three_sides() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "study.toml",
            "key = \"triad\"\ntitle = \"A triad\"\ncodebook = \"codebook.toml\"\n\n[[totals]]\nof = \"informants\"\nvalue = 3\n",
        ),
        (
            "codebook.toml",
            "levels = [\"Empirical themes\", \"Conceptual categories\", \"Families\", \"Aggregate dimensions\"]\n\n\
             [[codes]]\nkey = \"d\"\nlevel = \"Aggregate dimensions\"\nname = \"Working together\"\n\n\
             [[codes]]\nkey = \"f\"\nlevel = \"Families\"\nparent = \"d\"\nname = \"Trust\"\n\n\
             [[codes]]\nkey = \"c\"\nlevel = \"Conceptual categories\"\nparent = \"f\"\nname = \"Early trust\"\n\n\
             [[codes]]\nkey = \"e1\"\nlevel = \"Empirical themes\"\nparent = \"c\"\nname = \"keeping one's word\"\n\n\
             [[codes]]\nkey = \"e2\"\nlevel = \"Empirical themes\"\nparent = \"c\"\nname = \"saying no\"\n",
        ),
        ("cases.csv", "case,side,party\nNorth,maker,Aster;Bruna\nNorth,dealer,Cedar\nNorth,user,Daphne\n"),
        (
            "informants.csv",
            "key,party,title,name\nana,Aster,plant manager,Ana\ncai,Cedar,dealer principal,Cai\ndee,Daphne,site engineer,Dee\n",
        ),
        (
            "sources.csv",
            "key,file,kind,case,informant,recorded\njoint,sources/joint.txt,transcript,North,ana;cai,yes\nalone,sources/alone.txt,notes,North,dee,no\n",
        ),
        (
            "sources/joint.txt",
            "Interviewer: How did you start?\n\nAna: They kept their word from the first day.\n\n\
             Cai: We said no to things we could not do.\n\nInterviewer: And after that?\n\n\
             Ana: After that it was easy, I suppose.\n\nCai: Easy for you.\n",
        ),
        ("sources/alone.txt", "He says the dealer keeps promises. He was told no twice.\n"),
        (
            "codings/kim.csv",
            "source,code,quote,about\njoint,e1,They kept their word from the first day.,\n\
             joint,e2,We said no to things we could not do.,\nalone,e1,the dealer keeps promises,dealer\n\
             alone,e2,He was told no twice.,\n",
        ),
    ]
}
