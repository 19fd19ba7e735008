//! Whole-system tests: the real program as processes, real folders on a disk, real sockets.
//!
//! What was sent and which receipts came back is kept by the tests themselves and compared with what the program
//! shows. Nothing of the program is linked in. There are no sleeps: what takes time is asked for until it is there or
//! a deadline passes.

/// The program's executable, built once.
#[cfg(test)]
mod program;

/// A data folder of its own, commands on it, a server over it.
#[cfg(test)]
mod harness;

/// HTTP/1.1 by hand: whole exchanges, broken ones, and streams both ways.
#[cfg(test)]
mod http;

/// Envelopes by seed, with the end each must come to.
#[cfg(test)]
mod paper;

/// The independent record-keeper.
#[cfg(test)]
mod keeper;

/// Each sample ends as its list says, once.
#[cfg(test)]
mod samples;

/// Sound PDFs are released as they were drawn.
#[cfg(test)]
mod truths;

/// kill -9 in the middle of a load.
#[cfg(test)]
mod kill;

/// The doors: slow readers, cut uploads, one key twice, limits, problems by line.
#[cfg(test)]
mod doors;

/// What people decide.
#[cfg(test)]
mod decisions;

/// What people stop.
#[cfg(test)]
mod holds;

/// Tampering is named.
#[cfg(test)]
mod tamper;

/// One owner of a data folder.
#[cfg(test)]
mod owner;

/// Pages as pictures.
#[cfg(test)]
mod pages;

/// What a browser may and may not do, and what never appears in logs.
#[cfg(test)]
mod safety;

/// Tariff editions and their dates.
#[cfg(test)]
mod tariff;

/// Lines as tables.
#[cfg(test)]
mod export;

/// Configuration and doctor.
#[cfg(test)]
mod setup;

/// Hostile files cost only themselves.
#[cfg(test)]
mod hostile;

/// Bad inputs through the door.
#[cfg(test)]
mod inputs;

/// PDFs for tests.
#[cfg(test)]
mod pdf;

/// PDFs that harm their reader.
#[cfg(test)]
mod pdf_hostile;

/// PDFs with random faults.
#[cfg(test)]
mod pdf_changed;

/// The executable's own face.
#[cfg(test)]
mod command_line;
