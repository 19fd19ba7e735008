//! Every code in one table: its class, where it lands, how it is tried again, what it does to breakers, and advice.
//!
//! A code that is not here does not exist: findings, dead letters, problems of the door and events all name one
//! of these. What a failure does to anything is decided by its row and nowhere else; `docs/errors.md` is this table.

/// The table as a page of the documentation.
mod page;

pub use page::{lands, page, retry};

use crate::finding::Severity;
use serde::{Deserialize, Serialize};

/// Whose fault it is and what a repetition would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// May go well another time.
    Transient,
    /// Will not go well however often.
    Permanent,
    /// The document's values are wrong or doubtful.
    Data,
    /// Bytes that harm their reader.
    Poison,
    /// The sender's request is at fault; no document came of it.
    Door,
    /// Nothing is wrong; worth knowing.
    Note,
}

/// Where what has this code comes to rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lands {
    /// The document becomes a dead letter.
    DeadLetter,
    /// The document waits for a person.
    InReview,
    /// A line's finding quarantines the line; a document's field holds the document.
    Quarantine,
    /// The document waits and tries again.
    Waiting,
    /// Refused at the door with this HTTP status; nothing is kept.
    Refused(u16),
    /// Recorded beside the document; nothing is held.
    Recorded,
}

/// Whether and how the work is tried again by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// Not: another attempt would end the same way.
    Never,
    /// After a pause that grows, with full jitter, until the limit of attempts.
    WithPause,
    /// As with a pause, but only a few times: nobody knows what it is.
    FewTimes,
    /// Once more, alone, in a process of its own.
    OnceAlone,
}

/// What a failure says of whoever a breaker stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// It failed: one fault in its window.
    Fault,
    /// It failed only where several documents show it; one may be to blame itself.
    FaultIfSeveral,
    /// Nothing, good or bad.
    Ignored,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The code.
    pub code: Code,
    /// Its stable name on the wire.
    pub name: &'static str,
    /// Its class.
    pub class: Class,
    /// Where it lands.
    pub lands: Lands,
    /// Whether and how it is tried again.
    pub retry: Retry,
    /// What it says of the dependency that was asked.
    pub dependency: Sign,
    /// What it says of the source that sent the document.
    pub source: Sign,
    /// What a person can do, in one sentence.
    pub advice: &'static str,
}

macro_rules! codes {
    ($($variant:ident $name:literal $class:ident $lands:expr, $retry:ident $dependency:ident $source:ident, $advice:literal;)*) => {
        /// A stable code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $advice] #[serde(rename = $name)] $variant,)*
        }

        /// The table, in the order of the enum.
        pub const TABLE: &[Row] = &[
            $(Row {
                code: Code::$variant,
                name: $name,
                class: Class::$class,
                lands: $lands,
                retry: Retry::$retry,
                dependency: Sign::$dependency,
                source: Sign::$source,
                advice: $advice,
            },)*
        ];
    };
}

use Lands::{DeadLetter, InReview, Quarantine, Recorded, Refused, Waiting};

