//! The kinds of phrases, and the names they have in the files.

/// The languages of the files, ISO 639-1, in the order they load.
pub const LANGUAGES: [&str; 6] = ["en", "de", "fr", "es", "it", "nl"];

/// What kind of text a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The title of a document; its name is a kind.
    Title,
    /// The label of a value; its name is a field of the record.
    Label,
    /// A part of a party, such as `postal_code` or `VAT`.
    Part,
    /// The head of a column; its name is a field of a line.
    Column,
    /// The label of a sum.
    Total,
    /// Money that is no goods; its name is the kind of the charge.
    Charge,
    /// A unit; its name is one way of writing it.
    Unit,
    /// A month; its name is its number.
    Month,
    /// A word that joins others.
    Small,
    /// A frequent word that tells the language.
    Word,
    /// “Net” or “gross” alone; its name is a weight.
    Weight,
    /// The word before the number of a page.
    Page,
    /// The label of who holds the account that is paid into.
    Holder,
    /// A word of the companies' register, as it stands at the foot of a letter.
    Register,
    /// Words that say a party is another one: “same as”.
    Same,
    /// A word that opens a line of telephone, mail or registrations, as senders print them.
    Contact,
    /// A label so short or common that a better one may replace it.
    Weak,
    /// A small word with a task of its own; its name is the task.
    Particle,
}

impl Section {
    /// Its bit in a set of sections.
    pub(super) fn bit(self) -> u32 {
        1 << (self as u32)
    }
}
