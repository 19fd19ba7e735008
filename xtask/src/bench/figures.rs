//! What is told of several rounds: medians, to a thousandth.
//!
//! Promises: the middle round's value, never a mean that no round had. Refuses to know what is measured.

/// The median of a value of the rounds, rounded; NaN of none.
pub fn median<T>(rounds: &[T], of: impl Fn(&T) -> f64) -> f64 {
    let mut values: Vec<f64> = rounds.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().map_or(f64::NAN, rounded)
}

/// To a thousandth.
pub fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_three_to_a_thousandth() {
        assert_eq!(median(&[3.0, 1.0, 2.000_4], |value| *value), 2.0);
        assert!(median(&[], |value: &f64| *value).is_nan());
    }
}
