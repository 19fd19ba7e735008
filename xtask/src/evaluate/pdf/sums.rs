//! Scores added up: by row, by scenario, by the two parts of a set, by field.
//!
//! Promises: a scenario's score is the mean of its papers', so that variants do not weigh; a part's is the mean of its
//! scenarios'. Refuses to print.

use std::collections::BTreeMap;

use super::score::{Score, Verdict};
use super::truth::Group;
use super::{Mode, Scored};

/// Values by what became of them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Known to stand on the paper.
    pub present: usize,
    pub right: usize,
    /// Something else was read, or something where nothing is; with those that are silently wrong.
    pub wrong: usize,
    pub silently_wrong: usize,
    pub missed: usize,
}

impl Counts {
    fn add(&mut self, value: &super::score::Value) {
        self.present += usize::from(!value.truth.is_empty());
        self.right += usize::from(value.verdict == Verdict::Right);
        self.wrong += usize::from(matches!(value.verdict, Verdict::Wrong | Verdict::SilentlyWrong));
        self.silently_wrong += usize::from(value.verdict == Verdict::SilentlyWrong);
        self.missed += usize::from(value.verdict == Verdict::Missed);
    }

    /// Precision, recall and F1.
    pub fn shares(self) -> [f64; 3] {
        shares(self.right, self.right + self.wrong, self.present)
    }
}

/// Precision, recall and their harmonic mean; whole where nothing was read or nothing was there to be read.
pub fn shares(right: usize, read: usize, present: usize) -> [f64; 3] {
    let share = |among: usize| if among == 0 { 1.0 } else { right as f64 / among as f64 };
    let (precision, recall) = (share(read), share(present));
    let mean = if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    [precision, recall, mean]
}

/// What is counted over documents.
#[derive(Clone, Default)]
pub struct Sums {
    pub documents: usize,
    pub header: Counts,
    pub lines_wanted: usize,
    pub lines_read: usize,
    pub lines_matched: usize,
    /// Values that the record states, of those that are known.
    pub stated: usize,
    pub silently_wrong: usize,
    pub exact: usize,
    pub doubtful: usize,
    /// Documents with values to read, all of which are right.
    pub right: usize,
    pub right_but_doubtful: usize,
    /// Documents that were taken for what they are.
    pub kind_right: usize,
}

impl Sums {
    fn add(&mut self, score: &Score) {
        self.documents += 1;
        let mut all = Counts::default();
        for value in &score.values {
            all.add(value);
            if value.group == Group::Header {
                self.header.add(value);
            }
        }
        self.stated += all.right + all.wrong;
        self.silently_wrong += all.silently_wrong;
        self.lines_wanted += score.lines_wanted;
        self.lines_read += score.lines_read;
        self.lines_matched += score.lines_matched;
        self.exact += usize::from(score.exact());
        self.doubtful += usize::from(score.doubtful);
        self.kind_right += usize::from(score.other_kind.is_none());
        let right = score.exact() && all.right > 0;
        self.right += usize::from(right);
        self.right_but_doubtful += usize::from(right && score.doubtful);
    }

    /// Of lines.
    pub fn line_shares(&self) -> [f64; 3] {
        shares(self.lines_matched, self.lines_read, self.lines_wanted)
    }

    /// Share of the values stated that are silently wrong.
    pub fn silent_share(&self) -> f64 {
        part(self.silently_wrong, self.stated)
    }
}

/// A share; none of nothing.
pub fn part(of: usize, among: usize) -> f64 {
    if among == 0 { 0.0 } else { of as f64 / among as f64 }
}

/// What documents are alike in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct RowKey {
    pub set: String,
    pub mode: Mode,
    pub kind: String,
    pub language: String,
    pub kept_apart: bool,
}

/// Disjoint rows.
pub fn rows(scored: &[Scored]) -> BTreeMap<RowKey, Sums> {
    let mut rows: BTreeMap<RowKey, Sums> = BTreeMap::new();
    for one in scored {
        let key = RowKey {
            set: one.set.clone(),
            mode: one.mode,
            kind: one.kind.clone(),
            language: one.language.clone(),
            kept_apart: one.kept_apart,
        };
        rows.entry(key).or_default().add(&one.score);
    }
    rows
}