codes! {
    // Transient: another time may go well.
    LedgerUnavailable "ledger_unavailable" Transient Waiting, WithPause Fault Ignored, "The ledger did not answer; the work is tried again.";
    BlobUnavailable "blob_unavailable" Transient Waiting, WithPause Fault Ignored, "The original could not be fetched; the work is tried again.";
    OutletUnavailable "outlet_unavailable" Transient Waiting, WithPause Fault Ignored, "The outlet did not take the release; it is sent again under the same id.";
    CageUnavailable "cage_unavailable" Transient Waiting, WithPause Fault Ignored, "No locked process could be started to read the document; it is tried again.";
    Unexpected "unexpected" Transient Waiting, FewTimes Fault Ignored, "Something failed that has no code of its own; it is tried again a few times. Please report it.";
    RetriesExhausted "retries_exhausted" Permanent DeadLetter, Never Ignored Ignored, "Every attempt failed; see the attempts, mend the cause, then replay.";

    // Permanent: the bytes will not get better.
    SchemaViolation "schema_violation" Permanent DeadLetter, Never Ignored Fault, "The payload does not have the shape it must have; the sender must mend it and send it again.";
    UnsupportedFormat "unsupported_format" Permanent DeadLetter, Never Ignored Fault, "This version does not read the format; replay it once a later version can.";
    TypeMismatch "type_mismatch" Permanent DeadLetter, Never Ignored Fault, "The content is not what the name says; ask the sender for the right file.";
    Encrypted "encrypted" Permanent DeadLetter, Never Ignored Fault, "The file is locked with a password; ask the sender for an open one.";
    EmptyDocument "empty_document" Permanent DeadLetter, Never Ignored Fault, "There is nothing in it to read; ask the sender for the right file.";
    HashMismatch "hash_mismatch" Permanent DeadLetter, Never Ignored Fault, "The stated hash is not that of the payload; the sender must send it again.";
    XmlMalformed "xml_malformed" Permanent DeadLetter, Never Ignored Fault, "The XML breaks off or is not well-formed at the stated place; ask for a whole file.";
    XmlDoctype "xml_doctype" Permanent DeadLetter, Never Ignored Fault, "The XML brings a DOCTYPE, which is never read; ask for a file without one.";
    JsonMalformed "json_malformed" Permanent DeadLetter, Never Ignored Fault, "The JSON is not well-formed at the stated place; ask for a whole file.";
    JsonDuplicateKey "json_duplicate_key" Permanent DeadLetter, Never Ignored Fault, "One key stands twice in an object, so that two readers would see two documents; the sender must mend it.";
    JsonNumber "json_number" Permanent DeadLetter, Never Ignored Fault, "A number is too large or is none; the sender must mend it.";
    SheetMalformed "sheet_malformed" Permanent DeadLetter, Never Ignored Fault, "The sheet breaks off or is ragged at the stated place; ask for a whole file.";
    EncodingInvalid "encoding_invalid" Permanent DeadLetter, Never Ignored Fault, "The text is not in the encoding it claims; ask for a file in UTF-8.";
    LimitExceeded "limit_exceeded" Permanent DeadLetter, Never Ignored Fault, "The file is larger or deeper than the stated limit; raise the limit or split the file.";
    HsUnresolvable "hs_unresolvable" Permanent DeadLetter, Never Ignored Ignored, "No code could be found for its lines; ask the sender, then replay.";
    OriginalDamaged "original_damaged" Permanent DeadLetter, Never Fault Ignored, "The stored original is not what was received; restore it from a backup, then replay.";
    LedgerRefused "ledger_refused" Permanent DeadLetter, Never Ignored Ignored, "The ledger refused one of its values; please report it.";
    PdfMalformed "pdf_malformed" Permanent DeadLetter, Never Ignored Fault, "The PDF breaks off or has no page that can be read; ask for a whole file.";

    // Poison: bytes that harm their reader.
    ParserCrashed "parser_crashed" Poison DeadLetter, OnceAlone FaultIfSeveral Fault, "The reader crashed on this file alone; ask the sender for another copy and report it.";
    DeadlineExceeded "deadline_exceeded" Poison DeadLetter, OnceAlone FaultIfSeveral Fault, "Reading this file took longer than the limit; ask for a simpler file or raise the limit.";
    MemoryExceeded "memory_exceeded" Poison DeadLetter, OnceAlone FaultIfSeveral Fault, "Reading this file needs more memory than the limit; ask for a simpler file or raise the limit.";

    // Data: a line is quarantined, a document's field holds the document.
    HsMissing "hs_missing" Data Quarantine, Never Ignored Ignored, "The line has no HS code; classify it.";
    HsUnknown "hs_unknown" Data Quarantine, Never Ignored Ignored, "The code stands in no edition; check its digits.";
    HsMalformed "hs_malformed" Data Quarantine, Never Ignored Ignored, "The code is not made of digits or has a length that no scheme has; check it.";
    HsNotInForce "hs_not_in_force" Data Quarantine, Never Ignored Ignored, "The code is not in force on the relevant date; find its successor.";
    HsNotDeclarable "hs_not_declarable" Data Quarantine, Never Ignored Ignored, "The code is a heading that cannot be declared; choose one below it.";
    HsTooShort "hs_too_short" Data Quarantine, Never Ignored Ignored, "The code has fewer digits than a declaration needs; choose one below it.";
    HsScheme "hs_scheme" Data Quarantine, Never Ignored Ignored, "Two codes of the line disagree on their first six digits; decide which is right.";
    DescriptionAmbiguous "description_ambiguous" Data Quarantine, Never Ignored Ignored, "The description is too vague for customs; say what the goods are.";
    CurrencyMismatch "currency_mismatch" Data Quarantine, Never Ignored Ignored, "The line's currency is not the document's; check it.";
    FieldMissing "field_missing" Data Quarantine, Never Ignored Ignored, "A required value is missing; add it.";
    ValueInvalid "value_invalid" Data Quarantine, Never Ignored Ignored, "A value is not in its code list or not of its form; correct it.";
    AmountMismatch "amount_mismatch" Data Quarantine, Never Ignored Ignored, "Quantity times price is not the line's amount; correct the one that is wrong.";

    // Data: the document waits for a person.
    TotalMismatch "total_mismatch" Data InReview, Never Ignored Ignored, "The sums do not close; correct the value that is wrong, or approve the document as it is.";
    CurrencyMixed "currency_mixed" Data InReview, Never Ignored Ignored, "The lines are in several currencies with no majority; decide which one is right.";
    CurrencyUndecided "currency_undecided" Data InReview, Never Ignored Ignored, "The currency could be one of several; decide which one it is.";
    ReadingIncomplete "reading_incomplete" Data InReview, Never Ignored Ignored, "The reading cannot prove itself complete; compare it with the original.";
    ReadingAmbiguous "reading_ambiguous" Data InReview, Never Ignored Ignored, "A number or date can be read in two ways; decide which one is right.";
    NeedsOcr "needs_ocr" Data InReview, Never Ignored Ignored, "A page is a picture without text; read it by eye, or replay it once the optical reader is there.";
    XmlDisagrees "xml_disagrees" Data InReview, Never Ignored Ignored, "The XML inside the file and its printed page say different things; decide which one is right.";
    HiddenContent "hidden_content" Data InReview, Never Ignored Ignored, "Hidden rows, sheets or words hold values; decide whether they belong to the document.";
    ValueZero "value_zero" Data InReview, Never Ignored Ignored, "The document declares no value; samples and gifts need one for customs.";
    ValueNegative "value_negative" Data InReview, Never Ignored Ignored, "A quantity, price or amount is negative; decide what it means.";
    CreditNote "credit_note" Data InReview, Never Ignored Ignored, "A credit note changes what was declared; decide what it does to the entry.";
    DateImplausible "date_implausible" Data InReview, Never Ignored Ignored, "The date lies in the future or long ago; correct it or approve it.";
    NothingSound "nothing_sound" Data InReview, Never Ignored Ignored, "No line of the document is sound; settle its lines first.";
    KindUnknown "kind_unknown" Data InReview, Never Ignored Ignored, "What the document is could not be told; say it.";
    FindingsExceeded "findings_exceeded" Data InReview, Never Ignored Ignored, "The document has more findings than are listed; settle these, then it is checked again.";

    // The door: no document came of it.
    NotJson "not_json" Door Refused(422), Never Ignored Ignored, "The line is not JSON.";
    LineTooLong "line_too_long" Door Refused(413), Never Ignored Ignored, "The line is longer than the limit of a document.";
    IdUnusable "id_unusable" Door Refused(422), Never Ignored Ignored, "The envelope names no usable correlation id.";
    IdempotencyConflict "idempotency_conflict" Door Refused(409), Never Ignored Ignored, "The same key came before with other bytes.";
    DigestMismatch "digest_mismatch" Door Refused(422), Never Ignored Ignored, "The declared digest is not that of the bytes received.";
    EmptyUpload "empty_upload" Door Refused(422), Never Ignored Ignored, "The file has no bytes.";
    UploadTooLarge "upload_too_large" Door Refused(413), Never Ignored Ignored, "The file is larger than the limit of a document.";
    UploadBroken "upload_broken" Door Refused(400), Never Ignored Ignored, "The upload broke off or is not in the form it claims.";
    HeaderInvalid "header_invalid" Door Refused(400), Never Ignored Ignored, "A header has a value it may not have.";
    RequestInvalid "request_invalid" Door Refused(422), Never Ignored Ignored, "The request does not have the shape it must have.";
    NotFound "not_found" Door Refused(404), Never Ignored Ignored, "Nothing by that name.";
    MoveIllegal "move_illegal" Door Refused(409), Never Ignored Ignored, "It is not in a state that allows this.";
    HostForeign "host_foreign" Door Refused(421), Never Ignored Ignored, "The request names a host that this server is not.";
    OriginForeign "origin_foreign" Door Refused(403), Never Ignored Ignored, "The request comes from a page of another site.";
    Overloaded "overloaded" Door Refused(503), Never Ignored Ignored, "The server cannot take more now; try again after the stated time.";
    StorageFull "storage_full" Door Refused(507), Never Ignored Ignored, "The disk is nearly full; nothing more is taken until there is room.";
    TariffInvalid "tariff_invalid" Door Refused(422), Never Ignored Ignored, "The tariff file is not one of the forms that authorities publish.";
    PageUndrawable "page_undrawable" Door Refused(422), Never Ignored Ignored, "The page cannot be drawn; its text may still be read.";

    // Notes: nothing is held.
    HsNationalUnchecked "hs_national_unchecked" Note Recorded, Never Ignored Ignored, "The national digits were not checked, since no edition of their scheme applies.";
    HsForeignNational "hs_foreign_national" Note Recorded, Never Ignored Ignored, "The national digits are another country's; only the first six were kept.";
    HsLeadingZero "hs_leading_zero" Note Recorded, Never Ignored Ignored, "The code may have lost its leading zero.";
    EditionStale "edition_stale" Note Recorded, Never Ignored Ignored, "The tariff in use is older than the relevant date; import the one in force.";
    CurrencyInferred "currency_inferred" Note Recorded, Never Ignored Ignored, "The currency was inferred from the parties' countries.";
    CurrencyDecimals "currency_decimals" Note Recorded, Never Ignored Ignored, "An amount has more decimals than its currency.";
    ValueNormalised "value_normalised" Note Recorded, Never Ignored Ignored, "A value was written in the standard's form.";
    IncotermSuperseded "incoterm_superseded" Note Recorded, Never Ignored Ignored, "The delivery term is of an older edition; the 2020 term stands beside it.";
    IncotermUndecided "incoterm_undecided" Note Recorded, Never Ignored Ignored, "The delivery term could stand for several Incoterms.";
    IncotermSeaOnly "incoterm_sea_only" Note Recorded, Never Ignored Ignored, "The delivery term is for sea and inland waterway only.";
    WeightImplausible "weight_implausible" Note Recorded, Never Ignored Ignored, "The weights contradict each other; compare them with the original.";
    PackagesImplausible "packages_implausible" Note Recorded, Never Ignored Ignored, "The packages listed do not add up to the number stated; compare them with the original.";
    EncodingGuessed "encoding_guessed" Note Recorded, Never Ignored Ignored, "The text names no encoding; the one used is stated.";
    FormulaAsText "formula_as_text" Note Recorded, Never Ignored Ignored, "A cell begins like a formula and was read as text.";
    ActiveContent "active_content" Note Recorded, Never Ignored Ignored, "The file carries macros or links, which were not run.";
    ValueUnplaced "value_unplaced" Note Recorded, Never Ignored Ignored, "A value stands in the document that the record has no place for.";
    LineRejected "line_rejected" Note Recorded, Never Ignored Ignored, "A person struck the line out.";
    FindingAccepted "finding_accepted" Note Recorded, Never Ignored Ignored, "A person accepted what a check remarked.";
    PossibleDuplicate "possible_duplicate" Note Recorded, Never Ignored Ignored, "The invoice number came before with other contents.";
    XmlNonconformant "xml_nonconformant" Note Recorded, Never Ignored Ignored, "The XML inside the file breaks rules of its standard that change no value; tell its sender.";
}

