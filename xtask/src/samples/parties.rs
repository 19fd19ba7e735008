//! The traders of the samples: invented companies with addresses and registrations of the right shape.
//!
//! Promises: no real company is meant. Refuses to know what they sell.

/// A seller or a buyer as it stands on a letterhead.
#[derive(Debug, PartialEq, Eq)]
pub struct Party {
    pub name: &'static str,
    pub street: &'static str,
    pub city: &'static str,
    pub postal_code: &'static str,
    /// ISO 3166 alpha-2.
    pub country: &'static str,
    /// VAT number, or empty outside the VAT world.
    pub vat: &'static str,
    /// EORI in the EU and the UK, EIN in the United States; empty elsewhere.
    pub customs_id: &'static str,
    pub contact: &'static str,
}

impl Party {
    /// Scheme of `customs_id` as record and forms call it.
    pub fn customs_scheme(&self) -> &'static str {
        if self.country == "US" { "EIN" } else { "EORI" }
    }

    /// The address on one line, the postal code where that country puts it.
    pub fn address(&self) -> String {
        match self.country {
            "US" | "CA" | "GB" => {
                format!("{}, {} {}, {}", self.street, self.city, self.postal_code, self.country)
            }
            _ => format!("{}, {} {}, {}", self.street, self.postal_code, self.city, self.country),
        }
    }
}

macro_rules! parties {
    ($($id:ident: $name:literal, $street:literal, $postal:literal, $city:literal, $country:literal, $vat:literal, $customs:literal, $contact:literal;)*) => {
        $(pub const $id: Party = Party {
            name: $name, street: $street, city: $city, postal_code: $postal, country: $country,
            vat: $vat, customs_id: $customs, contact: $contact,
        };)*
    };
}

parties! {
    PUMPS_UK: "Harrow & Vane Pumps Ltd", "14 Canal Street", "LS2 7PQ", "Leeds", "GB", "GB417822906", "GB417822906000", "Moira Aldous";
    DRIVES_DE: "Brandauer Antriebstechnik GmbH", "Industriestraße 27", "73430", "Aalen", "DE", "DE814530927", "DE814530927045512", "Jörg Brandauer";
    PORCELAIN_DE: "Porzellanwerk Selbitz GmbH & Co. KG", "Am Brennofen 3", "95152", "Selbitz", "DE", "DE229471638", "DE229471638001177", "Katrin Höfer";
    WINE_FR: "Domaine des Trois Clochers SARL", "8 chemin des Vignes", "33330", "Saint-Émilion", "FR", "FR32448190275", "FR44819027500018", "Hélène Castaing";
    BEAUTY_FR: "Laboratoires Valombre SAS", "112 avenue Jean Jaurès", "69007", "Lyon", "FR", "FR58790311462", "FR79031146200024", "Luc Perrin";
    OIL_ES: "Almazara Sierra Blanca, S.L.", "Calle del Molino 41", "23400", "Úbeda", "ES", "ESB23715508", "ESB23715508", "Inés Carrascosa";
    SHOES_IT: "Calzaturificio Bellandi S.r.l.", "Via dell'Artigianato 9", "63811", "Sant'Elpidio a Mare", "IT", "IT01938470443", "IT01938470443", "Paolo Bellandi";
    SOLAR_CN: "Changzhou Helion Energy Co., Ltd.", "No. 88 Xinke Road", "213031", "Changzhou", "CN", "", "", "Chen Yulan";
    DEVICES_TW: "Formosa Portable Devices Inc.", "236 Baoqiao Road, Xindian", "231", "New Taipei City", "TW", "", "", "Lin Chia-Wei";
    IMPORTER_US: "Great Lakes Process Supply Inc.", "2200 Harbor Avenue", "44113", "Cleveland, OH", "US", "", "34-1987204", "Dana Whitfield";
    RETAIL_US: "Marlowe & Finch Retail LLC", "615 Bryant Street", "94107", "San Francisco, CA", "US", "", "94-3320716", "Terry Okafor";
    IMPORTER_CH: "Rieder Handels AG", "Lagerstrasse 51", "8004", "Zürich", "CH", "CHE-114.702.338 MWST", "", "Urs Rieder";
    IMPORTER_UK: "Calder Wharf Imports Ltd", "Unit 6, Trinity Dock Road", "HU1 2LN", "Hull", "GB", "GB660194385", "GB660194385000", "Priya Nair";
    IMPORTER_DE: "Nordlicht Warenhandel GmbH", "Speicherstadt 18", "20457", "Hamburg", "DE", "DE305118274", "DE305118274990031", "Silke Petersen";
    IMPORTER_CA: "Prairie Gate Imports Ltd.", "410 Logan Avenue", "R3A 0R4", "Winnipeg, MB", "CA", "", "", "Noah Tremblay";
    IMPORTER_MX: "Comercializadora Cumbres, S.A. de C.V.", "Av. Vasconcelos 1290", "66220", "San Pedro Garza García", "MX", "", "", "Lucía Elizondo";
}
