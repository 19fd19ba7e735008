//! What goods are called: the name, and what the longer description adds to it.

use super::language;
use super::transcript::Transcript;
use super::tree::Node;

/// Joins the name and the descriptions with `; `. What is said twice is kept once: a description that holds the
/// name stands alone, and so does a name that holds the description. Of several languages the first is kept.
pub(super) fn goods(
    t: &mut Transcript,
    names: &[Node<'_, '_>],
    descriptions: &[Node<'_, '_>],
) -> Option<String> {
    let mut nodes = language::first(names);
    nodes.extend(language::first(descriptions));
    let mut kept: Vec<Node<'_, '_>> = Vec::with_capacity(nodes.len());
    for node in nodes {
        if node.text().is_empty() || kept.iter().any(|known| holds(known.text(), node.text())) {
            continue;
        }
        kept.retain(|known| !holds(node.text(), known.text()));
        kept.push(node);
    }
    t.joined("description", &kept, "; ")
}

/// The words of one stand in the other, upper and lower case alike.
fn holds(longer: &str, shorter: &str) -> bool {
    longer.len() >= shorter.len() && longer.to_lowercase().contains(&shorter.to_lowercase())
}
