//! Scores one document: every element with text is looked up, compared and counted.
//!
//! Promises: each element is counted once. Refuses to know the corpus.

use std::path::Path;

use roxmltree::Node;

use super::compare::{Verdict, judge, places, words};
use super::program::Answer;
use super::table::{Row, Tables};
use super::zugferd1;

/// What became of an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    Compared(Verdict),
    /// In the list of those that have no place.
    NoPlace,
    /// In neither table.
    Unlisted,
}

/// One value of the document.
pub struct Value {
    /// Element path below the root, `@attribute` at the end.
    pub path: String,
    /// The record's field, the first of the row.
    pub field: String,
    /// Every place in the record that the row names.
    pub places: Vec<String>,
    /// Which of the lines it stands in, from 0.
    pub line: Option<usize>,
    pub text: String,
    /// What list the value is of, or what kind of document it numbers, where an attribute or the next element says it.
    pub beside: String,
    pub outcome: Outcome,
}

impl Value {
    /// Of a goods line.
    pub fn is_of_line(&self) -> bool {
        self.field.starts_with("line_items")
    }
}

/// A document with its values.
#[derive(Default)]
pub struct Scored {
    pub set: String,
    pub file: String,
    pub form: &'static str,
    pub kind: String,
    pub language: String,
    /// A finding of severity error stands beside it.
    pub doubtful: bool,
    pub record: serde_json::Value,
    pub values: Vec<Value>,
}

impl Scored {
    /// Values that were compared and are read, wrong, absent.
    pub fn count(&self, of: Verdict, keep: impl Fn(&Value) -> bool) -> usize {
        self.values.iter().filter(|value| value.outcome == Outcome::Compared(of) && keep(value)).count()
    }
}

/// Which form the root is, if it is one that the program reads.
pub fn form(root: &Node) -> Option<&'static str> {
    let name = root.tag_name();
    let namespace = name.namespace().unwrap_or_default();
    let ubl = |last: &str| namespace == format!("urn:oasis:names:specification:ubl:schema:xsd:{last}-2");
    match name.name() {
        "Invoice" | "SelfBilledInvoice" if ubl(name.name()) => Some("ubl-invoice"),
        "CreditNote" | "SelfBilledCreditNote" if ubl(name.name()) => Some("ubl-creditnote"),
        "DespatchAdvice" if ubl("DespatchAdvice") => Some("ubl-despatch"),
        "CrossIndustryInvoice"
            if namespace == "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" =>
        {
            Some("cii")
        }
        "CrossIndustryDocument" if namespace == zugferd1::NAMESPACE => Some("cii-zugferd1"),
        _ => None,
    }
}

/// Holds every value of the document against the program's answer.
pub fn score(tables: &Tables, form: &'static str, root: &Node, file: &Path, answer: &Answer) -> Scored {
    let mut values = Vec::new();
    let mut path = Vec::new();
    let mut walk =
        Walk { tables, form, record: &answer.record, values: &mut values, lines: 0, uncounted: false };
    walk.children(root, &mut path, None);
    let name = |part: Option<&std::ffi::OsStr>| {
        part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default()
    };
    Scored {
        set: name(file.parent().and_then(Path::file_name)),
        file: name(file.file_name()),
        form,
        kind: answer.kind.clone(),
        language: answer.language.clone(),
        doubtful: answer.doubtful,
        record: answer.record.clone(),
        values,
    }
}

struct Walk<'a> {
    tables: &'a Tables,
    form: &'static str,
    record: &'a serde_json::Value,
    values: &'a mut Vec<Value>,
    /// Lines met so far.
    lines: usize,
    /// Inside a line that says that it is none of the goods: a heading, or a part of what another line counts.
    uncounted: bool,
}

impl Walk<'_> {
    fn children<'n>(&mut self, node: &Node<'n, 'n>, path: &mut Vec<&'n str>, line: Option<usize>) {
        for child in node.children().filter(Node::is_element) {
            let name = child.tag_name().name();
            let is_line = matches!(
                name,
                "InvoiceLine" | "CreditNoteLine" | "DespatchLine" | "IncludedSupplyChainTradeLineItem"
            );
            let before = self.uncounted;
            self.uncounted |= is_line && is_heading_or_part(&child);
            let line = if is_line && line.is_none() && !self.uncounted {
                self.lines += 1;
                Some(self.lines - 1)
            } else {
                line
            };
            path.push(if self.form == "cii-zugferd1" { zugferd1::later(name, path) } else { name });
            self.element(&child, path, line);
            self.children(&child, path, line);
            path.pop();
            self.uncounted = before;
        }
    }

    fn element(&mut self, node: &Node, path: &[&str], line: Option<usize>) {
        let text: String = node.children().filter(Node::is_text).filter_map(|child| child.text()).collect();
        let text = words(&text);
        if text.is_empty() {
            return;
        }
        let (tables, form) = (self.tables, self.form);
        let is_none = matches!(text.to_ascii_lowercase().as_str(), "n/a" | "na");
        match tables.element(form, path, node) {
            Some(row) if !is_none && !self.uncounted => self.compared(row, node, path.join("/"), text, line),
            row => {
                let excused = row.is_some() || tables.excused(form, path, node);
                let outcome = if excused { Outcome::NoPlace } else { Outcome::Unlisted };
                let (path, field, beside) = (path.join("/"), String::new(), String::new());
                self.values.push(Value { path, field, places: Vec::new(), line, text, beside, outcome });
            }
        }
        let uncounted = self.uncounted;
        for row in tables.attributes(form, path, node).filter(|_| !uncounted) {
            let name = row.pattern.attribute.as_deref().unwrap_or_default();
            if let Some(text) = node.attribute(name).map(words).filter(|text| !text.is_empty()) {
                self.compared(row, node, format!("{}@{name}", path.join("/")), text, line);
            }
        }
    }

    fn compared(&mut self, row: &Row, node: &Node, path: String, text: String, line: Option<usize>) {
        let held: Vec<&serde_json::Value> =
            row.fields.iter().flat_map(|field| places(self.record, field, line)).collect();
        let outcome = Outcome::Compared(judge(row.compare, &text, node, &held));
        self.values.push(Value {
            path,
            field: row.fields.first().cloned().unwrap_or_default(),
            places: row.fields.clone(),
            line,
            text,
            beside: beside(node),
            outcome,
        });
    }
}

