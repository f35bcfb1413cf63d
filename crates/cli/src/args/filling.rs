//! The arguments of `new`, `import`, `sources` and `text`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use themata_workspace::verbs::{ChangeSource, DeleteSource, Rekey, RowKind, SourceFacts};
use themata_workspace::{ImportWish, NewStudy, ProjectWish, SegmentsWish};

use super::{ActArgs, ListArgs, Wish};
use crate::failure::Failure;

/// Begin an empty study
///
/// Without more words it has open codes, first-order categories, second-order themes and aggregate
/// dimensions, and the coder `me`.
///
/// Example: themata new dyads.themata --coder anna --side provider --side customer
#[derive(Args, Debug)]
pub(crate) struct NewArgs {
    /// Name of the study file to make; it ends in .themata unless told
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Title of the study
    #[arg(long)]
    title: Option<String>,
    /// Key of the study [default: the name of the file]
    #[arg(long)]
    key: Option<String>,
    /// Language of the interviews, for example en or sv
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Who codes; the first one begins (can be repeated) [default: me]
    #[arg(long = "coder", value_name = "NAME")]
    coders: Vec<String>,
    /// A side, for example provider (can be repeated)
    #[arg(long = "side", visible_alias = "sides", value_name = "NAME", value_delimiter = ',')]
    sides: Vec<String>,
    /// A level, the lowest first; open:NAME for open codes (can be repeated)
    #[arg(long = "level", visible_alias = "levels", value_name = "NAME", value_delimiter = ',')]
    levels: Vec<String>,
    /// A facet, for example 'phase=early<middle<late' or team=front,back (can be repeated)
    #[arg(long = "facet", value_name = "FACET=VALUES")]
    facets: Vec<String>,
    /// A codebook to begin with: a codebook.toml, a table (.csv, .xlsx, .ods), an outline (.md) or a .qdc
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
    /// Only show what would be made
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print what was made as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl NewArgs {
    /// What the study begins with; `codebook` is the text of its codebook, `codebook_file` one that is no text.
    pub(crate) fn wish(
        &self,
        codebook: Option<String>,
        codebook_file: Option<(String, Vec<u8>)>,
    ) -> NewStudy {
        NewStudy {
            key: self.key.clone(),
            title: self.title.clone(),
            language: self.language.clone(),
            coders: self.coders.clone(),
            sides: self.sides.clone(),
            levels: self.levels.clone(),
            facets: self.facets.clone(),
            codebook,
            codebook_file,
        }
    }
}

/// What is told of a source
#[derive(Args, Debug)]
pub(crate) struct SourceFactsArgs {
    /// The cases it belongs to
    #[arg(long = "case", value_name = "CASE")]
    cases: Vec<String>,
    /// The sides it speaks from
    #[arg(long = "side", value_name = "SIDE")]
    sides: Vec<String>,
    /// The parties it comes from
    #[arg(long = "party", value_name = "PARTY")]
    parties: Vec<String>,
    /// The informants who speak in it
    #[arg(long = "informant", value_name = "INFORMANT")]
    informants: Vec<String>,
    /// The wave of data collection
    #[arg(long, value_name = "WAVE")]
    wave: Option<String>,
    /// When it was said, for example 2026-02-03
    #[arg(long)]
    date: Option<String>,
    /// transcript, notes, report, contract, document, or a word of your own
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Its language, for example en or sv
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Whether it was recorded: yes or no
    #[arg(long, value_name = "ANSWER", value_parser = ["yes", "no", "-"])]
    recorded: Option<String>,
    /// A further fact, for example place=Malmö (can be repeated)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl SourceFactsArgs {
    fn facts(&self) -> SourceFacts {
        SourceFacts {
            cases: self.cases.clone(),
            sides: self.sides.clone(),
            parties: self.parties.clone(),
            informants: self.informants.clone(),
            wave: self.wave.clone(),
            date: self.date.clone(),
            kind: self.kind.clone(),
            language: self.language.clone(),
            recorded: self.recorded.clone(),
            set: self.set.clone(),
        }
    }
}

/// Take documents in as sources
///
/// Each becomes a source; its key is the name of the file. Speakers and their turns are found, and
/// what was guessed of them is told. All are taken in at once; files that cannot be read are left out
/// and told (exit code 1). Documents that are there already and unchanged are passed over. Lists are
/// written with ; and in the names of files several informants with +. Of a survey (CSV, Excel,
/// OpenDocument) each row is a source; its other columns become attributes.
///
/// Example: themata import interviews --pattern '{case}_{side}_{informant}_{date}.txt' --create
#[derive(Args, Debug)]
pub(crate) struct ImportArgs {
    /// Files, and folders that are walked
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,
    /// How the names of the files tell {key}, {case}, {side}, {party}, {informant}, {wave}, {date},
    /// {kind} and {language}; {any} is passed over
    #[arg(long, value_name = "PATTERN")]
    pattern: Option<String>,
    /// The key of the source, where there is one file
    #[arg(long)]
    key: Option<String>,
    #[command(flatten)]
    facts: SourceFactsArgs,
    /// Who speaks under a label, for example 'Anna=I1' (can be repeated)
    #[arg(long = "speaker", value_name = "LABEL=INFORMANT")]
    speakers: Vec<String>,
    /// Which part a speaker has: interviewer, informant or unknown (can be repeated)
    #[arg(long = "role", value_name = "LABEL=ROLE")]
    roles: Vec<String>,
    /// A table (CSV, Excel, OpenDocument) that tells who speaks: columns label, informant, role and, where needed, source
    #[arg(long = "speakers", value_name = "FILE")]
    speaker_map: Option<PathBuf>,
    /// A table (CSV, Excel, OpenDocument) that tells of each document what its name does not: a column file names the
    /// document; case, side, party, informant, wave, date, kind, language, recorded and key tell just that, and any other
    /// column becomes an attribute. For example the lines 'file,case,date,place' and 'talk.txt,R1,2024-03-05,Lund'
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// Take texts as they are, without turns
    #[arg(long)]
    as_is: bool,
    /// The encoding of the files, for example utf-8 or windows-1252 [default: found out]
    #[arg(long, value_name = "ENCODING")]
    encoding: Option<String>,
    /// Column of a survey that holds answers (can be repeated)
    #[arg(long = "text-column", value_name = "COLUMN")]
    text_column: Vec<String>,
    /// Columns of a survey that hold answers, with commas between them
    #[arg(long = "text-columns", value_name = "COLUMNS", value_delimiter = ',')]
    text_columns: Vec<String>,
    /// Column of a survey that names the respondents; else the rows are counted
    #[arg(long, value_name = "COLUMN")]
    key_column: Option<String>,
    /// Column of a survey that names the informants
    #[arg(long, value_name = "COLUMN")]
    informant_column: Option<String>,
    /// Make cases, sides, parties and informants that are not known; with --segments codes and documents
    #[arg(long)]
    create: bool,
    /// Take documents in a second time
    #[arg(long)]
    again: bool,
    /// Bring in the text of documents that changed; codings follow their words
    #[arg(long, conflicts_with = "again")]
    update: bool,
    /// Take nothing in if one file cannot be read
    #[arg(long)]
    strict: bool,
    /// Only show what is found in the files: format, speakers, times, pages, facts, warnings
    #[arg(long)]
    pub(crate) preview: bool,
    #[command(flatten)]
    pub(crate) act: ActArgs,
    // Last, because what follows would stand under their headings.
    #[command(flatten)]
    pub(crate) segments: SegmentsArgs,
    #[command(flatten)]
    pub(crate) project: ProjectArgs,
}

/// How a table of coded segments is read
#[derive(Args, Debug)]
#[command(next_help_heading = "Coded segments of other tools (.csv, .xlsx, .ods)")]
pub(crate) struct SegmentsArgs {
    /// The file is a table of coded segments (MAXQDA, NVivo, ATLAS.ti, Dedoose, Taguette, or one of your own): a row a segment,
    /// with its document and codes. Segments are found in the documents of the study; a new study (-o), one without documents,
    /// and --create make documents of them
    #[arg(long)]
    pub(crate) segments: bool,
    /// What a column tells where its head does not say it: document, group, code, above, segment, coder, memo, weight, date,
    /// start, attribute or ignore (can be repeated)
    #[arg(long = "map", value_name = "COLUMN=FIELD", requires = "segments")]
    map: Vec<String>,
    /// The codebook of the new study, by which lists of codes are taken apart; codes that it does not have are then reported
    #[arg(long, value_name = "FILE", requires = "segments")]
    codebook: Option<PathBuf>,
}

/// How a project of another tool is read
#[derive(Args, Debug)]
#[command(next_help_heading = "Projects of other tools (.qdpx, .qde)")]
pub(crate) struct ProjectArgs {
    /// The new study file that is made of the project, or of coded segments
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Replace a study file that is there already
    #[arg(long)]
    pub(crate) replace: bool,
    /// What tells the case of a source: variable:NAME, set:NAME, sets, cases, or a pattern such as {case}_{any}
    #[arg(long, value_name = "TELLS")]
    case_from: Option<String>,
    /// What tells its side
    #[arg(long, value_name = "TELLS")]
    side_from: Option<String>,
    /// What tells its party
    #[arg(long, value_name = "TELLS")]
    party_from: Option<String>,
    /// What tells its informant
    #[arg(long, value_name = "TELLS")]
    informant_from: Option<String>,
    /// What tells the phase: of the codings of a source, or, by sets of codes, of codes
    #[arg(long, value_name = "TELLS")]
    phase_from: Option<String>,
    /// What tells the levels of the codes: depth, height, or sets:LOWEST;…;HIGHEST [default: depth]
    #[arg(long, value_name = "LEVELS")]
    levels_from: Option<String>,
}

impl ImportArgs {
    /// The project of another tool that is to be taken in, if it is one.
    pub(crate) fn project(&self) -> Option<ProjectWish> {
        let [project] = self.paths.as_slice() else { return None };
        let told = &self.project;
        ProjectWish::is_project(project).then(|| ProjectWish {
            project: project.clone(),
            key: self.key.clone(),
            case_from: told.case_from.clone(),
            side_from: told.side_from.clone(),
            party_from: told.party_from.clone(),
            informant_from: told.informant_from.clone(),
            phase_from: told.phase_from.clone(),
            levels: told.levels_from.clone(),
        })
    }

