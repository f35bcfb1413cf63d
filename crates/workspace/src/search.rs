//! Finding words and quotations: the index, the analysis and the texts of a study brought together.

mod auto;
mod condition;
mod csv;
mod index;
mod kept;
mod locate;
mod present;
mod range;
mod request;
mod scope;
mod similar;
mod suggest;
mod tally;
mod words;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use themata_model::mark::{Voice, Voices};
use themata_model::{Speaker, Study};
use themata_search::query::Query;
use themata_search::{Ask, Filter, Index, Language, Quotation, SearchError, TextKey};
use themata_store::{Part, RowNumbers, Store, TextVersion};

use crate::{Progress, Workspace, WorkspaceError};

pub use auto::AutoUnit;
pub use csv::csv_of;
pub use index::IndexReport;
pub use locate::{LocatedPlace, LocatedQuotation, quotations_in};
pub use present::{CodeOfHit, Found, FoundHit, KwicLine, SpeakerOfHit};
pub use request::{SearchOrder, SearchRequest, SearchUnit};
pub use similar::{SimilarPair, SimilarText};
pub use suggest::{Suggested, SuggestedWord};
pub use tally::TallyRow;
pub use themata_search::columns;
pub use words::{WordRow, WordTable, WordsRequest};

/// A study that is being searched: what one question needs is kept for the next, as long as the study
/// does not change.
pub struct Searching<'w> {
    store: &'w Store,
    folder: PathBuf,
    state: RefCell<Rc<State>>,
}

/// The study as of one op.
pub(crate) struct State {
    op: Option<String>,
    outline: Study,
    versions: Vec<TextVersion>,
    languages: Vec<Option<Language>>,
    index: Index,
    /// Where the index could not be kept, why.
    note: Option<String>,
    numbers: RowNumbers,
    speakers: Vec<Vec<Speaker>>,
    /// Who speaks outside the turns of each source, then each of its speakers; made when it is asked for.
    voices: Vec<OnceCell<Vec<Voice>>>,
    texts: RefCell<HashMap<u32, Arc<str>>>,
    placed: OnceCell<Arc<kept::Kept>>,
    /// What filters select, by their fields and values.
    filtered: RefCell<HashMap<Vec<Wanted>, Arc<[Quotation]>>>,
    /// Questions answered so far.
    answered: Cell<usize>,
}

/// How often an index that cannot be read is made anew for a question.
const ANEW: usize = 3;

/// How often a question is put again because the study has changed meanwhile.
const AGAIN: usize = 20;

/// The answer to a question in one state of the study, whoever changes it meanwhile.
fn steadily<T>(store: &Store, ask: impl Fn() -> Result<T, WorkspaceError>) -> Result<T, WorkspaceError> {
    for _ in 0..AGAIN {
        let op = store.last_op()?;
        let answer = ask();
        if store.last_op()? == op {
            return answer;
        }
    }
    ask()
}

/// The field of a filter with its values.
type Wanted = (String, Vec<String>);

impl Workspace {
    /// Opens the study for searching; makes or mends the index where that is needed.
    ///
    /// # Errors
    /// When the study is a folder, or it or the index cannot be read.
    pub fn searching(&self, progress: &dyn Fn(&Progress)) -> Result<Searching<'_>, WorkspaceError> {
        let store = self.searched()?;
        let folder = index::folder_of(self.path());
        let state = steadily(store, || State::read(store, &folder, progress))?;
        Ok(Searching { store, folder, state: RefCell::new(Rc::new(state)) })
    }

    /// The study file that is searched.
    fn searched(&self) -> Result<&Store, WorkspaceError> {
        self.store().ok_or_else(|| {
            let folder = self.path().display();
            WorkspaceError::refused(format!("`{folder}` is a study folder; a study file is searched"))
                .hint(format!("make one with `themata build {folder} -o STUDY.themata`"))
        })
    }
}

