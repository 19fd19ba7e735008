//! The index of the HS texts: BM25 (Robertson and Zaragoza, 2009) over subheadings, each with its heading and
//! chapter, made once.
//!
//! Promises: what a text excludes ("other than …") does not count for it; words that come first weigh more, since
//! HS texts put the goods first ("Horses; live"). Words of the trade stand for HS words by a table.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use super::stem::{any, each};
use crate::hs::hs2022;
use crate::table::{Row, Table};

const STOP_WORDS: &str = include_str!("../../data/stop-words.txt");
const TRADE_WORDS: &str = include_str!("../../data/trade-words.tsv");

/// How fast more of the same word stops counting, and how much long texts are held against themselves.
const K1: f32 = 1.2;
const B: f32 = 0.4;

/// Weight of a word by the text it stands in.
const OWN: f32 = 2.0;
const HEADING: f32 = 1.2;
const CHAPTER: f32 = 0.3;
/// Before the first semicolon of an HS text the goods are named.
const LEAD: f32 = 1.5;

/// Words that name no goods count that much less.
const NO_GOODS: f32 = 0.5;

/// Of a long text so many different words are looked at.
const QUERY_WORDS_MAX: usize = 64;

/// What begins an exclusion in an HS text.
const EXCLUSIONS: [&str; 9] = [
    "other than",
    "excluding",
    "except",
    "not including",
    "n.e.c.",
    "n.e.s.",
    "not elsewhere",
    "but not",
    "whether or not",
];

/// Words by number with their weights.
type Words = Vec<(u32, f32)>;

/// A word of the index.
#[derive(Default)]
struct Term {
    stem: String,
    /// In how many headings it stands; 0 for words that name no goods.
    headings: u32,
    last_heading: u32,
    /// Documents it stands in with its weight there, in order.
    postings: Vec<(u32, f32)>,
    /// HS words that a word of the trade stands for.
    means: Vec<u32>,
}

#[derive(Default)]
pub(super) struct Index {
    ids: HashMap<String, u32, BuildHasherDefault<Fnv>>,
    terms: Vec<Term>,
    /// Row in the HS table and weighted length of each document.
    documents: Vec<(usize, f32)>,
    length_mean: f32,
}

/// FNV-1a. The keys are our own texts, so nobody can choose them to collide, and a check asks for each word of
/// each line.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// A document found.
pub(super) struct Hit {
    pub row: usize,
    pub score: f32,
    pub words: Vec<String>,
}

/// The index, made at first use.
pub(super) fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| Index::of(hs2022().table()))
}

impl Index {
    fn of(table: &Table) -> Self {
        let mut index = Self::default();
        let rows: Vec<Words> = table.rows().map(|row| index.words_of(row.description)).collect();
        for (number, row) in table.rows().enumerate().filter(|(_, row)| row.code.len() == 6) {
            index.add(table, &rows, number, &row);
        }
        let total: f32 = index.documents.iter().map(|(_, length)| length).sum();
        index.length_mean = total / index.documents.len().max(1) as f32;
        for line in TRADE_WORDS.lines().filter(|line| !line.starts_with('#')) {
            let (words, meaning) = line.split_once('\t').unwrap_or_default();
            for word in words.split(',') {
                index.add_trade_word(word, meaning);
            }
        }
        for line in STOP_WORDS.lines().filter(|line| !line.starts_with('#')) {
            each(line, |stem| {
                let id = index.id(stem);
                if let Some(term) = index.terms.get_mut(id as usize) {
                    term.headings = 0;
                }
            });
        }
        index
    }

    fn id(&mut self, stem: &str) -> u32 {
        if let Some(id) = self.ids.get(stem) {
            return *id;
        }
        let id = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.ids.insert(stem.to_owned(), id);
        self.terms.push(Term { stem: stem.to_owned(), ..Term::default() });
        id
    }

    /// The words of one HS text, each with its weight by place.
    fn words_of(&mut self, text: &str) -> Words {
        let (lead, rest) = text.split_once(';').unwrap_or((text, ""));
        let mut words = Vec::new();
        for (part, weight) in [(lead, LEAD), (rest, 1.0)] {
            each(included(part), |stem| words.push((self.id(stem), weight)));
        }
        words
    }

    /// Adds a subheading with its heading and chapter as one document.
    fn add(&mut self, table: &Table, rows: &[Words], number: usize, row: &Row<'_>) {
        let heading = row.parent;
        let chapter = heading.and_then(|heading| table.row(heading)?.parent);
        let document = u32::try_from(self.documents.len()).unwrap_or(u32::MAX);
        let mut length = 0.0;
        for (text, weight) in [(Some(number), OWN), (heading, HEADING), (chapter, CHAPTER)] {
            let words = text.and_then(|text| rows.get(text)).map(Vec::as_slice).unwrap_or_default();
            for (id, place) in words {
                length += weight * place;
                self.count(*id, document, weight * place, row.code);
            }
        }
        self.documents.push((number, length));
    }

