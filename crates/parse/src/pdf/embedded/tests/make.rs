//! Makes a PDF of one page with files inside, and the XML of an invoice.

/// Text at a point of a page of A4, counted from its bottom left.
pub type Text<'t> = (u32, u32, &'t str);

/// A file: name, relationship, bytes.
pub type File<'t> = (&'t str, &'t str, &'t str);

/// The PDF.
pub fn pdf(texts: &[Text<'_>], files: &[File<'_>]) -> Vec<u8> {
    let mut content = String::new();
    for (x, y, text) in texts {
        content.push_str(&format!("BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n"));
    }
    let names: String = (0..files.len()).map(|at| format!("({at:04}) {} 0 R ", 7 + 2 * at)).collect();
    let tree =
        if files.is_empty() { String::new() } else { format!("/Names<</EmbeddedFiles<</Names[{names}]>>>>") };
    let mut bodies = vec![
        format!("<</Type/Catalog/Pages 2 0 R{tree}>>"),
        "<</Type/Pages/Kids[4 0 R]/Count 1>>".to_owned(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            .to_owned(),
        stream(&content),
    ];
    for (at, (name, relationship, text)) in files.iter().enumerate() {
        bodies.push(stream(text));
        let file = 6 + 2 * at;
        bodies.push(format!(
            "<</Type/Filespec/F({name})/UF({name})/AFRelationship/{relationship}/EF<</F {file} 0 R>>>>"
        ));
    }
    with_table(&bodies)
}

fn stream(text: &str) -> String {
    format!("<</Length {}>>\nstream\n{text}\nendstream", text.len())
}

fn with_table(bodies: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", bodies.len() + 1);
    for (place, body) in bodies.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend_from_slice(format!("{} 0 obj\n{body}\nendobj\n", place + 1).as_bytes());
    }
    let (start, size) = (bytes.len(), bodies.len() + 1);
    bytes.extend_from_slice(
        format!("{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
    );
    bytes
}

/// The page of an invoice over two lines, 1234.50 in all, whose sums close.
pub const PAGE: [Text<'static>; 28] = [
    (50, 800, "Nordwind Pumpen GmbH"),
    (50, 786, "Hafenstrasse 4, 20457 Hamburg, Germany"),
    (50, 740, "Invoice"),
    (50, 720, "Invoice no.: RE-4711"),
    (50, 706, "Invoice date: 05.03.2025"),
    (50, 692, "Incoterms: FCA Hamburg"),
    (50, 678, "Gross weight: 84.5 kg"),
    (50, 650, "Buyer:"),
    (110, 650, "Harbour Tools Ltd"),
    (50, 600, "Pos."),
    (90, 600, "Description"),
    (250, 600, "HS code"),
    (330, 600, "Quantity"),
    (400, 600, "Unit price"),
    (480, 600, "Amount"),
    (50, 584, "1"),
    (90, 584, "Bilge pump"),
    (250, 584, "841360"),
    (330, 584, "10"),
    (400, 584, "100.00"),
    (480, 584, "1000.00"),
    (50, 568, "2"),
    (90, 568, "Hose clamp"),
    (250, 568, "732690"),
    (330, 568, "67"),
    (400, 568, "3.50"),
    (480, 568, "234.50"),
    (400, 540, "Total EUR"),
];

/// The same page with its total in the national form.
pub fn page() -> Vec<Text<'static>> {
    let mut texts = PAGE.to_vec();
    texts.push((480, 540, "1,234.50"));
    texts
}

/// The XML of that invoice under a profile; `lines`: quantity and amount of each.
pub fn invoice(profile: &str, number: &str, total: &str, lines: &[(&str, &str)]) -> String {
    let lines: String =
        lines.iter().enumerate().map(|(at, (quantity, amount))| line(at + 1, quantity, amount)).collect();
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<r:CrossIndustryInvoice xmlns:r='urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100' \
xmlns:a='urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100' \
xmlns:u='urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100'>\
<r:ExchangedDocumentContext><a:GuidelineSpecifiedDocumentContextParameter><a:ID>{profile}</a:ID>\
</a:GuidelineSpecifiedDocumentContextParameter></r:ExchangedDocumentContext>\
<r:ExchangedDocument><a:ID>{number}</a:ID><a:TypeCode>380</a:TypeCode><a:IssueDateTime>\
<u:DateTimeString format='102'>20250305</u:DateTimeString></a:IssueDateTime></r:ExchangedDocument>\
<r:SupplyChainTradeTransaction>{lines}<a:ApplicableHeaderTradeAgreement>\
<a:SellerTradeParty><a:Name>Nordwind Pumpen GmbH</a:Name></a:SellerTradeParty>\
<a:BuyerTradeParty><a:Name>Harbour Tools Ltd.</a:Name></a:BuyerTradeParty></a:ApplicableHeaderTradeAgreement>\
<a:ApplicableHeaderTradeSettlement><a:InvoiceCurrencyCode>EUR</a:InvoiceCurrencyCode>\
<a:SpecifiedTradeSettlementHeaderMonetarySummation><a:GrandTotalAmount>{total}</a:GrandTotalAmount>\
<a:DuePayableAmount>{total}</a:DuePayableAmount></a:SpecifiedTradeSettlementHeaderMonetarySummation>\
</a:ApplicableHeaderTradeSettlement></r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>"
    )
}

fn line(ordinal: usize, quantity: &str, amount: &str) -> String {
    format!(
        "<a:IncludedSupplyChainTradeLineItem><a:AssociatedDocumentLineDocument><a:LineID>{ordinal}</a:LineID>\
</a:AssociatedDocumentLineDocument><a:SpecifiedTradeProduct><a:Name>Goods {ordinal}</a:Name></a:SpecifiedTradeProduct>\
<a:SpecifiedLineTradeDelivery><a:BilledQuantity unitCode='C62'>{quantity}</a:BilledQuantity></a:SpecifiedLineTradeDelivery>\
<a:SpecifiedLineTradeSettlement><a:SpecifiedTradeSettlementLineMonetarySummation><a:LineTotalAmount>{amount}</a:LineTotalAmount>\
</a:SpecifiedTradeSettlementLineMonetarySummation></a:SpecifiedLineTradeSettlement></a:IncludedSupplyChainTradeLineItem>"
    )
}
