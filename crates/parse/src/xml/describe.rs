//! What goods are called: the name, and what the longer description adds to it.

use super::language;
use super::transcript::{Transcript, one_line};
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
    let nodes = t.few(nodes);
    let mut kept: Vec<(Node<'_, '_>, String)> = Vec::with_capacity(nodes.len());
    let mut length = 0;
    for node in nodes {
        let words = one_line(node.text()).to_lowercase();
        length += words.len();
        if length > LENGTH_MAX {
            t.overflow(node);
            break;
        }
        if words.is_empty() || kept.iter().any(|(_, known)| known.contains(&words)) {
            continue;
        }
        kept.retain(|(_, known)| !words.contains(known.as_str()));
        kept.push((node, words));
    }
    let kept: Vec<Node<'_, '_>> = kept.into_iter().map(|(node, _)| node).collect();
    t.joined("description", &kept, "; ")
}

/// Bytes that one line may say of its goods.
const LENGTH_MAX: usize = 65_536;
