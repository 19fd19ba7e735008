//! Rust source as far as taste needs it: what is code, what is a literal, what is a comment, what is for tests alone.
//!
//! Promises: line numbers stay; raw strings, nested comments, lifetimes and character literals are told apart. Refuses to
//! know grammar: this is a lexer of four kinds of text.

/// A string literal and the line it begins on, from 1.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    pub line: usize,
    pub text: String,
}

/// A file taken apart.
pub struct Source {
    /// The file with the insides of comments and literals blanked.
    pub code: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "tidy reads it, and tidy is a test"))]
    pub literals: Vec<Literal>,
}

impl Source {
    /// Takes it apart.
    pub fn new(text: &str) -> Source {
        let mut lexer =
            Lexer { rest: text, line: 1, code: String::with_capacity(text.len()), literals: Vec::new() };
        while lexer.step() {}
        Source { code: lexer.code, literals: lexer.literals }
    }

    /// The code without what stands behind `#[cfg(test)]`; lines stay.
    pub fn code_outside_tests(&self) -> String {
        let mut kept = String::new();
        let mut rest = self.code.as_str();
        while let Some(at) = rest.find("#[cfg(test)]") {
            let (before, from) = rest.split_at(at);
            let (item, after) = from.split_at(item_end(from));
            kept.push_str(before);
            kept.extend(item.chars().filter(|c| *c == '\n'));
            rest = after;
        }
        kept.push_str(rest);
        kept
    }
}

/// Where the item that begins here ends: at its `;`, or at the brace that closes it.
fn item_end(text: &str) -> usize {
    let mut depth = 0usize;
    let start = text.find(']').map_or(0, |at| at + 1);
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < start) {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    text.len()
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    code: String,
    literals: Vec<Literal>,
}

impl Lexer<'_> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.blank(end);
        } else if self.rest.starts_with("/*") {
            self.blank(block_comment(self.rest));
        } else if let Some((open, close)) = string_start(self.rest, self.code.chars().last()) {
            self.string(open, &close);
        } else if first == '\'' {
            match character(self.rest) {
                Some(length) => self.blank(length),
                None => self.keep(1),
            }
        } else {
            self.keep(first.len_utf8());
        }
        true
    }

    fn keep(&mut self, length: usize) {
        let (text, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.line += text.matches('\n').count();
        self.code.push_str(text);
        self.rest = rest;
    }

    fn blank(&mut self, length: usize) {
        let (text, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.line += text.matches('\n').count();
        self.code.extend(text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }

    fn string(&mut self, open: usize, close: &str) {
        self.keep(open);
        let raw = close != "\"" || self.code.ends_with("r\"");
        let (mut end, mut escaped) = (self.rest.len(), false);
        for (at, c) in self.rest.char_indices() {
            if !escaped && self.rest.get(at..).is_some_and(|rest| rest.starts_with(close)) {
                end = at;
                break;
            }
            escaped = !raw && c == '\\' && !escaped;
        }
        let text = self.rest.get(..end).unwrap_or_default().to_owned();
        self.literals.push(Literal { line: self.line, text });
        self.blank(end);
        self.keep(close.len());
    }
}

/// Length of the opening of a string literal and the text that closes it.
fn string_start(rest: &str, before: Option<char>) -> Option<(usize, String)> {
    if rest.starts_with('"') {
        return Some((1, "\"".into()));
    }
    if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let prefix = ["br", "cr", "r"].into_iter().find(|prefix| rest.starts_with(prefix))?;
    let after = rest.get(prefix.len()..)?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after
        .get(hashes..)?
        .starts_with('"')
        .then(|| (prefix.len() + hashes + 1, format!("\"{}", "#".repeat(hashes))))
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Length of a character literal; none for a lifetime.
fn character(text: &str) -> Option<usize> {
    let mut inside = text.char_indices().skip(1);
    let (_, first) = inside.next()?;
    if first == '\\' {
        inside.next()?;
        return inside.find(|(_, c)| *c == '\'').map(|(at, _)| at + 1);
    }
    let (at, second) = inside.next()?;
    (second == '\'').then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(text: &str) -> Vec<(usize, String)> {
        Source::new(text).literals.into_iter().map(|literal| (literal.line, literal.text)).collect()
    }

    #[test]
    fn strings_of_every_kind() {
        let text = "a(\"x\\\"y\");\nb(r#\"q\"w\"#, br\"\\\", b\"z\"); // \"no\"\n/* \"no /* \" */ \" */ c('\"', '\\'', \"last\", &'a str)";
        let found = literals(text);
        let wanted = [(1, "x\\\"y"), (2, "q\"w"), (2, "\\"), (2, "z"), (3, "last")];
        assert_eq!(found, wanted.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn code_keeps_its_lines_and_loses_comments() {
        let source = Source::new("fn a() {} // std::fs\n/* one\ntwo */ fn b() { \"std::net\" }\n");
        assert_eq!(source.code.lines().count(), 3);
        assert!(!source.code.contains("std::"));
        assert!(source.code.contains("fn b() { \""));
    }

    #[test]
    fn what_is_for_tests_alone_is_left_out() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() { if x { std::fs } }\n}\nfn c() {}\n#[cfg(test)]\nmod more;\nfn d() {}";
        let code = Source::new(text).code_outside_tests();
        assert!(code.contains("fn a") && code.contains("fn c") && code.contains("fn d"));
        assert!(!code.contains("fn b") && !code.contains("mod more"));
        assert_eq!(code.lines().count(), text.lines().count());
    }
}
