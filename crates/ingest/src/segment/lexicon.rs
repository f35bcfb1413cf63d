//! Words that say who speaks, and words that look like labels but are none, in the languages
//! interviews are most often held in.

use std::collections::HashMap;
use std::sync::LazyLock;

use themata_model::SpeakerRole;

use super::label::is_lead;

/// Labels of those who ask.
#[rustfmt::skip]
const INTERVIEWER: &[&str] = &[
    "i", "q", "int", "intv", "ir", "iv", "mod", "interviewer", "interviewers", "interviewer/in", "interviewer:in",
    "interviewer*in", "interviewer_in", "interviewerin", "interviewende", "interviewende person", "question", "questioner",
    "moderator", "moderatorin", "host", "facilitator", "researcher", "forscher", "forscherin", "frage", "fråga",
    "intervjuare", "intervjuaren", "intervjuer", "intervjueren", "haastattelija", "kysyjä", "kysymys", "moderaattori",
    "entrevistador", "entrevistadora", "entrevistador/a", "moderador", "moderadora", "pregunta", "pergunta",
    "investigador", "investigadora", "pesquisador", "pesquisadora", "intervieweur", "intervieweuse", "enquêteur",
    "enquêtrice", "enquêteur/trice", "modérateur", "modératrice", "animateur", "animatrice", "chercheur", "chercheuse",
    "intervistatore", "intervistatrice", "moderatore", "domanda", "interviewleider", "onderzoeker", "vraag",
    "interviewster", "badacz", "badaczka", "prowadzący", "prowadząca", "ankieter", "ankieterka", "pytanie", "tazatel",
    "tazatelka", "интервьюер", "модератор", "исследователь", "вопрос", "інтервʼюер", "інтерв'юер", "görüşmeci", "soru",
    "المحاور", "מראיין", "מראיינת", "访谈者", "访谈人", "采访者", "访问者", "主持人", "问", "問", "訪談者", "採訪者",
    "訪問者", "インタビュアー", "聞き手", "質問者", "司会", "면접자", "인터뷰어", "연구자", "질문",
];

/// Labels of those who answer.
#[rustfmt::skip]
const INFORMANT: &[&str] = &[
    "a", "r", "b", "ip", "ie", "resp", "part", "interviewee", "respondent", "informant", "participant", "answer",
    "befragte", "befragter", "befragte person", "interviewte", "interviewter", "interviewpartner", "interviewpartnerin",
    "proband", "probandin", "antwort", "svar", "respondenten", "informanten", "intervjuperson", "intervjupersonen",
    "haastateltava", "vastaaja", "vastaus", "entrevistado", "entrevistada", "entrevistado/a", "informante", "respuesta",
    "resposta", "participante", "interviewé", "interviewée", "interviewé/e", "enquêté", "enquêtée", "répondant",
    "répondante", "réponse", "participant/e", "intervistato", "intervistata", "partecipante", "risposta",
    "geïnterviewde", "respondente", "antwoord", "deelnemer", "badany", "badana", "rozmówca", "rozmówczyni", "odpowiedź",
    "respondentka", "dotazovaný", "dotazovaná", "респондент", "информант", "участник", "ответ", "katılımcı",
    "görüşülen", "cevap", "受访者", "受访人", "受訪人", "被访者", "被访人", "被采访者", "答", "受訪者", "被訪者", "回答者", "話し手", "対象者",
    "피면접자", "응답자", "참여자", "답변",
];

/// Labels of speakers who are neither.
#[rustfmt::skip]
const OTHER: &[&str] = &[
    "speaker", "sprecher", "sprecherin", "talare", "puhuja", "hablante", "orador", "oratore", "locuteur", "locutrice",
    "spreker", "mówca", "спикер", "говорящий", "konuşmacı", "发言人", "说话人", "話者", "화자", "audience",
    "audience member", "audience members", "various audience members", "audience question", "audience questioner", "publikum",
    "público", "miembro del público", "miembro de la audiencia", "membre du public", "public", "new speaker", "all", "alle",
    "both", "beide", "narrator", "announcer", "translator", "interpreter", "dolmetscher", "dolmetscherin", "übersetzer",
    "unknown", "unknown speaker", "unidentified", "unidentified speaker", "unbekannt", "okänd", "male",
    "female", "male speaker", "female speaker", "man", "woman", "male voice", "female voice", "caller", "guest",
    "panelist", "person", "observer", "operator", "mc", "presenter", "student", "teacher", "spk", "voice",
];

