//! Configuration: one file, the environment, flags; each value knows where it came from.
//!
//! The embedded default file is the manual. An unknown key is an error that names the nearest known one.

/// `[limits]`, and which numbers make sense.
mod limits;

pub use limits::Limits;

use anyhow::{Context as _, Result, anyhow, bail};
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use pipeline::Settings;
use pipeline::settings::{FOLDER, OutletTerms, Quarantine};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The default file.
pub const DEFAULT: &str = include_str!("../default.toml");

/// The file in the working folder.
pub const FILE: &str = "tidewaiter.toml";

/// All of it. See `default.toml` for what each key means.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the ledger is.
    pub ledger: String,
    /// What hands work out.
    pub queue: String,
    /// Where large originals are.
    pub blobs: String,
    /// The server.
    pub server: Server,
    /// Workers.
    pub work: Work,
    /// Retries.
    pub retry: Retry,
    /// Limits of a document.
    pub limits: Limits,
    /// Lines held back.
    pub quarantine: QuarantineOf,
    /// Profiles.
    pub checks: Checks,
    /// Outlets.
    pub outlet: Outlets,
    /// The log.
    pub audit: Audit,
    /// The cage.
    pub cage: Cage,
    /// What is told to the operator.
    pub log: Log,
}

/// `[server]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address.
    pub listen: String,
    /// Host names besides loopback.
    pub hosts: Vec<String>,
    /// Default jurisdiction, or empty.
    pub jurisdiction: String,
}

/// `[work]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// Batches worked on at once; 0: one a processor.
    pub threads: usize,
    /// Documents a batch.
    pub batch_documents_max: usize,
    /// Bytes a batch.
    pub batch_bytes_max: u64,
    /// Lease.
    pub lease_seconds: u64,
}

/// `[retry]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// First pause.
    pub base_ms: i64,
    /// Growth.
    pub factor: f64,
    /// Longest pause.
    pub pause_ms_max: i64,
    /// Failures that make a dead letter.
    pub attempts_max: u32,
}

/// `[quarantine]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuarantineOf {
    /// For sources without their own.
    pub policy: Quarantine,
    /// By source.
    pub sources: BTreeMap<String, Quarantine>,
}

/// `[checks]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// For jurisdictions without their own.
    pub profile: String,
    /// By jurisdiction.
    pub profiles: BTreeMap<String, String>,
}

/// `[outlet]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlets {
    /// The folder.
    pub folder: FolderOutlet,
}

/// `[outlet.folder]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolderOutlet {
    /// In use.
    pub enabled: bool,
    /// Takes incomplete releases.
    pub partial: bool,
}

/// `[audit]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// A file outside, or empty.
    pub witness: String,
    /// Lag of the log.
    pub within_ms: u64,
}

/// `[cage]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cage {
    /// `strict` or `weak`.
    pub strength: String,
    /// CPU a document.
    pub cpu_seconds: u64,
    /// Wall clock a document.
    pub wall_seconds: u64,
    /// Memory of a child.
    pub memory_bytes: u64,
    /// Bytes of a child's answer.
    pub answer_bytes_max: u64,
    /// Documents a child.
    pub documents_per_child: u32,
}

/// `[log]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// `text` or `json`.
    pub format: String,
    /// Which events.
    pub filter: String,
}

/// The configuration and where each value came from.
pub struct Loaded {
    /// The values.
    pub config: Config,
    figment: Figment,
}

/// Loads the layers: default, file, environment, flags.
///
/// # Errors
/// An unknown key, a value of the wrong type, or a setting that this version cannot serve.
pub fn load(file: Option<&Path>, flags: &[(&str, serde_json::Value)]) -> Result<Loaded> {
    let mut figment = Figment::from(Toml::string(DEFAULT));
    match file {
        Some(named) if !named.exists() => bail!("there is no configuration file {}", named.display()),
        Some(named) => figment = figment.merge(Toml::file_exact(named)),
        None => figment = figment.merge(Toml::file(FILE)),
    }
    figment = figment.merge(Env::prefixed("TIDEWAITER_").ignore(&["data"]).split("__"));
    for (key, value) in flags {
        figment = figment.merge(Serialized::default(key, value));
    }
    let config: Config = figment.extract().map_err(|wrong| explain(&wrong))?;
    check(&config)?;
    Ok(Loaded { config, figment })
}

/// A wrong key or value, with the nearest known key.
fn explain(wrong: &figment::Error) -> anyhow::Error {
    use figment::error::Kind;
    let place = wrong.metadata.as_ref().map(|metadata| format!(" ({})", metadata.name)).unwrap_or_default();
    match &wrong.kind {
        Kind::UnknownField(key, known) => {
            let nearest = known
                .iter()
                .min_by_key(|known| strsim::damerau_levenshtein(known, key))
                .map(|nearest| format!("; the nearest known key is `{nearest}`"));
            let groups: Vec<&str> =
                wrong.path.iter().map(String::as_str).filter(|part| part != key).collect();
            let group = if groups.is_empty() { String::new() } else { format!(" in [{}]", groups.join(".")) };
            anyhow!("unknown key `{key}`{group}{}{place}", nearest.unwrap_or_default())
        }
        // The first of the path is figment's own name for the layers.
        wrong_value if wrong.path.len() > 1 => {
            let key: Vec<&str> =
                wrong.path.iter().map(String::as_str).filter(|part| *part != "default").collect();
            anyhow!("{}: {wrong_value}{place}", key.join("."))
        }
        _ => anyhow!("{wrong}{place}"),
    }
}

