//! XLSX: a sheet written row by row in constant memory, numbers as numbers.

use super::row::{COLUMNS, Cell};
use super::text::harmless;
use crate::problem::Problem;
use ledger::Ledger;
use ledger::view::Filter;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use trade::Code;

/// A sheet has at most so many rows (ECMA-376 readers), its head among them.
const ROWS_MAX: u32 = 1_048_576;

/// Writes the table; what does not fit one sheet goes onto the next.
///
/// # Errors
/// The ledger's, or where the workbook cannot be made.
pub async fn write(ledger: &dyn Ledger, filter: Filter) -> Result<Vec<u8>, Problem> {
    let mut workbook = Workbook::new();
    let mut sheets = 0u16;
    let mut at = ROWS_MAX;
    let mut next = Some(filter);
    while let Some(filter) = next {
        let found = super::page(ledger, filter).await?;
        if at == ROWS_MAX {
            head(&mut workbook).map_err(failed)?;
            (sheets, at) = (sheets + 1, 1);
        }
        let Some((rows, following)) = found else { break };
        for row in &rows {
            if at == ROWS_MAX {
                head(&mut workbook).map_err(failed)?;
                (sheets, at) = (sheets + 1, 1);
            }
            let sheet = workbook.worksheet_from_index(usize::from(sheets) - 1).map_err(failed)?;
            for (column, cell) in (0u16..).zip(row) {
                match cell {
                    Cell::Empty => {}
                    // A spreadsheet's numbers are floats; CSV and NDJSON carry every digit.
                    Cell::Number(number) => {
                        sheet
                            .write_number(at, column, number.to_f64().unwrap_or_default())
                            .map_err(failed)?;
                    }
                    Cell::Text(text) => {
                        sheet.write_string(at, column, harmless(text)).map_err(failed)?;
                    }
                }
            }
            at += 1;
        }
        next = Some(following);
    }
    workbook.save_to_buffer().map_err(failed)
}

/// A new sheet with its head, which stays in sight.
fn head(workbook: &mut Workbook) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_freeze_panes(1, 0)?;
    for (column, name) in (0u16..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    Ok(())
}

fn failed(failure: XlsxError) -> Problem {
    tracing::error!(error = %failure, "export.workbook");
    Problem::new(Code::Unexpected)
}
