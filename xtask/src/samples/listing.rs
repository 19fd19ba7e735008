//! The two lists of the samples: `docs/samples.md` for people, `tests/samples.json` for the whole-system tests.
//!
//! Promises: both say the same, file by file. Refuses to know how the files were made.

use crate::json_text::{Object, pretty, quoted};

/// Where a document must end.
#[derive(Clone, Debug, Default)]
pub struct End {
    /// One of the ten states, once `run` has finished.
    pub state: &'static str,
    /// Codes that must be among its findings; others of severity info may stand beside them.
    pub codes: Vec<&'static str>,
    pub lines: usize,
    pub quarantined: usize,
    /// Decimal text, or none where the document states no total.
    pub total_value: Option<String>,
    pub currency: Option<String>,
}

/// A part of a container.
pub struct Part {
    pub correlation_id: String,
    pub end: End,
}

/// A file with what is to be known of it.
pub struct Sample {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// One sentence: who wrote it and what is in it.
    pub about: &'static str,
    pub end: End,
    pub parts: Vec<Part>,
}

/// `tests/samples.json`: {file: {state, codes, lines, quarantined, total_value, currency}}, containers with `parts`.
pub fn expected(samples: &[Sample]) -> String {
    let entries: Vec<String> = samples
        .iter()
        .map(|sample| {
            let mut object = fields(&sample.end);
            if !sample.parts.is_empty() {
                let parts: Vec<String> = sample
                    .parts
                    .iter()
                    .map(|part| {
                        let mut whole = Object::new();
                        whole.text("correlation_id", &part.correlation_id);
                        let rest = fields(&part.end).render();
                        format!("{},{}", whole.render().trim_end_matches('}'), rest.trim_start_matches('{'))
                    })
                    .collect();
                object.set("parts", format!("[{}]", parts.join(",")));
            }
            format!("{}:{}", quoted(sample.name), object.render())
        })
        .collect();
    pretty(&format!("{{{}}}", entries.join(",")))
        .replace("[\n        \n      ]", "[]")
        .replace("[\n      \n    ]", "[]")
}

fn fields(end: &End) -> Object {
    let nullable = |value: &Option<String>| value.as_deref().map_or("null".to_owned(), quoted);
    let codes: Vec<String> = end.codes.iter().map(|code| quoted(code)).collect();
    let mut object = Object::new();
    object
        .text("state", end.state)
        .set("codes", format!("[{}]", codes.join(",")))
        .set("lines", end.lines.to_string())
        .set("quarantined", end.quarantined.to_string())
        .set("total_value", nullable(&end.total_value))
        .set("currency", nullable(&end.currency));
    object
}

/// `docs/samples.md`.
pub fn page(samples: &[Sample]) -> String {
    let mut out = String::from(
        "# Samples\n\n\
         Small documents in `samples/` that `cargo xtask samples` writes: the same bytes each time, no real company in them.\n\
         The table says where each one ends when nothing but the built-in HS 2022 list is loaded; `tests/samples.json` says\n\
         the same to the tests.\n\n\
         The PDFs are drawn from seeded random shipments, in the layouts of `cargo xtask papers`. What stands on each is\n\
         `tests/records/NAME.json`, which the whole-system tests compare with what the program released. Drawing takes\n\
         Debian's Liberation and DejaVu fonts and, for two of the failing ones, qpdf and poppler-utils; what is missing is\n\
         installed. Tests need none of them: they compare the committed files with the hashes in `xtask/data/sample_papers.tsv`.\n\n\
         | file | what it is | state | code | lines | quarantined | total |\n|---|---|---|---|--:|--:|--:|\n",
    );
    for sample in samples {
        let end = &sample.end;
        let total = match (&end.total_value, &end.currency) {
            (Some(total), Some(currency)) => format!("{total} {currency}"),
            (Some(total), None) => total.clone(),
            _ => String::new(),
        };
        let codes: Vec<String> = end.codes.iter().map(|code| format!("`{code}`")).collect();
        out.push_str(&format!(
            "| `{}` | {} | {} | {} | {} | {} | {total} |\n",
            sample.name,
            sample.about,
            end.state,
            codes.join(", "),
            end.lines,
            end.quarantined
        ));
    }
    for sample in samples.iter().filter(|sample| !sample.parts.is_empty()) {
        out.push_str(&format!(
            "\nThe parts of `{}`:\n\n| part | state | code | quarantined |\n|---|---|---|--:|\n",
            sample.name
        ));
        for part in &sample.parts {
            let codes: Vec<String> = part.end.codes.iter().map(|code| format!("`{code}`")).collect();
            out.push_str(&format!(
                "| `{}` | {} | {} | {} |\n",
                part.correlation_id,
                part.end.state,
                codes.join(", "),
                part.end.quarantined
            ));
        }
    }
    out
}
