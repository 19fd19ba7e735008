//! A deal as the text sheets that people and their programs export: English, German, French and Spanish habits.
//!
//! Promises: each is written as that country's spreadsheet writes it (separator, decimal mark, dates, bytes). Refuses to
//! know how it will be read.

use super::deal::{Deal, Line, kilograms, money};

/// How the English sheet may differ from the sound one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// The code of line 2 is not one of HS 2022.
    UnknownCode,
    /// The total row has two digits swapped.
    Total,
    /// Line 3 says what no officer can classify.
    Vague,
}

/// A code that looks right and is not in HS 2022: chapter 84 has 8471.30, .41, .49, .50, no .39.
pub const UNKNOWN_CODE: &str = "847139";

/// A description customs refuses.
pub const VAGUE: &str = "Spare parts";

/// Comma, decimal point, ISO dates, labels in a block above the table.
pub fn english(deal: &Deal, fault: Fault) -> Vec<u8> {
    let brief = &deal.brief;
    let mut out = String::new();
    for (label, value) in [
        ("Commercial Invoice No", brief.number.to_owned()),
        ("Invoice Date", deal.iso_date()),
        ("Seller", format!("{}, {}", brief.seller.name, brief.seller.address())),
        ("Buyer", format!("{}, {}", brief.buyer.name, brief.buyer.address())),
        ("PO Number", brief.order.to_owned()),
        ("Incoterms", format!("{} {}", brief.terms.0, brief.terms.1)),
        ("Currency", brief.currency.to_owned()),
    ] {
        row(&mut out, ',', &[label, &value]);
    }
    out.push_str("\r\n");
    row(
        &mut out,
        ',',
        &[
            "Line",
            "Part No",
            "Description of Goods",
            "HS Code",
            "Country of Origin",
            "Qty",
            "UoM",
            "Unit Price",
            "Amount",
        ],
    );
    for line in &deal.lines {
        let code =
            if fault == Fault::UnknownCode && line.number == 2 { UNKNOWN_CODE } else { &line.goods.hs };
        let words = if fault == Fault::Vague && line.number == 3 { VAGUE } else { deal.describe(line) };
        row(
            &mut out,
            ',',
            &[
                &line.number.to_string(),
                &line.part_number,
                words,
                code,
                &line.origin,
                &line.quantity.to_string(),
                unit(line, "pcs", "pairs"),
                &money(line.price_cents, Some(','), '.'),
                &money(line.amount_cents(), Some(','), '.'),
            ],
        );
    }
    if brief.freight_cents != 0 {
        row(
            &mut out,
            ',',
            &["", "", "", "", "", "", "", "Freight", &money(brief.freight_cents, Some(','), '.')],
        );
    }
    let total = if fault == Fault::Total { swapped(deal.total_cents()) } else { deal.total_cents() };
    let label = format!("Total {}", brief.currency);
    row(&mut out, ',', &["", "", "", "", "", "", "", &label, &money(total, Some(','), '.')]);
    out.into_bytes()
}

/// The total as a tired clerk types it: the first two digits that differ change places.
pub fn swapped(cents: i64) -> i64 {
    let mut digits: Vec<char> = cents.to_string().chars().collect();
    let differs = |pair: &[char]| matches!(pair, [first, second] if first != second && *second != '0');
    let Some(at) = digits.windows(2).position(differs) else { return cents + 100 };
    digits.swap(at, at + 1);
    digits.into_iter().collect::<String>().parse().unwrap_or(cents + 100)
}

/// Semicolons, decimal comma, `dd.mm.yyyy`, Latin-1 bytes, eight-digit codes under their own heading.
pub fn german(deal: &Deal) -> Vec<u8> {
    let brief = &deal.brief;
    let mut out = String::new();
    for (label, value) in [
        ("Rechnungsnummer", brief.number.to_owned()),
        ("Rechnungsdatum", deal.day_first('.')),
        ("Verkäufer", format!("{}, {}", brief.seller.name, brief.seller.address())),
        ("Käufer", format!("{}, {}", brief.buyer.name, brief.buyer.address())),
        ("Bestellnummer", brief.order.to_owned()),
        ("Lieferbedingung", format!("{} {}", brief.terms.0, brief.terms.1)),
        ("Währung", brief.currency.to_owned()),
    ] {
        row(&mut out, ';', &[label, &value]);
    }
    out.push_str(";;;;;;;;\r\n");
    row(
        &mut out,
        ';',
        &[
            "Pos.",
            "Artikelnummer",
            "Warenbezeichnung",
            "Zolltarifnummer",
            "Ursprungsland",
            "Menge",
            "Einheit",
            "Einzelpreis",
            "Gesamtpreis",
            "Nettogewicht kg",
        ],
    );
    for line in &deal.lines {
        row(
            &mut out,
            ';',
            &[
                &line.number.to_string(),
                &line.part_number,
                deal.describe(line),
                &line.goods.cn8,
                &line.origin,
                &line.quantity.to_string(),
                unit(line, "Stück", "Paar"),
                &money(line.price_cents, Some('.'), ','),
                &money(line.amount_cents(), Some('.'), ','),
                &kilograms(line.net_grams()).replace('.', ","),
            ],
        );
    }
    row(
        &mut out,
        ';',
        &["", "", "", "", "", "", "", "Frachtkosten", &money(brief.freight_cents, Some('.'), ',')],
    );
    row(
        &mut out,
        ';',
        &["", "", "", "", "", "", "", "Rechnungsbetrag", &money(deal.total_cents(), Some('.'), ',')],
    );
    latin_1(&out)
}

