//! The command line.

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use std::path::PathBuf;

/// `hold`.
mod hold;

pub use hold::{Hold, Which};

/// Takes in customs paper, checks every line against the tariff in force, and proves what happened.
#[derive(Debug, Parser)]
#[command(name = "tidewaiter", version, propagate_version = true)]
pub struct Cli {
    /// The data folder.
    #[arg(
        long,
        global = true,
        default_value = "./tidewaiter-data",
        value_name = "DIR",
        env = "TIDEWAITER_DATA"
    )]
    pub data: PathBuf,
    /// Answer in JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// The configuration file, instead of ./tidewaiter.toml.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take in files and folders, process them, and show what came of each.
    Run(Run),
    /// Serve the API, the desk and a worker.
    Serve(Serve),
    /// Send files to a server.
    Submit(Submit),
    /// Counts by state, and the three sums.
    Status,
    /// Why a document is where it is.
    Explain {
        /// Correlation id.
        id: String,
    },
    /// A document's events.
    Events {
        /// Correlation id.
        id: String,
    },
    /// List documents, newest first.
    Documents {
        /// Only in this state.
        #[arg(long)]
        state: Option<String>,
        /// Only by this source.
        #[arg(long)]
        source: Option<String>,
        /// At most so many.
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// Read one file in the cage and show what was read; nothing is stored.
    Parse {
        /// The file.
        file: PathBuf,
        /// Of a PDF its pages alone, as if no invoice XML were inside it.
        #[arg(long)]
        ignore_xml: bool,
        /// Draw each page with what was read from it: the first as OUT.png, the others as OUT-2.png and so on. Values of
        /// the document are blue, those of lines green and violet by turns, those in doubt red.
        #[arg(long, value_name = "OUT.png")]
        overlay: Option<PathBuf>,
        /// Draw only this page, as OUT.png.
        #[arg(long, value_name = "N", requires = "overlay", value_parser = clap::value_parser!(u32).range(1..))]
        page: Option<u32>,
    },
    /// Documents that wait for a person.
    #[command(subcommand)]
    Review(Review),
    /// Lines that wait for a person.
    #[command(subcommand)]
    Quarantine(Quarantine),
    /// Documents that cannot go on by themselves.
    #[command(subcommand, name = "dead-letters")]
    DeadLetters(DeadLetters),
    /// What people have stopped.
    #[command(subcommand)]
    Hold(Hold),
    /// Tariff editions.
    #[command(subcommand)]
    Tariff(Tariff),
    /// The proof.
    #[command(subcommand)]
    Audit(Audit),
    /// Lines as a table.
    Export(Export),
    /// The configuration.
    #[command(subcommand)]
    Config(ConfigOf),
    /// Look at this machine and data folder.
    Doctor,
    /// What a code means, whether it is tried again and what to do; all codes, where none is named.
    Codes {
        /// A code, such as hs_missing.
        code: Option<String>,
        /// The page of the documentation instead.
        #[arg(long, conflicts_with = "code")]
        page: bool,
    },
}

/// `run`
#[derive(Debug, Args)]
pub struct Run {
    /// Files and folders.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// The country whose tariff decides, such as US.
    #[arg(long)]
    pub jurisdiction: Option<String>,
    /// The importer of record.
    #[arg(long, value_name = "ID")]
    pub client: Option<String>,
    /// Check for this day instead of today.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// How long to wait for documents that wait for a time.
    #[arg(long, default_value = "60s", value_parser = duration)]
    pub wait: std::time::Duration,
    /// Take documents in again although they came before, as new ones.
    #[arg(long, value_name = "REASON")]
    pub again: Option<String>,
}

/// `serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// Address to listen at; loopback only while there are no keys.
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
    /// Take in and show, but do not work.
    #[arg(long)]
    pub no_work: bool,
    /// The country whose tariff decides for documents that name none.
    #[arg(long)]
    pub jurisdiction: Option<String>,
}

/// `submit`
#[derive(Debug, Args)]
pub struct Submit {
    /// Files and folders.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// The server, http://HOST:PORT.
    #[arg(long)]
    pub url: String,
    /// The source they come by.
    #[arg(long, default_value = "submit")]
    pub source: String,
    /// urgent, high, normal, bulk, or a number.
    #[arg(long)]
    pub priority: Option<String>,
}

/// Who decides and why.
#[derive(Debug, Args)]
pub struct Actor {
    /// Who decides; the user's name, where nothing is said.
    #[arg(long, env = "USER", default_value = "person")]
    pub by: String,
    /// Why.
    #[arg(long)]
    pub reason: Option<String>,
}

