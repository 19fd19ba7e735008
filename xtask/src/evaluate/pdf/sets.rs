//! The papers of a corpus and where their truth stands.
//!
//! Promises: a folder is told by what it holds, not by its name: an `index.jsonl` with a truth for each file, `X.truth.json`
//! beside `X.pdf`, or `X.json` beside `X.pdf`. A third of the scenarios, by their names' hash, is kept apart. Refuses to
//! read a page.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::truth::Truth;
use super::{truth_json, truth_xml};

/// One file with its truth.
pub struct Paper {
    pub set: String,
    pub file: PathBuf,
    /// Papers that are variants of one are of one scenario; of made papers it is the layout.
    pub scenario: String,
    /// Scored, but not looked at while rules are written.
    pub kept_apart: bool,
    pub language: String,
    pub truth: Truth,
    /// The XML that the file carries.
    pub xml: Option<String>,
    /// Its fields that customs papers have are scored too.
    pub made: bool,
}

impl Paper {
    /// Its file's name.
    pub fn name(&self) -> String {
        self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// What is there to score.
#[derive(Default)]
pub struct Papers {
    pub papers: Vec<Paper>,
    /// Files without a truth that must all be told what is wrong with them.
    pub broken: Vec<PathBuf>,
}

/// Those of the folder and of the folders in it, in the order of their names.
pub fn find(corpus: &Path) -> Result<Papers> {
    let mut folders = vec![corpus.to_path_buf()];
    folders.extend(entries(corpus)?.into_iter().filter(|path| path.is_dir()));
    let mut all = Papers::default();
    for folder in folders {
        of_folder(&folder, &mut all).with_context(|| folder.display().to_string())?;
    }
    Ok(all)
}

/// Whether the scenario is of the third that is kept apart.
pub fn is_kept_apart(scenario: &str) -> bool {
    Sha256::digest(scenario.as_bytes()).first().is_some_and(|byte| byte % 3 == 0)
}

fn of_folder(folder: &Path, all: &mut Papers) -> Result<()> {
    let set = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let files = entries(folder)?;
    let pdf_of = |path: &Path, ending: &str| {
        let name = path.file_name()?.to_str()?.strip_suffix(ending)?.to_owned();
        let pdf = folder.join(format!("{name}.pdf"));
        pdf.is_file().then_some((name, pdf))
    };
    let index = folder.join("index.jsonl");
    if index.is_file() {
        for row in fs::read_to_string(&index)?.lines().filter(|row| !row.trim().is_empty()) {
            all.papers.extend(indexed(&set, folder, row)?);
        }
        if folder.join("broken").is_dir() {
            all.broken
                .extend(entries(&folder.join("broken"))?.into_iter().filter(|path| has_ending(path, "pdf")));
        }
        return Ok(());
    }
    for path in &files {
        if let Some((_, pdf)) = pdf_of(path, ".truth.json") {
            all.papers.push(made(&set, pdf, path)?);
        } else if let Some((name, pdf)) = pdf_of(path, ".json") {
            let keyed = truth_json::keyed(&fs::read_to_string(path)?);
            let truth = keyed.with_context(|| path.display().to_string())?;
            all.papers.extend(truth.map(|truth| Paper {
                set: set.clone(),
                file: pdf,
                kept_apart: is_kept_apart(&name),
                scenario: name,
                language: String::new(),
                truth,
                xml: None,
                made: false,
            }));
        }
    }
    Ok(())
}

/// A row of an index: `file`, `truth`, `scenario`, `lang`. None if it has no truth, as rows of other indexes.
fn indexed(set: &str, folder: &Path, row: &str) -> Result<Option<Paper>> {
    let row: Value = serde_json::from_str(row).context("index.jsonl")?;
    let of = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default();
    if !of("file").ends_with(".pdf") || of("truth").is_empty() {
        return Ok(None);
    }
    let bytes = fs::read(folder.join(of("truth"))).with_context(|| of("truth").to_owned())?;
    let xml = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Some(Paper {
        set: set.to_owned(),
        file: folder.join(of("file")),
        scenario: of("scenario").to_owned(),
        kept_apart: is_kept_apart(of("scenario")),
        language: of("lang").to_owned(),
        truth: truth_xml::of(&xml).with_context(|| of("truth").to_owned())?,
        xml: Some(xml),
        made: false,
    }))
}

/// `{"kind","layout","kept_apart","language","record"}`; the record's own kind is the paper's, if it has one.
fn made(set: &str, pdf: PathBuf, truth: &Path) -> Result<Paper> {
    let name = || truth.display().to_string();
    let whole: Value = serde_json::from_str(&fs::read_to_string(truth)?).with_context(name)?;
    let of = |key: &str| whole.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let record = whole.get("record").with_context(|| format!("{}: no record", name()))?;
    let kind = record.get("kind").and_then(Value::as_str);
    Ok(Paper {
        set: set.to_owned(),
        file: pdf,
        scenario: of("layout"),
        kept_apart: whole.get("kept_apart").and_then(Value::as_bool).unwrap_or(false),
        language: of("language"),
        truth: truth_json::made(kind.unwrap_or(&of("kind")), record),
        xml: None,
        made: true,
    })
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let read = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<PathBuf> =
        read.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own, gone when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path = std::env::temp_dir().join(format!("evaluate-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Folder(path)
        }

        fn write(&self, name: &str, text: &str) {
            let path = self.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_set_is_told_by_its_truths() {
        let folder = Folder::new("sets");
        let truth = r#"{"kind":"invoice","layout":"grid","kept_apart":true,"language":"de","record":{"kind":"commercial_invoice"}}"#;
        folder.write("papers/a.pdf", "%PDF");
        folder.write("papers/a.truth.json", truth);
        folder.write("keyed/b.pdf", "%PDF");
        folder.write("keyed/b.json", r#"{"invoice_number":"8"}"#);
        folder.write("keyed/text.json", r#"{"invoice_number":"9"}"#);
        let row = r#"{"file":"c.pdf","truth":"c.truth.xml","scenario":"s-1","lang":"fr"}"#;
        folder.write("invoices/index.jsonl", &format!("{row}\n{{\"file\":\"d.json\"}}\n"));
        folder.write("invoices/c.pdf", "%PDF");
        folder.write("invoices/c.truth.xml", "<Invoice><ID>10</ID></Invoice>");
        folder.write("invoices/broken/e.pdf", "%PDF");
        let found = find(&folder.0).unwrap();
        let seen: Vec<(&str, &str, &str, bool)> = found
            .papers
            .iter()
            .map(|paper| (paper.set.as_str(), paper.scenario.as_str(), paper.language.as_str(), paper.made))
            .collect();
        let expected =
            [("invoices", "s-1", "fr", false), ("keyed", "b", "", false), ("papers", "grid", "de", true)];
        assert_eq!(seen, expected);
        assert_eq!(found.papers[2].truth.kind, "commercial_invoice");
        assert!(found.papers[2].kept_apart && found.papers[0].xml.is_some());
        assert_eq!(found.broken.len(), 1);
        assert_eq!(find(&folder.0.join("papers")).unwrap().papers.len(), 1);
    }

    #[test]
    fn about_a_third_is_kept_apart() {
        let apart = (0..3000).filter(|number| is_kept_apart(&number.to_string())).count();
        assert!((900..1100).contains(&apart), "{apart}");
    }
}
