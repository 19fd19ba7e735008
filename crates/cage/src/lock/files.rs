//! Landlock: no file, no TCP port, no abstract socket, no signal to anybody outside.
//!
//! A rule set that handles everything the running kernel knows and allows nothing. The crate leaves
//! out what an older kernel does not know; files (interface version 1) must hold.

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};

use crate::kernel;

/// Refuses all files to the calling thread. The value is the kernel's interface version.
pub fn refuse_all() -> Result<u32, String> {
    // The newest version the crate knows; what this kernel lacks is left out by it.
    let newest = ABI::V10;
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(newest))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(newest)))
        .and_then(|rules| rules.scope(Scope::from_all(newest)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self)
        .map_err(|error| error.to_string())?;
    match (status.ruleset, kernel::landlock_abi()) {
        (RulesetStatus::NotEnforced, _) | (_, None) => Err("not in this kernel".to_owned()),
        (_, Some(abi)) => Ok(abi),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;
    use std::net::{TcpListener, TcpStream};

    /// Landlock binds a thread, so that a thread of its own can be locked without seccomp and ends
    /// with the test. Where the kernel has none the test says so and shows that we noticed.
    #[test]
    fn landlock_alone_refuses_files_and_tcp() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        std::fs::write(&old, "contents").unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let abi = match refuse_all() {
                Ok(abi) => abi,
                Err(why) => {
                    eprintln!("not checked, this kernel has no Landlock: {why}");
                    return assert_eq!(kernel::landlock_abi(), None);
                }
            };
            assert_eq!(std::fs::read(&old).unwrap_err().kind(), ErrorKind::PermissionDenied);
            assert_eq!(std::fs::write(&new, "x").unwrap_err().kind(), ErrorKind::PermissionDenied);
            assert_eq!(std::fs::remove_file(&old).unwrap_err().kind(), ErrorKind::PermissionDenied);
            if abi < 4 {
                return eprintln!("TCP not checked: Landlock {abi} knows only files");
            }
            assert_eq!(TcpStream::connect(address).unwrap_err().kind(), ErrorKind::PermissionDenied);
            assert_eq!(TcpListener::bind("127.0.0.1:0").unwrap_err().kind(), ErrorKind::PermissionDenied);
        })
        .join()
        .unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
