//! Who asks and who answers: by the label where it says so, else by how they speak.

use themata_model::{SpeakerRole, Turn};

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
    let keys: Vec<String> = labels.iter().map(|label| lexicon::key(label)).collect();
    let mut roles: Vec<SpeakerRole> = keys.iter().map(|key| stated(key)).collect();
    let manners = manners(text, labels.len(), turns);
    for asker in paired_askers(&keys, &manners) {
        roles[asker] = SpeakerRole::Interviewer;
    }
    if !roles.contains(&SpeakerRole::Interviewer)
        && !roles.contains(&SpeakerRole::Informant)
        && let Some(asker) = asker(&manners)
    {
        roles[asker] = SpeakerRole::Interviewer;
    }
    if roles.contains(&SpeakerRole::Interviewer) {
        for (role, key) in roles.iter_mut().zip(&keys) {
            if *role == SpeakerRole::Unknown && !is_bystander(key) {
                *role = SpeakerRole::Informant;
            }
        }
    }
    roles
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

/// Letters that ask in a pair such as `P` and `R`, if the questions are theirs: two people may have
/// these initials.
fn paired_askers(keys: &[String], manners: &[Manner]) -> Vec<usize> {
    let position = |wanted: &str| keys.iter().position(|key| key == wanted);
    let asks_more = |a: &Manner, b: &Manner| {
        a.asking_turns * b.turns * 2 > b.asking_turns * a.turns * 3
            || a.questions * b.bytes > 2 * b.questions * a.bytes
    };
    (0..keys.len())
        .filter(|&n| !lexicon::partners(&keys[n], false).any(|asker| position(asker).is_some()))
        .filter(|&n| {
            let answerers = lexicon::partners(&keys[n], true).filter_map(position);
            answerers.into_iter().any(|other| asks_more(&manners[n], &manners[other]))
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
