//! Holds one answer of the program against what its paper is known to say.
//!
//! Promises: each value that is asked for is counted once, as right, wrong, silently wrong or missed; what was made up is
//! wrong. Refuses to know the corpus.

use serde_json::Value as Json;

use super::super::program::Answer;
use super::align;
use super::doubt::Doubts;
use super::held;
use super::truth::{Group, How, Truth, Wanted, WantedLine};

/// What became of a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    Right,
    /// Something else, and the reading says that it is unsure of it.
    Wrong,
    /// Something else, and nobody would know.
    SilentlyWrong,
    Missed,
}

/// A value with what was read in its place.
#[derive(Clone, Debug)]
pub struct Value {
    pub field: String,
    pub group: Group,
    /// The known line, or of a line that was made up the read one, from 1.
    pub line: Option<usize>,
    pub truth: String,
    pub read: String,
    pub verdict: Verdict,
}

impl Value {
    /// The record's path of it.
    pub fn path(&self) -> String {
        let listed = self.line.is_none() || self.field.starts_with("line_items");
        if listed { self.field.clone() } else { format!("line_items[].{}", self.field) }
    }
}

/// A paper's score.
#[derive(Clone, Debug, Default)]
pub struct Score {
    pub values: Vec<Value>,
    /// Lines that were asked for, that were read, and that match.
    pub lines_wanted: usize,
    pub lines_read: usize,
    pub lines_matched: usize,
    pub doubtful: bool,
    /// The kind that was read, if it is another.
    pub other_kind: Option<String>,
}

impl Score {
    /// Every value right and no line made up.
    pub fn exact(&self) -> bool {
        self.values.iter().all(|value| value.verdict == Verdict::Right)
    }
}

/// Scores an answer. `asked` is the truth as the page shows it.
pub fn score(asked: &Truth, answer: &Answer) -> Score {
    let doubts = Doubts::of(&answer.findings);
    let judge = Judge { doubts: &doubts, signless: asked.kind == "credit_note" };
    let mut score = Score { doubtful: doubts.any(), ..Score::default() };
    if answer.kind != asked.kind {
        score.other_kind = Some(answer.kind.clone());
    }
    for wanted in &asked.values {
        let read = held::of_document(&answer.record, wanted.field);
        score.values.extend(judge.value(wanted, &read, None, None));
    }
    lines(asked, &answer.record, &judge, &mut score);
    score
}

fn lines(asked: &Truth, record: &Json, judge: &Judge, score: &mut Score) {
    if !asked.complete && !asked.lines.iter().any(|line| line.counted) {
        return;
    }
    let none = Vec::new();
    let read = record.get("line_items").and_then(Json::as_array).unwrap_or(&none);
    let pairs = align::pairs(&asked.lines, read, judge.signless);
    for (at, (wanted, pair)) in
        asked.lines.iter().zip(&pairs).enumerate().filter(|(_, (line, _))| line.counted)
    {
        let line = pair.and_then(|place| read.get(place));
        let before = score.values.len();
        score.values.extend(judge.line(wanted, line, at + 1));
        let new = score.values.get(before..).unwrap_or_default();
        let matches = new
            .iter()
            .filter(|value| value.group == Group::Line)
            .all(|value| value.verdict == Verdict::Right);
        score.lines_wanted += 1;
        score.lines_read += usize::from(line.is_some());
        score.lines_matched += usize::from(line.is_some() && matches);
    }
    for (place, line) in read.iter().enumerate().filter(|(place, _)| !pairs.contains(&Some(*place))) {
        score.lines_read += 1;
        score.values.extend(judge.made_up(line, place + 1));
    }
}

struct Judge<'a> {
    doubts: &'a Doubts,
    signless: bool,
}

impl Judge<'_> {
    /// None where nothing is known to stand and nothing was read.
    fn value(
        &self,
        wanted: &Wanted,
        read: &[String],
        line: Option<usize>,
        ordinal: Option<u64>,
    ) -> Option<Value> {
        let is_right = |read: &String| {
            wanted.texts.iter().any(|truth| held::is_right(wanted.how, truth, read, self.signless))
        };
        let right = read.iter().find(|read| is_right(read));
        let verdict = match (wanted.texts.is_empty(), read.is_empty(), right) {
            (true, true, _) => return None,
            (_, _, Some(_)) => Verdict::Right,
            (_, true, None) => Verdict::Missed,
            (_, false, None) if self.doubts.name(wanted.field, ordinal) => Verdict::Wrong,
            (_, false, None) => Verdict::SilentlyWrong,
        };
        Some(Value {
            field: wanted.field.to_owned(),
            group: wanted.group,
            line,
            truth: wanted.texts.first().cloned().unwrap_or_default(),
            read: right.or(read.first()).cloned().unwrap_or_default(),
            verdict,
        })
    }

    fn line(&self, wanted: &WantedLine, line: Option<&Json>, number: usize) -> Vec<Value> {
        let values = wanted.values.iter();
        let ordinal = line.and_then(ordinal);
        let read = |field| line.map(|line| held::of_line(line, field)).unwrap_or_default();
        values.filter_map(|one| self.value(one, &read(one.field), Some(number), ordinal)).collect()
    }

    /// Each value of a line that is none.
    fn made_up(&self, line: &Json, number: usize) -> Vec<Value> {
        let fields = [
            ("description", How::Description),
            ("quantity", How::Number),
            ("unit_price", How::Number),
            ("amount", How::Number),
        ];
        let nothing = |(field, how)| Wanted::new(Group::Line, field, how, []);
        let values = fields.map(nothing).into_iter();
        values
            .filter_map(|one| self.value(&one, &held::of_line(line, one.field), Some(number), ordinal(line)))
            .collect()
    }
}

