//! The numbers of a breaker, their defaults for each kind, and what makes them unusable.
//!
//! Promises: settings that `validate` passes can neither open a breaker without faults nor keep it open for ever. Refuses
//! to know where settings are written.

use super::tally::{BUCKET_S, RUN_MAX, SUSPECTS_MAX};
use serde::{Deserialize, Serialize};

/// What a breaker stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something that can fail on its own: blobs, an outlet, an engine.
    Dependency,
    /// Whoever sends documents.
    Source,
    /// The whole journey.
    Pipeline,
}

/// When a breaker opens, and how it finds out that it may close.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Outcomes count for so many seconds; a multiple of a bucket's 10 s.
    pub window_s: u32,
    /// No share is judged of fewer successes and faults together.
    pub samples_min: u32,
    /// It opens at this share of faults, in (0, 1].
    pub fault_share: f64,
    /// It opens at so many faults in a row, however few the samples; none: faults in a row are no reason.
    pub run: Option<u32>,
    /// What may be a document's own fault counts once so many different documents show it within the window.
    pub several: u32,
    /// The first cool-down, in seconds. Each opening that follows a failed probe doubles it.
    pub cool_down_s: u32,
    /// No cool-down is longer, in seconds.
    pub cool_down_s_max: u32,
    /// A cool-down is shorter by at most this share of it, by chance, so that a fleet of breakers does not probe at once.
    pub jitter: f64,
    /// Documents of a probe batch.
    pub probes: u32,
    /// It closes at this share of good probes, in (0, 1].
    pub good_share: f64,
    /// Half-open lasts at most so many seconds.
    pub half_open_s: u32,
}

impl Default for Settings {
    /// Those of a dependency.
    fn default() -> Settings {
        Settings {
            window_s: 300,
            samples_min: 20,
            fault_share: 0.15,
            run: Some(8),
            several: 3,
            cool_down_s: 60,
            cool_down_s_max: 900,
            jitter: 0.2,
            probes: 10,
            good_share: 0.9,
            half_open_s: 60,
        }
    }
}

/// A setting that no breaker can work with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is {value}, but must be {must}")]
pub struct Unusable {
    /// The setting's name.
    pub name: &'static str,
    /// Its value, as text.
    pub value: String,
    /// What it must be, to follow "must be".
    pub must: String,
}

impl Settings {
    /// The defaults for a kind. A source is judged by its share alone, and of more samples: a folder that begins with
    /// eight bad files is no broken source.
    pub fn of(kind: Kind) -> Settings {
        match kind {
            Kind::Dependency | Kind::Pipeline => Settings::default(),
            Kind::Source => Settings { samples_min: 50, run: None, ..Settings::default() },
        }
    }

    /// Names the first setting that is unusable.
    pub fn validate(&self) -> Result<(), Unusable> {
        within("window_s", self.window_s, BUCKET_S, 3_600)?;
        if !self.window_s.is_multiple_of(BUCKET_S) {
            return Err(unusable("window_s", self.window_s, format!("a multiple of {BUCKET_S}")));
        }
        within("samples_min", self.samples_min, 1, 1_000_000)?;
        positive_share("fault_share", self.fault_share)?;
        if let Some(run) = self.run {
            within("run", run, 1, RUN_MAX as u32)?;
        }
        within("several", self.several, 1, SUSPECTS_MAX as u32)?;
        within("cool_down_s_max", self.cool_down_s_max, 1, 86_400)?;
        within("cool_down_s", self.cool_down_s, 1, self.cool_down_s_max)?;
        if !(0.0..=0.5).contains(&self.jitter) {
            return Err(unusable("jitter", self.jitter, "within 0 and 0.5".to_owned()));
        }
        within("probes", self.probes, 1, 1_000)?;
        positive_share("good_share", self.good_share)?;
        within("half_open_s", self.half_open_s, 1, 3_600)
    }
}

fn within(name: &'static str, value: u32, least: u32, most: u32) -> Result<(), Unusable> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(unusable(name, value, format!("within {least} and {most}")))
}

/// A share of nothing would be met by nothing: it would open without a fault, or close without a good probe.
fn positive_share(name: &'static str, value: f64) -> Result<(), Unusable> {
    if value > 0.0 && value <= 1.0 {
        return Ok(());
    }
    Err(unusable(name, value, "more than 0 and at most 1".to_owned()))
}

fn unusable(name: &'static str, value: impl std::fmt::Display, must: String) -> Unusable {
    Unusable { name, value: value.to_string(), must }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_usable() {
        for kind in [Kind::Dependency, Kind::Source, Kind::Pipeline] {
            assert_eq!(Settings::of(kind).validate(), Ok(()), "{kind:?}");
        }
    }

    #[test]
    fn each_unusable_setting_is_named_with_what_it_must_be() {
        let sound = Settings::default;
        let broken = [
            (Settings { window_s: 0, ..sound() }, "window_s is 0, but must be within 10 and 3600"),
            (Settings { window_s: 15, ..sound() }, "window_s is 15, but must be a multiple of 10"),
            (Settings { samples_min: 0, ..sound() }, "samples_min is 0, but must be within 1 and 1000000"),
            (
                Settings { fault_share: 0.0, ..sound() },
                "fault_share is 0, but must be more than 0 and at most 1",
            ),
            (
                Settings { fault_share: 1.5, ..sound() },
                "fault_share is 1.5, but must be more than 0 and at most 1",
            ),
            (
                Settings { fault_share: f64::NAN, ..sound() },
                "fault_share is NaN, but must be more than 0 and at most 1",
            ),
            (Settings { run: Some(0), ..sound() }, "run is 0, but must be within 1 and 32"),
            (Settings { several: 9, ..sound() }, "several is 9, but must be within 1 and 8"),
            (Settings { cool_down_s: 1_000, ..sound() }, "cool_down_s is 1000, but must be within 1 and 900"),
            (
                Settings { cool_down_s_max: 0, ..sound() },
                "cool_down_s_max is 0, but must be within 1 and 86400",
            ),
            (Settings { jitter: 1.0, ..sound() }, "jitter is 1, but must be within 0 and 0.5"),
            (Settings { probes: 0, ..sound() }, "probes is 0, but must be within 1 and 1000"),
            (
                Settings { good_share: -0.1, ..sound() },
                "good_share is -0.1, but must be more than 0 and at most 1",
            ),
            (Settings { half_open_s: 0, ..sound() }, "half_open_s is 0, but must be within 1 and 3600"),
        ];
        for (settings, text) in broken {
            assert_eq!(settings.validate().unwrap_err().to_string(), text);
        }
    }

    #[test]
    fn a_misspelt_setting_is_an_error_and_a_missing_one_has_its_default() {
        assert!(serde_json::from_str::<Settings>(r#"{"windows_s": 60}"#).is_err());
        let some: Settings = serde_json::from_str(r#"{"window_s": 60}"#).unwrap();
        assert_eq!(some, Settings { window_s: 60, ..Settings::default() });
    }
}
