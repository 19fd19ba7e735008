//! The tables of goods of a document: found, read over the breaks of pages, and taken out of its rows.

use super::body::{Body, BodyRow, Class, is_totals, sum_of};
use super::form::number_and_date;
use super::group::{Rules, groups};
use super::head::{Column, Head};
use super::packed::is_total;
use super::rows::{Row, Run};
use super::said::is_code;
use super::{infer, item};
use crate::draft::fields::hs_scheme;
use crate::draft::figures::LINE_NUMBERS;
use crate::draft::{Draft, LineDraft, SumDraft};

/// Numbers of one cell stand within so many em.
const APART_EM: f32 = 0.8;

/// What stands around the tables, and where the goods stand.
#[derive(Debug, Default)]
pub struct Rest {
    /// Places in the list of rows that no table took.
    pub rows: Vec<usize>,
    /// The first row of each line of goods, in order.
    pub goods: Vec<usize>,
    /// A head of goods was found, and nothing below it.
    pub empty: bool,
}

impl Rest {
    /// Lines of goods above a row.
    pub fn lines_above(&self, at: usize) -> usize {
        self.goods.iter().filter(|goods| **goods < at).count()
    }
}

/// Reads the tables of goods into the draft.
pub fn read(rows: &[Row], rules: Rules<'_>, draft: &mut Draft) -> Rest {
    let mut rest = Rest::default();
    let mut tables: Vec<Body> = Vec::new();
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        if let Some(head) = Head::at(rows, at) {
            let height = head.height;
            match tables.last_mut() {
                Some(table) if table.head.is_like(&head) => table.again(head, rows, at),
                _ => tables.push(Body::new(head, rows, at)),
            }
            at += height;
            continue;
        }
        if !tables.last_mut().is_some_and(|table| take(table, at, row, draft)) {
            rest.rows.push(at);
        }
        at += 1;
    }
    let is_empty = |table: &Body| !table.passed_numbers && table.rows.iter().all(|row| !row.anchor);
    rest.empty = !tables.is_empty() && tables.iter().all(is_empty);
    fill(tables, rules, draft, &mut rest);
    rest
}

/// Takes a row into the table. False where it stands around the goods.
fn take(table: &mut Body, at: usize, row: &Row, draft: &mut Draft) -> bool {
    let (class, cells) = table.class(row);
    if !table.closed && matches!(class, Class::More | Class::Other) && sum_of(row).is_none() {
        let numbers = row.runs.iter().filter(|run| super::is_number(&run.text)).count();
        table.passed_numbers |= numbers >= 2;
    }
    match class {
        Class::Running => return true,
        Class::Other => {
            if sum_of(row).is_some() || is_totals(row) || is_total(row) || table.is_next_box(row) {
                table.closed = true;
                measures(table, &cells, draft);
            }
            return false;
        }
        Class::Goods | Class::More => {}
    }
    let (page, baseline, size) = (row.page, row.baseline, row.size);
    table.rows.push(BodyRow { at, cells, anchor: class == Class::Goods, page, baseline, size });
    true
}

/// Sums of weights, packages and quantities below their columns.
fn measures(table: &Body, cells: &[Option<Run>], draft: &mut Draft) {
    for (column, run) in table.pairs(cells) {
        let role = column.role.as_deref().unwrap_or_default();
        let measure = matches!(role, "quantity" | "net_weight" | "gross_weight" | "packages" | "volume");
        if measure && super::is_number(&run.text) {
            let mut seen = run.see();
            seen.unit.clone_from(&column.unit);
            // Lines are counted when the table is read to its end.
            draft.sums.push(SumDraft {
                name: role.to_owned(),
                seen,
                lines_above: usize::MAX,
                charges_above: 0,
            });
        }
    }
}

/// Chooses the tables that hold the goods and writes their lines.
fn fill(tables: Vec<Body>, rules: Rules<'_>, draft: &mut Draft, rest: &mut Rest) {
    let mut tables = tables;
    tables.iter_mut().for_each(infer::factor);
    tables.iter_mut().for_each(infer::description);
    let holds = |table: &&Body| table.rows.iter().any(|row| row.anchor);
    let priced = tables.iter().filter(holds).any(|table| table.head.is_priced());
    let describes = |table: &Body| table.head.has("description") || table.head.has("part_number");
    let described = tables.iter().filter(holds).any(describes);
    for table in tables {
        // A table of codes and sums behind the goods adds the same goods up once more.
        let again = described && !describes(&table);
        let wanted = (table.head.is_priced() == priced && !again) || !table.rows.iter().any(|row| row.anchor);
        if !wanted {
            rest.rows.extend(table.rows.iter().map(|row| row.at));
            continue;
        }
        if table.rows.iter().any(|row| row.anchor) {
            heads(&table, draft);
        }
        let mut body = table;
        // Words behind the last goods that stand apart from them are remarks.
        let last = body.rows.iter().rposition(|row| row.anchor);
        let tail = body.rows.split_off(tail_from(&body.rows, last));
        rest.rows.extend(tail.iter().map(|row| row.at));
        draft.unread.extend(body.rows.iter().filter_map(|row| crowded(&body, row)));
        marks_above(&mut body, draft);
        let groups = groups(&body, rules);
        let codes = codes(&body, &groups);
        for (group, code) in groups.iter().zip(codes) {
            let mut line = item::line(&body, group, code);
            invoice_of(&mut line, draft);
            rest.goods.extend(group.iter().map(|row| row.at).min());
            draft.lines.push(line);
        }
    }
    rest.rows.sort_unstable();
    for sum in &mut draft.sums {
        sum.lines_above = sum.lines_above.min(draft.lines.len());
    }
}

