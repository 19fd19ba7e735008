//! Invented firms: a name as that country forms names, a street, a town that exists with its postal code.
//!
//! Promises: no real company is meant. Refuses to know what they trade.

use crate::random::Random;

use super::words::{country, rows};
use crate::goods::Language;

/// A seller, a buyer or who else takes part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Firm {
    pub name: String,
    pub street: String,
    /// Town, with its state or province where the country prints one.
    pub town: String,
    pub postal_code: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Port from which or to which its goods go by sea.
    pub port: String,
    pub person: String,
    pub phone: String,
    /// Empty outside the VAT world.
    pub vat: String,
}

impl Firm {
    /// A firm of this country.
    pub fn draw(random: &mut Random, country: &str) -> Firm {
        let places: Vec<Vec<&str>> = rows(include_str!("../../data/paper_places.tsv"))
            .map(|row| row.split('\t').collect::<Vec<_>>())
            .filter(|cells| cells.first() == Some(&country))
            .collect();
        let place = random.pick(&places).clone();
        let cell = |at: usize| place.get(at).copied().unwrap_or_default().to_owned();
        let house = random.between(1, 220);
        Firm {
            name: name(random, country, &cell(1)),
            street: street(random, country, house),
            town: cell(1),
            postal_code: cell(2),
            country: country.to_owned(),
            port: cell(3),
            person: person(random, country),
            phone: phone(random, country),
            vat: vat(random, country),
        }
    }

    /// Town and postal code as that country writes them.
    pub fn town_line(&self) -> String {
        match self.country.as_str() {
            "US" | "CN" | "JP" | "GB" => format!("{} {}", self.town, self.postal_code),
            _ => format!("{} {}", self.postal_code, self.town),
        }
    }

    /// Street, town, country, one line each.
    pub fn address_lines(&self, language: Language) -> Vec<String> {
        vec![self.street.clone(), self.town_line(), country(&self.country, language).to_owned()]
    }
}

fn name(random: &mut Random, country: &str, town: &str) -> String {
    let (cores, trades, forms) = parts(country);
    let (core, trade, form) = (random.one(cores), random.one(trades), random.one(forms));
    match country {
        "CN" => format!("{} {core} {trade} {form}", town.split(',').next().unwrap_or_default()),
        "FR" | "ES" | "IT" | "MX" => format!("{trade} {core} {form}"),
        _ => format!("{core} {trade} {form}"),
    }
}

type Parts = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

fn parts(country: &str) -> Parts {
    match country {
        "DE" | "AT" => (
            &[
                "Hallmeyer",
                "Nordkamp",
                "Wiesentaler",
                "Brückmann & Söhne",
                "Ostermarker",
                "Tannhorst",
                "Lindacker",
                "Ehrenthal",
            ],
            &[
                "Antriebstechnik",
                "Werkzeugbau",
                "Warenhandel",
                "Metallwaren",
                "Elektrotechnik",
                "Maschinenbau",
                "Importe",
            ],
            &["GmbH", "GmbH & Co. KG", "AG", "GmbH"],
        ),
        "CH" => (
            &["Rietwiler", "Furkamatt", "Säntisblick", "Aareholz"],
            &["Handels", "Präzision", "Instrumente", "Feinmechanik"],
            &["AG", "GmbH"],
        ),
        "FR" => (
            &[
                "Montclair-Dubreuil",
                "Varennes & Fils",
                "Sainte-Aurèle",
                "Castelroux",
                "Bellerive-Ancenet",
                "Hautecombe",
            ],
            &["Ateliers", "Établissements", "Comptoir", "Manufacture", "Distributions", "Maison"],
            &["SARL", "SAS", "SA"],
        ),
        "ES" | "MX" => (
            &[
                "Peñablanca del Sur",
                "Robledo Hermanos",
                "Valdeoliva",
                "Torremontaña",
                "Arroyo Seco",
                "Cantueso",
            ],
            &["Industrias", "Comercial", "Suministros", "Talleres", "Importaciones"],
            if country == "MX" { &["S.A. de C.V."] } else { &["S.L.", "S.A."] },
        ),
        "IT" => (
            &["Brambillotti", "Castagneto & Figli", "Valserena", "Monterosa Nuova", "Passalacqua"],
            &["Officine", "Calzaturificio", "Industrie", "Manifatture", "Fratelli"],
            &["S.r.l.", "S.p.A."],
        ),
        "NL" => (
            &["Van der Hoekveld", "Waterlandse", "Zuiderpolder", "Brinkhorst"],
            &["Techniek", "Handelsonderneming", "Import", "Machinefabriek"],
            &["B.V."],
        ),
        "GB" => (
            &[
                "Ashgrove & Pell",
                "Thornbury Vale",
                "Calderwick",
                "Marrowby",
                "Penhallow Bridge",
                "Oxley Marsh",
            ],
            &["Engineering", "Trading", "Components", "Imports", "Instruments"],
            &["Ltd", "Limited", "plc"],
        ),
        "CN" => (
            &["Haoyuan", "Jinrui Star", "Baishan", "Xinlong Hope", "Tianhe Orient"],
            &[
                "Precision Machinery",
                "Electronics",
                "Import & Export",
                "Garments",
                "Optoelectronic Technology",
            ],
            &["Co., Ltd.", "Co., Ltd."],
        ),
        "JP" => (
            &["Kitamori", "Asanuma", "Hoshikawa", "Takemidori"],
            &["Seiki", "Denki", "Trading", "Precision"],
            &["Co., Ltd.", "K.K."],
        ),
        _ => (
            &[
                "Cascade Ridge",
                "Harlan Pike",
                "Great Basin",
                "Old Mill River",
                "Lakeshore Union",
                "Redwood Gate",
            ],
            &["Supply", "Industrial", "Outfitters", "Components", "Distribution"],
            &["Inc.", "LLC", "Corp."],
        ),
    }
}