/// The number by which findings name the line.
fn ordinal(line: &Json) -> Option<u64> {
    line.get("line").and_then(Json::as_u64)
}

#[cfg(test)]
mod tests {
    use super::super::super::program::answer;
    use super::super::truth_json;
    use super::*;
    use serde_json::json;

    fn asked() -> Truth {
        let record = json!({"invoice_number":"R-7","currency":"EUR","total_value":"49","seller":{"name":"Pump Ltd"},
            "line_items":[{"description":"Gear pump","quantity":"2","amount":"19.00","hs_code":"841360"},
                {"description":"Valve","quantity":"3","amount":"30"}]});
        truth_json::made("commercial_invoice", &record)
    }

    fn scored(record: Json, findings: Json) -> Score {
        let text = json!({"kind":"commercial_invoice","record":record,"findings":findings}).to_string();
        score(&asked(), &answer(&text).unwrap())
    }

    fn of(score: &Score, field: &str, line: Option<usize>) -> Option<Verdict> {
        score
            .values
            .iter()
            .find(|value| value.field == field && value.line == line)
            .map(|value| value.verdict)
    }

    #[test]
    fn a_reading_that_is_right_is_exact() {
        let score = scored(
            json!({"invoice_number":"R-7","currency":"EUR","invoice_total":"49.00","seller":{"name":"PUMP LTD"},"line_items":[
                {"line":1,"description":"Gear pump, cast iron","quantity":"2.0","amount":"19","hs_code":"841360"},
                {"line":2,"description":"Valve","quantity":"3","amount":"30.00"}]}),
            json!([]),
        );
        assert!(score.exact() && !score.doubtful);
        assert_eq!((score.lines_wanted, score.lines_read, score.lines_matched), (2, 2, 2));
    }

    #[test]
    fn wrong_is_silent_where_no_finding_names_it() {
        let record = json!({"invoice_number":"R-9","currency":"USD","seller":{"name":"Pump Ltd"},"line_items":[
            {"line":1,"description":"Gear pump","quantity":"2","amount":"91","hs_code":"841360"},
            {"line":2,"description":"Valve","quantity":"3","amount":"30","hs_code":"848180"}]});
        let finding = json!([{"code":"reading_ambiguous","severity":"error","scope":"line","field":"amount","line":1},
            {"code":"value_invalid","severity":"error","scope":"document","field":"currency","line":null}]);
        let score = scored(record.clone(), finding);
        assert_eq!(of(&score, "invoice_number", None), Some(Verdict::SilentlyWrong));
        assert_eq!(of(&score, "currency", None), Some(Verdict::Wrong));
        assert_eq!(of(&score, "total", None), Some(Verdict::Missed));
        assert_eq!(of(&score, "amount", Some(1)), Some(Verdict::Wrong));
        // The paper has no code on that line.
        assert_eq!(of(&score, "hs_code", Some(2)), Some(Verdict::SilentlyWrong));
        assert_eq!((score.lines_read, score.lines_matched), (2, 1));
        let whole = json!([{"code":"reading_incomplete","severity":"error","scope":"document","field":null,"line":null}]);
        let score = scored(record, whole);
        assert!(score.doubtful && score.values.iter().all(|value| value.verdict != Verdict::SilentlyWrong));
    }

    #[test]
    fn a_line_that_is_made_up_is_wrong_and_one_that_is_absent_is_missed() {
        let record = json!({"line_items":[{"line":1,"description":"Valve","quantity":"3","amount":"30"},
            {"line":2,"description":"Carried forward","amount":"49"}]});
        let score = scored(record, json!([]));
        assert_eq!((score.lines_wanted, score.lines_read, score.lines_matched), (2, 2, 1));
        assert_eq!(of(&score, "quantity", Some(1)), Some(Verdict::Missed));
        let made_up: Vec<&str> = score
            .values
            .iter()
            .filter(|value| value.verdict == Verdict::SilentlyWrong)
            .map(|value| value.field.as_str())
            .collect();
        assert_eq!(made_up, ["description", "amount"]);
    }

    #[test]
    fn lines_of_a_paper_whose_truth_has_none_are_not_judged() {
        let asked = Truth { kind: "commercial_invoice".into(), ..Truth::default() };
        let text =
            json!({"kind":"order","record":{"line_items":[{"line":1,"description":"Valve"}]}}).to_string();
        let score = score(&asked, &answer(&text).unwrap());
        assert!(score.values.is_empty() && score.lines_read == 0);
        assert_eq!(score.other_kind.as_deref(), Some("order"));
        // Nor are they where none of the known lines stands on the page: the XML has other lines than the paper.
        let record = json!({"line_items":[{"description":"All of it","quantity":"1","amount":"9"}]});
        let mut asked = truth_json::made("commercial_invoice", &record);
        (asked.complete, asked.lines[0].counted) = (false, false);
        assert!(super::score(&asked, &answer(&text).unwrap()).values.is_empty());
    }

    #[test]
    fn a_line_that_is_known_but_not_asked_for_is_not_made_up() {
        let mut asked = asked();
        asked.lines[1].counted = false;
        let text = json!({"kind":"commercial_invoice","record":{"line_items":[{"line":1,"description":"Valve","quantity":"3","amount":"31"}]}});
        let score = score(&asked, &answer(&text.to_string()).unwrap());
        assert_eq!((score.lines_wanted, score.lines_read), (1, 0));
        assert!(score.values.iter().all(|value| value.verdict == Verdict::Missed));
    }
}