/// Tabs, `1 234,56` with a no-break space, `dd/mm/yyyy`, a title above.
pub fn french(deal: &Deal) -> Vec<u8> {
    let brief = &deal.brief;
    let mut out = String::from("FACTURE COMMERCIALE\r\n\r\n");
    for (label, value) in [
        ("N° de facture", brief.number.to_owned()),
        ("Date de facture", deal.day_first('/')),
        ("Vendeur", format!("{}, {}", brief.seller.name, brief.seller.address())),
        ("Acheteur", format!("{}, {}", brief.buyer.name, brief.buyer.address())),
        ("Incoterm", format!("{} {}", brief.terms.0, brief.terms.1)),
        ("Devise", brief.currency.to_owned()),
    ] {
        row(&mut out, '\t', &[label, &value]);
    }
    out.push_str("\r\n");
    row(
        &mut out,
        '\t',
        &[
            "Ligne",
            "Référence",
            "Désignation",
            "Code SH",
            "Pays d'origine",
            "Quantité",
            "Unité",
            "Prix unitaire",
            "Montant",
        ],
    );
    for line in &deal.lines {
        row(
            &mut out,
            '\t',
            &[
                &line.number.to_string(),
                &line.part_number,
                deal.describe(line),
                &line.goods.hs,
                &line.origin,
                &money(line.quantity * 100, Some('\u{a0}'), ',').replace(",00", ""),
                unit(line, "pièce", "paire"),
                &money(line.price_cents, Some('\u{a0}'), ','),
                &money(line.amount_cents(), Some('\u{a0}'), ','),
            ],
        );
    }
    let remise = money(-brief.discount_cents, Some('\u{a0}'), ',');
    row(&mut out, '\t', &["", "", "", "", "", "", "", "Remise", &remise]);
    row(
        &mut out,
        '\t',
        &["", "", "", "", "", "", "", "Total", &money(deal.total_cents(), Some('\u{a0}'), ',')],
    );
    out.into_bytes()
}

/// Semicolons, decimal comma, everything of the document repeated on each row, as an accounting program exports it.
pub fn spanish(deal: &Deal) -> Vec<u8> {
    let brief = &deal.brief;
    let mut out = String::from("\u{feff}");
    row(
        &mut out,
        ';',
        &[
            "Nº factura",
            "Fecha factura",
            "Vendedor",
            "Comprador",
            "Incoterm",
            "Moneda",
            "Línea",
            "Referencia",
            "Descripción",
            "Código arancelario",
            "País de origen",
            "Cantidad",
            "Unidad",
            "Precio unitario",
            "Importe",
            "Peso neto kg",
            "Total factura",
        ],
    );
    for line in &deal.lines {
        row(
            &mut out,
            ';',
            &[
                brief.number,
                &deal.day_first('/'),
                brief.seller.name,
                brief.buyer.name,
                &format!("{} {}", brief.terms.0, brief.terms.1),
                brief.currency,
                &line.number.to_string(),
                &line.part_number,
                deal.describe(line),
                &format!(
                    "{}.{}",
                    line.goods.hs.get(..4).unwrap_or_default(),
                    line.goods.hs.get(4..).unwrap_or_default()
                ),
                &line.origin,
                &line.quantity.to_string(),
                unit(line, "unidad", "par"),
                &money(line.price_cents, None, ','),
                &money(line.amount_cents(), None, ','),
                &kilograms(line.net_grams()).replace('.', ","),
                &money(deal.total_cents(), None, ','),
            ],
        );
    }
    out.into_bytes()
}

/// The unit as people write it.
fn unit<'a>(line: &Line, piece: &'a str, pair: &'a str) -> &'a str {
    match line.goods.unit.as_str() {
        "KGM" => "kg",
        "PR" => pair,
        _ => piece,
    }
}

/// One row, quoted where it must be.
fn row(out: &mut String, separator: char, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(separator);
        }
        if cell.contains([separator, '"', '\n']) {
            out.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}

/// ISO 8859-1 bytes; what it cannot write becomes `?`, as old exporters do.
fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swapped_total_is_another_total() {
        assert_eq!(swapped(1_234_500), 2_134_500);
        assert_eq!(swapped(1_134_500), 1_314_500);
        assert_eq!(swapped(1_111), 1_211);
    }

    #[test]
    fn cells_with_the_separator_are_quoted() {
        let mut out = String::new();
        row(&mut out, ',', &["a,b", "say \"x\"", "c"]);
        assert_eq!(out, "\"a,b\",\"say \"\"x\"\"\",c\r\n");
    }

    #[test]
    fn latin_1_is_one_byte_a_letter() {
        assert_eq!(latin_1("Stück €"), b"St\xfcck ?");
    }
}
