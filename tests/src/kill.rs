//! kill -9 in the middle of a load, again and again: nothing lost, nothing twice.

use crate::harness::{Serving, Tide};
use crate::http::{Incoming, Upload};
use crate::keeper::Keeper;
use crate::paper::{Envelope, Seed, envelopes, ndjson};
use serde_json::Value;
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::SystemTime;

const ENVELOPES: usize = 3_000;

/// So often the server is killed while it takes in; once more when it has acknowledged everything.
const KILLS: usize = 4;

/// A new seed each run, or the one that a failing run printed.
fn seed() -> u64 {
    let given = std::env::var("SYSTEM_TESTS_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis() as u64);
    println!("SYSTEM_TESTS_SEED={seed}");
    seed
}

/// Envelopes sent at once; so many such pieces may be without their receipts, so that there is a middle of the load.
const PIECE: usize = 25;
const PIECES_AHEAD: usize = 4;

/// Sends envelopes and hands their receipts on until the connection ends, however it ends.
fn load(address: SocketAddr, envelopes: &[Envelope], receipts: mpsc::Sender<Value>) -> std::io::Result<()> {
    let mut upload = Upload::begin(address, &[("x-source", "load")])?;
    let reader = upload.receipts()?;
    let (answered, answers) = mpsc::channel();
    (0..PIECES_AHEAD).for_each(|_| answered.send(()).unwrap());
    std::thread::scope(|scope| {
        scope.spawn(move || read(reader, &receipts, &answered));
        for piece in envelopes.chunks(PIECE) {
            if answers.recv().is_err() {
                return Ok(());
            }
            upload.send(&ndjson(piece))?;
        }
        upload.end()
    })
}

/// Reads receipts to the end, which may be the server's.
fn read(from: TcpStream, receipts: &mpsc::Sender<Value>, answered: &mpsc::Sender<()>) {
    let Ok(mut incoming) = Incoming::begin(from) else { return };
    for number in 1.. {
        let Ok(Some(line)) = incoming.line() else { return };
        // The last line of a dying server may be half a line.
        match serde_json::from_str::<Value>(&line) {
            Ok(receipt) if receipt["done"].is_null() => receipts.send(receipt).unwrap(),
            _ => return,
        }
        if number % PIECE == 0 {
            // A sender that has sent everything waits for no more answers.
            let _ = answered.send(());
        }
    }
}

/// Sends what has no receipt, and kills the server after so many receipts; what was on its way then still counts.
fn load_and_kill(keeper: &mut Keeper, serving: Serving, after: usize) {
    let open = keeper.unacknowledged();
    let address = serving.address();
    let (sender, receipts) = mpsc::channel();
    std::thread::scope(|scope| {
        // How the load ends is no matter: it is cut.
        scope.spawn(|| load(address, &open, sender).ok());
        receipts.iter().take(after).for_each(|receipt| keeper.receives(&receipt));
        serving.kill();
        receipts.iter().for_each(|receipt| keeper.receives(&receipt));
    });
}

#[test]
fn kill_nine_in_the_middle_of_a_load_loses_nothing_and_doubles_nothing() {
    let mut random = Seed(seed());
    let tide = Tide::new();
    let mut keeper = Keeper::default();
    let all = envelopes(ENVELOPES, random.next());
    keeper.sends(&all);
    for _ in 0..KILLS {
        let after = 1 + random.below((ENVELOPES / (KILLS + 1)) as u64) as usize;
        load_and_kill(&mut keeper, tide.serve(), after);
        println!("killed after {after} receipts; {} of {ENVELOPES} are acknowledged", keeper.acknowledged());
        assert!(keeper.acknowledged() < ENVELOPES, "the server was too quick to be killed in the middle");
    }
    let rest = keeper.unacknowledged().len();
    load_and_kill(&mut keeper, tide.serve(), rest);
    assert!(keeper.unacknowledged().is_empty());

    let serving = tide.serve();
    // A sender that lost its receipts sends everything again: the same receipts, no new document.
    for receipt in serving.envelopes(&ndjson(&all), &[("x-source", "load")]) {
        if receipt["done"].is_null() {
            keeper.receives(&receipt);
        }
    }
    keeper.compare(&tide, &serving);
    assert_eq!(serving.stop(), 0);
    tide.is_sound();
}
