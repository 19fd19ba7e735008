//! National digits, and the chapters that the HS leaves to its members.

use super::examine::{Examiner, Sound, first_six};
use super::fault;
use tariff::code::Cleaned;
use tariff::{Scheme, Verdict};
use trade::{Code, Finding};

const NATIONAL: &str = "hs.national/1";

impl Examiner<'_, '_> {
    /// Digits after the sixth: checked only against an edition of their own scheme, and only on invoices. The
    /// scheme of a sound code, where it is known.
    pub(super) fn national_digits(
        &mut self,
        line: u32,
        raw: &str,
        code: &str,
        label: Option<Scheme>,
    ) -> Option<Option<Scheme>> {
        if !self.context.kind.is_invoice() {
            return Some(label);
        }
        if label.as_ref().is_some_and(|label| self.is_foreign(label)) {
            self.foreign(line, raw, code, label.as_ref());
            return Some(label);
        }
        let Some(scheme) = label.clone().or_else(|| self.destination.clone()) else {
            self.unchecked(line, raw, None);
            return Some(None);
        };
        let scheme = self.table_of(scheme, code);
        match self.judge(&scheme, code).verdict {
            Verdict::Ok => Some(Some(scheme)),
            // The Combined Nomenclature is the first eight digits of TARIC.
            Verdict::TooShort
                if label == Some(Scheme::EuCn) && scheme == Scheme::EuTaric && code.len() == 8 =>
            {
                Some(label)
            }
            // Without its table it is not known to be this scheme's code: the label's stays, ours is not given.
            Verdict::NoEdition => {
                self.unchecked(line, raw, Some(&scheme));
                Some(label)
            }
            verdict => {
                fault::judged(line, raw, code, verdict, (scheme, None), self);
                None
            }
        }
    }

    /// The scheme whose table has the code: ten digits under a label of eight are TARIC's, and eight are looked up
    /// there where no table of the Combined Nomenclature is loaded.
    fn table_of(&self, scheme: Scheme, code: &str) -> Scheme {
        let has_table = || self.context.tariffs.in_force(&Scheme::EuCn, self.context.on, None).is_some();
        match scheme {
            Scheme::EuCn if code.len() > 8 || !has_table() => Scheme::EuTaric,
            other => other,
        }
    }

    /// The code is of another country's table than the destination's.
    fn is_foreign(&self, label: &Scheme) -> bool {
        match (self.context.jurisdiction, &self.destination) {
            (None, _) => false,
            (Some(_), Some(Scheme::EuTaric)) => !matches!(label, Scheme::EuTaric | Scheme::EuCn),
            (Some(_), Some(destination)) => label != destination,
            (Some(jurisdiction), None) => label.jurisdiction().is_some_and(|home| home != jurisdiction),
        }
    }

    /// The first six digits are kept, and lines of the destination's table are offered.
    fn foreign(&mut self, line: u32, raw: &str, code: &str, label: Option<&Scheme>) {
        let (context, destination) = (self.context, self.destination.as_ref());
        self.findings.info(|| {
            let message = "The national digits are of another country's table; only the first six count";
            let finding = Finding::line(NATIONAL, Code::HsForeignNational, line, message).field("hs_code");
            let finding = finding.input("raw", super::super::raw(raw));
            let finding = finding.input("scheme", label.map_or("", Scheme::name));
            let Some(destination) = destination else { return finding };
            let near = context.tariffs.near(destination, first_six(code), context.on, None);
            fault::offer(finding.input("destination", destination), &near)
        });
    }

    fn unchecked(&mut self, line: u32, raw: &str, scheme: Option<&Scheme>) {
        let on = self.context.on;
        self.findings.info(|| {
            let message = match scheme {
                Some(_) => {
                    "The national digits were not checked: no edition of their scheme is loaded for that day"
                }
                None => "The national digits were not checked: nothing says whose they are",
            };
            let finding = Finding::line(NATIONAL, Code::HsNationalUnchecked, line, message).field("hs_code");
            let finding = finding.input("raw", super::super::raw(raw)).input("on", on);
            match scheme {
                Some(scheme) => finding.input("scheme", scheme),
                None => finding,
            }
        });
    }

    /// Chapters 98 and 99 are their country's own: only its table knows them, and US chapter 99 only adds to another
    /// code.
    pub(super) fn national_chapter(
        &mut self,
        line: u32,
        raw: &str,
        cleaned: Cleaned,
        label: Option<Scheme>,
    ) -> Option<Sound> {
        let code = cleaned.as_str();
        let scheme = label.or_else(|| self.destination.clone());
        let is_us = matches!(scheme, None | Some(Scheme::UsHts));
        let accompanies = is_us && code.starts_with("99");
        let verdict = scheme.as_ref().map(|scheme| self.judge(scheme, code).verdict);
        match (verdict, scheme) {
            (Some(Verdict::Ok), scheme) => Some(Sound::new(cleaned, scheme, accompanies)),
            // Beside a code that is sound it does no harm unchecked; alone it is refused anyway.
            (None | Some(Verdict::NoEdition), scheme) if accompanies => {
                self.unchecked(line, raw, scheme.as_ref());
                Some(Sound::new(cleaned, scheme, true))
            }
            (None | Some(Verdict::NoEdition), scheme) => {
                fault::judged(line, raw, code, Verdict::Unknown, (Scheme::Hs6, scheme), self);
                None
            }
            (Some(verdict), scheme) => {
                fault::judged(line, raw, code, verdict, (scheme.unwrap_or(Scheme::Hs6), None), self);
                None
            }
        }
    }

    /// A bare six-digit code is sound, unless the profile asks for one that can be declared.
    pub(super) fn declarable(&mut self, line: u32, raw: &str, code: &str) -> Option<()> {
        if !self.context.profile.demands_declarable() || !self.context.kind.is_invoice() {
            return Some(());
        }
        let Some(scheme) = self.destination.clone() else { return Some(()) };
        match self.judge(&scheme, code).verdict {
            Verdict::Ok => Some(()),
            Verdict::NoEdition if scheme.declares(code.len()) => Some(()),
            _ => {
                fault::judged(line, raw, code, Verdict::TooShort, (scheme, None), self);
                None
            }
        }
    }
}
