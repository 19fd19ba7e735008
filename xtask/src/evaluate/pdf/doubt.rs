//! Which values a reading says it is unsure of.
//!
//! Promises: only findings that hold something back, and only those of the reading: what is said of HS codes, tariffs
//! and descriptions is no doubt about what was read. Refuses to know the truth.

use serde_json::Value;

use super::held;

/// The findings of one answer that hold something back.
pub struct Doubts(Vec<Doubt>);

struct Doubt {
    whole: bool,
    field: String,
    line: Option<u64>,
}

impl Doubts {
    /// Takes them from the findings.
    pub fn of(findings: &[Value]) -> Doubts {
        Doubts(findings.iter().filter(|finding| holds(finding)).map(doubt).collect())
    }

    /// Whether there is one at all.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether one names this field, of the line with this ordinal or of the document; or the whole line, or everything.
    pub fn name(&self, field: &str, line: Option<u64>) -> bool {
        self.0.iter().any(|doubt| {
            let about = match (doubt.line, line) {
                // A field of lines that is doubted as such: `quantity`, of no line in particular.
                (None, Some(_)) => !doubt.field.is_empty(),
                (of, asked) => of == asked,
            };
            doubt.whole || about && (doubt.field.is_empty() || is_field(&doubt.field, field, line.is_some()))
        })
    }
}

fn is_field(named: &str, field: &str, of_line: bool) -> bool {
    let named = if of_line { named.strip_prefix("line_items").map_or(named, after_line) } else { named };
    named == field
        || held::names(field).iter().any(|name| named == *name || named.starts_with(&format!("{name}[")))
}

/// `[3].quantity`, `.3.quantity` → `quantity`.
fn after_line(rest: &str) -> &str {
    rest.trim_start_matches(|letter: char| !letter.is_alphabetic())
}

fn holds(finding: &Value) -> bool {
    let of = |key: &str| finding.get(key).and_then(Value::as_str).unwrap_or_default();
    let code = of("code");
    let meaning = code.starts_with("hs_") || ["edition_stale", "description_ambiguous"].contains(&code);
    of("severity") == "error" && !meaning
}

fn doubt(finding: &Value) -> Doubt {
    let of = |key: &str| finding.get(key).and_then(Value::as_str).unwrap_or_default();
    let field = of("field").to_owned();
    let line = finding.get("line").and_then(Value::as_u64);
    let whole = of("code") == "reading_incomplete" || (field.is_empty() && line.is_none());
    Doubt { whole, field, line }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn finding(code: &str, field: Option<&str>, line: Option<u64>) -> Value {
        let scope = if line.is_some() { "line" } else { "document" };
        json!({"rule":"read.pdf/1","code":code,"severity":"error","scope":scope,"field":field,"line":line,"inputs":{}})
    }

    #[test]
    fn a_doubt_covers_what_it_names_and_no_more() {
        let doubts = Doubts::of(&[
            finding("value_invalid", Some("invoice_date"), None),
            finding("reading_ambiguous", Some("quantity"), Some(2)),
            finding("value_invalid", None, Some(3)),
            finding("reading_ambiguous", Some("total_value"), None),
        ]);
        assert!(doubts.any());
        assert!(
            doubts.name("invoice_date", None) && doubts.name("total", None) && !doubts.name("seller", None)
        );
        assert!(
            doubts.name("quantity", Some(2))
                && !doubts.name("quantity", Some(1))
                && !doubts.name("amount", Some(2))
        );
        assert!(doubts.name("amount", Some(3)));
    }

    #[test]
    fn an_incomplete_reading_covers_everything_and_a_finding_of_the_tariff_nothing() {
        assert!(
            Doubts::of(&[finding("reading_incomplete", Some("seller.name"), None)]).name("amount", Some(1))
        );
        assert!(Doubts::of(&[finding("reading_ambiguous", None, None)]).name("buyer", None));
        let mut note = finding("value_normalised", None, None);
        note["severity"] = json!("info");
        let none =
            Doubts::of(&[finding("hs_missing", None, Some(1)), finding("hs_unknown", None, None), note]);
        assert!(!none.any() && !none.name("amount", Some(1)));
    }

    #[test]
    fn a_party_named_in_another_part_is_not_doubted_by_name() {
        let doubts = Doubts::of(&[finding("value_invalid", Some("seller.country"), None)]);
        assert!(!doubts.name("seller", None));
        assert!(Doubts::of(&[finding("value_invalid", Some("seller"), None)]).name("seller", None));
        assert!(
            Doubts::of(&[finding("value_invalid", Some("line_items[1].amount"), Some(2))])
                .name("amount", Some(2))
        );
    }
}
