//! The command line of xtask: a list that each command takes its own from.
//!
//! Promises: what nobody took is an error that names it. Refuses to know which commands there are.

use std::str::FromStr;

use anyhow::{Context, Result, anyhow, bail};

/// What is left of the command line.
pub struct Arguments(Vec<String>);

impl Arguments {
    /// From the words after the command's name.
    pub fn new(words: impl IntoIterator<Item = String>) -> Arguments {
        Arguments(words.into_iter().collect())
    }

    /// Takes the next word that is no flag.
    pub fn word(&mut self, name: &str) -> Result<String> {
        let at = self
            .0
            .iter()
            .position(|word| !word.starts_with("--"))
            .with_context(|| format!("{name} is missing"))?;
        Ok(self.0.remove(at))
    }

    /// Takes `--flag`.
    pub fn flag(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|word| word == name);
        found.map(|at| self.0.remove(at)).is_some()
    }

    /// Takes `--name VALUE` or `--name=VALUE`.
    pub fn value(&mut self, name: &str) -> Result<Option<String>> {
        if let Some(at) = self.0.iter().position(|word| word == name) {
            self.0.remove(at);
            if at >= self.0.len() {
                bail!("{name} needs a value");
            }
            return Ok(Some(self.0.remove(at)));
        }
        let start = format!("{name}=");
        let found = self.0.iter().position(|word| word.starts_with(&start));
        Ok(found.map(|at| self.0.remove(at).replacen(&start, "", 1)))
    }

    /// Takes `--name VALUE` as a number or the like, else what is given.
    pub fn parsed<T: FromStr>(&mut self, name: &str, otherwise: T) -> Result<T> {
        match self.value(name)? {
            None => Ok(otherwise),
            Some(text) => text.parse().map_err(|_| anyhow!("{name}: {text:?} is not understood")),
        }
    }

    /// Takes `--name` or `--name N`: the number, if one stands there, or none; nothing if the flag is not given.
    pub fn number_or_none(&mut self, name: &str) -> Option<Option<usize>> {
        let at = self.0.iter().position(|word| word == name)?;
        self.0.remove(at);
        let number = self.0.get(at).and_then(|word| word.parse().ok());
        if number.is_some() {
            self.0.remove(at);
        }
        Some(number)
    }

    /// Complains about what is left.
    pub fn finish(self) -> Result<()> {
        match self.0.first() {
            None => Ok(()),
            Some(word) => bail!("{word:?} is not understood"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Arguments {
        Arguments::new(line.split(' ').map(str::to_owned))
    }

    #[test]
    fn values_flags_and_words_in_any_order() {
        let mut arguments = of("--seed 7 20 --json --kinds=a,b");
        assert_eq!(arguments.parsed("--seed", 0u64).unwrap(), 7);
        assert_eq!(arguments.value("--kinds").unwrap().as_deref(), Some("a,b"));
        assert!(arguments.flag("--json"));
        assert_eq!(arguments.word("N").unwrap(), "20");
        arguments.finish().unwrap();
    }

    #[test]
    fn a_flag_may_have_a_number_or_none() {
        assert_eq!(of("--misses 7 --json").number_or_none("--misses"), Some(Some(7)));
        assert_eq!(of("--misses --json").number_or_none("--misses"), Some(None));
        assert_eq!(of("--json").number_or_none("--misses"), None);
    }

    #[test]
    fn what_is_left_is_named() {
        assert!(of("--sed 7").finish().unwrap_err().to_string().contains("--sed"));
        assert!(of("--seed x").parsed("--seed", 1u64).unwrap_err().to_string().contains("--seed"));
    }
}
