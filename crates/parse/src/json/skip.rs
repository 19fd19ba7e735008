//! JSON checked against its grammar without building anything: what the door needs of a line.
//!
//! Needs no memory but one bit a level, however long or deep the text is. What is stricter than the grammar
//! (duplicate keys, depth, halves of surrogate pairs, numbers that are none) is left to whoever builds values.

use super::error::Fault;
use super::scan::{Literal, Scanner};
use super::tree::{self, Node};
use super::unescape::unescape;
use crate::limits::Limits;
use std::borrow::Cow;

/// The members of the outermost object, one at a time.
pub struct Walk<'a> {
    scanner: Scanner<'a>,
    first: bool,
}

impl<'a> Walk<'a> {
    /// Stands before the first member; none where the text is JSON but no object.
    ///
    /// # Errors
    /// A text that is not JSON.
    pub fn new(text: &'a str) -> Result<Option<Walk<'a>>, Fault> {
        let mut scanner = Scanner::new(text);
        if scanner.next_token() == Some(b'{') {
            scanner.at += 1;
            return Ok(Some(Walk { scanner, first: true }));
        }
        scanner.skip_value()?;
        scanner.end().map(|()| None)
    }

    /// The next key and the byte it begins at; none after the last, when nothing follows the object either. The
    /// value must be taken by [`Walk::skip`] before the next key is asked for.
    ///
    /// # Errors
    /// A text that is not JSON.
    pub fn next_key(&mut self) -> Result<Option<(Cow<'a, str>, usize)>, Fault> {
        let scanner = &mut self.scanner;
        let token = scanner.next_token();
        if token == Some(b'}') {
            scanner.at += 1;
            return scanner.end().map(|()| None);
        }
        if !self.first {
            scanner.take(b',', "a comma or a closing brace was expected")?;
            scanner.next_token();
        }
        self.first = false;
        let at = scanner.at;
        let quoted = scanner.string()?;
        scanner.colon()?;
        // A key that is no Unicode is no key of ours.
        let key = match quoted.escaped {
            true => unescape(quoted.raw, quoted.start).map_or(Cow::Borrowed(quoted.raw), Cow::Owned),
            false => Cow::Borrowed(quoted.raw),
        };
        Ok(Some((key, at)))
    }

    /// Passes the value and says where it stands.
    ///
    /// # Errors
    /// A text that is not JSON.
    pub fn skip(&mut self) -> Result<std::ops::Range<usize>, Fault> {
        self.scanner.next_token();
        let start = self.scanner.at;
        self.scanner.skip_value()?;
        Ok(start..self.scanner.at)
    }

    /// The value at a place that [`Walk::skip`] named, if it also meets what is stricter than the grammar.
    pub fn value(&self, place: std::ops::Range<usize>, limits: &Limits) -> Option<Node<'a>> {
        tree::parse(self.scanner.text.get(place)?, limits).ok()
    }
}

/// The end of the first value of a text, in bytes.
///
/// # Errors
/// A text that does not begin with a JSON value.
pub fn first_value_end(text: &str) -> Result<usize, Fault> {
    let mut scanner = Scanner::new(text);
    scanner.next_token();
    scanner.skip_value()?;
    Ok(scanner.at)
}

/// Which kind of container each open level is: a bit each, the first 64 without allocation.
#[derive(Default)]
struct Levels {
    depth: usize,
    top: u64,
    below: Vec<u64>,
}

impl Levels {
    fn push(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.below.push(self.top);
        }
        self.top = self.top << 1 | u64::from(is_object);
        self.depth += 1;
    }

    /// Whether the innermost level is an object; none where no level is open.
    fn is_object(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.top & 1 == 1)
    }

    fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.top >>= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.top = self.below.pop().unwrap_or_default();
        }
    }
}

impl Scanner<'_> {
    /// The colon between key and value.
    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), Fault> {
        self.next_token();
        self.take(b':', "a colon was expected")
    }

    /// Passes one value.
    fn skip_value(&mut self) -> Result<(), Fault> {
        let mut levels = Levels::default();
        loop {
            if !self.begin_value(&mut levels)? {
                continue;
            }
            loop {
                let Some(is_object) = levels.is_object() else { return Ok(()) };
                match (self.next_token(), is_object) {
                    (Some(b','), true) => {
                        self.at += 1;
                        self.key()?;
                        break;
                    }
                    (Some(b','), false) => {
                        self.at += 1;
                        break;
                    }
                    (Some(b'}'), true) | (Some(b']'), false) => {
                        self.at += 1;
                        levels.pop();
                    }
                    (_, true) => return Err(self.fault("a comma or a closing brace was expected")),
                    (_, false) => return Err(self.fault("a comma or a closing bracket was expected")),
                }
            }
        }
    }

    /// Passes a scalar or an empty container (true), or enters a container and stands before its first value
    /// (false).
    #[inline]
    fn begin_value(&mut self, levels: &mut Levels) -> Result<bool, Fault> {
        match self.next_token() {
            Some(b'"') => self.string().map(|_| true),
            Some(open @ (b'{' | b'[')) => {
                self.at += 1;
                // `}` and `]` stand two after `{` and `[` in ASCII.
                if self.next_token() == Some(open + 2) {
                    self.at += 1;
                    return Ok(true);
                }
                levels.push(open == b'{');
                if open == b'{' {
                    self.key()?;
                }
                Ok(false)
            }
            Some(b'0'..=b'9') => self.number().map(|_| true),
            Some(b'-') if self.literal() != Some(Literal::NoNumber) => self.number().map(|_| true),
            Some(b'-') => Ok(true),
            _ if self.literal().is_some() => Ok(true),
            _ => Err(self.fault("a value was expected")),
        }
    }

    #[inline]
    fn key(&mut self) -> Result<(), Fault> {
        self.next_token();
        self.string()?;
        self.colon()
    }
}
