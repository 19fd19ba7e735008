//! Makes PDFs, sound ones and others, for tests.

use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

/// A PDF in the making: bodies of objects, numbered from 1. Object 1 is the catalogue, 2 the root of its pages.
pub struct Maker {
    bodies: Vec<Vec<u8>>,
    /// Added to the trailer.
    pub trailer: String,
}

/// A page of 200 by 100 points that draws `content` with Helvetica as F1 and its bold as F2.
pub fn one_page(content: &str) -> Vec<u8> {
    Maker::new("").page("", content).finish()
}

impl Maker {
    /// With these entries in the catalogue.
    pub fn new(catalogue: &str) -> Maker {
        let maker = Maker { bodies: Vec::new(), trailer: String::new() };
        maker
            .object(format!("<</Type/Catalog/Pages 2 0 R{catalogue}>>"))
            .object("")
            .object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
            .object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>")
    }

    /// The number of the next object.
    pub fn next(&self) -> usize {
        self.bodies.len() + 1
    }

    /// One more object.
    pub fn object(mut self, body: impl Into<Vec<u8>>) -> Maker {
        self.bodies.push(body.into());
        self
    }

    /// One more stream, as it is.
    pub fn stream(self, entries: &str, bytes: &[u8]) -> Maker {
        let mut body = format!("<<{entries}/Length {}>>\nstream\n", bytes.len()).into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\nendstream");
        self.object(body)
    }

    /// One more page, with these entries of its own.
    pub fn page(self, entries: &str, content: &str) -> Maker {
        let contents = self.next();
        self.stream("", content.as_bytes())
            .object(format!("<</Type/Page/Parent 2 0 R/Contents {contents} 0 R{entries}>>"))
    }

    /// Its bytes, with a table of references; each page's object is a kid of the root.
    pub fn finish(mut self) -> Vec<u8> {
        let is_page = |body: &Vec<u8>| body.starts_with(b"<</Type/Page/");
        let pages = self.bodies.iter().enumerate().filter(|(_, body)| is_page(body));
        let kids: Vec<String> = pages.map(|(place, _)| format!("{} 0 R", place + 1)).collect();
        if self.bodies[1].is_empty() {
            self.bodies[1] = format!(
                "<</Type/Pages/Kids[{}]/Count {}/MediaBox[0 0 200 100]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>",
                kids.join(" "),
                kids.len()
            )
            .into_bytes();
        }
        let mut bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.next());
        for (place, body) in self.bodies.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
            bytes.extend_from_slice(format!("{} 0 obj\n", place + 1).as_bytes());
            bytes.extend_from_slice(body);
            bytes.extend_from_slice(b"\nendobj\n");
        }
        let start = bytes.len();
        let (size, more) = (self.next(), &self.trailer);
        bytes.extend_from_slice(table.as_bytes());
        bytes.extend_from_slice(
            format!("trailer\n<</Size {size}/Root 1 0 R{more}>>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
        );
        bytes
    }
}

/// The file saved once more, with these objects in the place of those of the same number.
pub fn saved_again(bytes: &[u8], objects: &[(usize, &str)]) -> Vec<u8> {
    let mark = bytes.windows(9).rposition(|part| part == b"startxref").unwrap();
    let number = |bytes: &[u8]| {
        let digits: String = bytes
            .iter()
            .skip_while(|byte| !byte.is_ascii_digit())
            .take_while(|byte| byte.is_ascii_digit())
            .map(|byte| char::from(*byte))
            .collect();
        digits.parse::<usize>().unwrap()
    };
    let size = bytes.windows(5).rposition(|part| part == b"/Size").unwrap();
    let (before, size) = (number(&bytes[mark..]), number(&bytes[size..]));
    let size = objects.iter().map(|(number, _)| number + 1).max().unwrap_or(0).max(size);
    let (mut bytes, mut table) = (bytes.to_vec(), "xref\n".to_owned());
    for (number, body) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", bytes.len()));
        bytes.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let start = bytes.len();
    table.push_str(&format!(
        "trailer\n<</Size {size}/Root 1 0 R/Prev {before}>>\nstartxref\n{start}\n%%EOF\n"
    ));
    bytes.extend_from_slice(table.as_bytes());
    bytes
}

