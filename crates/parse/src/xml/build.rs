//! Text becomes a tree, or the fault at which that ended.
//!
//! A pull parser with an explicit stack: no recursion, nothing fetched, no entity but the five of XML 1.0, no
//! DOCTYPE. Every count is checked before memory is spent on it. Knows nothing of invoices.

use super::characters::resolve;
use super::fault::Fault;
use super::namespaces::Namespaces;
use super::tag::{doubled, is_name};
use super::tree::{Attribute, Element, NONE, Tree};
use crate::limits::Limits;
use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use std::borrow::Cow;
use trade::Code::{self, LimitExceeded, XmlDoctype, XmlMalformed};

/// Reads the whole text.
pub fn build<'a>(text: &'a str, limits: &'a Limits) -> Result<Tree<'a>, Fault> {
    super::characters::characters(text)?;
    let mut builder = Builder::new(text, limits);
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    loop {
        let start = offset(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let byte = offset(reader.error_position());
            Fault::at(XmlMalformed, text, byte, format!("The XML is not well-formed: {error}"))
        })?;
        let end = offset(reader.buffer_position());
        match event {
            Event::Eof => return builder.finish(),
            event => builder.take(&event, start, end)?,
        }
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// What is open and what was counted.
struct Builder<'a> {
    text: &'a str,
    limits: &'a Limits,
    tree: Tree<'a>,
    namespaces: Namespaces<'a>,
    open: Vec<u32>,
    /// Elements, attributes and texts so far.
    nodes: usize,
    /// Line of `counted`, so that lines are counted once over the whole text.
    line: u32,
    counted: usize,
    /// The attributes of the element at hand; kept to spare allocations.
    written: Vec<(&'a str, Cow<'a, str>)>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, limits: &'a Limits) -> Builder<'a> {
        let tree = Tree {
            elements: Vec::with_capacity(text.len() / 64),
            attributes: Vec::with_capacity(text.len() / 256),
            namespaces: Vec::new(),
            vocabulary: Vec::new(),
        };
        let namespaces = Namespaces::new(limits.xml_attributes);
        let (open, written) = (Vec::new(), Vec::new());
        Builder { text, limits, tree, namespaces, open, nodes: 0, line: 1, counted: 0, written }
    }

    fn fault(&self, code: Code, byte: usize, message: impl Into<String>) -> Fault {
        Fault::at(code, self.text, byte, message)
    }

    fn take(&mut self, event: &Event<'_>, start: usize, end: usize) -> Result<(), Fault> {
        match event {
            Event::Start(_) => self.start(start, end, 1),
            Event::Empty(_) => {
                self.start(start, end, 2)?;
                self.end();
                Ok(())
            }
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(_) => self.characters(start, self.text.get(start..end).unwrap_or("")),
            Event::CData(_) => {
                let inside = end.checked_sub(3).and_then(|end| self.text.get(start + 9..end));
                self.append(start, Cow::Borrowed(inside.unwrap_or("")))
            }
            Event::GeneralRef(_) => {
                let resolved = resolve(self.text.get(start..end).unwrap_or(""));
                let resolved = resolved.map_err(|problem| self.fault(XmlMalformed, start, problem))?;
                self.append(start, resolved)
            }
            Event::Decl(_) if start > 0 => {
                Err(self.fault(XmlMalformed, start, "An XML declaration stands after the beginning"))
            }
            Event::DocType(_) => Err(self.fault(XmlDoctype, start, "The XML brings a DOCTYPE")),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn count(&mut self, more: usize, byte: usize) -> Result<(), Fault> {
        self.nodes = self.nodes.saturating_add(more);
        match self.nodes > self.limits.xml_nodes {
            true => {
                let what = "elements, attributes and texts";
                Err(self.exceeded(byte, what, "xml_nodes", self.limits.xml_nodes))
            }
            false => Ok(()),
        }
    }

    fn exceeded(&self, byte: usize, what: &str, limit: &'static str, most: usize) -> Fault {
        self.fault(LimitExceeded, byte, format!("The XML has more than {most} {what}")).limit(limit, most)
    }

    /// A start tag from `<` to `>`, whose last `tail` bytes are `>` or `/>`.
    fn start(&mut self, start: usize, end: usize, tail: usize) -> Result<(), Fault> {
        if self.open.is_empty() && !self.tree.elements.is_empty() {
            return Err(self.fault(XmlMalformed, start, "A second root element begins"));
        }
        if self.open.len() >= self.limits.xml_depth {
            return Err(self.exceeded(start, "levels of elements", "xml_depth", self.limits.xml_depth));
        }
        let tag = end.checked_sub(tail).and_then(|end| self.text.get(start + 1..end)).unwrap_or("");
        let written = tag.split([' ', '\t', '\r', '\n']).next().unwrap_or("");
        if !is_name(written) {
            return Err(self.fault(XmlMalformed, start, "A tag has no proper name"));
        }
        self.attributes_of(tag, written.len(), start)?;
        self.count(1 + self.written.len(), start)?;
        self.bind(start)?;
        let (prefix, local) = written.split_once(':').unwrap_or(("", written));
        let Some(namespace) = self.namespaces.of(prefix) else {
            return Err(self.fault(
                XmlMalformed,
                start,
                format!("The prefix {prefix:?} is bound to no namespace"),
            ));
        };
        let line = self.line_of(start);
        self.push(written, local, namespace, line);
        Ok(())
    }

    /// Fills `written` with the attributes of the tag.
    fn attributes_of(&mut self, tag: &'a str, name_length: usize, start: usize) -> Result<(), Fault> {
        self.written.clear();
        let mut attributes = Attributes::new(tag, name_length);
        for attribute in attributes.with_checks(false) {
            let attribute = attribute
                .map_err(|error| self.fault(XmlMalformed, start, format!("An attribute: {error}")))?;
            if self.written.len() >= self.limits.xml_attributes {
                let (what, most) = ("attributes of one element", self.limits.xml_attributes);
                return Err(self.exceeded(start, what, "xml_attributes", most));
            }
            let value = match attribute.value {
                Cow::Borrowed(raw) => super::characters::attribute(raw),
                Cow::Owned(raw) => {
                    super::characters::attribute(&raw).map(|value| Cow::Owned(value.into_owned()))
                }
            };
            let value = value.map_err(|problem| self.fault(XmlMalformed, start, problem))?;
            self.written.push((attribute.key.0, value));
        }
        if let Some(name) = doubled(&self.written) {
            return Err(self.fault(
                XmlMalformed,
                start,
                format!("The attribute {name:?} stands twice in one element"),
            ));
        }
        Ok(())
    }

    /// Takes the namespace declarations out of `written` and keeps the other attributes.
    fn bind(&mut self, start: usize) -> Result<(), Fault> {
        self.namespaces.enter();
        for (name, value) in self.written.drain(..) {
            let prefix = match name.split_once(':') {
                Some(("xmlns", prefix)) => prefix,
                None if name == "xmlns" => "",
                _ => {
                    self.tree.attributes.push(Attribute { name, value });
                    continue;
                }
            };
            if let Err(problem) = self.namespaces.bind(prefix, value) {
                let fault = Fault::at(problem.code(), self.text, start, problem.to_string());
                return Err(Fault { limit: problem.limit(), ..fault });
            }
        }
        Ok(())
    }

    fn push(&mut self, written: &'a str, local: &'a str, namespace: u32, line: u32) {
        let index = u32::try_from(self.tree.elements.len()).unwrap_or(NONE);
        let parent = self.open.last().copied().unwrap_or(NONE);
        let before = self.tree.elements.get(parent as usize).map_or(NONE, |parent| parent.last_child);
        let mut ordinal = 1;
        if let Some(sibling) = self.tree.elements.get_mut(before as usize) {
            sibling.next = index;
            ordinal = if sibling.written == written { sibling.ordinal + 1 } else { 1 };
        }
        if let Some(parent) = self.tree.elements.get_mut(parent as usize) {
            parent.last_child = index;
            if parent.first_child == NONE {
                parent.first_child = index;
            }
        }
        let end = u32::try_from(self.tree.attributes.len()).unwrap_or(NONE);
        let first = self.tree.elements.last().map_or(0, |element| element.attributes.1);
        let (first_child, last_child, next) = (NONE, NONE, NONE);
        let attributes = (first, end);
        let text = Cow::Borrowed("");
        self.tree.elements.push(Element {
            written,
            local,
            namespace,
            parent,
            first_child,
            last_child,
            next,
            ordinal,
            line,
            attributes,
            text,
        });
        self.open.push(index);
    }

    fn end(&mut self) {
        self.open.pop();
        self.namespaces.leave();
    }

    fn line_of(&mut self, byte: usize) -> u32 {
        let passed = self.text.as_bytes().get(self.counted..byte).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', passed).count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.counted = byte;
        self.line
    }

    /// Character data as written.
    fn characters(&mut self, start: usize, raw: &'a str) -> Result<(), Fault> {
        let blank = raw.bytes().all(|byte| byte.is_ascii_whitespace());
        if self.open.is_empty() {
            return match blank {
                true => Ok(()),
                false => Err(self.fault(XmlMalformed, start, "Text stands outside the root element")),
            };
        }
        if raw.contains("]]>") {
            return Err(self.fault(XmlMalformed, start, "The text holds ]]> outside of CDATA"));
        }
        // White space before the first character is trimmed by every reader of the tree: it is not even kept.
        match blank && self.current_text().is_none_or(str::is_empty) {
            true => Ok(()),
            false => self.append(start, super::characters::line_ends(raw)),
        }
    }

    fn current_text(&self) -> Option<&str> {
        let element = self.tree.elements.get(*self.open.last()? as usize)?;
        Some(element.text.as_ref())
    }

    fn append(&mut self, start: usize, more: Cow<'a, str>) -> Result<(), Fault> {
        let Some(&index) = self.open.last() else {
            return Err(self.fault(XmlMalformed, start, "Text stands outside the root element"));
        };
        self.count(1, start)?;
        let most = self.limits.text_out_bytes;
        let Some(element) = self.tree.elements.get_mut(index as usize) else { return Ok(()) };
        if element.text.len().saturating_add(more.len()) > most {
            return Err(self.exceeded(start, "bytes of text in one element", "text_out_bytes", most));
        }
        match element.text.is_empty() {
            true => element.text = more,
            false => element.text.to_mut().push_str(&more),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Tree<'a>, Fault> {
        let end = self.text.len();
        if let Some(open) = self.open.last().and_then(|index| self.tree.elements.get(*index as usize)) {
            let message = format!("The XML breaks off inside <{}> of line {}", open.written, open.line);
            return Err(self.fault(XmlMalformed, end, message));
        }
        if self.tree.elements.is_empty() {
            return Err(self.fault(XmlMalformed, end, "The XML has no root element"));
        }
        self.tree.namespaces = self.namespaces.into_names();
        self.tree.vocabulary = vec![true; self.tree.namespaces.len()];
        Ok(self.tree)
    }
}

/// The root's start tag as a document of its own; comments, instructions and a DOCTYPE before it are passed over.
pub fn first_tag(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        let start = offset(reader.buffer_position());
        let event = reader.read_event().ok()?;
        let end = offset(reader.buffer_position());
        match event {
            Event::Start(_) => return Some(format!("{}/>", text.get(start..end.checked_sub(1)?)?)),
            Event::Empty(_) => return Some(text.get(start..end)?.to_owned()),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Text(white) if white.bytes().all(|byte| byte.is_ascii_whitespace()) => {}
            _ => return None,
        }
    }
}
