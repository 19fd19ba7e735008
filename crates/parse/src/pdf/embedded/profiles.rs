//! The profiles of e-invoices that are embedded in PDFs: what the XML may call itself.
//!
//! From the specifications of Factur-X 1.0, ZUGFeRD 1.0 and 2.x, XRechnung and Order-X 1.0. A document that names another
//! was made by rules that nobody has written down, so that what its elements mean is not known.

/// EN 16931 itself, and what every document of a national use of it begins with.
const EN16931: &str = "urn:cen.eu:en16931:2017";

/// Those that are no use of EN 16931; ZUGFeRD 1.0 also as its release candidate called itself.
const OTHERS: [&str; 10] = [
    "urn:factur-x.eu:1p0:minimum",
    "urn:factur-x.eu:1p0:basicwl",
    "urn:zugferd.de:2p0:minimum",
    "urn:zugferd.de:2p0:basicwl",
    "urn:ferd:crossindustrydocument:invoice:1p0:basic",
    "urn:ferd:crossindustrydocument:invoice:1p0:comfort",
    "urn:ferd:crossindustrydocument:invoice:1p0:extended",
    "urn:order-x.eu:1p0:basic",
    "urn:order-x.eu:1p0:comfort",
    "urn:order-x.eu:1p0:extended",
];

/// What a document's name for its profile is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A standard writes it so.
    Known,
    /// One of a standard, with colons where its marks belong: programs wrote it so when Factur-X was new.
    Misspelt,
    /// No standard has it.
    Unknown,
}

/// What a profile is worth.
pub fn standing(profile: &str) -> Standing {
    let lower = profile.trim().to_ascii_lowercase();
    let Some(rest) = lower.strip_prefix(EN16931) else {
        let known = OTHERS.contains(&lower.as_str()) || lower.starts_with("urn:ferd:invoice:rc:");
        return if known { Standing::Known } else { Standing::Unknown };
    };
    // The first edition of Factur-X has this one with colons itself.
    if rest.is_empty() || rest == ":compliant:factur-x.eu:1p0:basic" {
        return Standing::Known;
    }
    let of = |word: &str| rest.strip_prefix(word).is_some_and(|rest| rest.starts_with("urn:"));
    if of("#compliant#") || of("#conformant#") {
        return Standing::Known;
    }
    let colons = [":compliant:", ":conformant:"];
    let misspelt = colons.iter().find_map(|word| rest.strip_prefix(word));
    match misspelt.map(|rest| rest.strip_prefix("urn:").unwrap_or(rest)) {
        Some("factur-x.eu:1p0:basic" | "factur-x.eu:1p0:en16931" | "factur-x.eu:1p0:extended") => {
            Standing::Misspelt
        }
        _ => Standing::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{Standing, standing};

    #[test]
    fn each_profile_is_known_and_what_looks_like_one_is_not() {
        for profile in [
            "urn:cen.eu:en16931:2017",
            " URN:factur-x.eu:1p0:minimum",
            "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
            "urn:cen.eu:en16931:2017:compliant:factur-x.eu:1p0:basic",
            "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
            "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
            "urn:ferd:CrossIndustryDocument:invoice:1p0:comfort",
            "urn:ferd:invoice:rc:extended",
            "urn:order-x.eu:1p0:comfort",
        ] {
            assert_eq!(standing(profile), Standing::Known, "{profile}");
        }
        let colons = "urn:cen.eu:en16931:2017:compliant:factur-x.eu:1p0:extended";
        assert_eq!(standing(colons), Standing::Misspelt);
        for profile in [
            "urn:ferd:CrossIndustryDocument:invoice:1p0:komfort",
            "urn:cen.eu:en16931:2017#compliant#",
            "en16931",
            "",
        ] {
            assert_eq!(standing(profile), Standing::Unknown, "{profile}");
        }
    }
}
