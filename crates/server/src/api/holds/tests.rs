//! Holds asked for through the whole router, over a scratch ledger and real workers.

use crate::app::{App, Options, router};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use ledger::sqlite::Durability;
use ledger::{Sqlite, system_clock};
use pipeline::engine::{Parts, Running};
use pipeline::extract::{Hint, InProcess, Reader};
use pipeline::receive::{self, Said};
use pipeline::seal::Seal;
use pipeline::{Engine, Settings};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use tempfile::TempDir;
use tower::ServiceExt as _;
use trade::{Code, Parsed, State};

/// Nothing here takes so long.
const DEADLINE: Duration = Duration::from_secs(20);

/// A server over a data folder of its own.
struct House {
    _folder: TempDir,
    engine: Engine,
    router: Router,
}

impl House {
    async fn of(reader: Arc<dyn Reader>, settings: Settings) -> House {
        let folder = TempDir::new().unwrap();
        let ledger = Sqlite::open(folder.path(), system_clock(), Durability::Unsynced).unwrap();
        let parts = Parts {
            ledger: Arc::new(ledger),
            reader,
            settings,
            seal: Seal::of(folder.path(), None),
            outlet_folder: folder.path().join("out"),
        };
        let engine = Engine::new(parts).await.unwrap();
        let router = router(App::new(engine.clone(), Options::default(), None));
        House { _folder: folder, engine, router }
    }

    async fn new() -> House {
        House::of(Arc::new(InProcess), Settings::default()).await
    }

    async fn work(&self) -> Running {
        self.engine.start(true).await.unwrap()
    }

    async fn ask(&self, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        let request = request.body(Body::from(if body.is_null() { String::new() } else { body.to_string() }));
        let response = self.router.clone().oneshot(request.unwrap()).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let text = || Value::from(String::from_utf8_lossy(&bytes).into_owned());
        (status, serde_json::from_slice(&bytes).unwrap_or_else(|_| text()))
    }

    async fn get(&self, path: &str) -> Value {
        let (status, json) = self.ask("GET", path, Value::Null).await;
        assert_eq!(status, StatusCode::OK, "{path}: {json}");
        json
    }

    async fn hold(&self, scope: &str) -> i64 {
        let body = json!({ "scope": scope, "reason": "the tariff is wrong", "by": "kim" });
        let (status, hold) = self.ask("POST", "/v1/holds", body).await;
        assert_eq!(status, StatusCode::CREATED, "{hold}");
        hold["id"].as_i64().unwrap()
    }

    async fn end(&self, id: i64) -> (StatusCode, Value) {
        self.ask("DELETE", &format!("/v1/holds/{id}"), json!({ "by": "ann", "reason": "mended" })).await
    }

    /// Takes envelopes of a source in.
    async fn take(&self, source: &str, ids: &[&str]) {
        let said = Said { source: source.into(), ..Said::default() };
        let arrivals =
            ids.iter().map(|id| receive::file(Bytes::from(envelope(id)), None, 0, &said, 1 << 25).unwrap());
        let answers = receive::durable(self.engine.ledger(), arrivals.collect(), "test").await.unwrap();
        assert!(answers.iter().all(Result::is_ok));
    }

    async fn state(&self, id: &str) -> State {
        let id = trade::CorrelationId::parse(id).unwrap();
        self.engine.ledger().document(&id).await.unwrap().unwrap().summary.state
    }

    /// Looks after each change until it is so.
    async fn until(&self, what: &str, so: impl AsyncFn() -> bool) {
        let bells = self.engine.ledger().wakes();
        let come = async {
            loop {
                let rung = bells.changed.notified();
                if so().await {
                    return;
                }
                let _ = tokio::time::timeout(Duration::from_millis(50), rung).await;
            }
        };
        tokio::time::timeout(DEADLINE, come).await.unwrap_or_else(|_| panic!("{what} did not come about"));
    }

    async fn until_in(&self, id: &str, state: State) {
        self.until(&format!("{id} {state}"), async || self.state(id).await == state).await;
    }
}

fn envelope(id: &str) -> Vec<u8> {
    let line = json!({"description": "Leather walking shoes with rubber soles", "quantity": 2, "unit_price": 5.0,
        "currency": "USD", "hs_code": "640399", "origin_country": "CN"});
    let data =
        json!({"invoice_number": id, "line_items": [line], "total_value": 10, "incoterms": "FOB Shanghai"});
    serde_json::to_vec(&json!({"correlation_id": id, "payload": {"compliance_data": data}})).unwrap()
}

