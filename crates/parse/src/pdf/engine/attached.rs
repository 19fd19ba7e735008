//! Files inside a PDF: by the tree of names, then as associated files of the document and of its pages.
//!
//! Each embedded file is given once. One that is broken, or unpacks to more than may be, is left out.

use super::streams::packings;
use super::unpack::unpacked_bytes;
use crate::limits::Limits;
use crate::pdf::document::Attachment;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as Bytes};
use std::collections::HashSet;

/// What is found so far.
struct Search<'l> {
    limits: &'l Limits,
    found: Vec<Attachment>,
    unpacked: u64,
    files: HashSet<ObjectIdentifier>,
    nodes: HashSet<ObjectIdentifier>,
}

/// The files inside it, in the order of its name tree, then of its associated files.
pub fn attachments(pdf: &Pdf, limits: &Limits) -> Vec<Attachment> {
    let mut search =
        Search { limits, found: Vec::new(), unpacked: 0, files: HashSet::new(), nodes: HashSet::new() };
    if let Some(root) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) {
        let names = root.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles"));
        if let Some(tree) = names {
            search.tree(&tree, limits.pdf_depth);
        }
        search.associated(&root);
    }
    for page in pdf.pages().iter() {
        search.associated(page.raw());
        search.annotations(page.raw());
    }
    search.found
}

impl Search<'_> {
    /// A node of the tree of names: pairs of a name and a file, or further nodes.
    fn tree(&mut self, node: &Dict<'_>, depth: usize) {
        if self.is_full() || node.obj_id().is_some_and(|id| !self.nodes.insert(id)) {
            return;
        }
        if let Some(pairs) = node.get::<Array<'_>>("Names") {
            for file in pairs.iter::<Object<'_>>().skip(1).step_by(2).filter_map(Object::into_dict) {
                self.file(&file);
            }
        }
        if let (Some(kids), 1..) = (node.get::<Array<'_>>("Kids"), depth) {
            for kid in kids.iter::<Dict<'_>>().take(self.limits.pdf_objects) {
                self.tree(&kid, depth - 1);
            }
        }
    }

    /// `AF` of the document or of a page: an array of files, or one.
    fn associated(&mut self, owner: &Dict<'_>) {
        if let Some(files) = owner.get::<Array<'_>>("AF") {
            for file in files.iter::<Dict<'_>>() {
                self.file(&file);
            }
        } else if let Some(file) = owner.get::<Dict<'_>>("AF") {
            self.file(&file);
        }
    }

    /// Files pinned to a place on a page.
    fn annotations(&mut self, page: &Dict<'_>) {
        for note in page.get::<Array<'_>>("Annots").iter().flat_map(|all| all.iter::<Dict<'_>>()) {
            if note.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "FileAttachment")
                && let Some(file) = note.get::<Dict<'_>>("FS")
            {
                self.file(&file);
            }
        }
    }

    /// One file specification.
    fn file(&mut self, file: &Dict<'_>) {
        let Some(embedded) = file.get::<Dict<'_>>("EF") else { return };
        let Some(stream) = ["UF", "F"].iter().find_map(|key| embedded.get::<Stream<'_>>(key)) else { return };
        if self.is_full() || !self.files.insert(stream.obj_id()) {
            return;
        }
        let left = self.limits.pdf_unpacked_bytes.saturating_sub(self.unpacked);
        let most = self.limits.pdf_stream_bytes.min(left);
        if unpacked_bytes(&stream.raw_data(), &packings(&stream), most).is_err() {
            return;
        }
        let Ok(bytes) = stream.decoded_data() else { return };
        if bytes.len() as u64 > most {
            return;
        }
        self.unpacked += bytes.len() as u64;
        let name = ["UF", "F"].iter().find_map(|key| file.get::<Bytes<'_>>(key));
        self.found.push(Attachment {
            name: name.map(|name| text(name.as_bytes())).unwrap_or_default(),
            relationship: file.get::<Name<'_>>("AFRelationship").map(|name| name.as_str().to_owned()),
            bytes: bytes.into_owned(),
        });
    }

    fn is_full(&self) -> bool {
        self.found.len() >= self.limits.archive_entries
    }
}

/// A text string of PDF: UTF-16 or UTF-8 by their mark, else Latin.
fn text(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(join));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn names_are_read_in_each_of_their_encodings() {
        assert_eq!(text(b"factur-x.xml"), "factur-x.xml");
        assert_eq!(text(b"\xFE\xFF\0f\0\xE4"), "fä");
        assert_eq!(text(b"\xFF\xFEf\0\xE4\0"), "fä");
        assert_eq!(text(b"\xEF\xBB\xBFf\xC3\xA4"), "fä");
        assert_eq!(text(b"f\xE4"), "fä");
    }
}
