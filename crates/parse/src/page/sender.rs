//! Who sent a paper, where no label says so: every name that may be the sender's, and what on the page speaks for it.
//!
//! Signs add up: the line over the address window, an address with telephone or tax number, the line of the register at
//! the foot, the holder of the account, the name of the site, the form of a company. A name with too little, or with no
//! more than another, is taken and doubted. It knows the signs and no names.

/// What texts look like.
mod marks;

use super::blocks::{Block, sender, small_sender};
use super::letterhead::has_digit;
use super::name::{cut_behind_form, is_company, is_of_name, letters, may_be_name};
use super::rows::Run;
use crate::draft::{PartyDraft, Seen, behind_label};
use crate::lexicon::{Section, fold, lexicon};
use marks::{
    before_register, first_part, is_bank, is_close_below, is_logo, is_of_site, names_register, sites,
};

/// Below this share of a page's height stands its foot.
const FOOT: f32 = 0.78;

/// Above this share of a page's height a letterhead begins.
const TOP: f32 = 0.2;

/// Above this share stands an address at the head of the paper.
const HEAD: f32 = 0.12;

/// A name needs this much to be taken, and this much to be taken without a doubt.
const ENOUGH: u32 = 2;
const SURE: u32 = 5;

/// What speaks for a name. The weights order them: a place that only senders have says more than a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// It begins the line over the address window.
    Line,
    /// Telephone or mail stand in its address.
    Contact,
    /// A tax number stands in its address: the sender's, or the addressee's.
    Tax,
    /// Its address stands at the head of the paper, above all others.
    Head,
    /// It stands over or begins the lines of the register at the foot.
    Register,
    /// Its address stands at the foot.
    Foot,
    /// A site or mail domain on the page has its letters.
    Site,
    /// The account that is to be paid into is held by it.
    Holder,
    /// The addressee has a label, and this is the only other address, or the only company named at the top.
    Other,
    /// It stands alone below, as under a greeting or over a signature: enough to be taken, and no proof beside others.
    Closing,
    /// A word at the top has its first letters, as the text of a sign of the house.
    Logo,
    /// It names a form of company.
    Company,
    /// It begins the line over the address window, and stands elsewhere too.
    Again,
}

impl Sign {
    /// How much it says.
    fn weight(self) -> u32 {
        match self {
            Sign::Line | Sign::Other | Sign::Head => 4,
            Sign::Contact | Sign::Register | Sign::Foot => 3,
            Sign::Site | Sign::Holder | Sign::Tax | Sign::Closing | Sign::Logo => 2,
            Sign::Company | Sign::Again => 1,
        }
    }
}

/// A name that may be the sender's.
#[derive(Debug)]
struct Candidate {
    /// Its letters.
    key: String,
    party: PartyDraft,
    signs: Vec<Sign>,
    /// The block of address it stands in: its other lines do not contest it.
    block: Option<usize>,
}

impl Candidate {
    fn weight(&self) -> u32 {
        self.signs.iter().map(|sign| sign.weight()).sum()
    }
}

/// A sender that was found.
pub struct Sender {
    pub party: PartyDraft,
    /// Too little speaks for it, or as much for another name.
    pub doubtful: bool,
}

/// Everything on the page that may say who sent it.
pub struct Page<'a> {
    /// Texts that are no values, from the top.
    pub free: &'a [&'a Run],
    /// Blocks of address of them.
    pub blocks: &'a [Block],
    /// Of the page, in points.
    pub height: f32,
    /// The addressee has a label.
    pub addressed: bool,
    /// Names that belong to somebody else, folded.
    pub others: &'a [String],
}

