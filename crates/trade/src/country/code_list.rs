//! What the code lists of the reference tables share: the type of a code, its place in a table, the data files.
//!
//! A code is a few upper-case letters and digits; [`Slots`] finds its row by arithmetic, in constant time and
//! without allocation. Data files are tab-separated, `#` begins a remark, the source stands at their head.
//! This file knows no list: each list brings its own rows.

/// A text that is no code of the list it was read against.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?} is not a code of {list}")]
pub struct NotInList {
    /// The list, as its standard names it.
    pub list: &'static str,
    /// What stood there, cut to 32 characters.
    pub code: String,
}

impl NotInList {
    /// The refusal of `code` by `list`.
    pub fn new(list: &'static str, code: &str) -> Self {
        Self { list, code: code.chars().take(32).collect() }
    }
}

/// The rows of a data file: remarks and blank lines left out, cut at tabs.
pub(crate) fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// One column of a row; empty where the row is shorter or says `-`.
pub(crate) fn column(row: &[&'static str], at: usize) -> &'static str {
    row.get(at).copied().filter(|text| *text != "-").unwrap_or("")
}

/// From a code of up to three characters `A–Z 0–9` to the number of its row.
pub(crate) struct Slots(Box<[u16]>);

/// Letters, digits and "no character": the base in which a code is a number.
const BASE: usize = 37;

impl Slots {
    /// A table for codes of up to `width` characters; the n-th code leads to n. Codes that do not fit are left out.
    pub(crate) fn new<'a>(width: u32, codes: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut slots = vec![0u16; BASE.pow(width)];
        for (row, code) in codes.enumerate() {
            let slot = number(code).and_then(|at| slots.get_mut(at));
            if let (Some(slot), Ok(row)) = (slot, u16::try_from(row + 1)) {
                *slot = row;
            }
        }
        Self(slots.into_boxed_slice())
    }

    /// The row of a code.
    #[inline]
    pub(crate) fn get(&self, code: &[u8]) -> Option<usize> {
        let row = *self.0.get(number(code)?)?;
        usize::from(row).checked_sub(1)
    }
}

/// A code as a number; `None` if it is empty, longer than three or has another character than `A–Z 0–9`.
#[inline]
fn number(code: &[u8]) -> Option<usize> {
    if code.is_empty() || code.len() > 3 {
        return None;
    }
    code.iter().try_fold(0, |number, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0' + 1,
            b'A'..=b'Z' => byte - b'A' + 11,
            _ => return None,
        };
        Some(number * BASE + usize::from(digit))
    })
}

/// Makes the type of a code: a `Copy` of its letters, read strictly, written as a string.
///
/// `$listed` says whether bytes are a code of the list; only listed codes construct.
macro_rules! code_type {
    ($(#[$doc:meta])* $name:ident, $width:literal, $list:literal, $pattern:literal, $listed:path) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $width]);

        impl $name {
            /// The code, as the list writes it.
            #[inline]
            pub fn as_str(&self) -> &str {
                let used = self.0.iter().position(|byte| *byte == 0).unwrap_or($width);
                std::str::from_utf8(self.0.get(..used).unwrap_or_default()).unwrap_or_default()
            }

            /// The code these bytes are, if the list has it.
            #[inline]
            fn listed(bytes: &[u8]) -> Option<Self> {
                if $listed(bytes) { Some(Self::spelled(bytes)) } else { None }
            }

            /// These bytes as a code, unchecked: for rows of the list itself and for listed bytes.
            #[inline]
            fn spelled(bytes: &[u8]) -> Self {
                let mut code = [0; $width];
                for (to, from) in code.iter_mut().zip(bytes) {
                    *to = *from;
                }
                Self(code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::country::code_list::NotInList;

            /// Strict: exactly as the list writes it, no other case, no spaces.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::listed(text.as_bytes())
                    .ok_or_else(|| $crate::country::code_list::NotInList::new($list, text))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Code;
                impl serde::de::Visitor<'_> for Code {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("a code of ", $list))
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Code)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "pattern": $pattern,
                    "description": concat!("A code of ", $list, "."),
                })
            }
        }
    };
}
pub(crate) use code_type;
