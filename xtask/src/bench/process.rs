//! CPU and memory of a process and everything it started, from `/proc`.
//!
//! Promises: children that ended are counted with their parent. Refuses to know other systems than Linux.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};

/// Linux counts CPU for users in hundredths of a second on every architecture.
const TICKS_PER_SECOND: f64 = 100.0;

/// Seconds of CPU, user and system, of the process, its children that ended and its descendants that live.
pub fn cpu_seconds(pid: u32) -> Result<f64> {
    let table = processes()?;
    let members = tree(&table, pid);
    let ticks: u64 = members.iter().filter_map(|pid| table.get(pid)).map(|stat| stat.own + stat.ended).sum();
    Ok(ticks as f64 / TICKS_PER_SECOND)
}

/// Seconds of CPU, user and system, of the process alone.
pub fn own_cpu_seconds(pid: u32) -> Result<f64> {
    Ok(one(pid)?.own as f64 / TICKS_PER_SECOND)
}

/// Seconds of CPU, user and system, of children of the process that ended and were waited for.
pub fn ended_cpu_seconds(pid: u32) -> Result<f64> {
    Ok(one(pid)?.ended as f64 / TICKS_PER_SECOND)
}

/// Proportional set size of the tree, in kB.
fn pss_kb(pid: u32) -> Result<u64> {
    let table = processes()?;
    let of = |pid: &u32| {
        let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        field_kb(&text, "Pss:")
    };
    Ok(tree(&table, pid).iter().filter_map(of).sum())
}

/// The most memory the process itself ever held, in kB (`VmHWM`).
pub fn high_water_kb(pid: u32) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))?;
    field_kb(&text, "VmHWM:").context("no VmHWM")
}

fn field_kb(text: &str, name: &str) -> Option<u64> {
    text.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace().next()?.parse().ok()
}

/// Ticks are of the process itself, and of its children that ended.
struct Stat {
    parent: u32,
    own: u64,
    ended: u64,
}

fn one(pid: u32) -> Result<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    stat(&text).with_context(|| format!("/proc/{pid}/stat is not understood"))
}

fn processes() -> Result<BTreeMap<u32, Stat>> {
    let mut table = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse().ok()) else { continue };
        // A process may end between the listing and the reading.
        let text = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        if let Some(stat) = stat(&text) {
            table.insert(pid, stat);
        }
    }
    Ok(table)
}

/// The fields behind the name, which may hold anything: state, parent, … utime, stime, cutime, cstime.
fn stat(text: &str) -> Option<Stat> {
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
    let (own, ended) = (number(11)? + number(12)?, number(13)? + number(14)?);
    Some(Stat { parent: u32::try_from(number(1)?).ok()?, own, ended })
}

fn tree(table: &BTreeMap<u32, Stat>, root: u32) -> Vec<u32> {
    let mut members = vec![root];
    let mut at = 0;
    while let Some(parent) = members.get(at).copied() {
        members.extend(table.iter().filter(|(_, stat)| stat.parent == parent).map(|(pid, _)| *pid));
        at += 1;
    }
    members
}

/// Watches the memory of a tree until asked.
pub struct Watch {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<u64>,
}

impl Watch {
    /// Looks four times a second.
    pub fn start(pid: u32) -> Watch {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            let mut peak = 0;
            while !seen.load(Ordering::Relaxed) {
                peak = peak.max(pss_kb(pid).unwrap_or(0));
                thread::sleep(Duration::from_millis(250));
            }
            peak.max(pss_kb(pid).unwrap_or(0))
        });
        Watch { stop, thread }
    }

    /// The peak in megabytes.
    pub fn peak_mb(self) -> Result<f64> {
        self.stop.store(true, Ordering::Relaxed);
        let kb = self.thread.join().map_err(|_| anyhow!("the watch died"))?;
        Ok(kb as f64 / 1024.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_does_not_confuse() {
        let text = "77 (a) b) S 5 77 77 0 -1 4194560 1 2 3 4 10 20 30 40 20 0 1 0";
        let stat = stat(text).unwrap();
        assert_eq!((stat.parent, stat.own, stat.ended), (5, 30, 70));
    }

    #[test]
    fn a_tree_holds_grandchildren() {
        let table =
            [(2, 1), (3, 2), (4, 1)].map(|(pid, parent)| (pid, Stat { parent, own: 0, ended: 0 })).into();
        assert_eq!(tree(&table, 1), [1, 2, 4, 3]);
    }

    #[test]
    fn this_process_has_memory() {
        assert!(pss_kb(std::process::id()).unwrap() > 100);
        assert!(high_water_kb(std::process::id()).unwrap() > 100);
    }
}
