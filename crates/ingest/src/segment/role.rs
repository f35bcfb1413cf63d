//! Who asks and who answers: by the label where it says so, else by how they speak.

use themata_model::{Speaker, SpeakerRole, Turn};

use super::lexicon::{self, Meaning};

/// Fewest turns of a speaker to judge the manner of speaking by.
const TURNS_TO_JUDGE: usize = 3;

/// Labels of people who only pass on or comment what others say.
#[rustfmt::skip]
const BYSTANDERS: &[&str] = &[
    "narrator", "announcer", "translator", "interpreter", "dolmetscher", "dolmetscherin", "übersetzer", "unknown",
    "unknown speaker", "unidentified", "unidentified speaker", "unbekannt", "okänd", "all", "alle", "both",
    "beide", "operator",
];

fn is_bystander(key: &str) -> bool {
    BYSTANDERS.contains(&key) || is_audience(key)
}

/// Whether a label stands for whoever listens.
pub(super) fn is_audience(key: &str) -> bool {
    ["audience", "publikum", "miembro", "membre du public", "various audience"]
        .iter()
        .any(|start| key.starts_with(start))
}

/// How one speaker speaks.
#[derive(Clone, Default)]
struct Manner {
    turns: usize,
    asking_turns: usize,
    bytes: usize,
    questions: usize,
}

/// Returns the role of each speaker, given their labels and turns.
pub(super) fn roles(text: &str, labels: &[String], turns: &[Turn]) -> Vec<SpeakerRole> {
    roles_with_reasons(text, labels, turns).into_iter().map(|(role, _)| role).collect()
}

/// Why each of the speakers of a text has the role that was found, in words; nothing where no role was found, or
/// another one is told.
pub fn role_reasons(text: &str, speakers: &[Speaker], turns: &[Turn]) -> Vec<Option<String>> {
    let labels: Vec<String> = speakers.iter().map(|speaker| speaker.label.clone()).collect();
    let found = roles_with_reasons(text, &labels, turns);
    let told =
        speakers.iter().zip(found).map(|(speaker, (role, reason))| reason.filter(|_| speaker.role == role));
    told.collect()
}

fn roles_with_reasons(text: &str, labels: &[String], turns: &[Turn]) -> Vec<(SpeakerRole, Option<String>)> {
    let keys: Vec<String> = labels.iter().map(|label| lexicon::key(label)).collect();
    let mut roles: Vec<SpeakerRole> = keys.iter().map(|key| stated(key)).collect();
    unsay_numbered(&keys, &mut roles);
    let of_label =
        |role: &SpeakerRole| (*role != SpeakerRole::Unknown).then(|| "the label says so".to_string());
    let mut reasons: Vec<Option<String>> = roles.iter().map(of_label).collect();
    let manners = manners(text, labels.len(), turns);
    if let Some((asker, answerer)) = against_letter(&keys, &roles, &manners) {
        roles[asker] = SpeakerRole::Interviewer;
        roles[answerer] = SpeakerRole::Informant;
        let Manner { turns, asking_turns, .. } = manners[asker];
        reasons[asker] =
            Some(format!("asks in {asking_turns} of {turns} turns, and `{}` hardly does", labels[answerer]));
        reasons[answerer] = Some(format!("`{}` asks", labels[asker]));
    }
    for (asker, answerer) in paired_askers(&keys, &manners) {
        roles[asker] = SpeakerRole::Interviewer;
        reasons[asker] = Some(format!("`{}` asks and `{}` answers", labels[asker], labels[answerer]));
    }
    if !roles.contains(&SpeakerRole::Interviewer)
        && !roles.contains(&SpeakerRole::Informant)
        && let Some(asker) = asker(&manners)
    {
        roles[asker] = SpeakerRole::Interviewer;
        let Manner { turns, asking_turns, .. } = manners[asker];
        reasons[asker] =
            Some(format!("asks in {asking_turns} of {turns} turns, and says less than the others"));
    }
    if let Some(asker) = roles.iter().position(|role| *role == SpeakerRole::Interviewer) {
        for (n, key) in keys.iter().enumerate() {
            if roles[n] == SpeakerRole::Unknown && !is_bystander(key) {
                roles[n] = SpeakerRole::Informant;
                reasons[n] = Some(format!("`{}` asks", labels[asker]));
            }
        }
    }
    roles.into_iter().zip(reasons).collect()
}

/// The role the label names; the letters `A`, `R`, `B` name one only beside an interviewer.
fn stated(key: &str) -> SpeakerRole {
    match lexicon::meaning(key) {
        Meaning::Speaker(SpeakerRole::Informant) if key.trim_end_matches('.').len() == 1 => {
            SpeakerRole::Unknown
        }
        Meaning::Speaker(role) => role,
        _ => SpeakerRole::Unknown,
    }
}