    /// The table of coded segments that is to be taken in, if it is one.
    pub(crate) fn segments(&self) -> Option<Result<SegmentsWish, Failure>> {
        let told = &self.segments;
        let wish = |table: &PathBuf| SegmentsWish {
            table: table.clone(),
            map: told.map.clone(),
            create: self.create,
            kind: self.facts.kind.clone(),
            key: self.key.clone(),
            codebook: told.codebook.clone(),
        };
        told.segments.then(|| match self.paths.as_slice() {
            [table] => Ok(wish(table)),
            _ => Err(Failure::usage("`--segments` takes one table at a time")),
        })
    }

    pub(crate) fn wish(&self) -> ImportWish {
        ImportWish {
            paths: self.paths.clone(),
            pattern: self.pattern.clone(),
            key: self.key.clone(),
            facts: self.facts.facts(),
            speakers: self.speakers.clone(),
            roles: self.roles.clone(),
            create: self.create,
            again: self.again,
            speaker_map: self.speaker_map.clone(),
            metadata: self.metadata.clone(),
            as_is: self.as_is,
            encoding: self.encoding.clone(),
            text_columns: self.text_column.iter().chain(&self.text_columns).cloned().collect(),
            key_column: self.key_column.clone(),
            informant_column: self.informant_column.clone(),
            update: self.update,
            strict: self.strict,
        }
    }
}

/// List the sources with case, informant and codings, or change them
///
/// Example: themata sources study.themata --json
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct SourcesArgs {
    #[command(subcommand)]
    verb: Option<SourcesVerb>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Subcommand, Debug)]
