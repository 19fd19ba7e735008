//! How a shipment travels: ship, flight or truck, with numbers of the right shape.
//!
//! Promises: container numbers have the check digit of ISO 6346, air waybills that of IATA. Refuses to know the goods.

use super::firms::Firm;
use crate::random::Random;

/// The way of a shipment; what a mode does not have is empty.
#[derive(Clone, Debug)]
pub struct Transport {
    /// `sea`, `air` or `road`.
    pub mode: &'static str,
    pub vessel: String,
    pub voyage: String,
    pub bill_of_lading: String,
    pub air_waybill: String,
    /// Number and seal.
    pub containers: Vec<(String, String)>,
    pub loading: String,
    pub discharge: String,
}

/// Between neighbours by road, else by sea or air.
pub fn draw(random: &mut Random, seller: &Firm, buyer: &Firm) -> Transport {
    const CONTINENT: &[&str] = &["DE", "AT", "CH", "FR", "ES", "IT", "NL", "GB"];
    let both =
        |among: &[&str]| among.contains(&seller.country.as_str()) && among.contains(&buyer.country.as_str());
    let is_road = both(CONTINENT) || both(&["US", "MX"]);
    let mut transport = Transport {
        mode: if is_road { "road" } else { random.one(&["sea", "sea", "sea", "air"]) },
        vessel: String::new(),
        voyage: String::new(),
        bill_of_lading: String::new(),
        air_waybill: String::new(),
        containers: Vec::new(),
        loading: String::new(),
        discharge: String::new(),
    };
    match transport.mode {
        "sea" => {
            transport.vessel = random
                .one(&["MV OCEAN LARKSPUR", "NORDIC HERON", "PACIFIC ALDER", "MS BREMER ROLAND II"])
                .to_owned();
            transport.voyage = format!("{:03}{}", random.between(1, 480), random.one(&["E", "W", "N", "S"]));
            transport.bill_of_lading =
                format!("{}{:09}", random.one(&["OLKU", "NHBL", "PALX"]), random.below(1_000_000_000));
            transport.loading = seller.port.clone();
            transport.discharge = buyer.port.clone();
            for _ in 0..random.one(&[1, 1, 1, 2]) {
                let seal = format!("{}{:06}", random.one(&["SL", "HL-", "CN"]), random.below(1_000_000));
                transport.containers.push((container(random), seal));
            }
        }
        "air" => {
            let serial = random.below(10_000_000);
            transport.air_waybill =
                format!("{}-{:07}{}", random.one(&["020", "057", "172"]), serial, serial % 7);
        }
        _ => {}
    }
    transport
}

fn container(random: &mut Random) -> String {
    let body = format!("{}U{:06}", random.one(&["QZX", "XKL", "OLK"]), random.below(1_000_000));
    let check = check_digit(&body);
    let (head, tail) = body.split_at_checked(4).unwrap_or((&body, ""));
    match random.below(3) {
        0 => format!("{head} {tail}-{check}"),
        1 => format!("{head} {tail} {check}"),
        _ => format!("{body}{check}"),
    }
}

/// ISO 6346: letters count 10, 12, … (no multiple of 11), each place doubles, modulo 11, 10 is 0.
fn check_digit(body: &str) -> u32 {
    let value = |letter: char| match letter.to_digit(36) {
        Some(digit) if digit >= 10 => digit + (digit - 1) / 10,
        other => other.unwrap_or_default(),
    };
    let sum: u32 = body.chars().enumerate().map(|(at, letter)| value(letter) << at).sum();
    sum % 11 % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        assert_eq!(check_digit("CSQU305438"), 3);
        assert_eq!(check_digit("TEXU307007"), 9);
    }
}
