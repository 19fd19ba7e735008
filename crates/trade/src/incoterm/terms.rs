//! The terms of all editions of Incoterms since 1980, and the words that stand for them.
//!
//! Sources: ICC, Incoterms 1980 (nos. 350), 1990 (460), 2000 (560), 2010 (715), 2020 (723). What an older term is in
//! 2020: DAT and DEQ become DPU; DAF, DES, DDU become DAP; C&F becomes CFR; FOR, FOT, FOA, FRC become FCA; DCP
//! becomes CPT. CNF, C+F and the French CAF are spellings of practice.

use super::Incoterm::{self, Cfr, Cif, Cip, Cpt, Dap, Ddp, Dpu, Exw, Fas, Fca, Fob};
use crate::country::{
    code_list::{column, rows},
    printed::fold,
};
use std::sync::LazyLock;

const WORDS: &str = include_str!("../../data/incoterm-words.tsv");

/// All editions that ICC has published.
pub(super) const EDITIONS: [u16; 9] = [1936, 1953, 1967, 1976, 1980, 1990, 2000, 2010, 2020];

/// A term of some edition.
pub(super) struct Term {
    /// The code as printed.
    pub(super) code: &'static str,
    /// What it is in 2020.
    pub(super) code_2020: Incoterm,
    /// The first and last edition that had it, counted from 1980.
    pub(super) editions: (u16, u16),
    /// An everyday word or abbreviation too (FOR, DES): a term only in upper case and in the first place.
    pub(super) everyday: bool,
}

const fn term(code: &'static str, code_2020: Incoterm, first: u16, last: u16) -> Term {
    Term { code, code_2020, editions: (first, last), everyday: false }
}

const fn everyday(code: &'static str, code_2020: Incoterm, first: u16, last: u16) -> Term {
    Term { code, code_2020, editions: (first, last), everyday: true }
}

/// The terms in force, then the older ones with their spellings.
pub(super) static TERMS: [Term; 27] = [
    term("EXW", Exw, 1980, 2020),
    term("FCA", Fca, 1990, 2020),
    term("CPT", Cpt, 1990, 2020),
    term("CIP", Cip, 1980, 2020),
    term("DAP", Dap, 2010, 2020),
    term("DPU", Dpu, 2020, 2020),
    term("DDP", Ddp, 1980, 2020),
    term("FAS", Fas, 1980, 2020),
    term("FOB", Fob, 1980, 2020),
    term("CFR", Cfr, 1990, 2020),
    term("CIF", Cif, 1980, 2020),
    term("DAT", Dpu, 2010, 2010),
    term("DEQ", Dpu, 1990, 2000),
    term("EXQ", Dpu, 1980, 1980),
    term("DAF", Dap, 1980, 2000),
    everyday("DES", Dap, 1990, 2000),
    term("EXS", Dap, 1980, 1980),
    term("DDU", Dap, 1990, 2000),
    term("C&F", Cfr, 1980, 1980),
    term("C+F", Cfr, 1980, 1980),
    term("CNF", Cfr, 1980, 1980),
    term("CAF", Cif, 1980, 1980),
    everyday("FOR", Fca, 1980, 1980),
    everyday("FOT", Fca, 1980, 1980),
    term("FOA", Fca, 1980, 1980),
    term("FRC", Fca, 1980, 1980),
    term("DCP", Cpt, 1980, 1980),
];

/// The term of a code in upper case.
pub(super) fn term_of(code: &str) -> Option<&'static Term> {
    TERMS.iter().find(|term| term.code == code)
}

/// What words stand for.
pub(super) enum Meaning {
    /// One term.
    Term(&'static Term),
    /// No term: these could be meant.
    Undecided(Vec<Incoterm>),
}

/// Words and what they stand for.
pub(super) struct Words {
    /// Folded.
    pub(super) words: Vec<String>,
    /// Their meaning.
    pub(super) meaning: Meaning,
}

/// All words of the data file, longer ones first, so that the longest match is the first.
pub(super) fn words() -> &'static [Words] {
    static ALL: LazyLock<Vec<Words>> = LazyLock::new(|| {
        let mut all: Vec<Words> = rows(WORDS).filter_map(|row| read_row(&row)).collect();
        all.sort_by_key(|words| std::cmp::Reverse(words.words.len()));
        all
    });
    &ALL
}

/// One row of the data file; `None` if it names no term, which a test excludes.
pub(super) fn read_row(row: &[&'static str]) -> Option<Words> {
    let words = fold(column(row, 0))?.as_str().split(' ').map(str::to_owned).collect();
    let meaning = match column(row, 1).strip_prefix("? ") {
        Some(codes) => Meaning::Undecided(codes.split(' ').filter_map(|code| code.parse().ok()).collect()),
        None => Meaning::Term(term_of(column(row, 1))?),
    };
    Some(Words { words, meaning })
}
