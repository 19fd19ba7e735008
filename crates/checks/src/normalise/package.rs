//! Packages: UN/ECE Rec 21 for words and abbreviations.

use super::{Place, write};
use crate::findings::Findings;
use trade::Record;
use trade::package::{Answer, How, read};

const RULE: &str = "normalise.package/1";

pub(super) fn normalise(record: &mut Record, findings: &mut Findings) {
    one(&mut record.package_type, Place::document("package_type"), findings);
    for (entry, package) in record.package_list.iter_mut().enumerate() {
        let place = Place::document("package_list.package_type").entry(entry);
        one(&mut package.package_type, place, findings);
    }
    for line in &mut record.line_items {
        one(&mut line.package_type, Place::line(line.line, "package_type"), findings);
    }
}

fn one(text: &mut Option<String>, place: Place, findings: &mut Findings) {
    let Some(text) = text else { return };
    if let Answer::Read(reading) = read(text)
        && reading.how != How::Exact
    {
        write(text, reading.package.as_str(), RULE, place, findings);
    }
}
