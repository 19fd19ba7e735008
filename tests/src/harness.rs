//! A data folder of its own, commands on it, a server over it.
//!
//! `Tide::new().with("[limits]…").serve()` is a running program; it is killed when it is dropped, and its folder goes
//! with it. Ports are chosen by the system.

use crate::http::{self, Reply};
use crate::program::{program, scratch};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing here takes so long, even on a busy machine.
pub const DEADLINE: Duration = Duration::from_secs(120);

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A sample by its file name.
pub fn sample(name: &str) -> PathBuf {
    root().join("samples").join(name)
}

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(5);

/// Asks again and again until there is an answer or the deadline has passed.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(started.elapsed() < DEADLINE, "{what} did not come about");
        // Whoever is asked needs the processor more.
        std::thread::park_timeout(PAUSE);
    }
}

/// A data folder and its configuration.
pub struct Tide {
    scratch: TempDir,
    environment: Vec<(String, String)>,
    serves: AtomicU32,
}

impl Tide {
    /// An empty one with the default configuration.
    pub fn new() -> Tide {
        let scratch =
            tempfile::Builder::new().prefix("tide-").tempdir_in(scratch()).expect("a scratch folder");
        std::fs::write(scratch.path().join("tidewaiter.toml"), "").unwrap();
        Tide { scratch, environment: Vec::new(), serves: AtomicU32::new(0) }
    }

    /// Writes the configuration file.
    pub fn with(self, toml: &str) -> Tide {
        std::fs::write(self.path("tidewaiter.toml"), toml).unwrap();
        self
    }

    /// Sets a variable of the environment for each process.
    pub fn with_environment(mut self, key: &str, value: &str) -> Tide {
        self.environment.push((key.to_owned(), value.to_owned()));
        self
    }

    /// A path in the scratch folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.scratch.path().join(name)
    }

    /// Writes a file into the scratch folder.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// The program with this data folder, ready for a command.
    pub fn command(&self) -> Command {
        let mut command = Command::new(program());
        command.current_dir(self.scratch.path()).arg("--data").arg(self.data()).arg("--json");
        // What the tester's own shell says is not what is tested.
        std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("TIDEWAITER_")).for_each(
            |(key, _)| {
                command.env_remove(key);
            },
        );
        command.envs(self.environment.iter().map(|(key, value)| (key, value)));
        command
    }

    /// Runs a command to its end.
    pub fn run<S: AsRef<std::ffi::OsStr>>(&self, arguments: &[S]) -> Ran {
        let output = self.command().args(arguments).output().expect("the program runs");
        let said =
            arguments.iter().map(|word| word.as_ref().to_string_lossy().into_owned()).collect::<Vec<_>>();
        Ran {
            said: said.join(" "),
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("what is printed is UTF-8"),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs a command given as words with spaces between them.
    pub fn say(&self, words: &str) -> Ran {
        self.run(&words.split_whitespace().collect::<Vec<_>>())
    }

    /// Starts a server and waits until it listens.
    pub fn serve(&self) -> Serving {
        self.serve_with(&[])
    }

    /// The same with more arguments.
    pub fn serve_with(&self, arguments: &[&str]) -> Serving {
        let number = self.serves.fetch_add(1, Ordering::Relaxed);
        let log = self.path(&format!("serve-{number}.log"));
        let mut child = self
            .command()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .expect("the server starts");
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let told = || format!("{first}{}", std::fs::read_to_string(&log).unwrap_or_default());
        let said: Value = serde_json::from_str(&first).unwrap_or_else(|_| panic!("no address: {}", told()));
        let address =
            said["listening"].as_str().and_then(|at| at.parse().ok()).unwrap_or_else(|| panic!("{}", told()));
        Serving { child, address, log }
    }

    /// `audit verify` finds nothing wrong.
    pub fn is_sound(&self) -> Value {
        self.say("audit verify").ok().json()
    }

    /// Every release in the folder outlet, in order.
    pub fn releases(&self) -> Vec<Value> {
        let Ok(folder) = std::fs::read_dir(self.data().join("out")) else { return Vec::new() };
        let mut files: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.iter().flat_map(|file| lines(&std::fs::read_to_string(file).unwrap())).collect()
    }

    /// The ledger, opened beside the program.
    pub fn ledger(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.data().join("tidewaiter.db")).unwrap()
    }
}

/// JSON, one value a line.
pub fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}")))
        .collect()
}

/// A command that ended.
#[derive(Debug)]
pub struct Ran {
    /// Its words.
    pub said: String,
    /// Exit status; -1 where a signal ended it.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// It ended with this status.
    pub fn ended(self, status: i32) -> Ran {
        assert_eq!(self.status, status, "{}: {self:#?}", self.said);
        self
    }

    /// It did what was asked.
    pub fn ok(self) -> Ran {
        self.ended(0)
    }

    /// The one JSON value it printed.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("not one JSON value: {self:#?}"))
    }

    /// The JSON values it printed, one a line.
    pub fn lines(&self) -> Vec<Value> {
        lines(&self.out)
    }
}

/// A running server.
pub struct Serving {
    child: Child,
    address: SocketAddr,
    log: PathBuf,
}

impl Serving {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// What it has told the operator.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// GET.
    pub fn get(&self, path: &str) -> Reply {
        http::exchange(self.address, "GET", path, &[], b"").unwrap()
    }

    /// GET of JSON that is there.
    pub fn json(&self, path: &str) -> Value {
        self.get(path).ok().json()
    }

    /// POST of JSON.
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        let headers = [("content-type", "application/json")];
        http::exchange(self.address, "POST", path, &headers, body.to_string().as_bytes()).unwrap()
    }

    /// Uploads files by name.
    pub fn upload(&self, files: &[(&str, &[u8])], headers: &[(&str, &str)]) -> Reply {
        let (kind, body) = http::form(files);
        let headers: Vec<_> = headers.iter().copied().chain([("content-type", kind.as_str())]).collect();
        http::exchange(self.address, "POST", "/v1/documents", &headers, &body).unwrap()
    }

    /// Sends envelopes, one a line, and answers the lines that come back.
    pub fn envelopes(&self, body: &[u8], headers: &[(&str, &str)]) -> Vec<Value> {
        let reply = http::exchange(self.address, "POST", "/v1/envelopes", headers, body).unwrap().ok();
        lines(&reply.text())
    }

    /// The document's state, once it rests: nothing more happens to it without somebody's doing.
    pub fn rested(&self, id: &str) -> Value {
        until(&format!("the rest of {id}"), || {
            let document = self.json(&format!("/v1/documents/{id}"));
            let moving = ["received", "queued", "processing", "validated"];
            (!moving.contains(&document["state"].as_str().unwrap())).then_some(document)
        })
    }

    /// The status, once nothing moves and the outlet has everything.
    pub fn drained(&self) -> Value {
        until("the end of the work", || {
            let status = self.json("/v1/status?fresh=true");
            let counts = &status["counts"];
            let moving =
                [&counts["received"], &counts["queued"], &counts["processing"], &status["outbox"]["pending"]];
            moving.iter().all(|count| **count == json!(0)).then_some(status)
        })
    }

    /// kill -9.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and its exit status once it has drained.
    pub fn stop(mut self) -> i32 {
        terminated(&mut self.child)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // One that has ended already needs no killing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks a process to end; its exit status, -1 where the signal ended it.
pub fn terminated(child: &mut Child) -> i32 {
    let asked = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", child.id())).status().unwrap();
    assert!(asked.success());
    let ended = until("the end of the server", || child.try_wait().unwrap());
    ended.code().unwrap_or(-1)
}