/// The sender with the most that speaks for it.
pub fn find(page: &Page<'_>) -> Option<Sender> {
    let mut known = Candidates(Vec::new());
    known.lines(page);
    known.addresses(page);
    known.foot(page);
    known.holders(page);
    known.tops(page);
    known.closings(page);
    let sites = sites(page.free);
    let mut found = known.0;
    found.retain(|candidate| !page.others.iter().any(|other| letters(other) == candidate.key));
    for candidate in &mut found {
        if sites.iter().any(|site| is_of_site(&candidate.key, site)) {
            candidate.signs.push(Sign::Site);
        }
        let again = |run: &&Run| {
            is_of_name(&letters(&run.text), &candidate.key)
                && sender(run).or_else(|| small_sender(run, page.free)).is_none()
        };
        if candidate.signs.contains(&Sign::Line) && page.free.iter().any(again) {
            candidate.signs.push(Sign::Again);
        }
        if page.free.iter().any(|run| is_logo(run, &candidate.key, page.height)) {
            candidate.signs.push(Sign::Logo);
        }
    }
    // Of equals the first; `max_by_key` would take the last.
    let best = found.iter().rev().max_by_key(|candidate| candidate.weight())?;
    if let Some(registered) = registered(best, &found, page) {
        return Some(registered);
    }
    let second = found
        .iter()
        .filter(|other| other.key != best.key && (other.block.is_none() || other.block != best.block))
        .map(Candidate::weight)
        .max();
    let weight = best.weight();
    let closing = if best.signs.contains(&Sign::Closing) { Sign::Closing.weight() } else { 0 };
    let doubtful = weight - closing < SURE || second.is_some_and(|second| second >= weight);
    (weight >= ENOUGH).then(|| Sender { party: best.party.clone(), doubtful })
}

/// The company that trades under the name at the head: it stands at the foot, with the postal code of that name's address.
/// Doubted, as the paper shows two names.
fn registered(trade: &Candidate, found: &[Candidate], page: &Page<'_>) -> Option<Sender> {
    let is_legal = |one: &Candidate| one.signs.contains(&Sign::Company);
    if is_legal(trade) || trade.signs.contains(&Sign::Line) {
        return None;
    }
    let codes = |text: &str| -> Vec<String> {
        let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        words
            .filter(|word| word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit()))
            .map(str::to_owned)
            .collect()
    };
    let own: Vec<String> = trade.party.lines.iter().flat_map(|line| codes(&line.text)).collect();
    let shares = |one: &&Candidate| {
        let low = page.free.iter().filter(|run| run.bounds.y0 > FOOT * page.height);
        let named = |run: &&&Run| letters(&run.text).starts_with(&one.key);
        low.filter(named).any(|run| codes(&run.text).iter().any(|code| own.contains(code)))
    };
    let company =
        found.iter().filter(|one| is_legal(one) && one.signs.contains(&Sign::Register)).find(shares)?;
    let name = company.party.lines.first()?.clone();
    let lines = std::iter::once(name).chain(trade.party.lines.iter().skip(1).cloned()).collect();
    Some(Sender { party: PartyDraft { lines, ..PartyDraft::default() }, doubtful: true })
}

/// The names found so far, each once.
struct Candidates(Vec<Candidate>);

impl Candidates {
    /// One more sign for a name. A longer party of the same name takes the place of a shorter one.
    fn add(&mut self, name: &str, party: PartyDraft, sign: Sign, block: Option<usize>) {
        if !may_be_name(name) {
            return;
        }
        let key = letters(name);
        match self.0.iter_mut().find(|known| is_of_name(&known.key, &key)) {
            Some(known) => {
                if !known.signs.contains(&sign) {
                    known.signs.push(sign);
                }
                // `Alpenhof` at the head, `Alpenhof Gastronomie KG` at the foot: the longer is the whole name.
                let whole = is_company(name) && key.len() > known.key.len();
                let first = party.lines.first().filter(|_| whole).cloned();
                if whole {
                    known.key = key;
                }
                if known.party.lines.len() < party.lines.len() {
                    known.party = party;
                    known.block = block;
                }
                if let (Some(name), Some(line)) = (first, known.party.lines.first_mut()) {
                    *line = name;
                    known.signs.extend((!known.signs.contains(&Sign::Company)).then_some(Sign::Company));
                }
            }
            None => {
                let form = is_company(name).then_some(Sign::Company);
                self.0.push(Candidate { key, party, signs: [sign].into_iter().chain(form).collect(), block });
            }
        }
    }

    /// A name without an address.
    fn alone(&mut self, run: &Run, name: &str, sign: Sign) {
        self.add(name, name_alone(run.see_text(name)), sign, None);
    }

    /// The line over the address window.
    fn lines(&mut self, page: &Page<'_>) {
        for run in page.free {
            if let Some(name) = sender(run).or_else(|| small_sender(run, page.free)) {
                self.alone(run, &name, Sign::Line);
            }
        }
    }

