//! Runs histories from the command line: `--seed N` one, `--histories N` so many, `--minutes M` for so long. Without a
//! fault it ends well and tells what was met; a fault ends it with the seed.

use anyhow::{Context as _, Result, bail};
use simulation::build::Build;
use simulation::campaign::{Campaign, RARE};
use std::time::{Duration, Instant};

/// What was asked.
#[derive(Default)]
struct Asked {
    seed: Option<u64>,
    from: u64,
    histories: Option<u64>,
    minutes: Option<u64>,
    build: Option<String>,
}

fn asked() -> Result<Asked> {
    let mut asked = Asked::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().with_context(|| format!("{word} needs a value"))?;
        let number = || value.parse().with_context(|| format!("{value} is no number"));
        match word.as_str() {
            "--seed" => asked.seed = Some(number()?),
            "--from" => asked.from = number()?,
            "--histories" => asked.histories = Some(number()?),
            "--minutes" => asked.minutes = Some(number()?),
            "--build" => asked.build = Some(value),
            _ => {
                bail!("usage: simulation [--seed N | --histories N | --minutes M] [--from N] [--build NAME]")
            }
        }
    }
    Ok(asked)
}

fn main() -> Result<()> {
    let asked = asked()?;
    let build = match &asked.build {
        Some(name) => simulation::broken::builds()
            .into_iter()
            .find(|build| build.name == name)
            .with_context(|| format!("no broken build is called '{name}'"))?,
        None => Build::honest(),
    };
    let mut campaign = Campaign::of(build)?;
    let began = Instant::now();
    let seeds = match (asked.seed, asked.histories, asked.minutes) {
        (Some(seed), _, _) => seed..seed.saturating_add(1),
        (None, _, Some(_)) => asked.from..u64::MAX,
        (None, histories, None) => asked.from..asked.from.saturating_add(histories.unwrap_or(1_000)),
    };
    let until = asked.minutes.map(|minutes| Duration::from_secs(minutes * 60));
    for seed in seeds {
        if until.is_some_and(|until| began.elapsed() >= until) {
            break;
        }
        let told = campaign.run(seed)?;
        if let Some(failure) = told.failure(build.name) {
            println!("after {} histories: {failure}", campaign.histories);
            std::process::exit(1);
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{} histories, none wrong, {:.0} a minute",
        campaign.histories,
        campaign.histories as f64 / seconds * 60.0
    );
    for path in RARE {
        println!("{:>9} {path}", campaign.met.get(path).copied().unwrap_or(0));
    }
    Ok(())
}
