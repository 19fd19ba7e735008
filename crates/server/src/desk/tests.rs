//! The desk as a browser meets it: real documents in a scratch ledger, asked through the whole router.

use crate::app::{App, Options, router};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt as _;
use ledger::sqlite::Durability;
use ledger::{Sqlite, system_clock};
use pipeline::engine::{Parts, Running};
use pipeline::extract::InProcess;
use pipeline::receive::{self, Said};
use pipeline::seal::Seal;
use pipeline::{Engine, Settings};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tower::ServiceExt as _;
use trade::{CorrelationId, State};

/// Texts that try to become more than text.
const HOSTILE: &str = "<script>alert(1)</script>\u{202e}fdp.\u{7}exe\" onload=\"x' & \r\n data: evil";

/// A desk over a data folder of its own.
struct Desk {
    _folder: TempDir,
    engine: Engine,
    router: Router,
    running: Option<Running>,
}

impl Desk {
    /// With nobody at work.
    async fn idle() -> Desk {
        let folder = TempDir::new().unwrap();
        let ledger = Sqlite::open(folder.path(), system_clock(), Durability::Unsynced).unwrap();
        let parts = Parts {
            ledger: Arc::new(ledger),
            reader: Arc::new(InProcess),
            settings: Settings::default(),
            seal: Seal::of(folder.path(), None),
            outlet_folder: folder.path().join("out"),
        };
        let engine = Engine::new(parts).await.unwrap();
        let router = router(App::new(engine.clone(), Options::default(), None));
        Desk { _folder: folder, engine, router, running: None }
    }

    /// With a worker.
    async fn working() -> Desk {
        let mut desk = Desk::idle().await;
        desk.running = Some(desk.engine.start(true).await.unwrap());
        desk
    }

    /// Takes a file in.
    async fn take(&self, name: &str, bytes: impl Into<Bytes>) -> CorrelationId {
        let said = Said { source: "desk".into(), ..Said::default() };
        let arrival = receive::file(bytes.into(), Some(name.to_owned()), 0, &said, 1 << 25).unwrap();
        let answers = receive::durable(self.engine.ledger(), vec![arrival], "test").await.unwrap();
        answers.into_iter().next().unwrap().unwrap().id
    }

    /// Takes a file in and waits until its document is in this state.
    async fn taken(&self, name: &str, bytes: impl Into<Bytes>, state: State) -> CorrelationId {
        let id = self.take(name, bytes).await;
        let bells = self.engine.ledger().wakes();
        let arrived = async {
            loop {
                let rung = bells.changed.notified();
                let found = self.engine.ledger().document(&id).await.unwrap().unwrap().summary.state;
                if found == state {
                    return;
                }
                assert!(!found.is_final(), "{name} is {found}");
                let _ = tokio::time::timeout(Duration::from_millis(200), rung).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), arrived).await.expect("in time");
        id
    }

    async fn ask(&self, path: &str) -> Response {
        self.ask_for(path, "*/*").await
    }