    /// Addresses with telephone, mail or tax number, the one at the head of the paper, and the only one beside a labelled
    /// addressee.
    fn addresses(&mut self, page: &Page<'_>) {
        let is_other = |block: &Block| page.others.iter().any(|other| *other == fold(block.name()));
        let all: Vec<(usize, &Block)> = page
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| block.is_address() && !is_other(block))
            .collect();
        for (at, block) in &all {
            if block.is_contact() {
                self.block(*at, block, Sign::Contact);
            }
            if block.has_tax_number() {
                self.block(*at, block, Sign::Tax);
            }
            if block.bounds.y0 > FOOT * page.height && !is_bank(block.name()) {
                self.block(*at, block, Sign::Foot);
            }
        }
        let high: Vec<&(usize, &Block)> =
            all.iter().filter(|(_, block)| block.bounds.y0 < 0.35 * page.height).collect();
        let Some(((at, head), others)) = high.split_first() else { return };
        let above = others.iter().all(|(_, other)| head.bounds.y1 < other.bounds.y0);
        if head.bounds.y0 < HEAD * page.height && above && (!others.is_empty() || page.addressed) {
            self.block(*at, head, Sign::Head);
        }
        if page.addressed && others.is_empty() {
            self.block(*at, head, Sign::Other);
        }
    }

    /// A block's name is its first line, or a later one above the street, if something else speaks for it.
    fn block(&mut self, at: usize, block: &Block, sign: Sign) {
        let names = block.lines.iter().take_while(|line| !has_digit(&line.text)).count().max(1);
        for (nth, line) in block.lines.iter().take(names).enumerate() {
            let mut lines: Vec<Seen> = block.lines.iter().skip(nth).map(Run::see).collect();
            let name = match cut_behind_form(&line.text) {
                Some((name, rest)) => {
                    lines.splice(0..1, [line.see_text(name), line.see_text(rest)]);
                    name
                }
                None => line.text.as_str(),
            };
            self.add(name, PartyDraft { lines, ..PartyDraft::default() }, sign, Some(at));
        }
    }

    /// Names over, or at the start of, the register's lines at the foot.
    fn foot(&mut self, page: &Page<'_>) {
        let low: Vec<&Run> =
            page.free.iter().filter(|run| run.bounds.y0 > FOOT * page.height).copied().collect();
        for run in &low {
            let start = before_register(first_part(&run.text));
            if is_company(start) && !has_digit(start) && !is_bank(start) {
                self.alone(run, start, Sign::Register);
            } else if !has_digit(&run.text)
                && low.iter().any(|below| is_close_below(run, below) && names_register(&below.text))
            {
                self.alone(run, &run.text, Sign::Register);
            }
        }
    }

    /// `Account holder: Acme Ltd`, in one text, in two beside each other, or the name below.
    fn holders(&mut self, page: &Page<'_>) {
        for (at, run) in page.free.iter().enumerate() {
            let (before, behind) = run.text.rsplit_once(':').unwrap_or((&run.text, ""));
            let label = before.rsplit(['–', ':', '·', '|']).next().unwrap_or(before);
            if lexicon().find(Section::Holder, &fold(label)).is_none() {
                continue;
            }
            let next = page.free.get(at + 1..).unwrap_or_default().iter().find(|next| {
                let beside = (next.bounds.y1 - run.bounds.y1).abs() < 2.0 && next.bounds.x0 > run.bounds.x1;
                beside || is_close_below(run, next)
            });
            match (behind.trim(), next) {
                ("", Some(next)) => self.alone(next, behind_label(&next.text), Sign::Holder),
                (name, _) => self.alone(run, name, Sign::Holder),
            }
        }
    }

    /// A company's name alone in the lower half.
    fn closings(&mut self, page: &Page<'_>) {
        let low = |run: &&&Run| run.bounds.y0 > 0.5 * page.height;
        for run in page.free.iter().filter(low) {
            if is_company(&run.text) && !has_digit(&run.text) {
                self.alone(run, &run.text, Sign::Closing);
            }
        }
    }

    /// A company's name alone at the top, where the addressee has a label.
    fn tops(&mut self, page: &Page<'_>) {
        let high = |run: &&&Run| run.bounds.y0 < TOP * page.height;
        let names: Vec<&&Run> = page
            .free
            .iter()
            .filter(high)
            .filter(|run| is_company(&run.text) && !has_digit(&run.text) && may_be_name(&run.text))
            .collect();
        let Some(first) = names.first().filter(|_| page.addressed) else { return };
        if names.iter().all(|other| fold(&other.text) == fold(&first.text)) {
            self.alone(first, &first.text, Sign::Other);
        }
    }
}

/// A party of a name.
fn name_alone(name: Seen) -> PartyDraft {
    PartyDraft { lines: vec![name], ..PartyDraft::default() }
}
