//! Which directives a sender may give, read with indulgence: a directive that is not understood is left out and
//! remarked, and never costs the document.

use crate::json::{Node, Value};
use trade::routing::Routing;
use trade::{Kind, Lane, Priority};

/// The most references or outlets one envelope may name.
const NAMES_MAX: usize = 100;

/// The longest reference or outlet, in bytes.
const NAME_LENGTH_MAX: usize = 200;

/// A directive that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remark {
    /// `routing.priority`, …
    pub(super) field: String,
    /// What would have been understood.
    pub(super) wanted: &'static str,
}

/// Reads the value under `routing`.
pub(super) fn read(node: &Node<'_>, mut remark: impl FnMut(Remark)) -> Routing {
    let mut routing = Routing::default();
    if node.is_null() {
        return routing;
    }
    let Some(members) = node.members() else {
        remark(Remark { field: "routing".into(), wanted: "an object of directives" });
        return routing;
    };
    for member in members.iter().filter(|member| !member.node.is_null()) {
        let understood = directive(&mut routing, &member.key, &member.node);
        if let Err(wanted) = understood {
            let key: String = member.key.chars().take(NAME_LENGTH_MAX).collect();
            remark(Remark { field: format!("routing.{key}"), wanted });
        }
    }
    routing
}

fn directive(routing: &mut Routing, key: &str, node: &Node<'_>) -> Result<(), &'static str> {
    match key {
        "priority" => {
            routing.priority = Some(
                scalar(node)
                    .and_then(Priority::from_wire)
                    .ok_or("urgent, high, normal or bulk, or a whole number up to 9")?,
            );
        }
        "lane" => {
            let lane = scalar(node).and_then(|name| Lane::from_name(name.trim()));
            routing.lane = Some(lane.ok_or("structured, text or scan")?);
        }
        "destination" => routing.destination = Some(destination(node).ok_or("a country")?),
        "kind" => {
            let kind = scalar(node).and_then(|name| Kind::from_name(name.trim()));
            routing.kind = Some(kind.filter(|kind| *kind != Kind::Container).ok_or("a kind of document")?);
        }
        "references" => routing.references = names(node)?,
        "due_at" => {
            let due = scalar(node).and_then(|text| text.trim().parse().ok());
            routing.due_at = Some(due.ok_or("a time with its offset, such as 2026-11-24T10:00:00Z")?);
        }
        "outlets" => routing.outlets = names(node)?,
        _ => {
            return Err(
                "no such directive; there are priority, lane, destination, kind, references, due_at, outlets",
            );
        }
    }
    Ok(())
}

/// A country by code or name, as its alpha-2 code.
fn destination(node: &Node<'_>) -> Option<String> {
    let reading = trade::country::read(scalar(node)?).reading()?;
    Some(reading.country.to_string())
}

/// A list of short texts, or one.
fn names(node: &Node<'_>) -> Result<Vec<String>, &'static str> {
    let wanted = "a list of up to 100 texts of up to 200 bytes";
    let nodes = match &node.value {
        Value::Array(nodes) => nodes,
        _ => std::slice::from_ref(node),
    };
    if nodes.len() > NAMES_MAX {
        return Err(wanted);
    }
    let usable = |name: &&str| !name.is_empty() && name.len() <= NAME_LENGTH_MAX;
    nodes
        .iter()
        .map(|node| scalar(node).map(str::trim).filter(usable).map(str::to_owned).ok_or(wanted))
        .collect()
}

/// A text, or a number's token.
fn scalar<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.value {
        Value::String(text) => Some(text),
        Value::Number(token) => Some(token),
        _ => None,
    }
}
