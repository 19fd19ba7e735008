//! Runs the program on one file and takes what it says.
//!
//! Promises: a program that hangs is ended after a minute and named. Refuses to know its insides.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

const DEADLINE: Duration = Duration::from_secs(60);

/// The binary.
pub struct Program(PathBuf);

/// What `parse FILE --json` says.
#[derive(Default)]
pub struct Answer {
    pub kind: String,
    pub language: String,
    /// With `kind` in it.
    pub record: Value,
    pub findings: Vec<Value>,
    pub doubtful: bool,
}

impl Answer {
    /// Whether it is refused as a form that is not read, by the name of its root.
    pub fn refuses(&self, root: &str) -> bool {
        self.findings.iter().any(|finding| {
            finding.get("code").and_then(Value::as_str) == Some("unsupported_format")
                && finding.to_string().contains(root)
        })
    }
}

impl Program {
    /// The one named, or the release build, built first.
    pub fn at(path: Option<String>) -> Result<Program> {
        match path {
            Some(path) => Ok(Program(path.into())),
            None => crate::release::build().map(Program),
        }
    }

    /// Runs it on the file, with these flags beside.
    pub fn parse(&self, file: &Path, flags: &[&str]) -> Result<Answer> {
        let mut child = Command::new(&self.0)
            .args(["parse", "--json"])
            .args(flags)
            .arg(file)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| self.0.display().to_string())?;
        let mut stdout = child.stdout.take().context("no output")?;
        let mut stderr = child.stderr.take().context("no errors")?;
        let out = std::thread::spawn(move || {
            let mut text = String::new();
            stdout.read_to_string(&mut text).map(|_| text)
        });
        let err = std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).map(|_| text)
        });
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if start.elapsed() > DEADLINE {
                child.kill()?;
                child.wait()?;
                bail!("still running after {} s", DEADLINE.as_secs());
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        let text = out.join().map_err(|_| anyhow::anyhow!("the reader of its output died"))??;
        let errors = err.join().map_err(|_| anyhow::anyhow!("the reader of its errors died"))??;
        let start = text.find('{').with_context(|| format!("{status}, no JSON: {}", errors.trim()))?;
        answer(text.get(start..).unwrap_or_default()).with_context(|| format!("{status}: {}", errors.trim()))
    }
}

/// What it printed.
pub fn answer(text: &str) -> Result<Answer> {
    let whole: Value = serde_json::from_str(text)?;
    let text_of = |name: &str| whole.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let findings: Vec<Value> = whole.get("findings").and_then(Value::as_array).cloned().unwrap_or_default();
    let kind = text_of("kind");
    let mut record = whole.get("record").cloned().unwrap_or(Value::Null);
    if let Some(map) = record.as_object_mut() {
        map.entry("kind").or_insert_with(|| kind.clone().into());
    }
    let doubtful =
        findings.iter().any(|finding| finding.get("severity").and_then(Value::as_str) == Some("error"));
    Ok(Answer { kind, language: text_of("language"), record, findings, doubtful })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_doubtful_where_an_error_stands_and_refusals_name_the_root() {
        let text = r#"{"kind":"unknown","record":{},"findings":[{"code":"unsupported_format","severity":"error","message":"The root is Waybill."}]}"#;
        let answer = answer(text).unwrap();
        assert!(answer.doubtful && answer.refuses("Waybill") && !answer.refuses("Order"));
    }
}
