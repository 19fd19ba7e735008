//! What the outlet saw: effects count by id, and an id has the same bytes each time.

use super::Keeper;
use ledger::work::{Delivered, Undelivered, release_id};
use trade::State;

/// A release as the outlet has it.
pub struct Effect {
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Keeper {
    /// The outlet was offered a release and took it.
    pub fn seen(&mut self, item: &Undelivered, bytes: &[u8]) {
        let id = release_id(&item.standing.id, item.revision);
        self.note("outlet takes", item.standing.seq, i64::from(item.revision));
        if let Some(effect) = self.effects.get(&id) {
            if effect.bytes != bytes {
                self.wrong("I6", format!("{id} came again with other bytes"));
            }
            return self.met("delivery repeated under the same id");
        }
        if let Some(what) = self.unlike_the_script(item, bytes) {
            self.wrong("I8", format!("{id} {what}"));
        }
        self.effects.insert(id, Effect { bytes: bytes.to_vec() });
    }

    /// What a release has that its document's script does not say.
    fn unlike_the_script(&self, item: &Undelivered, bytes: &[u8]) -> Option<String> {
        let Some((_, known)) = self.find(&item.standing.id) else {
            return Some("is of a document that nobody sent".to_owned());
        };
        let Some(decided) = known.releases.get(&item.revision) else {
            return Some("was never made by an outcome that was written".to_owned());
        };
        let script = self.scripts.get(&known.digest)?;
        let text = String::from_utf8_lossy(bytes);
        let record = script.record(&known.id, *decided);
        let holds = script.holds_a_line(*decided);
        let before = known.marked.range(..item.revision).next_back();
        let supersedes = match before {
            Some(before) => format!(r#""supersedes":"{}""#, release_id(&known.id, *before)),
            None => r#""supersedes":null"#.to_owned(),
        };
        if !text.contains(&supersedes) {
            return Some(format!("does not say {supersedes}"));
        }
        if !text.contains(&format!(r#""sha256":"{}""#, known.digest)) {
            return Some("names another original".to_owned());
        }
        let whole = text.ends_with(&format!(r#""record":{record}}}"#));
        let partial = text.contains(r#""complete":false"#) && !text.contains(r#"2","line":2}]"#);
        (if holds { !partial } else { !whole }).then(|| "does not carry the record of its bytes".to_owned())
    }

    /// Releases were marked as delivered.
    pub fn marked(&mut self, sent: &[Delivered]) {
        for one in sent {
            let (seq, revision) = (one.standing.seq, one.revision);
            self.note("marked", seq, i64::from(revision));
            if !self.effects.contains_key(&release_id(&one.standing.id, revision)) {
                let id = &one.standing.id;
                self.wrong(
                    "I1",
                    format!("{id}.{revision} is marked as delivered; the outlet has not seen it"),
                );
            }
            let Some(known) = self.change().documents.get_mut(&seq) else { continue };
            if !known.marked.insert(revision) {
                continue;
            }
            if known.state == State::Validated {
                self.moved(seq, State::Released, true);
            } else {
                known.events += 1;
            }
        }
    }
}
