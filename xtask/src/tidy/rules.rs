//! One rule a function: from a file's text to what is wrong with it, in words. Empty is good.
//!
//! Promises: pure; each rule has a broken example below that it catches. Needles are put together from halves, so that
//! this file does not trip over itself. Refuses to know which file it is shown, but where the name is the matter.

use crate::source::Source;

/// Past this a file hides something.
pub const LINES: usize = 400;

/// The first line says what the file does.
pub fn opens_without_purpose(text: &str) -> Vec<String> {
    if text.starts_with("//!") { Vec::new() } else { vec!["does not open with //!".into()] }
}

/// Long files stand in the list with a reason.
pub fn is_long(path: &str, text: &str, listed: &[(&str, &str)]) -> Vec<String> {
    let lines = text.lines().count();
    let excused = listed.iter().any(|(known, _)| *known == path);
    if lines > LINES && !excused {
        vec![format!("{lines} lines, without a listed reason")]
    } else {
        Vec::new()
    }
}

/// Lints are expected with a reason, not allowed.
pub fn allows_in_silence(text: &str) -> Vec<String> {
    let code = Source::new(text).code;
    let needles = [concat!("#[all", "ow("), concat!("#![all", "ow(")];
    lines_with(
        &code,
        |line| needles.iter().any(|needle| line.contains(needle)),
        "allows a lint instead of expecting it with a reason",
    )
}

/// Only the ledger speaks SQL.
pub fn speaks_sql(text: &str) -> Vec<String> {
    let verbs = [
        concat!("SEL", "ECT "),
        concat!("INS", "ERT INTO"),
        concat!("INS", "ERT OR"),
        concat!("UPD", "ATE "),
        concat!("DEL", "ETE FROM"),
        concat!("CRE", "ATE TABLE"),
        concat!("CRE", "ATE INDEX"),
        concat!("ALT", "ER TABLE"),
        concat!("DR", "OP TABLE"),
        concat!("PRA", "GMA "),
        concat!("BEG", "IN IMMEDIATE"),
        concat!("VAC", "UUM"),
    ];
    let source = Source::new(text);
    let is_sql = |text: &str| {
        text.lines().map(str::trim_start).any(|line| verbs.iter().any(|verb| line.starts_with(verb)))
    };
    let found = source.literals.iter().filter(|literal| is_sql(&literal.text));
    found.map(|literal| format!("line {}: SQL outside the ledger", literal.line)).collect()
}

/// Pure crates take clock, disk, network and chance as arguments.
pub fn touches_the_world(text: &str) -> Vec<String> {
    const WORDS: &[&str] = &[
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "SystemTime",
        "Instant",
        "Timestamp::now",
        "Zoned::now",
        "rand::",
        "getrandom",
        "OsRng",
        "thread_rng",
        "Uuid::now_v7",
        "Uuid::new_v4",
        "thread::sleep",
        "tokio::",
    ];
    let code = Source::new(text).code_outside_tests();
    let mut faults = Vec::new();
    for word in WORDS {
        faults.extend(lines_with(&code, |line| has_word(line, word), &format!("touches the world: {word}")));
    }
    for (at, _) in code.match_indices("std::{") {
        let group = code.get(at + 6..).and_then(|rest| rest.split('}').next()).unwrap_or_default();
        let parts = group.split([',', '{']).map(|part| part.trim().split("::").next().unwrap_or_default());
        for part in parts.filter(|part| ["fs", "net", "process", "env"].contains(part)) {
            let line = code.get(..at).unwrap_or_default().matches('\n').count() + 1;
            faults.push(format!("line {line}: touches the world: std::{part}"));
        }
    }
    faults
}

/// Nor do their manifests ask for it.
pub fn depends_on_the_world(manifest: &str) -> Vec<String> {
    const WORLD: &[&str] =
        &["tokio", "rand", "rusqlite", "hyper", "reqwest", "axum", "tempfile", "getrandom"];
    let named = section(manifest, "[dependencies]").filter_map(|line| line.split(['.', ' ', '=']).next());
    named.filter(|name| WORLD.contains(name)).map(|name| format!("a pure crate depends on {name}")).collect()
}

/// Each dependency of the workspace says what it is for.
pub fn depends_without_reason(manifest: &str) -> Vec<String> {
    let lines = section(manifest, "[workspace.dependencies]")
        .filter(|line| line.contains('=') && !line.starts_with('#'));
    let bare = lines.filter(|line| {
        !line.contains("path =") && line.split_once('#').is_none_or(|(_, why)| why.trim().len() <= 3)
    });
    bare.map(|line| format!("no reason beside {line}")).collect()
}

/// The project speaks of itself alone: no folder of the machine it was written on.
pub fn says_where_the_work_was_done(text: &str) -> Vec<String> {
    let (root, beside, inside) =
        (concat!("/wo", "rk/"), concat!("../sha", "red"), concat!("sha", "red/corpus"));
    let starts_path = |line: &str| {
        line.match_indices(root)
            .any(|(at, _)| !line.get(..at).and_then(|head| head.chars().last()).is_some_and(is_of_path))
    };
    lines_with(
        text,
        |line| line.contains(beside) || line.contains(inside) || starts_path(line),
        "names a folder outside the repository",
    )
}

