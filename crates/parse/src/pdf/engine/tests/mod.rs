//! PDFs made here, and what becomes of them.

mod belied;
mod gaps;
mod hostile;
mod inside;
pub mod make;
mod showing;

use super::{Fault, Opened, open};
use crate::limits::Limits;
use crate::pdf::document::Document;
use crate::pdf::page::{Page, Word};

fn opened(bytes: &[u8]) -> Opened {
    open(bytes, &Limits::default()).unwrap()
}

fn refused(bytes: &[u8]) -> Fault {
    open(bytes, &Limits::default()).err().unwrap()
}

fn first_page(bytes: &[u8]) -> Page {
    opened(bytes).page(1).unwrap()
}

fn texts(words: &[Word]) -> Vec<&str> {
    words.iter().map(|word| word.text.as_str()).collect()
}

/// The words of one page that draws this.
fn shown(content: &str) -> Vec<String> {
    let page = first_page(&make::one_page(content));
    page.words.into_iter().map(|word| word.text).collect()
}
