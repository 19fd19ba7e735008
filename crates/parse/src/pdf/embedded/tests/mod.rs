//! Invoices inside PDFs: what agrees, what does not, what cannot be read.

mod make;

use crate::limits::Limits;
use crate::pdf::read;
use make::{File, invoice, page, pdf};
use trade::{Code, Finding, Origin, Parsed};

const EN16931: &str = "urn:cen.eu:en16931:2017";
const MINIMUM: &str = "urn:factur-x.eu:1p0:minimum";
const LINES: [(&str, &str); 2] = [("10", "1000.00"), ("67", "234.50")];

fn read_with(files: &[File<'_>]) -> Parsed {
    read(&pdf(&page(), files), &Limits::default(), false)
}

fn read_one(xml: &str) -> Parsed {
    read_with(&[("factur-x.xml", "Alternative", xml)])
}

fn told(parsed: &Parsed) -> Vec<&Finding> {
    parsed.findings.iter().filter(|finding| finding.code == Code::XmlDisagrees).collect()
}

fn has(parsed: &Parsed, code: Code) -> bool {
    parsed.findings.iter().any(|finding| finding.code == code)
}

/// The only disagreement: its field, the XML's value and the page's.
fn only(parsed: &Parsed) -> (&str, &str, &str) {
    let told = told(parsed);
    assert_eq!(told.len(), 1, "{told:?}");
    let input = |name: &str| told[0].inputs.get(name).map_or("", String::as_str);
    (told[0].field.as_deref().unwrap_or(""), input("xml"), input("page"))
}

#[test]
fn the_page_alone_is_read_and_proven() {
    let parsed = read_with(&[]);
    assert_eq!((parsed.format.as_str(), parsed.record.line_items.len()), ("pdf", 2));
    assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
}

#[test]
fn xml_that_agrees_gives_the_values_and_the_page_their_places_and_what_the_xml_lacks() {
    let parsed = read_one(&invoice(EN16931, "RE-4711", "1234.50", &LINES));
    assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
    assert_eq!(parsed.format, "pdf+cii");
    let reading = parsed.reading.unwrap();
    assert_eq!(reading.engine, "pdf/1+cii/1");
    let number = &reading.values["invoice_number"];
    assert_eq!((number.origin, number.page), (Origin::Xml, Some(1)));
    assert!(number.bounds.is_some() && reading.values["total_value"].bounds.is_some());
    let record = parsed.record;
    assert_eq!(record.incoterms.unwrap().printed.as_deref(), Some("FCA Hamburg"));
    assert_eq!(record.gross_weight.unwrap().value.to_string(), "84.5");
    assert_eq!(reading.values["gross_weight.value"].origin, Origin::Read);
    let line = &record.line_items[1];
    assert_eq!((line.description.as_deref(), line.hs_code.as_deref()), (Some("Goods 2"), Some("732690")));
    assert_eq!(reading.line_items[1]["hs_code"].origin, Origin::Read);
    assert_eq!(
        (reading.line_items[1]["amount"].origin, reading.line_items[1]["amount"].page),
        (Origin::Xml, Some(1))
    );
}

#[test]
fn names_that_the_page_has_no_label_for_have_their_place_too() {
    let xml = invoice(EN16931, "RE-4711", "1234.50", &LINES);
    let reading = read_one(&xml.replace("Harbour Tools Ltd.", "Bilge pump")).reading.unwrap();
    let buyer = &reading.values["buyer.name"];
    assert_eq!((buyer.origin, buyer.page), (Origin::Xml, Some(1)));
    assert!((buyer.bounds.unwrap()[0] - 90.0).abs() < 1.0, "{buyer:?}");
}

#[test]
fn what_the_page_says_otherwise_is_told_with_both_values() {
    let parsed = read_one(&invoice(EN16931, "RE-4712", "1234.50", &LINES));
    assert_eq!(only(&parsed), ("invoice_number", "RE-4712", "RE-4711"));
    assert_eq!(parsed.record.invoice_number.as_deref(), Some("RE-4712"));
    let parsed = read_one(&invoice(EN16931, "RE-4711", "1243.50", &LINES));
    assert_eq!(only(&parsed), ("invoice_total", "1243.50", "1234.50"));
    let xml = invoice(EN16931, "RE-4711", "1234.50", &LINES);
    let parsed = read_one(&xml.replace("20250305", "20250306"));
    assert_eq!(only(&parsed), ("invoice_date", "2025-03-06", "2025-03-05"));
    let parsed = read_one(&xml.replace(">EUR<", ">USD<"));
    assert_eq!(only(&parsed), ("currency", "USD", "EUR"));
    let parsed = read_one(&xml.replace("Harbour Tools Ltd.", "Other Tools Ltd"));
    assert_eq!(only(&parsed), ("buyer.name", "Other Tools Ltd", "Harbour Tools Ltd"));
    let parsed = read_one(&xml.replace(">380<", ">381<"));
    assert_eq!(only(&parsed), ("kind", "credit_note", "commercial_invoice"));
}

#[test]
fn lines_are_compared_by_number_amount_and_quantity() {
    let with = |lines: &[(&str, &str)]| read_one(&invoice(EN16931, "RE-4711", "1234.50", lines));
    assert_eq!(
        only(&with(&[("10", "1000.00"), ("67", "243.50")])),
        ("line_items[1].amount", "243.50", "234.50")
    );
    assert_eq!(only(&with(&[("10", "1000.00"), ("66", "234.50")])), ("line_items[1].quantity", "66", "67"));
    assert_eq!(only(&with(&[("10", "1000.00")])), ("line_items", "1", "2"));
    // Not the page's amounts, though both stand on it.
    assert_eq!(
        only(&with(&[("10", "1234.50"), ("67", "234.50")])),
        ("line_items[0].amount", "1234.50", "1000.00")
    );
    let parsed = with(&[("67", "234.50"), ("10", "1000.00")]);
    assert!(told(&parsed).is_empty());
    assert_eq!(parsed.record.line_items[0].hs_code, None, "a code of another line");
}

#[test]
fn quantities_rounded_in_print_titles_as_lines_and_sums_after_charges_are_no_disagreement() {
    let with = |lines: &[(&str, &str)]| read_one(&invoice(EN16931, "RE-4711", "1234.50", lines));
    assert!(told(&with(&[("10", "1000.00"), ("67.4", "234.50")])).is_empty());
    assert_eq!(only(&with(&[("10", "1000.00"), ("67.6", "234.50")])).0, "line_items[1].quantity");
    let parsed = with(&[("0", "0.00"), ("10", "1000.00"), ("0", "0.00"), ("67", "234.50")]);
    assert!(told(&parsed).is_empty());
    assert_eq!(parsed.record.line_items[3].hs_code.as_deref(), Some("732690"));
    let xml = invoice(EN16931, "RE-4711", "1234.50", &LINES);
    let sums = |goods: &str| {
        xml.replace("<a:GrandTotal", &format!("<a:LineTotalAmount>{goods}</a:LineTotalAmount><a:ChargeTotalAmount>100</a:ChargeTotalAmount><a:GrandTotal"))
    };
    let mut texts = page();
    texts.extend([(400, 554, "Subtotal"), (480, 554, "1,234.50")]);
    let read = |xml: &str| read(&pdf(&texts, &[("factur-x.xml", "Data", xml)]), &Limits::default(), false);
    assert!(told(&read(&sums("1134.50"))).is_empty());
    assert_eq!(only(&read(&sums("1133.50"))), ("goods_total", "1133.50", "1234.50"));
}

#[test]
fn no_digit_of_the_xml_can_change_unseen() {
    let xml = invoice(EN16931, "RE-4711", "1234.50", &LINES);
    for text in ["RE-4711", ">20250305<", ">1234.50<", ">1000.00<", ">234.50<", ">10<", ">67<"] {
        assert!(xml.contains(text));
        for (at, digit) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            let other = (digit.to_digit(10).unwrap() + 1) % 10;
            let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            let parsed = read_one(&xml.replace(text, &changed));
            assert!(parsed.findings.iter().any(Finding::holds), "{text} as {changed}");
        }
    }
}

