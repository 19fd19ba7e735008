//! `cargo xtask papers --out DIR --count N --seed S`: commercial invoices, packing lists and certificates of origin as
//! brokers receive them, drawn from seeded random shipments, each PDF with what it says as JSON beside it.
//!
//! Promises: a seed makes the same paper for ever (with the same fonts); the truth holds what is printed and nothing else.
//! Refuses to know how the program reads.

mod cells;
mod certificate;
mod draft;
mod facts;
mod firms;
mod flow;
mod fonts;
mod habits;
mod locale;
mod look;
mod parties;
mod press;
mod quirks;
mod recap;
mod remarks;
mod sheet;
mod shipment;
mod spell;
mod statements;
mod sums;
mod table;
#[cfg(test)]
mod tests;
mod truth;
mod voyage;
mod words;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::goods::{self, Goods, Language};
use crate::random::Random;
use draft::Draft;
use fonts::{Fonts, Measure, Rough};
use shipment::Wish;

pub use firms::Firm;
pub use fonts::need;
pub use locale::{DateForm, Locale};
pub use look::{Kind, Look, looks};
pub use press::Attachment;
pub use shipment::{Line, Shipment, Terms};
pub use voyage::Transport;

/// A paper and what it says.
pub struct Paper {
    pub record: Value,
    pub pdf: Vec<u8>,
    pub look: &'static Look,
    pub language: Language,
    pub pages: usize,
}

/// What papers are made with: fonts and goods.
pub struct Workshop {
    fonts: Fonts,
    catalogue: Vec<Goods>,
}

impl Workshop {
    /// Reads fonts (installing them if need be) and goods.
    pub fn open() -> Result<Workshop> {
        Ok(Workshop { fonts: Fonts::load()?, catalogue: goods::with_more()? })
    }

    /// The paper of a seed; layout and language are drawn where they are not given.
    pub fn draw(
        &self,
        seed: u64,
        kind: Kind,
        look: Option<&'static Look>,
        language: Option<Language>,
    ) -> Result<Paper> {
        let (mut random, look, language) = choose(seed, kind, look, language)?;
        let deal = deal(&mut random, &self.catalogue, look, language, None)?;
        self.write(&deal, look, random, None)
    }

    /// The paper of a shipment, with a file inside if one is given.
    pub fn write(
        &self,
        deal: &Shipment,
        look: &'static Look,
        random: Random,
        attachment: Option<Attachment>,
    ) -> Result<Paper> {
        let draft = write(&self.fonts, deal, look, random)?;
        let title = draft.number().1;
        Ok(Paper {
            record: truth::record(deal, look.kind, &draft.quirks, &draft.shown),
            pdf: press::print(&self.fonts, &draft.sheet, &title, attachment)?,
            pages: draft.sheet.pages.len(),
            look,
            language: deal.language,
        })
    }
}

/// The shipment of a seed, with so many lines, and the chance that is left for its layout.
pub fn shipment(seed: u64, look: &Look, language: Language, lines: usize) -> Result<(Shipment, Random)> {
    let mut random = Random::new(seed);
    let deal = deal(&mut random, &goods::with_more()?, look, language, Some(lines))?;
    Ok((deal, random))
}

/// What a paper of this shipment will say, found without fonts: widths move words, but print none and leave none out.
pub fn record(deal: &Shipment, look: &'static Look, random: Random) -> Result<Value> {
    let draft = write(&Rough, deal, look, random)?;
    Ok(truth::record(deal, look.kind, &draft.quirks, &draft.shown))
}

/// The layout of this name.
pub fn look(name: &str) -> Result<&'static Look> {
    looks().find(|look| look.name == name).with_context(|| format!("no layout {name}"))
}

