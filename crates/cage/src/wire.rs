//! The frames between parent and child, as values.
//!
//! Parent to child: one [`Job`] header of 32 bytes, with the memory that holds request and input
//! attached to it. Child to parent: a [`Reply`] header of 24 bytes, then so many bytes of payload.
//! Numbers are little-endian. What a child sends is untrusted: decoding never panics and believes
//! nothing but the magic and the kind; lengths are the reader's to check.

/// Opens every job.
const JOB_MAGIC: [u8; 8] = *b"cagejob1";
/// Opens every reply.
const REPLY_MAGIC: [u8; 4] = *b"cge1";

/// How long a job's header is, in bytes.
pub const JOB_BYTES: usize = 32;
/// How long a reply's header is, in bytes.
pub const REPLY_BYTES: usize = 24;

/// What the parent asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// Counts the jobs of this child from 1; the reply repeats it.
    pub number: u64,
    /// The request's length; it stands first in the attached memory.
    pub request_bytes: u64,
    /// The input's length; it follows the request.
    pub input_bytes: u64,
}

/// What a reply carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Locked; the payload says by what ([`encode_lock`]).
    Ready,
    /// Not locked; the payload says why, in UTF-8. The child ends.
    CannotLock,
    /// The answer of a job.
    Answer,
}

/// What the child says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// What the payload is.
    pub kind: Kind,
    /// The job's number; 0 before the first.
    pub number: u64,
    /// The payload's length, as the child claims.
    pub bytes: u64,
}

impl Job {
    /// As sent.
    pub fn encode(&self) -> [u8; JOB_BYTES] {
        let mut out = [0; JOB_BYTES];
        let parts = [
            JOB_MAGIC,
            self.number.to_le_bytes(),
            self.request_bytes.to_le_bytes(),
            self.input_bytes.to_le_bytes(),
        ];
        for (place, part) in out.chunks_exact_mut(8).zip(parts) {
            place.copy_from_slice(&part);
        }
        out
    }

    /// `None` where this is no job.
    pub fn decode(bytes: &[u8; JOB_BYTES]) -> Option<Self> {
        let (words, _) = bytes.as_chunks::<8>();
        match words {
            [magic, number, request, input] if *magic == JOB_MAGIC => Some(Self {
                number: u64::from_le_bytes(*number),
                request_bytes: u64::from_le_bytes(*request),
                input_bytes: u64::from_le_bytes(*input),
            }),
            _ => None,
        }
    }
}

impl Reply {
    /// As sent.
    pub fn encode(&self) -> [u8; REPLY_BYTES] {
        let kind: u32 = match self.kind {
            Kind::Ready => 1,
            Kind::CannotLock => 2,
            Kind::Answer => 3,
        };
        let mut out = [0; REPLY_BYTES];
        let all = REPLY_MAGIC
            .into_iter()
            .chain(kind.to_le_bytes())
            .chain(self.number.to_le_bytes())
            .chain(self.bytes.to_le_bytes());
        for (place, byte) in out.iter_mut().zip(all) {
            *place = byte;
        }
        out
    }

    /// `None` where this is no reply.
    pub fn decode(bytes: &[u8; REPLY_BYTES]) -> Option<Self> {
        let (words, _) = bytes.as_chunks::<8>();
        let [head, number, length] = words else { return None };
        let ([magic, kind], []) = head.as_chunks::<4>() else { return None };
        if *magic != REPLY_MAGIC {
            return None;
        }
        let kind = match u32::from_le_bytes(*kind) {
            1 => Kind::Ready,
            2 => Kind::CannotLock,
            3 => Kind::Answer,
            _ => return None,
        };
        Some(Self { kind, number: u64::from_le_bytes(*number), bytes: u64::from_le_bytes(*length) })
    }
}

/// The payload of [`Kind::Ready`]: Landlock's version (0: none), then 1 where seccomp holds.
pub fn encode_lock(lock: crate::Lock) -> [u8; 8] {
    let abi = lock.landlock_abi.unwrap_or(0);
    (u64::from(abi) | (u64::from(lock.seccomp) << 32)).to_le_bytes()
}

/// The other way. The child is not yet hostile when it sends this: no job has reached it.
pub fn decode_lock(payload: &[u8]) -> Option<crate::Lock> {
    let word = u64::from_le_bytes(payload.try_into().ok()?);
    let abi = u32::try_from(word & u64::from(u32::MAX)).ok()?;
    Some(crate::Lock { landlock_abi: (abi != 0).then_some(abi), seccomp: word >> 32 == 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn jobs_come_back_as_sent(number: u64, request_bytes: u64, input_bytes: u64) {
            let job = Job { number, request_bytes, input_bytes };
            prop_assert_eq!(Job::decode(&job.encode()), Some(job));
        }

        #[test]
        fn replies_come_back_as_sent(number: u64, bytes: u64, kind in 0..3) {
            let kind = match kind { 0 => Kind::Ready, 1 => Kind::CannotLock, _ => Kind::Answer };
            let reply = Reply { kind, number, bytes };
            prop_assert_eq!(Reply::decode(&reply.encode()), Some(reply));
        }

        #[test]
        fn one_wrong_byte_of_the_magic_is_no_reply(at in 0usize..4, change in 1u8..) {
            let mut bytes = Reply { kind: Kind::Answer, number: 1, bytes: 2 }.encode();
            bytes[at] ^= change;
            prop_assert_eq!(Reply::decode(&bytes), None);
        }

        #[test]
        fn anything_decodes_without_a_panic(bytes: [u8; REPLY_BYTES]) {
            if let Some(reply) = Reply::decode(&bytes) {
                prop_assert_eq!(reply.encode(), bytes);
            }
        }
    }

    #[test]
    fn the_frame_is_these_bytes() {
        let reply = Reply { kind: Kind::Answer, number: 1, bytes: 0x0102 };
        assert_eq!(&reply.encode(), b"cge1\x03\0\0\0\x01\0\0\0\0\0\0\0\x02\x01\0\0\0\0\0\0");
    }

    #[test]
    fn locks_come_back_as_sent() {
        for landlock_abi in [None, Some(1), Some(7)] {
            for seccomp in [false, true] {
                let lock = crate::Lock { landlock_abi, seccomp };
                assert_eq!(decode_lock(&encode_lock(lock)), Some(lock));
            }
        }
        assert_eq!(decode_lock(b"short"), None);
    }
}
