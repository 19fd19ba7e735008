//! Layers, origins, and what is refused.

use super::*;

fn loaded(text: &str) -> Result<Loaded> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.toml");
    std::fs::write(&file, text).unwrap();
    load(Some(&file), &[])
}

#[test]
fn the_default_file_holds_every_key_and_serves() {
    let loaded = loaded("").unwrap();
    assert!(loaded.config.settings().is_ok());
    assert!(loaded.shown().unwrap().iter().all(|(_, _, from)| from == "default"));
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    let wrong = loaded("[work]\nthreds = 4\n").err().unwrap().to_string();
    assert!(wrong.contains("threds") && wrong.contains("threads") && wrong.contains("[work]"), "{wrong}");
}

#[test]
fn a_value_says_where_it_came_from_and_flags_win() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.toml");
    std::fs::write(&file, "[work]\nthreads = 4\nlease_seconds = 60\n").unwrap();
    let loaded = load(Some(&file), &[("work.threads", 7.into())]).unwrap();
    assert_eq!((loaded.config.work.threads, loaded.config.work.lease_seconds), (7, 60));
    let shown = loaded.shown().unwrap();
    let from = |key: &str| shown.iter().find(|row| row.0 == key).unwrap().2.clone();
    assert!(from("work.lease_seconds").ends_with("t.toml"), "{}", from("work.lease_seconds"));
    assert_ne!(from("work.threads"), "default");
}

/// The keys of a section as they are shown.
fn keys(section: &str) -> Vec<String> {
    let rows = loaded("").unwrap().shown().unwrap();
    let names = rows.into_iter().filter_map(|(key, ..)| {
        key.split_once('.').filter(|(known, _)| *known == section).map(|(_, name)| name.to_owned())
    });
    names.collect()
}

#[test]
fn the_defaults_are_those_of_the_readers_and_of_the_cage() {
    let config = loaded("").unwrap().config;
    assert_eq!(config.limits.of_readers(), parse::limits::Limits::default());
    assert_eq!(config.settings().unwrap().limits, parse::limits::Limits::default());
    assert_eq!(config.cage.limits(), cage::Limits::default());
}

#[test]
fn each_limit_that_is_set_reaches_the_readers_and_no_other_changes() {
    let default = serde_json::to_value(parse::limits::Limits::default()).unwrap();
    let names = keys("limits");
    assert_eq!(names.len(), default.as_object().unwrap().len() - 1, "all but the number of findings");
    for key in names {
        let config = loaded(&format!("[limits]\n{key} = 7\n")).unwrap().config;
        let field = if key == "document_bytes_max" { "upload_bytes" } else { &key };
        let mut wanted = default.clone();
        wanted[field] = 7.into();
        assert_eq!(serde_json::to_value(config.settings().unwrap().limits).unwrap(), wanted, "{key}");
    }
}

#[test]
fn each_limit_of_the_cage_that_is_set_reaches_it() {
    let set = "[cage]\ncpu_seconds = 1\nwall_seconds = 2\nmemory_bytes = 33554432\n\
               answer_bytes_max = 4\ndocuments_per_child = 5\n";
    let wanted = cage::Limits {
        address_space_bytes: 32 << 20,
        cpu_seconds: 1,
        wall: Duration::from_secs(2),
        answer_bytes_max: 4,
        jobs_per_child: 5,
    };
    assert_eq!(loaded(set).unwrap().config.cage.limits(), wanted);
}

#[test]
fn a_number_that_makes_no_sense_is_refused_with_its_key() {
    let zero: Vec<(String, String)> = ["limits", "cage"]
        .into_iter()
        .flat_map(|section| keys(section).into_iter().map(move |key| (section.to_owned(), key)))
        .filter(|(_, key)| key != "strength")
        .collect();
    assert_eq!(zero.len(), 27);
    for (section, key) in zero {
        let wrong = loaded(&format!("[{section}]\n{key} = 0\n")).err().map(|wrong| wrong.to_string());
        let wrong = wrong.unwrap_or_else(|| panic!("{section}.{key} = 0 is taken"));
        assert!(wrong.starts_with(&format!("{section}.{key} = 0: it is at least ")), "{wrong}");
    }
    for (section, key, value, told) in [
        ("limits", "json_depth", "257", "at most 256"),
        ("limits", "pdf_depth", "257", "at most 256"),
        ("limits", "document_bytes_max", "4294967296", "at most 4294967295"),
        ("limits", "sheet_rows", "-1", "limits.sheet_rows"),
        ("limits", "sheet_rows", "\"many\"", "limits.sheet_rows"),
        ("cage", "wall_seconds", "86401", "at most 86400"),
        ("cage", "memory_bytes", "33554431", "at least 33554432"),
        ("work", "batch_documents_max", "0", "at least 1"),
        ("work", "lease_seconds", "2", "at least 3"),
        ("retry", "base_ms", "-1", "at least 0"),
        ("retry", "factor", "nan", "a number from 1"),
        ("audit", "within_ms", "0", "at least 1"),
    ] {
        let wrong = loaded(&format!("[{section}]\n{key} = {value}\n")).err().map(|wrong| wrong.to_string());
        let wrong = wrong.unwrap_or_else(|| panic!("{section}.{key} = {value} is taken"));
        assert!(wrong.contains(&format!("{section}.{key}")) && wrong.contains(told), "{wrong}");
    }
    assert!(loaded("[limits]\njson_depth = 256\n[cage]\nwall_seconds = 86400\n").is_ok());
}

#[test]
fn what_this_version_cannot_serve_is_said() {
    let wrong = loaded("ledger = \"postgres://x\"\n").err().unwrap().to_string();
    assert!(wrong.contains("sqlite:"), "{wrong}");
}
