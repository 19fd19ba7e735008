//! `serve`: the API, the desk and a worker, over TCP on loopback and over the data folder's socket.

use super::{Context, WrongUse};
use crate::cli::Serve;
use crate::{config, data, screen};
use anyhow::{Context as _, Result, anyhow, bail};
use axum::Extension;
use metrics_exporter_prometheus::PrometheusBuilder;
use server::guard::OverSocket;
use server::{App, Options};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, UnixListener};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Requests under way when the program is to end have so long.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// Serves until SIGINT or SIGTERM, then drains.
///
/// # Errors
/// Where the data folder has another owner, or an address cannot be listened at.
pub async fn serve(context: &Context, asked: Serve) -> Result<u8> {
    let config = context.config();
    let address = loopback(&config.server.listen)?;
    // Before anything is owned: who is told to end while it begins gives it back as well.
    let mut signals = Signals::caught()?;
    let Some(_owned) = data::own(&context.data)? else {
        bail!("another process owns the data folder {}", context.data.display());
    };
    let metrics = PrometheusBuilder::new().install_recorder().context("installing the metrics recorder")?;
    let engine = data::open(&context.data, config).await?;
    let options = Options {
        default_jurisdiction: config::jurisdiction(&config.server.jurisdiction)?,
        hosts: config.server.hosts.clone(),
    };
    let app = App::new(engine.clone(), options, Some(metrics));
    let ending = app.ending.clone();
    let tcp = TcpListener::bind(address).await.with_context(|| format!("listening at {address}"))?;
    let unix = bind_socket(context)?;
    let running = engine.start(!asked.no_work).await?;
    let at = tcp.local_addr().context("asking for the address")?;
    if context.json {
        context.print_json(
            &serde_json::json!({ "listening": at.to_string(), "data": context.data.display().to_string() }),
        );
    } else {
        screen::line(&format!("Tidewaiter serves http://{at}/ from {}", context.data.display()));
    }
    let router = server::router(app);
    let over_socket = axum::serve(unix, router.clone().layer(Extension(OverSocket)).into_make_service())
        .with_graceful_shutdown(ending.clone().cancelled_owned());
    let over_tcp = axum::serve(axum::serve::ListenerExt::tap_io(tcp, no_delay), router.into_make_service())
        .with_graceful_shutdown(ending.clone().cancelled_owned());
    let served = tokio::spawn(async move { tokio::join!(over_socket, over_tcp) });
    signals.any().await;
    tracing::info!("serve.stopping");
    ending.cancel();
    // A request under way is given a moment; one that takes longer does not keep the program from ending.
    if tokio::time::timeout(LAST_REQUESTS, served).await.is_err() {
        tracing::warn!("serve.cut_off");
    }
    running.stop().await?;
    let _ = std::fs::remove_file(context.data.join("socket"));
    Ok(0)
}

/// A receipt goes out when it is written, not when more follow.
fn no_delay(stream: &mut tokio::net::TcpStream) {
    if let Err(failure) = stream.set_nodelay(true) {
        tracing::debug!(error = %failure, "serve.no_delay");
    }
}

/// The address, if it is a loopback one.
fn loopback(listen: &str) -> Result<SocketAddr> {
    let address: SocketAddr = listen
        .replace("localhost", "127.0.0.1")
        .parse()
        .map_err(|_| anyhow!(WrongUse(format!("{listen:?} is no ADDRESS:PORT"))))?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(anyhow!(WrongUse(format!(
        "{address} is not loopback; without keys the server listens on loopback only"
    ))))
}

/// The data folder's socket. One that an owner before us left is ours to remove: we hold the lock.
fn bind_socket(context: &Context) -> Result<UnixListener> {
    let socket = data::socket(&context.data)?;
    let _ = std::fs::remove_file(&socket.path);
    let listener = UnixListener::bind(&socket.path)
        .with_context(|| format!("listening at {}", socket.path.display()))?;
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(&socket.path, std::fs::Permissions::from_mode(0o600))
        .context("guarding the socket")?;
    Ok(listener)
}

/// SIGINT and SIGTERM. From when this is made on, neither ends the program before its time.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn caught() -> Result<Signals> {
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt()).context("listening for SIGINT")?,
            terminate: signal(SignalKind::terminate()).context("listening for SIGTERM")?,
        })
    }

    /// Waits for one; one that came since they are caught counts.
    async fn any(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
