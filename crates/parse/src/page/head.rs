//! The head of a table: words above columns, in one row or several, each column's words one above the other.
//!
//! A head names at least one thing (a description, a part, a code) and measures it (a quantity, a price, a weight). Heads
//! that stand so close that they look like one text are parted where each part means something by itself.

/// What words mean.
mod meaning;

/// Heads one above the other.
mod columns;

pub use meaning::{box_number, boxed};

use super::rows::{Row, Run};
use crate::draft::phrase::{is_currency, is_unit, phrase};
use crate::draft::words::weight_name;
use crate::lexicon::{Section, fold, lexicon};
use crate::pdf::page::Rect;
use columns::columns_of;
use std::borrow::Cow;

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The field of a line it holds; none where no lexicon knows its words.
    pub role: Option<String>,
    /// Its words.
    pub text: String,
    /// Around its words.
    pub bounds: Rect,
    /// A currency among its words.
    pub currency: Option<String>,
    /// A unit among its words.
    pub unit: Option<String>,
    /// Its words name several things that stand in one cell, as the boxes of forms do.
    pub mixed: bool,
    /// Goods take two rows of print: words under the first of its heads, numbers of this field under the second.
    pub second: Option<String>,
    /// Its words name an article's number and its description: both stand in one cell, one below the other.
    pub coded: bool,
}

/// A head.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// From the left.
    pub columns: Vec<Column>,
    /// Rows it has.
    pub height: usize,
}

/// Rows that a head may have.
const ROWS_MAX: usize = 6;

/// Columns that a head may have.
const COLUMNS_MAX: usize = 40;

/// Rows of one head stand within so many em.
const ROW_EM_MAX: f32 = 1.7;

/// Heads may stand so close, in em: wider than a blank is, narrower than columns are.
const CLOSE_EM: f32 = 0.45;

/// Rows below a head that are looked at for numbers.
const LOOKED_AT_MAX: usize = 12;

/// Fields that name goods.
const THINGS: [&str; 4] = ["description", "part_number", "hs_code", "buyer_part_number"];

/// Fields that measure them.
const MEASURES: [&str; 7] =
    ["quantity", "amount", "unit_price", "net_weight", "gross_weight", "packages", "attribute.weight"];

impl Head {
    /// The head that begins at this row, if one does.
    pub fn at(rows: &[Row], at: usize) -> Option<Head> {
        let first = rows.get(at)?;
        if !may_be_head(first) {
            return None;
        }
        let edges = edges_below(rows, at);
        let mut best = Head::of(rows.get(at..=at)?, &edges);
        for height in 2..=ROWS_MAX {
            let Some(taken) = rows.get(at..at + height).filter(|taken| is_close(taken)) else { break };
            if !taken.last().is_some_and(|row| may_be_head(row) || is_units(row)) {
                break;
            }
            let taller = Head::of(taken, &edges);
            if taller.score() > best.score() || taller.goes_on(&best, taken.last()?) {
                best = taller;
            }
        }
        best.bare_weights();
        if !best.is_head() {
            return None;
        }
        let mut below = (1..best.height)
            .filter_map(|from| Some(Head::of(rows.get(at + from..at + best.height)?, &edges)));
        // A row of other words above a head is none of it.
        let needless =
            below.any(|less| less.score() >= best.score() && less.is_head() && !first_is_head(first));
        (!needless).then(|| best.with_rest(rows, at))
    }

    /// Takes the rows below that belong to it though their words do not join: what is left of long heads, and units.
    fn with_rest(mut self, rows: &[Row], at: usize) -> Head {
        while let Some(taken) =
            rows.get(at..=at + self.height).filter(|taken| is_close(taken) && taken.len() <= ROWS_MAX)
        {
            let Some(last) = taken.last() else { break };
            let plain = last.runs.iter().all(|run| !run.text.bytes().any(|b| b.is_ascii_digit()));
            if !plain || last.runs.len() < 2 {
                break;
            }
            for run in &last.runs {
                let over = |column: &&mut Column| {
                    column.bounds.x0 < run.bounds.x1 && run.bounds.x0 < column.bounds.x1
                };
                let Some(column) = self.columns.iter_mut().find(over) else { continue };
                let unit = run
                    .words
                    .iter()
                    .map(|word| word.text.trim_matches(['(', ')', '[', ']']))
                    .find(|word| is_unit(word));
                column.unit = column.unit.take().or(unit.map(str::to_owned));
                column.bounds = column.bounds.around(&run.bounds);
            }
            self.height += 1;
        }
        self
    }

