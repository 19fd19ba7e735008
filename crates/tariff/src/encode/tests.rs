//! Blobs: whole ones come back, every changed byte and every cut is found.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn edition(scheme: Scheme, rows: &[(String, u8, String, String)]) -> Edition {
    let mut builder = Builder::default();
    for (code, indent, description, units) in rows {
        builder.push(&Cells { code, indent: *indent, description, units, general: "5 %" });
    }
    let dated = Dated {
        legal_from: date(2026, 4, 1),
        known_from: date(2026, 4, 10),
        name: Some("2026 rev 4 – März".to_owned()),
    };
    let table = builder.finish(&scheme);
    Edition::new(scheme, dated, [7; 32], table)
}

fn small() -> Edition {
    let row =
        |code: &str, indent, text: &str| (code.to_owned(), indent, text.to_owned(), "kg\nm2".to_owned());
    edition(
        Scheme::UsHts,
        &[row("0101", 0, "Horses:"), row("", 1, "Pure — bred"), row("0101210010", 2, "Males")],
    )
}

#[test]
fn an_edition_comes_back_whole() {
    for edition in [small(), crate::hs::hs2022().as_ref().clone()] {
        assert_eq!(Edition::from_bytes(&edition.to_bytes()).unwrap(), edition);
    }
}

#[test]
fn every_changed_byte_is_found() {
    let bytes = small().to_bytes();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        assert!(Edition::from_bytes(&changed).is_err(), "byte {at}");
    }
}

#[test]
fn every_cut_is_found() {
    let bytes = small().to_bytes();
    for length in 0..bytes.len() {
        assert!(Edition::from_bytes(&bytes[..length]).is_err(), "{length} bytes");
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(Edition::from_bytes(&longer).is_err());
}

#[test]
fn another_version_is_named() {
    let mut bytes = small().to_bytes();
    bytes[3] = 9;
    assert!(matches!(Edition::from_bytes(&bytes), Err(Error::Version { version: 9 })));
    assert!(matches!(Edition::from_bytes(b"PK\x03\x04"), Err(Error::Stored { what: "magic", byte: 0 })));
}

#[test]
fn a_number_of_rows_beyond_all_bounds_allocates_nothing() {
    let mut rows = u32::MAX.to_le_bytes().to_vec();
    rows.extend([0; 40]);
    let found = table_of(Reader { bytes: &rows, at: 0 }, &Scheme::UsHts);
    assert!(matches!(found, Err(Error::Stored { what: "number of rows", .. })));
    let mut rows = 400_000_u32.to_le_bytes().to_vec();
    rows.extend([0; 40]);
    let found = table_of(Reader { bytes: &rows, at: 0 }, &Scheme::UsHts);
    assert!(matches!(found, Err(Error::Stored { what: "rows", .. })));
}

proptest! {
    #[test]
    fn any_edition_comes_back(
        rows in prop::collection::vec(("[0-9]{0,10}", 0_u8..=63, ".{0,20}", "[a-z\n]{0,8}"), 0..40),
        scheme in "[a-z0-9 -]{0,12}",
    ) {
        let edition = edition(Scheme::new(&scheme), &rows);
        prop_assert_eq!(edition.table().len(), rows.len());
        prop_assert_eq!(Edition::from_bytes(&edition.to_bytes()).unwrap(), edition);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut stored = b"TWT\x01".to_vec();
        stored.extend(&bytes);
        prop_assert!(Edition::from_bytes(&stored).is_err());
        let _ = table_of(Reader { bytes: &bytes, at: 0 }, &Scheme::UsHts);
    }
}
