//! `cargo xtask evaluate --corpus DIR [--json] [--program PATH] [--misses [N]] [--all-misses]`: what the program reads of
//! e-invoices in XML and of papers in PDF, field by field.
//!
//! Promises: has its own XML tree and its own table of elements (`data/xml_fields.tsv`, `data/xml_no_place.tsv`), so that
//! a value the program overlooks is seen; an element that stands in neither table, and a difference of twins that is not in
//! the files, make the exit status 1. Refuses to know how the program reads: it runs the binary and compares what comes out.

mod compare;
mod document;
mod evidence;
mod pdf;
mod program;
mod report;
mod table;
mod twins;
mod zugferd1;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::arguments::Arguments;
use document::{Outcome, Scored};
use program::{Answer, Program};
use table::Tables;

/// Everything that was found over a corpus.
#[derive(Default)]
pub struct Findings {
    pub documents: Vec<Scored>,
    /// Element paths in neither table, with one file that has it.
    pub unlisted: BTreeMap<String, String>,
    /// Files that the program should have refused or read and did not.
    pub faults: Vec<String>,
    /// Roots that are no document of ours, refused as they must be.
    pub refused: BTreeMap<String, usize>,
}

/// Scores the corpus.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let corpus = PathBuf::from(arguments.value("--corpus")?.context("--corpus DIR is missing")?);
    let json = arguments.flag("--json");
    let (listing, misses) = listing(&mut arguments);
    let program = arguments.value("--program")?;
    arguments.finish()?;
    let program = Program::at(program)?;
    let tables = Tables::read()?;
    let mut findings = Findings::default();
    for file in xml_files(&corpus)? {
        score(&program, &tables, &file, &mut findings).with_context(|| file.display().to_string())?;
    }
    let pages = pdf::evaluate(&program, &tables, &corpus)?;
    let nothing = findings.documents.is_empty() && findings.refused.is_empty() && findings.faults.is_empty();
    ensure!(!(nothing && pages.is_empty()), "neither XML nor PDFs with a truth under {}", corpus.display());
    findings.faults.extend(pages.faults.iter().cloned());
    findings.unlisted.extend(pages.unlisted.iter().cloned());
    let twins = twins::compare(&findings.documents);
    for twin in &twins {
        for difference in twin.differences.iter().filter(|difference| !difference.stands_in_the_files()) {
            findings
                .faults
                .push(format!("twins {}: {} differs, and the files do not", twin.case, difference.field));
        }
    }
    if json {
        let mut whole = report::json(&findings, &twins);
        pdf::add_to(&mut whole, &pages);
        println!("{whole}");
    } else {
        let xml = if nothing { String::new() } else { report::table(&findings, &twins, misses) };
        print!("{xml}{}", pdf::table(&pages, listing));
    }
    for (path, file) in &findings.unlisted {
        eprintln!("in neither table: {path} (in {file})");
    }
    for fault in &findings.faults {
        eprintln!("fault: {fault}");
    }
    if !findings.unlisted.is_empty() || !findings.faults.is_empty() {
        bail!("{} paths in neither table, {} faults", findings.unlisted.len(), findings.faults.len());
    }
    Ok(())
}

/// `--misses [N]` lists what was missed, of XML at most so many kinds; of PDFs only papers that are not kept apart, unless
/// `--all-misses` is given.
fn listing(arguments: &mut Arguments) -> (pdf::Listing, usize) {
    let all = arguments.flag("--all-misses");
    let looked_at = arguments.flag("--verbose");
    let misses = arguments.number_or_none("--misses");
    let listing = match (all, looked_at || misses.is_some()) {
        (true, _) => pdf::Listing::All,
        (false, true) => pdf::Listing::LookedAt,
        (false, false) => pdf::Listing::None,
    };
    (listing, misses.flatten().unwrap_or(40))
}

fn score(program: &Program, tables: &Tables, file: &Path, findings: &mut Findings) -> Result<()> {
    let bytes = fs::read(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let answer = match program.parse(file, &[]) {
        Ok(answer) => answer,
        Err(error) => {
            findings.faults.push(format!("{name}: {error:#}"));
            return Ok(());
        }
    };
    match roxmltree::Document::parse(text.trim_start_matches('\u{feff}')) {
        Ok(tree) => read_or_refused(tables, &tree.root_element(), file, &name, &answer, findings),
        Err(_) if answer.doubtful => *findings.refused.entry("(not well-formed)".into()).or_default() += 1,
        Err(error) => findings.faults.push(format!("{name}: {error}, yet nothing was said of it")),
    }
    Ok(())
}

fn read_or_refused(
    tables: &Tables,
    root: &roxmltree::Node,
    file: &Path,
    name: &str,
    answer: &Answer,
    findings: &mut Findings,
) {
    let root_name = root.tag_name().name();
    match document::form(root) {
        None if answer.refuses(root_name) => *findings.refused.entry(root_name.to_owned()).or_default() += 1,
        None => findings.faults.push(format!(
            "{name}: its root {root_name} is no form of ours, yet it was not refused as unsupported_format by that name"
        )),
        Some(form) => {
            let scored = document::score(tables, form, root, file, answer);
            for value in scored.values.iter().filter(|value| value.outcome == Outcome::Unlisted) {
                findings.unlisted.entry(format!("{form} {}", value.path)).or_insert_with(|| name.to_owned());
            }
            findings.documents.push(scored);
        }
    }
}

/// Every `.xml` under `einvoice-xml`, or under the folder itself if it is a set's; `X.truth.xml` is no document of its own.
fn xml_files(corpus: &Path) -> Result<Vec<PathBuf>> {
    let part = corpus.join("einvoice-xml");
    let start = if part.is_dir() { part } else { corpus.to_path_buf() };
    let (mut files, mut folders) = (Vec::new(), vec![start]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if is_document(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn is_document(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    name.ends_with(".xml") && !name.ends_with(".truth.xml")
}
