//! JSON values as a tree that borrows from its text.

use super::error::{Error, Fault};
use super::scan::{Literal, Scanner};
use super::unescape::unescape;
use crate::limits::Limits;
use std::borrow::Cow;

/// A JSON value. Numbers are the tokens of the text: nothing is rounded here.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number's token.
    Number(&'a str),
    /// A string, its escapes written out.
    String(Cow<'a, str>),
    /// An array.
    Array(Box<[Node<'a>]>),
    /// An object, in the order of the text; no key stands twice.
    Object(Box<[Member<'a>]>),
}

/// A value and where it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'a> {
    /// The value.
    pub value: Value<'a>,
    /// Its first byte.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Member<'a> {
    /// The key, its escapes written out.
    pub key: Cow<'a, str>,
    /// The value.
    pub node: Node<'a>,
    /// The byte of the key's opening mark.
    pub key_start: u32,
}

impl<'a> Node<'a> {
    /// The members of an object; none of anything else.
    pub fn members(&self) -> Option<&[Member<'a>]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value under a key of an object.
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.members()?.iter().find(|member| member.key == key).map(|member| &member.node)
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// It is `null`.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// Its text as it stands, out of the text it was parsed from.
    pub fn raw<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// What it is, in a word for a message.
    pub fn noun(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}

/// Parses one JSON text.
///
/// # Errors
/// The first fault: of the grammar, a key that stands twice, a number that readers turn into infinity, half a
/// surrogate pair, a NUL character, or a limit of depth or number passed.
pub fn parse<'a>(text: &'a str, limits: &Limits) -> Result<Node<'a>, Fault> {
    if u32::try_from(text.len()).is_err() {
        return Err(Fault::at(0, Error::TooLarge(limits.json_values)));
    }
    let depth_max = limits.json_depth.min(Limits::JSON_DEPTH_CEILING);
    let values_left = limits.json_values;
    let mut builder = Builder {
        scanner: Scanner::new(text),
        nodes: Vec::new(),
        members: Vec::new(),
        depth: 0,
        depth_max,
        values_left,
        values_max: values_left,
    };
    let node = builder.value()?;
    builder.scanner.end()?;
    Ok(node)
}

/// Builds values. The members of open objects and arrays stand on two stacks, so that each closed one is a single
/// allocation of its exact size.
struct Builder<'a> {
    scanner: Scanner<'a>,
    nodes: Vec<Node<'a>>,
    members: Vec<Member<'a>>,
    depth: usize,
    depth_max: usize,
    values_left: usize,
    values_max: usize,
}

impl<'a> Builder<'a> {
    fn value(&mut self) -> Result<Node<'a>, Fault> {
        let token = self.scanner.next_token();
        let start = self.scanner.at;
        self.values_left = match self.values_left.checked_sub(1) {
            Some(left) => left,
            None => return Err(Fault::at(start, Error::TooLarge(self.values_max))),
        };
        let value = match token {
            Some(b'"') => Value::String(self.string()?),
            Some(b'0'..=b'9') => self.number()?,
            Some(b'{') => self.nested(Builder::object)?,
            Some(b'[') => self.nested(Builder::array)?,
            _ => self.word()?,
        };
        Ok(Node { value, start: start as u32, end: self.scanner.at as u32 })
    }

    #[inline]
    fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        let quoted = self.scanner.string()?;
        if quoted.escaped {
            return unescape(quoted.raw, quoted.start).map(Cow::Owned);
        }
        Ok(Cow::Borrowed(quoted.raw))
    }

    #[inline]
    fn number(&mut self) -> Result<Value<'a>, Fault> {
        let start = self.scanner.at;
        let token = self.scanner.number()?;
        // Only an exponent or hundreds of digits can leave the range of the binary numbers that most readers use.
        let may_overflow = token.len() > 300 || token.bytes().any(|byte| byte | 0x20 == b'e');
        if may_overflow && !token.parse::<f64>().is_ok_and(f64::is_finite) {
            return Err(Fault::at(start, Error::Number("a number too large for most readers")));
        }
        Ok(Value::Number(token))
    }

    fn word(&mut self) -> Result<Value<'a>, Fault> {
        let start = self.scanner.at;
        match self.scanner.literal() {
            Some(Literal::Null) => Ok(Value::Null),
            Some(Literal::True) => Ok(Value::Bool(true)),
            Some(Literal::False) => Ok(Value::Bool(false)),
            Some(Literal::NoNumber) => Err(Fault::at(start, Error::Number("a number that is none"))),
            None if self.scanner.peek() == Some(b'-') => self.number(),
            None => Err(self.scanner.fault("a value was expected")),
        }
    }

    fn nested(
        &mut self,
        container: fn(&mut Builder<'a>) -> Result<Value<'a>, Fault>,
    ) -> Result<Value<'a>, Fault> {
        if self.depth == self.depth_max {
            return Err(Fault::at(self.scanner.at, Error::TooDeep(self.depth_max)));
        }
        self.depth += 1;
        self.scanner.at += 1;
        let value = container(self);
        self.depth -= 1;
        value
    }

    fn array(&mut self) -> Result<Value<'a>, Fault> {
        let first = self.nodes.len();
        if self.scanner.next_token() == Some(b']') {
            self.scanner.at += 1;
            return Ok(Value::Array(Box::default()));
        }
        loop {
            let node = self.value()?;
            self.nodes.push(node);
            match self.scanner.next_token() {
                Some(b',') => self.scanner.at += 1,
                Some(b']') => break,
                _ => return Err(self.scanner.fault("a comma or a closing bracket was expected")),
            }
        }
        self.scanner.at += 1;
        Ok(Value::Array(self.nodes.split_off(first).into_boxed_slice()))
    }

    fn object(&mut self) -> Result<Value<'a>, Fault> {
        let first = self.members.len();
        if self.scanner.next_token() == Some(b'}') {
            self.scanner.at += 1;
            return Ok(Value::Object(Box::default()));
        }
        loop {
            self.scanner.next_token();
            let key_start = self.scanner.at as u32;
            let key = self.string()?;
            self.scanner.colon()?;
            let node = self.value()?;
            self.members.push(Member { key, node, key_start });
            match self.scanner.next_token() {
                Some(b',') => self.scanner.at += 1,
                Some(b'}') => break,
                _ => return Err(self.scanner.fault("a comma or a closing brace was expected")),
            }
        }
        self.scanner.at += 1;
        let members = self.members.split_off(first).into_boxed_slice();
        match first_repeated_key(&members) {
            Some(at) => Err(Fault::at(at as usize, Error::DuplicateKey)),
            None => Ok(Value::Object(members)),
        }
    }
}

/// Objects up to this size are compared key by key; larger ones through a sorted list.
const SMALL_OBJECT: usize = 16;

/// Where the first key stands that stood before in the same object.
fn first_repeated_key(members: &[Member<'_>]) -> Option<u32> {
    if members.len() <= SMALL_OBJECT {
        return members.iter().enumerate().find_map(|(index, member)| {
            let before = members.get(..index).unwrap_or_default();
            before.iter().any(|other| other.key == member.key).then_some(member.key_start)
        });
    }
    let mut keys: Vec<(&str, u32)> = members.iter().map(|member| (&*member.key, member.key_start)).collect();
    keys.sort_unstable();
    let repeated = keys.windows(2).filter_map(|pair| match pair {
        [(first, _), (second, at)] if first == second => Some(*at),
        _ => None,
    });
    repeated.min()
}