#[tokio::test]
async fn a_hold_is_made_listed_and_ended_and_each_wrong_ask_says_why() {
    let house = House::new().await;
    let until = "2099-01-01T00:00:00Z";
    let body =
        json!({ "scope": "source:gateway", "reason": " the\ntariff is wrong ", "by": "kim", "until": until });
    let (status, made) = house.ask("POST", "/v1/holds", body).await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(
        (&made["scope"], &made["reason"], &made["by"], &made["until"], &made["ended"]),
        (&json!("source:gateway"), &json!("the tariff is wrong"), &json!("kim"), &json!(until), &Value::Null)
    );
    let id = made["id"].as_i64().unwrap();
    assert_eq!(house.get("/v1/holds").await, json!({ "holds": [made], "ended": [] }));
    for (body, why) in [
        (json!({}), "a scope is everything"),
        (json!({ "scope": "lane:fast", "reason": "r" }), "the lanes are structured, text and scan"),
        (json!({ "scope": "everything" }), "has a reason"),
        (json!({ "scope": "everything", "reason": " \n" }), "has a reason"),
        (
            json!({ "scope": "everything", "reason": "r", "until": "2001-01-01T00:00:00Z" }),
            "not in the future",
        ),
        (json!({ "scope": "everything", "reason": "r", "until": "soon" }), "until"),
    ] {
        let (status, problem) = house.ask("POST", "/v1/holds", body).await;
        assert_eq!((status.as_u16(), problem["code"].as_str()), (422, Some("request_invalid")), "{problem}");
        if why != "until" {
            assert!(problem["detail"].as_str().unwrap().contains(why), "{problem}");
        }
    }
    let (status, ended) = house.end(id).await;
    assert_eq!((status, &ended["ended"]["by"]), (StatusCode::OK, &json!("ann")));
    assert_eq!(ended["ended"]["reason"], "mended");
    assert_eq!(house.get("/v1/holds").await, json!({ "holds": [], "ended": [ended] }));
    assert_eq!(house.get("/v1/holds?ended=0").await, json!({ "holds": [], "ended": [] }));
    let (status, again) = house.end(id).await;
    assert_eq!((status.as_u16(), again["code"].as_str()), (409, Some("move_illegal")), "{again}");
    for unknown in ["99", "everything"] {
        let (status, problem) = house.ask("DELETE", &format!("/v1/holds/{unknown}"), Value::Null).await;
        assert_eq!((status.as_u16(), problem["code"].as_str()), (404, Some("not_found")));
    }
}

#[tokio::test]
async fn a_long_reason_is_shortened_and_a_hostile_one_stays_a_text() {
    let house = House::new().await;
    let reason = format!("<script>alert(1)</script>\u{202e}{}", "x".repeat(2_000));
    let body = json!({ "scope": "everything", "reason": reason, "by": "y".repeat(500) });
    let (_, made) = house.ask("POST", "/v1/holds", body).await;
    assert_eq!(made["reason"].as_str().unwrap().chars().count(), pipeline::hold::REASON_MAX);
    assert_eq!(made["by"].as_str().unwrap().chars().count(), pipeline::hold::BY_MAX);
    let page = house.get("/").await;
    let page = page.as_str().unwrap();
    assert!(page.contains("hold 1 of everything") && !page.contains("<script>alert"));
    assert!(!page.contains('\u{202e}'));
}

#[tokio::test]
async fn status_readiness_the_desk_and_explain_say_what_is_held() {
    let house = House::new().await;
    house.take("gateway", &["e-1"]).await;
    assert_eq!(house.get("/readyz").await, json!({ "ready": true, "amber": null }));
    assert!(!house.get("/").await.as_str().unwrap().contains("<strong>Held:</strong>"));
    let id = house.hold("source:gateway").await;
    assert_eq!(house.get("/v1/status?fresh=true").await["holds"][0]["id"], id);
    let ready = house.get("/readyz").await;
    assert_eq!(ready["ready"], true);
    assert!(
        ready["amber"].as_str().unwrap().starts_with("stopped by hold 1 of source:gateway by kim"),
        "{ready}"
    );
    let page = house.get("/").await;
    assert!(page.as_str().unwrap().contains("<strong>Held:</strong> hold 1 of source:gateway by kim"));
    let explained = house.get("/v1/documents/e-1/explain").await["explanation"].clone();
    assert_eq!((&explained["holds"], &explained["moved_by"]), (&json!([id]), &json!("person")));
    let sentence = explained["sentence"].as_str().unwrap();
    for word in
        ["hold 1 of source:gateway", "kim", "the tariff is wrong", "until somebody ends it", "hold off 1"]
    {
        assert!(sentence.contains(word), "{word}: {sentence}");
    }
    assert!(house.get("/documents/e-1").await.as_str().unwrap().contains("hold 1 of source:gateway"));
    assert!(house.get("/desk/receipts?ids=e-1").await.as_str().unwrap().contains("hold 1 of source:gateway"));
    house.end(id).await;
    let explained = house.get("/v1/documents/e-1/explain").await["explanation"].clone();
    assert_eq!((&explained["holds"], &explained["moved_by"]), (&json!([]), &json!("worker")));
    assert_eq!(house.get("/readyz").await["amber"], Value::Null);
}

