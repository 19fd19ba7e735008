//! What a job costs, printed on request: `cargo test --release -p cage --test locked -- --bench`.

use std::time::{Duration, Instant};

use cage::Cage;

use crate::world;

/// Measures if asked to.
pub fn run_if_asked() -> bool {
    if !std::env::args().any(|argument| argument == "--bench") {
        return false;
    }
    let cage = world::cage(1);
    println!("held by {:?}", cage.lock());
    for bytes in [0, 2 << 10, 16 << 10, 1 << 20, 32 << 20] {
        let input = vec![7_u8; bytes];
        let warm = median(&cage, Cage::run, b"echo", &input);
        let fresh = median(&cage, Cage::run_alone, b"echo", &input);
        println!("echo of {bytes:>9} bytes: warm {:>9.3} ms, fresh {:>9.3} ms", ms(warm), ms(fresh));
    }
    for deed in ["panic", "read /x"] {
        let cost = median(&cage, Cage::run, deed.as_bytes(), b"");
        println!("{deed:>8} and a new child: {:.3} ms", ms(cost));
    }
    true
}

type Run = fn(&Cage, &[u8], &[u8]) -> Result<Vec<u8>, cage::Failure>;

fn median(cage: &Cage, run: Run, request: &[u8], input: &[u8]) -> Duration {
    let turns = if input.len() > 1 << 20 { 9 } else { 501 };
    let mut times: Vec<Duration> = (0..turns)
        .map(|_| {
            let start = Instant::now();
            let _any = run(cage, request, input);
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[turns / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