/// Words before a colon that open a remark, a heading or a field of a form, never a turn.
#[rustfmt::skip]
const NOT_A_SPEAKER: &[&str] = &[
    // Notes and links.
    "note", "notes", "nb", "n.b", "ps", "p.s", "pps", "edit", "update", "todo", "fixme", "warning", "caution", "important",
    "attention", "tip", "hint", "remark", "remarks", "disclaimer", "editor's note", "editor’s note", "transcriber's note",
    "comment", "comments", "http", "https", "ftp", "mailto", "url", "link", "links", "website", "web", "www", "source",
    "sources", "see", "see also", "cf", "via", "ref", "reference", "references", "further reading", "resources", "code",
    "copyright", "license", "licence", "doi", "isbn", "spoiler",
    // What is heard.
    "music", "applause", "laughter", "laughs", "laughing", "laugh", "pause", "silence", "crosstalk", "noise", "unclear", "sighs", "coughs",
    "musik", "applaus", "gelächter", "lachen", "lacht", "lachend", "stille", "schweigen", "unverständlich", "skratt", "skrattar", "paus", "tystnad",
    "ohörbart", "naurua", "nauraa", "naurahtaa", "tauko", "hiljaisuus", "risas", "ríe", "aplausos", "pausa", "silencio", "música", "inaudible",
    "rires", "rire", "applaudissements", "musique", "笑", "笑声", "掌声", "停顿", "沉默", "拍手", "沈黙", "音楽",
    "cheering", "singing", "foreign", "beifall", "applåder", "musiikkia", "musiikki", "aplodit", "musica", "applausi", "risate", "ride", "muziek", "gelach",
    "onverstaanbaar", "risos", "音乐",
    // Fields of a form or a head.
    "date", "time", "times", "start", "end", "start time", "end time", "duration", "length", "recording length", "recording time", "meeting duration", "uhr", "klo", "location", "place", "venue",
    "city", "country", "title", "subtitle", "subject", "topic", "topics", "theme", "author", "authors", "editor",
    "from", "to", "cc", "bcc", "re", "fwd", "sent", "email", "e-mail", "mail", "phone", "tel", "telephone", "fax", "mobile",
    "address", "name", "names", "age", "gender", "sex", "role", "position", "job title", "occupation", "industry",
    "company", "organisation", "organization", "department", "education", "experience", "id", "no", "nr", "number",
    "keywords", "tags", "category", "categories", "version", "status", "type", "language", "file", "filename", "format",
    "transcript", "transcription", "transcript by", "transcription by", "transcribed by", "transcriber", "translation by",
    "translated by", "recorded by", "recording", "recorded", "video", "audio", "slides", "slide", "media", "speakers",
    "participants", "attendees", "present", "interviewers", "interview", "interview date", "interview no", "interview number",
    "interview with", "project", "study", "series", "episode", "sponsor", "sponsors", "show notes", "published",
    // Parts of a report.
    "abstract", "background", "summary", "overview", "introduction", "context", "conclusion", "conclusions", "result",
    "results", "method", "methods", "methodology", "discussion", "findings", "finding", "appendix", "annex", "contents",
    "figure", "fig", "table", "chapter", "section", "part", "step", "phase", "example", "examples", "e.g", "i.e", "eg", "ie",
    "definition", "definitions", "theorem", "proof", "lemma", "agenda", "action", "actions", "action item", "action items",
    "decision", "decisions", "next steps", "outcome", "problem", "problems", "solution", "solutions", "issue", "issues",
    "advantage", "advantages", "disadvantage", "disadvantages", "benefit", "benefits", "drawback", "drawbacks", "pro",
    "pros", "con", "cons", "strength", "strengths", "weakness", "weaknesses", "opportunity", "opportunities", "threat",
    "threats", "risk", "risks", "recommendation", "recommendations", "goal", "goals", "aim", "aims", "objective",
    "objectives", "purpose", "scope", "deliverables", "requirement", "requirements", "assumption", "assumptions", "price",
    "total", "sum", "cost", "costs", "before", "after", "input", "output", "given", "then", "hypothesis", "claim",
    "tweet", "podcast", "paper", "research", "schedule", "news", "description", "rationale", "motivation", "usage", "properties", "features", "parameters",
    // Openings of sentences.
    "first", "second", "third", "last", "finally", "also", "however", "therefore", "so", "and", "but", "or", "because",
    "well", "yes", "ok", "okay", "fact", "idea", "reason", "lesson", "point", "key point", "bottom line", "takeaway",
    "again", "now", "remember", "meaning", "namely", "plus", "thus", "hence", "what", "why", "how", "who", "when", "where",
    "this", "that", "it", "he said", "she said", "i said", "basically", "there", "here", "thanks", "option",
    // German.
    "datum", "ort", "zeit", "uhrzeit", "dauer", "titel", "thema", "betreff", "hinweis", "anmerkung", "anmerkungen",
    "beispiel", "quelle", "quellen", "ergebnis", "ergebnisse", "fazit", "zusammenfassung", "hintergrund", "einleitung",
    "achtung", "wichtig", "abbildung", "tabelle", "kapitel", "transkription", "transkribiert von", "teilnehmer",
    "teilnehmende", "aufnahme", "firma", "beruf", "alter", "geschlecht", "vorteil", "vorteile", "nachteil", "nachteile",
    "ziel", "ziele", "zum beispiel", "z.b", "grund", "bsp",
    // French, Spanish, Portuguese, Italian, Dutch.
    "lieu", "heure", "durée", "titre", "sujet", "remarque", "exemple", "par exemple", "fecha", "lugar", "hora", "duración",
    "título", "tema", "nota", "notas", "ejemplo", "por ejemplo", "fuente", "fuentes", "transcripción", "traducción",
    "diapositivas", "diapositiva", "localización", "ubicación", "vídeo", "hora de inicio", "hora de finalización",
    "artículo", "texto original", "visión general", "parte", "entrevista", "transcripción por", "traducción por", "resumen", "data", "local", "duração", "exemplo", "por exemplo", "fonte",
    "motivo", "razón", "raison", "motif", "luogo", "ora", "durata", "titolo", "oggetto", "esempio", "plaats", "tijd", "duur", "onderwerp", "voorbeeld", "bron",
    // Nordic.
    "plats", "tid", "längd", "ämne", "exempel", "till exempel", "t.ex", "orsak", "anledning", "esimerkiksi", "esim", "syy", "källa", "sted", "emne", "eksempel", "kilde", "päivämäärä", "paikka",
    "obs", "anm", "anteckning", "anteckningar", "bem", "bemerkung", "bemerkungen", "huomautus", "aika", "kesto", "aihe", "huom", "esimerkki", "lähde", "otsikko",
    // Chinese and Japanese.
    "时长", "時長", "录音时长", "日期", "时间", "時間", "地点", "地點", "主题", "主題", "注", "备注", "備註", "例如", "原因", "理由", "来源", "日時", "場所", "例",
];