impl Searching<'_> {
    /// Answers a request.
    ///
    /// # Errors
    /// When the query is wrong or names what is not there, or something cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<Found, WorkspaceError> {
        steadily(self.store, || self.found(request))
    }

    fn found(&self, request: &SearchRequest) -> Result<Found, WorkspaceError> {
        let query = request.query()?;
        let ask = Ask {
            query: &query,
            unit: request.unit.into(),
            order: request.order.into(),
            limit: request.limit,
            offset: request.offset,
        };
        let (state, answer) =
            self.answered(&request.query, |scope, state| state.index.search(scope, &state.languages, &ask))?;
        let scope = scope::StudyScope::new(self.store, &state);
        let mut found = present::found(&scope, &state, request, &answer)?;
        found.understood = request.understood()?;
        found.notes.extend(state.note.clone());
        if found.total == 0 {
            found.notes.extend(self.asked_instead(request, &state)?);
        }
        Ok(found)
    }

    /// What the interviewer says of it, where nobody else does.
    fn asked_instead(
        &self,
        request: &SearchRequest,
        state: &State,
    ) -> Result<Option<String>, WorkspaceError> {
        if request.interviewer {
            return Ok(None);
        }
        let all = SearchRequest { interviewer: true, ..request.clone() };
        let (unit, query) = (request.unit.into(), all.query()?);
        let scope = scope::StudyScope::new(self.store, state);
        let places = state.index.places(&scope, &state.languages, &query, unit);
        let n = places.map_err(|error| request::explained(error, &request.query))?.len();
        let what = match request.unit {
            SearchUnit::Passage => "passage",
            SearchUnit::Turn => "turn",
            SearchUnit::Quotation => "quotation",
        };
        let said = themata_model::counted(n, what);
        Ok((n > 0).then(|| format!("the interviewer says it in {said}; `--include-interviewer` shows them")))
    }

    /// Where everything stands that `query` selects, in the order of the corpus.
    pub(crate) fn places(
        &self,
        request: &SearchRequest,
    ) -> Result<(Vec<themata_search::Place>, Query), WorkspaceError> {
        let query = request.query()?;
        let (_, places) = steadily(self.store, || {
            self.answered(&request.query, |scope, state| {
                state.index.places(scope, &state.languages, &query, request.unit.into())
            })
        })?;
        Ok((places, query))
    }

    /// What the index answers, with the state of the study that it was asked in. An index that cannot be read,
    /// or was written over by another program meanwhile, is made anew.
    fn answered<T>(
        &self,
        query: &str,
        ask: impl Fn(&scope::StudyScope<'_>, &State) -> Result<T, SearchError>,
    ) -> Result<(Rc<State>, T), WorkspaceError> {
        let mut state = self.current()?;
        state.answered.set(state.answered.get() + 1);
        for _ in 0..ANEW {
            match ask(&scope::StudyScope::new(self.store, &state), &state) {
                Ok(answer) if state.index.is_untouched() => return Ok((state, answer)),
                Ok(_) | Err(SearchError::Index(_)) => {
                    Index::remove(&self.folder).map_err(index::failed)?;
                    state = Rc::new(self.read()?);
                    *self.state.borrow_mut() = state.clone();
                }
                Err(error) => return Err(request::explained(error, query)),
            }
        }
        let answer = ask(&scope::StudyScope::new(self.store, &state), &state);
        Ok((state, answer.map_err(|error| request::explained(error, query))?))
    }

    /// How many hits there are for each combination of what `by` names, such as case, side and code.
    ///
    /// # Errors
    /// As [`Searching::search`]; when `by` names what hits cannot be counted by.
    pub fn count_by(&self, request: &SearchRequest, by: &[String]) -> Result<Vec<TallyRow>, WorkspaceError> {
        steadily(self.store, || {
            let (places, _) = self.places(request)?;
            let state = self.current()?;
            let scope = scope::StudyScope::new(self.store, &state);
            tally::tally(&scope, &state, &places, by)
        })
    }

    /// Why the index could not be kept, where it could not.
    pub(crate) fn note(&self) -> Option<String> {
        self.state.borrow().note.clone()
    }

    fn read(&self) -> Result<State, WorkspaceError> {
        steadily(self.store, || State::read(self.store, &self.folder, &|_| ()))
    }

    /// The study as it is now.
    pub(crate) fn current(&self) -> Result<Rc<State>, WorkspaceError> {
        let op = self.store.last_op()?;
        if self.state.borrow().op != op {
            let state = self.read()?;
            *self.state.borrow_mut() = Rc::new(state);
        }
        Ok(self.state.borrow().clone())
    }
}

/// What of a study a search may ask for.
const SEARCHED: [Part; 5] = [Part::Codebook, Part::Roster, Part::Sources, Part::Exhibits, Part::Excerpts];

