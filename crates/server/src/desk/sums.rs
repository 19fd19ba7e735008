//! The three sums of the house, each with what it comes to and whether it closes.

use super::words;
use ledger::view::Counts;
use rust_decimal::Decimal;

/// One sum: the left side, and the parts that must come to it.
#[derive(Debug)]
pub struct Sum {
    /// What it is about.
    pub title: String,
    /// What came in.
    pub whole: Term,
    /// Where it is.
    pub parts: Vec<Term>,
    /// Nothing when it closes; else by how much it does not.
    pub off_by: Option<String>,
}

/// A number with its name.
#[derive(Debug)]
pub struct Term {
    /// In words.
    pub name: &'static str,
    /// With grouped digits.
    pub number: String,
}

fn term(name: &'static str, number: u64) -> Term {
    Term { name, number: words::count(number) }
}

/// Documents, lines, and value by currency.
pub fn sums(counts: &Counts) -> Vec<Sum> {
    let mut sums = vec![documents(counts), lines(counts)];
    sums.extend(counts.value.iter().map(|(currency, value)| {
        let off = value.declared - value.released - value.held;
        let code = Some(currency.as_str()).filter(|code| *code != "none");
        let of = |name, number: Decimal| Term { name, number: words::amount(number, code) };
        Sum {
            title: code.map_or("Value without a currency".to_owned(), |code| format!("Value in {code}")),
            whole: of("declared", value.declared),
            parts: vec![of("released", value.released), of("held", value.held)],
            off_by: (!value.closes()).then(|| words::amount(off.abs(), code)),
        }
    }));
    sums
}

fn documents(counts: &Counts) -> Sum {
    let standing: u64 = counts.states.values().sum();
    Sum {
        title: "Documents".to_owned(),
        whole: term("received", counts.accepted),
        parts: vec![term("in the ten states", standing)],
        off_by: (standing != counts.accepted).then(|| words::count(standing.abs_diff(counts.accepted))),
    }
}

fn lines(counts: &Counts) -> Sum {
    let lines = counts.lines;
    let found = lines.released + lines.quarantined + lines.rejected + lines.unsent;
    Sum {
        title: "Lines".to_owned(),
        whole: term("read", lines.read),
        parts: vec![
            term("released", lines.released),
            term("quarantined", lines.quarantined),
            term("rejected", lines.rejected),
            term("unsent", lines.unsent),
        ],
        off_by: (!lines.closes()).then(|| words::count(found.abs_diff(lines.read))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::view::{LineSums, ValueSums};

    #[test]
    fn a_sum_that_does_not_close_says_by_how_much() {
        let value = ValueSums { declared: 100.into(), released: 60.into(), held: 39.into() };
        let counts = Counts {
            accepted: 3,
            states: [("queued", 1), ("released", 1)].into(),
            lines: LineSums { read: 10, released: 8, quarantined: 2, rejected: 0, unsent: 0 },
            value: [("EUR".to_owned(), value)].into(),
            ..Counts::default()
        };
        let sums = sums(&counts);
        let off: Vec<Option<&str>> = sums.iter().map(|sum| sum.off_by.as_deref()).collect();
        assert_eq!(off, [Some("1"), None, Some("1.00")]);
    }
}