/// Words that are fields of a head by themselves, or nothing at all, and name one of those who answer with a number or a
/// letter behind them: `Teilnehmer 2`, `Deltagare 1`.
#[rustfmt::skip]
const NUMBERED: &[&str] = &[
    "teilnehmer", "teilnehmerin", "teilnehmer:in", "teilnehmer*in", "teilnehmer/in", "teilnehmende", "deltagare", "deltager", "deltaker",
    "osallistuja", "participants", "respondents", "tn", "asistente", "invitado", "invitada",
    "invité", "invitée", "gast", "gäst", "vieras", "参加者", "参与者", "被験者", "成员", "学生", "老师",
];

/// Words for all who take part, which name them in a head.
#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "participants", "participant(s)", "respondents", "informants", "interviewees", "interviewers", "speakers", "attendees", "members",
    "befragte", "personen", "sprecher", "deltagarna", "respondenter", "osallistujat", "haastateltavat", "puhujat", "participantes",
    "entrevistados", "asistentes", "hablantes", "interviewés", "intervenants", "partecipanti", "deelnemers", "与会者", "参加者", "受访者名单",
];

/// Whether a label names all who take part.
pub(super) fn names_all(key: &str) -> bool {
    PEOPLE.contains(&key)
}

/// Words that are fields of a head, and stand for the name of somebody with a number behind them: `Name 3`.
const NUMBERED_NAMES: &[&str] = &["name", "nombre", "nom", "namn", "nimi", "nome"];

