//! Numbers of packages: those listed add up to the number stated, where both count the same level of packaging.

use crate::findings::Findings;
use rust_decimal::Decimal;
use trade::{Code, Finding, Record};

const RULE: &str = "packages.sum/1";

pub(crate) fn check(record: &Record, findings: &mut Findings) {
    let Some(stated) = record.packages else { return };
    let listed = record.package_list.iter().filter(|package| package.inside.is_none());
    let listed = listed.map(|package| (package.count, package.package_type.as_deref()));
    compare(record, stated, "package_list", listed, findings);
    let lines = record.line_items.iter().map(|line| (line.packages, line.package_type.as_deref()));
    compare(record, stated, "line_items", lines, findings);
}

/// Says nothing where a number is missing or another kind of package is counted.
fn compare<'r>(
    record: &Record,
    stated: Decimal,
    what: &'static str,
    counts: impl Iterator<Item = (Option<Decimal>, Option<&'r str>)>,
    findings: &mut Findings,
) {
    let mut kind = record.package_type.as_deref();
    let mut sum = None;
    for (count, package) in counts {
        if let (Some(kind), Some(package)) = (kind, package)
            && kind != package
        {
            return;
        }
        kind = kind.or(package);
        let Some(more) = count.and_then(|count| sum.unwrap_or(Decimal::ZERO).checked_add(count)) else {
            return;
        };
        sum = Some(more);
    }
    if let Some(sum) = sum.filter(|sum| *sum != stated) {
        findings.warning(|| {
            let message = "The packages listed do not add up to the number stated";
            let finding = Finding::document(RULE, Code::PackagesImplausible, message).field("packages");
            finding.input("computed", sum).input("printed", stated).input("of", what)
        });
    }
}
