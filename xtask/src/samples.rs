//! `cargo xtask samples [--out DIR]`: writes `samples/`, small believable documents with a known end.
//!
//! Promises: twice the same bytes; `samples/` holds documents and nothing else, so that `run samples/` takes it whole;
//! `docs/samples.md` and `tests/samples.json` say where each one must end, `tests/records/` what stands on each PDF; what is committed is what this makes (a test
//! compares; PDFs by their hash, since drawing them needs fonts). Refuses to know how the program reads.

mod broken;
mod cii;
mod deal;
mod envelope;
mod factur_x;
mod failing;
mod listing;
mod pages;
mod parties;
mod sheet_csv;
mod sheet_xlsx;
mod sound;
mod spoilt;
mod ubl;
mod xml;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::arguments::Arguments;
use deal::Brief;
use listing::Sample;

/// The folder of the documents.
const FOLDER: &str = "samples";

/// The folder of the records that the PDFs were drawn from; not among the documents, since `run` goes into folders.
const RECORDS: &str = "tests/records";

/// Writes them all, the records of the PDFs, and the two lists; below `--out` instead of the repository's root.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let root = arguments.value("--out")?.map_or_else(crate::workspace_root, PathBuf::from);
    arguments.finish()?;
    let catalogue = crate::goods::catalogue()?;
    let files = files(pages::drawn(&catalogue)?)?;
    for (path, bytes) in &files {
        let file = root.join(path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        fs::write(&file, bytes).with_context(|| path.clone())?;
    }
    let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{} files, {} kB, below {}", files.len(), size / 1000, root.display());
    Ok(())
}

/// Path below the repository's root and bytes of everything that is made.
fn files(pages: Vec<Sample>) -> Result<Vec<(String, Vec<u8>)>> {
    let samples = samples(pages)?;
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("docs/samples.md".into(), listing::page(&samples).into_bytes()),
        ("tests/samples.json".into(), listing::expected(&samples).into_bytes()),
        ("xtask/data/sample_papers.tsv".into(), pages::hashes(&samples).into_bytes()),
    ];
    for (name, truth) in pages::truths(&crate::goods::catalogue()?)? {
        let path = format!("{RECORDS}/{}.json", name.trim_end_matches(".pdf"));
        files.push((path, format!("{truth:#}\n").into_bytes()));
    }
    files.extend(samples.into_iter().map(|sample| (format!("{FOLDER}/{}", sample.name), sample.bytes)));
    Ok(files)
}

fn samples(pages: Vec<Sample>) -> Result<Vec<Sample>> {
    let catalogue = crate::goods::catalogue()?;
    let mut samples = sound::samples(&catalogue)?;
    samples.extend(failing::samples(&catalogue)?);
    samples.extend(pages);
    Ok(samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Vec<Sample> {
        pages::kept(&crate::goods::catalogue().unwrap()).unwrap()
    }

    #[test]
    fn the_committed_files_are_what_this_makes() {
        let root = crate::workspace_root();
        let files = files(kept()).unwrap();
        for (path, bytes) in &files {
            let committed = fs::read(root.join(path)).unwrap_or_default();
            assert!(committed == *bytes, "{path} differs: run `cargo xtask samples`");
        }
        let made: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        for folder in [FOLDER, RECORDS] {
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let path = format!("{folder}/{}", entry.unwrap().file_name().into_string().unwrap());
                assert!(made.contains(&path.as_str()), "{path} is made by nobody");
            }
        }
    }

    #[test]
    fn there_are_enough_and_each_is_small() {
        let samples = samples(kept()).unwrap();
        assert!(samples.len() >= 22);
        let limit = |name: &str| if pages::is_page(name) { 70_000 } else { 20_000 };
        assert!(samples.iter().all(|sample| sample.bytes.len() < limit(sample.name)));
        let failing = samples.iter().filter(|sample| sample.end.state == "dead_letter").count();
        assert!(failing >= 5);
    }

    #[test]
    fn the_two_lists_name_every_sample() {
        let samples = samples(kept()).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&listing::expected(&samples)).unwrap();
        let page = listing::page(&samples);
        for sample in &samples {
            assert_eq!(expected[sample.name]["state"], sample.end.state);
            assert!(page.contains(&format!("| `{}` |", sample.name)));
        }
    }
}
