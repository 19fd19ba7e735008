//! Pages asked for through the whole router, drawn by a reader that counts.

use super::*;
use crate::app::{Options, router};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use ledger::sqlite::Durability;
use ledger::{Sqlite, system_clock};
use pipeline::engine::Parts;
use pipeline::extract::{Drawn, Hint, InProcess, Reader};
use pipeline::receive::{self, Said};
use pipeline::seal::Seal;
use pipeline::{Engine, Settings};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use tower::ServiceExt as _;
use trade::Parsed;

/// Two pages of which the second cannot be drawn in time; what does not begin as a PDF has none.
#[derive(Default)]
struct Counting {
    drawn: AtomicU32,
}

impl Reader for Counting {
    fn read(&self, format: &str, bytes: &[u8], hint: &Hint, alone: bool) -> Result<Parsed, Code> {
        InProcess.read(format, bytes, hint, alone)
    }

    fn draw(&self, bytes: &[u8], drawing: &Drawing) -> Result<Drawn, Undrawn> {
        if !bytes.starts_with(b"%PDF") {
            return Err(Undrawn::NoPages);
        }
        self.drawn.fetch_add(1, Ordering::SeqCst);
        match drawing.page {
            1 => {
                let png = format!("\u{89}PNG at {}", drawing.scale).into_bytes();
                Ok(Drawn { width: 1, height: 1, png })
            }
            2 => Err(Undrawn::Refused(Code::DeadlineExceeded)),
            _ => Err(Undrawn::NoPage),
        }
    }
}

/// A server with one document, over a folder of its own.
struct House {
    _folder: TempDir,
    reader: Arc<Counting>,
    router: axum::Router,
    id: String,
}

impl House {
    async fn with(bytes: &'static [u8]) -> House {
        let folder = TempDir::new().unwrap();
        let ledger = Sqlite::open(folder.path(), system_clock(), Durability::Unsynced).unwrap();
        let reader = Arc::new(Counting::default());
        let parts = Parts {
            ledger: Arc::new(ledger),
            reader: Arc::clone(&reader) as Arc<dyn Reader>,
            settings: Settings::default(),
            seal: Seal::of(folder.path(), None),
            outlet_folder: folder.path().join("out"),
        };
        let engine = Engine::new(parts).await.unwrap();
        let arrival =
            receive::file(Bytes::from_static(bytes), Some("a".into()), 0, &Said::default(), 1 << 20).unwrap();
        let answers = receive::durable(engine.ledger(), vec![arrival], "test").await.unwrap();
        let id = answers.into_iter().next().unwrap().unwrap().id.to_string();
        let router = router(App::new(engine, Options::default(), None));
        House { _folder: folder, reader, router, id }
    }

    async fn ask(&self, rest: &str) -> Response {
        let path = format!("/v1/documents/{}/pages/{rest}", self.id);
        let request = Request::get(path).header(header::HOST, "localhost").body(Body::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    fn drawn(&self) -> u32 {
        self.reader.drawn.load(Ordering::SeqCst)
    }
}

async fn bytes(response: Response) -> Bytes {
    response.into_body().collect().await.unwrap().to_bytes()
}

/// The status and code of a problem.
async fn problem(response: Response) -> (StatusCode, String, String) {
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    let status = response.status();
    let body: serde_json::Value = serde_json::from_slice(&bytes(response).await).unwrap();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    (status, text("code"), text("detail"))
}

#[tokio::test]
async fn a_page_is_a_picture_that_nobody_runs_and_everybody_who_looks_again_gets_at_once() {
    let house = House::with(b"%PDF-1.7").await;
    let response = house.ask("1.png").await;
    assert_eq!(response.status(), StatusCode::OK);
    for (name, value) in [
        ("content-type", "image/png"),
        ("cache-control", "private, max-age=3600"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(response.headers()[name], value);
    }
    let first = bytes(response).await;
    assert_eq!(bytes(house.ask("1.png").await).await, first);
    assert_eq!(house.drawn(), 1);
    assert_ne!(bytes(house.ask("1.png?scale=1").await).await, first);
    assert_eq!(house.drawn(), 2);
}

#[tokio::test]
async fn many_who_look_at_once_are_one_drawing() {
    let house = House::with(b"%PDF-1.7").await;
    let all = futures_util::future::join_all((0..20).map(|_| house.ask("1.png"))).await;
    assert!(all.iter().all(|response| response.status() == StatusCode::OK));
    // Half of the processors may have begun before the first was done.
    let at_once = std::thread::available_parallelism().unwrap().get().div_ceil(2);
    assert!(house.drawn() as usize <= at_once, "{}", house.drawn());
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let house = House::with(b"%PDF-1.7").await;
    for page in ["3.png", "0.png", "01.png", "+1.png", "1", "1.jpg", "x.png", "4294967296.png", "-1.png"] {
        let (status, code, _) = problem(house.ask(page).await).await;
        assert_eq!((status, code.as_str()), (StatusCode::NOT_FOUND, "not_found"), "{page}");
    }
    assert_eq!(house.drawn(), 1, "numbers that are none ask nobody");
    let other = House { id: "nobody".into(), ..House::with(b"%PDF-1.7").await };
    assert_eq!(problem(other.ask("1.png").await).await.0, StatusCode::NOT_FOUND);
    let sheet = House::with(b"Description,HS Code,Qty\nShoes,640399,1\n").await;
    let (status, code, detail) = problem(sheet.ask("1.png").await).await;
    assert_eq!((status, code.as_str()), (StatusCode::NOT_FOUND, "not_found"));
    assert!(detail.contains("no pages"), "{detail}");
}

#[tokio::test]
async fn a_page_that_cannot_be_drawn_says_why_and_is_not_tried_again_at_once() {
    let house = House::with(b"%PDF-1.7").await;
    for _ in 0..3 {
        let (status, code, detail) = problem(house.ask("2.png").await).await;
        assert_eq!((status, code.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "page_undrawable"));
        assert!(detail.starts_with("deadline_exceeded"), "{detail}");
    }
    assert_eq!(house.drawn(), 1);
}

#[tokio::test]
async fn a_scale_out_of_bounds_is_refused() {
    let house = House::with(b"%PDF-1.7").await;
    for scale in ["0.19", "6.1", "-1", "NaN", "inf", "1e30", "wide", ""] {
        let (status, code, _) = problem(house.ask(&format!("1.png?scale={scale}")).await).await;
        assert_eq!((status, code.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "request_invalid"), "{scale}");
    }
    assert_eq!(house.drawn(), 0);
}
