//! One coding with what is known of its words: where they stand, who says them, and under which code.

use themata_model::mark::{Voice, main_speaker};
use themata_model::table::CodingRef;
use themata_model::{Code, Coding, Informant, Locator, Party, Source, Study};

use super::{OpenData, Uses};
use crate::tree::Tree;

/// The names of a path are joined by it, as in the view `quotations`.
const BELOW: &str = " › ";

/// What is known of one coding.
pub(super) struct Row<'a> {
    study: &'a Study,
    tree: &'a Tree<'a>,
    pub(super) coding: &'a Coding,
    pub(super) source: Option<&'a Source>,
    voice: Option<&'a Voice>,
    places: Vec<(u32, Option<u32>)>,
    /// Start and end in code points.
    pub(super) chars: Option<(usize, usize)>,
    pub(super) locator: Option<Locator>,
    uses: Option<&'a Uses<'a>>,
    trail: Option<&'a str>,
    position: Option<usize>,
}

impl<'a> OpenData<'a> {
    pub(super) fn row<'r>(&'r self, at: CodingRef, coding: &'r Coding) -> Row<'r> {
        let mark = self.words.mark(at);
        let source = self.sources.get(coding.source.as_str()).and_then(|at| self.study.sources.get(*at));
        Row {
            study: self.study,
            tree: &self.tree,
            coding,
            source,
            voice: mark.map(|mark| self.marks.voice(mark)),
            places: mark.map(|mark| self.marks.places(mark)).unwrap_or_default(),
            chars: self.words.chars(at),
            locator: self.words.place(at),
            uses: self.uses.get(&coding.id),
            trail: self.times.get(&coding.id.to_string()).copied(),
            position: coding.target.code().and_then(|key| self.study.codebook.position(key)),
        }
    }
}

impl<'a> Row<'a> {
    /// `placed`, `unconfirmed` where the words were edited and nobody has looked since, or `lost`.
    pub(super) fn state(&self) -> &'static str {
        match (self.coding.span, self.coding.is_unconfirmed()) {
            (None, _) => "lost",
            (Some(_), true) => "unconfirmed",
            (Some(_), false) => "placed",
        }
    }

    pub(super) fn language(&self) -> Option<String> {
        self.source.and_then(|source| source.language.clone()).or_else(|| self.study.language.clone())
    }

    /// The cases it counts for.
    pub(super) fn cases(&self) -> Option<Vec<&'a str>> {
        let case = |(case, _): &(u32, Option<u32>)| self.study.cases.get(*case as usize);
        Some(self.places.iter().filter_map(case).map(|case| case.key.as_str()).collect())
    }

    /// The sides it speaks from in these cases, each once; where there is no case, that of the speaker.
    pub(super) fn sides(&self) -> Option<Vec<&'a str>> {
        let of_cases = self.places.iter().filter_map(|(_, side)| *side);
        let of_voice = self.voice.and_then(|voice| voice.side).filter(|_| self.places.is_empty());
        let mut sides: Vec<&str> = Vec::new();
        for side in of_cases.chain(of_voice) {
            let key = self.study.sides.get(side as usize).map(|side| side.key.as_str());
            sides.extend(key.filter(|key| !sides.contains(key)));
        }
        Some(sides)
    }

    pub(super) fn party(&self) -> Option<&'a Party> {
        self.study.parties.get(self.voice?.party? as usize)
    }

    pub(super) fn informant(&self) -> Option<&'a Informant> {
        self.study.informants.get(self.voice?.informant? as usize)
    }

    pub(super) fn interviewer(&self) -> Option<bool> {
        self.voice.map(|voice| voice.interviewer)
    }

    /// The label of who says most of the words.
    pub(super) fn speaker(&self) -> Option<String> {
        let text = self.source?.texts.last()?;
        let speaker = main_speaker(text, self.coding.span?)?;
        text.speakers.get(speaker).map(|speaker| speaker.label.clone())
    }

    /// The number of the turn in which it begins, from 1.
    pub(super) fn turn(&self) -> Option<usize> {
        let text = self.source?.texts.last()?;
        let start = self.coding.span?.start();
        text.turn_at(start)?;
        Some(text.turns.partition_point(|turn| turn.start() <= start))
    }

    pub(super) fn code(&self) -> Option<&'a Code> {
        self.position.map(|position| self.tree.code(position))
    }

    /// The names from the top down.
    pub(super) fn path(&self) -> Option<String> {
        let position = self.position?;
        let mut names: Vec<&str> =
            self.tree.upward(position).map(|at| self.tree.code(at).name.as_str()).collect();
        names.reverse();
        Some(names.join(BELOW))
    }

    /// The name of the code itself or the one above it on the level with this rank.
    pub(super) fn on_level(&self, rank: usize) -> Option<String> {
        let at = self.tree.at_rank(self.position?, rank)?;
        Some(self.tree.code(at).name.clone())
    }

    /// When it was coded: as the tool it came from tells, else as the trail does.
    pub(super) fn time(&self) -> Option<String> {
        let told = self.coding.attributes.get("created").map(String::as_str);
        told.or(self.trail).map(str::to_string)
    }

    pub(super) fn uses(&self) -> Option<&'a Uses<'a>> {
        self.uses
    }
}
