//! Net and gross weights: net is not more than gross, and lines do not weigh more than the whole.
//!
//! Only what converts to kilograms exactly is compared; a weight without a unit is compared with another without one.

use crate::findings::Findings;
use rust_decimal::Decimal;
use trade::part::Measure;
use trade::unit::Unit;
use trade::{Code, Finding, Line, Record};

const RULE: &str = "weight.plausible/1";

pub(crate) fn document(record: &Record, findings: &mut Findings) {
    if let Some((net, gross)) = contradict(record.net_weight.as_ref(), record.gross_weight.as_ref()) {
        findings.warning(|| {
            let message = "The net weight is more than the gross weight";
            weights(Finding::document(RULE, Code::WeightImplausible, message), net, gross)
        });
    }
    whole(record, "gross_weight", record.gross_weight.as_ref(), |line| line.gross_weight.as_ref(), findings);
    whole(record, "net_weight", record.net_weight.as_ref(), |line| line.net_weight.as_ref(), findings);
}

pub(crate) fn line(line: &Line, findings: &mut Findings) {
    if let Some((net, gross)) = contradict(line.net_weight.as_ref(), line.gross_weight.as_ref()) {
        findings.warning(|| {
            let message = "The net weight is more than the gross weight";
            weights(Finding::line(RULE, Code::WeightImplausible, line.line, message), net, gross)
        });
    }
}

fn weights(finding: Finding, net: &Measure, gross: &Measure) -> Finding {
    finding.field("net_weight").input("net", shown(net)).input("gross", shown(gross))
}

fn shown(measure: &Measure) -> String {
    match &measure.unit {
        Some(unit) => format!("{} {unit}", measure.value),
        None => measure.value.to_string(),
    }
}

/// In kilograms, and whether the unit is known.
fn kilograms(measure: &Measure) -> Option<(Decimal, bool)> {
    match &measure.unit {
        Some(unit) => Some((unit.parse::<Unit>().ok()?.kilograms(measure.value)?, true)),
        None => Some((measure.value, false)),
    }
}

fn contradict<'r>(
    net: Option<&'r Measure>,
    gross: Option<&'r Measure>,
) -> Option<(&'r Measure, &'r Measure)> {
    let (net, gross) = (net?, gross?);
    let ((less, known), (more, also_known)) = (kilograms(net)?, kilograms(gross)?);
    (known == also_known && less > more).then_some((net, gross))
}

/// The lines' weights against the whole's: 0.5 % or the printed rounding times the lines, whichever is larger
///, and only where every line states one.
fn whole(
    record: &Record,
    field: &'static str,
    stated: Option<&Measure>,
    of: fn(&Line) -> Option<&Measure>,
    findings: &mut Findings,
) {
    let Some(stated) = stated else { return };
    let Some((whole, known)) = kilograms(stated) else { return };
    let mut sum = Decimal::ZERO;
    let mut rounding = Decimal::ZERO;
    for line in &record.line_items {
        let Some((value, also_known)) = of(line).and_then(kilograms) else { return };
        let half = Decimal::try_new(5, value.scale() + 1).unwrap_or_default();
        let (Some(more), Some(wider)) = (sum.checked_add(value), rounding.checked_add(half)) else { return };
        if known != also_known {
            return;
        }
        (sum, rounding) = (more, wider);
    }
    if record.line_items.is_empty() {
        return;
    }
    let share = whole.abs().checked_mul(Decimal::new(5, 3)).unwrap_or_default();
    let Some(difference) = sum.checked_sub(whole).map(|difference| difference.abs()) else { return };
    if difference > share.max(rounding) {
        findings.warning(|| {
            let message = "The weights of the lines do not add up to the weight of the whole";
            let finding = Finding::document(RULE, Code::WeightImplausible, message).field(field);
            finding.input("computed", sum.normalize()).input("printed", shown(stated))
        });
    }
}
