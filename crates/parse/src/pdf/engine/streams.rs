//! How hayro's streams are packed, in our own terms.

use super::unpack::Packing;
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::Stream;

/// The filters of a stream, in the order in which they are taken off.
pub fn packings(stream: &Stream<'_>) -> Vec<Packing> {
    stream
        .filters()
        .iter()
        .filter(|filter| **filter != Filter::Crypt)
        .map(|filter| packing(*filter))
        .collect()
}

fn packing(filter: Filter) -> Packing {
    match filter {
        Filter::FlateDecode => Packing::Flate,
        Filter::LzwDecode => Packing::Lzw,
        Filter::RunLengthDecode => Packing::RunLength,
        Filter::AsciiHexDecode => Packing::Hex,
        Filter::Ascii85Decode => Packing::Ascii85,
        Filter::CcittFaxDecode
        | Filter::Jbig2Decode
        | Filter::DctDecode
        | Filter::JpxDecode
        | Filter::Crypt => Packing::Closed,
    }
}
