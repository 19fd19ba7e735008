//! Number, date, terms, transport: labels with their values, in seven arrangements.
//!
//! Promises: a value is never wider than its place: it wraps. Refuses to know which facts a kind of paper has to state.

use super::draft::Draft;
use super::look::Facts;
use super::sheet::Align;

/// A label with its value.
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// Draws them at a place; gives the y below.
pub fn draw(draft: &mut Draft, facts: &[Fact], style: Facts, (x, y, width): (f32, f32, f32)) -> f32 {
    match style {
        Facts::Block | Facts::Colon | Facts::Axis | Facts::Table => pairs(draft, facts, style, (x, y, width)),
        Facts::Strip => strip(draft, facts, (x, y, width)),
        Facts::Cells => cells(draft, facts, (x, y, width)),
        Facts::Under => under(draft, facts, (x, y, width)),
    }
}

fn pairs(draft: &mut Draft, facts: &[Fact], style: Facts, (x, mut y, width): (f32, f32, f32)) -> f32 {
    let ink = draft.ink();
    let labels = facts.iter().map(|fact| draft.sheet.wide(&fact.label, ink.bold())).fold(0.0, f32::max);
    let split = (labels + 10.0).min(width * 0.6);
    let top = y;
    for fact in facts {
        let label = draft.sheet.wrap(&fact.label, split - 4.0, ink);
        let room = if style == Facts::Colon {
            width - draft.sheet.wide(&fact.label, ink.bold()) - 6.0
        } else {
            width - split - 4.0
        };
        let value = draft.sheet.wrap(&fact.value, room, ink);
        let pad = if style == Facts::Table { 2.5 } else { 0.0 };
        let lines = label.len().max(value.len()) as f32;
        match style {
            Facts::Axis => {
                draft.sheet.lines(x + split - 4.0, y, Align::Right, &label, ink);
                draft.sheet.lines(x + split + 2.0, y, Align::Left, &value, ink);
            }
            Facts::Colon => {
                let wide = draft.sheet.wide(&fact.label, ink.bold());
                draft.sheet.text(x, y, Align::Left, &fact.label, ink.bold());
                draft.sheet.lines(x + wide + 4.0, y, Align::Left, &value, ink);
            }
            _ => {
                draft.sheet.lines(x + pad, y + pad, Align::Left, &label, ink);
                draft.sheet.lines(x + split + pad, y + pad, Align::Left, &value, ink);
            }
        }
        y += lines * ink.leading() + 2.0 * pad;
        if style == Facts::Table {
            draft.sheet.rule((x, y), (x + width, y), 0.4);
        }
    }
    if style == Facts::Table {
        draft.sheet.rule((x, top), (x + width, top), 0.4);
        for at in [x, x + split, x + width] {
            draft.sheet.rule((at, top), (at, y), 0.4);
        }
    }
    y
}

/// Rows of up to five: labels, below them values.
fn strip(draft: &mut Draft, facts: &[Fact], (x, mut y, width): (f32, f32, f32)) -> f32 {
    let (ink, small) = (draft.ink(), draft.small());
    for row in facts.chunks(5) {
        let share = width / row.len() as f32;
        draft.sheet.fill(x, y, width, small.leading() + 4.0, [232, 236, 240]);
        let mut deepest = y;
        for (at, fact) in row.iter().enumerate() {
            let left = x + at as f32 * share + 3.0;
            let label = draft.sheet.wrap(&fact.label, share - 6.0, small.bold());
            let below = draft.sheet.lines(left, y + 2.0, Align::Left, &label, small.bold()) + 3.0;
            let value = draft.sheet.wrap(&fact.value, share - 6.0, ink);
            deepest = deepest.max(draft.sheet.lines(left, below, Align::Left, &value, ink));
        }
        y = deepest + 6.0;
    }
    y
}

/// Framed cells, three or four a row, label small above the value.
fn cells(draft: &mut Draft, facts: &[Fact], (x, mut y, width): (f32, f32, f32)) -> f32 {
    let (ink, small) = (draft.ink(), draft.small());
    let across = if width > 400.0 { 4 } else { 2 };
    let share = width / across as f32;
    for row in facts.chunks(across) {
        let wrapped: Vec<Vec<String>> =
            row.iter().map(|fact| draft.sheet.wrap(&fact.value, share - 8.0, ink)).collect();
        let tallest = wrapped.iter().map(Vec::len).max().unwrap_or(1) as f32;
        let height = small.leading() + tallest * ink.leading() + 6.0;
        for (at, (fact, value)) in row.iter().zip(&wrapped).enumerate() {
            let left = x + at as f32 * share;
            draft.sheet.frame(left, y, share, height, 0.5);
            let label = draft.sheet.fitting(&fact.label, share - 8.0, small);
            draft.sheet.text(left + 4.0, y + 2.0, Align::Left, &fact.label, label);
            draft.sheet.lines(left + 4.0, y + small.leading() + 3.0, Align::Left, value, ink);
        }
        y += height;
    }
    y
}

/// Values with their labels small below them, two a row.
fn under(draft: &mut Draft, facts: &[Fact], (x, mut y, width): (f32, f32, f32)) -> f32 {
    let (ink, small) = (draft.ink(), draft.small());
    let across = if width > 400.0 { 4 } else { 2 };
    let share = width / across as f32;
    for row in facts.chunks(across) {
        let wrapped: Vec<Vec<String>> =
            row.iter().map(|fact| draft.sheet.wrap(&fact.value, share - 10.0, ink.bold())).collect();
        let tallest = wrapped.iter().map(Vec::len).max().unwrap_or(1) as f32;
        let line = y + tallest * ink.leading() + 1.0;
        for (at, (fact, value)) in row.iter().zip(&wrapped).enumerate() {
            let left = x + at as f32 * share;
            let first = line - 1.0 - value.len() as f32 * ink.leading();
            draft.sheet.lines(left, first, Align::Left, value, ink.bold());
            draft.sheet.rule((left, line), (left + share - 8.0, line), 0.4);
            let label = fact.label.trim_end_matches([':', ' ']).to_owned();
            let small = draft.sheet.fitting(&label, share - 10.0, small);
            draft.sheet.text(left, line + 1.0, Align::Left, &label, small);
        }
        y = line + small.leading() + 6.0;
    }
    y
}