    /// The columns of these rows: heads that stand close are parted where that says more.
    /// `edges`: where the numbers below stand apart.
    fn of(rows: &[Row], edges: &[f32]) -> Head {
        let whole: Vec<Cow<'_, Run>> = rows.iter().flat_map(|row| &row.runs).map(Cow::Borrowed).collect();
        let close = pieces(&whole, |run| run.gaps(CLOSE_EM));
        let apart = pieces(&whole, |run| cuts_at(run, edges));
        let unknown = |head: &Head| head.columns.iter().filter(|column| column.role.is_none()).count();
        let mut best = Head::of_runs(&whole, rows.len());
        let both = pieces(&close, |run| cuts_at(run, edges));
        let (as_whole, as_close) = (whole.len(), close.len());
        for (runs, known) in [(close, as_whole), (apart, as_whole), (both, as_close)] {
            // As many pieces are the same pieces.
            if runs.len() == as_whole || runs.len() == known {
                continue;
            }
            let other = Head::of_runs(&runs, rows.len());
            if other.score() > best.score() && unknown(&other) <= unknown(&best) {
                best = other;
            }
        }
        best
    }

    /// The columns of these runs.
    fn of_runs(runs: &[Cow<'_, Run>], height: usize) -> Head {
        let mut stacks: Vec<Vec<&Run>> = Vec::new();
        let mut runs: Vec<&Run> = runs.iter().map(Cow::as_ref).collect();
        runs.sort_by(|one, two| one.bounds.x0.total_cmp(&two.bounds.x0));
        let mut reach = f32::MIN;
        for run in runs {
            match stacks.last_mut() {
                Some(stack) if run.bounds.x0 < reach => stack.push(run),
                _ => stacks.push(vec![run]),
            }
            reach = reach.max(run.bounds.x1);
        }
        let mut columns: Vec<Column> = Vec::new();
        for mut stack in stacks {
            stack.sort_by(|one, two| one.bounds.y1.total_cmp(&two.bounds.y1));
            columns.extend(columns_of(&stack));
        }
        columns.truncate(COLUMNS_MAX);
        let mut seen: Vec<String> = Vec::new();
        for column in &mut columns {
            // Beside a column that numbers the lines, another such number is the article's: `#  Item No.`
            let numbers = column.role.as_deref() == Some("line") && seen.iter().any(|known| known == "line");
            if numbers && fold(&column.text).starts_with("item ") {
                column.role = Some("part_number".into());
            }
            // Each meaning belongs to the first column that has it.
            column.role = column.role.take().filter(|role| !seen.contains(role));
            seen.extend(column.role.clone());
        }
        let mut head = Head { columns, height };
        // “Item” names the goods where no other head does.
        if !THINGS.iter().any(|name| head.has(name))
            && let Some(column) =
                head.columns.iter_mut().find(|column| matches!(fold(&column.text).as_str(), "item" | "items"))
        {
            column.role = Some("description".into());
        }
        head
    }

    /// “Net” and “Gross” alone are weights where both stand and nothing in the head is money.
    fn bare_weights(&mut self) {
        let money = ["amount", "unit_price", "currency", "tax_percent", "tax_amount", "amount_with_tax"];
        let bare: Vec<(usize, &'static str)> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.role.is_none())
            .filter_map(|(at, column)| Some((at, weight_name(&column.text)?)))
            .collect();
        let [(_, one), (_, two)] = bare.as_slice() else { return };
        if one == two || money.iter().any(|name| self.has(name)) {
            return;
        }
        for (at, name) in bare {
            if let Some(column) = self.columns.get_mut(at) {
                column.role = Some(name.to_owned());
            }
        }
    }

    /// Columns with a meaning.
    fn score(&self) -> usize {
        self.columns.iter().filter(|column| column.role.is_some()).count()
    }

    /// Whether the last row belongs to it: each of its words stands below words, and no column lost its meaning.
    fn goes_on(&self, less: &Head, last: &Row) -> bool {
        let stands_below = |run: &Run| {
            less.columns
                .iter()
                .any(|column| column.bounds.x0 < run.bounds.x1 && run.bounds.x0 < column.bounds.x1)
        };
        self.score() == less.score()
            && self.columns.len() == less.columns.len()
            && last.runs.iter().all(stands_below)
    }

    /// Enough meaning for a table of goods.
    fn is_head(&self) -> bool {
        let things = THINGS.iter().any(|name| self.has(name));
        let measures = MEASURES.iter().any(|name| self.has(name));
        let known = self.score();
        things && measures && known * 2 >= self.columns.len() && (known >= 3 || known == self.columns.len())
    }

    /// Whether it has a column of this field.
    pub fn has(&self, name: &str) -> bool {
        let named = |role: &Option<String>| role.as_deref() == Some(name);
        self.columns.iter().any(|column| named(&column.role) || named(&column.second))
    }

    /// The number of its first box, where it is a form's.
    pub fn box_number(&self) -> Option<u32> {
        self.columns.first().and_then(|column| box_number(&column.text))
    }

    /// Prices or amounts stand in it.
    pub fn is_priced(&self) -> bool {
        self.has("amount") || self.has("unit_price")
    }

    /// Whether another head has the same columns, as on a later page.
    pub fn is_like(&self, other: &Head) -> bool {
        let roles = |head: &Head| head.columns.iter().map(|column| column.role.clone()).collect::<Vec<_>>();
        roles(self) == roles(other)
    }
}

/// Where the numbers of the next row with numbers stand apart.
fn edges_below(rows: &[Row], at: usize) -> Vec<f32> {
    let numbers = |row: &&Row| row.runs.iter().filter(|run| super::is_number(&run.text)).count();
    let page = rows.get(at).map_or(0, |row| row.page);
    let below =
        rows.get(at + 1..).unwrap_or_default().iter().take(LOOKED_AT_MAX).take_while(|row| row.page == page);
    let Some(row) = below.filter(|row| numbers(row) >= 2).max_by_key(numbers) else { return Vec::new() };
    let both = |pair: &&[Run]| pair.iter().all(|run| super::is_number(&run.text));
    row.runs
        .windows(2)
        .filter(both)
        .filter_map(|pair| match pair {
            [one, two] => Some((one.bounds.x1 + two.bounds.x0) / 2.0),
            _ => None,
        })
        .collect()
}

/// The places of words with an edge before them.
fn cuts_at(run: &Run, edges: &[f32]) -> Vec<usize> {
    if edges.is_empty() || box_number(&run.text).is_some() {
        return Vec::new();
    }
    let middle = |at: usize| run.words.get(at).map_or(0.0, |word| (word.bounds.x0 + word.bounds.x1) / 2.0);
    let is_cut = |at: &usize| edges.iter().any(|edge| middle(at - 1) < *edge && *edge < middle(*at));
    (1..run.words.len()).filter(is_cut).collect()
}

/// The pieces of runs; what is not cut stays as it is.
fn pieces<'r>(runs: &[Cow<'r, Run>], cuts: impl Fn(&Run) -> Vec<usize>) -> Vec<Cow<'r, Run>> {
    let mut all = Vec::with_capacity(runs.len());
    for run in runs {
        match cuts(run).as_slice() {
            [] => all.push(run.clone()),
            cuts => all.extend(run.cut(cuts).into_iter().map(Cow::Owned)),
        }
    }
    all
}

