//! What typst sees of the world: one template, one data file, fonts; no disk, no network, no clock.

use std::sync::OnceLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::{FontChoice, FontSet};

/// The world of one document.
pub(super) struct PublishWorld<'a> {
    fonts: &'a FontSet,
    template: Source,
    data: Bytes,
}

impl<'a> PublishWorld<'a> {
    /// Returns the world in which `template` finds `data` as `data.json`.
    pub(super) fn new(template: &str, data: Vec<u8>, fonts: &'a FontChoice) -> Self {
        PublishWorld {
            fonts: fonts.set(),
            template: Source::new(ids().template, template.to_owned()),
            data: Bytes::new(data),
        }
    }
}

impl World for PublishWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
        LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        ids().template
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == ids().template { Ok(self.template.clone()) } else { Err(not_found(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == ids().data { Ok(self.data.clone()) } else { Err(not_found(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The two files there are.
struct Ids {
    template: FileId,
    data: FileId,
}

fn ids() -> &'static Ids {
    static IDS: OnceLock<Ids> = OnceLock::new();
    IDS.get_or_init(|| {
        let id = |name| {
            let path = VirtualPath::new(name).expect("the two names are valid paths");
            RootedPath::new(VirtualRoot::Project, path).intern()
        };
        Ids { template: id("template.typ"), data: id("data.json") }
    })
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