#[test]
fn a_credit_is_the_same_with_its_signs_and_without() {
    let mut texts = page();
    for (_, _, text) in &mut texts {
        *text = match *text {
            "Invoice" => "Credit note",
            "Invoice no.: RE-4711" => "Credit note no.: RE-4711",
            other => other,
        };
    }
    let read = |xml: &str| read(&pdf(&texts, &[("factur-x.xml", "Data", xml)]), &Limits::default(), false);
    let negative = invoice(EN16931, "RE-4711", "-1234.50", &[("-10", "-1000.00"), ("-67", "-234.50")]);
    let parsed = read(&negative);
    assert!(told(&parsed).is_empty(), "{:?}", parsed.findings);
    let positive = invoice(EN16931, "RE-4711", "1234.50", &LINES);
    assert!(told(&read(&positive.replace(">380<", ">381<"))).is_empty());
    assert_eq!(only(&read(&positive)).0, "kind");
    // Bills that the buyer writes are titled so in some countries.
    assert!(told(&read(&positive.replace(">380<", ">389<"))).is_empty());
}

#[test]
fn faults_of_form_are_remarked_and_hold_nothing() {
    let remarks = |xml: &str| {
        let parsed = read_one(xml);
        assert!(told(&parsed).is_empty() && parsed.format == "pdf+cii");
        let of = parsed.findings.iter().filter(|finding| finding.code == Code::XmlNonconformant);
        let of: Vec<Finding> = of.cloned().collect();
        assert!(of.iter().all(|finding| !finding.holds() && finding.inputs["file"] == "factur-x.xml"));
        of.into_iter()
            .flat_map(|finding| finding.inputs.into_iter())
            .filter(|(name, _)| name != "file")
            .map(|(_, value)| value)
            .collect::<Vec<_>>()
    };
    let xml = invoice(EN16931, "RE-4711", "1234.50", &LINES);
    assert_eq!(remarks(&xml), [] as [&str; 0]);
    let colons = "urn:cen.eu:en16931:2017:compliant:factur-x.eu:1p0:extended";
    assert_eq!(remarks(&xml.replace(EN16931, colons)), [colons]);
    assert_eq!(remarks(&xml.replace("TotalAmount>1", "TotalAmount currencyID='EUR'>1")), ["2"]);
}