/// Settings that are known but cannot be served by this version, or make no sense.
fn check(config: &Config) -> Result<()> {
    for (key, value, only) in [
        ("ledger", &config.ledger, "sqlite:"),
        ("queue", &config.queue, "ledger:"),
        ("blobs", &config.blobs, "file:"),
    ] {
        if value != only {
            bail!("{key} = {value:?}: this version serves only {only:?}");
        }
    }
    if !matches!(config.cage.strength.as_str(), "strict" | "weak") {
        bail!("cage.strength is \"strict\" or \"weak\", not {:?}", config.cage.strength);
    }
    if !matches!(config.log.format.as_str(), "text" | "json") {
        bail!("log.format is \"text\" or \"json\", not {:?}", config.log.format);
    }
    limits::check(config)?;
    jurisdiction(&config.server.jurisdiction)?;
    profile(&config.checks.profile)?;
    config.checks.profiles.values().try_for_each(|name| profile(name).map(|_| ()))
}

/// A jurisdiction, where one is named.
///
/// # Errors
/// Where it is no country's two letters.
pub fn jurisdiction(text: &str) -> Result<Option<String>> {
    if text.is_empty() {
        return Ok(None);
    }
    let upper = text.to_ascii_uppercase();
    let country: Result<trade::country::Country, _> = upper.parse();
    country
        .map(|_| Some(upper))
        .map_err(|_| anyhow!("a jurisdiction is a country's two letters, such as US, not {text:?}"))
}

fn profile(name: &str) -> Result<checks::Profile> {
    checks::Profile::named(name).ok_or_else(|| anyhow!("there is no profile {name:?}"))
}

impl Loaded {
    /// Each key with its value and where it came from.
    ///
    /// # Errors
    /// Where a value cannot be shown: our bug.
    pub fn shown(&self) -> Result<Vec<(String, String, String)>> {
        let json = serde_json::to_value(&self.config).context("showing the configuration")?;
        let mut rows = Vec::new();
        walk("", &json, &mut rows);
        Ok(rows
            .into_iter()
            .map(|(key, value)| {
                let from = self.figment.find_metadata(&key).map_or_else(|| "default".to_owned(), origin);
                (key, value, from)
            })
            .collect())
    }
}

/// Where a value came from, in words.
fn origin(metadata: &figment::Metadata) -> String {
    match (&metadata.source, metadata.name.as_ref()) {
        (Some(figment::Source::File(path)), _) => path.display().to_string(),
        (_, "TOML source string") => "default".to_owned(),
        (_, name) => name.to_owned(),
    }
}

fn walk(prefix: &str, json: &serde_json::Value, rows: &mut Vec<(String, String)>) {
    match json {
        serde_json::Value::Object(object) if !object.is_empty() => {
            for (key, value) in object {
                let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                walk(&path, value, rows);
            }
        }
        other => rows.push((prefix.to_owned(), other.to_string())),
    }
}

impl Config {
    /// The numbers and policies of the journey.
    ///
    /// # Errors
    /// Where a profile is not known.
    pub fn settings(&self) -> Result<Settings> {
        let lease = Duration::from_secs(self.work.lease_seconds);
        let default = Settings::default();
        let mut outlets = Vec::new();
        if self.outlet.folder.enabled {
            outlets.push(OutletTerms { name: FOLDER.to_owned(), partial: self.outlet.folder.partial });
        }
        let mut profiles = BTreeMap::new();
        for (jurisdiction, name) in &self.checks.profiles {
            profiles.insert(jurisdiction.clone(), profile(name)?);
        }
        Ok(Settings {
            lease,
            extend_every: lease / 3,
            batch_documents_max: self.work.batch_documents_max,
            batch_bytes_max: self.work.batch_bytes_max,
            workers: if self.work.threads == 0 { processors() } else { self.work.threads },
            retry: pipeline::flow::retry::Policy {
                base_ms: self.retry.base_ms,
                factor: self.retry.factor,
                pause_ms_max: self.retry.pause_ms_max,
                attempts_max: self.retry.attempts_max,
                ..default.retry
            },
            quarantine: self.quarantine.policy,
            quarantine_of: self.quarantine.sources.clone(),
            outlets,
            profile: profile(&self.checks.profile)?,
            profiles,
            sequence_within: Duration::from_millis(self.audit.within_ms),
            document_bytes_max: self.limits.document_bytes_max,
            limits: self.limits.of_readers(),
            ..default
        })
    }

    /// The witness's file, where one is configured.
    pub fn witness(&self) -> Option<PathBuf> {
        (!self.audit.witness.is_empty()).then(|| PathBuf::from(&self.audit.witness))
    }
}

/// Processors that this process may use.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

#[cfg(test)]
mod tests;