impl Code {
    /// The code's row.
    #[expect(
        clippy::indexing_slicing,
        reason = "one row a code, in the order of the enum: both made by one macro"
    )]
    pub fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// The stable name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Where it lands.
    pub fn lands(self) -> Lands {
        self.row().lands
    }

    /// The severity of a finding with this code, unless its rule says otherwise.
    pub fn severity(self) -> Severity {
        match self.row().class {
            Class::Note => Severity::Info,
            _ => Severity::Error,
        }
    }

    /// The code with this name.
    pub fn from_name(name: &str) -> Option<Code> {
        TABLE.iter().find(|row| row.name == name).map(|row| row.code)
    }

    /// It speaks of a line's tariff code, so that the task it makes is to classify.
    pub fn is_about_classification(self) -> bool {
        self.name().starts_with("hs_")
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum_and_names_are_unique() {
        for (place, row) in TABLE.iter().enumerate() {
            assert_eq!(row.code as usize, place, "{}", row.name);
            assert_eq!(Code::from_name(row.name), Some(row.code), "{} stands twice", row.name);
            assert_eq!(serde_json::to_string(&row.code).unwrap(), format!("\"{}\"", row.name));
        }
    }

    #[test]
    fn every_row_has_advice_that_is_a_sentence() {
        for row in TABLE {
            assert!(row.advice.ends_with('.') && row.advice.len() > 15, "{}", row.name);
        }
    }

    #[test]
    fn classes_and_landing_places_go_together() {
        for row in TABLE {
            let fits = match row.class {
                Class::Transient => row.lands == Waiting,
                Class::Permanent | Class::Poison => row.lands == DeadLetter,
                Class::Data => matches!(row.lands, Quarantine | InReview),
                Class::Door => matches!(row.lands, Refused(400..=599)),
                Class::Note => row.lands == Recorded,
            };
            assert!(fits, "{}", row.name);
        }
    }

    #[test]
    fn classes_and_retries_go_together() {
        for row in TABLE {
            let fits = match row.class {
                Class::Transient => matches!(row.retry, Retry::WithPause | Retry::FewTimes),
                Class::Poison => row.retry == Retry::OnceAlone,
                Class::Permanent | Class::Data | Class::Door | Class::Note => row.retry == Retry::Never,
            };
            assert!(fits, "{}", row.name);
        }
    }

    #[test]
    fn only_what_a_sender_can_mend_is_held_against_its_source() {
        for row in TABLE {
            let against = row.source == Sign::Fault;
            assert!(!against || matches!(row.class, Class::Permanent | Class::Poison), "{}", row.name);
            assert_ne!(row.source, Sign::FaultIfSeveral, "{}", row.name);
            // A document that is wrong says nothing of the service that found it out.
            let quiet = matches!(row.class, Class::Data | Class::Door | Class::Note);
            assert!(!quiet || row.dependency == Sign::Ignored, "{}", row.name);
        }
    }
}
