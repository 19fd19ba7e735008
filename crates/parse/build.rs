//! Indexes the lexicon when the program is built, so that a process that reads one paper loads nothing.
//!
//! The files are read and the tables made by the crate's own `src/lexicon/`; here they are only written.

use std::error::Error;
use std::fs::write;
use std::path::PathBuf;

#[expect(dead_code, reason = "the crate asks these for more than a build does")]
mod lexicon {
    #[path = "../src/lexicon/fold.rs"]
    mod fold;
    #[path = "../src/lexicon/index.rs"]
    mod index;
    #[path = "../src/lexicon/load.rs"]
    mod load;
    #[path = "../src/lexicon/number.rs"]
    mod number;
    #[path = "../src/lexicon/section.rs"]
    mod section;
    #[path = "../src/lexicon/table.rs"]
    mod table;

    /// What to write: the name of each file, and its bytes.
    pub fn built() -> Result<Vec<(String, Vec<u8>)>, String> {
        let loaded = load::all();
        let index = index::index(&loaded)?;
        let (count, names, longest) = (index.names.len(), index.names, loaded.longest);
        let names = format!(
            "/// The names of all meanings, in order.\nstatic NAMES: [&str; {count}] = {names:?};\n\
             /// Words of the longest phrase.\nconst LONGEST: usize = {longest};\n"
        );
        let tables =
            [("phrases", index.phrases), ("squashed", index.squashed), ("vocabulary", index.vocabulary)];
        let tables = tables.into_iter().flat_map(|(name, parts)| {
            let parts = ["marks", "places", "entries"].into_iter().zip(parts);
            parts.map(move |(part, bytes)| (format!("{name}.{part}"), bytes))
        });
        Ok(tables.chain([("names.rs".to_owned(), names.into_bytes())]).collect())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=lexicon");
    println!("cargo::rerun-if-changed=src/lexicon");
    let into = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo names no folder to build into")?);
    for (name, bytes) in lexicon::built()? {
        write(into.join(name), bytes)?;
    }
    Ok(())
}
