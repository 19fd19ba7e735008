//! Which prefix stands for which namespace, here and now.
//!
//! Names are kept once and compared by number afterwards. Both the distinct names and the declarations in scope
//! are limited, since every look-up walks them.

use std::borrow::Cow;
use trade::Code;

/// The namespace of `xml:lang`, bound without declaration.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Why a declaration is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    /// `xmlns:p=""`, or a binding of `xmlns` or `xml`.
    #[error("The namespace declaration of {0:?} is not allowed")]
    NotAllowed(String),
    /// Too many.
    #[error("The XML has more than {0} namespaces")]
    TooMany(usize),
}

impl Refusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Refusal::NotAllowed(_) => Code::XmlMalformed,
            Refusal::TooMany(_) => Code::LimitExceeded,
        }
    }

    /// The limit that was passed, if one was: as many namespaces as attributes are taken.
    pub(super) fn limit(&self) -> Option<(&'static str, usize)> {
        match self {
            Refusal::NotAllowed(_) => None,
            Refusal::TooMany(most) => Some(("xml_attributes", *most)),
        }
    }
}

/// The declarations in scope.
pub(super) struct Namespaces<'a> {
    names: Vec<Cow<'a, str>>,
    /// Prefix and index of its name, innermost last.
    bound: Vec<(&'a str, u32)>,
    /// How many were bound when each open element began.
    marks: Vec<usize>,
    most: usize,
}

impl<'a> Namespaces<'a> {
    /// With at most that many names, and as many declarations in scope.
    pub(super) fn new(most: usize) -> Namespaces<'a> {
        let names = vec![Cow::Borrowed(""), Cow::Borrowed(XML)];
        Namespaces { names, bound: vec![("", 0), ("xml", 1)], marks: Vec::new(), most }
    }

    /// An element begins.
    pub(super) fn enter(&mut self) {
        self.marks.push(self.bound.len());
    }

    /// It ends; its declarations go.
    pub(super) fn leave(&mut self) {
        if let Some(mark) = self.marks.pop() {
            self.bound.truncate(mark);
        }
    }

    /// A declaration of the element that began last.
    pub(super) fn bind(&mut self, prefix: &'a str, name: Cow<'a, str>) -> Result<(), Refusal> {
        if prefix == "xmlns" || (prefix == "xml" && name != XML) || (name.is_empty() && !prefix.is_empty()) {
            return Err(Refusal::NotAllowed(prefix.to_owned()));
        }
        let known = self.names.iter().position(|other| *other == name);
        let index = known.unwrap_or(self.names.len());
        if index > self.most || self.bound.len() > self.most {
            return Err(Refusal::TooMany(self.most));
        }
        if known.is_none() {
            self.names.push(name);
        }
        self.bound.push((prefix, u32::try_from(index).unwrap_or(0)));
        Ok(())
    }

    /// The index of the name that the prefix stands for.
    pub(super) fn of(&self, prefix: &str) -> Option<u32> {
        let innermost = self.bound.iter().rev().find(|(bound, _)| *bound == prefix);
        innermost.map(|(_, index)| *index)
    }

    pub(super) fn into_names(self) -> Vec<Cow<'a, str>> {
        self.names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_declarations_hide_outer_ones_and_go_with_their_element() {
        let mut scope = Namespaces::new(8);
        scope.enter();
        scope.bind("p", "urn:a".into()).unwrap();
        scope.enter();
        scope.bind("p", "urn:b".into()).unwrap();
        assert_eq!(scope.of("p"), Some(3));
        scope.leave();
        assert_eq!(scope.of("p"), Some(2));
        scope.leave();
        assert_eq!((scope.of("p"), scope.of(""), scope.of("xml")), (None, Some(0), Some(1)));
    }

    #[test]
    fn what_is_not_allowed_or_too_much_is_refused() {
        let mut scope = Namespaces::new(3);
        scope.enter();
        assert_eq!(scope.bind("p", "".into()).unwrap_err().code(), Code::XmlMalformed);
        assert_eq!(scope.bind("xmlns", "urn:a".into()).unwrap_err().code(), Code::XmlMalformed);
        scope.bind("a", "urn:a".into()).unwrap();
        scope.bind("b", "urn:a".into()).unwrap();
        assert_eq!(scope.bind("c", "urn:a".into()).unwrap_err(), Refusal::TooMany(3));
    }
}
