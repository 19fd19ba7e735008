//! Measures one file.
//!
//! Promises: blank lines and comments count as the code they stand with. Refuses to know rooms.

use crate::source::Source;

/// What one file comes to.
#[derive(Default)]
pub struct Measured {
    pub lines: usize,
    pub code: usize,
    pub tests: usize,
    /// Items that others can see, outside tests.
    pub public: usize,
    /// Those of them with a comment above.
    pub documented: usize,
    /// Lines and name of the longest function outside tests.
    pub longest: Option<(usize, String)>,
}

/// Measures the file.
pub fn measure(path: &str, text: &str) -> Measured {
    let lines = text.lines().count();
    if path.ends_with("/tests.rs") || path.contains("/tests/") || path.starts_with("tests/") {
        return Measured { lines, tests: lines, ..Measured::default() };
    }
    let source = Source::new(text);
    let kept = source.code_outside_tests();
    let blanked = |line: (&str, &str)| line.0.trim().len() != line.1.trim().len();
    let tests = source
        .code
        .lines()
        .zip(kept.lines().chain(std::iter::repeat("")))
        .filter(|line| blanked(*line))
        .count();
    let (public, documented) = documentation(text, &kept);
    Measured { lines, code: lines - tests, tests, public, documented, longest: longest_function(&kept) }
}

fn documentation(text: &str, code: &str) -> (usize, usize) {
    const ITEMS: &[&str] =
        &["fn ", "struct ", "enum ", "trait ", "const ", "static ", "type ", "mod ", "async fn ", "union "];
    let original: Vec<&str> = text.lines().map(str::trim).collect();
    let (mut public, mut documented) = (0, 0);
    for (at, line) in code.lines().enumerate() {
        let Some(item) = line.trim().strip_prefix("pub ") else { continue };
        if !ITEMS.iter().any(|word| item.starts_with(word)) {
            continue;
        }
        public += 1;
        let above = original.get(..at).unwrap_or_default().iter().rev();
        let first = above
            .copied()
            .find(|line| !(line.starts_with("#[") || line.ends_with(")]") || line.ends_with("],")));
        documented +=
            usize::from(first.is_some_and(|line| line.starts_with("///") || line.starts_with("#[doc")));
    }
    (public, documented)
}

fn longest_function(code: &str) -> Option<(usize, String)> {
    let starts = code.match_indices("fn ").filter(|(at, _)| {
        let before = code.get(..*at).and_then(|head| head.chars().last());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    });
    starts.filter_map(|(at, _)| function(code.get(at..)?)).max()
}

/// Lines from `fn` to the closing brace, and the name; none for a declaration without a body.
fn function(text: &str) -> Option<(usize, String)> {
    let name: String = text.get(3..)?.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            ';' if depth == 0 && !text.get(..at)?.ends_with(|c: char| c.is_ascii_digit() || c == 'u') => {
                return None;
            }
            '{' => depth += 1,
            '}' if depth == 1 => {
                let lines = text.get(..at)?.matches('\n').count() + 1;
                return (!name.is_empty()).then_some((lines, name));
            }
            '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "//! A file.\n\n/// Said.\n#[derive(Debug)]\npub struct A;\n\npub fn b(x: u8) -> u8 {\n    let y = x;\n    y\n}\n\nfn c();\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn long() {\n\n\n\n\n\n    }\n}\n";

    #[test]
    fn what_is_public_documented_and_long() {
        let measured = measure("crates/a/src/b.rs", TEXT);
        assert_eq!((measured.public, measured.documented), (2, 1));
        assert_eq!(measured.longest, Some((4, "b".to_owned())));
        assert_eq!(measured.lines, measured.code + measured.tests);
        assert!(measured.tests >= 5);
    }

    #[test]
    fn a_file_of_tests_is_all_tests() {
        let measured = measure("crates/a/src/x/tests.rs", TEXT);
        assert_eq!((measured.code, measured.public), (0, 0));
    }
}
