//! Bytes handed over as memory: written and sealed by the parent, mapped read-only by the child.
//!
//! A sealed memory file can be neither written, grown nor shrunk by anybody, so that a slice over
//! its mapping is as good as any other and the parent never waits for a child to read.

use std::fs::File;
use std::io::{self, Write};
use std::ops::Deref;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};

use super::checked;

/// A memory file that holds `parts` one after the other, closed on exec and sealed.
pub fn sealed_memory(parts: &[&[u8]]) -> io::Result<OwnedFd> {
    let mut file = File::from(memory_file()?);
    for part in parts {
        file.write_all(part)?;
    }
    let seals = libc::F_SEAL_WRITE | libc::F_SEAL_GROW | libc::F_SEAL_SHRINK | libc::F_SEAL_SEAL;
    // SAFETY: the descriptor is open for the length of the call, F_ADD_SEALS takes an integer.
    checked(unsafe { libc::fcntl(file.as_raw_fd(), libc::F_ADD_SEALS, seals) })?;
    Ok(file.into())
}

fn memory_file() -> io::Result<OwnedFd> {
    let basic = libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING;
    // Kernels before 6.3 do not know MFD_NOEXEC_SEAL and say EINVAL.
    let fd = match create(basic | libc::MFD_NOEXEC_SEAL) {
        Err(error) if error.raw_os_error() == Some(libc::EINVAL) => create(basic)?,
        other => other?,
    };
    // SAFETY: the kernel has just opened this descriptor for us and nobody else knows of it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

fn create(flags: libc::c_uint) -> io::Result<libc::c_int> {
    // SAFETY: the name is a NUL-terminated constant.
    checked(unsafe { libc::memfd_create(c"cage-job".as_ptr(), flags) })
}

/// A read-only view of a memory file, gone when dropped.
pub struct Mapping {
    start: *const u8,
    bytes: usize,
}

impl Mapping {
    /// Maps the first `bytes` of `memory`, which the parent has sealed at no less than that.
    pub fn of(memory: impl AsFd, bytes: usize) -> io::Result<Self> {
        let (prot, flags) = (libc::PROT_READ, libc::MAP_PRIVATE);
        // SAFETY: the kernel chooses the place, so that no memory in use is replaced; the descriptor
        // is open for the length of the call.
        let start =
            unsafe { libc::mmap(std::ptr::null_mut(), bytes, prot, flags, memory.as_fd().as_raw_fd(), 0) };
        if start == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        Ok(Self { start: start.cast_const().cast(), bytes })
    }
}

impl Deref for Mapping {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: `start` and `bytes` are those of a mapping that lives as long as `self`; the file
        // under it is sealed, so that its bytes stand still and all of them exist.
        unsafe { std::slice::from_raw_parts(self.start, self.bytes) }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: unmaps exactly what `of` mapped; no slice outlives `self`.
        let _unmapped = unsafe { libc::munmap(self.start.cast_mut().cast(), self.bytes) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::FileExt;

    #[test]
    fn parts_stand_one_after_the_other_and_nothing_can_change_them() {
        let memory = sealed_memory(&[b"request", b"", b"input"]).unwrap();
        let mapping = Mapping::of(&memory, 12).unwrap();
        let file = File::from(memory);
        assert_eq!(file.write_at(b"x", 0).unwrap_err().raw_os_error(), Some(libc::EPERM));
        assert_eq!(file.set_len(3).unwrap_err().raw_os_error(), Some(libc::EPERM));
        assert_eq!(file.set_len(99).unwrap_err().raw_os_error(), Some(libc::EPERM));
        assert_eq!(&*mapping, b"requestinput");
    }
}
