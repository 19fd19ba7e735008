//! `cargo xtask samples [--out DIR]`: writes `samples/`, small believable documents with a known end.
//!
//! Promises: twice the same bytes; `README.md` and `expected.json` beside them say where each file must end; what is
//! committed is what this makes (a test compares). Refuses to know how the program reads.

mod broken;
mod cii;
mod deal;
mod envelope;
mod failing;
mod listing;
mod parties;
mod sheet_csv;
mod sheet_xlsx;
mod sound;
mod ubl;
mod xml;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::arguments::Arguments;
use listing::Sample;

/// Writes them all.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let folder =
        arguments.value("--out")?.map_or_else(|| crate::workspace_root().join("samples"), PathBuf::from);
    arguments.finish()?;
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let files = files()?;
    for (name, bytes) in &files {
        fs::write(folder.join(name), bytes).with_context(|| name.clone())?;
    }
    let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{} files, {} kB, in {}", files.len(), size / 1000, folder.display());
    Ok(())
}

/// Name and bytes of everything in the folder.
fn files() -> Result<Vec<(String, Vec<u8>)>> {
    let samples = samples()?;
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("README.md".into(), listing::readme(&samples).into_bytes()),
        ("expected.json".into(), listing::expected(&samples).into_bytes()),
    ];
    files.extend(samples.into_iter().map(|sample| (sample.name.to_owned(), sample.bytes)));
    Ok(files)
}

fn samples() -> Result<Vec<Sample>> {
    let catalogue = crate::goods::catalogue()?;
    let mut samples = sound::samples(&catalogue)?;
    samples.extend(failing::samples(&catalogue)?);
    Ok(samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_files_are_what_this_makes() {
        let folder = crate::workspace_root().join("samples");
        let files = files().unwrap();
        for (name, bytes) in &files {
            let committed = fs::read(folder.join(name)).unwrap_or_default();
            assert!(committed == *bytes, "samples/{name} differs: run `cargo xtask samples`");
        }
        let made: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        for entry in fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(made.contains(&name.as_str()), "samples/{name} is made by nobody");
        }
    }

    #[test]
    fn there_are_enough_and_each_is_small() {
        let samples = samples().unwrap();
        assert!(samples.len() >= 22);
        assert!(samples.iter().all(|sample| sample.bytes.len() < 20_000));
        let failing = samples.iter().filter(|sample| sample.end.state == "dead_letter").count();
        assert!(failing >= 5);
    }

    #[test]
    fn the_two_lists_name_every_sample() {
        let samples = samples().unwrap();
        let expected: serde_json::Value = serde_json::from_str(&listing::expected(&samples)).unwrap();
        let readme = listing::readme(&samples);
        for sample in &samples {
            assert_eq!(expected[sample.name]["state"], sample.end.state);
            assert!(readme.contains(&format!("| `{}` |", sample.name)));
        }
    }
}