/// The invoice that the goods of a line were sold with is one of the document's references.
fn invoice_of(line: &mut LineDraft, draft: &mut Draft) {
    let Some(mut seen) = line.cells.remove("reference.invoice") else { return };
    let Some((number, _)) = number_and_date(&seen.text) else { return };
    seen.text = number;
    if draft.references.iter().all(|(kind, known)| kind != "invoice" || known.text != seen.text) {
        draft.references.push(("invoice".to_owned(), seen));
    }
}

/// For each line of goods, the row that has its article's number among the words: where the head says that both stand in one
/// cell, or where no head names articles and under each description stands one code alone.
fn codes(body: &Body, groups: &[Vec<&BodyRow>]) -> Vec<Option<usize>> {
    let coded = body.head.columns.iter().any(|column| column.coded);
    let printed =
        |run: &Run| run.words.len() == 1 && is_code(&run.text) && !run.text.contains(char::is_lowercase);
    let of = |group: &Vec<&BodyRow>| {
        let cell = |row: &&BodyRow| body.cell(&row.cells, "description").is_some_and(printed);
        let mut places = group.iter().enumerate().filter(|(_, row)| cell(row)).map(|(at, _)| at);
        places.next().filter(|at| places.next().is_none() && group.len() > 1 && (coded || *at > 0))
    };
    let found: Vec<Option<usize>> = groups.iter().map(of).collect();
    let everywhere = groups.len() > 1 && found.iter().all(Option::is_some);
    let named = body.head.has("part_number");
    if !named && (coded || everywhere) { found } else { vec![None; groups.len()] }
}

/// On a form, marks and numbers stand above the first goods, in the same box.
fn marks_above(body: &mut Body, draft: &mut Draft) {
    let mixed =
        body.head.columns.iter().any(|column| column.mixed && column.role.as_deref() == Some("description"));
    let Some(first) = body.rows.iter().position(|row| row.anchor).filter(|first| mixed && *first > 0) else {
        return;
    };
    for row in body.rows.drain(..first) {
        if let Some(run) = row.cells.iter().flatten().next() {
            draft.put("marks", run.see(), false);
        }
    }
}

/// Where the remarks behind the last goods begin.
fn tail_from(rows: &[BodyRow], last: Option<usize>) -> usize {
    let Some(last) = last else { return 0 };
    // Where a heading stands between, the gap is not the goods' own.
    let gap = |pair: &[BodyRow]| match pair {
        [one, two] if one.page == two.page && two.at == one.at + 1 => Some(two.baseline - one.baseline),
        _ => None,
    };
    let usual = rows.windows(2).take(last.max(1)).filter_map(gap).fold(0.0_f32, f32::max);
    let mut end = last + 1;
    while let (Some(one), Some(two)) = (rows.get(end - 1), rows.get(end)) {
        let gap = two.baseline - one.baseline;
        if one.page != two.page || gap > (usual * 1.2).max(1.8 * one.size) {
            break;
        }
        end += 1;
    }
    end
}

/// What the heads of a table say.
fn heads(table: &Body, draft: &mut Draft) {
    for column in &table.head.columns {
        draft.words.push(column.text.clone());
        match &column.role {
            Some(role) => {
                if role == "hs_code" {
                    draft.hs_scheme = draft.hs_scheme.or_else(|| hs_scheme(&column.text));
                }
                draft.roles.push(role.clone());
            }
            None => {
                if holds_numbers(table, column) {
                    draft.unplaced_numbers.push(column.text.clone());
                }
                draft.unplaced.push(column.text.clone());
            }
        }
    }
}

/// Whether the rows of goods have numbers in a column.
fn holds_numbers(table: &Body, column: &Column) -> bool {
    let number = |row: &&BodyRow| {
        table.pairs(&row.cells).any(|(own, run)| own.bounds == column.bounds && super::is_number(&run.text))
    };
    let rows = || table.rows.iter().filter(|row| row.anchor);
    rows().filter(number).count() * 2 > rows().count()
}

/// Two numbers that stand apart in one cell of a number or a code: one of them has no column. Where it is.
fn crowded(body: &Body, row: &BodyRow) -> Option<String> {
    let counts = |role: &str| LINE_NUMBERS.contains(&role) || role == "hs_code";
    let (_, run) = body.pairs(&row.cells).find(|(column, run)| {
        let numbers = run.split(APART_EM).iter().filter(|piece| super::is_number(&piece.text)).count();
        column.role.as_deref().is_some_and(counts) && !column.mixed && numbers >= 2
    })?;
    Some(run.see().place)
}
