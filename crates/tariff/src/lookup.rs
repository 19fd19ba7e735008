//! The verdict on one code on one date.
//!
//! Promises: a sound code costs no allocation; a code is judged against the edition in force and no other; a
//! verdict other than `ok` comes with what may have been meant. Refuses to choose a scheme or a date.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::edition::Edition;
use crate::hs::six;
use crate::near::Near;
use crate::scheme::Scheme;
use crate::tariffs::Tariffs;

/// What a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// In force and declarable (for `hs6`: the first six digits are).
    Ok,
    /// No loaded edition of the scheme has it.
    Unknown,
    /// Another loaded edition has it, the one in force does not.
    NotInForce,
    /// It stands in the table, no longer code begins with it, and still it cannot be declared: others stand below
    /// it at its own length, or the scheme declares no code of its length.
    NotDeclarable,
    /// The beginning of codes that can be declared.
    TooShort,
    /// Not ASCII digits, or of a length the scheme does not have.
    Malformed,
    /// No edition of the scheme is loaded that was in force on that day: nothing was checked.
    NoEdition,
}

impl Verdict {
    /// Its name on the wire; also the finding's code.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unknown => "hs_unknown",
            Self::NotInForce => "hs_not_in_force",
            Self::NotDeclarable => "hs_not_declarable",
            Self::TooShort => "hs_too_short",
            Self::Malformed => "hs_malformed",
            Self::NoEdition => "no_edition",
        }
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A verdict and what it rests on.
#[derive(Debug, Clone, Copy)]
pub struct Judgement<'t> {
    /// What the code is.
    pub verdict: Verdict,
    /// The edition in force, if there is one.
    pub edition: Option<&'t Edition>,
    /// The code is sound, but its digits after the sixth were not looked at (scheme `hs6`).
    pub national_unchecked: bool,
    /// A later edition of the HS applies on that day and its table is not loaded: the verdict is not to be
    /// trusted.
    pub edition_stale: bool,
}

/// Why a code that is not in force is not, or why nothing is. Days are the first on which it is so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Note<'t> {
    /// A later edition has it.
    Begins {
        /// The first edition that has it.
        edition: &'t str,
        /// In force from that day.
        from: Date,
    },
    /// Earlier editions had it.
    Ended {
        /// The last edition that had it.
        edition: &'t str,
        /// No longer in force from that day.
        until: Date,
    },
    /// The day lies before the first edition that is loaded.
    BeforeFirst {
        /// The first edition's day.
        first: Date,
    },
    /// No edition of this scheme is loaded, or none was known by then.
    NothingLoaded,
}

/// The answer to a look-up, as `tariff lookup` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lookup<'t> {
    /// The code as asked.
    pub code: &'t str,
    /// Its scheme.
    pub scheme: &'t Scheme,
    /// The day asked for.
    pub on: Date,
    /// What the code is.
    pub verdict: Verdict,
    /// Name of the edition in force.
    pub edition: Option<&'t str>,
    /// From when or until when, where there is more to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Note<'t>>,
    /// See [`Judgement::national_unchecked`]; finding `hs_national_unchecked`.
    #[serde(rename = "hs_national_unchecked", skip_serializing_if = "std::ops::Not::not")]
    pub national_unchecked: bool,
    /// See [`Judgement::edition_stale`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub edition_stale: bool,
    /// What may have been meant, at most eight; empty for a sound code.
    pub near: Vec<Near>,
}

impl Tariffs {
    /// The verdict on a code (digits without separators) on a day, as known on another day (none: as known
    /// now), with what may have been meant if it is not sound.
    pub fn lookup<'t>(
        &'t self,
        scheme: &'t Scheme,
        code: &'t str,
        on: Date,
        known: Option<Date>,
    ) -> Lookup<'t> {
        let Judgement { verdict, edition, national_unchecked, edition_stale } =
            self.judge(scheme, code, on, known);
        let (note, near) = match verdict {
            Verdict::Ok => (None, Vec::new()),
            Verdict::NotInForce => {
                (self.not_in_force(scheme, code, on, known), self.near(scheme, code, on, known))
            }
            Verdict::NoEdition => (Some(self.no_edition(scheme, known)), Vec::new()),
            _ => (None, self.near(scheme, code, on, known)),
        };
        let edition = edition.map(|edition| edition.name.as_str());
        Lookup { code, scheme, on, verdict, edition, note, national_unchecked, edition_stale, near }
    }

    /// The verdict alone, for the hot path.
    pub fn judge(&self, scheme: &Scheme, code: &str, on: Date, known: Option<Date>) -> Judgement<'_> {
        let loaded = self.loaded_in_force(scheme, on, known);
        let edition = loaded.map(|loaded| loaded.edition.as_ref());
        let stale_from = loaded.and_then(|loaded| loaded.stale_from);
        let edition_stale = stale_from.is_some_and(|day| day <= on);
        let verdict = if !scheme.takes(code.len()) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            Verdict::Malformed
        } else {
            match edition {
                None => Verdict::NoEdition,
                Some(edition) => self.judge_in(edition, code, known),
            }
        };
        let national_unchecked = verdict == Verdict::Ok && *scheme == Scheme::Hs6 && code.len() > 6;
        Judgement { verdict, edition, national_unchecked, edition_stale }
    }

    /// The verdict of the edition in force on a code of a length its scheme has.
    fn judge_in(&self, edition: &Edition, code: &str, known: Option<Date>) -> Verdict {
        let scheme = &edition.scheme;
        let wanted = if *scheme == Scheme::Hs6 { code.get(..6).unwrap_or(code) } else { code };
        if *scheme == Scheme::Hs6 && six(wanted).is_some_and(|six| edition.contains6(six)) {
            return Verdict::Ok;
        }
        match edition.table().declares(wanted) {
            Some(true) => Verdict::Ok,
            Some(false) if has_longer(edition, wanted) => Verdict::TooShort,
            Some(false) => Verdict::NotDeclarable,
            None if edition.table().has_under(wanted) => Verdict::TooShort,
            None if self.history(scheme, known).iter().any(|other| holds(other, wanted)) => {
                Verdict::NotInForce
            }
            None => Verdict::Unknown,
        }
    }

    fn not_in_force(&self, scheme: &Scheme, code: &str, on: Date, known: Option<Date>) -> Option<Note<'_>> {
        let code = if *scheme == Scheme::Hs6 { code.get(..6).unwrap_or(code) } else { code };
        let history = self.history(scheme, known);
        let (past, future) = history.split_at(history.partition_point(|edition| edition.legal_from <= on));
        if let Some(first) = future.iter().find(|edition| holds(edition, code)) {
            return Some(Note::Begins { edition: &first.name, from: first.legal_from });
        }
        let last = past.iter().rposition(|edition| holds(edition, code))?;
        let (last, after) = (past.get(last)?, past.get(last + 1)?);
        Some(Note::Ended { edition: &last.name, until: after.legal_from })
    }

    fn no_edition(&self, scheme: &Scheme, known: Option<Date>) -> Note<'_> {
        match self.history(scheme, known).first() {
            Some(first) => Note::BeforeFirst { first: first.legal_from },
            None => Note::NothingLoaded,
        }
    }
}

/// Does the edition have the code, or codes that begin with it?
pub(crate) fn holds(edition: &Edition, code: &str) -> bool {
    edition.table().has_under(code)
}

/// Do longer codes begin with this one? A zero-filled code has its children at its own length.
fn has_longer(edition: &Edition, code: &str) -> bool {
    edition.table().under(code).any(|row| row.code.len() > code.len())
}

#[cfg(test)]
mod tests;