/// `review`
#[derive(Debug, Subcommand)]
pub enum Review {
    /// Open tasks about documents.
    List,
    /// One document with its tasks.
    Show {
        /// Correlation id.
        id: String,
    },
    /// Accept what holds a document, as it is.
    Approve {
        /// Correlation id.
        id: String,
        /// Accept only these codes.
        #[arg(long = "code", value_name = "CODE")]
        codes: Vec<String>,
        #[command(flatten)]
        actor: Actor,
    },
    /// Give fields other values.
    Correct {
        /// Correlation id.
        id: String,
        /// FIELD=VALUE of the document, or LINE:FIELD=VALUE of a line; an empty value takes it away.
        #[arg(required = true, value_name = "[LINE:]FIELD=VALUE")]
        values: Vec<String>,
        #[command(flatten)]
        actor: Actor,
    },
    /// Say no to a document.
    Reject {
        /// Correlation id.
        id: String,
        #[command(flatten)]
        actor: Actor,
    },
}

/// `quarantine`
#[derive(Debug, Subcommand)]
pub enum Quarantine {
    /// Lines that are held.
    List,
    /// Settle a held line.
    Fix {
        /// Correlation id.
        id: String,
        /// The line's ordinal.
        line: u32,
        /// FIELD=VALUE, such as hs_code=847130.
        #[arg(value_name = "FIELD=VALUE", required_unless_present_any = ["accept", "strike"])]
        value: Option<String>,
        /// Accept the line as it is.
        #[arg(long, conflicts_with_all = ["value", "strike"])]
        accept: bool,
        /// Strike the line out.
        #[arg(long, conflicts_with = "value")]
        strike: bool,
        #[command(flatten)]
        actor: Actor,
    },
}

/// `dead-letters`
#[derive(Debug, Subcommand)]
pub enum DeadLetters {
    /// Dead letters, newest first.
    List,
    /// One with everything about it.
    Show {
        /// Correlation id.
        id: String,
    },
    /// Queue one again.
    Replay {
        /// Correlation id.
        id: String,
        #[command(flatten)]
        actor: Actor,
    },
    /// Say no to one.
    Reject {
        /// Correlation id.
        id: String,
        #[command(flatten)]
        actor: Actor,
    },
}

/// `tariff`
#[derive(Debug, Subcommand)]
pub enum Tariff {
    /// Import an edition as its authority publishes it, gzipped or not.
    Import {
        /// us-hts, hs6, …
        scheme: String,
        /// The file.
        file: PathBuf,
        /// First day in force: the files carry no date.
        #[arg(long, value_name = "DATE")]
        effective: Date,
        /// First day it was known.
        #[arg(long, value_name = "DATE")]
        known: Option<Date>,
        /// The edition's name.
        #[arg(long)]
        name: Option<String>,
    },
    /// The loaded editions.
    List,
    /// Look a code up.
    Lookup {
        /// us-hts, hs6, …
        scheme: String,
        /// The code, with or without dots.
        code: String,
        /// On this day; today, where nothing is said.
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// As known on this day.
        #[arg(long, value_name = "DATE")]
        known: Option<Date>,
    },
}

/// `audit`
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Read everything again and name the first thing that is wrong.
    Verify {
        /// A checkpoint kept elsewhere.
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
}

/// `export`
#[derive(Debug, Args)]
pub struct Export {
    /// csv, xlsx or ndjson.
    #[arg(long)]
    pub format: String,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Only documents in this state.
    #[arg(long)]
    pub state: Option<String>,
    /// Only documents received on or after.
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
}

/// `config`
#[derive(Debug, Subcommand)]
pub enum ConfigOf {
    /// Each value and where it came from.
    Show,
    /// Whether the configuration serves.
    Check,
}

/// A duration such as `60s`, `500ms`, `2m`, `1h`, or seconds.
fn duration(text: &str) -> Result<std::time::Duration, String> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_| "a duration is a number with ms, s, m or h".to_owned())?;
    let unit = text.get(digits.len()..).unwrap_or_default();
    let seconds = |factor: u64| {
        number
            .checked_mul(factor)
            .map(std::time::Duration::from_secs)
            .ok_or_else(|| "that is too long".to_owned())
    };
    match unit {
        "ms" => Ok(std::time::Duration::from_millis(number)),
        "" | "s" => seconds(1),
        "m" => seconds(60),
        "h" => seconds(3_600),
        _ => Err("a duration is a number with ms, s, m or h".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn durations_are_as_people_write_them() {
        assert_eq!(duration("60s").unwrap().as_secs(), 60);
        assert_eq!(duration("2m").unwrap().as_secs(), 120);
        assert_eq!(duration("250ms").unwrap().as_millis(), 250);
        assert!(duration("soon").is_err());
        assert!(duration("18446744073709551615h").is_err());
    }
}
