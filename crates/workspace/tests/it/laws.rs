//! The first law with the study file in between: `build(unpack(s)) == s`, ids, text versions and
//! history included.

use std::collections::BTreeMap;

use proptest::prelude::*;
use themata_model::{Op, Study, TextHash};
use themata_store::{Existing, Snapshot, Store};
use themata_testkit::{arbitrary_original, arbitrary_study};
use themata_workspace::{BuildOptions, build, unpack};

fn op(study: &Study, seq: i64, verb: &str) -> Op {
    Op {
        seq,
        id: study.id.row("op", &seq.to_string()),
        verb: verb.into(),
        coder: None,
        at: Some("2026-01-02T03:04:05Z".into()),
        args: "{}".into(),
        undoes: None,
        changes: vec![],
    }
}

fn snapshots() -> impl Strategy<Value = Snapshot> {
    let originals = prop::collection::vec(prop::option::of(arbitrary_original()), 6);
    let made = (any::<prop::sample::Index>(), any::<bool>());
    (arbitrary_study(), originals, 1i64..4, made).prop_map(
        |(mut study, originals, ops, (first, backwards))| {
            // Codings as somebody may have made them, one by one.
            let n = study.codings.len();
            study.codings.rotate_left(if n == 0 { 0 } else { first.index(n) });
            if backwards {
                study.codings.reverse();
            }
            let with_bytes = study.sources.iter().zip(originals);
            let originals: BTreeMap<_, _> =
                with_bytes.filter_map(|(source, bytes)| Some((source.key.clone(), bytes?))).collect();
            let history = (1..=ops)
                .map(|seq| op(&study, seq, if seq == 1 { "import" } else { "merge-codes" }))
                .collect();
            let removed = b"the words of a source that is gone".to_vec();
            let contents = [(TextHash::of_bytes(&removed), removed)].into();
            Snapshot { originals, contents, history, ..Snapshot::of(study) }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn building_what_was_unpacked_gives_the_same_study(snapshot in snapshots()) {
        let folder = tempfile::tempdir().unwrap();
        let (one, two, files) =
            (folder.path().join("one.themata"), folder.path().join("two.themata"), folder.path().join("files"));
        Store::write_new(&one, &snapshot, None, Existing::Refuse).unwrap();
        unpack(&one, &files, &|_| ()).unwrap();
        build(&files, &two, BuildOptions::default(), &|_| ()).unwrap();
        let before = Store::open(&one).unwrap().read_all().unwrap();
        let after = Store::open(&two).unwrap().read_all().unwrap();
        prop_assert!(before.study == after.study, "the studies differ");
        prop_assert_eq!(before.originals, after.originals);
        prop_assert_eq!(before.contents, after.contents);
        prop_assert_eq!(before.history, after.history);
    }
}