/// Takes back what `I7` seems to say: informants are numbered so, too. It stands for who asks only where nobody else
/// says so without a number, and somebody is left to answer.
fn unsay_numbered(keys: &[String], roles: &mut [SpeakerRole]) {
    let numbered: Vec<usize> = (0..keys.len()).filter(|&n| is_short_and_numbered(&keys[n])).collect();
    let asks_beside = |n: usize| roles[n] == SpeakerRole::Interviewer && !numbered.contains(&n);
    if (0..keys.len()).any(asks_beside) || numbered.len() == keys.len() {
        numbered.into_iter().for_each(|n| roles[n] = SpeakerRole::Unknown);
    }
}

/// Whether a label is `I`, `Int` or `IV` with a number.
fn is_short_and_numbered(key: &str) -> bool {
    let letters = key.trim_end_matches(|c: char| c.is_ascii_digit() || " .#_-".contains(c));
    letters.len() < key.trim_end_matches('.').len() && ["i", "int", "iv"].contains(&letters)
}

/// Who asks, and whom a letter alone seems to say it of, where it is the other way round: `I` is the informant beside `E` in
/// Spanish.
fn against_letter(keys: &[String], roles: &[SpeakerRole], manners: &[Manner]) -> Option<(usize, usize)> {
    let mut askers = (0..keys.len()).filter(|&n| roles[n] == SpeakerRole::Interviewer);
    let (said, None) = (askers.next()?, askers.next()) else { return None };
    let is_letter = keys[said].trim_end_matches('.').chars().count() == 1;
    let (own, answers) = (&manners[said], |other: &Manner| other.turns >= TURNS_TO_JUDGE);
    let asks = |other: &Manner| other.asking_turns * 2 > other.turns && other.bytes < own.bytes;
    let hardly_asks = own.turns >= TURNS_TO_JUDGE && own.asking_turns * 5 <= own.turns;
    let mut others = (0..keys.len()).filter(|&n| n != said && answers(&manners[n]));
    let asker = others.find(|&n| asks(&manners[n]) && roles[n] == SpeakerRole::Unknown)?;
    (is_letter && hardly_asks).then_some((asker, said))
}

fn manners(text: &str, speakers: usize, turns: &[Turn]) -> Vec<Manner> {
    let mut manners = vec![Manner::default(); speakers];
    for turn in turns {
        let words = turn.body.map_or("", |body| body.of(text));
        let questions = words.matches(['?', '？', '؟']).count();
        let manner = &mut manners[turn.speaker];
        manner.turns += 1;
        manner.asking_turns += usize::from(questions > 0);
        manner.questions += questions;
        manner.bytes += words.len();
    }
    manners
}

/// Letters that ask in a pair such as `P` and `R`, each with the one that answers, if the questions are theirs: two
/// people may have these initials.
fn paired_askers(keys: &[String], manners: &[Manner]) -> Vec<(usize, usize)> {
    let position = |wanted: &str| keys.iter().position(|key| key == wanted);
    let asks_more = |a: &Manner, b: &Manner| {
        a.asking_turns * b.turns * 2 > b.asking_turns * a.turns * 3
            || a.questions * b.bytes > 2 * b.questions * a.bytes
    };
    (0..keys.len())
        .filter(|&n| !lexicon::partners(&keys[n], false).any(|asker| position(asker).is_some()))
        .filter_map(|n| {
            let mut answerers = lexicon::partners(&keys[n], true).filter_map(position);
            Some((n, answerers.find(|&other| asks_more(&manners[n], &manners[other]))?))
        })
        .collect()
}

/// The one speaker who asks much more and speaks much shorter than everybody else who speaks much.
fn asker(manners: &[Manner]) -> Option<usize> {
    let all: usize = manners.iter().map(|manner| manner.turns).sum();
    let judged: Vec<usize> = (0..manners.len())
        .filter(|&n| manners[n].turns >= TURNS_TO_JUDGE && manners[n].turns * 10 >= all)
        .collect();
    if judged.len() < 2 {
        return None;
    }
    // Among several, the asker leads: a co-host with a few questions does not.
    let leads = |n: usize| judged.len() == 2 || manners[n].turns * judged.len() >= all;
    let asks = |a: &Manner, b: &Manner| {
        a.asking_turns * 5 >= a.turns * 2
            && a.questions * b.bytes >= 3 * b.questions * a.bytes
            && a.bytes * b.turns * 10 <= b.bytes * a.turns * 7
    };
    judged
        .iter()
        .copied()
        .find(|&a| leads(a) && judged.iter().all(|&b| a == b || asks(&manners[a], &manners[b])))
}
