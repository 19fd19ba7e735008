//! What must be refused, each made here: with a code, a place where there is one, and never a record.

use super::{codes, ubl_invoice};
use crate::limits::Limits;
use crate::xml::read;
use std::fmt::Write as _;
use trade::{Finding, Record};

/// Refused with exactly this code; nothing of it is a record.
fn refused(bytes: &[u8], limits: &Limits, code: &str) -> Finding {
    let parsed = read(bytes, limits);
    assert_eq!(codes(&parsed), [code]);
    assert_eq!(parsed.record, Record::default());
    assert!(parsed.findings[0].holds());
    let finding = parsed.findings.into_iter().next().unwrap();
    // A limit that was passed is named, with its number; how often one value may repeat is no setting.
    let is_limit = code == "limit_exceeded" && !finding.message.contains("repeats oftener");
    let numbers = serde_json::to_value(limits).unwrap();
    let named = finding.inputs.get("limit").map(|limit| numbers[limit].to_string());
    assert_eq!(named.as_ref(), finding.inputs.get("max"));
    assert_eq!(named.is_some(), is_limit, "{finding:?}");
    // What is wrong with the whole has no place: its root, its encoding, how often something stands in it.
    let of_the_whole = ["declares", "bytes are not UTF-16", "repeats oftener"];
    let is_whole = of_the_whole.iter().any(|words| finding.message.contains(words));
    let is_placed = finding.inputs.get("position").is_some_and(|position| position.starts_with("line "));
    assert!(is_placed || is_whole || code == "unsupported_format", "{finding:?}");
    finding
}

fn refused_text(xml: &str, code: &str) -> Finding {
    refused(xml.as_bytes(), &Limits::default(), code)
}

#[test]
fn a_doctype_is_refused_whatever_it_brings() {
    let mut laughs = String::from("<!DOCTYPE a [<!ENTITY l0 \"ha\">");
    for level in 1..30 {
        let before = format!("&l{};", level - 1).repeat(10);
        write!(laughs, "<!ENTITY l{level} \"{before}\">").unwrap();
    }
    laughs.push_str("]><a>&l29;</a>");
    let quadratic =
        format!("<!DOCTYPE a [<!ENTITY x \"{}\">]><a>{}</a>", "y".repeat(50_000), "&x;".repeat(50_000));
    for xml in [
        laughs.as_str(),
        quadratic.as_str(),
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/a.dtd\"><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/\">%p;]><a/>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE html><a/>",
    ] {
        let finding = refused_text(xml, "xml_doctype");
        assert!(finding.inputs["position"].starts_with("line "), "{finding:?}");
    }
}

#[test]
fn an_unknown_entity_is_malformed_and_never_expanded() {
    for xml in ["<a>&x;</a>", "<a b='&x;'/>", "<a>&#0;</a>", "<a>&amp</a>", "<a b='&amp'/>"] {
        refused_text(xml, "xml_malformed");
    }
}

#[test]
fn nothing_that_a_file_names_is_fetched() {
    let include = ubl_invoice(
        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/><cbc:ID>7</cbc:ID>",
    );
    let parsed = super::read(&include);
    assert_eq!(parsed.record.invoice_number.as_deref(), Some("7"));
    assert!(!format!("{:?}", parsed.record).contains("root:"));
    let located = include.replacen(
        "<Invoice",
        "<Invoice xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='urn:x http://127.0.0.1:9/x.xsd'",
        1,
    );
    assert_eq!(super::read(&located).record, parsed.record);
}

#[test]
fn too_many_attributes_and_namespaces_are_refused() {
    let many = |name: &str| (0..100_000).map(|n| format!(" {name}{n}='u{n}'")).collect::<String>();
    for xml in [format!("<a{}/>", many("b")), format!("<a{}/>", many("xmlns:b"))] {
        let finding = refused_text(&xml, "limit_exceeded");
        assert!(finding.message.contains("256"), "{}", finding.message);
    }
    // One at a time, so that only their sum is too much.
    let one_each: String = (0..100_000).map(|n| format!("<b xmlns='urn:{n}'/>")).collect();
    refused_text(&format!("<a>{one_each}</a>"), "limit_exceeded");
    // In scope at once, each on an element of its own, and every name looked up among them.
    let nested: String =
        (0..90).map(|n| format!("<b xmlns:p='u' xmlns:q='u' xmlns:r='u' a='{n}'>")).collect();
    refused_text(&format!("{nested}{}", "</b>".repeat(90)), "limit_exceeded");
}

#[test]
fn too_deep_is_refused_where_it_gets_too_deep() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let finding = refused_text(&deep, "limit_exceeded");
    assert_eq!(finding.inputs["position"], "line 1, column 301");
    let unclosed = "<a>".repeat(100_000);
    refused_text(&unclosed, "limit_exceeded");
    // With the limit raised it is read, without recursion.
    let raised = Limits { xml_depth: 200_000, ..Limits::default() };
    assert_eq!(codes(&read(deep.as_bytes(), &raised)), ["unsupported_format"]);
}