    async fn ask_for(&self, path: &str, accept: &str) -> Response {
        let request = Request::get(path).header(header::HOST, "localhost").header(header::ACCEPT, accept);
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    /// The page at an address that must be there.
    async fn page(&self, path: &str) -> String {
        let response = self.ask(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        text(response).await
    }
}

async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

/// An envelope whose lines come to its total.
fn envelope(id: &str, number: &str, lines: &[(&str, &str)]) -> Vec<u8> {
    let items: Vec<Value> = lines
        .iter()
        .map(|(description, code)| {
            json!({"description": description, "quantity": 2, "unit_price": 5.0, "currency": "USD", "hs_code": code,
                   "origin_country": "CN"})
        })
        .collect();
    let total = 10 * lines.len();
    let data = json!({"invoice_number": number, "line_items": items, "total_value": total, "incoterms": "FOB Shanghai"});
    serde_json::to_vec(&json!({"correlation_id": id, "payload": {"compliance_data": data}})).unwrap()
}

const SOUND: (&str, &str) = ("Leather walking shoes with rubber soles", "640399");
const UNKNOWN: (&str, &str) = ("Leather walking shoes with rubber soles", "999999");

const PAGES: [&str; 9] = [
    "/",
    "/documents",
    "/documents?state=released&source=desk",
    "/review",
    "/quarantine",
    "/dead-letters",
    "/desk/now",
    "/documents/no-such-document",
    "/assets/desk.css",
];

#[tokio::test]
async fn every_page_bears_the_content_policy_and_none_has_inline_script_or_style() {
    let desk = Desk::working().await;
    let id = desk.taken("a.json", envelope("e-1", "A-1", &[SOUND, UNKNOWN]), State::Released).await;
    let of_document = format!("/documents/{id}");
    for path in PAGES.into_iter().chain([of_document.as_str()]) {
        let response = desk.ask(path).await;
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        for part in ["default-src 'self'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        let page = text(response).await;
        if !path.starts_with("/assets") {
            assert!(!page.contains(" style=") && !page.contains("<style"), "{path} has an inline style");
            assert_eq!(
                page.matches("<script").count(),
                page.matches("<script src=\"/assets/desk.js?v=").count(),
                "{path}"
            );
            assert!(!page.contains("://"), "{path} names another host");
        }
    }
}

#[tokio::test]
async fn a_document_shows_its_record_findings_timeline_and_exits() {
    let desk = Desk::working().await;
    let id = desk.taken("shoes.json", envelope("e-2", "A-77", &[SOUND, UNKNOWN]), State::Released).await;
    let page = desk.page(&format!("/documents/{id}")).await;
    for part in [
        "shoes.json",
        "A-77",
        "hs_unknown",
        "1 of its 2 lines is in quarantine",
        "640399",
        "FOB Shanghai",
        "Delivered",
        "Revision 1",
        "/v1/quarantine/e-2/2/fix",
        "/v1/documents/e-2/original",
        "id=\"line-2\"",
    ] {
        assert!(page.contains(part), "{part} is missing");
    }
    assert!(!page.contains("/v1/quarantine/e-2/1/fix"), "a sound line needs no exit");
    assert!(page.contains("explain-in_review"), "it is released, but a person is waited for");
    let list = desk.page("/quarantine").await;
    assert!(list.contains("/documents/e-2?held=1#line-2"));
    let held = desk.page(&format!("/documents/{id}?held=1")).await;
    assert!(held.contains("id=\"line-2\"") && !held.contains("id=\"line-1\""));
}

#[tokio::test]
async fn what_waits_for_a_person_leads_to_its_exit() {
    let desk = Desk::working().await;
    let mut wrong: Value = serde_json::from_slice(&envelope("e-3", "A-3", &[SOUND])).unwrap();
    wrong["payload"]["compliance_data"]["total_value"] = json!(11);
    desk.taken("sum.json", serde_json::to_vec(&wrong).unwrap(), State::InReview).await;
    assert_eq!(desk.page("/").await.matches("oldest here").count(), 1, "of those in review");
    let dead = desk.taken("cut.xml", "<Invoice><", State::DeadLetter).await;
    assert_eq!(desk.page("/").await.matches("oldest here").count(), 2, "of the dead letters too");
    assert!(desk.page("/review").await.contains("/documents/e-3#decide"));
    assert!(desk.page("/dead-letters").await.contains(&format!("/v1/dead-letters/{dead}/replay")));
    let page = desk.page("/documents/e-3").await;
    for part in
        ["/v1/review/e-3/approve", "/v1/review/e-3/correct", "/v1/review/e-3/reject", "total_mismatch"]
    {
        assert!(page.contains(part), "{part} is missing");
    }
    let page = desk.page(&format!("/documents/{dead}")).await;
    assert!(page.contains("/replay") && page.contains("/reject") && !page.contains("/approve"));
}

#[tokio::test]
async fn hostile_texts_stay_texts() {
    let desk = Desk::working().await;
    let long = HOSTILE.repeat(70);
    assert!(long.len() > 4_000);
    let lines = [(HOSTILE, "640399"), (HOSTILE, HOSTILE), (SOUND.0, SOUND.1)];
    let id = desk.taken(&long, envelope("e-4", &long, &lines), State::Released).await;
    let named = desk.taken(HOSTILE, "\0\u{1}\u{2}", State::DeadLetter).await;
    let paths = [
        "/".to_owned(),
        "/documents".to_owned(),
        "/quarantine".to_owned(),
        "/dead-letters".to_owned(),
        "/desk/now".to_owned(),
    ];
    for path in paths.into_iter().chain([format!("/documents/{id}"), format!("/documents/{named}")]) {
        let page = desk.page(&path).await;
        assert!(!page.contains("<script>") && !page.contains("alert(1)</script>"), "{path} runs a script");
        assert!(!page.contains("\" onload=\""), "{path} lets an attribute in");
        assert!(!page.contains(['\u{202e}', '\u{7}', '\0', '\r']), "{path} hides something");
    }
    let page = desk.page(&format!("/documents/{id}")).await;
    assert!(page.contains("&#60;script&#62;") && page.contains("⟨U+202E⟩"), "the text is there, as text");
}

#[tokio::test]
async fn hostile_addresses_stay_texts() {
    let desk = Desk::idle().await;
    let sought = "%3Cscript%3Ealert(1)%3C/script%3E%22%27%E2%80%AE";
    for path in [format!("/documents?id={sought}"), format!("/documents?source={sought}&client={sought}")] {
        let page = desk.page(&path).await;
        assert!(!page.contains("<script>alert") && page.contains("&#60;script&#62;"), "{path}");
    }
    assert_eq!(desk.ask(&format!("/documents/{sought}")).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(desk.ask("/documents?state=lost").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.ask("/assets/..%2f..%2fCargo.toml").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_not_there_is_a_page_that_names_its_code() {
    let desk = Desk::idle().await;
    let response = desk.ask("/documents/no-such-document").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    let page = text(response).await;
    assert!(page.contains("not_found") && page.contains("No document has this id"));
}

#[tokio::test]
async fn an_unknown_path_is_a_page_to_a_browser_and_a_problem_to_others() {
    let desk = Desk::idle().await;
    for path in ["/nowhere", "/v1/nowhere", "/desk/", "/documents/a/b"] {
        let page = desk.ask_for(path, "text/html,application/xhtml+xml,*/*;q=0.8").await;
        assert_eq!(page.status(), StatusCode::NOT_FOUND, "{path}");
        let head = page.headers();
        assert_eq!(head[header::CONTENT_TYPE], "text/html; charset=utf-8", "{path}");
        assert_eq!(head[header::VARY], "accept", "{path}");
        assert_eq!(head[header::CACHE_CONTROL], "no-store", "{path}");
        assert!(head.contains_key(header::CONTENT_SECURITY_POLICY), "{path}");
        let page = text(page).await;
        assert!(page.contains("not_found") && page.contains("To the overview"), "{path}");
        assert!(page.contains("/assets/desk.css") && !page.contains("nowhere"), "{path}");
        let problem = desk.ask_for(path, "application/json").await;
        assert_eq!(problem.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(problem.headers()[header::CONTENT_TYPE], "application/problem+json", "{path}");
        let problem: Value = serde_json::from_str(&text(problem).await).unwrap();
        assert_eq!(problem["code"], "not_found", "{path}");
    }
}

#[tokio::test]
async fn a_search_leads_to_the_document_or_says_that_there_is_none() {
    let desk = Desk::idle().await;
    desk.take("a.json", envelope("e-5", "A-5", &[SOUND])).await;
    let response = desk.ask("/documents?id=%20e-5%20").await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/documents/e-5");
    assert!(desk.page("/documents?id=e-6").await.contains("No document has the id"));
}

#[tokio::test]
async fn lists_are_paged_and_each_document_stands_on_one_page() {
    let desk = Desk::idle().await;
    for number in 0..205 {
        desk.take("a.json", envelope(&format!("p-{number:03}."), "A", &[SOUND])).await;
    }
    let mut path = "/documents?state=queued".to_owned();
    let mut seen = Vec::new();
    for wanted in [100, 100, 5] {
        let page = desk.page(&path).await;
        let found: Vec<String> = (0..205)
            .map(|number| format!("p-{number:03}."))
            .filter(|id| page.contains(&format!("\"/documents/{id}\"")))
            .collect();
        assert_eq!(found.len(), wanted);
        seen.extend(found);
        let next = page.split("href=\"").find(|part| part.contains("rel=\"next\""));
        path = next.map(|part| part.split('"').next().unwrap().replace("&#38;", "&")).unwrap_or_default();
    }
    seen.sort();
    seen.dedup();
    assert_eq!((seen.len(), path.as_str()), (205, ""));
    assert!(desk.page("/").await.matches("\"/documents/p-").count() <= 20);
}

#[tokio::test]
async fn ten_thousand_lines_come_page_by_page() {
    let desk = Desk::working().await;
    let lines: Vec<(&str, &str)> =
        (1..=10_000).map(|line| if line % 50 == 0 { UNKNOWN } else { SOUND }).collect();
    desk.taken("large.json", envelope("e-7", "A-7", &lines), State::Released).await;
    let first = desk.page("/documents/e-7").await;
    let last = desk.page("/documents/e-7?page=200").await;
    assert!(
        first.contains("id=\"line-1\"")
            && first.contains("id=\"line-50\"")
            && !first.contains("id=\"line-51\"")
    );
    assert!(last.contains("id=\"line-10000\"") && !last.contains("id=\"line-9950\""));
    assert!(first.len() < 1_000_000, "{} bytes", first.len());
    let beyond = desk.page("/documents/e-7?page=999999").await;
    assert!(beyond.contains("id=\"line-10000\""));
}

#[tokio::test]
async fn the_stream_sends_the_part_at_once_and_again_after_a_change() {
    let desk = Desk::idle().await;
    let response = desk.ask("/desk/stream").await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
    let mut body = response.into_body();
    let mut next = async || {
        let frame = async {
            loop {
                let frame = body.frame().await.expect("the stream goes on").unwrap();
                let data = String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap();
                if data.contains("event: now") {
                    return data;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), frame).await.expect("in time")
    };
    let before = next().await;
    assert!(!before.contains("e-8"));
    desk.take("a.json", envelope("e-8", "A-8", &[SOUND])).await;
    // The first look may fall before the change.
    let mut after = next().await;
    if !after.contains("/documents/e-8") {
        after = next().await;
    }
    assert!(after.contains("/documents/e-8") && after.contains("badge-queued"));
}

#[tokio::test]
async fn receipts_say_where_documents_are_and_whether_they_are_done() {
    let desk = Desk::working().await;
    desk.taken("a.json", envelope("e-9", "A-9", &[SOUND]), State::Released).await;
    let rows = desk.page("/desk/receipts?ids=e-9,unknown,%3Cb%3E").await;
    assert!(rows.contains("data-receipt=\"e-9\" data-done=\"true\"") && rows.contains("badge-released"));
    assert_eq!(rows.matches("data-receipt").count(), 1);
}

#[tokio::test]
async fn assets_are_kept_for_good_under_their_version() {
    let desk = Desk::idle().await;
    let page = desk.page("/").await;
    let address = page.split('"').find(|part| part.starts_with("/assets/desk.css?v=")).unwrap().to_owned();
    let response = desk.ask(&address).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
    assert!(response.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    let tag = response.headers()[header::ETAG].clone();
    let again =
        Request::get("/assets/desk.css").header(header::HOST, "localhost").header(header::IF_NONE_MATCH, tag);
    let again = desk.router.clone().oneshot(again.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(again.headers()[header::CACHE_CONTROL], "no-cache");
    let page = desk.ask("/").await;
    assert_eq!(page.headers()[header::CACHE_CONTROL], "no-store");
}
