use crate::{Ingested, Options, SurveyOptions, is_survey, read, read_survey};

fn check(table: &str) -> (Ingested, Vec<String>) {
    assert!(!is_survey("x.csv", table.as_bytes()), "{table}");
    let (ingested, problems) = read("x.csv", table.as_bytes(), &Options::default()).unwrap();
    (ingested, problems.into_iter().map(|problem| problem.message).collect())
}

#[test]
fn heads_in_many_languages_make_a_table_one_of_turns() {
    for heads in [
        "Zeit;Sprecher;Text",
        "Tid;Talare;Yttrande",
        "Hora;Hablante;Intervención",
        "Temps;Locuteur;Propos",
        "Aika;Puhuja;Puheenvuoro",
        "Tempo;Parlante;Testo",
        "Tijd;Spreker;Tekst",
        "时间;说话人;内容",
        "Tempo;Falante;Fala",
        "Time (h:mm:ss);Speaker;What they say",
        "Timecode;Name;Transcript",
    ] {
        let table = format!(
            "{heads}\n0:00:01;I;Who decides on the boats?\n0:00:04;Anna Berg;We both do, in the spring.\n0:00:09;I;And the crew?\n"
        );
        let (ingested, said) = check(&table);
        assert_eq!(
            ingested.text,
            "I [00:00:01]: Who decides on the boats?\n\nAnna Berg [00:00:04]: We both do, in the spring.\n\nI [00:00:09]: And the crew?\n"
        );
        assert_eq!(ingested.turns.len(), 3, "{heads}");
        assert!(said[0].starts_with("the table is read as turns, not as a survey: "), "{said:?}");
    }
}

#[test]
fn without_times_the_words_for_speakers_and_words_tell_and_what_stands_beside_is_said() {
    let table = "Nr,Sprecher,Text,Code\n1,I,Wer entscheidet?,wer\n2,B,Wir beide.,\n3,,\"Immer, meist.\",\n4,I,Seit wann?,\n5,B,,Pause\n";
    let (ingested, said) = check(table);
    assert_eq!(ingested.text, "I: Wer entscheidet?\n\nB: Wir beide. Immer, meist.\n\nI: Seit wann?\n");
    assert_eq!(
        said,
        [
            "the table is read as turns, not as a survey: `Sprecher` for the speaker and `Text` for the words is taken",
            "left out: 1 row without words, here first: row 6",
            "1 row names nobody, and goes on with the one above",
            "left out: 1 column beside the words (`Code`)",
        ]
    );
}

#[test]
fn a_survey_with_names_stays_one() {
    for table in [
        "Name,Text\nAnna,We began small.\nMikko,It grew.\nLin,Yes.\n",
        "Participant,Date,Text\nP1,2024-01-02,We began.\nP1,2024-01-03,It grew.\nP2,2024-01-02,Slowly.\nP2,2024-01-03,Yes.\n",
        "Speaker,Text\nA. Berg,I liked the first talk.\nB. Moss,I did not.\nC. Lund,So did I.\n",
        "ID,Role,Text,Age\n1,Nurse,We began.,30\n2,Doctor,It grew.,31\n3,Nurse,Slowly.,32\n4,Doctor,Yes.,33\n",
        "Time,Region,What would you change?\n10:02,North,The boats and the pier.\n09:05,South,Nothing at all here.\n08:01,North,The lamps by the pier.\n",
    ] {
        assert!(is_survey("x.csv", table.as_bytes()), "{table}");
    }
}

#[test]
fn a_table_that_may_be_one_of_turns_is_refused_with_what_it_looks_like() {
    let table = "Wann,Stimme A/B,Gesprochenes\n0:01,A,Wer entscheidet denn?\n0:04,B,Wir beide zusammen.\n0:09,A,Seit wann ist das so?\n";
    assert!(is_survey("x.csv", table.as_bytes()));
    let error = read_survey("x.csv", table.as_bytes(), &SurveyOptions::default()).unwrap_err().to_string();
    let may = "it may be a transcript with a turn in each row, where `Stimme A/B` says who speaks: call its columns `Speaker`, `Time` and `Text`, and it is read as one";
    assert!(error.contains(may), "{error}");
    assert!(!error.contains("perhaps"), "{error}");
}