#[tokio::test]
async fn a_held_folder_takes_nothing_and_afterwards_everything() {
    let house = House::new().await;
    let id = house.hold("dependency:folder").await;
    let running = house.work().await;
    house.take("gateway", &["e-1", "e-2"]).await;
    for name in ["e-1", "e-2"] {
        house.until_in(name, State::Validated).await;
    }
    assert_eq!(house.get("/v1/status?fresh=true").await["outbox"]["pending"], 2);
    let explained = house.get("/v1/documents/e-1/explain").await["explanation"].clone();
    assert!(explained["sentence"].as_str().unwrap().contains("hold 1 of dependency:folder"), "{explained}");
    house.end(id).await;
    for name in ["e-1", "e-2"] {
        house.until_in(name, State::Released).await;
    }
    running.stop().await.unwrap();
}

#[tokio::test]
async fn a_stop_while_the_folder_is_held_leaves_its_releases_for_the_next_start() {
    let house = House::new().await;
    let id = house.hold("dependency:folder").await;
    let running = house.work().await;
    house.take("gateway", &["e-1"]).await;
    house.until_in("e-1", State::Validated).await;
    tokio::time::timeout(DEADLINE, running.stop()).await.expect("it ends").unwrap();
    assert_eq!(house.state("e-1").await, State::Validated);
    assert_eq!(house.end(id).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_hold_whose_time_is_over_ends_by_itself() {
    let house = House::new().await;
    let until = jiff::Timestamp::now() + jiff::SignedDuration::from_millis(300);
    let body = json!({ "scope": "everything", "reason": "for a moment", "by": "kim", "until": until });
    assert_eq!(house.ask("POST", "/v1/holds", body).await.0, StatusCode::CREATED);
    house.take("gateway", &["e-1"]).await;
    let running = house.work().await;
    house.until_in("e-1", State::Released).await;
    let ended = house.get("/v1/holds").await["ended"][0]["ended"].clone();
    assert_eq!((&ended["by"], &ended["reason"]), (&json!("expiry"), &Value::Null));
    assert!(ended["at"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap() >= until);
    running.stop().await.unwrap();
}

/// A reader that says when it begins and waits to be let go.
struct Gate {
    begins: Sender<()>,
    go: std::sync::Mutex<Receiver<()>>,
}

impl Reader for Gate {
    fn read(&self, format: &str, bytes: &[u8], hint: &Hint, alone: bool) -> Result<Parsed, Code> {
        // The test waits for the first beginning only, and once it lets go of the gate nobody waits any more.
        let _ = self.begins.send(());
        let _ = self.go.lock().unwrap().recv();
        InProcess.read(format, bytes, hint, alone)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_a_stage_drains_and_the_rest_of_its_batch_goes_back_untouched() {
    let ((begins, begun), (go, gate)) = (channel(), channel());
    let reader = Gate { begins, go: std::sync::Mutex::new(gate) };
    let settings = Settings { workers: 1, ..Settings::default() };
    let house = House::of(Arc::new(reader), settings).await;
    let names = ["e-1", "e-2", "e-3", "e-4"];
    house.take("gateway", &names).await;
    let running = house.work().await;
    tokio::task::spawn_blocking(move || begun.recv_timeout(DEADLINE)).await.unwrap().expect("a stage begins");
    assert_eq!(house.state("e-4").await, State::Processing, "all are in one batch");
    let id = house.hold("source:gateway").await;
    let known = async || house.engine.is_held(trade::Lane::Structured, "gateway");
    house.until("the workers' knowledge", known).await;
    go.send(()).unwrap();
    house.until_in("e-1", State::Released).await;
    for name in names.iter().skip(1) {
        house.until_in(name, State::Queued).await;
        let id = trade::CorrelationId::parse(name).unwrap();
        let whole = house.engine.ledger().document(&id).await.unwrap().unwrap();
        assert_eq!((whole.summary.failures, whole.summary.attempt), (0, 1), "{name}");
        assert_eq!(house.engine.ledger().events(&id).await.unwrap().len(), 1, "no event tells of it");
    }
    drop(go);
    house.end(id).await;
    for name in names {
        house.until_in(name, State::Released).await;
    }
    running.stop().await.unwrap();
    let proven = house.ask("POST", "/v1/audit/verify", Value::Null).await.1;
    assert_eq!(proven["ok"], true, "{proven}");
}
