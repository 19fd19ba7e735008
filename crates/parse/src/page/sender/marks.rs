//! What texts at the head and the foot look like: lines of the register, banks, signs of the house, sites.

use super::super::name::letters;
use super::super::rows::Run;
use super::TOP;
use crate::draft::words::is_particle;
use crate::lexicon::{Section, fold, lexicon};

/// What stands before the first sign that parts a line of the foot.
pub fn first_part(text: &str) -> &str {
    let end =
        [" - ", " – ", " · ", " • ", " | ", ", ", " * "].iter().filter_map(|sign| text.find(sign)).min();
    end.and_then(|end| text.get(..end)).unwrap_or(text).trim()
}

/// `SARL Dubois Frères au capital de 8 000 €`: what stands before the words of the register.
pub fn before_register(text: &str) -> &str {
    let starts = text.match_indices(' ').map(|(at, _)| at);
    let mut found = starts.filter(|at| {
        let rest = text.get(at + 1..).unwrap_or_default();
        lexicon().find_start(Section::Register, &fold(rest)).is_some()
    });
    found.next().and_then(|at| text.get(..at)).unwrap_or(text)
}

/// Whether a company's name is that of a bank, which stands at the foot beside the account.
pub fn is_bank(name: &str) -> bool {
    name.split([' ', '-']).any(|word| is_particle("bank", word))
}

/// Whether a text stands close below another.
pub fn is_close_below(run: &Run, below: &Run) -> bool {
    let gap = below.bounds.y0 - run.bounds.y1;
    let over = below.bounds.x0 < run.bounds.x1 && run.bounds.x0 < below.bounds.x1;
    (-1.0..1.2 * run.size()).contains(&gap) && over
}

/// Whether a text has a word of the companies' register in it.
pub fn names_register(text: &str) -> bool {
    let folded = fold(text);
    let starts = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
    starts
        .filter_map(|at| folded.get(at..))
        .any(|rest| lexicon().find_start(Section::Register, rest).is_some())
}

/// Whether a text at the top, in one word, is the first of a longer name, or a long one of it.
pub fn is_logo(run: &Run, key: &str, height: f32) -> bool {
    let own = letters(&run.text);
    let part = key.starts_with(&own) || own.len() >= 6 && key.contains(&own);
    run.bounds.y0 < TOP * height && run.words.len() == 1 && own.len() >= 4 && own != key && part
}

/// Names of the sites and mail domains on the page, letters only.
pub fn sites(free: &[&Run]) -> Vec<String> {
    let words = free.iter().flat_map(|run| &run.words).map(|word| word.text.to_lowercase());
    words
        .filter_map(|word| {
            let host = word.rsplit_once('@').map(|(_, host)| host.to_owned()).or_else(|| {
                let from = word.find("www.").map(|at| at + 4).or_else(|| word.find("://").map(|at| at + 3));
                let from = from.or_else(|| is_host(&word).then_some(0))?;
                word.get(from..).map(|host| host.trim_start_matches("www.").to_owned())
            })?;
            let name: String =
                host.split(['/', '.']).next()?.chars().filter(|c| c.is_alphanumeric()).collect();
            (name.len() >= 5).then_some(name)
        })
        .collect()
}

/// `acme-werke.example`, without `www`: two to four letters behind the last stop, and no blanks or digits around it.
pub fn is_host(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(name, end)| {
        (2..=4).contains(&end.len())
            && end.bytes().all(|b| b.is_ascii_lowercase())
            && name.len() >= 5
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
    })
}

/// Whether a name is that of a site.
pub fn is_of_site(key: &str, site: &str) -> bool {
    key.len() >= 5 && (site.starts_with(key) || key.starts_with(site))
}
