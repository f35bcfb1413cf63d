//! Who speaks in a source: which informant a label is, and which part a speaker has.

use themata_model::{Source, SourceKey, Speaker, SpeakerRole, Study};

use crate::WorkspaceError;
use crate::verbs::look;

/// A label and what is said of it.
pub(super) fn parted(pair: &str) -> Result<(&str, &str), WorkspaceError> {
    let (label, word) = pair.rsplit_once('=').ok_or_else(|| {
        WorkspaceError::refused(format!("`{pair}` is not of the form LABEL=INFORMANT"))
            .hint("write for example `--speaker 'Anna=I1'`")
    })?;
    Ok((label.trim(), word.trim()))
}

/// Whether a speaker is called so, upper and lower case being the same.
pub(super) fn is_called(speaker: &Speaker, label: &str) -> bool {
    speaker.label.to_lowercase() == label.to_lowercase()
}

/// Tells which informants labels are; an informant who speaks is one of the source's.
pub(super) fn map(
    s: &Study,
    source: &mut Source,
    speakers: &mut [Speaker],
    pairs: &[String],
) -> Result<(), WorkspaceError> {
    for pair in pairs {
        let (label, word) = parted(pair)?;
        let informant = match word {
            "-" | "" => None,
            words => Some(look::informant(s, words)?.key.clone()),
        };
        for speaker in called(&source.key, speakers, label)? {
            speaker.informant.clone_from(&informant);
            if informant.is_some() {
                speaker.role = SpeakerRole::Informant;
            }
        }
        if let Some(informant) = informant.filter(|key| !source.informants.contains(key)) {
            source.informants.push(informant);
        }
    }
    Ok(())
}

/// Whether it is told of a speaker, as `label=interviewer`, to ask.
pub(super) fn asks(speaker: &Speaker, pairs: &[String]) -> bool {
    pairs.iter().any(|pair| {
        parted(pair).is_ok_and(|(label, word)| word == "interviewer" && is_called(speaker, label))
    })
}

/// Tells which parts speakers have.
pub(super) fn cast(
    source: &SourceKey,
    speakers: &mut [Speaker],
    pairs: &[String],
) -> Result<(), WorkspaceError> {
    for pair in pairs {
        let (label, word) = parted(pair)?;
        let role = match word {
            "interviewer" => SpeakerRole::Interviewer,
            "informant" => SpeakerRole::Informant,
            "unknown" => SpeakerRole::Unknown,
            other => {
                return Err(WorkspaceError::refused(format!("`{other}` is not a part that a speaker has"))
                    .hint("use `interviewer`, `informant` or `unknown`"));
            }
        };
        called(source, speakers, label)?.into_iter().for_each(|speaker| speaker.role = role);
    }
    Ok(())
}

fn called<'a>(
    source: &SourceKey,
    speakers: &'a mut [Speaker],
    label: &str,
) -> Result<Vec<&'a mut Speaker>, WorkspaceError> {
    let labels: Vec<String> = speakers.iter().map(|speaker| speaker.label.clone()).collect();
    let found: Vec<&mut Speaker> = speakers.iter_mut().filter(|speaker| is_called(speaker, label)).collect();
    if found.is_empty() {
        let what = format!("speaker in `{source}` with the label");
        let known = labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
        return Err(look::unknown(&what, label, labels.iter().map(String::as_str)).hint(
            if known.is_empty() {
                "it has no speakers".to_string()
            } else {
                format!("its labels are {known}")
            },
        ));
    }
    Ok(found)
}

/// The speakers in words, each with the part and the informant: `Interviewer (interviewer), Anna (informant I1)`.
pub(super) fn in_words(speakers: &[Speaker]) -> String {
    let one = |speaker: &Speaker| {
        let part = match (&speaker.informant, speaker.role) {
            (Some(informant), _) => format!("informant {informant}"),
            (None, SpeakerRole::Interviewer) => "interviewer".to_string(),
            (None, SpeakerRole::Informant) => "informant".to_string(),
            (None, SpeakerRole::Unknown) => "part not known".to_string(),
        };
        format!("{} ({part})", speaker.label)
    };
    speakers.iter().map(one).collect::<Vec<_>>().join(", ")
}
