//! What the program reads of PDFs, against what they are known to say.
//!
//! Promises: truth comes from the invoice's own XML by the scorer's own paths, from what a person keyed in, or from the
//! record that a made paper was drawn from; what stands on a page is decided by `pdftotext`. Nothing here is the
//! program's. Refuses to know how the program reads.

mod fold;

mod numbers;

mod currency;

mod page;

mod truth;

mod truth_xml;

mod truth_json;

mod sets;

mod held;

mod doubt;

mod align;

mod score;

mod xml_mode;

mod sums;

mod rows;

mod text;

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use serde_json::Value;

use super::program::{Answer, Program};
use super::table::Tables;
use page::Page;
use score::Score;
use sets::{Paper, Papers};

pub use rows::add_to;
pub use text::{Listing, table};

/// Programs that run at once.
const WORKERS: usize = 2;

/// Reads the page alone of a PDF that carries XML.
const IGNORE_XML: &str = "--ignore-xml";

/// What the program has to go by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mode {
    /// The page.
    Page,
    /// The XML inside as well.
    Xml,
}

impl Mode {
    /// As the rows call it.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Page => "page",
            Mode::Xml => "xml",
        }
    }
}

/// One paper, read in one mode.
pub struct Scored {
    pub set: String,
    pub file: String,
    pub scenario: String,
    pub kept_apart: bool,
    pub kind: String,
    pub language: String,
    pub mode: Mode,
    pub made: bool,
    pub score: Score,
}

impl Scored {
    /// What it is added up with: made papers by their kind, orders apart from invoices and credit notes.
    pub fn group(&self) -> &str {
        match self.kind.as_str() {
            kind if self.made => kind,
            "order" => "order",
            _ => "invoice",
        }
    }
}

/// What was said of a file that is broken.
pub struct Told {
    pub file: String,
    pub kind: String,
    /// Codes that hold it, in their order.
    pub codes: Vec<String>,
}

/// Everything found.
#[derive(Default)]
pub struct Pages {
    pub scored: Vec<Scored>,
    pub broken: Vec<Told>,
    /// What went wrong in the measuring itself, or crashed.
    pub faults: Vec<String>,
    /// Elements of an XML in neither table, with a file that has them.
    pub unlisted: Vec<(String, String)>,
}

impl Pages {
    /// The corpus has no PDF to score.
    pub fn is_empty(&self) -> bool {
        self.scored.is_empty() && self.broken.is_empty() && self.faults.is_empty()
    }
}

/// Scores every PDF of the corpus that has a truth. Empty if there is none.
pub fn evaluate(program: &Program, tables: &Tables, corpus: &Path) -> Result<Pages> {
    let Papers { papers, broken } = sets::find(corpus)?;
    let jobs: Vec<(&Paper, Mode)> = papers
        .iter()
        .flat_map(|paper| {
            let xml = paper.xml.is_some().then_some((paper, Mode::Xml));
            [(paper, Mode::Page)].into_iter().chain(xml)
        })
        .collect();
    let mut pages = Pages::default();
    for done in at_once(&jobs, |(paper, mode)| job(program, tables, paper, *mode)) {
        let done = done?;
        pages.scored.extend(done.scored);
        pages.faults.extend(done.faults);
        pages.unlisted.extend(done.unlisted);
    }
    pages.broken = at_once(&broken, |file| told(program, file));
    if let Some(fault) = pages.faults.iter().find(|fault| fault.contains(IGNORE_XML)) {
        let sentence =
            format!("this program does not know {IGNORE_XML}, so that no page with XML was scored ({fault})");
        pages.faults.retain(|fault| !fault.contains(IGNORE_XML));
        pages.faults.push(sentence);
    }
    Ok(pages)
}

/// One file in one mode.
fn job(program: &Program, tables: &Tables, paper: &Paper, mode: Mode) -> Result<Pages> {
    let mut done = Pages::default();
    let flags: &[&str] = if mode == Mode::Page && paper.xml.is_some() { &[IGNORE_XML] } else { &[] };
    let answer = match program.parse(&paper.file, flags) {
        Ok(answer) => answer,
        Err(error) => {
            let text = format!("{}: {error:#}", paper.name());
            let unknown = text.contains(IGNORE_XML);
            done.faults.push(text);
            if unknown {
                return Ok(done);
            }
            Answer { doubtful: true, ..Answer::default() }
        }
    };
    let score = match (mode, &paper.xml) {
        (Mode::Xml, Some(xml)) => xml_mode::score(tables, paper, xml, &answer, &mut done.unlisted)?,
        _ if paper.made => score::score(&paper.truth, &answer),
        _ => {
            let page = Page::of(&paper.file)?;
            if page.is_blank() {
                done.faults.push(format!("{}: pdftotext sees no text", paper.name()));
            }
            score::score(&paper.truth.on(&page), &answer)
        }
    };
    let language = if paper.language.is_empty() { answer.language.clone() } else { paper.language.clone() };
    done.scored.push(Scored {
        set: paper.set.clone(),
        file: paper.name(),
        scenario: paper.scenario.clone(),
        kept_apart: paper.kept_apart,
        kind: paper.truth.kind.clone(),
        language,
        mode,
        made: paper.made,
        score,
    });
    Ok(done)
}

fn told(program: &Program, file: &Path) -> Told {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match program.parse(file, &[]) {
        Ok(answer) => {
            let of = |finding: &Value, key: &str| {
                finding.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let held = answer.findings.iter().filter(|finding| of(finding, "severity") != "info");
            let mut codes: Vec<String> = held.map(|finding| of(finding, "code")).collect();
            codes.dedup();
            Told { file: name, kind: answer.kind, codes }
        }
        Err(error) => Told { file: name, kind: String::new(), codes: refusal(&format!("{error:#}")) },
    }
}

/// The code in the error of a program that ended with one: a word with an underscore before a colon.
fn refusal(error: &str) -> Vec<String> {
    let words = error.split([' ', '\n']).filter_map(|word| word.strip_suffix(':'));
    let is_code = |word: &&str| {
        word.contains('_') && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    words.filter(is_code).take(1).map(str::to_owned).collect()
}

/// Does it for each, two at a time, and gives the answers in the order of what was asked.
fn at_once<T: Sync, R: Send>(jobs: &[T], run: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(at) else { break };
                    let answer = run(job);
                    match done.lock() {
                        Ok(mut done) => done.push((at, answer)),
                        Err(poisoned) => poisoned.into_inner().push((at, answer)),
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_order_of_the_questions() {
        let asked: Vec<u32> = (0..50).collect();
        assert_eq!(
            at_once(&asked, |number| number * 2),
            (0..50).map(|number| number * 2).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_program_that_ends_with_a_code_says_it() {
        assert_eq!(
            refusal("exit status: 1, no JSON: error: parser_crashed: The reader crashed"),
            ["parser_crashed"]
        );
        assert!(refusal("exit status: 101, no JSON: thread panicked").is_empty());
    }
}
