//! Where nothing can be written, looking works, and what would write says why it cannot.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use super::study;
use crate::environment::arg;

/// The program as somebody to whom permissions apply: ourselves, or `nobody` where we are root. `None`
/// where that cannot be had.
fn bound() -> Option<Vec<String>> {
    let program = env!("CARGO_BIN_EXE_themata").to_string();
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout != b"0\n" {
        return Some(vec![program]);
    }
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", &program];
    let works = Command::new(nobody[0]).args(&nobody[1..]).arg("--version").output();
    works.is_ok_and(|output| output.status.success()).then(|| nobody.map(String::from).into())
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions are set");
}

#[test]
fn a_read_only_study_can_be_looked_at_and_says_why_it_cannot_be_changed() {
    let Some(program) = bound() else { return };
    let (environment, path) = study();
    let folder = environment.path("kept");
    fs::create_dir(&folder).expect("a folder");
    let kept = folder.join("triad.themata");
    fs::copy(&path, &kept).expect("a copy");
    allow(path.parent().expect("a folder"), 0o755);
    let run = |words: &[&str]| {
        let output = Command::new(&program[0]).args(&program[1..]).args(words).env_clear().output();
        let output = output.expect("the program starts");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(arg(&folder), "kept");
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    // The folder and the file; the folder alone; the file alone.
    for (of_folder, of_file) in [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)] {
        allow(&kept, of_file);
        allow(&folder, of_folder);
        for look in [vec!["status"], vec!["codes"], vec!["table", "frequency"], vec!["history"]] {
            let words: Vec<&str> = look.iter().copied().chain(["-s", arg(&kept)]).collect();
            let (code, stdout, stderr) = run(&words);
            assert_eq!((code, stderr.as_str()), (Some(0), ""), "{of_folder:o} {of_file:o} {look:?}");
            assert!(!stdout.is_empty());
        }
        for write in [vec!["codes", "add", "new"], vec!["memo", "add", "--text", "new"]] {
            let words: Vec<&str> =
                write.iter().copied().chain(["--coder", "kim", "-s", arg(&kept)]).collect();
            let (code, _, stderr) = run(&words);
            let told = "error: `kept/triad.themata` cannot be written: the file or its folder is read-only, or its disk is full; make room, or copy it to \
                        a folder of your own\n";
            assert_eq!((code, stderr.as_str()), (Some(2), told), "{of_folder:o} {of_file:o} {write:?}");
        }
        allow(&folder, 0o755);
        // Who may not write the file cannot take away the empty log that SQLite made beside it.
        let left = fs::read_dir(&folder).expect("a folder").count();
        assert!(
            left == 1 || of_folder == 0o777,
            "{of_folder:o} {of_file:o}: something was left beside the file"
        );
        assert_eq!(fs::read(&kept).expect("the file"), fs::read(&path).expect("the file"));
    }
}
