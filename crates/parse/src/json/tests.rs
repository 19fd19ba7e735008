//! The reader against the grammar, against another reader, and against bytes of every kind.

use super::*;
use crate::limits::Limits;
use proptest::prelude::*;
use trade::{Code, Digest};

fn code_of(text: &str) -> Option<Code> {
    parse(text, &Limits::default()).err().map(|fault| fault.error.code())
}

/// The same tree in the other reader's types; numbers by their token.
fn as_serde(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(token) => serde_json::from_str(token).unwrap(),
        Value::String(text) => text.as_ref().into(),
        Value::Array(nodes) => nodes.iter().map(as_serde).collect(),
        Value::Object(members) => {
            members.iter().map(|member| (member.key.to_string(), as_serde(&member.node))).collect()
        }
    }
}

#[test]
fn values_are_read_with_their_tokens_and_their_places() {
    let text = " {\"a\": [1, -2.50e+3, null, true], \"ä\\u0041\\n\": \"\\ud83d\\ude00/\\/\"} ";
    let root = parse(text, &Limits::default()).unwrap();
    let list = root.get("a").unwrap();
    assert_eq!(list.raw(text), "[1, -2.50e+3, null, true]");
    let Value::Array(nodes) = &list.value else { panic!("a list") };
    assert_eq!(nodes[1].value, Value::Number("-2.50e+3"));
    assert_eq!(root.get("äA\n").unwrap().as_str(), Some("😀//"));
    assert_eq!(root.raw(text), text.trim());
}

#[test]
fn each_fault_has_its_code() {
    for (text, code) in [
        ("", Code::JsonMalformed),
        ("{", Code::JsonMalformed),
        ("{\"a\":1", Code::JsonMalformed),
        ("[1,]", Code::JsonMalformed),
        ("{\"a\":1,}", Code::JsonMalformed),
        ("{'a':1}", Code::JsonMalformed),
        ("{a:1}", Code::JsonMalformed),
        ("[01]", Code::JsonMalformed),
        ("[+1]", Code::JsonMalformed),
        ("[1.]", Code::JsonMalformed),
        ("[.5]", Code::JsonMalformed),
        ("[٣]", Code::JsonMalformed),
        ("[0x10]", Code::JsonMalformed),
        ("[nul]", Code::JsonMalformed),
        ("{\"a\":1} x", Code::JsonMalformed),
        ("{}{}", Code::JsonMalformed),
        ("[1] // remark", Code::JsonMalformed),
        ("[\"a\nb\"]", Code::JsonMalformed),
        ("[\"\\x41\"]", Code::JsonMalformed),
        ("[\"\\u00g0\"]", Code::JsonMalformed),
        ("[\"a\0b\"]", Code::JsonMalformed),
        ("[\"a\\u0000b\"]", Code::JsonMalformed),
        ("[\"\\ud800\"]", Code::EncodingInvalid),
        ("[\"\\udc00\\ud800\"]", Code::EncodingInvalid),
        ("[\"\\ud800\\u0041\"]", Code::EncodingInvalid),
        ("[NaN]", Code::JsonNumber),
        ("[Infinity]", Code::JsonNumber),
        ("[-Infinity]", Code::JsonNumber),
        ("[1e400]", Code::JsonNumber),
        ("[-1e400]", Code::JsonNumber),
        ("{\"a\":1,\"b\":2,\"a\":3}", Code::JsonDuplicateKey),
        ("{\"a\":1,\"\\u0061\":3}", Code::JsonDuplicateKey),
        ("{\"x\":{\"a\":1,\"a\":1}}", Code::JsonDuplicateKey),
    ] {
        assert_eq!(code_of(text), Some(code), "{text:?}");
    }
}

#[test]
fn a_fault_says_its_line_its_column_and_its_byte() {
    let text = "{\"a\": 1,\n  \"ü\": 2,\n  \"a\": 3}";
    let fault = parse(text, &Limits::default()).unwrap_err();
    let position = Position::of(text.as_bytes(), fault.byte);
    assert_eq!((position.line, position.column, position.byte), (3, 3, 22));
    assert_eq!(text.get(fault.byte..), Some("\"a\": 3}"));
    assert_eq!(
        super::text(b"[\"a\xFF\"]").unwrap_err(),
        Fault::at(3, Error::Encoding("a byte that is none of it"))
    );
}

