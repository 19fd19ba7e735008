//! What an attempt says to each kind of breaker: read from the row of its code, decided nowhere else.
//!
//! Promises: every code of the table says something to every kind. Refuses to know which dependency was asked.

use super::tally::Outcome;
use trade::Code;
use trade::code::Sign;

/// What one attempt says to the breakers it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs {
    /// To that of the dependency that was asked.
    pub dependency: Outcome,
    /// To that of the source that sent the document.
    pub source: Outcome,
    /// To that of the pipeline.
    pub pipeline: Outcome,
}

/// Reads the signs of an attempt that ended with a code, or well. `document` is the document's number in the ledger.
pub fn signs(code: Option<Code>, document: i64) -> Signs {
    let Some(code) = code else {
        return Signs { dependency: Outcome::Success, source: Outcome::Success, pipeline: Outcome::Success };
    };
    let row = code.row();
    Signs {
        dependency: outcome(row.dependency, code, document),
        source: outcome(row.source, code, document),
        pipeline: if stops_everything(code) { Outcome::Fault(code) } else { Outcome::Ignored },
    }
}

/// What no document can do without, and what nobody knows. A broken engine or outlet stops its own work only.
fn stops_everything(code: Code) -> bool {
    matches!(code, Code::LedgerUnavailable | Code::BlobUnavailable | Code::OriginalDamaged | Code::Unexpected)
}

fn outcome(sign: Sign, code: Code, document: i64) -> Outcome {
    match sign {
        Sign::Fault => Outcome::Fault(code),
        Sign::FaultIfSeveral => Outcome::Suspect { code, document },
        Sign::Ignored => Outcome::Ignored,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trade::code::{Class, TABLE};

    #[test]
    fn what_went_well_is_a_success_for_all() {
        let all = signs(None, 1);
        assert_eq!([all.dependency, all.source, all.pipeline], [Outcome::Success; 3]);
    }

    #[test]
    fn every_code_says_what_its_row_says() {
        for row in TABLE {
            let all = signs(Some(row.code), 7);
            for (sign, said) in [(row.dependency, all.dependency), (row.source, all.source)] {
                match sign {
                    Sign::Fault => assert_eq!(said, Outcome::Fault(row.code), "{}", row.name),
                    Sign::FaultIfSeveral => {
                        assert_eq!(said, Outcome::Suspect { code: row.code, document: 7 }, "{}", row.name);
                    }
                    Sign::Ignored => assert_eq!(said, Outcome::Ignored, "{}", row.name),
                }
            }
        }
    }

    #[test]
    fn no_code_is_a_success_for_anyone() {
        for row in TABLE {
            let all = signs(Some(row.code), 7);
            assert!(![all.dependency, all.source, all.pipeline].contains(&Outcome::Success), "{}", row.name);
        }
    }

    #[test]
    fn a_source_answers_for_permanent_and_poisonous_documents_only() {
        for row in TABLE {
            let against = signs(Some(row.code), 7).source != Outcome::Ignored;
            assert!(!against || matches!(row.class, Class::Permanent | Class::Poison), "{}", row.name);
        }
    }

    #[test]
    fn only_ledger_blobs_and_the_unknown_stop_the_pipeline() {
        let stops: Vec<&str> = TABLE
            .iter()
            .filter(|row| matches!(signs(Some(row.code), 7).pipeline, Outcome::Fault(_)))
            .map(|row| row.name)
            .collect();
        assert_eq!(stops, ["ledger_unavailable", "blob_unavailable", "unexpected", "original_damaged"]);
        // And never one that is nobody's fault: it must be a fault of the dependency too.
        for row in TABLE {
            let all = signs(Some(row.code), 7);
            assert!(all.pipeline == Outcome::Ignored || all.pipeline == all.dependency, "{}", row.name);
        }
    }
}
