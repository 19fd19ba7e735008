//! How a command reaches the API: in-process where it owns the data folder, over the owner's socket, or by URL.
//!
//! Every command is written once, against the routes; it does not know which way its requests go.

use crate::command::WrongUse;
use crate::config::Config;
use crate::data::{self, Owned};
use anyhow::{Context as _, Result, anyhow, bail};
use axum::Extension;
use axum::body::Body;
use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::header::{CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use pipeline::engine::Running;
use serde_json::Value;
use server::guard::OverSocket;
use server::{App, Options};
use std::path::{Path, PathBuf};
use tokio::net::{TcpStream, UnixStream};
use tower::ServiceExt as _;

/// The way to the API.
pub enum Client {
    /// This process owns the data folder.
    Here(Box<Here>),
    /// Another process owns it.
    Socket(PathBuf),
    /// A server elsewhere: host and port.
    Url(String),
}

/// The API in this process.
pub struct Here {
    router: axum::Router,
    running: Option<Running>,
    _owned: Owned,
}

/// An answer of the API.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON; a problem is an error in its words.
    ///
    /// # Errors
    /// The problem's code and detail.
    pub fn json(self) -> Result<Value> {
        let json: Value = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        if self.status.is_success() { Ok(json) } else { Err(Refused::of(self.status, &json).into()) }
    }

    /// The body as bytes; a problem is an error in its words.
    ///
    /// # Errors
    /// The problem's code and detail.
    pub fn bytes(self) -> Result<Bytes> {
        if self.status.is_success() {
            return Ok(self.body);
        }
        let json: Value = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        Err(Refused::of(self.status, &json).into())
    }
}

/// A refusal of the API.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct Refused {
    /// HTTP status.
    pub status: StatusCode,
    /// The problem's code.
    pub code: String,
    /// What is wrong, in words.
    pub detail: String,
}

impl Refused {
    fn of(status: StatusCode, json: &Value) -> Refused {
        let text = |key: &str| json.get(key).and_then(Value::as_str).map(str::to_owned);
        let detail = text("detail").or_else(|| text("title")).unwrap_or_else(|| status.to_string());
        Refused { status, code: text("code").unwrap_or_else(|| "http".to_owned()), detail }
    }
}

/// What a command needs of the data folder where nobody owns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Only to look: nothing runs.
    Look,
    /// What it asks for is to be worked on.
    Work,
}

impl Client {
    /// Reaches the data folder: owns it where nobody does, else speaks to its owner.
    ///
    /// # Errors
    /// Where the folder refuses or its owner does not answer.
    pub async fn of_folder(data: &Path, config: &Config, need: Need, options: Options) -> Result<Client> {
        if need == Need::Look && !data.join("tidewaiter.db").exists() && !data.join("socket").exists() {
            bail!("there is no data in {}", data.display());
        }
        match data::own(data)? {
            Some(owned) => {
                let engine = data::open(data, config).await?;
                let running = if need == Need::Work { Some(engine.start(true).await?) } else { None };
                let app = App::new(engine, options, None);
                let router = server::router(app).layer(Extension(OverSocket));
                Ok(Client::Here(Box::new(Here { router, running, _owned: owned })))
            }
            None => Ok(Client::Socket(data.to_owned())),
        }
    }

    /// A server by URL.
    ///
    /// # Errors
    /// Where it is not `http://HOST:PORT`.
    pub fn of_url(url: &str) -> Result<Client> {
        let rest = url
            .strip_prefix("http://")
            .ok_or_else(|| anyhow!(WrongUse(format!("the URL is http://HOST:PORT, not {url}"))))?;
        Ok(Client::Url(rest.trim_end_matches('/').to_owned()))
    }

    /// Sends one request.
    ///
    /// # Errors
    /// Where nobody answers; a refusal is an [`Answer`].
    pub async fn send(&self, request: Request<Body>) -> Result<Answer> {
        let response = match self {
            Client::Here(here) => {
                let Ok(response) = here.router.clone().oneshot(request).await;
                response.map(|body| body.map_err(anyhow::Error::from).boxed_unsync())
            }
            Client::Socket(data) => {
                let socket = data::socket(data)?;
                let stream = UnixStream::connect(&socket.path).await.with_context(|| {
                    format!("the data folder {} is in use, and its owner does not answer", data.display())
                })?;
                exchange(TokioIo::new(stream), request).await?
            }
            Client::Url(host) => {
                let stream =
                    TcpStream::connect(host).await.with_context(|| format!("connecting to {host}"))?;
                exchange(TokioIo::new(stream), request).await?
            }
        };
        let status = response.status();
        let body = response.into_body().collect().await.context("reading the answer")?.to_bytes();
        Ok(Answer { status, body })
    }

    fn host(&self) -> HeaderValue {
        match self {
            Client::Url(host) => {
                HeaderValue::from_str(host).unwrap_or_else(|_| HeaderValue::from_static("localhost"))
            }
            _ => HeaderValue::from_static("localhost"),
        }
    }

    /// A request with a body and headers.
    ///
    /// # Errors
    /// Where the path is no path.
    pub fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Result<Request<Body>> {
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().with_context(|| format!("asking for {path}"))?;
        request.headers_mut().insert(HOST, self.host());
        for (name, value) in headers {
            let name: HeaderName = name.parse().with_context(|| format!("the header {name}"))?;
            request.headers_mut().insert(name, HeaderValue::from_str(value).context("a header's value")?);
        }
        Ok(request)
    }

    /// GET, as JSON.
    ///
    /// # Errors
    /// Where nobody answers, or the problem.
    pub async fn get(&self, path: &str) -> Result<Value> {
        self.send(self.request(Method::GET, path, &[], Body::empty())?).await?.json()
    }

    /// POST of JSON, as JSON.
    ///
    /// # Errors
    /// Where nobody answers, or the problem.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let headers = [(CONTENT_TYPE.as_str(), "application/json")];
        self.send(self.request(Method::POST, path, &headers, Body::from(body.to_string()))?).await?.json()
    }

    /// DELETE with a body of JSON, as JSON.
    ///
    /// # Errors
    /// Where nobody answers, or the problem.
    pub async fn delete(&self, path: &str, body: &Value) -> Result<Value> {
        let headers = [(CONTENT_TYPE.as_str(), "application/json")];
        self.send(self.request(Method::DELETE, path, &headers, Body::from(body.to_string()))?).await?.json()
    }

    /// Ends what this process runs, once what is in hand is done.
    ///
    /// # Errors
    /// Where a loop ended early.
    pub async fn close(self) -> Result<()> {
        if let Client::Here(mut here) = self
            && let Some(running) = here.running.take()
        {
            running.stop().await?;
        }
        Ok(())
    }
}

/// A response's body from either way.
type AnyBody = http_body_util::combinators::UnsyncBoxBody<Bytes, anyhow::Error>;

/// One request over a fresh connection.
async fn exchange<T>(io: T, request: Request<Body>) -> Result<hyper::Response<AnyBody>>
where
    T: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
{
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(io).await.context("speaking HTTP")?;
    tokio::spawn(async move {
        if let Err(failure) = connection.await {
            tracing::debug!(error = %failure, "client.connection_ended");
        }
    });
    let response = sender.send_request(request).await.context("sending the request")?;
    Ok(response.map(|body| body.map_err(anyhow::Error::from).boxed_unsync()))
}

/// A text as one segment of a path or query.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
