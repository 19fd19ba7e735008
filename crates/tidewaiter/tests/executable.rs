//! The executable is there and answers. That this package has an integration test is why `cargo test --workspace`
//! builds the executable, with the features of all other tests: the whole-system tests find it built.

#[test]
fn it_says_its_version() {
    let version =
        std::process::Command::new(env!("CARGO_BIN_EXE_tidewaiter")).arg("--version").output().unwrap();
    assert!(version.status.success());
    assert_eq!(version.stdout, format!("tidewaiter {}\n", env!("CARGO_PKG_VERSION")).as_bytes());
}