impl State {
    fn read(
        store: &Store,
        folder: &std::path::Path,
        progress: &dyn Fn(&Progress),
    ) -> Result<State, WorkspaceError> {
        let op = store.last_op()?;
        let head = store.read_parts(&[])?;
        let versions = store.text_versions()?;
        let keys: Vec<TextKey> = versions.iter().map(|version| index::key(version, &head)).collect();
        let (read, ready) = std::thread::scope(|scope| {
            // An index to which nothing has to be done is opened while the study is read.
            let ready = scope.spawn(|| Index::open_ready(folder, &keys));
            let read = || -> Result<_, WorkspaceError> {
                let outline = store.read_parts(&SEARCHED)?;
                let numbers = store.row_numbers(&outline)?;
                let speakers = store.speakers(&outline, &numbers)?;
                Ok((outline, numbers, speakers))
            };
            (read(), ready.join().ok().flatten())
        });
        let (outline, numbers, speakers) = read?;
        let (index, note) = match ready {
            Some(index) => (index, None),
            None => index::opened(store, folder, &outline, &keys, progress)?,
        };
        let languages = index.languages();
        Ok(State {
            op,
            voices: vec![OnceCell::new(); outline.sources.len()],
            outline,
            versions,
            languages,
            index,
            note,
            numbers,
            speakers,
            texts: RefCell::default(),
            placed: OnceCell::new(),
            filtered: RefCell::default(),
            answered: Cell::new(0),
        })
    }

    /// Whether it was asked before.
    fn is_asked_again(&self) -> bool {
        self.answered.get() > 1
    }

    /// Who speaks in a source: outside turns, or a speaker of its list.
    fn voice(&self, source: u32, speaker: Option<u32>) -> Option<&Voice> {
        let source = source as usize;
        let own = self.voices.get(source)?;
        if own.get().is_none() {
            self.raise_voices(source..source + 1);
        }
        own.get()?.get(speaker.map_or(0, |speaker| speaker as usize + 1))
    }

    /// Makes the voices of `sources`; of many at once, where many are asked for.
    fn raise_voices(&self, sources: Range<usize>) {
        if self.voices[sources.clone()].iter().all(|own| own.get().is_some()) {
            return;
        }
        let mut voices = Voices::with_speakers(&self.outline, &self.speakers);
        let mut numbers = Vec::with_capacity(sources.len());
        for source in sources.clone() {
            let slots = std::iter::once(None).chain((0..self.speakers[source].len()).map(Some));
            numbers.push(slots.map(|speaker| voices.voice(source, speaker)).collect::<Vec<u32>>());
        }
        let all = voices.into_voices();
        for (source, numbers) in sources.zip(numbers) {
            let mut own: Vec<Voice> = numbers.iter().map(|n| all[*n as usize].clone()).collect();
            if let (false, Some(outside)) = (self.speakers[source].is_empty(), own.first_mut()) {
                *outside = of_nobody(outside);
            }
            let _ = self.voices[source].set(own);
        }
    }

    /// The words of a source's current text.
    fn text(&self, store: &Store, source: u32) -> Result<Arc<str>, WorkspaceError> {
        if let Some(text) = self.texts.borrow().get(&source) {
            return Ok(text.clone());
        }
        let key = self.outline.sources.get(source as usize).map(|source| &source.key);
        let key = key.ok_or_else(|| WorkspaceError::refused("the study changed while it was searched"))?;
        let text: Arc<str> = store.words(key)?.into();
        let mut texts = self.texts.borrow_mut();
        // Kept up to a bound: a large corpus is read again rather than held in memory.
        if texts.values().map(|text| text.len()).sum::<usize>() > index::TEXTS_KEPT {
            texts.clear();
        }
        texts.insert(source, text.clone());
        Ok(text)
    }

    /// Hash of a source's current text.
    fn hash_of(&self, source: u32) -> String {
        self.versions.get(source as usize).map(|version| version.sha256.clone()).unwrap_or_default()
    }

    fn key_of(&self, source: u32) -> Cow<'_, str> {
        match self.versions.get(source as usize) {
            Some(version) => Cow::Borrowed(&version.source),
            None => Cow::Borrowed(""),
        }
    }
}

/// The voice of what stands outside the turns of a transcript, such as a heading: it belongs to the cases of
/// the source, but nobody says it.
fn of_nobody(voice: &Voice) -> Voice {
    let places = voice.places.iter().map(|(case, _)| (*case, None)).collect();
    Voice { informant: None, party: None, side: None, places, ..voice.clone() }
}

/// A filter as a part of a query.
fn part(filter: Filter) -> Query {
    Query::Filter(filter)
}
