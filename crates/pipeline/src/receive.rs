//! The door: bytes become arrivals. All doors (HTTP, command line, containers) come through here.
//!
//! It hashes, sniffs and opens envelopes; the ledger makes them durable. **A document is first durable when
//! [`Ledger::receive`](ledger::Ledger::receive) returns**: then, and not before, there is a receipt. Large originals
//! are put into the blob store before that transaction.

use crate::error::Error;
use bytes::Bytes;
use jiff::civil::Date;
use ledger::arrival::ROW_BYTES_MAX;
use ledger::{Arrival, KeyKind, Ledger, Received, Refusal};
use trade::routing::Routing;
use trade::{Code, CorrelationId, Digest, Kind, Priority};

/// What a sender says beside the bytes: headers, flags, or a door's defaults.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The key or door.
    pub source: String,
    /// Importer of record.
    pub client: String,
    /// `Idempotency-Key`.
    pub key: Option<String>,
    /// Priority by header.
    pub priority: Option<Priority>,
    /// Jurisdiction by header or flag.
    pub jurisdiction: Option<String>,
    /// The jurisdiction where nothing else says.
    pub default_jurisdiction: Option<String>,
    /// The day to check for.
    pub as_of: Option<Date>,
    /// Why it is sent again.
    pub again: Option<String>,
}

/// Why an input makes no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// A code of the door.
    pub code: Code,
    /// One sentence for the sender.
    pub detail: String,
    /// The byte of the input, where one is to blame.
    pub position: Option<usize>,
}

/// A file as one arrival; a JSON envelope in it gives the correlation id.
///
/// # Errors
/// `empty_upload` and `upload_too_large`; anything else becomes a document.
pub fn file(
    bytes: Bytes,
    name: Option<String>,
    part: u32,
    said: &Said,
    bytes_max: usize,
) -> Result<Arrival, Problem> {
    if bytes.is_empty() {
        return Err(Problem {
            code: Code::EmptyUpload,
            detail: "the file has no bytes".into(),
            position: None,
        });
    }
    if bytes.len() == 1 {
        let detail = "a file of one byte is no document".to_owned();
        return Err(Problem { code: Code::EmptyUpload, detail, position: None });
    }
    if bytes.len() > bytes_max {
        let detail = format!("the file has {} bytes; the limit is {bytes_max}", bytes.len());
        return Err(Problem { code: Code::UploadTooLarge, detail, position: None });
    }
    let sniffed = parse::sniff::sniff(&bytes, name.as_deref());
    let opened = if sniffed.format == parse::sniff::Format::Envelope {
        parse::envelope::open(&bytes).ok()
    } else {
        None
    };
    let digest = Digest::of(&bytes);
    let (id, own_key, routing) = match opened {
        Some(opened) => (opened.correlation_id, KeyKind::CorrelationId, opened.routing),
        None => (CorrelationId::from(uuid::Uuid::now_v7()), KeyKind::Digest, Routing::default()),
    };
    let mut arrival = arrive(bytes, digest, id, own_key, routing, part, said);
    arrival.name = name;
    arrival.format = sniffed.format.name().to_owned();
    arrival.lane = arrival.routing.lane.unwrap_or(sniffed.lane);
    Ok(arrival)
}

/// One line of NDJSON as an arrival: an envelope with a usable correlation id.
///
/// # Errors
/// `not_json`, `id_unusable`, with the byte.
pub fn envelope(line: Bytes, part: u32, said: &Said) -> Result<Arrival, Problem> {
    let opened = parse::envelope::open(&line).map_err(|problem| Problem {
        code: problem.code,
        detail: problem.detail,
        position: Some(problem.position),
    })?;
    let digest = Digest::of(&line);
    let mut arrival =
        arrive(line, digest, opened.correlation_id, KeyKind::CorrelationId, opened.routing, part, said);
    arrival.format = "envelope".to_owned();
    arrival.lane = arrival.routing.lane.unwrap_or_default();
    Ok(arrival)
}

/// What files and envelopes share. An envelope's routing outranks headers, they outrank the door's defaults.
fn arrive(
    bytes: Bytes,
    digest: Digest,
    id: CorrelationId,
    own_key: KeyKind,
    routing: Routing,
    part: u32,
    said: &Said,
) -> Arrival {
    let jurisdiction = routing
        .destination
        .clone()
        .or_else(|| said.jurisdiction.clone())
        .or_else(|| said.default_jurisdiction.clone());
    Arrival {
        id,
        key: said.key.clone().map_or(own_key, KeyKind::Given),
        part,
        source: said.source.clone(),
        client: said.client.clone(),
        digest,
        size: bytes.len() as u64,
        bytes: Some(bytes),
        name: None,
        format: String::new(),
        lane: routing.lane.unwrap_or_default(),
        priority: routing.priority.or(said.priority).unwrap_or_default(),
        kind: routing.kind.unwrap_or(Kind::Unknown),
        jurisdiction,
        as_of: said.as_of,
        container: None,
        again: said.again.clone(),
        routing,
    }
}

