//! The goods as a table: as wide as its contents ask, its head repeated on each page, sums carried over the breaks.
//!
//! Promises: no cell is clipped; a row is never cut by a page break. Refuses to know sums below the goods.

use rust_decimal::Decimal;

use super::cells::{hang, head, plain_cell, shows, shows_under, sum_of, under_text};
use super::draft::Draft;
use super::look::{Column, Grid, Under};
use super::sheet::{Align, Ink};
use super::shipment::Line;

/// Where the table stands, for what is drawn in line with it.
pub struct Table {
    pub x: f32,
    pub columns: Vec<Column>,
    pub widths: Vec<f32>,
    heads: Vec<String>,
    pub ink: Ink,
    pub grid: Grid,
}

/// A cell's lines, each with its ink.
type Cell = Vec<(String, Ink)>;

pub const PAD: f32 = 3.0;

impl Table {
    /// The widths for this shipment; smaller letters where it does not fit.
    pub fn plan(draft: &mut Draft) -> Table {
        let deal = draft.deal;
        let one_origin = draft.states_one_origin();
        let has = |column: Column| match column {
            Column::Origin => !one_origin,
            Column::Basis => deal.lines.iter().any(|line| line.basis != Decimal::ONE),
            Column::Discount => deal.lines.iter().any(|line| !line.discount.is_zero()),
            _ => true,
        };
        let columns: Vec<Column> = draft.look.columns.iter().copied().filter(|column| has(*column)).collect();
        let with_currency = draft.random.chance(0.3);
        let heads = columns.iter().map(|column| head(draft, *column, with_currency)).collect();
        let mut table = Table {
            x: draft.sheet.margin,
            columns,
            widths: Vec::new(),
            heads,
            ink: draft.ink(),
            grid: draft.look.grid,
        };
        for _ in 0..6 {
            table.widths = table.measure(draft);
            let needed = 24.0 * table.ink.size * 0.6;
            let given =
                table.columns.iter().zip(&table.widths).find(|(column, _)| **column == Column::Description);
            if given.is_none_or(|(_, width)| *width >= needed) {
                break;
            }
            table.ink = table.ink.sized(table.ink.size * 0.93);
        }
        for column in table.columns.clone() {
            shows(draft, column);
        }
        for under in draft.look.under {
            shows_under(draft, *under);
        }
        draft.show("lines");
        table
    }

    fn measure(&self, draft: &Draft) -> Vec<f32> {
        let bold = self.ink.bold();
        let widest = |column: Column, head: &str| {
            let words = head.split(' ').map(|word| draft.sheet.wide(word, bold));
            let cells = draft.deal.lines.iter().flat_map(|line| self.cell(draft, line, column, f32::MAX));
            let cells = cells.map(|(text, ink)| draft.sheet.wide(&text, ink));
            let sums = sum_of(draft, column).map(|text| draft.sheet.wide(&text, bold));
            words.chain(cells).chain(sums).fold(8.0, f32::max) + 2.0 * PAD
        };
        let mut widths: Vec<f32> = self
            .columns
            .iter()
            .zip(&self.heads)
            .map(|(column, head)| if *column == Column::Description { 0.0 } else { widest(*column, head) })
            .collect();
        let rest = draft.sheet.measure_width() - widths.iter().sum::<f32>();
        for (column, width) in self.columns.iter().zip(&mut widths) {
            if *column == Column::Description {
                *width = rest;
            }
        }
        widths
    }

    /// Left edge and width of each column.
    pub fn places(&self) -> Vec<(f32, f32)> {
        let mut x = self.x;
        self.widths
            .iter()
            .map(|width| {
                x += width;
                (x - width, *width)
            })
            .collect()
    }

    /// The right end.
    pub fn end(&self) -> f32 {
        self.x + self.widths.iter().sum::<f32>()
    }

    fn cell(&self, draft: &Draft, line: &Line, column: Column, width: f32) -> Cell {
        let ink = self.ink;
        if column != Column::Description {
            return vec![(plain_cell(draft, line, column), ink)];
        }
        let small = ink.sized(ink.size * 0.92);
        let mut cell = Vec::new();
        let mut add = |text: &str, ink: Ink| {
            cell.extend(draft.sheet.wrap(text, width - 2.0 * PAD, ink).into_iter().map(|line| (line, ink)));
        };
        if draft.look.under.contains(&Under::Part) {
            add(&format!("{} {}", draft.label("sub.part"), line.part_number), small);
        }
        add(&line.description, ink);
        for under in draft.look.under {
            if let Some(text) = under_text(draft, line, *under) {
                add(&text, small);
            }
        }
        if !line.discount.is_zero()
            && !self.columns.contains(&Column::Discount)
            && self.columns.contains(&Column::Price)
        {
            add(
                &format!("{} {} %", draft.bare("discount"), draft.deal.locale.shortest(line.discount)),
                small,
            );
        }
        cell
    }