#[test]
fn keys_that_stand_twice_are_found_in_large_objects_too() {
    for (size, repeated) in [(15, 3), (16, 15), (17, 0), (5_000, 4_321)] {
        let mut text: String = (0..size).map(|key| format!("\"k{key}\":0,")).collect();
        text.insert(0, '{');
        let at = text.len();
        text.push_str(&format!("\"k{repeated}\":1,\"last\":2}}"));
        assert_eq!(parse(&text, &Limits::default()).unwrap_err(), Fault::at(at, Error::DuplicateKey));
    }
}

#[test]
fn depth_and_number_of_values_are_limited() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(64), &Limits::default()).is_ok());
    assert_eq!(parse(&nested(65), &Limits::default()).unwrap_err(), Fault::at(64, Error::TooDeep(64)));
    assert_eq!(code_of(&nested(100_000)), Some(Code::LimitExceeded));
    assert_eq!(code_of(&"{\"a\":".repeat(100_000)), Some(Code::LimitExceeded));
    let five = Limits { json_values: 5, ..Limits::default() };
    assert!(parse("[1,2,3,4]", &five).is_ok());
    assert_eq!(parse("[1,2,3,4,5]", &five).unwrap_err(), Fault::at(9, Error::TooLarge(5)));
}

#[test]
fn the_deepest_that_may_be_configured_fits_a_small_stack() {
    let limits = Limits { json_depth: usize::MAX, ..Limits::default() };
    let run = move || {
        let nested = "{\"a\":[".repeat(200_000);
        parse(&nested, &limits).unwrap_err().error
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(run).unwrap();
    assert_eq!(thread.join().unwrap(), Error::TooDeep(Limits::JSON_DEPTH_CEILING));
}

#[test]
fn the_grammar_alone_is_checked_at_any_depth() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(first_value_end(&deep), Ok(200_000));
    let mixed = "{\"a\":[".repeat(70) + "1" + &"]}".repeat(70);
    assert_eq!(first_value_end(&mixed), Ok(mixed.len()));
    assert!(first_value_end(&mixed.replacen("]}", "}]", 1)).is_err());
    assert!(first_value_end("[NaN, -Infinity, -5]").is_ok());
    assert_eq!(first_value_end(" {} rest"), Ok(3));
}

#[test]
fn the_members_of_the_outermost_object_are_walked_without_a_tree() {
    let text = "\u{FEFF} {\"a\": {\"b\": [1]}, \"c\\u0064\": \"x\" , \"e\": 1e400 } ";
    let mut walk = Walk::new(text).unwrap().unwrap();
    let mut seen = Vec::new();
    while let Some((key, at)) = walk.next_key().unwrap() {
        let place = walk.skip().unwrap();
        seen.push((key.into_owned(), text[at..].chars().next().unwrap(), text[place].to_owned()));
    }
    let wanted = [("a", "{\"b\": [1]}"), ("cd", "\"x\""), ("e", "1e400")];
    assert_eq!(seen, wanted.map(|(key, value)| (key.to_owned(), '"', value.to_owned())));
    assert!(Walk::new("[1]").unwrap().is_none());
    assert!(Walk::new("[1").is_err());
    let mut broken = Walk::new("{} x").unwrap().unwrap();
    assert!(broken.next_key().is_err());
    let mut comma = Walk::new("{,\"a\":1}").unwrap().unwrap();
    assert!(comma.next_key().is_err());
    let mut trailing = Walk::new("{\"a\":1,}").unwrap().unwrap();
    trailing.next_key().unwrap();
    trailing.skip().unwrap();
    assert!(trailing.next_key().is_err());
}

#[test]
fn wide_unicode_forms_are_read() {
    let wanted = "{\"ä😀\":1}";
    let utf16: Vec<u16> = wanted.encode_utf16().collect();
    let forms = [
        (Encoding::Utf16Le, utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>()),
        (Encoding::Utf16Be, utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect()),
        (Encoding::Utf32Le, wanted.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect()),
        (Encoding::Utf32Be, wanted.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect()),
    ];
    for (encoding, bytes) in forms {
        let (decoded, told) = super::text(&bytes).unwrap();
        assert_eq!((decoded.as_ref(), told), (wanted, encoding));
        assert!(super::text(&bytes[..bytes.len() - 1]).is_err(), "{encoding:?}");
    }
    assert!(super::text(b"\xFF\xFE{\0\x00\xD8").is_err());
}