/// The line's status says that its amount is that of others, or counted in another.
fn is_heading_or_part(line: &Node) -> bool {
    let status = line.descendants().find(|node| node.tag_name().name() == "LineStatusReasonCode");
    status.and_then(|status| status.text()).is_some_and(|text| matches!(text.trim(), "GROUP" | "INFORMATION"))
}

/// The scheme of an identifier, the list of a code, and the type code of the reference around it.
fn beside(node: &Node) -> String {
    let names_documents = |parent: &Node| parent.tag_name().name().contains("Reference");
    let around = node.parent().filter(names_documents);
    let around = around.into_iter().flat_map(|parent| parent.children());
    let kinds = around.filter(|child| child.tag_name().name().ends_with("TypeCode") && child != node);
    let lists = ["schemeID", "listID"].into_iter().filter_map(|name| node.attribute(name)).map(str::to_owned);
    lists.chain(kinds.filter_map(|kind| kind.text().map(words))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const INVOICE: &str = "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'><ID>7</ID>\
        <InvoiceLine><ID>1</ID><InvoicedQuantity unitCode='C62'>2.0</InvoicedQuantity><Item><Name>Pump</Name><Colour>red</Colour></Item></InvoiceLine>\
        <InvoiceLine><ID>2</ID><InvoicedQuantity unitCode='KGM'>3</InvoicedQuantity></InvoiceLine><UUID>x</UUID></Invoice>";

    #[test]
    fn every_element_is_counted_once_against_its_own_line() {
        let tree = roxmltree::Document::parse(INVOICE).unwrap();
        let record = json!({"invoice_number":"8","line_items":[
            {"line":1,"quantity":"2","unit":"C62","description":"Pump, red"},{"line":2,"quantity":"4"}]});
        let answer = Answer { record, ..Answer::default() };
        let scored = score(
            &Tables::read().unwrap(),
            form(&tree.root_element()).unwrap(),
            &tree.root_element(),
            Path::new("set/a.xml"),
            &answer,
        );
        let of = |path: &str| -> Vec<Outcome> {
            scored.values.iter().filter(|v| v.path == path).map(|v| v.outcome).collect()
        };
        assert_eq!(of("ID"), [Outcome::Compared(Verdict::Wrong)]);
        assert_eq!(
            of("InvoiceLine/InvoicedQuantity"),
            [Outcome::Compared(Verdict::Read), Outcome::Compared(Verdict::Wrong)]
        );
        assert_eq!(
            of("InvoiceLine/InvoicedQuantity@unitCode"),
            [Outcome::Compared(Verdict::Read), Outcome::Compared(Verdict::Absent)]
        );
        assert_eq!(of("InvoiceLine/Item/Colour"), [Outcome::Unlisted]);
        assert_eq!(of("UUID"), [Outcome::NoPlace]);
        assert_eq!((scored.set.as_str(), scored.file.as_str()), ("set", "a.xml"));
    }

    #[test]
    fn a_line_that_is_a_heading_is_none_of_the_goods() {
        let line = |id: &str, status: &str| {
            format!(
                "<IncludedSupplyChainTradeLineItem><AssociatedDocumentLineDocument><LineID>{id}</LineID>\
<LineStatusReasonCode>{status}</LineStatusReasonCode></AssociatedDocumentLineDocument></IncludedSupplyChainTradeLineItem>"
            )
        };
        let xml = format!("<a>{}{}</a>", line("01", "GROUP"), line("0101", "DETAIL"));
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let answer = Answer { record: json!({"line_items":[{"printed_line":"0101"}]}), ..Answer::default() };
        let scored = score(&Tables::read().unwrap(), "cii", &tree.root_element(), Path::new("a"), &answer);
        let ids = scored.values.iter().filter(|value| value.path.ends_with("/LineID"));
        let outcomes: Vec<_> = ids.map(|value| (value.outcome, value.line)).collect();
        assert_eq!(outcomes, [(Outcome::NoPlace, None), (Outcome::Compared(Verdict::Read), Some(0))]);
    }

    #[test]
    fn a_root_of_another_namespace_is_no_form() {
        let tree = roxmltree::Document::parse("<Invoice xmlns='urn:other'/>").unwrap();
        assert_eq!(form(&tree.root_element()), None);
    }
}
