//! A document's elements as a flat table, and the ways to walk it.
//!
//! Names are matched by local name among the namespaces of the vocabulary; elements of other namespaces
//! (extensions, signatures) are never seen by a look-up. No walk recurses on the depth of the input.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Stands for "none" in the links of the table.
pub(super) const NONE: u32 = u32::MAX;

/// One element.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// As written, with its prefix.
    pub(super) written: &'a str,
    /// Without its prefix.
    pub(super) local: &'a str,
    /// Index into the tree's namespaces.
    pub(super) namespace: u32,
    pub(super) parent: u32,
    pub(super) first_child: u32,
    pub(super) last_child: u32,
    pub(super) next: u32,
    /// The how-many-th of an unbroken run of equally named siblings, from 1.
    pub(super) ordinal: u32,
    /// Line of its start tag, from 1.
    pub(super) line: u32,
    /// Its attributes: first and one past the last.
    pub(super) attributes: (u32, u32),
    /// Its own characters, those of children not included.
    pub(super) text: Cow<'a, str>,
}

/// One attribute that declares no namespace; the name is as written.
#[derive(Debug)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) value: Cow<'a, str>,
}

/// A well-formed document within its limits.
#[derive(Debug)]
pub struct Tree<'a> {
    pub(super) elements: Vec<Element<'a>>,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// Each distinct namespace name once; the first is "no namespace".
    pub(super) namespaces: Vec<Cow<'a, str>>,
    /// Which of the namespaces are looked into.
    pub(super) vocabulary: Vec<bool>,
}

impl<'a> Tree<'a> {
    /// The root element.
    pub fn root(&self) -> Node<'_, 'a> {
        Node { tree: self, index: 0 }
    }

    /// From now on only elements of these namespaces are found below the root.
    pub fn speak(&mut self, is_known: impl Fn(&str) -> bool) {
        self.vocabulary = self.namespaces.iter().map(|name| is_known(name)).collect();
    }
}

/// One element of a tree.
#[derive(Clone, Copy)]
pub struct Node<'t, 'a> {
    tree: &'t Tree<'a>,
    index: u32,
}

impl<'t, 'a> Node<'t, 'a> {
    fn element(self) -> Option<&'t Element<'a>> {
        self.tree.elements.get(self.index as usize)
    }

    fn step(self, index: u32) -> Option<Node<'t, 'a>> {
        (index != NONE).then_some(Node { tree: self.tree, index })
    }

    /// The local name.
    pub fn name(self) -> &'t str {
        self.element().map_or("", |element| element.local)
    }

    /// The namespace name, empty for none.
    pub fn namespace(self) -> &'t str {
        let known = self.element().and_then(|element| self.tree.namespaces.get(element.namespace as usize));
        known.map_or("", |name| name.as_ref())
    }

    /// Line of the start tag, from 1.
    pub fn line(self) -> u32 {
        self.element().map_or(0, |element| element.line)
    }

    /// Its own characters, without white space at the ends.
    pub fn text(self) -> &'t str {
        self.element().map_or("", |element| element.text.trim())
    }

    /// The value of an attribute, without white space at the ends; absent where blank.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let (first, end) = self.element()?.attributes;
        let own = self.tree.attributes.get(first as usize..end as usize)?;
        let found = own.iter().find(|attribute| attribute.name == name)?;
        Some(found.value.trim()).filter(|value| !value.is_empty())
    }

    /// The element around it.
    pub fn parent(self) -> Option<Node<'t, 'a>> {
        self.element().and_then(|element| self.step(element.parent))
    }

    /// Every element at one of the paths (`A/B|C`), those of the first path before those of the next.
    pub fn all(self, paths: &str) -> Vec<Node<'t, 'a>> {
        let mut found = Vec::new();
        for path in paths.split('|') {
            self.visit(path, &mut |node| {
                found.push(node);
                false
            });
        }
        found
    }

    /// The first element at one of the paths.
    pub fn at(self, paths: &str) -> Option<Node<'t, 'a>> {
        self.first(paths, |_| true)
    }

    /// The first element at one of the paths that has characters of its own.
    pub fn value(self, paths: &str) -> Option<Node<'t, 'a>> {
        self.first(paths, |node| !node.text().is_empty())
    }

    /// The trimmed characters of [`Node::value`].
    pub fn text_at(self, paths: &str) -> Option<&'t str> {
        self.value(paths).map(Node::text)
    }

    fn first(self, paths: &str, wanted: impl Fn(Node<'t, 'a>) -> bool) -> Option<Node<'t, 'a>> {
        let mut found = None;
        for path in paths.split('|') {
            self.visit(path, &mut |node| {
                let hit = wanted(node);
                if hit {
                    found = Some(node);
                }
                hit
            });
            if found.is_some() {
                break;
            }
        }
        found
    }

    /// Calls with each element at the path in document order until told to stop. Recurses on the path's steps.
    /// Nearly all of a reading's look-ups end here, so that names are compared before anything else.
    fn visit(self, path: &str, seen: &mut impl FnMut(Node<'t, 'a>) -> bool) -> bool {
        let (name, rest) = path.split_once('/').unwrap_or((path, ""));
        let mut next = self.element().map_or(NONE, |element| element.first_child);
        while let Some(child) = self.tree.elements.get(next as usize) {
            let index = std::mem::replace(&mut next, child.next);
            if child.local != name || self.tree.vocabulary.get(child.namespace as usize) != Some(&true) {
                continue;
            }
            let child = Node { tree: self.tree, index };
            if if rest.is_empty() { seen(child) } else { child.visit(rest, seen) } {
                return true;
            }
        }
        false
    }

    /// Where it stands: `/Invoice/cac:InvoiceLine[2]/cbc:ID (line 45)`.
    pub fn place(self) -> String {
        let mut chain = vec![self];
        while let Some(parent) = chain.last().and_then(|node| node.parent()) {
            chain.push(parent);
        }
        let mut place = String::with_capacity(24 * chain.len());
        for element in chain.iter().rev().filter_map(|node| node.element()) {
            place.push('/');
            place.push_str(element.written);
            if element.ordinal > 1 || self.repeats(element) {
                // Writing to a string cannot fail.
                let _ = write!(place, "[{}]", element.ordinal);
            }
        }
        let _ = write!(place, " (line {})", self.line());
        place
    }

    /// The next sibling bears the same name.
    fn repeats(self, element: &Element<'a>) -> bool {
        let next = self.tree.elements.get(element.next as usize);
        next.is_some_and(|next| next.ordinal > 1)
    }
}

impl std::fmt::Debug for Node<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.place())
    }
}
