//! The one order in which the codings of a study are listed, numbered and written.

use std::collections::HashMap;

use crate::{Coding, Study};

/// What most codings are told apart by: coder, source, place (lost ones last) and code, as positions.
type Head = (Option<usize>, Option<usize>, (usize, usize), Option<usize>);

impl Study {
    /// The positions of the codings in canonical order: by coder, source and place as these are
    /// listed, lost ones after the placed ones of the same source; at one place by code, facet
    /// values and id. Who coded what when has no say, so that two copies of a study agree.
    pub fn coding_order(&self) -> Vec<usize> {
        let heads = self.coding_heads();
        let mut order: Vec<usize> = (0..self.codings.len()).collect();
        order
            .sort_by(|&a, &b| heads[a].cmp(&heads[b]).then_with(|| tail(&self.codings[a], &self.codings[b])));
        order
    }

    /// Puts the codings in canonical order; see [`Study::coding_order`].
    pub fn sort_codings(&mut self) {
        let order = self.coding_order();
        if order.is_sorted() {
            return;
        }
        let mut codings: Vec<Option<Coding>> = self.codings.drain(..).map(Some).collect();
        self.codings = order.into_iter().filter_map(|at| codings[at].take()).collect();
    }

    fn coding_heads(&self) -> Vec<Head> {
        let coders: HashMap<_, usize> = self.coders.iter().map(|row| &row.key).zip(0..).collect();
        let sources: HashMap<_, usize> = self.sources.iter().map(|row| &row.key).zip(0..).collect();
        let head = |coding: &Coding| {
            let place = coding.span.map_or((usize::MAX, 0), |span| (span.start().0, span.end().0));
            let code = coding.target.code().and_then(|key| self.codebook.position(key));
            (coders.get(&coding.coder).copied(), sources.get(&coding.source).copied(), place, code)
        };
        self.codings.iter().map(head).collect()
    }
}

fn tail(a: &Coding, b: &Coding) -> std::cmp::Ordering {
    a.target.facets().cmp(b.target.facets()).then(a.id.cmp(&b.id))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{About, Coder, FacetAssignment, Source, SourceKind, Target};

    fn study() -> Study {
        let mut s = Study::new("order".parse().unwrap(), "");
        for key in ["zoe", "anna"] {
            let row = Coder {
                id: s.id.row("coder", key),
                key: key.parse().unwrap(),
                name: key.into(),
                attributes: BTreeMap::new(),
            };
            s.coders.push(row);
        }
        s.sources.push(Source {
            id: s.id.row("source", "S"),
            key: "S".parse().unwrap(),
            file: "S.txt".into(),
            kind: SourceKind::Transcript,
            cases: vec![],
            sides: vec![],
            parties: vec![],
            informants: vec![],
            date: None,
            wave: None,
            recorded: None,
            language: None,
            attributes: BTreeMap::new(),
            texts: vec![],
        });
        s
    }

    /// A coding of the word at `start`; lost when there is none.
    fn coding(s: &Study, name: &str, coder: &str, start: Option<usize>, value: FacetAssignment) -> Coding {
        let span = start.and_then(|at| {
            crate::Span::new("one two three", crate::ByteOffset(at), crate::ByteOffset(at + 3)).ok()
        });
        Coding {
            id: s.id.row("coding", name),
            source: "S".parse().unwrap(),
            span,
            quotation: name.into(),
            typed: name.into(),
            prefix: String::new(),
            suffix: String::new(),
            target: Target::Facets([("phase".parse().unwrap(), value)].into()),
            coder: coder.parse().unwrap(),
            about: About::default(),
            weight: None,
            memo: String::new(),
            attributes: BTreeMap::new(),
        }
    }

    #[test]
    fn codings_follow_coder_place_and_values_whatever_order_they_were_made_in() {
        let mut s = study();
        let rows = [
            ("lost", "zoe", None, FacetAssignment::All),
            ("later", "zoe", Some(4), FacetAssignment::All),
            ("outside", "zoe", Some(0), FacetAssignment::None),
            ("of anna", "anna", Some(0), FacetAssignment::All),
            ("everywhere", "zoe", Some(0), FacetAssignment::All),
        ];
        for (name, coder, start, value) in rows {
            let row = coding(&s, name, coder, start, value);
            s.codings.push(row);
        }
        s.sort_codings();
        let told: Vec<&str> = s.codings.iter().map(|c| c.quotation.as_str()).collect();
        assert_eq!(told, ["everywhere", "outside", "later", "lost", "of anna"]);
        assert_eq!(s.coding_order(), [0, 1, 2, 3, 4]);
    }
}
