//! `themata import`.

use std::process::ExitCode;

use serde_json::json;
use themata_workspace::{
    DocumentPreview, ImportPreview, SegmentsWish, SpeakerPreview, Workspace, counted, counted_as,
};

use super::{act, project};
use crate::args::ImportArgs;
use crate::failure::Failure;
use crate::print;
use crate::progress::{Bar, during};

/// Something was left out.
const INCOMPLETE: u8 = 1;

pub(crate) fn run(args: &ImportArgs) -> Result<ExitCode, Failure> {
    if let Some(wish) = args.project() {
        return project::read(args, &wish);
    }
    if let Some(wish) = args.segments() {
        return segments(args, &wish?);
    }
    if args.project.output.is_some() {
        return Err(Failure::usage("`-o` names the study that is made of one project (.qdpx, .qde)").hint(
            "documents are taken into a study that is there: `-s STUDY`; make one with `themata new`",
        ));
    }
    let wish = args.wish();
    let mut workspace = act::open(&args.act)?;
    if args.preview {
        return preview(args, &mut workspace);
    }
    if let Some(guesses) = workspace.import_guesses(&wish)?.filter(|_| !args.act.json) {
        print::painted_stdout(&format!("{}\n", print::columns(&guesses)))?;
    }
    let done = Bar::follow(|progress| workspace.import(&wish, &args.act.by(), progress));
    let done = done?;
    let code = act::tell(&done, &args.act)?;
    Ok(if done.incomplete { ExitCode::from(INCOMPLETE) } else { code })
}

/// Takes coded segments in, or only tells what would become of them.
fn segments(args: &ImportArgs, wish: &SegmentsWish) -> Result<ExitCode, Failure> {
    let mut by = args.act.by();
    by.dry_run |= args.preview;
    let done = match &args.project.output {
        Some(out) => during("reading the table", || wish.make(out, args.project.replace, &by))?,
        None => {
            let mut workspace = act::open(&args.act)?;
            during("reading the table", || workspace.import_segments(wish, &by))?
        }
    };
    let code = act::tell(&done, &args.act)?;
    Ok(if done.incomplete { ExitCode::from(INCOMPLETE) } else { code })
}

/// Shows what would be taken in.
fn preview(args: &ImportArgs, workspace: &mut Workspace) -> Result<ExitCode, Failure> {
    let preview = Bar::follow(|progress| workspace.import_preview(&args.wish(), &args.act.by(), progress));
    let preview = preview?;
    if args.act.json {
        print::json(&json!({
            "schema": "themata.import-preview/1",
            "documents": preview.documents,
            "unreadable": preview.unreadable,
            "left_out": preview.left_out,
            "becomes": preview.becomes,
            "warnings": preview.warnings,
        }))?;
    } else {
        print::stdout(&print::escaped(&in_words(&preview)))?;
    }
    let all = preview.unreadable.is_empty() && preview.left_out.is_empty();
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
}

fn in_words(preview: &ImportPreview) -> String {
    let mut lines: Vec<String> = preview.documents.iter().map(document).collect();
    lines.extend(preview.unreadable.iter().map(|why| format!("{why}\n")));
    lines.extend(preview.left_out.iter().map(|why| format!("left out: {why}\n")));
    if !preview.becomes.is_empty() {
        lines.push(format!("{}\n", preview.becomes.join("\n")));
    }
    lines.extend(preview.warnings.iter().map(|warning| format!("look: {warning}\n")));
    let total = counted(preview.documents.len(), "document");
    let bad = counted_as(preview.unreadable.len(), "file that cannot be read", "files that cannot be read");
    lines.push(format!("{total}, {bad}. Nothing is taken in yet.\n"));
    lines.join("\n")
}

fn document(document: &DocumentPreview) -> String {
    let there = if document.is_there { " (there already)" } else { "" };
    let mut text = format!("{} → {}{there}\n", document.file, document.key);
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            text.push_str(&format!("  {name:<11}{value}\n"));
        }
    };
    line("format", document.format.clone());
    line("language", document.language.clone().unwrap_or_else(|| "not told".to_string()));
    line("text", counted(document.words, "word"));
    let speakers: Vec<String> = document.speakers.iter().map(speaker).collect();
    line("speakers", if speakers.is_empty() { "none found".to_string() } else { speakers.join(", ") });
    let places = [(document.times, "time"), (document.pages, "page"), (document.numbers, "number")];
    let places = places.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| counted(n, noun));
    line("beside it", places.collect::<Vec<_>>().join(", "));
    let facts: Vec<String> = document.facts.iter().map(|(name, value)| format!("{name} {value}")).collect();
    line("told of it", facts.join(", "));
    document.warnings.iter().for_each(|warning| line("look", warning.clone()));
    text
}

fn speaker(speaker: &SpeakerPreview) -> String {
    let (turns, words) = (counted(speaker.turns, "turn"), counted(speaker.words, "word"));
    let part = match (&speaker.informant, speaker.role.as_str()) {
        (Some(key), _) => format!("informant {key}"),
        (None, "unknown") => "part not known".to_string(),
        (None, role) => role.to_string(),
    };
    let reason = speaker.reason.iter().filter(|_| speaker.role == "interviewer");
    let reason: String = reason.map(|reason| format!(", since {reason}")).collect();
    format!("{} ({part}{reason}; {turns}, {words})", speaker.label)
}