/// Letters for question and answer by language; a letter alone (`P`, `V`) may be anything, so only
/// the pair counts.
#[rustfmt::skip]
const PAIRS: &[(&str, &str)] = &[
    ("q", "a"), ("q", "r"), ("p", "r"), ("f", "a"), ("f", "s"), ("d", "r"), ("v", "a"), ("k", "v"), ("i", "r"), ("i", "b"),
    ("i", "p"), ("i", "e"), ("i", "s"), ("e", "r"), ("p", "o"), ("h", "v"), ("в", "о"), ("問", "答"), ("问", "答"),
];

/// Returns the letter of the other side in each pair that `key` asks in (`asks`) or answers in.
pub(super) fn partners(key: &str, asks: bool) -> impl Iterator<Item = &'static str> {
    let side = move |pair: &'static (&str, &str)| if asks { (pair.0, pair.1) } else { (pair.1, pair.0) };
    PAIRS.iter().map(side).filter(move |(own, _)| *own == key).map(|(_, other)| other)
}

/// What the label itself says about its speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A word for a speaker, with the part it names.
    Speaker(SpeakerRole),
    /// A word that is no speaker.
    NotASpeaker,
    /// Neither: a name, initials or anything else.
    Open,
}

/// The form under which labels are compared: white space folded, lower case, without what says that somebody goes on
/// (`Anna (cont.)`) or that it is not sure who speaks (`Anna?`).
pub(super) fn key(name: &str) -> String {
    let unseen = |c: char| is_lead(c) && !c.is_whitespace();
    let words: Vec<&str> = certain(own_name(name)).split_whitespace().collect();
    words.join(" ").replace(unseen, "").to_lowercase()
}

/// What is said to go along, which is no name when it stands alone or before a full stop.
#[rustfmt::skip]
const ASSENT: &[&str] = &[
    "mm", "mhm", "mm-hm", "hm", "hmm", "uh-huh", "yes", "no", "right", "i see", "exactly", "sure", "okay", "ok", "true", "great", "good", "thanks",
    "ja", "jaja", "nein", "genau", "stimmt", "danke", "richtig", "klar", "nej", "precis", "visst", "jaha", "javisst", "tack", "okej", "jo", "okei", "joo", "niin",
    "kyllä", "aivan", "ei", "ymmärrän", "kiitos", "oui", "non", "merci", "d'accord", "d’accord", "voilà", "exactement", "bien", "bon",
    "sí", "si", "gracias", "exacto", "claro", "vale", "não", "sim", "pois", "obrigado", "obrigada", "nee", "precies", "klopt", "bedankt",
    "aha", "嗯", "对", "对对", "是的", "好的", "はい", "うん", "ええ",
];

/// Whether words only go along with what somebody says.
pub(super) fn is_assent(name: &str) -> bool {
    ASSENT.contains(&key(name).trim_end_matches(['.', '!']))
}