/// A name that says nothing hides everything.
pub fn has_a_vague_name(path: &str) -> Vec<String> {
    const VAGUE: &[&str] = &["util", "utils", "common", "helper", "helpers", "manager", "misc"];
    let vague = path.split('/').map(|part| part.trim_end_matches(".rs")).filter(|part| VAGUE.contains(part));
    vague.map(|part| format!("the name {part} says nothing")).collect()
}

fn is_of_path(c: char) -> bool {
    c.is_alphanumeric() || "_-./".contains(c)
}

fn section<'a>(manifest: &'a str, head: &'a str) -> impl Iterator<Item = &'a str> {
    let lines = manifest.lines().map(str::trim).skip_while(move |line| *line != head).skip(1);
    lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.is_empty())
}

fn lines_with(text: &str, bad: impl Fn(&str) -> bool, fault: &str) -> Vec<String> {
    let found = text.lines().enumerate().filter(|(_, line)| bad(line));
    found.map(|(at, _)| format!("line {}: {fault}", at + 1)).collect()
}

/// The word stands alone, not as part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|head| head.chars().last());
        let after = line.get(at + word.len()..).and_then(|tail| tail.chars().next());
        !letter(before) && (word.ends_with(':') || !letter(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purpose() {
        assert_eq!(opens_without_purpose("use std::fmt;\n").len(), 1);
        assert!(opens_without_purpose("//! What it does.\n").is_empty());
    }

    #[test]
    fn length() {
        let text = "//! Long.\n".repeat(LINES + 1);
        assert_eq!(is_long("a.rs", &text, &[]).len(), 1);
        assert!(is_long("a.rs", &text, &[("a.rs", "a table")]).is_empty());
        assert!(is_long("a.rs", &"\n".repeat(LINES), &[]).is_empty());
    }

    #[test]
    fn silence() {
        let attribute = concat!("#[all", "ow(dead_code)]");
        assert_eq!(
            allows_in_silence(&format!("fn a() {{}}\n{attribute}\n")),
            ["line 2: allows a lint instead of expecting it with a reason"]
        );
        assert!(
            allows_in_silence(&format!("// {attribute}\n#[expect(dead_code, reason = \"x\")]")).is_empty()
        );
    }

    #[test]
    fn sql() {
        let statement = concat!("SEL", "ECT id FROM document");
        assert_eq!(
            speaks_sql(&format!("fn a() {{}}\nlet x = \"\n   {statement}\";")),
            ["line 2: SQL outside the ledger"]
        );
        assert_eq!(speaks_sql(&format!("r#\"{statement}\"#")).len(), 1);
        assert!(speaks_sql(&format!("// {statement}\nlet x = \"select a file\";")).is_empty());
    }

    #[test]
    fn purity() {
        for broken in [
            "use std::fs;",
            "let t = std::time::Instant::now();",
            "use std::{fmt, net::TcpStream};",
            "Timestamp::now()",
            "jiff::Zoned::now()",
            "rand::random::<u8>()",
            "use std::time::SystemTime;",
            "use std::{\n  fs::File,\n};",
            "std::env::var(\"X\")",
        ] {
            assert!(!touches_the_world(broken).is_empty(), "{broken}");
        }
        for sound in [
            "// std::fs\nfn instant() {}",
            "let operand::x = 1;",
            "#[cfg(test)]\nmod tests { use std::fs; }",
            "use std::{fmt, collections::BTreeMap};",
            "struct InstantCoffee;",
            "\"std::fs\"",
            "fn f(now: Timestamp) {}",
        ] {
            assert!(touches_the_world(sound).is_empty(), "{sound}");
        }
    }

    #[test]
    fn pure_manifests() {
        let manifest = "[dependencies]\nserde.workspace = true\nrand.workspace = true\n[dev-dependencies]\ntokio.workspace = true\n";
        assert_eq!(depends_on_the_world(manifest), ["a pure crate depends on rand"]);
    }

    #[test]
    fn reasons() {
        let manifest = "[workspace.dependencies]\n# group\na = { path = \"a\" }\nb = \"1\" # bytes in slices\nc = \"1\"\n[profile]\nd = 1\n";
        assert_eq!(depends_without_reason(manifest), ["no reason beside c = \"1\""]);
    }

    #[test]
    fn places() {
        let root = concat!("/wo", "rk/");
        for broken in [format!("see {root}x"), format!("\"{root}x\""), concat!("../sha", "red/x").to_owned()]
        {
            assert_eq!(says_where_the_work_was_done(&format!("a\n{broken}")).len(), 1, "{broken}");
        }
        assert!(
            says_where_the_work_was_done(&format!("src{root}claim.rs and https://a.b{root}c")).is_empty()
        );
    }

    #[test]
    fn names() {
        assert_eq!(has_a_vague_name("crates/a/src/utils.rs").len(), 1);
        assert!(has_a_vague_name("crates/a/src/commonwealth.rs").is_empty());
    }
}
