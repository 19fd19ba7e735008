//! Gzip off, within bounds.
//!
//! Promises: never holds more than 256 MB unpacked, nor more than a hundred times what was given (files below 1 MB
//! unpacked are let pass: small tables repeat themselves). Several members one after another are one file.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::error::Error;

const UNPACKED_BYTES_MAX: u64 = 256 << 20;
const RATIO_MAX: u64 = 100;
const RATIO_FREE_BYTES: u64 = 1 << 20;

/// The bytes, unpacked if they begin as gzip does.
pub(super) fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Error> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return within(bytes.len() as u64, UNPACKED_BYTES_MAX).map(|()| bytes.into());
    }
    let ratio = (bytes.len() as u64).saturating_mul(RATIO_MAX).max(RATIO_FREE_BYTES);
    let limit_bytes = UNPACKED_BYTES_MAX.min(ratio);
    let mut unpacked = Vec::new();
    let mut stream = MultiGzDecoder::new(bytes).take(limit_bytes + 1);
    stream.read_to_end(&mut unpacked).map_err(|source| Error::Gzip { source })?;
    within(unpacked.len() as u64, limit_bytes)?;
    Ok(unpacked.into())
}

fn within(length: u64, limit_bytes: u64) -> Result<(), Error> {
    if length > limit_bytes { Err(Error::TooLarge { limit_bytes }) } else { Ok(()) }
}
