//! The program under measurement as a process: started on a fresh folder, ended as an operator ends it.
//!
//! Promises: nothing of the caller's settings reaches it; it is ended however the measurement ends. Refuses to know what
//! is sent to it.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::http;

/// A running `serve`.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    pub data: PathBuf,
    program: PathBuf,
}

/// What `serve` is started with.
pub struct Setup<'a> {
    pub program: &'a Path,
    /// A folder that does not exist yet.
    pub data: PathBuf,
    pub jurisdiction: Option<&'a str>,
    /// A tariff file and its first day, imported before.
    pub tariff: Option<(&'a str, &'a str)>,
}

impl Server {
    /// Starts it and waits until it is ready.
    pub fn start(setup: Setup) -> Result<Server> {
        ensure!(!setup.data.exists(), "{} is not fresh", setup.data.display());
        fs::create_dir_all(&setup.data)?;
        if let Some((file, effective)) = setup.tariff {
            let mut import = command(setup.program, &setup.data);
            import.args(["tariff", "import", "us-hts", file, "--effective", effective, "--json"]);
            let output = import.output()?;
            ensure!(output.status.success(), "tariff import: {}", String::from_utf8_lossy(&output.stderr));
        }
        let address = free_address()?;
        let mut serve = command(setup.program, &setup.data);
        serve.args(["serve", "--listen", &address.to_string()]);
        if let Some(jurisdiction) = setup.jurisdiction {
            serve.args(["--jurisdiction", jurisdiction]);
        }
        let log = File::create(setup.data.with_extension("log"))?;
        serve.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let child = serve.spawn().with_context(|| setup.program.display().to_string())?;
        let mut server = Server { child, address, data: setup.data, program: setup.program.to_path_buf() };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `GET /v1/status`.
    pub fn status(&self) -> Result<Value> {
        http::json(self.address, "/v1/status")
    }

    /// SIGTERM, and waits for its end.
    pub fn stop(&mut self) -> Result<ExitStatus> {
        let killed = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status()?;
        ensure!(killed.success(), "kill failed");
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            sleep(Duration::from_millis(10));
        }
        bail!("it does not end within 60 s of SIGTERM; see {}", self.data.with_extension("log").display())
    }

    /// `audit verify` on its folder, after it ended: seconds taken; an error unless it says ok.
    pub fn verify(&self) -> Result<f64> {
        let start = Instant::now();
        let output = command(&self.program, &self.data).args(["audit", "verify", "--json"]).output()?;
        let seconds = start.elapsed().as_secs_f64();
        let answer: Value = serde_json::from_slice(&output.stdout)
            .with_context(|| format!("audit verify: {}", String::from_utf8_lossy(&output.stderr)))?;
        ensure!(answer.get("ok") == Some(&Value::Bool(true)), "audit verify: {answer}");
        Ok(seconds)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.child.try_wait()? {
                let log = fs::read_to_string(self.data.with_extension("log")).unwrap_or_default();
                bail!("serve ended with {status}: {}", log.trim());
            }
            if http::get(self.address, "/readyz").is_ok() {
                return Ok(());
            }
            sleep(Duration::from_millis(20));
        }
        bail!("not ready after 30 s; see {}", self.data.with_extension("log").display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended in a good run; the result of a second end says nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program in its folder's parent, without settings from outside.
fn command(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("TIDEWAITER_"))
    {
        command.env_remove(name);
    }
    command.current_dir(data.parent().unwrap_or(data)).arg("--data").arg(data);
    command
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