enum SourcesVerb {
    Change(Box<ChangeSourceArgs>),
    Rekey(RekeySourceArgs),
    Delete(DeleteSourceArgs),
}

/// Change what is told of a source, and who speaks in it
///
/// Example: themata sources change S1 --date 2026-02-03 --speaker 'Anna=I1' -s study.themata
#[derive(Args, Debug)]
struct ChangeSourceArgs {
    /// Which one
    source: String,
    #[command(flatten)]
    facts: SourceFactsArgs,
    /// Who speaks under a label, for example 'Anna=I1'; - for nobody known (can be repeated)
    #[arg(long = "speaker", value_name = "LABEL=INFORMANT")]
    speakers: Vec<String>,
    /// Which part a speaker has: interviewer, informant or unknown (can be repeated)
    #[arg(long = "role", value_name = "LABEL=ROLE")]
    roles: Vec<String>,
    #[command(flatten)]
    act: ActArgs,
}

/// Give a source another key
///
/// Example: themata sources rekey S1 Beta-1 -s study.themata
#[derive(Args, Debug)]
struct RekeySourceArgs {
    /// Which one
    source: String,
    /// The new key
    key: String,
    #[command(flatten)]
    act: ActArgs,
}

/// Delete a source; its codings and what rests on them go only with --force
///
/// Example: themata sources delete S1 -s study.themata
#[derive(Args, Debug)]
struct DeleteSourceArgs {
    /// Which one
    source: String,
    /// Its codings may go, and what rests on them
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    act: ActArgs,
}

impl SourcesArgs {
    /// What is wanted.
    pub(crate) fn wish(&self) -> Result<Wish<'_>, Failure> {
        let Some(verb) = &self.verb else { return Ok(Wish::List(&self.list)) };
        let (verb, act) = match verb {
            SourcesVerb::Change(args) => {
                let verb = ChangeSource {
                    source: args.source.clone(),
                    facts: args.facts.facts(),
                    speakers: args.speakers.clone(),
                    roles: args.roles.clone(),
                };
                (verb.into(), &args.act)
            }
            SourcesVerb::Rekey(args) => {
                let verb = Rekey { kind: RowKind::Source, row: args.source.clone(), key: args.key.clone() };
                (verb.into(), &args.act)
            }
            SourcesVerb::Delete(args) => {
                (DeleteSource { source: args.source.clone(), force: args.force }.into(), &args.act)
            }
        };
        Ok(Wish::Act(Box::new(verb), act))
    }
}

/// Show or edit the text of a source; the codings follow their words
///
/// Without an option the text is printed, word for word; `themata show` numbers its lines. What was edited becomes a new version; the report tells how
/// the codings came over, and which ones a person has to look at.
///
/// Example: themata text S1 --from corrected.txt -s study.themata
#[derive(Args, Debug)]
pub(crate) struct TextArgs {
    /// The source
    pub(crate) source: String,
    /// The changed text
    #[arg(long, value_name = "FILE", group = "how")]
    pub(crate) from: Option<PathBuf>,
    /// Edit the text with $VISUAL or $EDITOR
    #[arg(long, group = "how")]
    pub(crate) edit: bool,
    /// Print the text
    #[arg(long, group = "how")]
    pub(crate) show: bool,
    /// List the versions of the text
    #[arg(long, group = "how")]
    pub(crate) versions: bool,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}