/// Packed with flate.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Locks a PDF with a password, as the oldest handler does: RC4 with 40 bits. Streams must be packed by no filter, and
/// strings stand in content alone.
pub fn locked(maker: Maker, password: &[u8]) -> Vec<u8> {
    let padded: Vec<u8> = password.iter().chain(&PADDING).copied().take(32).collect();
    let owner = rc4(&md5(&padded)[..5], &padded);
    let mut seed = [&padded[..], &owner, &[0xFC, 0xFF, 0xFF, 0xFF]].concat();
    seed.extend_from_slice(b"0123456789abcdef");
    let key = md5(&seed)[..5].to_vec();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let mut maker = maker;
    for (place, body) in maker.bodies.iter_mut().enumerate() {
        let Some(start) = find(body, b"stream\n") else { continue };
        let (start, end) = (start + 7, body.len() - b"\nendstream".len());
        let own = [&key[..], &((place + 1) as u32).to_le_bytes()[..3], &[0, 0]].concat();
        let packed = rc4(&md5(&own)[..10], &body[start..end]);
        body[start..end].copy_from_slice(&packed);
    }
    let number = maker.next();
    maker.trailer = format!("/Encrypt {number} 0 R/ID[<{0}><{0}>]", hex(b"0123456789abcdef"));
    let user = rc4(&key, &PADDING);
    maker.object(format!("<</Filter/Standard/V 1/R 2/P -4/O<{}>/U<{}>>>", hex(&owner), hex(&user))).finish()
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|part| part == needle)
}

/// Of the standard, for passwords shorter than 32 bytes.
const PADDING: [u8; 32] = *b"\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A";

fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|i| i as u8);
    let mut j = 0_u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    let next = |byte: &u8| {
        i = i.wrapping_add(1);
        j = j.wrapping_add(state[usize::from(i)]);
        state.swap(usize::from(i), usize::from(j));
        byte ^ state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
    };
    bytes.iter().map(next).collect()
}

/// RFC 1321.
fn md5(bytes: &[u8]) -> [u8; 16] {
    let mut message = bytes.to_vec();
    message.push(0x80);
    message.resize((bytes.len() + 9).div_ceil(64) * 64 - 8, 0);
    message.extend_from_slice(&(bytes.len() as u64 * 8).to_le_bytes());
    let shifts = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut state = [0x6745_2301_u32, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476];
    for block in message.chunks_exact(64) {
        let words: Vec<u32> =
            block.chunks_exact(4).map(|word| u32::from_le_bytes(word.try_into().unwrap())).collect();
        let [mut a, mut b, mut c, mut d] = state;
        for i in 0..64 {
            let (mixed, word) = match i / 16 {
                0 => (b & c | !b & d, i),
                1 => (d & b | !d & c, (5 * i + 1) % 16),
                2 => (b ^ c ^ d, (3 * i + 5) % 16),
                _ => (c ^ (b | !d), 7 * i % 16),
            };
            let sine = (f64::from(i as u32 + 1).sin().abs() * 4_294_967_296.0) as u32;
            let turned = a
                .wrapping_add(mixed)
                .wrapping_add(sine)
                .wrapping_add(words[word])
                .rotate_left(shifts[i / 16][i % 4]);
            (a, b, c, d) = (d, b.wrapping_add(turned), b, c);
        }
        for (sum, part) in state.iter_mut().zip([a, b, c, d]) {
            *sum = sum.wrapping_add(part);
        }
    }
    let mut digest = [0; 16];
    digest.chunks_exact_mut(4).zip(state).for_each(|(four, word)| four.copy_from_slice(&word.to_le_bytes()));
    digest
}

#[test]
fn the_tests_hash_is_that_of_the_rfc() {
    assert_eq!(md5(b"abc")[..4], [0x90, 0x01, 0x50, 0x98]);
    assert_eq!(rc4(b"Key", b"Plaintext")[..4], [0xBB, 0xF3, 0x16, 0xE8]);
}