#[test]
fn too_many_nodes_and_too_long_texts_are_refused() {
    let few = Limits { xml_nodes: 1_000, text_out_bytes: 5_000, ..Limits::default() };
    for xml in [
        format!("<a>{}</a>", "<b/>".repeat(1_001)),
        format!("<a>{}</a>", "<b c=''/>".repeat(501)),
        format!("<a>{}</a>", "&lt;".repeat(1_001)),
        format!("<a>{}</a>", "x".repeat(5_001)),
        format!("<a><![CDATA[{}]]></a>", "x".repeat(5_001)),
        format!("<a>{}</a>", "<!-- -->x".repeat(1_001)),
        ubl_invoice(&"<cbc:Note>0123456789</cbc:Note>".repeat(501).replace("0", "ab")),
    ] {
        refused(xml.as_bytes(), &few, "limit_exceeded");
    }
    // As many as there may be, unless configured otherwise.
    let long = format!("<a>{}</a>", "x".repeat(16_000_001));
    assert_eq!(refused_text(&long, "limit_exceeded").inputs["limit"], "text_out_bytes");
    let exact = format!("<a>{}</a>", "<b/>".repeat(999));
    assert_eq!(codes(&read(exact.as_bytes(), &few)), ["unsupported_format"]);
}

#[test]
fn what_repeats_without_end_is_refused_and_not_its_square() {
    let line = |inside: String| format!("<cac:InvoiceLine><cac:Item>{inside}</cac:Item></cac:InvoiceLine>");
    let numbered =
        |before: &str, after: &str| (0..20_000).map(|n| format!("{before}{n}{after}")).collect::<String>();
    let property = "<cac:AdditionalItemProperty><cbc:Name>p</cbc:Name><cbc:Value>";
    for inside in [
        numbered("<cbc:Note>", "</cbc:Note>"),
        numbered("<cac:OrderReference><cbc:ID>", "</cbc:ID></cac:OrderReference>"),
        line(numbered("<cbc:Description>", "</cbc:Description>")),
        line(numbered(property, "</cbc:Value></cac:AdditionalItemProperty>")),
    ] {
        let finding = refused_text(&ubl_invoice(&inside), "limit_exceeded");
        assert!(finding.message.contains("/Invoice/"), "{}", finding.message);
    }
}

#[test]
fn a_file_that_breaks_off_says_where() {
    let whole = ubl_invoice("\n<cbc:ID>7</cbc:ID>\n<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>\n");
    for cut in 0..whole.len() {
        let finding = refused_text(&whole[..cut], "xml_malformed");
        assert!(finding.inputs["position"].starts_with("line "), "{cut}: {finding:?}");
    }
    let finding = refused_text(&whole[..whole.find("<cbc:ID>1").unwrap()], "xml_malformed");
    assert_eq!(finding.inputs["position"], "line 5, column 18");
    assert!(finding.message.contains("<cac:InvoiceLine> of line 5"), "{}", finding.message);
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for xml in [
        "<a></b>",
        "<a><b></a></b>",
        "</a>",
        "<a/><b/>",
        "<a/>text",
        "text<a/>",
        "<a b='1' b='2'/>",
        "<a b=1/>",
        "<a b/>",
        "<a b='<'/>",
        "<p:a/>",
        "<a xmlns:p=''/>",
        "<1a/>",
        "<a:b:c/>",
        "<a>]]></a>",
        "<a><!-- -- --></a>",
        " <?xml version='1.0'?><a/>",
        "<a>\u{1}</a>",
        "<a>\u{FFFF}</a>",
        "",
        "   ",
        "<?xml version='1.0'?>",
        "<![CDATA[x]]>",
    ] {
        refused_text(xml, "xml_malformed");
    }
}

#[test]
fn encodings_that_lie_are_refused() {
    let cases: [&[u8]; 6] = [
        b"<?xml version='1.0' encoding='UTF-8'?><a>caf\xE9</a>",
        b"<a>\xC0\x80</a>",
        b"<a>\xED\xA0\x80</a>",
        b"<a>nul\0</a>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><a>café</a>".as_bytes(),
        b"\xFF\xFE<\0a\0/\0>\0\0",
    ];
    for bytes in cases {
        refused(bytes, &Limits::default(), "encoding_invalid");
    }
}

#[test]
fn honest_encodings_are_read() {
    let xml = ubl_invoice("<cbc:ID>Größe-7</cbc:ID>");
    let wide: Vec<u8> =
        std::iter::once(0xFEFF).chain(xml.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let wider: Vec<u8> = xml.chars().flat_map(|character| u32::from(character).to_le_bytes()).collect();
    let declared = format!("<?xml version='1.0' encoding='iso-8859-1'?>{xml}");
    let narrow: Vec<u8> = declared.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for bytes in [xml.as_bytes(), &wide, &wider, &narrow] {
        let parsed = crate::read::read(bytes, &crate::read::Hint::default());
        assert_eq!(parsed.format, "ubl-invoice", "{:?}", parsed.findings);
        assert_eq!(parsed.record.invoice_number.as_deref(), Some("Größe-7"));
    }
}

#[test]
fn a_right_name_in_a_wrong_namespace_says_so() {
    let wrong = ubl_invoice("").replacen("xsd:Invoice-2", "xsd:Invoice-3", 1);
    let finding = refused_text(&wrong, "unsupported_format");
    assert!(
        finding.message.contains("not in urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"),
        "{}",
        finding.message
    );
    let none = refused_text("<CreditNote/>", "unsupported_format");
    assert!(none.message.contains("no namespace"), "{}", none.message);
    let other = refused_text("<p:Order xmlns:p='urn:orders'/>", "unsupported_format");
    assert_eq!((other.inputs["root"].as_str(), other.inputs["namespace"].as_str()), ("Order", "urn:orders"));
}

#[test]
fn elements_of_other_namespaces_are_not_the_documents() {
    let parsed =
        super::read(&ubl_invoice("<x:ID xmlns:x='urn:x'>false</x:ID><ID>false</ID><cbc:ID>true</cbc:ID>"));
    assert_eq!(parsed.record.invoice_number.as_deref(), Some("true"));
}
