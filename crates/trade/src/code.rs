//! Every code with its class, its landing place and its advice, in one table.
//!
//! A code that is not here does not exist: findings, dead letters, problems of the door and events all name one
//! of these. Flow control adds its columns (retry policy, effect on breakers) to this table and nowhere else.

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

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The code.
    pub code: Code,
    /// Its stable name on the wire.
    pub name: &'static str,
    /// Its class.
    pub class: Class,
    /// Where it lands.
    pub lands: Lands,
    /// What a person can do, in one sentence.
    pub advice: &'static str,
}

macro_rules! codes {
    ($($variant:ident $name:literal $class:ident $lands:expr, $advice:literal;)*) => {
        /// A stable code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $advice] #[serde(rename = $name)] $variant,)*
        }

        /// The table, in the order of the enum.
        pub const TABLE: &[Row] = &[
            $(Row { code: Code::$variant, name: $name, class: Class::$class, lands: $lands, advice: $advice },)*
        ];
    };
}

use Lands::{DeadLetter, InReview, Quarantine, Recorded, Refused, Waiting};

codes! {
    // Transient: another time may go well.
    LedgerUnavailable "ledger_unavailable" Transient Waiting, "The ledger did not answer; the work is tried again.";
    BlobUnavailable "blob_unavailable" Transient Waiting, "The original could not be fetched; the work is tried again.";
    OutletUnavailable "outlet_unavailable" Transient Waiting, "The outlet did not take the release; it is sent again under the same id.";
    Unexpected "unexpected" Transient Waiting, "Something failed that has no code of its own; it is tried again a few times. Please report it.";
    RetriesExhausted "retries_exhausted" Permanent DeadLetter, "Every attempt failed; see the attempts, mend the cause, then replay.";

    // Permanent: the bytes will not get better.
    SchemaViolation "schema_violation" Permanent DeadLetter, "The payload does not have the shape it must have; the sender must mend it and send it again.";
    UnsupportedFormat "unsupported_format" Permanent DeadLetter, "This version does not read the format; replay it once a later version can.";
    TypeMismatch "type_mismatch" Permanent DeadLetter, "The content is not what the name says; ask the sender for the right file.";
    Encrypted "encrypted" Permanent DeadLetter, "The file is locked with a password; ask the sender for an open one.";
    EmptyDocument "empty_document" Permanent DeadLetter, "There is nothing in it to read; ask the sender for the right file.";
    HashMismatch "hash_mismatch" Permanent DeadLetter, "The stated hash is not that of the payload; the sender must send it again.";
    XmlMalformed "xml_malformed" Permanent DeadLetter, "The XML breaks off or is not well-formed at the stated place; ask for a whole file.";
    XmlDoctype "xml_doctype" Permanent DeadLetter, "The XML brings a DOCTYPE, which is never read; ask for a file without one.";
    JsonMalformed "json_malformed" Permanent DeadLetter, "The JSON is not well-formed at the stated place; ask for a whole file.";
    JsonDuplicateKey "json_duplicate_key" Permanent DeadLetter, "One key stands twice in an object, so that two readers would see two documents; the sender must mend it.";
    JsonNumber "json_number" Permanent DeadLetter, "A number is too large or is none; the sender must mend it.";
    SheetMalformed "sheet_malformed" Permanent DeadLetter, "The sheet breaks off or is ragged at the stated place; ask for a whole file.";
    EncodingInvalid "encoding_invalid" Permanent DeadLetter, "The text is not in the encoding it claims; ask for a file in UTF-8.";
    LimitExceeded "limit_exceeded" Permanent DeadLetter, "The file is larger or deeper than the stated limit; raise the limit or split the file.";
    HsUnresolvable "hs_unresolvable" Permanent DeadLetter, "No code could be found for its lines; ask the sender, then replay.";
    OriginalDamaged "original_damaged" Permanent DeadLetter, "The stored original is not what was received; restore it from a backup, then replay.";
    LedgerRefused "ledger_refused" Permanent DeadLetter, "The ledger refused one of its values; please report it.";
    PdfMalformed "pdf_malformed" Permanent DeadLetter, "The PDF breaks off or has no page that can be read; ask for a whole file.";

    // Poison: bytes that harm their reader.
    ParserCrashed "parser_crashed" Poison DeadLetter, "The reader crashed on this file alone; ask the sender for another copy and report it.";
    DeadlineExceeded "deadline_exceeded" Poison DeadLetter, "Reading this file took longer than the limit; ask for a simpler file or raise the limit.";
    MemoryExceeded "memory_exceeded" Poison DeadLetter, "Reading this file needs more memory than the limit; ask for a simpler file or raise the limit.";

    // Data: a line is quarantined, a document's field holds the document.
    HsMissing "hs_missing" Data Quarantine, "The line has no HS code; classify it.";
    HsUnknown "hs_unknown" Data Quarantine, "The code stands in no edition; check its digits.";
    HsMalformed "hs_malformed" Data Quarantine, "The code is not made of digits or has a length that no scheme has; check it.";
    HsNotInForce "hs_not_in_force" Data Quarantine, "The code is not in force on the relevant date; find its successor.";
    HsNotDeclarable "hs_not_declarable" Data Quarantine, "The code is a heading that cannot be declared; choose one below it.";
    HsTooShort "hs_too_short" Data Quarantine, "The code has fewer digits than a declaration needs; choose one below it.";
    HsScheme "hs_scheme" Data Quarantine, "Two codes of the line disagree on their first six digits; decide which is right.";
    DescriptionAmbiguous "description_ambiguous" Data Quarantine, "The description is too vague for customs; say what the goods are.";
    CurrencyMismatch "currency_mismatch" Data Quarantine, "The line's currency is not the document's; check it.";
    FieldMissing "field_missing" Data Quarantine, "A required value is missing; add it.";
    ValueInvalid "value_invalid" Data Quarantine, "A value is not in its code list or not of its form; correct it.";
    AmountMismatch "amount_mismatch" Data Quarantine, "Quantity times price is not the line's amount; correct the one that is wrong.";

    // Data: the document waits for a person.
    TotalMismatch "total_mismatch" Data InReview, "The sums do not close; correct the value that is wrong, or approve the document as it is.";
    CurrencyMixed "currency_mixed" Data InReview, "The lines are in several currencies with no majority; decide which one is right.";
    CurrencyUndecided "currency_undecided" Data InReview, "The currency could be one of several; decide which one it is.";
    ReadingIncomplete "reading_incomplete" Data InReview, "The reading cannot prove itself complete; compare it with the original.";
    ReadingAmbiguous "reading_ambiguous" Data InReview, "A number or date can be read in two ways; decide which one is right.";
    NeedsOcr "needs_ocr" Data InReview, "A page is a picture without text; read it by eye, or replay it once the optical reader is there.";
    XmlDisagrees "xml_disagrees" Data InReview, "The XML inside the file and its printed page say different things; decide which one is right.";
    HiddenContent "hidden_content" Data InReview, "Hidden rows, sheets or words hold values; decide whether they belong to the document.";
    ValueZero "value_zero" Data InReview, "The document declares no value; samples and gifts need one for customs.";
    ValueNegative "value_negative" Data InReview, "A quantity, price or amount is negative; decide what it means.";
    CreditNote "credit_note" Data InReview, "A credit note changes what was declared; decide what it does to the entry.";
    DateImplausible "date_implausible" Data InReview, "The date lies in the future or long ago; correct it or approve it.";
    NothingSound "nothing_sound" Data InReview, "No line of the document is sound; settle its lines first.";
    KindUnknown "kind_unknown" Data InReview, "What the document is could not be told; say it.";
    FindingsExceeded "findings_exceeded" Data InReview, "The document has more findings than are listed; settle these, then it is checked again.";

    // The door: no document came of it.
    NotJson "not_json" Door Refused(422), "The line is not JSON.";
    LineTooLong "line_too_long" Door Refused(413), "The line is longer than the limit of a document.";
    IdUnusable "id_unusable" Door Refused(422), "The envelope names no usable correlation id.";
    IdempotencyConflict "idempotency_conflict" Door Refused(409), "The same key came before with other bytes.";
    DigestMismatch "digest_mismatch" Door Refused(422), "The declared digest is not that of the bytes received.";
    EmptyUpload "empty_upload" Door Refused(422), "The file has no bytes.";
    UploadTooLarge "upload_too_large" Door Refused(413), "The file is larger than the limit of a document.";
    UploadBroken "upload_broken" Door Refused(400), "The upload broke off or is not in the form it claims.";
    HeaderInvalid "header_invalid" Door Refused(400), "A header has a value it may not have.";
    RequestInvalid "request_invalid" Door Refused(422), "The request does not have the shape it must have.";
    NotFound "not_found" Door Refused(404), "Nothing by that name.";
    MoveIllegal "move_illegal" Door Refused(409), "The document is not in a state that allows this.";
    HostForeign "host_foreign" Door Refused(421), "The request names a host that this server is not.";
    OriginForeign "origin_foreign" Door Refused(403), "The request comes from a page of another site.";
    Overloaded "overloaded" Door Refused(503), "The server cannot take more now; try again after the stated time.";
    StorageFull "storage_full" Door Refused(507), "The disk is nearly full; nothing more is taken until there is room.";
    TariffInvalid "tariff_invalid" Door Refused(422), "The tariff file is not one of the forms that authorities publish.";
    PageUndrawable "page_undrawable" Door Refused(422), "The page cannot be drawn; its text may still be read.";

    // Notes: nothing is held.
    HsNationalUnchecked "hs_national_unchecked" Note Recorded, "The national digits were not checked, since no edition of their scheme applies.";
    HsForeignNational "hs_foreign_national" Note Recorded, "The national digits are another country's; only the first six were kept.";
    HsLeadingZero "hs_leading_zero" Note Recorded, "The code may have lost its leading zero.";
    EditionStale "edition_stale" Note Recorded, "The tariff in use is older than the relevant date; import the one in force.";
    CurrencyInferred "currency_inferred" Note Recorded, "The currency was inferred from the parties' countries.";
    CurrencyDecimals "currency_decimals" Note Recorded, "An amount has more decimals than its currency.";
    ValueNormalised "value_normalised" Note Recorded, "A value was written in the standard's form.";
    IncotermSuperseded "incoterm_superseded" Note Recorded, "The delivery term is of an older edition; the 2020 term stands beside it.";
    IncotermUndecided "incoterm_undecided" Note Recorded, "The delivery term could stand for several Incoterms.";
    IncotermSeaOnly "incoterm_sea_only" Note Recorded, "The delivery term is for sea and inland waterway only.";
    WeightImplausible "weight_implausible" Note Recorded, "The weights contradict each other; compare them with the original.";
    PackagesImplausible "packages_implausible" Note Recorded, "The packages listed do not add up to the number stated; compare them with the original.";
    EncodingGuessed "encoding_guessed" Note Recorded, "The text names no encoding; the one used is stated.";
    FormulaAsText "formula_as_text" Note Recorded, "A cell begins like a formula and was read as text.";
    ActiveContent "active_content" Note Recorded, "The file carries macros or links, which were not run.";
    ValueUnplaced "value_unplaced" Note Recorded, "A value stands in the document that the record has no place for.";
    LineRejected "line_rejected" Note Recorded, "A person struck the line out.";
    FindingAccepted "finding_accepted" Note Recorded, "A person accepted what a check remarked.";
    PossibleDuplicate "possible_duplicate" Note Recorded, "The invoice number came before with other contents.";
    XmlNonconformant "xml_nonconformant" Note Recorded, "The XML inside the file breaks rules of its standard that change no value; tell its sender.";
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
}
