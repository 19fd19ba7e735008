//! How hayro's streams are packed, in our own terms, and what those of an encrypted file unpack to.

use super::unpack::{Packing, bound, is_complete, unpacked_bytes};
use crate::fault::{Fault, exceeded};
use crate::limits::Limits;
use hayro::hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{Filter, Pdf};
use memchr::memmem;

/// Levels of forms within forms whose pictures are looked at, and how many forms.
const FORM_DEPTH: usize = 8;
const FORMS_MAX: usize = 1_000;
/// Levels of the tree of pages that are gone up.
const PARENTS_MAX: usize = 100;

/// The filters of a stream, in the order in which they are taken off.
pub fn packings(stream: &Stream<'_>) -> Vec<Packing> {
    stream
        .filters()
        .iter()
        .filter(|filter| **filter != Filter::Crypt)
        .map(|filter| packing(*filter))
        .collect()
}

fn packing(filter: Filter) -> Packing {
    match filter {
        Filter::FlateDecode => Packing::Flate,
        Filter::LzwDecode => Packing::Lzw,
        Filter::RunLengthDecode => Packing::RunLength,
        Filter::AsciiHexDecode => Packing::Hex,
        Filter::Ascii85Decode => Packing::Ascii85,
        Filter::CcittFaxDecode
        | Filter::Jbig2Decode
        | Filter::DctDecode
        | Filter::JpxDecode
        | Filter::Crypt => Packing::Closed,
    }
}

/// How the content of a page ends, and that of the forms it may draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All of it is there.
    Whole,
    /// Something breaks off or is not there.
    Broken,
    /// A form draws itself, or another one that draws it.
    Endless,
}

/// How the content of a page ends.
pub fn ending(page: &Page<'_>) -> Ending {
    let own = match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => is_whole(&stream),
        Some(Object::Array(parts)) => parts.iter::<Object<'_>>().all(|part| match part {
            Object::Stream(stream) => is_whole(&stream),
            _ => false,
        }),
        _ => !page.raw().contains_key("Contents"),
    };
    let mut forms = Forms { left: FORMS_MAX, path: Vec::new() };
    match forms.ending(&page.resources().x_objects, None) {
        Ending::Whole if !own => Ending::Broken,
        ending => ending,
    }
}

/// Forms on the way from a page to a form within forms.
struct Forms {
    left: usize,
    path: Vec<ObjectIdentifier>,
}

impl Forms {
    /// Of the forms that a page may draw, or that a form may, which is `within`.
    fn ending(&mut self, objects: &Dict<'_>, within: Option<&Stream<'_>>) -> Ending {
        let mut worst = Ending::Whole;
        for name in objects.keys() {
            let ending = match objects.get::<Stream<'_>>(&*name) {
                Some(stream) => self.of(&stream),
                None => self.missing(&name, objects, within),
            };
            match ending {
                Ending::Endless => return ending,
                Ending::Broken => worst = ending,
                Ending::Whole => {}
            }
        }
        worst
    }

    fn of(&mut self, stream: &Stream<'_>) -> Ending {
        let is_picture =
            stream.dict().get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Image");
        if is_picture || self.path.len() >= FORM_DEPTH || self.left == 0 {
            return Ending::Whole;
        }
        self.left -= 1;
        let own = stream.dict().get::<Dict<'_>>("Resources").and_then(|own| own.get::<Dict<'_>>("XObject"));
        self.path.push(stream.obj_id());
        let within = own.map_or(Ending::Whole, |own| self.ending(&own, Some(stream)));
        self.path.pop();
        if within == Ending::Whole && !is_whole(stream) { Ending::Broken } else { within }
    }

    /// hayro gives no form within itself. Its name may stand there, as long as it is not drawn.
    fn missing(&self, name: &Name<'_>, objects: &Dict<'_>, within: Option<&Stream<'_>>) -> Ending {
        let is_itself = objects.get_ref(&**name).is_some_and(|id| self.path.contains(&id.into()));
        if !is_itself {
            return Ending::Broken;
        }
        let content = within.and_then(|form| form.decoded_data().ok()).unwrap_or_default();
        let drawn = [b"/", &**name].concat();
        if memmem::find(&content, &drawn).is_some() { Ending::Endless } else { Ending::Whole }
    }
}

/// A stream unpacks to its end, and to what its checksum says.
pub fn is_whole(stream: &Stream<'_>) -> bool {
    match packings(stream).as_slice() {
        [Packing::Flate] => is_complete(&stream.raw_data()),
        _ => true,
    }
}

/// How many pages the root of the pages announces, if it does.
pub fn listed_pages(pdf: &Pdf) -> Option<i64> {
    let pages = pdf.pages();
    let mut node = pages.first()?.raw().get::<Dict<'_>>("Parent")?;
    for _ in 0..PARENTS_MAX {
        match node.get::<Dict<'_>>("Parent") {
            Some(parent) => node = parent,
            None => return node.get::<i64>("Count"),
        }
    }
    None
}

/// The pictures that a page may draw unpack to what may be; those with a codec of their own are not looked into.
pub fn pictures_fit(page: &Page<'_>, limits: &Limits) -> bool {
    let mut left = FORMS_MAX;
    fit(&page.resources().x_objects, limits, FORM_DEPTH, &mut left)
}

fn fit(objects: &Dict<'_>, limits: &Limits, depth: usize, left: &mut usize) -> bool {
    objects.keys().filter_map(|name| objects.get::<Stream<'_>>(&*name)).all(|stream| {
        let kind = stream.dict().get::<Name<'_>>("Subtype");
        match kind.as_ref().map(Name::as_str) {
            Some("Image") => {
                let max = limits.pdf_stream_bytes;
                let packings = packings(&stream);
                let raw = stream.raw_data();
                bound(raw.len(), &packings) <= max || unpacked_bytes(&raw, &packings, max).is_ok()
            }
            Some("Form") if depth > 0 && *left > 0 => {
                *left -= 1;
                let own =
                    stream.dict().get::<Dict<'_>>("Resources").and_then(|own| own.get::<Dict<'_>>("XObject"));
                own.is_none_or(|own| fit(&own, limits, depth - 1, left))
            }
            _ => true,
        }
    })
}

/// The streams of a file that had to be opened before they could be looked into.
///
/// # Errors
/// One unpacks to more than may be, or all of them do.
pub fn check_decrypted(pdf: &Pdf, limits: &Limits) -> Result<(), Fault> {
    let mut sum = 0_u64;
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict().get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Image") {
            continue;
        }
        let place = || format!("object {}", stream.obj_id().obj_number);
        let max = limits.pdf_stream_bytes;
        let bytes = unpacked_bytes(&stream.raw_data(), &packings(&stream), max).map_err(|_| {
            exceeded(place(), "a stream unpacks to more than is read", "pdf_stream_bytes", max)
        })?;
        sum = sum.saturating_add(bytes);
        if sum > limits.pdf_unpacked_bytes {
            let (why, max) = ("its streams unpack to more than is read", limits.pdf_unpacked_bytes);
            return Err(exceeded(place(), why, "pdf_unpacked_bytes", max));
        }
    }
    Ok(())
}
