//! What a checkpoint says, and its text: C2SP `tlog-checkpoint` (<https://c2sp.org/tlog-checkpoint>).
//!
//! Three lines: origin, size in decimal, root in base64. Promises: a checkpoint that exists has a text, and that text
//! read again is the same checkpoint. Refuses to know who signed it: that is the [note](crate::open)'s affair.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{Error, Hash, Tree};

/// The size and root of one log at one moment. Reads from text with `parse`, writes with `Display`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
}

impl Checkpoint {
    /// The checkpoint of the log named `origin` at `size` leaves under `root`.
    ///
    /// # Errors
    /// [`Error::Origin`] unless the origin is one non-empty line without control characters.
    pub fn new(origin: impl Into<String>, size: u64, root: Hash) -> Result<Self, Error> {
        let origin = origin.into();
        if origin.is_empty() || origin.contains(|c: char| c < ' ') {
            return Err(Error::Origin);
        }
        Ok(Self { origin, size, root })
    }

    /// The checkpoint of `tree` as it is now.
    ///
    /// # Errors
    /// As [`Checkpoint::new`].
    pub fn of(origin: impl Into<String>, tree: &Tree) -> Result<Self, Error> {
        Self::new(origin, tree.size(), tree.root())
    }

    /// The unique name of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many leaves the log had.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over these leaves.
    pub fn root(&self) -> &Hash {
        &self.root
    }
}

impl std::fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }
}

/// From the text of a note. Further lines (the standard allows extensions but advises against them) are accepted and
/// not kept: nothing here speaks of them.
impl std::str::FromStr for Checkpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let fault = |line, why| Error::CheckpointText { line, why };
        let lines = text.strip_suffix('\n').ok_or(fault(1, "does not end with a newline"))?;
        let mut lines = lines.split('\n');
        let origin = lines.next().unwrap_or_default();
        let size = lines.next().ok_or(fault(2, "has no tree size"))?;
        let root = lines.next().ok_or(fault(3, "has no root hash"))?;
        if let Some(extra) = lines.position(str::is_empty) {
            return Err(fault(4 + extra, "has an empty extension line"));
        }
        let size = parse_size(size).ok_or(fault(2, "is not a tree size in plain decimal"))?;
        let root = STANDARD.decode(root).map_err(|_| fault(3, "is not a root hash in base64"))?;
        let root = root.as_slice().try_into().map_err(|_| fault(3, "is not a root hash of 32 bytes"))?;
        Self::new(origin, size, root).map_err(|_| fault(1, "is not an origin"))
    }
}

/// Digits only, and no leading zero: one number has one text.
fn parse_size(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the standard.
    const EXAMPLE: &str =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    #[test]
    fn the_example_of_the_standard() {
        let checkpoint: Checkpoint = EXAMPLE.parse().unwrap();
        assert_eq!(checkpoint.origin(), "example.com/behind-the-sofa");
        assert_eq!(checkpoint.size(), 20_852_163);
        assert_eq!(checkpoint.to_string(), EXAMPLE);
        assert_eq!(format!("{EXAMPLE}an extension\n").parse(), Ok(checkpoint));
    }

    #[test]
    fn every_size_has_a_text() {
        for size in [0, 1, u64::MAX] {
            let checkpoint = Checkpoint::new("log", size, Hash::empty_root()).unwrap();
            assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
        }
    }

    #[test]
    fn text_of_another_shape_is_refused_with_its_line() {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        let cases = [
            (String::new(), 1),
            ("log\n".into(), 2),
            ("log\n5\n".into(), 3),
            (format!("log\n5\n{root}"), 1),
            (format!("\n5\n{root}\n"), 1),
            (format!("lo\tg\n5\n{root}\n"), 1),
            (format!("log\n\n{root}\n"), 2),
            (format!("log\n05\n{root}\n"), 2),
            (format!("log\n+5\n{root}\n"), 2),
            (format!("log\n-5\n{root}\n"), 2),
            (format!("log\n5 \n{root}\n"), 2),
            (format!("log\n٥\n{root}\n"), 2),
            (format!("log\n18446744073709551616\n{root}\n"), 2),
            ("log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n".into(), 3),
            ("log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n".into(), 3),
            ("log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n".into(), 3),
            (format!("log\n5\n{root}\n\n"), 4),
            (format!("log\n5\n{root}\nextension\n\n"), 5),
        ];
        for (text, expected) in cases {
            match text.parse::<Checkpoint>() {
                Err(Error::CheckpointText { line, .. }) => assert_eq!(line, expected, "{text:?}"),
                other => panic!("{text:?} gave {other:?}"),
            }
        }
    }

    #[test]
    fn an_origin_is_one_line() {
        for bad in ["", "two\nlines", "a\u{1}b"] {
            assert_eq!(Checkpoint::new(bad, 0, Hash::empty_root()), Err(Error::Origin));
        }
    }
}
