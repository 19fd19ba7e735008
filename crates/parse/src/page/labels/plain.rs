//! Texts without a colon that say something by themselves: a title with its number, a label before its value, a date.

use super::Labels;
use super::word::{date_behind_place, is_party, label, may_be_bare};
use crate::lexicon::{Section, fold, lexicon};
use crate::page::form::{currency_of, is_date, is_term, number_and_date};
use crate::page::pair::is_bare;
use crate::page::rows::Run;
use crate::page::title;
use crate::pdf::page::Word;

/// Signs between labels and values of one text.
const SIGNS: [char; 9] = ['·', '•', '|', '–', '—', '-', '=', '»', '→'];

impl Labels<'_, '_> {
    /// A text without a colon that says something by itself: a title with its number, a label before its value.
    pub(super) fn without_colon(&mut self, run: &Run) {
        let own = self.draft.titles.first().map(|title| title.kind);
        if let Some(rest) = title::behind(run)
            && title::kind(run).is_some_and(|kind| own == Some(kind))
            && let Some((number, date)) = number_and_date(&rest.text)
        {
            self.put_number(&rest, &number, date.as_deref());
            return;
        }
        if let Some(date) = date_behind_place(&run.text) {
            self.draft.put("invoice_date", run.see_text(date), true);
            return;
        }
        for part in self.between_signs(run) {
            self.label_before_value(&part);
        }
    }

    /// `Invoice No. INV-1 · Date 12.05.2025`: the texts between signs. Where a sign stands between a label and its value,
    /// as in `Date – 12.05.2025`, the value is taken.
    pub(super) fn between_signs(&mut self, run: &Run) -> Vec<Run> {
        let is_sign = |word: &Word| word.text.chars().all(|c| SIGNS.contains(&c));
        let parts: Vec<Run> =
            run.words.split(is_sign).filter_map(|words| Run::of(run.page, words.to_vec())).collect();
        let mut at = 0;
        let mut left = Vec::new();
        while let Some(part) = parts.get(at) {
            at += 1;
            let found = label(&part.text).filter(|found| !is_party(&found.name));
            match (found, parts.get(at)) {
                (Some(found), Some(value)) if label(&value.text).is_none() => {
                    if self.put(&found, value, &part.text) {
                        at += 1;
                    }
                }
                _ => left.push(part.clone()),
            }
        }
        left
    }

    /// `Invoice No. INV-1`, `Date 12.05.2025`: a label, then its value, without a colon.
    pub(super) fn label_before_value(&mut self, run: &Run) {
        let count = run.words.len();
        let begins =
            run.words.first().is_some_and(|word| lexicon().may_name(Section::Label, &fold(&word.text)));
        if !begins || !(2..=10).contains(&count) {
            return;
        }
        for to in (1..count.min(6)).rev() {
            let Some(start) = run.text_of(0, to) else { return };
            // `No. A 865879`: a capital letter begins the number.
            let letter = run.words.get(to - 1).map_or("", |word| word.text.as_str());
            if letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_uppercase()) {
                continue;
            }
            // Of a label in two languages both are known: the rest of the second is the value.
            let second = start.rsplit_once('/').map(|(_, second)| second);
            if second.is_some_and(|second| !is_bare(second) && label(second).is_none()) {
                continue;
            }
            let (Some(found), Some(value)) = (label(start), run.part(to, count)) else { continue };
            let name = found.name.as_ref();
            let fits = match name {
                "invoice_number" if is_bare(start) && !may_be_bare(&value) => false,
                "invoice_number" => {
                    if let Some((number, date)) = number_and_date(&value.text) {
                        if self.is_of_invoice(start) {
                            self.draft.put_reference("invoice", value.see_text(&number));
                        } else {
                            self.put_number(&value, &number, date.as_deref());
                        }
                        return;
                    }
                    false
                }
                "incoterms" => is_term(&value.text),
                "currency" => value.words.len() == 1 && currency_of(&value.text).is_some(),
                _ if name.ends_with("_date") => is_date(&value.text),
                _ if name.starts_with("reference.") || name.starts_with("transport.") => {
                    value.words.len() == 1 && value.text.bytes().any(|b| b.is_ascii_digit())
                }
                "gross_weight" | "net_weight" | "packages" | "volume" => crate::page::is_number(&value.text),
                _ => false,
            };
            if fits {
                self.put(&found, &value, start);
                return;
            }
        }
    }
}