    /// Head, rows, breaks.
    pub fn draw(&self, draft: &mut Draft) {
        let carries = self.columns.contains(&Column::Amount) && draft.random.chance(0.7);
        self.head(draft);
        let mut top = draft.sheet.y;
        let mut sum = Decimal::ZERO;
        let group = draft.deal.group_size();
        for (at, line) in draft.deal.lines.iter().enumerate() {
            let cells: Vec<Cell> = self
                .columns
                .iter()
                .zip(&self.widths)
                .map(|(column, width)| self.cell(draft, line, *column, *width))
                .collect();
            let height = cells.iter().map(Vec::as_slice).map(height).fold(0.0, f32::max) + 2.0 * PAD;
            let headed = draft.quirks.grouped && at.is_multiple_of(group);
            let extra = usize::from(carries) + usize::from(headed);
            let reserve = extra as f32 * (self.ink.leading() + 2.0 * PAD);
            if draft.sheet.room() < height + reserve {
                if carries {
                    self.carry(draft, "carried", sum);
                }
                self.close(draft, top);
                draft.sheet.turn();
                continued(draft);
                self.head(draft);
                top = draft.sheet.y;
                if carries {
                    self.carry(draft, "brought", sum);
                }
            }
            if headed {
                let text = format!("{} {}", draft.label("delivery"), draft.deal.delivery(at / group));
                self.sum_row(draft, &text, &[], self.ink.bold());
                draft.show("despatch");
            }
            if self.grid == Grid::Zebra && at % 2 == 1 {
                let (y, width) = (draft.sheet.y, self.end() - self.x);
                draft.sheet.fill(self.x, y, width, height, [238, 241, 244]);
            }
            self.row(draft, &cells, height);
            sum += line.amount;
        }
        self.close(draft, top);
    }

    fn row(&self, draft: &mut Draft, cells: &[Cell], height: f32) {
        let y = draft.sheet.y;
        for ((column, cell), (x, width)) in self.columns.iter().zip(cells).zip(self.places()) {
            let mut line_y = y + PAD;
            for (text, ink) in cell {
                let (at, align) = hang(*column, x, width);
                draft.sheet.text(at, line_y, align, text, *ink);
                line_y += ink.leading();
            }
        }
        draft.sheet.y += height;
        if matches!(self.grid, Grid::Full | Grid::Rows) {
            let y = draft.sheet.y;
            draft.sheet.rule((self.x, y), (self.end(), y), 0.4);
        }
    }

    fn head(&self, draft: &mut Draft) {
        let bold = self.ink.bold();
        let wrapped: Vec<Vec<String>> = self
            .heads
            .iter()
            .zip(&self.widths)
            .map(|(head, width)| draft.sheet.wrap(head, width - 2.0 * PAD, bold))
            .collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(1) as f32 * bold.leading() + 2.0 * PAD;
        let y = draft.sheet.y;
        let bar = matches!(self.grid, Grid::Zebra | Grid::Columns);
        if bar {
            let colour = if self.grid == Grid::Zebra { draft.look.accent } else { [225, 225, 225] };
            draft.sheet.fill(self.x, y, self.end() - self.x, height, colour);
        }
        let bold = if self.grid == Grid::Zebra { bold.coloured([255, 255, 255]) } else { bold };
        for ((column, lines), (x, width)) in self.columns.iter().zip(&wrapped).zip(self.places()) {
            let (at, align) = hang(*column, x, width);
            draft.sheet.lines(at, y + PAD, align, lines, bold);
        }
        draft.sheet.y += height;
        let below = draft.sheet.y;
        if !matches!(self.grid, Grid::None | Grid::Zebra) {
            draft.sheet.rule((self.x, y), (self.end(), y), 0.8);
            draft.sheet.rule((self.x, below), (self.end(), below), 0.8);
        }
        if self.grid == Grid::None {
            let dashes = "-".repeat(((self.end() - self.x) / draft.sheet.wide("-", self.ink)) as usize);
            draft.sheet.text(self.x, below, Align::Left, &dashes, self.ink);
            draft.sheet.y += self.ink.leading();
        }
        if matches!(self.grid, Grid::Full | Grid::Columns) {
            self.uprights(draft, y);
        }
    }

    fn uprights(&self, draft: &mut Draft, top: f32) {
        let bottom = draft.sheet.y;
        for x in self.places().into_iter().map(|(x, _)| x).chain([self.end()]) {
            draft.sheet.rule((x, top), (x, bottom), 0.5);
        }
    }

    fn close(&self, draft: &mut Draft, top: f32) {
        let y = draft.sheet.y;
        if matches!(self.grid, Grid::Full | Grid::Columns) {
            self.uprights(draft, top);
        }
        if self.grid != Grid::None {
            draft.sheet.rule((self.x, y), (self.end(), y), 0.8);
        }
    }

    fn carry(&self, draft: &mut Draft, key: &str, sum: Decimal) {
        let label = draft.bare(key);
        let amount = draft.money(sum);
        self.sum_row(draft, &label, &[(Column::Amount, amount)], self.ink.italic());
    }

    /// A row whose label stands in the description and whose sums stand in their columns.
    pub fn sum_row(&self, draft: &mut Draft, label: &str, sums: &[(Column, String)], ink: Ink) {
        let height = ink.leading() + 2.0 * PAD;
        draft.sheet.need(height);
        let y = draft.sheet.y;
        let places = self.places();
        let mut wide = self.columns.iter().zip(&places).filter(|(column, _)| **column == Column::Description);
        let at = wide.next().map_or(self.x, |(_, (x, _))| *x);
        draft.sheet.text(at + PAD, y + PAD, Align::Left, label, ink);
        for (column, (x, width)) in self.columns.iter().zip(places) {
            if let Some((_, text)) = sums.iter().find(|(of, _)| of == column) {
                let (at, align) = hang(*column, x, width);
                draft.sheet.text(at, y + PAD, align, text, ink);
            }
        }
        draft.sheet.y += height;
    }
}

fn height(cell: &[(String, Ink)]) -> f32 {
    cell.iter().map(|(_, ink)| ink.leading()).sum()
}

/// On the pages after the first: which document this is.
fn continued(draft: &mut Draft) {
    if draft.random.chance(0.75) {
        let (key, number) = draft.number();
        let text = format!("{} {number}", draft.label(key));
        let (x, y, ink) = (draft.sheet.margin, draft.sheet.y, draft.small());
        draft.sheet.text(x, y, Align::Left, &text, ink);
        draft.sheet.y += 2.0 * ink.leading();
    }
}
