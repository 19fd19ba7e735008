//! What parsers do at their worst: one work per name, chosen by the request's first word.
//!
//! Runs in the child. Where a work survives its deed it says so in its answer, so that a scene sees
//! the difference between refused and done.

use std::io::{IsTerminal, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::time::Duration;

/// The work of the children: `NAME` or `NAME ARGUMENT`.
pub fn work(request: &[u8], input: &[u8]) -> Vec<u8> {
    let request = String::from_utf8_lossy(request);
    let (name, argument) = request.split_once(' ').unwrap_or((&request, ""));
    let answer = files(name, argument)
        .or_else(|| sockets(name, argument))
        .or_else(|| processes(name, argument))
        .or_else(|| kernel(name))
        .or_else(|| hunger(name, argument))
        .or_else(|| speech(name, argument, input));
    answer.unwrap_or_else(|| format!("no such work: {name}").into_bytes())
}

fn told<T, E: std::fmt::Display>(result: Result<T, E>) -> Option<Vec<u8>> {
    Some(match result {
        Ok(_) => b"done".to_vec(),
        Err(error) => format!("refused: {error}").into_bytes(),
    })
}

fn files(name: &str, path: &str) -> Option<Vec<u8>> {
    match name {
        "read" => told(std::fs::read(path)),
        "write" => told(std::fs::write(path, "written by a parser")),
        "delete" => told(std::fs::remove_file(path)),
        "list" => told(std::fs::read_dir(path)),
        "run" => told(Command::new(path).status()),
        _ => None,
    }
}

fn sockets(name: &str, address: &str) -> Option<Vec<u8>> {
    match name {
        "connect_tcp" => told(TcpStream::connect(address)),
        "listen_tcp" => told(TcpListener::bind(address)),
        "send_udp" => told(UdpSocket::bind("127.0.0.1:0").and_then(|s| s.send_to(b"contents", address))),
        "connect_unix" => told(UnixStream::connect(address)),
        _ => None,
    }
}

fn processes(name: &str, argument: &str) -> Option<Vec<u8>> {
    let pid: libc::pid_t = argument.parse().unwrap_or(0);
    let code = match name {
        // SAFETY: nothing to pass; the process has one thread.
        "fork" => unsafe { libc::fork() },
        "exec" => exec(argument),
        // SAFETY: integers only.
        "kill" => unsafe { libc::kill(pid, libc::SIGKILL) },
        // SAFETY: integers only.
        "kill_thread" => unsafe { libc::syscall(libc::SYS_tgkill, pid, pid, libc::SIGABRT) as i32 },
        // SAFETY: attaches to a process by number.
        "trace" => unsafe { libc::ptrace(libc::PTRACE_ATTACH, pid, 0, 0) as i32 },
        "thread" => std::thread::Builder::new().spawn(|| ()).map_or(-1, |_| 0),
        _ => return None,
    };
    told(if code < 0 { Err(std::io::Error::last_os_error()) } else { Ok(()) })
}

fn exec(program: &str) -> i32 {
    let program = std::ffi::CString::new(program).unwrap();
    let arguments = [program.as_ptr(), std::ptr::null()];
    // SAFETY: a NUL-terminated name and a null-terminated list of such.
    unsafe { libc::execv(program.as_ptr(), arguments.as_ptr()) }
}

/// Rights over itself that would loosen the lock.
fn kernel(name: &str) -> Option<Vec<u8>> {
    let most = libc::rlimit { rlim_cur: libc::RLIM_INFINITY, rlim_max: libc::RLIM_INFINITY };
    let code = match name {
        // SAFETY: the kernel reads one struct.
        "raise_limit" => unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const most) },
        // SAFETY: integers only; the descriptor is the pipe, which nobody in this process drops.
        "close_pipe" => unsafe { libc::close(0) },
        // SAFETY: integers only.
        "dump" => unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 1, 0, 0, 0) },
        // SAFETY: ignoring a signal installs no handler.
        "ignore_cpu_signal" => match unsafe { libc::signal(libc::SIGXCPU, libc::SIG_IGN) } {
            libc::SIG_ERR => -1,
            _ => 0,
        },
        "code" => {
            let (prot, flags) = (libc::PROT_READ | libc::PROT_EXEC, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
            // SAFETY: a new mapping at a place of the kernel's choosing.
            let place = unsafe { libc::mmap(std::ptr::null_mut(), 4096, prot, flags, -1, 0) };
            if place == libc::MAP_FAILED { -1 } else { 0 }
        }
        // SAFETY: null pointers ask for nothing.
        "ask_for_node" => unsafe {
            libc::syscall(libc::SYS_getcpu, std::ptr::null::<u32>(), std::ptr::null::<u32>()) as i32
        },
        // SAFETY: with a null pointer the kernel sets nothing up.
        "io_uring" => unsafe { libc::syscall(libc::SYS_io_uring_setup, 8, std::ptr::null::<u8>()) as i32 },
        _ => return None,
    };
    told(if code < 0 { Err(std::io::Error::last_os_error()) } else { Ok(()) })
}

