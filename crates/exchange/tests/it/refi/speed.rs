//! A project of ordinary size goes in and out before a person gets impatient.

use std::time::{Duration, Instant};

use themata_exchange::refi::{self, Options, Target};
use themata_testkit::big_study;

#[test]
fn a_project_of_a_thousand_codings_goes_in_and_out_at_once() {
    let study = big_study(1_000, 7);
    let begun = Instant::now();
    let written = refi::write(&study, None, Target::Nvivo).unwrap();
    let out = begun.elapsed();
    let reading = refi::read(&written.bytes, &Options::default()).unwrap();
    let read = begun.elapsed() - out;
    assert_eq!(reading.study.codings.len(), study.codings.len());
    let text = format!("{} sources, out {out:?}, in {read:?}\n", study.sources.len());
    drop(std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes()));
    // Machines that test are slow and busy.
    assert!(begun.elapsed() < Duration::from_secs(10));
}
