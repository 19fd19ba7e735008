//! What must be there: fields by kind of document, in data files.
//!
//! A profile is a table: which kinds, document or line, which field, why. `a|b` asks for one of several. Promises: a
//! field of a profile is a field of the record (a test reads all files); a blank text is no value. Refuses to know
//! what a value must look like: that is for the other rules.

mod field;

use std::sync::LazyLock;
use trade::{Kind, Line, Record};

use field::{DOCUMENT_FIELDS, LINE_FIELDS};

const FILES: [(&str, &str); 4] = [
    ("envelope", include_str!("../profiles/envelope.tsv")),
    ("default", include_str!("../profiles/default.tsv")),
    ("us-import", include_str!("../profiles/us-import.tsv")),
    ("eu-import", include_str!("../profiles/eu-import.tsv")),
];

static BUILT_IN: LazyLock<Vec<Profile>> =
    LazyLock::new(|| FILES.iter().filter_map(|(name, text)| Profile::parse(name, text).ok()).collect());

/// Which fields a document must have. The default profile of this type asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    name: String,
    declarable: bool,
    document: Vec<Demand<Record>>,
    line: Vec<Demand<Line>>,
}

/// One field that must be there, or one of several.
#[derive(Debug)]
pub(crate) struct Demand<Part: 'static> {
    kinds: u16,
    /// The name as the file has it: `incoterms`, `unit_price|amount`.
    pub(crate) name: String,
    any_of: Vec<fn(&Part) -> bool>,
}

impl<Part> Clone for Demand<Part> {
    fn clone(&self) -> Self {
        Demand { kinds: self.kinds, name: self.name.clone(), any_of: self.any_of.clone() }
    }
}

impl<Part> Demand<Part> {
    /// Is it met?
    pub(crate) fn is_met(&self, part: &Part) -> bool {
        self.any_of.iter().any(|is_there| is_there(part))
    }

    fn concerns(&self, kind: Kind) -> bool {
        self.kinds & bit(kind) != 0
    }
}

/// A line of a profile that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("profile {profile:?}, line {line}: {why}")]
pub struct Error {
    /// The profile's name.
    pub profile: String,
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

impl Profile {
    /// The built-in profile with this name: `envelope`, `default`, `us-import`, `eu-import`.
    pub fn named(name: &str) -> Option<Profile> {
        BUILT_IN.iter().find(|profile| profile.name == name).cloned()
    }

    /// The profile of JSON envelopes.
    pub fn envelope() -> Profile {
        Profile::named("envelope").unwrap_or_default()
    }

    /// The names of the built-in profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(name, _)| *name)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// It asks for codes that can be declared, not only for sound ones.
    pub fn demands_declarable(&self) -> bool {
        self.declarable
    }

    /// A profile from a table of tab-separated columns: kinds, `document` or `line`, field or fields, and a reason
    /// that is not read. `invoice` stands for the three kinds of invoice; a row `declarable`, `yes` asks for codes that
    /// can be declared.
    ///
    /// # Errors
    /// The first line that names a kind, scope or field that does not exist.
    pub fn parse(name: &str, text: &str) -> Result<Profile, Error> {
        let mut profile = Profile { name: name.to_owned(), ..Profile::default() };
        for (index, row) in text.lines().enumerate() {
            if row.trim().is_empty() || row.starts_with('#') {
                continue;
            }
            let refuse = |why| Error { profile: name.to_owned(), line: index + 1, why };
            profile.take(row).map_err(refuse)?;
        }
        Ok(profile)
    }

    fn take(&mut self, row: &str) -> Result<(), String> {
        let mut cells = row.split('\t').map(str::trim);
        let mut cell = || cells.next().unwrap_or_default();
        let (first, scope) = (cell(), cell());
        if first == "declarable" {
            self.declarable = scope == "yes";
            return Ok(());
        }
        let (kinds, fields) = (kinds(first)?, cell());
        match scope {
            "document" => self.document.push(demand(kinds, fields, DOCUMENT_FIELDS)?),
            "line" => self.line.push(demand(kinds, fields, LINE_FIELDS)?),
            _ => return Err(format!("{scope:?} is neither `document` nor `line`")),
        }
        Ok(())
    }

    /// What a document of this kind must have.
    pub(crate) fn of_document(&self, kind: Kind) -> impl Iterator<Item = &Demand<Record>> {
        self.document.iter().filter(move |demand| demand.concerns(kind))
    }

    /// What each line of a document of this kind must have.
    pub(crate) fn of_line(&self, kind: Kind) -> impl Iterator<Item = &Demand<Line>> {
        self.line.iter().filter(move |demand| demand.concerns(kind))
    }

    /// Each line of such a document must say what it is worth, so that one that does not is held.
    pub(crate) fn demands_worth(&self, kind: Kind) -> bool {
        let has =
            |name: &str| self.of_line(kind).any(|demand| demand.name.split('|').any(|part| part == name));
        has("amount") || (has("quantity") && has("unit_price"))
    }
}

fn demand<Part>(kinds: u16, fields: &str, table: &[field::Field<Part>]) -> Result<Demand<Part>, String> {
    let find = |name: &str| {
        let found = table.iter().find(|(known, _)| *known == name);
        found.map(|(_, is_there)| *is_there).ok_or_else(|| format!("{name:?} is no field"))
    };
    let any_of = fields.split('|').map(|name| find(name.trim())).collect::<Result<_, _>>()?;
    Ok(Demand { kinds, name: fields.to_owned(), any_of })
}

fn bit(kind: Kind) -> u16 {
    Kind::ALL.iter().position(|known| *known == kind).map_or(0, |place| 1 << place)
}

fn kinds(names: &str) -> Result<u16, String> {
    let mut kinds = 0;
    for name in names.split_whitespace() {
        kinds |= match (name, Kind::from_name(name)) {
            ("invoice", _) => Kind::ALL.into_iter().filter(|kind| kind.is_invoice()).map(bit).sum(),
            (_, Some(kind)) => bit(kind),
            _ => return Err(format!("{name:?} is no kind of document")),
        };
    }
    Ok(kinds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        for (name, text) in FILES {
            let profile = Profile::parse(name, text).unwrap();
            assert_eq!(Profile::named(name).unwrap().name(), name);
            assert!(profile.of_document(Kind::CommercialInvoice).any(|demand| demand.name == "line_items"));
        }
        assert!(Profile::named("us").is_none());
        assert_eq!(Profile::names().count(), BUILT_IN.len());
    }

    #[test]
    fn the_envelope_asks_for_what_its_shape_has() {
        let envelope = Profile::envelope();
        let document: Vec<_> =
            envelope.of_document(Kind::CommercialInvoice).map(|demand| &demand.name).collect();
        assert_eq!(document, ["invoice_number", "line_items", "total_value", "incoterms"]);
        let line: Vec<_> = envelope.of_line(Kind::CommercialInvoice).map(|demand| &demand.name).collect();
        assert_eq!(line, ["description", "quantity", "unit_price", "currency", "hs_code", "origin_country"]);
        assert!(envelope.demands_worth(Kind::CommercialInvoice));
        assert!(!envelope.demands_worth(Kind::PackingList));
    }

    #[test]
    fn what_is_no_profile_is_refused_with_its_line() {
        for (text, line) in [
            ("invoice\tdocument\tline_items\ninvoice\tdocument\tcolour", 2),
            ("bill\tdocument\tline_items", 1),
            ("# kinds\n\ninvoice\tpage\tline_items", 3),
        ] {
            assert_eq!(Profile::parse("own", text).unwrap_err().line, line);
        }
    }
}