fn hunger(name: &str, argument: &str) -> Option<Vec<u8>> {
    match name {
        "allocate" => {
            let mut all = Vec::new();
            loop {
                all.push(std::hint::black_box(vec![1_u8; 1 << 20]));
            }
        }
        "allocate_small" => {
            let mut all = Vec::new();
            loop {
                all.push(std::hint::black_box(Box::new([1_u8; 48])));
            }
        }
        "allocate_at_once" => Some(std::hint::black_box(vec![1_u8; 1 << 40]).len().to_string().into_bytes()),
        "allocate_carefully" => told(Vec::<u8>::new().try_reserve(1 << 40)),
        "recurse" => Some(recurse(1).to_string().into_bytes()),
        "spin" => loop {
            std::hint::spin_loop();
        },
        "sleep" => loop {
            std::thread::sleep(Duration::from_secs(3600));
        },
        "burn" => {
            let until = Duration::from_millis(argument.parse().unwrap_or(0));
            let start = processor_time();
            while processor_time() < start + until {
                std::hint::spin_loop();
            }
            Some(b"burnt".to_vec())
        }
        _ => None,
    }
}

/// Of this process: on a busy machine the clock on the wall says little.
fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a local of the right type.
    let code = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    assert_eq!(code, 0);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap())
}

#[expect(unconditional_recursion, reason = "that is what is tried")]
fn recurse(depth: u64) -> u64 {
    let weight = std::hint::black_box([depth; 64]);
    recurse(depth + 1) + weight.first().copied().unwrap_or(0)
}

fn speech(name: &str, argument: &str, input: &[u8]) -> Option<Vec<u8>> {
    match name {
        "echo" => Some(input.to_vec()),
        "sum" => Some(input.iter().map(|b| u64::from(*b)).sum::<u64>().to_string().into_bytes()),
        "ignore_input" => Some(b"ignored".to_vec()),
        "answer" => Some(vec![b'a'; argument.parse().unwrap_or(0)]),
        "panic" => panic!("SECRET-{argument}-{}", String::from_utf8_lossy(input)),
        "exit" => std::process::exit(argument.parse().unwrap_or(0)),
        "abort" => std::process::abort(),
        "stdout" => {
            println!("{argument}");
            raw(1, argument.as_bytes());
            Some(b"said".to_vec())
        }
        "stderr" => {
            for _ in 0..200 {
                eprintln!("{argument} {}", "x".repeat(200));
            }
            Some(b"said".to_vec())
        }
        "descriptors" => Some(format!("{:?}", descriptors()).into_bytes()),
        "ask_for_terminal" => Some(std::io::stdout().is_terminal().to_string().into_bytes()),
        "surroundings" => Some(surroundings()),
        // Frames by hand, as a parser that was taken over would write them.
        "garbage" => Some(raw(0, b"this is no frame of any kind, but long enough for one")),
        "garbage_for_ever" => loop {
            raw(0, &[0xA5; 4096]);
        },
        "foreign_number" => Some(raw(0, b"cge1\x03\0\0\0\x63\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")),
        "claim" => {
            let bytes: u64 = argument.parse().unwrap_or(u64::MAX);
            raw(0, b"cge1\x03\0\0\0\x01\0\0\0\0\0\0\0");
            raw(0, &bytes.to_le_bytes());
            loop {
                raw(0, &[0xA5; 1]);
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        "answer_twice" => {
            raw(0, b"cge1\x03\0\0\0\x01\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0first");
            Some(b"second".to_vec())
        }
        _ => None,
    }
}

fn raw(descriptor: i32, bytes: &[u8]) -> Vec<u8> {
    // SAFETY: reads `bytes`, which are ours.
    let _written = unsafe { libc::write(descriptor, bytes.as_ptr().cast(), bytes.len()) };
    Vec::new()
}

/// Which of the first thousand are open.
fn descriptors() -> Vec<i32> {
    // SAFETY: asks about a number.
    (0..1000).filter(|descriptor| unsafe { libc::fcntl(*descriptor, libc::F_GETFD) } >= 0).collect()
}

fn surroundings() -> Vec<u8> {
    let mut out = Vec::new();
    for (name, value) in std::env::vars() {
        writeln!(out, "{name}={value}").unwrap();
    }
    out
}