/// Only words, at least one of which begins a head.
fn may_be_head(row: &Row) -> bool {
    // `M3` is a head, though it has a digit.
    let is_known =
        |run: &Run| run.text.starts_with(char::is_alphabetic) && phrase(Section::Column, &run.text).is_some();
    let is_number =
        |run: &Run| super::is_number(&run.text) && box_number(&run.text).is_none() && !is_known(run);
    let numbers = row.runs.iter().any(is_number);
    let known =
        |run: &Run| run.words.iter().any(|word| lexicon().may_name(Section::Column, &fold(&word.text)));
    // Behind a colon stands a value.
    let valued = row
        .runs
        .iter()
        .any(|run| run.text.split_once(':').is_some_and(|(_, value)| !value.trim().is_empty()));
    !numbers && !valued && row.runs.len() <= COLUMNS_MAX && row.runs.iter().any(known)
}

/// Units and currencies under a head.
fn is_units(row: &Row) -> bool {
    let unit = |run: &Run| {
        let bare = run.text.trim_matches(['(', ')', '[', ']']);
        is_unit(bare) || is_currency(bare)
    };
    row.runs.iter().all(unit)
}

/// Any run of the row means something by itself.
fn first_is_head(row: &Row) -> bool {
    row.runs.iter().all(|run| phrase(Section::Column, &run.text).is_some())
}

/// Whether rows stand close enough for one head.
fn is_close(rows: &[Row]) -> bool {
    rows.windows(2).all(|pair| match pair {
        [one, two] => {
            one.page == two.page && two.baseline - one.baseline <= ROW_EM_MAX * one.size.max(two.size)
        }
        _ => false,
    })
}
