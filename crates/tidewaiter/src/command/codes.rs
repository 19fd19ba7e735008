//! `codes`: the table of codes, for whoever meets one. It needs no data folder and no configuration.

use crate::screen;
use anyhow::Result;
use trade::Code;
use trade::code::{TABLE, lands, page, retry};

/// Shows one code, or all. 3 where there is none by the name.
pub fn codes(name: Option<&str>, as_page: bool, json: bool) -> Result<u8> {
    if as_page {
        screen::line(page().trim_end());
        return Ok(0);
    }
    let rows = match name {
        None => TABLE.iter().collect(),
        Some(name) => match Code::from_name(name) {
            Some(code) => vec![code.row()],
            None => {
                let near =
                    TABLE.iter().map(|row| row.name).min_by_key(|known| strsim::levenshtein(known, name));
                eprintln!("no code is named {name}; the nearest is {}", near.unwrap_or_default());
                return Ok(3);
            }
        },
    };
    if json {
        for row in rows {
            screen::line(&serde_json::to_string(row)?);
        }
        return Ok(0);
    }
    let cells = rows
        .into_iter()
        .map(|row| [row.name, lands(row.lands), retry(row.retry), row.advice].map(str::to_owned).to_vec());
    screen::line(&screen::table(&["code", "lands", "tried again", "what to do"], cells.collect()));
    Ok(0)
}
