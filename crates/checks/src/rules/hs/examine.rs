//! One code as printed: is it sound, and whose is it.

use super::ACCOMPANYING;
use super::fault;
use crate::check::Context;
use crate::findings::Findings;
use tariff::code::{Cleaned, clean, digits};
use tariff::{Judgement, Scheme, Verdict};
use trade::Kind;

/// A code that nothing is wrong with.
pub(super) struct Sound {
    cleaned: Cleaned,
    /// Whose code it is, where that is known.
    pub(super) scheme: Option<Scheme>,
    /// It stands beside another and says nothing alone.
    pub(super) accompanies: bool,
}

impl Sound {
    pub(super) fn new(cleaned: Cleaned, scheme: Option<Scheme>, accompanies: bool) -> Sound {
        Sound { cleaned, scheme, accompanies }
    }

    /// All its digits.
    pub(super) fn digits(&self) -> &str {
        self.cleaned.as_str()
    }

    /// The first six.
    pub(super) fn six(&self) -> &str {
        first_six(self.digits())
    }
}

/// Of a shorter code all.
pub(super) fn first_six(digits: &str) -> &str {
    digits.get(..6).unwrap_or(digits)
}

/// Examines the codes of one document.
pub(super) struct Examiner<'c, 'f> {
    pub(super) context: &'c Context<'c>,
    pub(super) findings: &'f mut Findings,
    /// The scheme that the jurisdiction's declarations use.
    pub(super) destination: Option<Scheme>,
    /// The name of an edition that was used on a day it is not made for.
    pub(super) stale: Option<&'c str>,
}

impl<'c, 'f> Examiner<'c, 'f> {
    pub(super) fn new(context: &'c Context<'c>, findings: &'f mut Findings) -> Self {
        let destination = context.jurisdiction.and_then(Scheme::of_jurisdiction);
        Examiner { context, findings, destination, stale: None }
    }

    /// The code if it is sound; else what is wrong with it is a finding.
    pub(super) fn examine(
        &mut self,
        line: u32,
        raw: &str,
        label: Option<Scheme>,
        role: Option<&str>,
    ) -> Option<Sound> {
        // A label that says no more than "HS" says nothing of national digits.
        let label = label.filter(|scheme| *scheme != Scheme::Hs6);
        let cleaned = match &label {
            // Who knows the scheme knows its lengths: Japan has nine digits, China thirteen.
            Some(Scheme::Other(_)) => digits(raw),
            _ => clean(raw),
        };
        let cleaned = match cleaned {
            Ok(cleaned) => cleaned,
            Err(why) => {
                fault::malformed(line, raw, why, label.as_ref(), self);
                return None;
            }
        };
        let code = cleaned.as_str();
        if cleaned.is_national_chapter() && code.len() > 6 {
            return self.national_chapter(line, raw, cleaned, label);
        }
        self.six_digits(line, raw, code, label.as_ref())?;
        let accompanies = role == Some(ACCOMPANYING);
        if code.len() > 6 {
            let scheme = self.national_digits(line, raw, code, label)?;
            return Some(Sound::new(cleaned, scheme, accompanies));
        }
        self.declarable(line, raw, code)?;
        Some(Sound::new(cleaned, Some(Scheme::Hs6), accompanies))
    }

    /// The verdict of the HS on the first six digits.
    fn six_digits(&mut self, line: u32, raw: &str, code: &str, label: Option<&Scheme>) -> Option<()> {
        let judgement = self.judge(&Scheme::Hs6, first_six(code));
        match judgement.verdict {
            Verdict::Ok => Some(()),
            // A certificate may name a heading, and codes of the edition its agreement was made with.
            Verdict::TooShort if self.context.kind == Kind::CertificateOfOrigin => Some(()),
            verdict => {
                let offered = label.or(self.destination.as_ref()).cloned();
                fault::judged(line, raw, code, verdict, (Scheme::Hs6, offered), self);
                None
            }
        }
    }

    /// The verdict of a scheme's edition. The HS is asked for its oldest edition on days before that.
    pub(super) fn judge(&mut self, scheme: &Scheme, code: &str) -> Judgement<'c> {
        let Context { tariffs, on, .. } = *self.context;
        let mut judgement = tariffs.judge(scheme, code, on, None);
        if *scheme == Scheme::Hs6 && judgement.verdict == Verdict::NoEdition {
            let oldest = tariff::hs::hs2022().legal_from;
            judgement = tariffs.judge(scheme, code, oldest, None);
            judgement.edition_stale = true;
        }
        if judgement.edition_stale && self.stale.is_none() {
            self.stale = judgement.edition.map(|edition| edition.name.as_str());
        }
        judgement
    }
}
