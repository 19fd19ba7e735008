//! What one history is made of, drawn from its seed: its kind, how often what goes wrong, and who sends what when.

use crate::chance::Chance;
use crate::script::{Behaviour, Script};
use bytes::Bytes;
use ledger::KeyKind;
use std::collections::BTreeMap;
use trade::{Digest, Priority};

/// Microseconds of a second.
pub const SECOND: i64 = 1_000_000;

/// What a history is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A little of everything.
    Mixed,
    /// A service is down and many documents fail together.
    Storm,
    /// One source sends most.
    Flood,
    /// Processes and machines die often.
    Deaths,
    /// People decide much.
    Desk,
}

/// How often something goes wrong: once in so many times it could; 0 is never.
#[derive(Debug, Clone, Copy, Default)]
pub struct Odds {
    /// A process dies at a step of a worker.
    pub death: u64,
    /// It is stopped, and wakes later.
    pub stop: u64,
    /// A stage takes longer than a lease without extension.
    pub slow_stage: u64,
    /// The answer to a commit, a claim or an upload is lost.
    pub lost_answer: u64,
    /// A worker gives back what it has not begun.
    pub give_back: u64,
    /// The machine stops between a write and its sync.
    pub crash_inside: u64,
    /// The outlet refuses.
    pub outlet_fails: u64,
    /// The outlet takes the release and its answer is lost.
    pub outlet_late: u64,
    /// The deliverer dies between sending and marking.
    pub deliverer_dies: u64,
    /// A commit is seen late by the log.
    pub late_commit: u64,
}

/// One upload, as its sender means it.
#[derive(Debug, Clone)]
pub struct Letter {
    /// When it is first sent.
    pub at: i64,
    /// The source.
    pub source: String,
    /// The id it wishes.
    pub id: String,
    /// What makes two letters the same.
    pub key: KeyKind,
    /// The bytes.
    pub bytes: Bytes,
    /// How urgent.
    pub priority: Priority,
}

/// One history before it begins.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Its seed.
    pub seed: u64,
    /// What it is about.
    pub about: About,
    /// What goes wrong how often, while faults last.
    pub odds: Odds,
    /// Faults last until then.
    pub faults_end: i64,
    /// The service that some documents need is down from when to when.
    pub outage: (i64, i64),
    /// Crashes of the machine: when, and whether the processes survive (the database alone was lost).
    pub crashes: Vec<(i64, bool)>,
    /// The stages of one document take at most so long, but for slow ones.
    pub stages_max: i64,
    /// Processes of two workers each.
    pub processes: usize,
    /// Sequencers at once.
    pub sequencers: usize,
    /// A micro-batch has at most so many documents.
    pub batch_max: usize,
    /// What is sent.
    pub letters: Vec<Letter>,
    /// What an attempt at bytes comes to, by their digest.
    pub scripts: BTreeMap<Digest, Script>,
}

impl Plan {
    /// The plan of a seed.
    pub fn of(seed: u64) -> Plan {
        let mut chance = Chance::of(seed);
        let about = match chance.between(0, 9) {
            0..=2 => About::Storm,
            3 => About::Flood,
            4..=6 => About::Deaths,
            7 => About::Desk,
            _ => About::Mixed,
        };
        // Long enough for a stop past a lease and a slow reading behind it.
        let faults_end = if about == About::Deaths { 80 } else { chance.between(40, 70) } * SECOND;
        let outage = match about {
            About::Storm => (0, chance.between(15, 35) * SECOND),
            _ => (chance.between(5, 20) * SECOND, chance.between(20, 30) * SECOND),
        };
        let mut plan = Plan {
            seed,
            about,
            odds: odds(about, &mut chance),
            faults_end,
            outage,
            crashes: crashes(about, faults_end, &mut chance),
            stages_max: if about == About::Deaths { SECOND } else { SECOND / 50 },
            processes: match about {
                About::Storm => 3,
                // One process alone: what it loses only itself can take again.
                _ if chance.once_in(3) => 1,
                _ => 2,
            },
            sequencers: if chance.once_in(3) { 2 } else { 1 },
            batch_max: usize::try_from(chance.between(3, 20)).unwrap_or(10),
            letters: Vec::new(),
            scripts: BTreeMap::new(),
        };
        plan.write_letters(&mut chance);
        plan
    }