    fn count(&mut self, id: u32, document: u32, weight: f32, code: &str) {
        let Some(term) = self.terms.get_mut(id as usize) else { return };
        match term.postings.last_mut() {
            Some((last, sum)) if *last == document => *sum += weight,
            _ => term.postings.push((document, weight)),
        }
        let heading = code.get(..4).and_then(|heading| heading.parse().ok()).unwrap_or_default();
        // What only the chapter says leads to no heading.
        if weight >= HEADING && term.last_heading != heading {
            term.headings += 1;
            term.last_heading = heading;
        }
    }

    fn add_trade_word(&mut self, word: &str, meaning: &str) {
        let mut means = Vec::new();
        each(meaning, |stem| means.push(self.id(stem)));
        let mut own = None;
        // Of a hyphenated word the whole comes last.
        each(word, |stem| own = Some(self.id(stem)));
        if let Some(term) = own.and_then(|id| self.terms.get_mut(id as usize)) {
            term.means = means;
            term.headings = term.headings.max(1);
        }
    }

    /// In how many headings the word stands; none for words that are unknown or name no goods.
    pub(super) fn headings_of(&self, stem: &str) -> Option<u32> {
        let term = self.terms.get(*self.ids.get(stem)? as usize)?;
        (term.headings > 0).then_some(term.headings)
    }

    /// The documents nearest to a description.
    pub(super) fn rank(&self, description: &str, count: usize) -> Vec<Hit> {
        let query = self.query(description);
        let mut scores = vec![0.0_f32; self.documents.len()];
        for (id, weight) in &query {
            let Some(term) = self.terms.get(*id as usize) else { continue };
            let rarity = self.rarity(term) * if term.headings == 0 { weight * NO_GOODS } else { *weight };
            for (document, frequency) in &term.postings {
                let Some((_, length)) = self.documents.get(*document as usize) else { continue };
                let damped = frequency + K1 * (1.0 - B + B * length / self.length_mean);
                if let Some(score) = scores.get_mut(*document as usize) {
                    *score += rarity * frequency * (K1 + 1.0) / damped;
                }
            }
        }
        let mut ranked: Vec<(u32, f32)> = (0_u32..).zip(scores).filter(|(_, score)| *score > 0.0).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(count);
        let hits = ranked.into_iter().filter_map(|(document, score)| {
            let (row, _) = *self.documents.get(document as usize)?;
            Some(Hit { row, score, words: self.words_in(&query, document) })
        });
        hits.collect()
    }

    fn rarity(&self, term: &Term) -> f32 {
        let (all, with) = (self.documents.len() as f32, term.postings.len() as f32);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// The words of a description with their weights. The goods are named by the last word before the first
    /// comma or preposition ("leather shoes, brown", "needles for sewing"); what follows qualifies.
    fn query(&self, description: &str) -> Vec<(u32, f32)> {
        let mut query: Vec<(u32, f32)> = Vec::new();
        let mut add = |id: u32, weight: f32| {
            if let Some((_, known)) = query.iter_mut().find(|(known, _)| *known == id) {
                *known = known.max(weight);
            } else if query.len() < QUERY_WORDS_MAX {
                query.push((id, weight));
            }
        };
        let (mut goods, mut qualities) = split_at_goods(description);
        if !self.names_goods(goods) {
            (goods, qualities) = (description, "");
        }
        let mut last = Vec::new();
        for (part, weight) in [(goods, 1.0), (qualities, 0.6)] {
            each(part, |stem| {
                let Some(id) = self.ids.get(stem) else { return };
                let Some(term) = self.terms.get(*id as usize) else { return };
                if weight == 1.0 {
                    last.clear();
                    last.extend([*id].into_iter().chain(term.means.iter().copied()));
                }
                add(*id, weight);
                for meaning in &term.means {
                    add(*meaning, weight);
                }
            });
        }
        for id in last {
            if let Some((_, weight)) = query.iter_mut().find(|(known, _)| *known == id) {
                *weight *= 1.5;
            }
        }
        query
    }

    fn names_goods(&self, text: &str) -> bool {
        any(text, |stem| self.headings_of(stem).is_some())
    }

    fn words_in(&self, query: &[(u32, f32)], document: u32) -> Vec<String> {
        let mut words: Vec<(f32, &str)> = Vec::new();
        for (id, weight) in query {
            let Some(term) = self.terms.get(*id as usize) else { continue };
            if term.headings > 0 && term.postings.binary_search_by_key(&document, |(at, _)| *at).is_ok() {
                words.push((self.rarity(term) * weight, &term.stem));
            }
        }
        words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        words.into_iter().map(|(_, stem)| stem.to_owned()).collect()
    }
}

/// A text up to its first exclusion.
fn included(text: &str) -> &str {
    let ends = EXCLUSIONS.iter().filter_map(|phrase| text.find(phrase));
    ends.min().and_then(|end| text.get(..end)).unwrap_or(text)
}

/// What names the goods, and what qualifies them.
fn split_at_goods(text: &str) -> (&str, &str) {
    let marks = [",", ";", "(", " for ", " of ", " with ", " in ", " to ", " from ", " made "];
    let ends = marks.iter().filter_map(|mark| text.find(mark)).filter(|end| *end > 0);
    ends.min().and_then(|end| text.split_at_checked(end)).unwrap_or((text, ""))
}
