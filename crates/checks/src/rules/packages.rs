//! Numbers of packages: those listed add up to the number stated, where both count the same level of packaging.
//!
//! A list has levels: pallets, the cartons on them, the boxes in those. Which of them the stated number counts, no
//! document says; a list that comes to it on one of its levels is sound. Nothing is said where a number is missing or
//! packages of another kind are counted.

use crate::findings::Findings;
use rust_decimal::Decimal;
use std::collections::HashMap;
use trade::part::Package;
use trade::{Code, Finding, Record};

const RULE: &str = "packages.sum/2";

/// How deep packages are looked for inside packages.
const LEVELS: usize = 8;

pub(crate) fn check(record: &Record, findings: &mut Findings) {
    let Some(stated) = record.packages else { return };
    let kind = record.package_type.as_deref();
    let of_list: Vec<Option<Decimal>> = levels(&record.package_list)
        .into_iter()
        .map(|level| sum(kind, level.iter().map(|package| (package.count, package.package_type.as_deref()))))
        .collect();
    let is_level = |number: Decimal| of_list.contains(&Some(number));
    if let Some(outermost) = of_list.first().copied().flatten().filter(|_| !is_level(stated)) {
        warn(stated, outermost, "package_list", findings);
    }
    let lines = record.line_items.iter().map(|line| (line.packages, line.package_type.as_deref()));
    // Lines may count the cartons where the document counts the pallets, if the list has both.
    let differs = |lines: &Decimal| *lines != stated && !(is_level(*lines) && is_level(stated));
    if let Some(lines) = sum(kind, lines).filter(differs) {
        warn(stated, lines, "line_items", findings);
    }
}

/// The packages by how many others they stand in, the outermost first.
fn levels(packages: &[Package]) -> Vec<Vec<&Package>> {
    let mut around = HashMap::new();
    for package in packages {
        for mark in &package.marks {
            around.entry(mark.as_str()).or_insert(package.inside.as_deref());
        }
    }
    let depth = |package: &Package| {
        let outward =
            std::iter::successors(package.inside.as_deref(), |mark| around.get(mark).copied().flatten());
        outward.take(LEVELS).count()
    };
    let mut levels: Vec<Vec<&Package>> = Vec::new();
    for package in packages {
        let depth = depth(package);
        while levels.len() <= depth {
            levels.push(Vec::new());
        }
        if let Some(level) = levels.get_mut(depth) {
            level.push(package);
        }
    }
    levels
}

/// What the numbers come to, if all are there and, as far as it is said, count the same kind of package.
fn sum<'r>(
    mut kind: Option<&'r str>,
    counts: impl Iterator<Item = (Option<Decimal>, Option<&'r str>)>,
) -> Option<Decimal> {
    let mut sum = None;
    for (count, package) in counts {
        if let (Some(kind), Some(package)) = (kind, package)
            && kind != package
        {
            return None;
        }
        kind = kind.or(package);
        sum = Some(sum.unwrap_or(Decimal::ZERO).checked_add(count?)?);
    }
    sum
}

fn warn(stated: Decimal, computed: Decimal, of: &'static str, findings: &mut Findings) {
    findings.warning(|| {
        let message = "The packages listed do not add up to the number stated";
        let finding = Finding::document(RULE, Code::PackagesImplausible, message).field("packages");
        finding.input("computed", computed).input("printed", stated).input("of", of)
    });
}
