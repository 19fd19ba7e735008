//! The tokens of RFC 8259, read from left to right without building anything.
//!
//! Strict but in one thing: [`Scanner::literal`] also knows the three words that some writers put for numbers that
//! are none, so that its callers can say so instead of "unexpected character".

use super::error::{Error, Fault};

/// A position in a text and the ways to move it on.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    bytes: &'a [u8],
    pub(super) at: usize,
}

/// The inside of a string as it stands in the text.
pub(super) struct Quoted<'a> {
    /// Between the quotation marks.
    pub(super) raw: &'a str,
    /// The byte after the opening mark.
    pub(super) start: usize,
    /// It has escapes.
    pub(super) escaped: bool,
}

/// A word that stands for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Literal {
    Null,
    True,
    False,
    /// `NaN`, `Infinity` or `-Infinity`: no JSON, but what some libraries write for it.
    NoNumber,
}

const LITERALS: [(&str, Literal); 6] = [
    ("null", Literal::Null),
    ("true", Literal::True),
    ("false", Literal::False),
    ("NaN", Literal::NoNumber),
    ("Infinity", Literal::NoNumber),
    ("-Infinity", Literal::NoNumber),
];

impl<'a> Scanner<'a> {
    /// Stands before the first value; a byte order mark is passed over (RFC 8259 §8.1 allows that).
    pub(super) fn new(text: &'a str) -> Scanner<'a> {
        let at = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
        Scanner { text, bytes: text.as_bytes(), at }
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes white space and says what comes.
    #[inline]
    pub(super) fn next_token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    /// A fault here, or the end of the text where there is nothing more.
    #[cold]
    pub(super) fn fault(&self, what: &'static str) -> Fault {
        let what = if self.at >= self.bytes.len() { "it breaks off" } else { what };
        Fault::at(self.at, Error::Malformed(what))
    }

    /// Takes this byte or faults.
    #[inline]
    pub(super) fn take(&mut self, wanted: u8, what: &'static str) -> Result<(), Fault> {
        if self.peek() == Some(wanted) {
            self.at += 1;
            return Ok(());
        }
        Err(self.fault(what))
    }

    /// Nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        match self.next_token() {
            None => Ok(()),
            Some(_) => Err(self.fault("something follows the value")),
        }
    }

    /// A string, standing on its opening mark. Escapes are checked against the grammar, not against Unicode.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Quoted<'a>, Fault> {
        self.take(b'"', "a string was expected")?;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at = plain_run(self.bytes, self.at);
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                _ => return Err(self.fault("a control character inside a string")),
            }
        }
        let raw = self.text.get(start..self.at).unwrap_or_default();
        self.at += 1;
        Ok(Quoted { raw, start, escaped })
    }

    fn escape(&mut self) -> Result<(), Fault> {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return Err(self.fault("four hex digits were expected after \\u"));
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.fault("an escape that JSON does not know")),
        }
        Ok(())
    }

    /// A number, standing on its first character; the token as it stands.
    #[inline]
    pub(super) fn number(&mut self) -> Result<&'a str, Fault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                return Err(self.fault("a number may not begin with 0"));
            }
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    #[inline]
    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start { Err(self.fault("a digit was expected")) } else { Ok(()) }
    }

    /// One of the words, if it stands here.
    #[inline]
    pub(super) fn literal(&mut self) -> Option<Literal> {
        let rest = self.bytes.get(self.at..)?;
        let (word, literal) = LITERALS.iter().find(|(word, _)| rest.starts_with(word.as_bytes()))?;
        self.at += word.len();
        Some(*literal)
    }
}

/// The first byte from `at` on that cannot stand in a string as it is: `"`, `\` or a control character; the end of
/// the bytes where there is none. Looks at eight bytes at a time.
#[inline]
pub(super) fn plain_run(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        // The lowest high bit of each term is exact; false ones can only stand above it.
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let mark = word ^ (ONES * b'"' as u64);
        let mark = mark.wrapping_sub(ONES) & !mark;
        let slash = word ^ (ONES * b'\\' as u64);
        let slash = slash.wrapping_sub(ONES) & !slash;
        let special = (control | mark | slash) & HIGH;
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(rest.len())
}
