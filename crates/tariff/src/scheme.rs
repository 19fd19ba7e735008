//! Schemes: whose code a code is.
//!
//! Promises: names are stable on the wire; a name it does not know is kept as given. Refuses to know any code.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest code any scheme may have, in digits.
pub const DIGITS_MAX: usize = 14;

/// A scheme's name is cut to so many bytes.
const NAME_BYTES_MAX: usize = 64;

/// A code table and the authority behind it. On the wire it is its name, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// `hs6`: the six-digit Harmonized System of the World Customs Organization.
    Hs6,
    /// `us-hts`: the Harmonized Tariff Schedule of the United States; 10 digits, 8 in parts of ch. 91, 98, 99.
    UsHts,
    /// `us-schedule-b`: the United States' export schedule; 10 digits.
    UsScheduleB,
    /// `eu-cn`: the Combined Nomenclature of the European Union; 8 digits.
    EuCn,
    /// `eu-taric`: TARIC; 10 digits, shorter codes written with zeros to the right.
    EuTaric,
    /// `uk`: the tariff of the United Kingdom; 10 digits, padded like TARIC.
    Uk,
    /// Any other, by the name it was given, its ASCII letters in lower case.
    Other(Box<str>),
}

/// Members of the European Union by ISO 3166 alpha-2.
const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

impl Scheme {
    /// The scheme of that name; case and outer white space do not matter.
    pub fn new(name: &str) -> Self {
        let name = name.trim();
        let name = name.get(..name.floor_char_boundary(NAME_BYTES_MAX)).unwrap_or_default();
        let name = name.trim_end().to_ascii_lowercase();
        match name.as_str() {
            "hs6" => Self::Hs6,
            "us-hts" => Self::UsHts,
            "us-schedule-b" => Self::UsScheduleB,
            "eu-cn" => Self::EuCn,
            "eu-taric" => Self::EuTaric,
            "uk" => Self::Uk,
            _ => Self::Other(name.into()),
        }
    }

    /// Its name on the wire.
    pub fn name(&self) -> &str {
        match self {
            Self::Hs6 => "hs6",
            Self::UsHts => "us-hts",
            Self::UsScheduleB => "us-schedule-b",
            Self::EuCn => "eu-cn",
            Self::EuTaric => "eu-taric",
            Self::Uk => "uk",
            Self::Other(name) => name,
        }
    }

    /// The scheme an import declaration of that jurisdiction uses (ISO 3166 alpha-2, or `EU`), if known here.
    /// Northern Ireland (`XI`) has none: which tariff applies there depends on the movement.
    pub fn of_jurisdiction(jurisdiction: &str) -> Option<Self> {
        match jurisdiction {
            // Puerto Rico is inside the customs territory of the United States (HTS General Note 2).
            "US" | "PR" => Some(Self::UsHts),
            "GB" => Some(Self::Uk),
            "EU" => Some(Self::EuTaric),
            member if EU.contains(&member) => Some(Self::EuTaric),
            _ => None,
        }
    }

    /// The jurisdiction whose adoption of an HS edition moves this scheme; none for `hs6` and unknown schemes.
    pub fn jurisdiction(&self) -> Option<&'static str> {
        match self {
            Self::UsHts | Self::UsScheduleB => Some("US"),
            Self::EuCn | Self::EuTaric => Some("EU"),
            Self::Uk => Some("GB"),
            Self::Hs6 | Self::Other(_) => None,
        }
    }

    /// Can a declarable code have so many digits? Which codes do is said by the edition. In a scheme not
    /// known here every length from six digits on can be one.
    pub fn declares(&self, digits: usize) -> bool {
        match self {
            Self::Hs6 => digits == 6,
            Self::UsHts => digits == 8 || digits == 10,
            Self::EuCn => digits == 8,
            Self::UsScheduleB | Self::EuTaric | Self::Uk => digits == 10,
            Self::Other(_) => (6..=DIGITS_MAX).contains(&digits),
        }
    }

    /// Can a code of this scheme, or the beginning of one, be written with so many digits? Codes of the known
    /// schemes come in pairs of digits. `hs6` also takes national codes of 8 and 10 digits and looks at six.
    pub fn takes(&self, digits: usize) -> bool {
        match self {
            Self::EuCn => matches!(digits, 2 | 4 | 6 | 8),
            Self::Other(_) => (2..=DIGITS_MAX).contains(&digits),
            _ => matches!(digits, 2 | 4 | 6 | 8 | 10),
        }
    }

    /// Are shorter codes filled with zeros to the full length, so that `0101000000` is heading 0101?
    pub fn pads_with_zeros(&self) -> bool {
        matches!(self, Self::EuTaric | Self::Uk)
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<&str> for Scheme {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl Serialize for Scheme {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Scheme {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(&std::borrow::Cow::<'de, str>::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        for name in ["hs6", "us-hts", "us-schedule-b", "eu-cn", "eu-taric", "uk", "jp"] {
            assert_eq!(Scheme::new(name).name(), name);
            assert_eq!(Scheme::new(&format!(" {} ", name.to_uppercase())).name(), name);
            let json = serde_json::to_string(&Scheme::new(name)).unwrap();
            assert_eq!(serde_json::from_str::<Scheme>(&json).unwrap(), Scheme::new(name));
        }
        assert_eq!(Scheme::new("jp"), Scheme::Other("jp".into()));
    }

    #[test]
    fn jurisdictions_have_their_schemes() {
        assert_eq!(Scheme::of_jurisdiction("US"), Some(Scheme::UsHts));
        assert_eq!(Scheme::of_jurisdiction("DE"), Some(Scheme::EuTaric));
        assert_eq!(Scheme::of_jurisdiction("GB"), Some(Scheme::Uk));
        assert_eq!(Scheme::of_jurisdiction("CH"), None);
        assert_eq!(Scheme::of_jurisdiction("XI"), None);
    }

    #[test]
    fn lengths_are_the_schemes_own() {
        assert!(Scheme::UsHts.declares(8) && Scheme::UsHts.declares(10) && !Scheme::UsHts.declares(6));
        assert!(!Scheme::EuCn.takes(10) && Scheme::Hs6.takes(10) && !Scheme::Hs6.takes(7));
        assert!(Scheme::new("jp").takes(9), "Japan's statistical codes have nine digits");
        assert!(!Scheme::UsHts.takes(9));
    }
}
