//! A message with a descriptor attached, over a pair of Unix sockets (unix(7), SCM_RIGHTS), and what
//! else std does not ask of a descriptor.

use std::io;
use std::mem::ManuallyDrop;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;

use super::checked;

/// A control message that carries one descriptor, laid out as `CMSG_DATA` would (a test compares).
#[repr(C)]
struct Attachment {
    header: libc::cmsghdr,
    fd: RawFd,
}

/// `CMSG_LEN` of one descriptor.
const ATTACHED_BYTES: usize = std::mem::offset_of!(Attachment, fd) + size_of::<RawFd>();

impl Attachment {
    fn empty() -> Self {
        // SAFETY: zeros are a valid `cmsghdr` and a valid integer.
        unsafe { std::mem::zeroed() }
    }

    fn of(memory: BorrowedFd<'_>) -> Self {
        let mut attachment = Self::empty();
        attachment.header.cmsg_len = ATTACHED_BYTES as _;
        attachment.header.cmsg_level = libc::SOL_SOCKET;
        attachment.header.cmsg_type = libc::SCM_RIGHTS;
        attachment.fd = memory.as_raw_fd();
        attachment
    }

    /// What the kernel has put here, if it has.
    fn taken(&self, message: &libc::msghdr) -> Option<OwnedFd> {
        let header = &self.header;
        let is_one = message.msg_controllen >= ATTACHED_BYTES as _
            && header.cmsg_len == ATTACHED_BYTES as _
            && header.cmsg_level == libc::SOL_SOCKET
            && header.cmsg_type == libc::SCM_RIGHTS;
        // SAFETY: the kernel has just opened this descriptor for us and nobody else knows of it.
        is_one.then(|| unsafe { OwnedFd::from_raw_fd(self.fd) })
    }
}

/// Standard input as a socket, never closed.
///
/// Called once, by a process that lives only to serve that socket.
pub fn stdin_socket() -> ManuallyDrop<UnixStream> {
    // SAFETY: descriptor 0 stays open for the life of the process and nothing else reads it;
    // `ManuallyDrop` keeps it from being closed.
    ManuallyDrop::new(unsafe { UnixStream::from_raw_fd(0) })
}

/// Sends all of `bytes` in one message, with `memory` attached; an error where not all would go.
///
/// Never raises SIGPIPE, and never waits: the receiver has read everything before.
pub fn send_with_memory(to: &UnixStream, bytes: &[u8], memory: Option<BorrowedFd<'_>>) -> io::Result<()> {
    let mut part = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
    let mut attachment = memory.map(Attachment::of);
    let message = message_of(&mut part, attachment.as_mut());
    let flags = libc::MSG_NOSIGNAL | libc::MSG_DONTWAIT;
    // SAFETY: the message points to `part`, `bytes` and `attachment`, which outlive the call, with
    // their true lengths; the kernel only reads them.
    let sent = unsafe { libc::sendmsg(to.as_raw_fd(), &raw const message, flags) };
    match usize::try_from(sent) {
        Err(_) => Err(io::Error::last_os_error()),
        Ok(n) if n == bytes.len() => Ok(()),
        Ok(_) => Err(io::ErrorKind::WriteZero.into()),
    }
}

/// Waits for a message that fills `bytes`, and takes the descriptor attached to it.
///
/// `false` where the other side has closed before the first byte.
pub fn receive_with_memory(from: &UnixStream, bytes: &mut [u8]) -> io::Result<(bool, Option<OwnedFd>)> {
    let mut part = libc::iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: bytes.len() };
    let mut attachment = Attachment::empty();
    let mut message = message_of(&mut part, Some(&mut attachment));
    let flags = libc::MSG_WAITALL | libc::MSG_CMSG_CLOEXEC;
    // SAFETY: the message points to `part`, `bytes` and `attachment`, which outlive the call, with
    // their true lengths.
    let received = unsafe { libc::recvmsg(from.as_raw_fd(), &raw mut message, flags) };
    let received = usize::try_from(received).map_err(|_| io::Error::last_os_error())?;
    let memory = attachment.taken(&message);
    if received != 0 && received != bytes.len() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok((received != 0, memory))
}

