//! The commands, one file each. Each returns its exit status; an error is told once, in `main`.

use crate::cli::{Cli, Command};
use crate::client::{Client, Need, Refused};
use crate::config::{self, Config, Loaded};
use anyhow::{Result, anyhow};
use serde_json::Value;
use server::Options;
use std::path::PathBuf;

/// `run`: files in, a table out.
mod run;

/// The files that paths name.
mod files;

/// `serve`.
mod serve;

/// `submit`.
mod submit;

/// `status`, `documents`, `events`, `explain`.
mod look;

/// `parse`.
mod parse_file;

/// `parse --overlay`.
mod overlay;

/// `review`, `quarantine`, `dead-letters`.
mod decide;

/// `hold`.
mod hold;

/// `tariff`.
mod tariff;

/// `audit`.
mod audit;

/// `export`.
mod export;

/// `config`, `doctor`.
mod machine;

/// `codes`.
mod codes;

use overlay::Overlay;

/// What all commands share.
pub struct Context {
    /// The data folder.
    pub data: PathBuf,
    /// Answer in JSON.
    pub json: bool,
    /// Configuration with its origins.
    pub loaded: Loaded,
}

impl Context {
    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.loaded.config
    }

    /// The way to the data folder's API.
    ///
    /// # Errors
    /// Where the folder refuses or its owner does not answer.
    pub async fn client(&self, need: Need) -> Result<Client> {
        self.client_for(need, config::jurisdiction(&self.config().server.jurisdiction)?).await
    }

    /// The same, with a jurisdiction for documents that name none.
    ///
    /// # Errors
    /// As above.
    pub async fn client_for(&self, need: Need, default_jurisdiction: Option<String>) -> Result<Client> {
        let options = Options { default_jurisdiction, hosts: self.config().server.hosts.clone() };
        Client::of_folder(&self.data, self.config(), need, options).await
    }

    /// Prints JSON, one object a line.
    pub fn print_json(&self, json: &Value) {
        crate::screen::line(&json.to_string());
    }
}

/// The user asked for something that cannot be asked.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WrongUse(pub String);

/// Runs the command.
///
/// # Errors
/// What `main` tells.
pub async fn run(cli: Cli) -> Result<u8> {
    let serving = matches!(cli.command, Command::Serve(_));
    let flags = flags(&cli.command);
    if let Command::Codes { code, page } = &cli.command {
        return codes::codes(code.as_deref(), *page, cli.json);
    }
    let loaded =
        config::load(cli.config.as_deref(), &flags).map_err(|wrong| anyhow!(WrongUse(format!("{wrong:#}"))));
    if let Command::Config(what) = &cli.command {
        return machine::config(what, loaded, cli.json);
    }
    let context = Context { data: cli.data, json: cli.json, loaded: loaded? };
    log(context.config(), serving);
    match cli.command {
        Command::Run(run) => run::run(&context, run).await,
        Command::Serve(serve) => serve::serve(&context, serve).await,
        Command::Submit(submit) => submit::submit(&context, submit).await,
        Command::Status => look::status(&context).await,
        Command::Explain { id } => look::explain(&context, &id).await,
        Command::Events { id } => look::events(&context, &id).await,
        Command::Documents { state, source, limit } => look::documents(&context, state, source, limit).await,
        Command::Parse { file, ignore_xml, overlay, page } => {
            let overlay = overlay.map(|out| Overlay { out, page });
            parse_file::parse(&context, &file, ignore_xml, overlay.as_ref())
        }
        Command::Review(review) => decide::review(&context, review).await,
        Command::Quarantine(quarantine) => decide::quarantine(&context, quarantine).await,
        Command::DeadLetters(letters) => decide::dead_letters(&context, letters).await,
        Command::Hold(asked) => hold::hold(&context, asked).await,
        Command::Tariff(tariff) => tariff::tariff(&context, tariff).await,
        Command::Audit(crate::cli::Audit::Verify { against }) => audit::verify(&context, against).await,
        Command::Export(export) => export::export(&context, export).await,
        Command::Doctor => machine::doctor(&context).await,
        // Taken above, before the configuration had to be sound.
        Command::Config(_) | Command::Codes { .. } => Ok(0),
    }
}

/// Flags that are settings.
fn flags(command: &Command) -> Vec<(&'static str, Value)> {
    match command {
        Command::Serve(serve) => {
            let mut flags = Vec::new();
            if let Some(listen) = &serve.listen {
                flags.push(("server.listen", Value::from(listen.as_str())));
            }
            if let Some(jurisdiction) = &serve.jurisdiction {
                flags.push(("server.jurisdiction", Value::from(jurisdiction.as_str())));
            }
            flags
        }
        _ => Vec::new(),
    }
}

/// The exit status of an error.
pub fn exit_code(failure: &anyhow::Error) -> u8 {
    if failure.downcast_ref::<WrongUse>().is_some() {
        return 2;
    }
    match failure.downcast_ref::<Refused>() {
        Some(refused) if refused.status.as_u16() == 404 => 3,
        Some(refused) if refused.status.is_client_error() => 2,
        _ => 1,
    }
}

/// Events go to standard error; `serve` tells more than other commands where nothing is configured.
fn log(config: &Config, serving: bool) {
    use tracing_subscriber::EnvFilter;
    let filter = match config.log.filter.as_str() {
        "warn" if serving => "info",
        other => other,
    };
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log.format == "json" { builder.json().init() } else { builder.compact().init() }
}