fn street(random: &mut Random, country: &str, house: i64) -> String {
    match country {
        "DE" | "AT" | "CH" => {
            format!(
                "{} {house}",
                random.one(&[
                    "Industriestraße",
                    "Am Güterbahnhof",
                    "Lagerstraße",
                    "Gewerbering",
                    "Speicherweg"
                ])
            )
        }
        "FR" => format!(
            "{house} {}",
            random.one(&["rue des Tanneurs", "avenue Jean Moulin", "chemin du Lavoir", "quai des Docks"])
        ),
        "ES" => format!(
            "{} {house}",
            random.one(&["Calle del Molino", "Avda. de la Industria", "Polígono Las Eras, nave"])
        ),
        "MX" => format!("{} {house}", random.one(&["Av. Vasconcelos", "Calle Nogal", "Blvd. Industrial"])),
        "IT" => {
            format!("{} {house}", random.one(&["Via dell'Artigianato", "Via Galvani", "Viale del Lavoro"]))
        }
        "NL" => format!("{} {house}", random.one(&["Havenweg", "Ambachtslaan", "Industrieweg"])),
        "GB" => format!("{house} {}", random.one(&["Canal Street", "Foundry Lane", "Trinity Dock Road"])),
        "CN" => format!(
            "No. {house} {}",
            random.one(&["Xinke Road", "Keji East Road", "Jiefang Avenue, High-Tech Zone"])
        ),
        "JP" => format!(
            "{}-{}-{} {}",
            1 + house % 5,
            1 + house % 17,
            1 + house % 9,
            random.one(&["Umeda, Kita-ku", "Sakae, Naka-ku", "Honmachi"])
        ),
        _ => format!(
            "{} {}",
            house * 10,
            random.one(&["Harbor Avenue", "Industrial Parkway", "W. Bryant Street, Suite 200"])
        ),
    }
}

fn person(random: &mut Random, country: &str) -> String {
    let names: &[&str] = match country {
        "DE" | "AT" | "CH" => &["Jörg Brandt", "Katrin Höfer", "Urs Leutwyler", "Silke Petersen"],
        "FR" => &["Hélène Castaing", "Luc Perrin", "Aurélie Maçon"],
        "ES" | "MX" => &["Inés Carrascosa", "Lucía Elizondo", "Íñigo Núñez"],
        "IT" => &["Paolo Bellandi", "Giulia Serra"],
        "NL" => &["Joost de Wit", "Marieke Smit"],
        "CN" => &["Chen Yulan", "Wang Lei", "Zhang Min"],
        "JP" => &["Kenji Morita", "Yuki Tanabe"],
        _ => &["Dana Whitfield", "Terry Okafor", "Moira Aldous", "Priya Nair"],
    };
    random.one(names).to_owned()
}

fn phone(random: &mut Random, country: &str) -> String {
    let prefix = match country {
        "DE" => "+49 7361",
        "AT" => "+43 732",
        "CH" => "+41 44",
        "FR" => "+33 4",
        "ES" => "+34 976",
        "MX" => "+52 81",
        "IT" => "+39 035",
        "NL" => "+31 40",
        "GB" => "+44 113",
        "CN" => "+86 574",
        "JP" => "+81 6",
        _ => "+1 216",
    };
    format!("{prefix} {:03} {:04}", random.below(1000), random.below(10_000))
}

fn vat(random: &mut Random, country: &str) -> String {
    let digits = |random: &mut Random, count: u32| {
        (0..count).map(|_| char::from(b'0' + random.below(10) as u8)).collect::<String>()
    };
    match country {
        "DE" => format!("DE{}", digits(random, 9)),
        "AT" => format!("ATU{}", digits(random, 8)),
        "FR" => format!("FR{}", digits(random, 11)),
        "ES" => format!("ESB{}", digits(random, 8)),
        "IT" => format!("IT{}", digits(random, 11)),
        "NL" => format!("NL{}B01", digits(random, 9)),
        "GB" => format!("GB{}", digits(random, 9)),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firm_is_whole_in_each_country() {
        for country in ["DE", "AT", "CH", "FR", "ES", "MX", "IT", "NL", "GB", "CN", "JP", "US"] {
            let firm = Firm::draw(&mut Random::new(5), country);
            assert!(
                !firm.town.is_empty() && !firm.postal_code.is_empty() && !firm.port.is_empty(),
                "{country}"
            );
            assert_eq!(firm.address_lines(Language::English).len(), 3);
        }
    }
}
