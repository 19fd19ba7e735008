//! What all routes share, and the router.

use crate::{api, desk, guard};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::middleware;
use metrics_exporter_prometheus::PrometheusHandle;
use pipeline::Engine;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tower_http::set_header::SetResponseHeaderLayer;

/// What the server is told at start.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The jurisdiction of documents that name none.
    pub default_jurisdiction: Option<String>,
    /// Host names, besides loopback, under which the server may be asked.
    pub hosts: Vec<String>,
}

/// What all routes share. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The journey.
    pub engine: Engine,
    /// What was told at start.
    pub options: Arc<Options>,
    /// Renders `/metrics`.
    pub metrics: Option<PrometheusHandle>,
    /// Answers of `/v1/status` are made at most four times a second.
    pub status: Arc<api::status::Cache>,
    /// Draws pages of documents, and keeps the last ones.
    pub pages: api::pages::Pages,
    /// Cancelled when the server is to end: what would go on by itself (a page that watches) ends then.
    pub ending: CancellationToken,
}

impl App {
    /// The state of a server over an engine.
    pub fn new(engine: Engine, options: Options, metrics: Option<PrometheusHandle>) -> App {
        let (options, ending) = (Arc::new(options), CancellationToken::new());
        App { engine, options, metrics, status: Arc::default(), pages: Default::default(), ending }
    }
}

/// The whole server. Requests over the data folder's socket are trusted with any Host; see [`guard`].
pub fn router(app: App) -> Router {
    let (api, document) = api::routes().split_for_parts();
    let document = Arc::new(document);
    Router::new()
        .merge(api)
        .merge(desk::routes())
        .route(
            "/openapi.json",
            axum::routing::get(move || {
                let document = Arc::clone(&document);
                async move { axum::Json(document.as_ref().clone()) }
            }),
        )
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(app.clone(), guard::check))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ))
        .with_state(app)
}