/// Whether the other side is there and has sent nothing.
pub fn is_open_and_quiet(socket: &UnixStream) -> bool {
    let mut byte = 0_u8;
    let flags = libc::MSG_PEEK | libc::MSG_DONTWAIT;
    // SAFETY: the kernel writes at most one byte, to a local.
    let got = unsafe { libc::recv(socket.as_raw_fd(), (&raw mut byte).cast(), 1, flags) };
    got < 0 && io::Error::last_os_error().kind() == io::ErrorKind::WouldBlock
}

/// From now on reading from or writing to `fd` never waits, also for whoever inherits it.
pub fn never_wait(fd: impl AsFd) -> io::Result<()> {
    let fd = fd.as_fd().as_raw_fd();
    // SAFETY: the descriptor is open for the length of the call, F_GETFL takes nothing.
    let flags = checked(unsafe { libc::fcntl(fd, libc::F_GETFL) })?;
    // SAFETY: the descriptor is open for the length of the call, F_SETFL takes an integer.
    checked(unsafe { libc::fcntl(fd, libc::F_SETFL, flags | libc::O_NONBLOCK) }).map(drop)
}

fn message_of(part: &mut libc::iovec, attachment: Option<&mut Attachment>) -> libc::msghdr {
    // SAFETY: zeros are a valid `msghdr`: no name, no parts, no control, no flags.
    let mut message: libc::msghdr = unsafe { std::mem::zeroed() };
    message.msg_iov = part;
    message.msg_iovlen = 1;
    if let Some(attachment) = attachment {
        message.msg_control = std::ptr::from_mut(attachment).cast();
        message.msg_controllen = size_of::<Attachment>() as _;
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Mapping, sealed_memory};

    #[test]
    fn the_attachment_is_laid_out_as_the_c_library_would() {
        let one = size_of::<RawFd>() as libc::c_uint;
        // SAFETY: arithmetic over a constant.
        assert_eq!(ATTACHED_BYTES, unsafe { libc::CMSG_LEN(one) } as usize);
        // SAFETY: arithmetic over a constant.
        assert_eq!(size_of::<Attachment>(), unsafe { libc::CMSG_SPACE(one) } as usize);
    }

    #[test]
    fn bytes_and_memory_arrive_together() {
        let (here, there) = UnixStream::pair().unwrap();
        let memory = sealed_memory(&[b"contents"]).unwrap();
        send_with_memory(&here, b"header", Some(memory.as_fd())).unwrap();
        send_with_memory(&here, b"second", None).unwrap();
        drop((here, memory));
        let mut bytes = [0; 6];
        let (open, memory) = receive_with_memory(&there, &mut bytes).unwrap();
        assert!(open);
        assert_eq!(&bytes, b"header");
        assert_eq!(&*Mapping::of(memory.unwrap(), 8).unwrap(), b"contents");
        assert!(matches!(receive_with_memory(&there, &mut bytes), Ok((true, None))));
        assert_eq!(&bytes, b"second");
        assert!(matches!(receive_with_memory(&there, &mut bytes), Ok((false, None))));
    }

    #[test]
    fn a_closed_other_side_is_an_error_and_no_signal() {
        let (here, there) = UnixStream::pair().unwrap();
        drop(there);
        let error = send_with_memory(&here, b"header", None).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn quiet_is_open_with_nothing_to_read() {
        let (here, there) = UnixStream::pair().unwrap();
        assert!(is_open_and_quiet(&here));
        send_with_memory(&there, b"x", None).unwrap();
        assert!(!is_open_and_quiet(&here));
        let (here, there) = UnixStream::pair().unwrap();
        drop(there);
        assert!(!is_open_and_quiet(&here));
    }

    #[test]
    fn a_full_pipe_does_not_wait() {
        let (_reader, writer) = io::pipe().unwrap();
        never_wait(&writer).unwrap();
        let error = (0..100).find_map(|_| io::Write::write_all(&mut &writer, &[0; 4096]).err()).unwrap();
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
    }

    #[test]
    fn half_a_message_is_an_error() {
        let (here, there) = UnixStream::pair().unwrap();
        send_with_memory(&here, b"abc", None).unwrap();
        drop(here);
        assert!(receive_with_memory(&there, &mut [0; 6]).is_err());
    }
}
