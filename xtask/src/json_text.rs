//! JSON written in the order it is said. `serde_json` sorts keys; senders do not, and a hash is over bytes.
//!
//! Promises: compact text, keys in order of insertion, text escaped as JSON requires and no further. Refuses to read.

/// An object as it grows: keys with the JSON text of their values.
#[derive(Clone, Default)]
pub struct Object(Vec<(&'static str, String)>);

impl Object {
    /// `{}`.
    pub fn new() -> Object {
        Object::default()
    }

    /// Sets or replaces a key by JSON text, keeping its place.
    pub fn set(&mut self, key: &'static str, json: impl Into<String>) -> &mut Object {
        let json = json.into();
        match self.0.iter_mut().find(|(name, _)| *name == key) {
            Some((_, value)) => *value = json,
            None => self.0.push((key, json)),
        }
        self
    }

    /// Sets a key to a text.
    pub fn text(&mut self, key: &'static str, value: &str) -> &mut Object {
        self.set(key, quoted(value))
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &str) -> &mut Object {
        self.0.retain(|(name, _)| *name != key);
        self
    }

    /// The JSON text of a key.
    pub fn get(&self, key: &str) -> &str {
        self.0.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value)
    }

    /// Compact.
    pub fn render(&self) -> String {
        let members: Vec<String> = self.0.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        format!("{{{}}}", members.join(","))
    }
}

/// Compact array of objects.
pub fn array(of: &[Object]) -> String {
    let items: Vec<String> = of.iter().map(Object::render).collect();
    format!("[{}]", items.join(","))
}

/// A JSON string.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Hundredths as a JSON number: `12.0`, `12.5`, `12.34`, as most languages print a float.
pub fn number(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let (whole, part) = (cents.abs() / 100, cents.abs() % 100);
    if part % 10 == 0 { format!("{sign}{whole}.{}", part / 10) } else { format!("{sign}{whole}.{part:02}") }
}

/// The same JSON with line breaks and two spaces a level.
pub fn pretty(compact: &str) -> String {
    let mut out = String::new();
    let (mut depth, mut inside, mut escaped) = (0usize, false, false);
    for c in compact.chars() {
        if inside {
            out.push(c);
            inside = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '{' | '[' => {
                depth += 1;
                out.push(c);
                break_line(&mut out, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                break_line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                break_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => {
                inside = c == '"';
                out.push(c);
            }
        }
    }
    out.push('\n');
    out
}

fn break_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_in_order_and_numbers_look_like_floats() {
        let mut object = Object::new();
        object.text("b", "x\"y").set("a", number(1_250)).set("b", "1");
        assert_eq!(object.render(), r#"{"b":1,"a":12.5}"#);
        assert_eq!((number(1_200), number(-1_205)), ("12.0".into(), "-12.05".into()));
    }

    #[test]
    fn pretty_changes_white_space_only() {
        let compact = r#"{"a":[{"b":"x, \"{y}: z\\"},2],"c":null}"#;
        let text = pretty(compact);
        assert!(text.lines().count() > 5);
        let again: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(again, serde_json::from_str::<serde_json::Value>(compact).unwrap());
        assert!(text.contains(r#""x, \"{y}: z\\""#));
    }
}