#[test]
fn the_compact_form_keeps_order_and_tokens_and_drops_spaces_and_needless_escapes() {
    let compacted = |text: &str| {
        let mut out = Vec::new();
        let changed = compact(text, |piece| out.extend_from_slice(piece));
        (String::from_utf8(out).unwrap(), changed)
    };
    let loose = "{ \"b\" : [ 1.50 , 1E2 ],\r\n\t\"a\": \"\\u00e4 \\/ \\u0022 \\u001F \\u000a \\ud83d\\ude00 \\\\ \\u007f\" }";
    let tight = "{\"b\":[1.50,1E2],\"a\":\"ä / \\\" \\u001f \\n 😀 \\\\ \u{7f}\"}";
    assert_eq!(compacted(loose), (tight.to_owned(), true));
    assert_eq!(compacted(tight), (tight.to_owned(), false));
    assert_eq!(compact_digest(loose), Some(Digest::of(tight.as_bytes())));
    assert_eq!(compact_digest(tight), None);
}

/// JSON values of every kind, with hard strings and keys, and unique keys in each object.
fn values() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_filter_map("finite", |number| serde_json::Number::from_f64(number).map(Into::into)),
        "[^\\x00]{0,40}".prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
            prop::collection::btree_map("[^\\x00]{0,12}", inner, 0..24)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

/// What the other reader says, where both claim the same: it takes NUL characters and keys that stand twice.
fn agrees(text: &str) -> Result<(), TestCaseError> {
    let ours = parse(text, &Limits::default());
    let theirs = serde_json::from_str::<serde_json::Value>(text);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => prop_assert_eq!(&as_serde(ours), theirs),
        (Err(_), Err(_)) => {}
        (Err(fault), Ok(_)) => {
            let stricter = matches!(fault.error, Error::DuplicateKey)
                || fault.error == Error::Malformed("the NUL character inside a string");
            prop_assert!(stricter, "{:?}", fault);
        }
        (Ok(_), Err(error)) => {
            let mark = text.starts_with('\u{FEFF}');
            prop_assert!(mark, "{} in {:?}", error, text);
        }
    }
    // What is a value is also grammar, and the walk sees its end.
    if ours.is_ok() {
        prop_assert_eq!(first_value_end(text).map(|end| text[end..].trim().len()), Ok(0));
    }
    Ok(())
}

proptest! {
    #[test]
    fn agrees_with_another_reader_on_valid_texts(value in values(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let ours = parse(&text, &Limits::default());
        prop_assert_eq!(ours.as_ref().map(as_serde).map_err(|fault| *fault), Ok(serde_json::from_str(&text).unwrap()));
        agrees(&text)?;
        // The other writer's compact text is the compact form.
        let mut out = Vec::new();
        compact(&text, |piece| out.extend_from_slice(piece));
        prop_assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&value).unwrap());
    }

    #[test]
    fn agrees_with_another_reader_on_mutated_texts(
        value in values(),
        at in any::<prop::sample::Index>(),
        with in prop::sample::select(vec!["", "\"", "\\", "{", "}", "[", "]", ",", ":", "-", ".", "e", "0", "1e999", "\u{0}", "\u{1f}", "ä", "\\u", "\\ud800", "null", " "]),
        cut in 0_usize..3,
    ) {
        let mut bytes = serde_json::to_vec(&value).unwrap();
        let start = at.index(bytes.len());
        let end = (start + cut).min(bytes.len());
        bytes.splice(start..end, with.bytes());
        if let Ok(text) = std::str::from_utf8(&bytes) {
            agrees(text)?;
        }
    }

    #[test]
    fn agrees_with_another_reader_on_texts_of_json_characters(text in "[\\[\\]{}:,\"\\\\ \\-+.0-9eEtrufalsn]{0,24}") {
        agrees(&text)?;
    }

    #[test]
    fn decimals_are_those_of_another_library(token in "-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,12})?") {
        prop_assert_eq!(decimal(&token), token.parse().ok());
    }
}
