//! The commands that the pages show are run as they stand there.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment::Environment;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The shell blocks of a page, one after another.
fn script(page: &str) -> String {
    let text = std::fs::read_to_string(repository().join(page)).expect("the page is there");
    let mut script = String::new();
    let mut inside = false;
    for line in text.lines() {
        match line.trim_end() {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => {
                script.push_str(line);
                script.push('\n');
            }
            _ => {}
        }
    }
    script
}

/// Runs the blocks of `page` in an empty folder that has the repository's samples beside it.
fn runs(page: &str, script: &str) -> String {
    let place = Environment::new();
    for folder in ["corpus-samples", "codebooks"] {
        std::os::unix::fs::symlink(repository().join(folder), place.path(folder)).expect("a link is made");
    }
    let program = Path::new(env!("CARGO_BIN_EXE_themata")).parent().expect("it lies in a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-e", "-c", script])
        .current_dir(place.path(""))
        .env_clear()
        .env("PATH", path)
        .output()
        .expect("the shell starts");
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "a command of {page} fails:\n{}\n{}",
        told(&output.stdout),
        told(&output.stderr)
    );
    told(&output.stdout)
}

#[test]
fn the_tour_of_the_readme_runs() {
    let script = script("README.md")
        .replace("cargo run --release --locked --", "themata")
        .replace("cargo test --workspace --release --locked", "")
        // The program stands elsewhere here.
        .replace("export PATH=\"$PWD/target/release:$PATH\"", "");
    let told = runs("README.md", &script);
    assert!(told.contains("relational-transformation"), "{told}");
}

#[test]
fn the_guide_from_transcripts_to_a_data_structure_runs() {
    let page = "docs/from-transcripts-to-a-data-structure.md";
    let told = runs(page, &script(page));
    assert!(told.contains("Renamed *C. Hold regular meetings*"), "{told}");
}

#[test]
fn the_page_on_replicating_a_paper_runs() {
    let page = "docs/replicate-a-paper.md";
    let told = runs(page, &script(page));
    assert!(told.contains("4 numbers and values with expected/: all agree"), "{told}");
}
