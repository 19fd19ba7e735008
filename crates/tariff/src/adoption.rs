//! Which edition of the Harmonized System a jurisdiction applies on a date. It is data, not a rule: members of
//! the Convention start late, each on its own day.

use std::sync::OnceLock;

use jiff::civil::Date;

/// An edition of the HS by its year: 2022.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct HsEdition(pub u16);

const FILE: &str = include_str!("../data/hs-adoption.tsv");

/// The Convention's own days, for all jurisdictions that have no line of their own.
const CONVENTION: &str = "*";

struct Adoption {
    jurisdiction: &'static str,
    from: Date,
    edition: HsEdition,
}

fn adoptions() -> &'static [Adoption] {
    static ADOPTIONS: OnceLock<Vec<Adoption>> = OnceLock::new();
    ADOPTIONS.get_or_init(|| FILE.lines().filter_map(adoption).collect())
}

fn adoption(line: &'static str) -> Option<Adoption> {
    let mut cells = line.split('\t');
    let jurisdiction = cells.next().filter(|cell| !cell.starts_with('#'))?;
    let from = cells.next()?.parse().ok()?;
    let edition = HsEdition(cells.next()?.parse().ok()?);
    Some(Adoption { jurisdiction, from, edition })
}

/// The lines that count for a jurisdiction: for each edition its own, else that of the Convention.
fn of(jurisdiction: &str) -> impl Iterator<Item = &'static Adoption> {
    adoptions().iter().filter(|line| line.jurisdiction == CONVENTION).map(move |line| {
        let own = |other: &&Adoption| other.jurisdiction == jurisdiction && other.edition == line.edition;
        adoptions().iter().find(own).unwrap_or(line)
    })
}

/// The edition of the HS that a jurisdiction (ISO 3166 alpha-2 or `EU`) applies on that day; none where the
/// data does not reach back.
pub fn hs_edition(jurisdiction: &str, on: Date) -> Option<HsEdition> {
    let begun = of(jurisdiction).filter(|adoption| adoption.from <= on);
    begun.max_by_key(|adoption| adoption.from).map(|adoption| adoption.edition)
}

/// The first day after `since` on which the jurisdiction applies another edition of the HS: tables made before
/// it are stale from then on. Without a jurisdiction, the day of the Convention.
pub(crate) fn next_change(jurisdiction: Option<&str>, since: Date) -> Option<Date> {
    let days = of(jurisdiction.unwrap_or(CONVENTION)).map(|adoption| adoption.from);
    days.filter(|day| *day > since).min()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = FILE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(adoptions().len(), lines);
    }

    #[test]
    fn editions_begin_on_their_day_and_not_before() {
        assert_eq!(hs_edition("DE", date(2021, 12, 31)), Some(HsEdition(2017)));
        assert_eq!(hs_edition("DE", date(2022, 1, 1)), Some(HsEdition(2022)));
        assert_eq!(hs_edition("US", date(2022, 1, 1)), Some(HsEdition(2017)));
        assert_eq!(hs_edition("US", date(2022, 1, 27)), Some(HsEdition(2022)));
        assert_eq!(hs_edition("BR", date(2022, 3, 31)), Some(HsEdition(2017)));
        assert_eq!(hs_edition("MX", date(2020, 12, 27)), Some(HsEdition(2012)));
        assert_eq!(hs_edition("JP", date(2027, 12, 31)), Some(HsEdition(2022)));
        for jurisdiction in ["US", "JP", "BR", "MX", "EU"] {
            assert_eq!(hs_edition(jurisdiction, date(2028, 1, 1)), Some(HsEdition(2028)));
        }
        assert_eq!(hs_edition("JP", date(1990, 1, 1)), None);
    }

    #[test]
    fn the_next_change_is_after_the_day_asked() {
        assert_eq!(next_change(None, date(2022, 1, 1)), Some(date(2028, 1, 1)));
        assert_eq!(next_change(Some("US"), date(2022, 1, 1)), Some(date(2022, 1, 27)));
        assert_eq!(next_change(None, date(2028, 1, 1)), None);
    }
}