/// Papers that are variants of one.
pub struct Scenario {
    pub set: String,
    pub mode: Mode,
    /// As [`Scored::group`] has it.
    pub group: String,
    pub scenario: String,
    pub kept_apart: bool,
    pub sums: Sums,
    /// Means over its papers; None where none has such values.
    pub header_f1: Option<f64>,
    pub line_f1: Option<f64>,
    pub silently_wrong: f64,
}

/// Each scenario of each set and mode.
pub fn scenarios(scored: &[Scored]) -> Vec<Scenario> {
    let mut groups: BTreeMap<(&str, Mode, &str, bool, &str), Vec<&Scored>> = BTreeMap::new();
    for one in scored {
        let key = (one.set.as_str(), one.mode, one.group(), one.kept_apart, one.scenario.as_str());
        groups.entry(key).or_default().push(one);
    }
    let of =
        |((set, mode, group, kept_apart, scenario), papers): ((&str, _, &str, _, &str), Vec<&Scored>)| {
            let each: Vec<Sums> = papers.iter().map(|paper| single(paper)).collect();
            let mut sums = Sums::default();
            papers.iter().for_each(|paper| sums.add(&paper.score));
            let header = each.iter().filter(|one| one.header.present > 0).map(|one| one.header.shares()[2]);
            let lines = each
                .iter()
                .filter(|one| one.lines_wanted + one.lines_read > 0)
                .map(|one| one.line_shares()[2]);
            Scenario {
                set: set.to_owned(),
                mode,
                group: group.to_owned(),
                scenario: scenario.to_owned(),
                kept_apart,
                header_f1: mean(header),
                line_f1: mean(lines),
                silently_wrong: mean(each.iter().map(Sums::silent_share)).unwrap_or_default(),
                sums,
            }
        };
    groups.into_iter().map(of).collect()
}

fn single(paper: &Scored) -> Sums {
    let mut sums = Sums::default();
    sums.add(&paper.score);
    sums
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

/// One part of a set in one mode: the scenarios looked at, those kept apart, or all.
pub struct Part {
    pub set: String,
    pub mode: Mode,
    /// As [`Scored::group`] has it.
    pub group: String,
    pub part: &'static str,
    pub scenarios: usize,
    pub documents: usize,
    pub header_f1: Option<f64>,
    pub line_f1: Option<f64>,
    pub silently_wrong: f64,
    /// Values stated, and those of them that are silently wrong, whatever their scenario.
    pub stated: usize,
    pub silent_values: usize,
    pub doubtful: usize,
    pub right: usize,
    pub right_but_doubtful: usize,
}

/// The parts of each set and mode, orders apart.
pub fn parts(scenarios: &[Scenario]) -> Vec<Part> {
    let mut groups: BTreeMap<(&str, Mode, &str), Vec<&Scenario>> = BTreeMap::new();
    for one in scenarios {
        groups.entry((one.set.as_str(), one.mode, one.group.as_str())).or_default().push(one);
    }
    let mut parts = Vec::new();
    for (key, group) in groups {
        for (name, keep) in [("all", None), ("looked at", Some(false)), ("kept apart", Some(true))] {
            let of: Vec<&Scenario> = group
                .iter()
                .filter(|one| keep.is_none_or(|apart| one.kept_apart == apart))
                .copied()
                .collect();
            if !of.is_empty() {
                parts.push(part_of(key, name, &of));
            }
        }
    }
    parts
}

fn part_of((set, mode, group): (&str, Mode, &str), part: &'static str, of: &[&Scenario]) -> Part {
    let sum = |count: fn(&Sums) -> usize| of.iter().map(|one| count(&one.sums)).sum::<usize>();
    let stated = of.iter().filter(|one| one.sums.stated > 0);
    Part {
        set: set.to_owned(),
        mode,
        group: group.to_owned(),
        part,
        scenarios: of.len(),
        documents: sum(|sums| sums.documents),
        header_f1: mean(of.iter().filter_map(|one| one.header_f1)),
        line_f1: mean(of.iter().filter_map(|one| one.line_f1)),
        silently_wrong: mean(stated.map(|one| one.silently_wrong)).unwrap_or_default(),
        stated: sum(|sums| sums.stated),
        silent_values: sum(|sums| sums.silently_wrong),
        doubtful: sum(|sums| sums.doubtful),
        right: sum(|sums| sums.right),
        right_but_doubtful: sum(|sums| sums.right_but_doubtful),
    }
}

/// A field of a set, mode and kind, in one of the two parts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FieldKey {
    pub set: String,
    pub mode: Mode,
    pub kind: String,
    pub kept_apart: bool,
    pub field: String,
}