/// Heads of columns that ask and answer, which are no labels elsewhere.
#[rustfmt::skip]
const HEADS: &[(&str, SpeakerRole)] = &[
    ("问题", SpeakerRole::Interviewer), ("問題", SpeakerRole::Interviewer), ("提问", SpeakerRole::Interviewer),
    ("提問", SpeakerRole::Interviewer), ("質問", SpeakerRole::Interviewer), ("回答", SpeakerRole::Informant),
    ("回覆", SpeakerRole::Informant), ("答案", SpeakerRole::Informant), ("questions", SpeakerRole::Interviewer),
    ("answers", SpeakerRole::Informant), ("fragen", SpeakerRole::Interviewer), ("antworten", SpeakerRole::Informant),
    ("frågor", SpeakerRole::Interviewer), ("réponses", SpeakerRole::Informant), ("preguntas", SpeakerRole::Interviewer),
    ("respuestas", SpeakerRole::Informant),
];

/// The part of the talk that a column of this head holds.
pub(super) fn head_of_column(key: &str) -> Option<SpeakerRole> {
    HEADS.iter().find(|(head, _)| *head == key).map(|(_, role)| *role)
}

/// Words in brackets behind a name that say that the same person goes on.
#[rustfmt::skip]
const GOES_ON: &[&str] = &[
    "cont", "contd", "cont'd", "cont’d", "continued", "continues", "continuing", "forts", "fortsätter", "fortsättning", "fortsat",
    "fortsetzung", "fortgesetzt", "jatkuu", "jatkaa", "jatkoa", "suite", "continúa", "continuación", "continua", "continuação",
    "vervolg", "segue", "续", "続き", "続",
];

/// The name without the words in brackets that say that somebody goes on.
pub(super) fn own_name(name: &str) -> &str {
    let inside = || {
        let (own, inside) = name.trim_end().strip_suffix([')', '）', ']'])?.rsplit_once(['(', '（', '['])?;
        let word = inside.trim().trim_end_matches(['.', '…']).to_lowercase();
        (GOES_ON.contains(&word.as_str()) && !own.trim().is_empty()).then(|| own.trim_end())
    };
    let behind_comma = || {
        let (own, word) = name.trim_end().rsplit_once([',', '，'])?;
        let word = word.trim().trim_end_matches(['.', '…']).to_lowercase();
        (GOES_ON.contains(&word.as_str()) && !own.trim().is_empty()).then(|| own.trim_end())
    };
    inside().or_else(behind_comma).unwrap_or(name)
}

/// The name without the marks that say that it is not sure.
pub(super) fn certain(name: &str) -> &str {
    let own = name.trim_end_matches(['?', '？']).trim_end();
    if own.ends_with(char::is_alphanumeric) { own } else { name }
}

/// One table over all lists: a document may have tens of thousands of different candidates.
static MEANINGS: LazyLock<HashMap<&str, Meaning>> = LazyLock::new(|| {
    let lists = [
        (OTHER, Meaning::Speaker(SpeakerRole::Unknown)),
        (INFORMANT, Meaning::Speaker(SpeakerRole::Informant)),
        (INTERVIEWER, Meaning::Speaker(SpeakerRole::Interviewer)),
        (NOT_A_SPEAKER, Meaning::NotASpeaker),
    ];
    lists.into_iter().flat_map(|(words, meaning)| words.iter().map(move |&word| (word, meaning))).collect()
});

/// Words for saying that end what stands before quoted words, in scripts that always write a colon there: `他说：“…”`.
const SAYING: &[&str] = &["说", "說", "讲", "講", "说道", "告诉我", "心想"];

/// Words for asking and answering, which may also end a label (`记者问：`), and who is no name before them.
const ASKING: &[&str] = &["问", "問", "问道", "答", "答道", "回答", "表示", "想"];
#[rustfmt::skip]
const SOMEBODY: &[&str] = &[
    "我", "你", "您", "他", "她", "它", "咱", "谁", "我们", "你们", "他们", "她们", "我們", "你們", "他們", "大家", "有人", "别人", "人家", "自己",
];

/// Longest of such labels, in characters.
const SAYING_CHARS: usize = 6;

