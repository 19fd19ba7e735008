//! A value that was found goes into the draft, if it is of its field's form.

use super::word::{is_bare_weight, may_be_bare, names_invoice, value_text};
use super::{Labels, QUOTED};
use crate::draft::phrase::{PARTIES, Phrase};
use crate::draft::words::is_weak;
use crate::draft::words::weight_name;
use crate::lexicon::fold;
use crate::page::form::{currency_of, fits, number_and_date};
use crate::page::pair::is_bare;
use crate::page::rows::Run;
use trade::Kind;

impl Labels<'_, '_> {
    /// The document's number and date.
    pub(super) fn put_number(&mut self, run: &Run, number: &str, date: Option<&str>) {
        let bare = number.trim_start_matches("N°").trim_start_matches("n°").trim_start_matches("nº").trim();
        self.draft.put("invoice_number", run.see_text(bare), false);
        if let Some(date) = date {
            self.draft.put("invoice_date", run.see_text(date), false);
        }
    }

    /// Takes a value for a field if it is of the field's form. True where it was.
    pub(super) fn put(&mut self, found: &Phrase, value: &Run, label_text: &str) -> bool {
        let name = found.name.as_ref();
        let text = value_text(name, &value.text);
        if name == "ignored" || name == QUOTED || name == "lines" || !fits(name, text) {
            return false;
        }
        if self.put_both_weights(found, value, label_text) {
            return true;
        }
        let mut seen = value.see_text(text);
        seen.currency.clone_from(&found.currency);
        seen.unit.clone_from(&found.unit);
        // `Netto EUR`: money is no weight.
        if name.ends_with("_weight") && found.currency.is_some() {
            return false;
        }
        if matches!(name, "gross_weight" | "net_weight")
            && is_bare_weight(label_text)
            && !text.chars().any(char::is_alphabetic)
            && seen.unit.is_none()
        {
            return false;
        }
        if name == "invoice_number" && self.is_of_invoice(label_text) {
            let number = number_and_date(text).map_or_else(|| text.to_owned(), |(number, _)| number);
            self.draft.put_reference("invoice", value.see_text(&number));
        } else if name == "invoice_number" {
            let Some((number, date)) = number_and_date(text) else {
                self.draft.put(name, seen, is_weak(label_text));
                return true;
            };
            if is_bare(label_text) && !may_be_bare(value) {
                return false;
            }
            if is_bare(label_text) {
                self.draft.put(name, value.see_text(&number), true);
            } else {
                self.put_number(value, &number, date.as_deref());
            }
        } else if name == "currency" {
            let code = currency_of(text).unwrap_or(text);
            self.draft.put(name, value.see_text(code), false);
        } else if let Some((party, part)) = name.split_once('.').filter(|(party, _)| PARTIES.contains(party))
        {
            self.put_part(party, part, seen);
        } else if let Some(kind) = name.strip_prefix("reference.") {
            self.draft.put_reference(kind, seen);
        } else if name == "notes" {
            self.draft.notes.push(seen);
        } else {
            let weak = is_weak(label_text);
            self.draft.put(name, seen, weak);
        }
        true
    }

    /// `Gross / net weight: 3 662,3 kg / 3 341,8 kg`: both weights under one label, in its order.
    fn put_both_weights(&mut self, found: &Phrase, value: &Run, label_text: &str) -> bool {
        let names: Vec<&str> = fold(label_text).split(' ').filter_map(weight_name).collect();
        let parts: Vec<&str> = value.text.split('/').map(str::trim).collect();
        let ([one, two], [first, second]) = (names.as_slice(), parts.as_slice()) else { return false };
        if one == two || !found.name.ends_with("_weight") || !fits(one, first) || !fits(two, second) {
            return false;
        }
        for (name, text) in [(one, first), (two, second)] {
            let mut seen = value.see_text(text);
            seen.unit.clone_from(&found.unit);
            self.draft.put(name, seen, false);
        }
        true
    }

    /// On a paper that is no invoice, a number that is labelled as an invoice's is that of the invoice it belongs to.
    pub(super) fn is_of_invoice(&self, label_text: &str) -> bool {
        let other = self.draft.titles.first().is_some_and(|title| {
            matches!(
                title.kind,
                Kind::PackingList | Kind::CertificateOfOrigin | Kind::DeliveryNote | Kind::BillOfLading
            )
        });
        other && names_invoice(label_text)
    }
}
