//! What the heads of a table of turns mean, in the languages in which they are written.

use super::super::table::SPEAKER_HEADS;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Who speaks.
    Speaker,
    /// Somebody: who speaks, or who answers.
    Person,
    Start,
    End,
    Words,
    Number,
}

/// Heads that a survey may have above whoever answers, too.
#[rustfmt::skip]
const PERSONS: &[&str] = &[
    "name", "who", "person", "participant", "role", "wer", "vem", "kuka", "quién", "qui", "chi", "wie", "osoba", "quem", "nom", "nombre",
    "namn", "nimi", "naam", "nome", "participante", "teilnehmer", "teilnehmerin", "deltagare", "osallistuja", "deelnemer", "partecipante",
];

/// Further heads of whoever speaks.
#[rustfmt::skip]
const SPEAKERS: &[&str] = &[
    "speaker id", "speaker label", "name of speaker", "speakers name", "sprecher*in", "sprecher_in", "sprechername", "redner", "rednerin",
    "talarens namn", "talare/roll", "puhujan nimi", "interlocutor", "interlocutora", "interlocuteur", "interlocutrice", "interlocutore",
    "locuteur/locutrice", "voix", "voce", "voz", "röst", "stemme", "spreekster", "foredragsholder", "mluvčí", "beszélő", "vorbitor",
    "ομιλητής", "المتحدث", "דובר", "वक्ता", "講話者", "發言人", "說話人", "讲话人", "发言者", "說話者", "说话者", "発言者", "発話者", "화자",
];

#[rustfmt::skip]
const STARTS: &[&str] = &[
    "time", "start", "begin", "from", "timestamp", "timecode", "time code", "time stamp", "start time", "starttime", "start_time", "begin time",
    "in", "tc", "tc in", "tc-in", "timecode in", "in point", "time in", "zeit", "zeitmarke", "zeitstempel", "anfang", "beginn", "startzeit", "von",
    "tid", "tidpunkt", "tidskod", "tidsstämpel", "starttid", "början", "aika", "aikaleima", "aikakoodi", "alku", "alkuaika", "tiempo", "hora",
    "inicio", "marca de tiempo", "código de tiempo", "desde", "temps", "heure", "horodatage", "code temporel", "minutage", "début", "de", "tempo",
    "ora", "inizio", "minutaggio", "início", "tempo inicial", "tijd", "tijdcode", "tijdstip", "begintijd", "starttijd", "czas", "начало", "время",
    "zaman", "时间", "時間", "时间戳", "開始", "开始", "开始时间", "開始時間", "開始時刻", "起始时间", "시간",
];

#[rustfmt::skip]
const ENDS: &[&str] = &[
    "end", "stop", "to", "until", "end time", "endtime", "end_time", "out", "tc out", "tc-out", "timecode out", "out point", "time out", "ende",
    "endzeit", "bis", "slut", "sluttid", "loppu", "loppuaika", "fin", "final", "hasta", "fine", "fim", "einde", "eindtijd", "koniec", "конец",
    "结束", "结束时间", "終了", "終了時間", "終了時刻", "結束", "結束時間",
];

#[rustfmt::skip]
const WORDS: &[&str] = &[
    "text", "words", "transcript", "transcription", "utterance", "utterances", "speech", "said", "content", "dialogue", "dialog", "turn", "sentence",
    "caption", "subtitle", "what was said", "statement", "transkript", "transkription", "äußerung", "aeusserung", "äusserung", "wortlaut", "redebeitrag",
    "beitrag", "gesagtes", "inhalt", "aussage", "text/äußerung", "yttrande", "yttranden", "replik", "tal", "innehåll", "utsaga", "teksti", "puhe",
    "puheenvuoro", "litterointi", "sisältö", "lausuma", "texto", "intervención", "transcripción", "contenido", "enunciado", "habla", "diálogo", "texte",
    "propos", "parole", "paroles", "intervention", "contenu", "énoncé", "dialogue/texte", "verbatim", "testo", "intervento", "trascrizione", "contenuto",
    "enunciato", "battuta", "transcrição", "fala", "conteúdo", "intervenção", "tekst", "uitspraak", "uiting", "transcriptie", "inhoud", "wypowiedź",
    "текст", "реплика", "ytring", "replikk", "konuşma", "metin", "内容", "文本", "文字", "发言", "发言内容", "话语", "对话", "說話內容", "發言內容",
    "内容文本", "转写", "发话", "発言", "発言内容", "発話", "発話内容", "テキスト", "文字起こし", "내용", "발화",
];

#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "#", "nr", "nr.", "no", "no.", "n.", "n°", "nº", "n.º", "№", "number", "id", "line", "row", "index", "turn no", "turn number", "zeile", "nummer",
    "rad", "rivi", "número", "ligne", "numéro", "riga", "numero", "regel", "linha", "序号", "编号", "番号",
];

/// What the head of a column says of it.
pub(super) fn role(head: &str) -> Option<Role> {
    let lower = head.to_lowercase();
    // What stands in brackets behind it is a unit or a form: `Time (mm:ss)`.
    let key = lower.split(['(', '[', '（']).next().unwrap_or_default().trim();
    let key = key.trim_end_matches([':', '：']).trim().replace('_', " ");
    let key = key.as_str();
    let is_of = |heads: &[&str]| heads.contains(&key);
    if is_of(PERSONS) {
        Some(Role::Person)
    } else if is_of(SPEAKERS) || is_of(SPEAKER_HEADS) {
        Some(Role::Speaker)
    } else if is_of(STARTS) {
        Some(Role::Start)
    } else if is_of(ENDS) {
        Some(Role::End)
    } else if is_of(WORDS) {
        Some(Role::Words)
    } else if is_of(NUMBERS) {
        Some(Role::Number)
    } else {
        None
    }
}
