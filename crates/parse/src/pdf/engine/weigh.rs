//! How many bytes of content have to be gone through to draw a page, before it is drawn.
//!
//! A form may draw other forms many times over, so that a few bytes stand for more than a lifetime of work. The bytes of a
//! form count each time it is drawn, down to the depth at which hayro stops.

use super::streams::packings;
use super::unpack::bound;
use hayro::hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::Page;
use memchr::memmem;
use std::collections::HashMap;
use std::rc::Rc;

/// Forms within forms that hayro draws.
const DEPTH_MAX: u32 = 50;

/// Forms that content draws, each with how often.
type Draws<'a> = Rc<Vec<(Form<'a>, u64)>>;

/// A form, and whose resources its content is read with: another form's, or those of the page.
#[derive(Clone)]
struct Form<'a> {
    stream: Stream<'a>,
    scope: Option<ObjectIdentifier>,
    forms: Dict<'a>,
}

struct Scales<'a> {
    /// Forms without forms in them are unpacked too, to know their length.
    is_exact: bool,
    contents: HashMap<Key, (u64, Draws<'a>)>,
    weights: HashMap<(Key, u32), u64>,
}

type Key = (ObjectIdentifier, Option<ObjectIdentifier>);

/// Bytes of content of a page, forms counted each time they are drawn; what is more than `max` may be estimated.
pub fn weight(page: &Page<'_>, max: u64) -> u64 {
    let rough = Scales::new(false).page(page);
    if rough > max { Scales::new(true).page(page) } else { rough }
}

impl<'a> Scales<'a> {
    fn new(is_exact: bool) -> Scales<'a> {
        Scales { is_exact, contents: HashMap::new(), weights: HashMap::new() }
    }

    fn page(&mut self, page: &Page<'a>) -> u64 {
        let content = page.page_stream().unwrap_or_default();
        let forms = &page.resources().x_objects;
        let draws = if forms.is_empty() { Vec::new() } else { drawn(content, forms, None) };
        let mut sum = (content.len() as u64).saturating_add(self.sum(&draws, 0));
        for note in page.raw().get::<Array<'_>>("Annots").iter().flat_map(|all| all.iter::<Dict<'_>>()) {
            let shown = note.get::<Dict<'_>>("AP").and_then(|looks| looks.get::<Stream<'_>>("N"));
            if let Some(stream) = shown {
                sum = sum.saturating_add(self.form(&Form::new(stream, None, forms), 0));
            }
        }
        sum
    }

    fn sum(&mut self, draws: &[(Form<'a>, u64)], depth: u32) -> u64 {
        draws.iter().fold(0, |sum: u64, (form, times)| {
            sum.saturating_add(self.form(form, depth).saturating_mul(*times))
        })
    }

    fn form(&mut self, form: &Form<'a>, depth: u32) -> u64 {
        if depth >= DEPTH_MAX {
            return 0;
        }
        let key = (form.stream.obj_id(), form.scope);
        if let Some(weight) = self.weights.get(&(key, depth)) {
            return *weight;
        }
        let (bytes, draws) = self.content(form, key);
        let weight = bytes.saturating_add(self.sum(&draws, depth + 1));
        self.weights.insert((key, depth), weight);
        weight
    }

    fn content(&mut self, form: &Form<'a>, key: Key) -> (u64, Draws<'a>) {
        if let Some(known) = self.contents.get(&key) {
            return known.clone();
        }
        let read = if form.forms.is_empty() && !self.is_exact {
            (bound(form.stream.raw_data().len(), &packings(&form.stream)), Rc::default())
        } else {
            let content = form.stream.decoded_data().unwrap_or_default();
            (content.len() as u64, Rc::new(drawn(&content, &form.forms, form.scope)))
        };
        self.contents.insert(key, read.clone());
        read
    }
}

impl<'a> Form<'a> {
    /// Its own resources go before those of what draws it.
    fn new(stream: Stream<'a>, scope: Option<ObjectIdentifier>, forms: &Dict<'a>) -> Form<'a> {
        match stream.dict().get::<Dict<'_>>("Resources") {
            Some(own) => {
                Form { scope: Some(stream.obj_id()), forms: own.get("XObject").unwrap_or_default(), stream }
            }
            None => Form { stream, scope, forms: forms.clone() },
        }
    }
}

/// The forms that content draws: wherever `Do` stands in it, even where that is part of a text.
fn drawn<'a>(content: &[u8], forms: &Dict<'a>, scope: Option<ObjectIdentifier>) -> Vec<(Form<'a>, u64)> {
    let mut times: HashMap<&[u8], u64> = HashMap::new();
    let mut unknown = 0_u64;
    for place in memmem::find_iter(content, b"Do") {
        let before = content.get(..place).unwrap_or_default();
        let after = content.get(place + 2);
        if after.is_some_and(|byte| byte.is_ascii_alphanumeric()) || !before.last().is_some_and(is_blank) {
            continue;
        }
        match operand(before) {
            Some(name) => *times.entry(name).or_default() += 1,
            None => unknown += 1,
        }
    }
    let mut draws = Vec::new();
    for name in forms.keys() {
        let times = times.get(&*name).copied().unwrap_or(0) + unknown;
        let stream = (times > 0).then(|| forms.get::<Stream<'_>>(&*name)).flatten();
        let is_form = |stream: &Stream<'_>| {
            stream.dict().get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Form")
        };
        if let Some(stream) = stream.filter(is_form) {
            draws.push((Form::new(stream, scope, forms), times));
        }
    }
    draws
}

/// The name right before an operator; none if something else stands there, or a name with escapes.
fn operand(before: &[u8]) -> Option<&[u8]> {
    let before = before.trim_ascii_end();
    let slash = before.iter().rposition(|byte| *byte == b'/' || is_blank(byte))?;
    let name = before.get(slash + 1..)?;
    (before.get(slash) == Some(&b'/') && !name.contains(&b'#')).then_some(name)
}

fn is_blank(byte: &u8) -> bool {
    byte.is_ascii_whitespace() || *byte == 0
}
