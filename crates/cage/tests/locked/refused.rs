//! Whatever reaches outside of the process is refused, and the next job of the same cage works.

use std::net::{TcpListener, UdpSocket};
use std::os::unix::net::UnixListener;

use cage::{Cage, Crash, Failure, Strength};

use crate::runner::Scene;
use crate::world;

pub const SCENES: &[Scene] = &[
    ("refused::files", files),
    ("refused::sockets", sockets),
    ("refused::processes", processes),
    ("refused::loosening_the_lock", loosening_the_lock),
    ("refused::what_libraries_ask_in_passing", what_libraries_ask_in_passing),
    ("refused::surroundings", surroundings),
    ("refused::rights_as_the_kernel_lists_them", rights_as_the_kernel_lists_them),
    ("refused::by_the_lock_that_is_reported", by_the_lock_that_is_reported),
];

/// The deed ends in SIGSYS, and a warm and a fresh child serve the jobs after it.
fn assert_killed(cage: &Cage, deed: &str) {
    for run in [Cage::run, Cage::run_alone] {
        let failure = run(cage, deed.as_bytes(), b"").unwrap_err();
        let Failure::Crashed(Crash::Signal { number: libc::SIGSYS }) = failure else {
            panic!("{deed}: {failure:?}");
        };
        assert_eq!(failure.code(), "parser_crashed");
        assert_eq!(cage.run(b"echo", deed.as_bytes()).unwrap(), deed.as_bytes());
    }
}

fn files() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    std::fs::write(&old, "contents").unwrap();
    let cage = world::cage(1);
    assert_killed(&cage, &format!("read {}", old.display()));
    assert_killed(&cage, "read /etc/hostname");
    assert_killed(&cage, &format!("write {}", new.display()));
    assert_killed(&cage, &format!("write {}", old.display()));
    assert_killed(&cage, &format!("delete {}", old.display()));
    assert_killed(&cage, &format!("list {}", folder.path().display()));
    assert_eq!(std::fs::read(&old).unwrap(), b"contents");
    assert!(!new.exists());
}

fn sockets() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let unix = UnixListener::bind(&path).unwrap();
    let cage = world::cage(1);
    assert_killed(&cage, &format!("connect_tcp {}", tcp.local_addr().unwrap()));
    assert_killed(&cage, "listen_tcp 127.0.0.1:0");
    assert_killed(&cage, &format!("send_udp {}", udp.local_addr().unwrap()));
    assert_killed(&cage, &format!("connect_unix {}", path.display()));
    for listener in [tcp.set_nonblocking(true), udp.set_nonblocking(true), unix.set_nonblocking(true)] {
        listener.unwrap();
    }
    let would_block = Some(std::io::ErrorKind::WouldBlock);
    assert_eq!(tcp.accept().err().map(|e| e.kind()), would_block, "nobody came");
    assert_eq!(udp.recv(&mut [0]).err().map(|e| e.kind()), would_block, "nothing came");
    assert_eq!(unix.accept().err().map(|e| e.kind()), would_block, "nobody came");
}

fn processes() {
    let cage = world::cage(1);
    let parent = std::process::id();
    for deed in ["fork", "thread", "exec /bin/true", "run /bin/true"] {
        assert_killed(&cage, deed);
    }
    for deed in ["kill", "kill_thread", "trace"] {
        assert_killed(&cage, &format!("{deed} {parent}"));
    }
}

fn loosening_the_lock() {
    let cage = world::cage(1);
    for deed in ["raise_limit", "close_pipe", "ignore_cpu_signal", "code", "dump", "io_uring"] {
        assert_killed(&cage, deed);
    }
}

fn what_libraries_ask_in_passing() {
    let cage = world::cage(1);
    assert_eq!(cage.run(b"ask_for_terminal", b"").unwrap(), b"false");
    assert_eq!(cage.run(b"ask_for_node", b"").unwrap(), b"refused: Operation not permitted (os error 1)");
}

fn surroundings() {
    // Something of ours that would be inherited, if anything were.
    assert!(std::env::vars().count() > 0);
    // SAFETY: asks for a second descriptor of stderr, which is not closed on exec.
    let leaked = unsafe { libc::dup(2) };
    assert!(leaked > 2);
    let cage = world::cage(1);
    assert_eq!(cage.run(b"surroundings", b"").unwrap(), b"");
    assert_eq!(cage.run(b"descriptors", b"with input").unwrap(), b"[0, 1, 2]");
    // SAFETY: nobody else knows of it.
    assert_eq!(unsafe { libc::close(leaked) }, 0);
}

/// What the child cannot say of itself: the kernel's own lists, read from outside.
fn rights_as_the_kernel_lists_them() {
    let cage = world::cage_with(1, |limits| limits.address_space_bytes = 300 << 20);
    let pid = world::own_children()[0];
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{pid}/{name}")).unwrap();
    let words = |text: String| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
    let status = words(read("status"));
    for line in ["NoNewPrivs: 1", "Seccomp: 2", "CapPrm: 0000000000000000 CapEff: 0000000000000000"] {
        assert!(status.contains(line), "{line} in {status}");
    }
    let limits = words(read("limits"));
    for line in [
        "Max file size 0 0 bytes",
        "Max stack size 8388608 8388608 bytes",
        "Max core file size 0 0 bytes",
        "Max processes 0 0 processes",
        "Max open files 4 4 files",
        "Max locked memory 0 0 bytes",
        "Max address space 314572800 314572800 bytes",
        "Max cpu time 10 704 seconds",
    ] {
        assert!(limits.contains(line), "{line} in {limits}");
    }
    assert_eq!(read("oom_score_adj").trim(), "1000");
    let (_, stat) = read("stat").rsplit_once(") ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert_eq!(stat.split(' ').nth(2), Some(pid.to_string().as_str()), "a process group of its own");
    drop(cage);
}

/// A cage says what holds it, and it is what the kernel can do.
fn by_the_lock_that_is_reported() {
    let support = cage::probe();
    // A weak cage leaves out nothing that the kernel has.
    for strength in [world::strictest(), Strength::Weak] {
        let lock = Cage::new(world::config(1, strength, |_| {})).unwrap().lock();
        assert_eq!((lock.landlock_abi, lock.seccomp), (support.landlock_abi, support.seccomp));
        assert_eq!(lock.is_strict(), support.suffices(Strength::Strict).is_ok());
    }
}
