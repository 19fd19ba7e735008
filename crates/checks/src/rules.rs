//! The rules, one a file. Each knows its own name and version; a change of what it says is a new version.

/// What the profile asks for and the document lacks.
pub(crate) mod required;

/// A credit note changes what was declared.
pub(crate) mod credit;

/// Codes of countries, currencies, units and packages.
pub(crate) mod codes;

/// Delivery terms.
pub(crate) mod incoterm;

/// The date of the document.
pub(crate) mod date;

/// Net and gross weights.
pub(crate) mod weight;

/// Numbers of packages.
pub(crate) mod packages;

/// Container numbers.
pub(crate) mod container;

/// Registrations of parties.
pub(crate) mod identifiers;

/// One currency over lines and total.
pub(crate) mod currency;

/// Amounts with more decimals than their currency has.
pub(crate) mod decimals;

/// Quantity times price is the amount.
pub(crate) mod amount;

/// The sums of the document.
pub(crate) mod total;

/// Nothing and less than nothing.
pub(crate) mod value;

/// Descriptions that customs refuses.
pub(crate) mod description;

/// Tariff codes.
pub(crate) mod hs;

/// Numbers that came before.
pub(crate) mod reuse;

/// At most so many characters of a printed value are repeated in a finding.
const RAW_CHARS_MAX: usize = 200;

/// A printed value, as a finding repeats it.
fn raw(text: &str) -> &str {
    text.char_indices().nth(RAW_CHARS_MAX).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}
