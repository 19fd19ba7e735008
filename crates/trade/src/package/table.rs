//! The table of packages: read once from the data files, then only looked up.

use super::{Answer, How, Package, Reading};
use crate::{
    country::{
        code_list::{Slots, column, rows},
        printed::Names,
    },
    unit,
};
use std::sync::LazyLock;

const PACKAGES: &str = include_str!("../../data/packages.tsv");
const ALIASES: &str = include_str!("../../data/package-aliases.tsv");

/// What a folded text means.
#[derive(Clone, PartialEq)]
enum Meaning {
    Package(Package, How),
    Open(Box<[Package]>),
}

/// Everything known of packages.
pub(super) struct Table {
    slots: Slots,
    codes: Vec<Package>,
    labels: Vec<&'static str>,
    names: Names<Meaning>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::load);

impl Table {
    pub(super) fn load() -> Self {
        let mut names = Names::new();
        let listed: Vec<(Package, &'static str)> = rows(PACKAGES)
            .map(|row| (Package::spelled(column(&row, 0).as_bytes()), column(&row, 1)))
            .collect();
        for row in rows(ALIASES) {
            let candidates: Box<[Package]> =
                column(&row, 1).split(' ').map(|code| Package::spelled(code.as_bytes())).collect();
            let meaning = match *candidates {
                [package] => Meaning::Package(package, How::Alias),
                _ => Meaning::Open(candidates),
            };
            names.add(column(&row, 0), meaning);
        }
        for (package, name) in &listed {
            names.offer(name, Meaning::Package(*package, How::Name));
        }
        Self {
            slots: Slots::new(2, listed.iter().map(|(package, _)| package.as_str().as_bytes())),
            codes: listed.iter().map(|(package, _)| *package).collect(),
            labels: listed.iter().map(|(_, name)| *name).collect(),
            names,
        }
    }

    /// Names with two meanings: none, says a test.
    #[cfg(test)]
    pub(super) fn clashes(&self) -> &[String] {
        &self.names.clashes
    }
}

/// Whether these bytes are a code of the list.
#[inline]
pub(super) fn is_listed(code: &[u8]) -> bool {
    code.len() <= 2 && TABLE.slots.get(code).is_some()
}

/// A package's name in the list.
pub(super) fn name(package: Package) -> Option<&'static str> {
    TABLE.labels.get(TABLE.slots.get(package.as_str().as_bytes())?).copied()
}

/// All packages of Recommendation 21, by code.
pub fn all() -> &'static [Package] {
    &TABLE.codes
}

/// Reads a word, never a code: what a text that is not known to speak of packages may be asked.
pub(super) fn read_word(raw: &str) -> Answer {
    match TABLE.names.get(raw) {
        Some(Meaning::Package(package, how)) => Answer::Read(Reading { package: *package, how: *how }),
        Some(Meaning::Open(candidates)) => Answer::Ambiguous(candidates),
        None => Answer::Unknown,
    }
}

/// Reads what is no code as it stands: a word, else a code with spaces around or in another case. `kg` is no keg: a
/// code in another case that is a word for a unit stays unread.
pub(super) fn read_printed(raw: &str) -> Answer {
    let word = read_word(raw);
    if word != Answer::Unknown {
        return word;
    }
    let normalised = |package| Answer::Read(Reading { package, how: How::Normalised });
    let text = raw.trim();
    if let Some(package) = Package::listed(text.as_bytes()) {
        return normalised(package);
    }
    match text.as_bytes() {
        [a, b] if unit::read(text).reading().is_none() => {
            Package::listed(&[a.to_ascii_uppercase(), b.to_ascii_uppercase()])
                .map_or(Answer::Unknown, normalised)
        }
        _ => Answer::Unknown,
    }
}
