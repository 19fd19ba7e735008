//! All loaded editions: an immutable set, shared by reference.
//!
//! Promises: which edition is in force is a function of scheme and dates alone; a set never changes, adding an
//! edition makes a new one. Refuses to know where editions are kept.

use std::sync::Arc;

use jiff::civil::Date;

use crate::adoption::next_change;
use crate::edition::Edition;
use crate::hs::hs2022;
use crate::scheme::Scheme;

/// The built-in HS and what was imported. Cheap to clone: editions are shared.
#[derive(Debug, Clone)]
pub struct Tariffs {
    shelves: Vec<Shelf>,
}

/// The editions of one scheme, by `legal_from`, then `known_from`, then order of loading.
#[derive(Debug, Clone)]
struct Shelf {
    scheme: Scheme,
    editions: Vec<Loaded>,
}

/// An edition and the day from which it is stale: the next edition of the HS begins where it is used.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub edition: Arc<Edition>,
    pub stale_from: Option<Date>,
}

impl Loaded {
    fn new(edition: Arc<Edition>) -> Self {
        let stale_from = next_change(edition.scheme.jurisdiction(), edition.legal_from);
        Self { edition, stale_from }
    }

    fn is_known(&self, known: Option<Date>) -> bool {
        known.is_none_or(|known| self.edition.known_from <= known)
    }
}

impl Default for Tariffs {
    fn default() -> Self {
        Self::builtin()
    }
}

impl Tariffs {
    /// HS 2022 and nothing else.
    pub fn builtin() -> Self {
        let editions = vec![Loaded::new(Arc::clone(hs2022()))];
        Self { shelves: vec![Shelf { scheme: Scheme::Hs6, editions }] }
    }

    /// This set and one more edition. An edition with the same scheme, name and both dates is replaced; of two
    /// with the same dates and different names the one added later is in force.
    #[must_use]
    pub fn with(&self, edition: impl Into<Arc<Edition>>) -> Self {
        let edition = edition.into();
        let mut set = self.clone();
        let dates = |edition: &Edition| (edition.legal_from, edition.known_from);
        let shelf = match set.shelves.iter().position(|shelf| shelf.scheme == edition.scheme) {
            Some(position) => set.shelves.get_mut(position),
            None => {
                let place = set.shelves.partition_point(|shelf| shelf.scheme < edition.scheme);
                let shelf = Shelf { scheme: edition.scheme.clone(), editions: Vec::new() };
                set.shelves.insert(place, shelf);
                set.shelves.get_mut(place)
            }
        };
        if let Some(Shelf { editions, .. }) = shelf {
            editions
                .retain(|old| (dates(&old.edition), &old.edition.name) != (dates(&edition), &edition.name));
            let place = editions.partition_point(|old| dates(&old.edition) <= dates(&edition));
            editions.insert(place, Loaded::new(edition));
        }
        set
    }

    /// All editions, scheme by scheme in a fixed order, of each the oldest first.
    pub fn editions(&self) -> impl Iterator<Item = &Arc<Edition>> {
        self.shelves.iter().flat_map(|shelf| shelf.editions.iter().map(|loaded| &loaded.edition))
    }

    /// The edition in force on a day, as known on another (none: as known now): the latest that is law by then
    /// and known by then; among those that are law from the same day, the one known last.
    pub fn in_force(&self, scheme: &Scheme, on: Date, known: Option<Date>) -> Option<&Arc<Edition>> {
        self.loaded_in_force(scheme, on, known).map(|loaded| &loaded.edition)
    }

    pub(crate) fn loaded_in_force(&self, scheme: &Scheme, on: Date, known: Option<Date>) -> Option<&Loaded> {
        let mut newest_first = self.shelf(scheme).iter().rev();
        newest_first.find(|loaded| loaded.edition.legal_from <= on && loaded.is_known(known))
    }

    /// The editions of a scheme that count as known on a day, the oldest first: of those with the same
    /// `legal_from` only the one known last.
    pub(crate) fn history(&self, scheme: &Scheme, known: Option<Date>) -> Vec<&Arc<Edition>> {
        let mut history: Vec<&Arc<Edition>> = Vec::new();
        for loaded in self.shelf(scheme).iter().filter(|loaded| loaded.is_known(known)) {
            if history.last().is_some_and(|last| last.legal_from == loaded.edition.legal_from) {
                history.pop();
            }
            history.push(&loaded.edition);
        }
        history
    }

    fn shelf(&self, scheme: &Scheme) -> &[Loaded] {
        let shelf = self.shelves.iter().find(|shelf| shelf.scheme == *scheme);
        shelf.map_or(&[], |shelf| &shelf.editions)
    }
}
