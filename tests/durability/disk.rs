//! Where there is no room, a verb is refused with a sentence and the file is as it was.

use std::fs;
use std::process::Command;

use super::{assert_whole, last_entry, said, study};
use crate::environment::three_sides;

/// Runs `script` under `sh`; `$THEMATA` is the program. Returns exit code, stdout and stderr.
fn sh(script: &str, program: &[&str]) -> (i32, String, String) {
    let (first, rest) = program.split_first().expect("a program");
    let output =
        Command::new(first).args(rest).arg(script).env("THEMATA", env!("CARGO_BIN_EXE_themata")).output();
    let output = output.expect("the shell starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_verb_that_finds_no_room_says_so_and_leaves_the_file_as_it_was() {
    let (_environment, path) = study();
    let before = said(&path);
    // A limit on the size of files, in blocks of 512 bytes: the log cannot grow beyond it.
    for blocks in [0, 1, 8, 9, 24, 40] {
        let script = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec \"$THEMATA\" codes add room --coder kim -s '{}'",
            path.display()
        );
        let (code, stdout, stderr) = sh(&script, &["sh", "-c"]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{blocks} blocks: {stderr}");
        assert!(stderr.starts_with("error: ") && stderr.contains("triad.themata"), "{stderr}");
        assert_whole(&path, &format!("{blocks} blocks"));
        assert_eq!(said(&path), before, "{blocks} blocks");
    }
}

#[test]
fn a_verb_that_the_system_ends_for_want_of_room_leaves_the_file_whole() {
    let (_environment, path) = study();
    for blocks in [1, 8, 40, 100, 200, 400] {
        let before = last_entry(&path);
        let script = format!(
            "ulimit -f {blocks}; exec \"$THEMATA\" codes add 'room {blocks}' --coder kim -s '{}'",
            path.display()
        );
        let (_, stdout, _) = sh(&script, &["sh", "-c"]);
        assert_whole(&path, &format!("{blocks} blocks"));
        let acknowledged = i64::from(stdout.contains("(entry "));
        assert!(last_entry(&path) - before >= acknowledged, "{blocks} blocks: {stdout}");
    }
}

#[test]
fn a_build_that_finds_no_room_leaves_nothing() {
    let (environment, _) = study();
    let folder = environment.path("triad");
    let out = environment.path("out");
    fs::create_dir(&out).expect("a folder");
    for blocks in [1, 16, 200, 1000] {
        let script = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec \"$THEMATA\" build '{}' -o '{}/x.themata'",
            folder.display(),
            out.display()
        );
        let (code, _, stderr) = sh(&script, &["sh", "-c"]);
        assert_eq!(code, 2, "{blocks} blocks: {stderr}");
        assert!(stderr.starts_with("error: ") && stderr.contains("x.themata"), "{stderr}");
        assert_eq!(fs::read_dir(&out).expect("a folder").count(), 0, "{blocks} blocks");
    }
}

/// On a disk of its own that is really full. It needs name spaces of the system; where these are not
/// given, the limits above have to do.
#[test]
fn a_full_disk_is_called_full() {
    let own = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"];
    let available = Command::new(own[0]).args(&own[1..]).arg("mount -t tmpfs none /mnt").output();
    if !available.is_ok_and(|output| output.status.success()) {
        return;
    }
    let (environment, path) = study();
    let disk = environment.path("disk");
    fs::create_dir(&disk).expect("a folder");
    let (_, text) = three_sides()[5];
    let files = environment.write("long", &[("long.txt", &text.repeat(20_000))]);
    let script = format!(
        "set -e; mount -t tmpfs -o size=1100k none '{disk}'; cp '{path}' '{disk}/triad.themata'; cd '{disk}'
         set +e; \"$THEMATA\" import '{long}/long.txt' --coder kim; echo code $?; ls
         \"$THEMATA\" codes add small --coder kim; echo code $?; \"$THEMATA\" codes; \"$THEMATA\" backup triad.themata -o again.themata
         echo code $?; ls -A; cp triad.themata '{path}'",
        disk = disk.display(),
        path = path.display(),
        long = files.display()
    );
    let (_, stdout, stderr) = sh(&script, &own);
    assert!(stderr.starts_with("error: the disk is full: `"), "{stderr}\n{stdout}");
    assert!(stdout.starts_with("code 2\ntriad.themata\nAdded *small* "), "{stderr}\n{stdout}");
    assert!(stdout.ends_with("code 2\ntriad.themata\n"), "{stderr}\n{stdout}");
    assert_whole(&path, "after the disk was full");
    assert_eq!(last_entry(&path), 2);
}
