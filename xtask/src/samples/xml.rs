//! Writes indented XML, escaped.
//!
//! Promises: what is opened is closed in order. Refuses to know vocabularies.

/// XML text as it grows.
pub struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// Begins with the declaration and the root's start tag.
    pub fn root(tag: &'static str, namespaces: &[(&str, &str)]) -> Xml {
        let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{tag}");
        for (name, uri) in namespaces {
            text.push_str(&format!("\n    {name}=\"{uri}\""));
        }
        text.push_str(">\n");
        Xml { text, open: vec![tag] }
    }

    /// `<tag>` … `</tag>` around what `inside` writes.
    pub fn within(&mut self, tag: &'static str, inside: impl FnOnce(&mut Xml)) {
        self.indent();
        self.text.push_str(&format!("<{tag}>\n"));
        self.open.push(tag);
        inside(self);
        self.open.pop();
        self.indent();
        self.text.push_str(&format!("</{tag}>\n"));
    }

    /// `<tag>value</tag>`; nothing for an empty value.
    pub fn leaf(&mut self, tag: &str, value: &str) {
        self.leaf_with(tag, &[], value);
    }

    /// The same with attributes.
    pub fn leaf_with(&mut self, tag: &str, attributes: &[(&str, &str)], value: &str) {
        if value.is_empty() {
            return;
        }
        self.indent();
        self.text.push_str(&format!("<{tag}"));
        for (name, of) in attributes {
            self.text.push_str(&format!(" {name}=\"{}\"", escape(of)));
        }
        self.text.push_str(&format!(">{}</{tag}>\n", escape(value)));
    }

    /// Closes the root.
    pub fn end(mut self) -> Vec<u8> {
        while let Some(tag) = self.open.pop() {
            self.indent();
            self.text.push_str(&format!("</{tag}>\n"));
        }
        self.text.into_bytes()
    }

    fn indent(&mut self) {
        for _ in 0..self.open.len() {
            self.text.push_str("  ");
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_tags_are_closed() {
        let mut xml = Xml::root("a", &[]);
        xml.within("b", |xml| xml.leaf_with("c", &[("d", "\"")], "x < y & z"));
        let text = String::from_utf8(xml.end()).unwrap();
        assert!(text.ends_with("<a>\n  <b>\n    <c d=\"&quot;\">x &lt; y &amp; z</c>\n  </b>\n</a>\n"));
    }
}
