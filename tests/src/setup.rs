//! Configuration says where each value came from and names what it does not know; doctor looks at the machine.

use crate::harness::{Tide, sample};
use serde_json::{Value, json};

fn shown(tide: &Tide, key: &str) -> Value {
    let rows = tide.say("config show").ok().lines();
    rows.into_iter().find(|row| row["key"] == key).unwrap_or_else(|| panic!("{key} is not shown"))
}

#[test]
fn each_value_says_where_it_came_from() {
    let tide =
        Tide::new().with("[work]\nthreads = 3\n").with_environment("TIDEWAITER_RETRY__ATTEMPTS_MAX", "9");
    let threads = shown(&tide, "work.threads");
    assert_eq!(threads["value"], 3);
    assert!(threads["from"].as_str().unwrap().ends_with("tidewaiter.toml"), "{threads}");
    let attempts = shown(&tide, "retry.attempts_max");
    assert_eq!(attempts["value"], 9);
    assert!(attempts["from"].as_str().unwrap().contains("environment"), "{attempts}");
    let lease = shown(&tide, "work.lease_seconds");
    assert_eq!((&lease["value"], &lease["from"]), (&json!(30), &json!("default")));
    tide.say("config check").ok();
}

#[test]
fn an_unknown_key_is_an_error_that_names_the_nearest() {
    for (toml, unknown, nearest) in [
        ("[work]\nthred = 1\n", "thred", "threads"),
        ("[limits]\ndocument_bytes = 1\n", "document_bytes", "document_bytes_max"),
        ("[limits]\nsheet_row = 1\n", "sheet_row", "sheet_rows"),
        ("[cage]\nwall_second = 1\n", "wall_second", "wall_seconds"),
        ("[audits]\nwitness = \"\"\n", "audits", "audit"),
    ] {
        let tide = Tide::new().with(toml);
        for words in ["config check", "config show", "status", "serve"] {
            let ran = tide.say(words).ended(2);
            assert!(
                ran.err.contains(&format!("`{unknown}`")) && ran.err.contains(&format!("`{nearest}`")),
                "{ran:?}"
            );
        }
    }
    let tide = Tide::new().with_environment("TIDEWAITER_WORK__THREDS", "1");
    let ran = tide.say("config check").ended(2);
    assert!(ran.err.contains("threads"), "{ran:?}");
    // A value of the wrong type, and one this version cannot serve.
    Tide::new().with("[work]\nthreads = \"many\"\n").say("config check").ended(2);
    let ran = Tide::new().with("ledger = \"postgres://x\"\n").say("config check").ended(2);
    assert!(ran.err.contains("sqlite:"), "{ran:?}");
}

#[test]
fn a_limit_that_is_set_holds_in_the_cage_and_outside_it_and_its_finding_names_the_key() {
    let tide = Tide::new()
        .with("[limits]\nsheet_rows = 3\nxml_depth = 4\n")
        .with_environment("TIDEWAITER_LIMITS__JSON_VALUES", "10");
    let rows = shown(&tide, "limits.sheet_rows");
    assert!(rows["from"].as_str().unwrap().ends_with("tidewaiter.toml"), "{rows}");
    assert_eq!(shown(&tide, "limits.json_values")["value"], 10);
    for (file, key, most) in [
        ("invoice-english.csv", "sheet_rows", "3"),
        ("invoice-english.xlsx", "sheet_rows", "3"),
        ("invoice-ubl-english.xml", "xml_depth", "4"),
        ("envelope-shoes.json", "json_values", "10"),
    ] {
        let said = tide.run(&[std::ffi::OsStr::new("run"), sample(file).as_os_str()]).ok().json();
        assert_eq!(said["state"], "dead_letter", "{file}: {said:#}");
        let finding = &said["findings"][0];
        let told = (&finding["code"], &finding["inputs"]["limit"], &finding["inputs"]["max"]);
        assert_eq!(told, (&json!("limit_exceeded"), &json!(key), &json!(most)), "{file}: {said:#}");
    }
    let ran = Tide::new().with("[limits]\nsheet_rows = 0\n").say("config check").ended(2);
    assert!(ran.err.contains("limits.sheet_rows = 0"), "{ran:?}");
}

#[test]
fn doctor_finds_this_machine_fit() {
    let tide = Tide::new();
    let said = tide.say("doctor").ok().json();
    assert_eq!(said["ok"], true, "{said:#}");
    let looks: Vec<&str> =
        said["looks"].as_array().unwrap().iter().filter_map(|look| look["what"].as_str()).collect();
    assert_eq!(looks, ["cage", "data folder", "clock", "owner"]);
    assert!(!tide.data().exists(), "looking makes no folder");
}

#[test]
fn doctor_names_what_is_wrong_with_a_data_folder() {
    let tide = Tide::new();
    let wrong = |tide: &Tide, look: &str| {
        let said = tide.say("doctor").ended(3).json();
        let of = |one: &&serde_json::Value| one["ok"] == false;
        let wrong: Vec<_> = said["looks"].as_array().unwrap().iter().filter(of).collect();
        assert_eq!((wrong.len(), wrong[0]["what"].as_str()), (1, Some(look)), "{said:#}");
        wrong[0]["said"].as_str().unwrap().to_owned()
    };
    tide.file("data/tidewaiter.db", "no ledger ".repeat(99));
    let said = wrong(&tide, "ledger");
    assert_eq!(said.matches("not a database").count(), 1, "{said}");
    std::fs::remove_dir_all(tide.data()).unwrap();
    std::fs::write(tide.data(), "a file").unwrap();
    assert!(wrong(&tide, "data folder").contains("is no folder"));
}

#[test]
fn a_path_that_names_no_file_is_wrong_use_and_an_empty_folder_is_nothing_to_do() {
    let tide = Tide::new();
    std::fs::create_dir(tide.path("inbox")).unwrap();
    for command in
        ["run", "parse", "submit --url http://127.0.0.1:1", "tariff import us-hts --effective 2026-01-01"]
    {
        let ran = tide.say(&format!("{command} nothing-here.csv")).ended(2);
        assert!(ran.err.contains("there is no nothing-here.csv"), "{ran:?}");
    }
    for command in ["parse", "tariff import us-hts --effective 2026-01-01", "audit verify --against"] {
        let ran = tide.say(&format!("{command} inbox")).ended(2);
        assert!(ran.err.contains("inbox is a folder"), "{ran:?}");
    }
    for command in ["run", "submit --url http://127.0.0.1:1"] {
        let ran = tide.say(&format!("{command} inbox")).ok();
        assert_eq!((ran.out.as_str(), ran.err.trim()), ("", "There is no file in inbox."));
    }
    tide.file("a.csv", "a,b");
    let ran = tide.say("run a.csv --jurisdiction USA").ended(2);
    assert!(ran.err.contains("two letters"), "{ran:?}");
    tide.say("submit a.csv --url nowhere").ended(2);
    assert!(!tide.data().exists(), "none of these needed a data folder");
}