#[test]
fn doubts_of_the_page_fall_away_with_the_values_they_are_about() {
    let mut texts = page();
    texts.retain(|(_, _, text)| *text != "234.50");
    let bytes = |xml: &str| pdf(&texts, &[("factur-x.xml", "Data", xml)]);
    let read = |xml: &str| read(&bytes(xml), &Limits::default(), false);
    let parsed = read(&invoice(EN16931, "RE-4711", "1234.50", &LINES));
    assert!(!has(&parsed, Code::ReadingIncomplete), "{:?}", parsed.findings);
    assert_eq!(only(&parsed), ("line_items[1].amount", "234.50", ""));
    let parsed = read(&invoice(MINIMUM, "RE-4711", "1234.50", &[]));
    assert!(parsed.record.line_items.is_empty() && has(&parsed, Code::ReadingIncomplete));
    assert!(told(&parsed).is_empty());
}

#[test]
fn xml_without_lines_takes_those_of_a_page_that_proves_itself() {
    let parsed = read_one(&invoice(MINIMUM, "RE-4711", "1234.50", &[]));
    assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
    assert_eq!(parsed.record.line_items.len(), 2);
    assert_eq!(parsed.reading.unwrap().line_items[0]["amount"].origin, Origin::Read);
}

#[test]
fn xml_that_does_not_read_overrules_nothing_and_says_what_is_wrong() {
    let good = invoice(EN16931, "RE-9", "9.00", &[]);
    for (xml, code) in [
        (good.replace("</a:ID>", ""), "xml_malformed"),
        (good.replace("UTF-8", "UTF-8-W/O-BOM"), "encoding_invalid"),
        (
            good.replace("<r:Cross", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><r:Cross"),
            "xml_doctype",
        ),
        (good.replace("CrossIndustryInvoice", "CrossIndustryQuotation"), "unsupported_format"),
        (good.replace(EN16931, "urn:ferd:CrossIndustryDocument:invoice:1p0:komfort"), "unsupported_format"),
    ] {
        let parsed = read_one(&xml);
        assert_eq!(parsed.record.invoice_number.as_deref(), Some("RE-4711"), "{code}");
        assert_eq!((parsed.format.as_str(), parsed.record.line_items.len()), ("pdf", 2), "{code}");
        let told = told(&parsed);
        assert_eq!(told.len(), 1, "{code}");
        assert_eq!(
            (told[0].inputs["code"].as_str(), told[0].inputs["file"].as_str()),
            (code, "factur-x.xml")
        );
        assert!(told[0].message.contains("factur-x.xml") && told[0].holds());
    }
}

#[test]
fn two_invoices_inside_must_say_the_same() {
    let (one, two) =
        (invoice(EN16931, "RE-4711", "1234.50", &LINES), invoice(EN16931, "RE-8", "1234.50", &LINES));
    let same =
        read_with(&[("ZUGFeRD-invoice.xml", "Alternative", &one), ("factur-x.xml", "Alternative", &one)]);
    assert!(told(&same).is_empty());
    assert!(has(&same, Code::ActiveContent), "two files are inside");
    let other =
        read_with(&[("ZUGFeRD-invoice.xml", "Alternative", &two), ("factur-x.xml", "Alternative", &one)]);
    assert_eq!(other.record.invoice_number.as_deref(), Some("RE-4711"));
    assert_eq!(only(&other), ("", "factur-x.xml", ""));
    // The best does not read: the next is taken, and the fault told.
    let broken =
        read_with(&[("ZUGFeRD-invoice.xml", "Alternative", &one), ("factur-x.xml", "Alternative", "<")]);
    assert_eq!(broken.format, "pdf+cii");
    assert_eq!(told(&broken).len(), 1);
}

#[test]
fn a_picture_with_xml_inside_cannot_be_compared() {
    let bytes = pdf(&[], &[("factur-x.xml", "Data", &invoice(EN16931, "RE-1", "5.00", &[("1", "5.00")]))]);
    let parsed = read(&bytes, &Limits::default(), false);
    assert_eq!(parsed.record.invoice_number.as_deref(), Some("RE-1"));
    assert!(has(&parsed, Code::NeedsOcr) && told(&parsed).is_empty());
    assert_eq!(parsed.format, "pdf+cii");
}

#[test]
fn other_files_are_no_invoices() {
    let parsed = read_with(&[("terms.xml", "Data", "<terms/>"), ("photo.png", "Supplement", "")]);
    assert_eq!(parsed.format, "pdf");
    assert!(told(&parsed).is_empty() && has(&parsed, Code::ActiveContent));
}
