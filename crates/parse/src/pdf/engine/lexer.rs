//! The marks of PDF's syntax, one after the other: enough to see how deep it goes and what its names are.
//!
//! It knows no objects and resolves nothing.

/// A mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark<'b> {
    /// `<<`
    DictOpen,
    /// `>>`
    DictClose,
    /// `[`
    ArrayOpen,
    /// `]`
    ArrayClose,
    /// A name without its slash, escapes as they stand.
    Name(&'b [u8]),
    /// A string, of either kind.
    Text,
    /// A number or a keyword.
    Word(&'b [u8]),
}

/// Reads marks from a place on.
pub struct Lexer<'b> {
    bytes: &'b [u8],
    /// The next byte.
    pub at: usize,
}

impl<'b> Lexer<'b> {
    /// From this byte on.
    pub fn new(bytes: &'b [u8], at: usize) -> Lexer<'b> {
        Lexer { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, is_part: impl Fn(u8) -> bool) -> &'b [u8] {
        let start = self.at;
        while self.peek().is_some_and(&is_part) {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    fn text(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' if depth <= 1 => return,
                b')' => depth -= 1,
                _ => {}
            }
        }
    }
}

impl<'b> Iterator for Lexer<'b> {
    type Item = Mark<'b>;

    fn next(&mut self) -> Option<Mark<'b>> {
        loop {
            self.take(is_blank);
            if self.peek()? != b'%' {
                break;
            }
            self.take(|byte| byte != b'\n' && byte != b'\r');
        }
        let rest = self.bytes.get(self.at..)?;
        let (mark, length) = match rest {
            [b'<', b'<', ..] => (Mark::DictOpen, 2),
            [b'>', b'>', ..] => (Mark::DictClose, 2),
            [b'[', ..] => (Mark::ArrayOpen, 1),
            [b']', ..] => (Mark::ArrayClose, 1),
            [b'/', ..] => {
                self.at += 1;
                return Some(Mark::Name(self.take(is_regular)));
            }
            [b'(', ..] => {
                self.text();
                return Some(Mark::Text);
            }
            [b'<', ..] => {
                self.take(|byte| byte != b'>');
                (Mark::Text, 1)
            }
            [byte, ..] if is_regular(*byte) => return Some(Mark::Word(self.take(is_regular))),
            _ => (Mark::Word(rest.get(..1)?), 1),
        };
        self.at += length;
        Some(mark)
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'\x0C' | b'\0')
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_apart_and_strings_and_comments_hide_what_is_in_them() {
        let text = b"<</A[1 0 R](a\\)(<<)>>)% <<\n/B#20<3c3c>>>stream";
        let marks: Vec<Mark<'_>> = Lexer::new(text, 0).collect();
        let word = |text: &'static str| Mark::Word(text.as_bytes());
        assert_eq!(
            marks,
            [
                Mark::DictOpen,
                Mark::Name(b"A"),
                Mark::ArrayOpen,
                word("1"),
                word("0"),
                word("R"),
                Mark::ArrayClose,
                Mark::Text,
                Mark::Name(b"B#20"),
                Mark::Text,
                Mark::DictClose,
                word("stream"),
            ]
        );
    }
}
