//! Units: UN/ECE Rec 20 for words and abbreviations; a package that stands as a unit (`12 cartons`) becomes its code
//! with an X before it (`XCT`), as Recommendation 20 itself extends to Recommendation 21.

use super::{Place, write};
use crate::findings::Findings;
use trade::part::Measure;
use trade::unit::{Answer, How, read};
use trade::{Line, Record};

const RULE: &str = "normalise.unit/1";

pub(super) fn normalise(record: &mut Record, findings: &mut Findings) {
    measure(&mut record.gross_weight, Place::document("gross_weight.unit"), findings);
    measure(&mut record.net_weight, Place::document("net_weight.unit"), findings);
    measure(&mut record.volume, Place::document("volume.unit"), findings);
    for (entry, package) in record.package_list.iter_mut().enumerate() {
        let place = |field| Place::document(field).entry(entry);
        measure(&mut package.gross_weight, place("package_list.gross_weight.unit"), findings);
        measure(&mut package.volume, place("package_list.volume.unit"), findings);
    }
    for line in &mut record.line_items {
        of_line(line, findings);
        let ordinal = line.line;
        measure(&mut line.net_weight, Place::line(ordinal, "net_weight.unit"), findings);
        measure(&mut line.gross_weight, Place::line(ordinal, "gross_weight.unit"), findings);
        for (entry, quantity) in line.statistical_quantities.iter_mut().enumerate() {
            let place = Place::line(ordinal, "statistical_quantities.unit").entry(entry);
            one(&mut quantity.unit, place, findings);
        }
    }
}

fn measure(measure: &mut Option<Measure>, place: Place, findings: &mut Findings) {
    if let Some(measure) = measure {
        one(&mut measure.unit, place, findings);
    }
}

fn one(unit: &mut Option<String>, place: Place, findings: &mut Findings) {
    let Some(text) = unit else { return };
    if let Answer::Read(reading) = read(text)
        && reading.how != How::Exact
    {
        write(text, reading.unit.as_str(), RULE, place, findings);
    }
}

/// The unit of a line's quantity; packages counted there are also the line's packages, if it states no others.
fn of_line(line: &mut Line, findings: &mut Findings) {
    let Some(text) = &mut line.unit else { return };
    let place = Place::line(line.line, "unit");
    match read(text) {
        Answer::Read(reading) if reading.how != How::Exact => {
            write(text, reading.unit.as_str(), RULE, place, findings);
        }
        Answer::Package(reading) => {
            let code = reading.package.as_str();
            if text.strip_prefix('X') == Some(code) {
                return;
            }
            write(text, &format!("X{code}"), RULE, place, findings);
            if line.packages.is_none() && line.package_type.is_none() {
                line.packages = line.quantity;
                line.package_type = line.quantity.map(|_| code.to_owned());
            }
        }
        _ => {}
    }
}