/// Whether a label says that somebody says something.
pub(crate) fn is_saying(key: &str) -> bool {
    let before = |word: &&str| key.strip_suffix(*word).filter(|before| !before.is_empty());
    key.chars().count() <= SAYING_CHARS
        && (SAYING.iter().any(|word| before(word).is_some())
            || ASKING.iter().filter_map(before).any(|before| SOMEBODY.contains(&before)))
}

/// Returns what the label with this key says.
pub(super) fn meaning(key: &str) -> Meaning {
    if is_saying(key) {
        return Meaning::NotASpeaker;
    }
    let whole = MEANINGS.get(key).or_else(|| MEANINGS.get(key.trim_end_matches('.')));
    if whole.is_none() && NUMBERED.contains(&stem(key)) && stem(key) != key {
        return Meaning::Speaker(SpeakerRole::Informant);
    }
    if whole.is_none() && NUMBERED_NAMES.contains(&stem(key)) && stem(key) != key {
        return Meaning::Open;
    }
    match whole.or_else(|| MEANINGS.get(stem(key))) {
        Some(&meaning) => meaning,
        None if is_numbered_letter(key) => Meaning::Speaker(SpeakerRole::Unknown),
        None => Meaning::Open,
    }
}

/// Whether a label is a word or letter for question or answer, not a name.
pub(super) fn asks_or_answers(name: &str) -> bool {
    let key = key(name);
    matches!(meaning(&key), Meaning::Speaker(SpeakerRole::Interviewer | SpeakerRole::Informant))
        || partners(&key, true).chain(partners(&key, false)).next().is_some()
}

/// The label without number and final marks: `speaker 0`, `int. 2`, `r#3`, `participant a`.
fn stem(key: &str) -> &str {
    let number = |c: char| c.is_ascii_digit() || " .#_-()".contains(c);
    let stem = key.trim_end_matches(number);
    match stem.rsplit_once(' ') {
        // A single letter after a word numbers it too.
        Some((word, letter)) if letter.len() == 1 => word.trim_end_matches(number),
        _ => stem,
    }
}

/// `s1`, `p03`, `t12`: how studies number their people.
fn is_numbered_letter(key: &str) -> bool {
    let rest = key.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = key.len() - rest.len();
    (1..=2).contains(&letters) && (1..=3).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_languages_say_who_speaks() {
        for word in [
            "Interviewer",
            "INT.",
            "I",
            "I2",
            "Q",
            "Intervjuare",
            "Haastattelija",
            "Entrevistadora",
            "访谈者",
            "Moderator 1",
        ] {
            assert_eq!(meaning(&key(word)), Meaning::Speaker(SpeakerRole::Interviewer), "{word}");
        }
        for word in [
            "Respondent 3",
            "R",
            "A",
            "Interviewee",
            "Haastateltava",
            "Befragte Person",
            "受访者",
            "Participant B",
        ] {
            assert_eq!(meaning(&key(word)), Meaning::Speaker(SpeakerRole::Informant), "{word}");
        }
        for word in ["Speaker 0", "S1", "P03", "Audience member 2", "Unknown Speaker"] {
            assert_eq!(meaning(&key(word)), Meaning::Speaker(SpeakerRole::Unknown), "{word}");
        }
    }

    #[test]
    fn a_number_makes_one_person_of_a_word_for_those_who_take_part() {
        for word in ["Teilnehmer 2", "Deltagare 1", "Osallistuja B", "参加者1"] {
            assert_eq!(meaning(&key(word)), Meaning::Speaker(SpeakerRole::Informant), "{word}");
        }
        assert_eq!(meaning(&key("Teilnehmer")), Meaning::NotASpeaker);
        assert_eq!(meaning(&key("Name")), Meaning::NotASpeaker);
        assert_eq!(meaning(&key("Name 3")), Meaning::Open);
    }

    #[test]
    fn remarks_and_fields_are_no_speakers() {
        for word in ["Obs", "Anm.", "Note", "http", "Date", "Fecha", "Figure 3", "N.B.", "Editor's note"] {
            assert_eq!(meaning(&key(word)), Meaning::NotASpeaker, "{word}");
        }
        assert_eq!(meaning(&key("Adam Wiggins")), Meaning::Open);
    }
}
