//! The scorer's two tables: which element is which field, and which elements have no place in a record.
//!
//! Promises: groups are spelled out once and included; the first row that fits decides. Refuses to know documents.

use anyhow::{Context, Result, bail};

/// How a value of the XML and a value of the record are held against each other; `xml_fields.tsv` says it in words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compare {
    Text,
    Identity,
    Code,
    Package,
    Within,
    Decimal,
    Listed,
    Percent,
    Date,
    Period,
    Due,
    Signed,
    Basis,
    OneOf,
    Reason,
    Kind,
    Mode,
    Key,
}

impl Compare {
    fn named(name: &str) -> Result<Compare> {
        Ok(match name {
            "text" => Compare::Text,
            "identity" => Compare::Identity,
            "code" => Compare::Code,
            "package" => Compare::Package,
            "within" => Compare::Within,
            "decimal" => Compare::Decimal,
            "listed" => Compare::Listed,
            "percent" => Compare::Percent,
            "date" => Compare::Date,
            "period" => Compare::Period,
            "due" => Compare::Due,
            "signed" => Compare::Signed,
            "basis" => Compare::Basis,
            "oneof" => Compare::OneOf,
            "reason" => Compare::Reason,
            "kind" => Compare::Kind,
            "mode" => Compare::Mode,
            "key" => Compare::Key,
            other => bail!("no comparison is called {other:?}"),
        })
    }
}

/// A path with wildcards, and what the last step must be like.
#[derive(Clone, Debug)]
pub struct Pattern {
    steps: Vec<String>,
    /// `@name`: the value is this attribute's.
    pub attribute: Option<String>,
    /// `[@name=value]`: only where the element has it.
    condition: Option<(String, String)>,
}

impl Pattern {
    fn parse(text: &str) -> Pattern {
        let (text, condition) = match text.strip_suffix(']').and_then(|rest| rest.split_once("[@")) {
            Some((path, test)) => {
                (path, test.split_once('=').map(|(name, of)| (name.to_owned(), of.to_owned())))
            }
            None => (text, None),
        };
        let (path, attribute) = match text.split_once('@') {
            Some((path, attribute)) => (path, Some(attribute.to_owned())),
            None => (text, None),
        };
        Pattern { steps: path.split('/').map(str::to_owned).collect(), attribute, condition }
    }

    /// Whether the element at this path is meant.
    pub fn fits(&self, path: &[&str], node: &roxmltree::Node) -> bool {
        let condition =
            self.condition.as_ref().is_none_or(|(name, of)| node.attribute(name.as_str()) == Some(of));
        condition && steps_fit(&self.steps, path)
    }
}

fn steps_fit(steps: &[String], path: &[&str]) -> bool {
    match (steps.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((step, rest)), _) if step == "**" => {
            steps_fit(rest, path) || path.split_first().is_some_and(|(_, after)| steps_fit(steps, after))
        }
        (Some((step, rest)), Some((name, after))) => glob(step, name) && steps_fit(rest, after),
        _ => false,
    }
}

/// `*` stands for any letters.
fn glob(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, tail)) => name.strip_prefix(head).is_some_and(|rest| {
            rest.char_indices()
                .map(|(at, _)| at)
                .chain([rest.len()])
                .any(|at| glob(tail, rest.get(at..).unwrap_or("")))
        }),
    }
}

/// Element → field.
#[derive(Clone, Debug)]
pub struct Row {
    forms: String,
    pub pattern: Pattern,
    /// Places in the record, any of which will do.
    pub fields: Vec<String>,
    pub compare: Compare,
}

/// Element → reason.
struct Excuse {
    forms: String,
    pattern: Pattern,
}

/// Both tables.
pub struct Tables {
    rows: Vec<Row>,
    excuses: Vec<Excuse>,
}

impl Tables {
    /// Reads what is built in.
    pub fn read() -> Result<Tables> {
        Tables::parse(include_str!("../../data/xml_fields.tsv"), include_str!("../../data/xml_no_place.tsv"))
    }

    fn parse(fields: &str, no_place: &str) -> Result<Tables> {
        let mut rows = Vec::new();
        let cells: Vec<[&str; 4]> = lines(fields).map(four).collect::<Result<_>>()?;
        for [form, path, field, compare] in cells.iter().copied().filter(|row| !is_group(row[0])) {
            match compare.strip_prefix('=') {
                None => rows.push(row(form, path, field, compare)?),
                Some(group) => {
                    for [_, under, part, compare] in cells.iter().copied().filter(|row| row[0] == group) {
                        rows.push(row(form, &format!("{path}/{under}"), &joined(field, part), compare)?);
                    }
                }
            }
        }
        let excuses = lines(no_place)
            .map(|line| {
                let mut cells = line.split('\t');
                let (form, path) = (cells.next().unwrap_or(""), cells.next().context("a path is missing")?);
                cells
                    .next()
                    .filter(|why| !why.is_empty())
                    .with_context(|| format!("{path}: the reason is missing"))?;
                Ok(Excuse { forms: form.to_owned(), pattern: Pattern::parse(path) })
            })
            .collect::<Result<_>>()?;
        Ok(Tables { rows, excuses })
    }