/// Makes arrivals durable: large originals in the blob store first, then one transaction for all.
///
/// # Errors
/// Where ledger or disk refuse; then nothing has a receipt.
pub async fn durable(
    ledger: &dyn Ledger,
    mut arrivals: Vec<Arrival>,
    door: &str,
) -> Result<Vec<Result<Received, Refusal>>, Error> {
    for arrival in &mut arrivals {
        if arrival.size as usize > ROW_BYTES_MAX
            && let Some(bytes) = arrival.bytes.take()
        {
            let (blobs, digest) = (ledger.blobs().clone(), arrival.digest);
            tokio::task::spawn_blocking(move || blobs.put(&digest, &bytes))
                .await
                .map_err(|failure| Error::Ended(failure.to_string()))??;
        }
    }
    metrics::counter!("tidewaiter_documents_arrived_total").increment(arrivals.len() as u64);
    Ok(ledger.receive(arrivals, door).await?)
}

/// The parts of a container as arrivals that name it.
pub fn parts(container: &ledger::work::Claimed, bytes: &[u8], parts: &[trade::parsed::Part]) -> Vec<Arrival> {
    let said = Said {
        source: container.source.clone(),
        client: container.client.clone(),
        jurisdiction: container.jurisdiction.clone(),
        as_of: container.as_of,
        ..Said::default()
    };
    let arrivals = parts.iter().filter_map(|part| {
        let range = usize::try_from(part.start).ok()?..usize::try_from(part.end).ok()?;
        let piece = Bytes::copy_from_slice(bytes.get(range)?);
        let index = part.index.saturating_sub(1);
        let mut arrival = match envelope(piece.clone(), index, &said) {
            Ok(arrival) => arrival,
            // A part that is no envelope is a document all the same: it ends where its own reading ends.
            Err(_) => file(piece, None, index, &said, usize::MAX).ok()?,
        };
        arrival.container = Some(container.id.clone());
        Some(arrival)
    });
    arrivals.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use trade::Lane;

    fn said() -> Said {
        Said { source: "gateway".into(), priority: Some(Priority::High), ..Said::default() }
    }

    #[test]
    fn an_envelopes_routing_outranks_headers_and_they_outrank_defaults() {
        let line = br#"{"correlation_id":"a","routing":{"priority":9,"destination":"US"},"payload":{}}"#;
        let said =
            Said { jurisdiction: Some("DE".into()), default_jurisdiction: Some("FR".into()), ..said() };
        let arrival = envelope(Bytes::from_static(line), 0, &said).unwrap();
        assert_eq!((arrival.priority, arrival.jurisdiction.as_deref()), (Priority::Urgent, Some("US")));
        let plain = envelope(Bytes::from_static(br#"{"correlation_id":"b"}"#), 0, &said).unwrap();
        assert_eq!((plain.priority, plain.jurisdiction.as_deref()), (Priority::High, Some("DE")));
    }

    #[test]
    fn what_makes_no_document_says_why_and_where() {
        let problem = envelope(Bytes::from_static(b"{\"correlation_id\":"), 0, &said()).unwrap_err();
        assert_eq!(problem.code, Code::NotJson);
        assert!(problem.position.is_some());
        let problem = envelope(Bytes::from_static(b"{}"), 0, &said()).unwrap_err();
        assert_eq!(problem.code, Code::IdUnusable);
        let empty = file(Bytes::new(), None, 0, &said(), 10).unwrap_err();
        assert_eq!(empty.code, Code::EmptyUpload);
        let large = file(Bytes::from_static(b"12345678901"), None, 0, &said(), 10).unwrap_err();
        assert_eq!(large.code, Code::UploadTooLarge);
        assert!(file(Bytes::from_static(b"1234567890"), None, 0, &said(), 10).is_ok());
    }

    #[test]
    fn a_file_is_keyed_by_its_digest_and_told_by_its_bytes() {
        let pdf = file(Bytes::from_static(b"%PDF-1.7\n"), Some("x.xml".into()), 0, &said(), 100).unwrap();
        assert_eq!((pdf.key, pdf.lane), (KeyKind::Digest, Lane::Text));
    }
}