    fn write_letters(&mut self, chance: &mut Chance) {
        let count = match self.about {
            About::Storm => 70,
            About::Flood => 60,
            About::Deaths => chance.between(25, 40),
            _ => chance.between(15, 35),
        };
        for n in 0..count {
            let behaviour = behaviour(self.about, chance);
            let bytes = Bytes::from(format!("letter {n} of history {}: {behaviour:?}", self.seed));
            self.scripts.insert(Digest::of(&bytes), Script { n, behaviour });
            let letter = Letter {
                at: match self.about {
                    About::Storm => chance.between(0, SECOND / 2),
                    About::Flood if n >= 10 => chance.between(0, 2 * SECOND),
                    // Together, so that workers have full hands when they die.
                    About::Deaths => chance.between(0, 4 * SECOND),
                    _ => chance.between(0, self.faults_end - 10 * SECOND),
                },
                source: match self.about {
                    About::Flood if n >= 10 => "flood".to_owned(),
                    _ => format!("source-{}", chance.between(1, 3)),
                },
                id: format!("d-{n}"),
                key: match chance.between(0, 2) {
                    0 => KeyKind::CorrelationId,
                    1 => KeyKind::Given(format!("key-{n}")),
                    _ => KeyKind::Digest,
                },
                bytes,
                priority: if chance.once_in(8) { Priority::Urgent } else { Priority::Normal },
            };
            self.add_echoes(&letter, n, chance);
            self.letters.push(letter);
        }
    }

    /// The same again, the same key with other bytes, the same bytes under another key.
    fn add_echoes(&mut self, letter: &Letter, n: i64, chance: &mut Chance) {
        let at = letter.at + chance.between(0, 20 * SECOND);
        if chance.once_in(6) {
            self.letters.push(Letter { at, ..letter.clone() });
        }
        if chance.once_in(10) && letter.key != KeyKind::Digest {
            let bytes = Bytes::from(format!("another text under the key of {n} in {}", self.seed));
            self.scripts.insert(Digest::of(&bytes), Script { n: 1_000 + n, behaviour: Behaviour::Sound });
            self.letters.push(Letter { at, bytes, ..letter.clone() });
        }
        if chance.once_in(10) {
            let (id, key) = (format!("e-{n}"), KeyKind::Given(format!("echo-{n}")));
            self.letters.push(Letter { at, id, key, ..letter.clone() });
        }
    }
}

fn odds(about: About, chance: &mut Chance) -> Odds {
    let (death, stop) = match about {
        About::Deaths => (30, 30),
        About::Storm => (0, 0),
        _ => (150, 150),
    };
    let calm = about == About::Storm;
    Odds {
        death,
        stop,
        slow_stage: match about {
            About::Storm => 0,
            About::Deaths => 12,
            _ => 30,
        },
        lost_answer: if calm { 200 } else { 15 },
        give_back: if calm { 0 } else { 60 },
        crash_inside: if about == About::Deaths { 150 } else { 0 },
        outlet_fails: 12,
        outlet_late: 12,
        deliverer_dies: 12,
        late_commit: if chance.once_in(3) { 0 } else { 12 },
    }
}

fn crashes(about: About, until: i64, chance: &mut Chance) -> Vec<(i64, bool)> {
    let many = match about {
        About::Deaths => chance.between(1, 3),
        About::Storm => 0,
        _ => chance.between(0, 1),
    };
    (0..many).map(|_| (chance.between(SECOND, until), chance.once_in(2))).collect()
}

fn behaviour(about: About, chance: &mut Chance) -> Behaviour {
    if about == About::Storm && !chance.once_in(12) {
        return Behaviour::Needy;
    }
    let desk = about == About::Desk;
    match chance.between(0, 99) {
        0..=3 => Behaviour::Poison,
        4..=7 => Behaviour::Unreadable,
        8..=10 => Behaviour::Crashes,
        11..=20 => Behaviour::Flaky(u32::try_from(chance.between(1, 7)).unwrap_or(1)),
        21..=25 => Behaviour::Odd(u32::try_from(chance.between(1, 3)).unwrap_or(1)),
        26..=28 => Behaviour::Refused,
        29..=38 => Behaviour::Needy,
        39..=48 => Behaviour::Review,
        49..=60 => Behaviour::Partial,
        61..=70 if desk => Behaviour::Review,
        71..=90 if desk => Behaviour::Partial,
        _ => Behaviour::Sound,
    }
}
