//! HTTP: the API of version 1, the desk in the browser, metrics and health.
//!
//! It serves what the pipeline decides and the ledger holds; it knows no SQL and makes no verdict. The command line
//! speaks to the same routes, over a socket or in-process.

/// What all routes share, and the router.
pub mod app;

/// Who may ask: foreign hosts and foreign pages are refused.
pub mod guard;

/// RFC 9457 problems with a code.
pub mod problem;

/// The outside shapes of documents, findings and receipts.
pub mod shape;

/// The routes of `/v1`.
pub mod api;

/// The browser side: pages rendered here, without a CDN.
pub mod desk;

pub use app::{App, Options, router};