    /// The row of an element's text.
    pub fn element(&self, form: &str, path: &[&str], node: &roxmltree::Node) -> Option<&Row> {
        let fits = |row: &&Row| {
            row.pattern.attribute.is_none() && applies(&row.forms, form) && row.pattern.fits(path, node)
        };
        self.rows.iter().find(fits)
    }

    /// The rows of an element's attributes.
    pub fn attributes<'a>(
        &'a self,
        form: &'a str,
        path: &'a [&'a str],
        node: &'a roxmltree::Node,
    ) -> impl Iterator<Item = &'a Row> {
        let fits = move |row: &&Row| {
            row.pattern.attribute.is_some() && applies(&row.forms, form) && row.pattern.fits(path, node)
        };
        self.rows.iter().filter(fits)
    }

    /// Whether the element has no place.
    pub fn excused(&self, form: &str, path: &[&str], node: &roxmltree::Node) -> bool {
        self.excuses.iter().any(|excuse| applies(&excuse.forms, form) && excuse.pattern.fits(path, node))
    }
}

fn row(form: &str, path: &str, field: &str, compare: &str) -> Result<Row> {
    Ok(Row {
        forms: form.to_owned(),
        pattern: Pattern::parse(path),
        fields: field.split('|').map(str::to_owned).collect(),
        compare: Compare::named(compare).with_context(|| path.to_owned())?,
    })
}

/// `shipper|seller` and `.name|other` → `shipper.name|seller.name|other`.
fn joined(owners: &str, parts: &str) -> String {
    let mut all = Vec::new();
    for part in parts.split('|') {
        if part.starts_with('.') {
            all.extend(owners.split('|').map(|owner| format!("{owner}{part}")));
        } else {
            all.push(part.to_owned());
        }
    }
    all.join("|")
}

fn is_group(form: &str) -> bool {
    !["any", "ubl", "despatch", "cii"].contains(&form)
}

fn applies(forms: &str, form: &str) -> bool {
    match forms {
        "any" => form.starts_with("ubl"),
        "ubl" => form == "ubl-invoice" || form == "ubl-creditnote",
        "despatch" => form == "ubl-despatch",
        "cii" => form.starts_with("cii"),
        other => other == form,
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn four(line: &str) -> Result<[&str; 4]> {
    let cells: Vec<&str> = line.split('\t').collect();
    cells.try_into().map_err(|_| anyhow::anyhow!("not four columns: {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, path: &str) -> bool {
        let tree = roxmltree::Document::parse("<a listID='HS'/>").unwrap();
        Pattern::parse(pattern).fits(&path.split('/').collect::<Vec<_>>(), &tree.root_element())
    }

    #[test]
    fn the_built_in_tables_read() {
        let tables = Tables::read().unwrap();
        assert!(tables.rows.len() > 200 && tables.excuses.len() > 60);
    }

    #[test]
    fn wildcards_stand_for_letters_and_for_steps() {
        assert!(fits("*Line/ID", "InvoiceLine/ID"));
        assert!(!fits("*Line/ID", "InvoiceLine/Item/ID"));
        assert!(fits("**/TaxScheme/**", "A/B/TaxScheme/ID"));
        assert!(fits("**/UUID", "UUID") && !fits("**/UUID", "UUID/x"));
        assert!(fits("*Line/*Quantity@unitCode", "CreditNoteLine/CreditedQuantity"));
        assert!(fits("Code[@listID=HS]", "Code") && !fits("Code[@listID=CN]", "Code"));
    }

    #[test]
    fn a_group_is_spelled_out_for_each_owner() {
        let tables = Tables::parse("g\tName\t.name\ttext\nubl\tParty\ta|b\t=g\n", "").unwrap();
        assert_eq!(tables.rows[0].fields, ["a.name", "b.name"]);
    }

    #[test]
    fn an_excuse_needs_its_reason() {
        assert!(Tables::parse("", "ubl\tA/B\t\n").is_err());
        assert!(Tables::parse("ubl\tA\tb\tsomehow\n", "").is_err());
    }
}