fn choose(
    seed: u64,
    kind: Kind,
    look: Option<&'static Look>,
    language: Option<Language>,
) -> Result<(Random, &'static Look, Language)> {
    let mut random = Random::new(seed);
    let looks: Vec<&'static Look> = looks().filter(|look| look.kind == kind).collect();
    let drawn = looks.get(random.below(looks.len() as u64) as usize).copied();
    let languages = [
        Language::English,
        Language::English,
        Language::German,
        Language::German,
        Language::French,
        Language::Spanish,
    ];
    let tongue = random.one(&languages);
    let look = look.or(drawn).context("no layout of this kind")?;
    Ok((random, look, language.unwrap_or(tongue)))
}

fn deal(
    random: &mut Random,
    catalogue: &[Goods],
    look: &Look,
    language: Language,
    lines: Option<usize>,
) -> Result<Shipment> {
    let few = (look.kind == Kind::Certificate).then(|| random.between(1, 11) as usize);
    let priced = look.kind == Kind::Invoice;
    let mut deal = shipment::draw(random, catalogue, &Wish { language, lines: lines.or(few), priced })?;
    if look.kind == Kind::Certificate {
        let origin = deal.seller.country.clone();
        deal.lines.iter_mut().for_each(|line| line.origin.clone_from(&origin));
    }
    Ok(deal)
}

fn write<'a>(
    measure: &'a dyn Measure,
    deal: &'a Shipment,
    look: &'a Look,
    random: Random,
) -> Result<Draft<'a>> {
    let mut draft = Draft::new(measure, deal, look, random);
    match look.kind {
        Kind::Certificate => certificate::write(&mut draft),
        _ => flow::write(&mut draft),
    }
    draft.words.complete()?;
    Ok(draft)
}

/// The code of a language.
pub fn code(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::German => "de",
        Language::French => "fr",
        Language::Spanish => "es",
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Invoice => "invoice",
        Kind::PackingList => "packing_list",
        Kind::Certificate => "certificate",
    }
}

/// The command.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let out = PathBuf::from(arguments.value("--out")?.context("--out DIR is missing")?);
    let count: u64 = arguments.parsed("--count", 40)?;
    let seed: u64 = arguments.parsed("--seed", 1)?;
    let kinds = match arguments.value("--kind")?.as_deref() {
        None | Some("all") => vec![Kind::Invoice, Kind::PackingList, Kind::Certificate],
        Some("invoice") => vec![Kind::Invoice],
        Some("packing_list") => vec![Kind::PackingList],
        Some("certificate") => vec![Kind::Certificate],
        Some(other) => bail!("--kind: {other:?} is none of invoice, packing_list, certificate, all"),
    };
    let layout = arguments.value("--layout")?;
    arguments.finish()?;
    std::fs::create_dir_all(&out).with_context(|| out.display().to_string())?;
    let workshop = Workshop::open()?;
    for at in 0..count {
        let kind = kinds.get((at % kinds.len() as u64) as usize).copied().unwrap_or(Kind::Invoice);
        let of: Vec<&'static Look> = looks()
            .filter(|look| layout.as_ref().map_or(look.kind == kind, |name| look.name == name))
            .collect();
        let turn = (at / kinds.len() as u64) as usize;
        let look = *of.get(turn % of.len().max(1)).context("no such layout")?;
        let kind = look.kind;
        let own = seed.wrapping_mul(1_000_003).wrapping_add(at);
        let paper = workshop.draw(own, kind, Some(look), None)?;
        let name = format!("{at:04}-{}-{}-{}", kind_name(kind), paper.look.name, code(paper.language));
        std::fs::write(out.join(format!("{name}.pdf")), &paper.pdf)?;
        let truth = json!({
            "seed": own,
            "kind": kind_name(kind),
            "layout": paper.look.name,
            "kept_apart": paper.look.kept_apart,
            "language": code(paper.language),
            "pages": paper.pages,
            "record": paper.record,
        });
        std::fs::write(out.join(format!("{name}.truth.json")), serde_json::to_string_pretty(&truth)?)?;
    }
    println!("{count} papers in {}", out.display());
    Ok(())
}
