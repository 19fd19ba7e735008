//! Who may ask. While no key exists the server listens on loopback only; a page of another site, or a name that
//! was made to point here (DNS rebinding), must not reach it through a browser.
//!
//! A foreign `Host` is refused with 421, a foreign `Origin` with 403. Requests over the data folder's socket carry
//! [`OverSocket`]: who can open that file may ask anyway.

use crate::app::App;
use crate::problem::Problem;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use trade::Code;

/// Marks requests that came over the data folder's socket, or from the process itself.
#[derive(Debug, Clone, Copy)]
pub struct OverSocket;

/// Lets a request pass or refuses it.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.extensions().get::<OverSocket>().is_none()
        && let Err(code) = judge(request.headers(), request.uri(), &app.options.hosts)
    {
        return Problem::new(code).into_response();
    }
    next.run(request).await
}

/// Judges the `Host` and `Origin` of a request.
fn judge(headers: &HeaderMap, uri: &Uri, hosts: &[String]) -> Result<(), Code> {
    let text = |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap_or("?"));
    let host = uri.authority().map(|authority| authority.as_str()).or_else(|| text(header::HOST));
    if !host.is_some_and(|host| is_ours(host, hosts)) {
        return Err(Code::HostForeign);
    }
    let fetched_by_other = text(header::HeaderName::from_static("sec-fetch-site")).is_some_and(|site| {
        site == "cross-site" && text(header::ORIGIN).is_none() && !is_navigation(headers)
    });
    let origin_ok = text(header::ORIGIN).is_none_or(|origin| {
        let named = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        // The very host that was asked, port and all: another port of this machine is another site.
        named.is_some_and(|named| Some(named) == host)
    });
    if origin_ok && !fetched_by_other { Ok(()) } else { Err(Code::OriginForeign) }
}

/// A person following a link from elsewhere only looks.
fn is_navigation(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-mode").is_some_and(|mode| mode == "navigate")
}

/// A loopback name or address, or one that was configured; any port.
fn is_ours(host: &str, hosts: &[String]) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]")
        || hosts.iter().any(|ours| ours.eq_ignore_ascii_case(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(pairs: &[(&'static str, &'static str)]) -> Result<(), Code> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        judge(&headers, &Uri::from_static("/v1/status"), &["tide.example".to_owned()])
    }

    #[test]
    fn loopback_and_configured_hosts_may_ask() {
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST", "tide.example:443"] {
            assert_eq!(judged(&[("host", host)]), Ok(()), "{host}");
        }
    }

    #[test]
    fn foreign_hosts_and_none_are_misdirected() {
        for host in ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", ""] {
            assert_eq!(judged(&[("host", host)]), Err(Code::HostForeign), "{host}");
        }
        assert_eq!(judged(&[]), Err(Code::HostForeign));
    }

    #[test]
    fn foreign_origins_are_forbidden_and_our_own_is_not() {
        let with = |origin| judged(&[("host", "localhost:8080"), ("origin", origin)]);
        assert_eq!(with("http://localhost:8080"), Ok(()));
        for origin in ["http://evil.example", "null", "http://localhost:9090", "file://"] {
            assert_eq!(with(origin), Err(Code::OriginForeign), "{origin}");
        }
        let fetched = judged(&[("host", "localhost:8080"), ("sec-fetch-site", "cross-site")]);
        assert_eq!(fetched, Err(Code::OriginForeign));
    }
}
