//! The goods that samples and envelopes trade in: one table in `data/goods.tsv`, read once.
//!
//! Promises: every code is six digits of HS 2022 with a Combined Nomenclature and a US HTS code below it. Refuses to know
//! who buys what.

use anyhow::{Context, Result, ensure};

/// The languages the samples are written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    English,
    German,
    French,
    Spanish,
}

/// One article of the catalogue.
#[derive(Clone, Debug)]
pub struct Goods {
    pub key: String,
    /// Six digits, HS 2022.
    pub hs: String,
    /// Eight digits, Combined Nomenclature.
    pub cn8: String,
    /// Ten digits, Harmonized Tariff Schedule of the United States.
    pub hts10: String,
    /// UN/ECE Recommendation 20.
    pub unit: String,
    /// Range of the unit price, in hundredths.
    pub low_cents: i64,
    pub high_cents: i64,
    /// Net weight of one unit.
    pub grams: i64,
    pub per_carton: i64,
    /// ISO 3166 alpha-2.
    pub origins: Vec<String>,
    english: String,
    german: String,
    french: String,
    spanish: String,
}

impl Goods {
    /// What a seller of that country writes on the line.
    pub fn description(&self, language: Language) -> &str {
        match language {
            Language::English => &self.english,
            Language::German => &self.german,
            Language::French => &self.french,
            Language::Spanish => &self.spanish,
        }
    }
}

/// The whole catalogue, in the order of the file.
pub fn catalogue() -> Result<Vec<Goods>> {
    include_str!("../data/goods.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("key\t"))
        .map(|line| row(line).with_context(|| format!("goods.tsv: {line}")))
        .collect()
}

/// The catalogue and the goods of `data/paper_goods.tsv`, which have no national codes.
pub fn with_more() -> Result<Vec<Goods>> {
    let mut goods = catalogue()?;
    for line in include_str!("../data/paper_goods.tsv").lines() {
        if !line.starts_with('#') && !line.starts_with("key\t") {
            goods.push(short_row(line).with_context(|| format!("paper_goods.tsv: {line}"))?);
        }
    }
    Ok(goods)
}

fn short_row(line: &str) -> Result<Goods> {
    let (key, rest) = line.split_once('\t').context("too few columns")?;
    let (hs, rest) = rest.split_once('\t').context("too few columns")?;
    let goods = row(&format!("{key}\t{hs}\t{hs}\t{hs}\t{rest}"))?;
    Ok(Goods { cn8: String::new(), hts10: String::new(), ..goods })
}

fn row(line: &str) -> Result<Goods> {
    let mut cells = line.split('\t').map(str::to_owned);
    let mut next = || cells.next().context("too few columns");
    let goods = Goods {
        key: next()?,
        hs: next()?,
        cn8: next()?,
        hts10: next()?,
        unit: next()?,
        low_cents: next()?.parse()?,
        high_cents: next()?.parse()?,
        grams: next()?.parse()?,
        per_carton: next()?.parse()?,
        origins: next()?.split(',').map(str::to_owned).collect(),
        english: next()?,
        german: next()?,
        french: next()?,
        spanish: next()?,
    };
    ensure!(goods.cn8.starts_with(&goods.hs) && goods.hts10.starts_with(&goods.hs), "codes disagree");
    Ok(goods)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_goods_of_papers_bear_codes_of_the_harmonized_system() {
        let table = crate::workspace_root().join("crates/tariff/data/hs2022.tsv");
        let table = std::fs::read_to_string(table).unwrap();
        let goods = with_more().unwrap();
        assert!(goods.len() >= 70);
        for goods in goods {
            assert!(table.contains(&format!("\n{}\t", goods.hs)), "{} {}", goods.key, goods.hs);
        }
    }

    #[test]
    fn the_catalogue_reads_whole() {
        let goods = catalogue().unwrap();
        assert!(goods.len() >= 20);
        assert!(goods.iter().all(|g| g.hs.len() == 6 && g.cn8.len() == 8 && g.hts10.len() == 10));
        assert!(goods.iter().all(|g| g.low_cents < g.high_cents && g.per_carton > 0));
    }
}