/// Each field alone.
pub fn fields(scored: &[Scored]) -> BTreeMap<FieldKey, Counts> {
    let mut fields: BTreeMap<FieldKey, Counts> = BTreeMap::new();
    for one in scored {
        for value in &one.score.values {
            let key = FieldKey {
                set: one.set.clone(),
                mode: one.mode,
                kind: one.kind.clone(),
                kept_apart: one.kept_apart,
                field: value.path(),
            };
            fields.entry(key).or_default().add(value);
        }
    }
    fields
}

#[cfg(test)]
pub mod tests {
    use super::super::score::Value;
    use super::*;

    /// A paper of set `pdfs` whose header values became these, one line of two matched.
    pub fn paper(scenario: &str, kept_apart: bool, verdicts: &[Verdict]) -> Scored {
        let value = |verdict: &Verdict| Value {
            field: "total".into(),
            group: Group::Header,
            line: None,
            truth: "truth of ".to_owned() + scenario,
            read: String::new(),
            verdict: *verdict,
        };
        let values = verdicts.iter().map(value).collect();
        let score = Score { values, lines_wanted: 2, lines_read: 2, lines_matched: 1, ..Score::default() };
        Scored {
            set: "pdfs".into(),
            file: format!("{scenario}.pdf"),
            scenario: scenario.into(),
            kept_apart,
            kind: "commercial_invoice".into(),
            language: "de".into(),
            mode: Mode::Page,
            made: false,
            score,
        }
    }

    #[test]
    fn variants_of_a_scenario_do_not_weigh() {
        use Verdict::{Missed, Right};
        let papers = [
            paper("a", false, &[Right, Right]),
            paper("a", false, &[Right, Right]),
            paper("a", false, &[Right, Right]),
            paper("b", true, &[Missed, Missed]),
        ];
        let scenarios = scenarios(&papers);
        let parts = parts(&scenarios);
        let of = |name: &str| parts.iter().find(|part| part.part == name).unwrap();
        assert_eq!((of("all").scenarios, of("all").documents, of("all").header_f1), (2, 4, Some(0.5)));
        assert_eq!((of("looked at").header_f1, of("kept apart").header_f1), (Some(1.0), Some(0.0)));
        assert_eq!(of("all").line_f1, Some(0.5));
        assert_eq!((of("all").right, of("all").right_but_doubtful), (3, 0));
        assert_eq!((of("all").stated, of("all").silent_values), (6, 0));
    }

    #[test]
    fn wrong_is_no_part_of_what_is_missed() {
        use Verdict::{Missed, Right, SilentlyWrong, Wrong};
        let papers = [paper("a", false, &[Right, Wrong, SilentlyWrong, Missed])];
        let counts = fields(&papers).into_values().next().unwrap();
        let expected = Counts { present: 4, right: 1, wrong: 2, silently_wrong: 1, missed: 1 };
        assert_eq!(counts, expected);
        let row = rows(&papers).into_values().next().unwrap();
        assert_eq!((row.stated, row.silent_share()), (3, 1.0 / 3.0));
        assert_eq!(shares(0, 0, 0), [1.0; 3]);
        assert_eq!(shares(0, 1, 1), [0.0; 3]);
    }
}
