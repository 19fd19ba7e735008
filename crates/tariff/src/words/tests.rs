//! Descriptions that name goods, some that do not, and what they suggest.

use proptest::prelude::*;

use super::*;

fn first(description: &str) -> String {
    suggest(description, 1).first().map(|found| found.code.clone()).unwrap_or_default()
}

#[test]
fn goods_are_told_from_words_that_name_none() {
    for goods in [
        "Horses, live",
        "T-shirts, 100% cotton",
        "laptop 14in",
        "Smartphones, 5G, 128GB",
        "spare tyres (used)",
    ] {
        assert!(reaches_heading(goods), "{goods}");
    }
    for vague in
        ["", "various goods", "Parts and accessories", "samples, no commercial value", "AB-1203 / 5G", "gift"]
    {
        assert!(!reaches_heading(vague), "{vague}");
    }
}

#[test]
fn a_material_alone_reaches_too_many_headings() {
    assert!(reach("of steel").is_none_or(|headings| headings > 20));
    assert!(reach("steel").unwrap() > reach("steel, padlocks").unwrap());
}

#[test]
fn plain_descriptions_find_their_subheading() {
    assert_eq!(first("Portable automatic data processing machines, laptop 14in"), "847130");
    assert_eq!(first("smartphones"), "851713");
    assert_eq!(first("umbrellas, garden"), "660110");
    assert_eq!(&first("laptops")[..4], "8471");
    assert_eq!(&first("coffee, roasted, ground")[..4], "0901");
}

#[test]
fn what_a_text_excludes_does_not_count_for_it() {
    let found = suggest("horses, pure-bred breeding animals", 2);
    assert_eq!(found[0].code, "010121");
    assert!(found[0].score > found[1].score);
}

#[test]
fn suggestions_are_ranked_explained_and_repeatable() {
    let found = suggest("wooden furniture, dining table, oak", 5);
    assert_eq!(found, suggest("wooden furniture, dining table, oak", 5));
    assert_eq!(found.len(), 5);
    assert!(found.is_sorted_by(|a, b| a.score >= b.score));
    assert!(found.iter().all(|one| crate::hs::knows(&one.code) && !one.description.is_empty()));
    assert!(found[0].why.iter().any(|word| word == "furnitur"), "{:?}", found[0].why);
    assert!(suggest("", 5).is_empty() && suggest("12345", 5).is_empty());
}

#[test]
fn each_trade_word_means_words_of_the_hs() {
    let mut lost = Vec::new();
    let lines = include_str!("../../data/trade-words.tsv").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let (words, meaning) = line.split_once('\t').unwrap();
        if suggest(meaning, 1).is_empty() {
            lost.push(meaning);
        }
        for word in words.split(',') {
            let written = word.replace('-', "");
            if reach(&written).is_none() && reach(word).is_none() {
                lost.push(word);
            }
        }
    }
    assert!(lost.is_empty(), "these reach nothing: {lost:?}");
}

proptest! {
    #[test]
    fn any_text_is_taken(text in ".{0,200}") {
        let found = suggest(&text, 3);
        prop_assert!(found.len() <= 3);
        reach(&text);
    }
}
