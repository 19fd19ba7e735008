//! Which line that was read is which line that is known.
//!
//! Promises: the likest pair first; of pairs that are alike, those in the same place. A line is used once. Refuses to
//! judge: lines that hardly resemble each other may be a pair, and then their values are wrong.

use serde_json::Value;

use super::fold::similarity;
use super::held::{self, SIMILARITY_MIN};
use super::truth::{How, WantedLine};

/// A pair needs a description that is this like, or two numbers in common.
const LIKE_MIN: f64 = 0.6;

/// For each known line the read one, by its place in the record.
pub fn pairs(known: &[WantedLine], read: &[Value], signless: bool) -> Vec<Option<usize>> {
    let mut likely: Vec<(f64, usize, usize)> = Vec::new();
    for (at, wanted) in known.iter().enumerate() {
        for (place, line) in read.iter().enumerate() {
            let likeness = likeness(wanted, line, signless);
            if likeness > 0.0 {
                likely.push((likeness, at, place));
            }
        }
    }
    likely.sort_by(|one, other| {
        let apart = |pair: &(f64, usize, usize)| pair.1.abs_diff(pair.2);
        other.0.total_cmp(&one.0).then(apart(one).cmp(&apart(other))).then(one.1.cmp(&other.1))
    });
    let mut pairs = vec![None; known.len()];
    let mut taken = vec![false; read.len()];
    for (_, at, place) in likely {
        if let (Some(pair @ None), Some(free @ false)) = (pairs.get_mut(at), taken.get_mut(place)) {
            (*pair, *free) = (Some(place), true);
        }
    }
    pairs
}

/// 0 for no pair; else two for the same description and one for each number in common.
fn likeness(wanted: &WantedLine, line: &Value, signless: bool) -> f64 {
    let (mut words, mut numbers) = (0.0_f64, 0.0_f64);
    for value in &wanted.values {
        let read = held::of_line(line, value.field);
        for truth in &value.texts {
            match value.how {
                How::Description => {
                    words = read.iter().map(|read| similarity(truth, read)).fold(words, f64::max);
                }
                _ if read.iter().any(|read| held::is_right(value.how, truth, read, signless)) => {
                    numbers += 1.0;
                    break;
                }
                _ => {}
            }
        }
    }
    let pair = words >= LIKE_MIN || numbers >= 2.0;
    let words = if words >= SIMILARITY_MIN { words * 2.0 } else { words };
    if pair { words + numbers } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::super::truth::{Group, Wanted};
    use super::*;
    use serde_json::json;

    fn known(description: &str, quantity: &str, amount: &str) -> WantedLine {
        let value = |field, how, text: &str| Wanted::new(Group::Line, field, how, [text.to_owned()]);
        let values = vec![
            value("description", How::Description, description),
            value("quantity", How::Number, quantity),
            value("amount", How::Number, amount),
        ];
        WantedLine { values, counted: true }
    }

    fn read(description: &str, quantity: &str, amount: &str) -> Value {
        json!({"description":description,"quantity":quantity,"amount":amount})
    }

    #[test]
    fn the_likest_lines_are_pairs_wherever_they_stand() {
        let known = [known("Gear pump", "2", "19"), known("Valve", "3", "30")];
        let read = [read("Freight", "1", "7"), read("Valve DN50", "3", "30"), read("Gear pump", "2", "91")];
        assert_eq!(pairs(&known, &read, false), [Some(2), Some(1)]);
    }

    #[test]
    fn equal_lines_are_paired_in_order_and_strangers_are_not() {
        let same = [known("Valve", "3", "30"), known("Valve", "3", "30"), known("Oil", "1", "5")];
        let read = [read("Valve", "3", "30"), read("Valve", "3", "30"), read("Freight", "2", "6")];
        assert_eq!(pairs(&same, &read, false), [Some(0), Some(1), None]);
    }
}
