//! What was asked a moment ago: heads and labels are asked for the same texts three to five times while a page is
//! understood, and the papers of one sender have the same words.
//!
//! A question has one answer whoever asks it and whenever, so an answer is kept as long as its room is not wanted. The
//! room is of a fixed size: what comes to a place that is taken replaces what was there.

use super::phrase::Phrase;
use crate::lexicon::Section;
use std::cell::RefCell;
use std::hash::{BuildHasher, BuildHasherDefault};

/// Places, a power of two: a document asks for some hundreds of texts.
const PLACES: usize = 1024;

/// Longer texts are no heads and no labels, and soon told to be none: they are not kept.
const KEPT_BYTES_MAX: usize = 96;

/// What is asked of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// What it means in a section.
    Phrase(Section),
    /// What it names as a label on a page.
    Label,
    /// What it names as the head of a column on a page.
    Head,
    /// What it names as a list of several heads.
    List,
    /// Which sum it names.
    Sum,
}

/// A question, and the answer to it.
struct Answered {
    question: Question,
    text: Box<str>,
    phrase: Option<Phrase>,
}

thread_local! {
    static MEMORY: RefCell<Vec<Option<Answered>>> = const { RefCell::new(Vec::new()) };
}

/// The answer kept, or else the one that `answer` gives. It may ask in turn.
pub fn remembered(question: Question, text: &str, answer: impl FnOnce() -> Option<Phrase>) -> Option<Phrase> {
    if text.len() > KEPT_BYTES_MAX {
        return answer();
    }
    let place = place_of(question, text);
    let kept = MEMORY.with_borrow(|memory| {
        let known = memory.get(place)?.as_ref()?;
        (known.question == question && *known.text == *text).then(|| known.phrase.clone())
    });
    kept.unwrap_or_else(|| {
        let phrase = answer();
        keep(place, Answered { question, text: text.into(), phrase: phrase.clone() });
        phrase
    })
}

fn keep(place: usize, answered: Answered) {
    MEMORY.with_borrow_mut(|memory| {
        if memory.is_empty() {
            memory.resize_with(PLACES, || None);
        }
        if let Some(room) = memory.get_mut(place) {
            *room = Some(answered);
        }
    });
}

/// A quick hash will do: who makes texts meet in one place only makes them forgotten.
fn place_of(question: Question, text: &str) -> usize {
    let quick = BuildHasherDefault::<rustc_hash::FxHasher>::default();
    (quick.hash_one((question, text)) >> 32) as usize % PLACES
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn named(name: &'static str) -> Option<Phrase> {
        Some(Phrase { name: name.into(), currency: None, unit: None })
    }

    #[test]
    fn a_question_is_answered_once_and_each_has_its_own() {
        let asked = Cell::new(0);
        let ask = |question, name| {
            remembered(question, "asked once", || {
                asked.set(asked.get() + 1);
                named(name)
            })
        };
        for _ in 0..3 {
            assert_eq!(ask(Question::Phrase(Section::Label), "label"), named("label"));
            assert_eq!(ask(Question::Phrase(Section::Column), "column"), named("column"));
            assert_eq!(ask(Question::Head, "head"), named("head"));
        }
        assert_eq!(asked.get(), 3);
    }

    #[test]
    fn what_is_replaced_is_answered_anew_and_never_by_another() {
        let texts: Vec<String> = (0..4 * PLACES).map(|n| format!("text {n}")).collect();
        for _ in 0..2 {
            for text in &texts {
                let phrase = || Some(Phrase { name: text.clone().into(), currency: None, unit: None });
                assert_eq!(remembered(Question::Sum, text, phrase), phrase(), "{text}");
            }
        }
        assert_eq!(MEMORY.with_borrow(Vec::len), PLACES);
        let long = "x".repeat(KEPT_BYTES_MAX + 1);
        assert_eq!(remembered(Question::Sum, &long, || named("one")), named("one"));
        assert_eq!(remembered(Question::Sum, &long, || named("two")), named("two"));
    }
}
