//! What the data folder stands on: a receipt that survives a power cut costs what the disk's fsync costs.
//!
//! Promises: memory is refused. Refuses to know databases.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// File system and fsync time of a folder.
pub struct Disk {
    pub file_system: String,
    pub device: String,
    /// Median of writing 4 kB and waiting for the disk.
    pub fsync: Duration,
}

/// Looks at the folder; an error where it is memory.
pub fn look(folder: &Path) -> Result<Disk> {
    let folder = folder.canonicalize()?;
    let table = fs::read_to_string("/proc/self/mountinfo")?;
    let (file_system, device) =
        mount_of(&table, &folder.to_string_lossy()).context("no mount holds the data folder")?;
    if ["tmpfs", "ramfs", "devtmpfs"].contains(&file_system.as_str()) {
        bail!(
            "{} is {file_system}: memory, not a disk; set CARGO_TARGET_DIR to a folder on one",
            folder.display()
        );
    }
    Ok(Disk { file_system, device, fsync: fsync_time(&folder)? })
}

/// Type and device of the longest mount point that the path lies under.
fn mount_of(table: &str, path: &str) -> Option<(String, String)> {
    let mut best: Option<(usize, String, String)> = None;
    for line in table.lines() {
        let (head, tail) = line.split_once(" - ")?;
        let point = head.split(' ').nth(4)?;
        let inside = point == "/"
            || path == point
            || path.strip_prefix(point).is_some_and(|rest| rest.starts_with('/'));
        if inside && best.as_ref().is_none_or(|(length, _, _)| point.len() >= *length) {
            let mut cells = tail.split(' ');
            best = Some((point.len(), cells.next()?.to_owned(), cells.next()?.to_owned()));
        }
    }
    best.map(|(_, file_system, device)| (file_system, device))
}

fn fsync_time(folder: &Path) -> Result<Duration> {
    let path = folder.join("fsync.probe");
    let mut file = File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..64 {
        let start = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        times.push(start.elapsed());
    }
    fs::remove_file(&path)?;
    times.sort();
    times.get(times.len() / 2).copied().context("nothing measured")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "22 1 253:0 / / rw - ext4 /dev/vda rw\n\
        30 22 0:26 / /tmp rw,nosuid shared:2 - tmpfs tmpfs rw\n\
        31 30 253:1 / /tmp/disk rw - xfs /dev/vdb rw";

    #[test]
    fn the_longest_mount_decides() {
        let of = |path| mount_of(TABLE, path).unwrap().0;
        assert_eq!(
            (of("/home/x"), of("/tmp/x"), of("/tmp/disk/x"), of("/tmpx")),
            ("ext4".into(), "tmpfs".into(), "xfs".into(), "ext4".into())
        );
    }

    #[test]
    fn memory_is_refused() {
        if Path::new("/dev/shm").is_dir()
            && mount_of(&fs::read_to_string("/proc/self/mountinfo").unwrap(), "/dev/shm").unwrap().0
                == "tmpfs"
        {
            assert!(look(Path::new("/dev/shm")).is_err());
        }
    }
}
