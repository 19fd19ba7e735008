//! Histories of the whole journey by seed: the program's own decisions on a ledger in memory, under faults, against an
//! independent record-keeper.
//!
//! One seed is one history, and always the same one: no real clock, no threads, no waiting. What decides is the program's
//! (`pipeline::flow`, `pipeline::deliver::make`, `pipeline::sequence::grow`, `audit`); what acts is scripted here: senders,
//! workers, an outlet, people, crashes. It is no part of the program.

/// Chance by seed.
pub mod chance;

/// What one history is made of: numbers, letters, faults, drawn from its seed.
pub mod plan;

/// What an attempt at a document's bytes comes to.
pub mod script;

/// What a build does, so that a broken one can take its place.
pub mod build;

/// Builds broken on purpose, which must be caught.
pub mod broken;

/// Clock, ledger, record-keeper, and what is to happen when.
pub mod world;

/// Senders and the door.
mod sender;

/// Processes and their workers.
mod worker;

/// Commits under way, and their answers.
mod commit;

/// What brings work back: the rescuer, the waker, the extension of leases.
mod services;

/// The deliverer, and the outlet at the other side.
mod deliverer;

/// The sequencers.
mod sequencer;

/// People at the desk.
mod people;

/// What goes wrong: deaths, stops, crashes, late commits.
mod faults;

/// The independent record-keeper.
pub mod keeper;

/// Histories one after the other, and what was met in them.
pub mod campaign;

#[cfg(test)]
mod tests;
