//! Any bytes: never a panic, always a finding or lines.

use super::ods::zipped;
use super::*;
use proptest::prelude::*;

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Description".to_owned()),
        Just("Qty".to_owned()),
        Just("Amount".to_owned()),
        Just("Total".to_owned()),
        Just("Seller:".to_owned()),
        Just("Freight".to_owned()),
        "[-0-9.,' €%/]{0,10}",
        "\\PC{0,12}",
        Just(String::new()),
    ]
}

proptest! {
    #[test]
    fn bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(!read_workbook(&bytes, &Limits::default()).findings.is_empty());
        let _ = read_text(&bytes, &Limits::default());
    }

    #[test]
    fn text(text in "(\\PC|[,;\"\n\r\t|]){0,200}") {
        let _ = csv_of(&text);
    }

    #[test]
    fn tables_of_likely_cells(rows in proptest::collection::vec(proptest::collection::vec(cell(), 1..6), 1..14)) {
        let text: String = rows.iter().map(|row| row.join(";") + "\n").collect();
        let parsed = csv_of(&text);
        let again = csv_of(&text);
        prop_assert_eq!(&parsed, &again);
        if let Some(reading) = parsed.reading {
            prop_assert_eq!(reading.line_items.len(), parsed.record.line_items.len());
        }
    }

    #[test]
    fn a_flipped_byte_in_a_workbook(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut bytes = zipped(&[("mimetype", b"x"), ("content.xml", b"<o><table:table table:name='T'><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table></o>")]);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        let _ = read_workbook(&bytes, &Limits::default());
    }
}
