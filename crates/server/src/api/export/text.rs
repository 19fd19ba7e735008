//! CSV and NDJSON, row by row. Texts that a spreadsheet would run as a formula are escaped; numbers stay numbers.

use super::row::{COLUMNS, Cell, Row};
use serde_json::{Map, Value};

/// The head of a CSV table, after a mark that tells spreadsheets the encoding.
pub fn csv_head() -> Vec<u8> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend_from_slice(COLUMNS.join(",").as_bytes());
    bytes.extend_from_slice(b"\r\n");
    bytes
}

/// Rows as CSV (RFC 4180).
pub fn csv(rows: &[Row]) -> Vec<u8> {
    let mut text = String::new();
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            match cell {
                Cell::Empty => {}
                Cell::Number(number) => text.push_str(&number.to_string()),
                Cell::Text(value) => push_quoted(&mut text, &harmless(value)),
            }
        }
        text.push_str("\r\n");
    }
    text.into_bytes()
}

/// A text that begins like a formula gets an apostrophe before it (OWASP, CSV injection).
pub fn harmless(value: &str) -> std::borrow::Cow<'_, str> {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) {
        format!("'{value}").into()
    } else {
        value.into()
    }
}

fn push_quoted(text: &mut String, value: &str) {
    if value.contains(['"', ',', '\n', '\r', ';']) || value.starts_with('\'') {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}

/// Rows as NDJSON, as they are: nothing runs there.
pub fn ndjson(rows: &[Row]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in rows {
        let object: Map<String, Value> =
            COLUMNS.iter().zip(row).map(|(column, cell)| ((*column).to_owned(), json(cell))).collect();
        bytes.extend_from_slice(Value::Object(object).to_string().as_bytes());
        bytes.push(b'\n');
    }
    bytes
}

fn json(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Number(number) => Value::from(number.to_string()),
        Cell::Text(text) => Value::from(text.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_escaped_and_numbers_are_not() {
        let row = vec![
            Cell::Text("=cmd|' /C calc'!A0".into()),
            Cell::Text("@SUM(1)".into()),
            Cell::Number("-5.00".parse().unwrap()),
            Cell::Text("a, \"b\"".into()),
        ];
        let text = String::from_utf8(csv(&[row])).unwrap();
        assert_eq!(text, "\"'=cmd|' /C calc'!A0\",\"'@SUM(1)\",-5.00,\"a, \"\"b\"\"\"\r\n");
    }
}
