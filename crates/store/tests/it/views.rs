//! The views that R, Python and SQL users read.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rusqlite::Connection;
use themata_model::mark::Marks;
use themata_model::{MemberCheck, MemoAnchor, Study, TextIndex};
use themata_testkit::{arbitrary_study, small_study};

use crate::study_file::{raw, written};

fn lines(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).unwrap();
    let n = statement.column_count();
    let rows = statement.query_map([], |row| {
        let cells: Result<Vec<String>, _> = (0..n)
            .map(|i| {
                Ok(match row.get_ref(i)? {
                    rusqlite::types::ValueRef::Null => "-".to_string(),
                    rusqlite::types::ValueRef::Integer(n) => n.to_string(),
                    other => other.as_str()?.to_string(),
                })
            })
            .collect();
        cells.map(|cells| cells.join(" | "))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn quotations_say_who_speaks_where_and_under_what() {
    let (_folder, path) = written(&small_study());
    let columns = "source, cases, side, party, informant, title, speaker, timestamp_ms, line, start, \"end\"";
    insta::assert_snapshot!(lines(&raw(&path), &format!("SELECT {columns} FROM quotations")).join("\n"), @r"
    S1 | R1;R2 | provider | Alpha | I1 | account manager | A | 5000 | 2 | 54 | 78
    S1 | R1;R2 | provider | Alpha | I1 | account manager | A | 5000 | 2 | 84 | 96
    S2 | R1 | customer | Beta | I2 | buyer | A | 5000 | 2 | 72 | 91
    S3 | R1 | customer | Gamma | I3 | director | A | 5000 | 2 | 67 | 81
    S1 | R1;R2 | provider | Alpha | I1 | account manager | A | 5000 | 2 | 57 | 77
    S3 | R2 | customer | Gamma | I3 | director | A | 5000 | 2 | 83 | 100
    ");
    let columns = "quotation, code, marker, level, category, theme, dimension, coder, about_case, facets";
    insta::assert_snapshot!(lines(&raw(&path), &format!("SELECT {columns} FROM quotations")).join("\n"), @r#"
    We call them every week. | benefits | A | category | Evaluate benefits | Trust | Relating | anna | - | {}
    builds trust | trust | 1 | theme | - | Trust | Relating | anna | - | {}
    we see the benefits | benefits | A | category | Evaluate benefits | Trust | Relating | anna | - | {}
    it works there | benefits | A | category | Evaluate benefits | Trust | Relating | anna | R1 | {}
    call them every week | weekly-calls | - | open | Evaluate benefits | Trust | Relating | bob | - | {"phase":"early"}
    Here it does not. | benefits | A | category | Evaluate benefits | Trust | Relating | bob | - | {"phase":"early"}
    "#);
}

#[test]
fn codes_count_their_own_codings_and_those_below() {
    let (_folder, path) = written(&small_study());
    let columns = "code, level, path, codings, sources, codings_with_below, sources_with_below";
    insta::assert_snapshot!(lines(&raw(&path), &format!("SELECT {columns} FROM codes")).join("\n"), @r"
    relating | dimension | Relating | 0 | 0 | 6 | 3
    trust | theme | Relating › Trust | 1 | 1 | 6 | 3
    benefits | category | Relating › Trust › Evaluate benefits | 4 | 3 | 5 | 3
    weekly-calls | open | Relating › Trust › Evaluate benefits › weekly calls | 1 | 1 | 1 | 1
    ");
}

#[test]
fn evidence_lists_the_codings_behind_excerpts_and_findings() {
    let (_folder, path) = written(&small_study());
    let columns = "kind, key, exhibit, \"case\", about_code, stance, source, code, quotation";
    insta::assert_snapshot!(lines(&raw(&path), &format!("SELECT {columns} FROM evidence")).join("\n"), @r"
    excerpt | X1 | table-1 | - | - | - | S1 | benefits | We call them every week.
    finding | F1 | table-1 | R1 | benefits | supports | S1 | benefits | We call them every week.
    finding | F1 | table-1 | R1 | benefits | contradicts | S3 | benefits | Here it does not.
    ");
}

#[test]
fn texts_are_there_in_their_current_words() {
    let (_folder, path) = written(&small_study());
    let sql = "SELECT source, length(text), trim(substr(text, -20), char(10)), substr(sha256, 1, 8) FROM texts ORDER BY source";
    insta::assert_snapshot!(lines(&raw(&path), sql).join("\n"), @r"
    S1 | 98 |  That builds trust. | 1015c00e
    S2 | 93 | e see the benefits. | 69ee8177
    S3 | 101 | . Here it does not. | b747a4c3
    ");
}

#[test]
fn quotations_are_cut_out_of_texts_by_their_places() {
    let (_folder, path) = written(&small_study());
    let sql = "SELECT count(*) FROM quotations q JOIN texts t USING (source)
               WHERE substr(t.text, q.start + 1, q.\"end\" - q.start) = q.quotation";
    assert_eq!(lines(&raw(&path), sql), ["6"]);
}

#[test]
fn members_say_what_they_were_shown_and_what_came_of_it() {
    let mut study = small_study();
    let row = |kind: &str, key: &str| MemoAnchor::Row { kind: kind.into(), key: key.into() };
    study.member_checks.push(MemberCheck {
        id: study.id.row("member-check", "m1"),
        key: "m1".parse().unwrap(),
        informant: "I2".parse().ok(),
        party: None,
        date: Some("2024-10-01".into()),
        shown: vec![row("finding", "F1"), MemoAnchor::Study, row("exhibit", "table-1")],
        response: "That is how it was.".into(),
        revision: String::new(),
        coder: "anna".parse().ok(),
        attributes: [].into(),
    });
    let (_folder, path) = written(&study);
    insta::assert_snapshot!(
        lines(&raw(&path), "SELECT * FROM members").join("\n"),
        @"m1 | I2 | Beta | 2024-10-01 | finding:F1;study;exhibit:table-1 | That is how it was. |  | anna"
    );
}

/// What the view must say of each placed coding, from the model.
fn expected(study: &Study) -> Vec<String> {
    let marks = Marks::of(study);
    let or = |key: Option<String>| key.unwrap_or("-".into());
    let line = |mark: &themata_model::mark::Mark| {
        let coding = &study.codings[mark.coding.0 as usize];
        let voice = marks.voice(mark);
        let source = study.source(&coding.source).unwrap();
        let locator = study.locator(source, &TextIndex::new(&source.text().content), coding.span.unwrap());
        [
            coding.id.to_string(),
            or(voice.side.map(|i| study.sides[i as usize].key.to_string())),
            or(voice.party.map(|i| study.parties[i as usize].key.to_string())),
            or(voice.informant.map(|i| study.informants[i as usize].key.to_string())),
            u8::from(voice.interviewer).to_string(),
            locator.line.to_string(),
            or(locator.page),
            or(locator.timestamp.map(|t| t.0.to_string())),
            coding.quotation.clone(),
        ]
        .join(" | ")
    };
    marks.marks.iter().map(line).collect()
}

/// What the long view must say of cases and sides.
fn expected_cases(study: &Study) -> BTreeSet<String> {
    let marks = Marks::of(study);
    let places =
        marks.marks.iter().flat_map(|mark| marks.places(mark).into_iter().map(move |place| (mark, place)));
    places
        .map(|(mark, (case, side))| {
            let side = side.map_or("-".to_string(), |i| study.sides[i as usize].key.to_string());
            let id = study.codings[mark.coding.0 as usize].id;
            format!("{id} | {} | {side}", study.cases[case as usize].key)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_views_follow_the_rules_of_the_model(study in arbitrary_study()) {
        let (_folder, path) = written(&study);
        let db = raw(&path);
        let columns = "id, side, party, informant, interviewer, line, page, timestamp_ms, quotation";
        let sql = format!("SELECT {columns} FROM quotations ORDER BY (SELECT position FROM coding WHERE uuid = id)");
        prop_assert_eq!(lines(&db, &sql), expected(&study));
        let cases: BTreeSet<String> = lines(&db, "SELECT * FROM quotation_cases").into_iter().collect();
        prop_assert_eq!(cases, expected_cases(&study));
        let lost = study.codings.iter().filter(|coding| coding.span.is_none()).count();
        prop_assert_eq!(lines(&db, "SELECT id FROM lost_quotations").len(), lost);
        prop_assert_eq!(lines(&db, "SELECT code FROM codes").len(), study.codebook.codes().len());
        lines(&db, "SELECT * FROM evidence");
    }
}
