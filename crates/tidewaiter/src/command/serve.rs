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
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::watch;

/// Serves until SIGINT or SIGTERM, then drains.
///
/// # Errors
/// Where the data folder has another owner, or an address cannot be listened at.
pub async fn serve(context: &Context, asked: Serve) -> Result<u8> {
    let config = context.config();
    let address = loopback(&config.server.listen)?;
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
    let (stop, stopped) = watch::channel(false);
    let router = server::router(app);
    let over_socket = axum::serve(unix, router.clone().layer(Extension(OverSocket)).into_make_service())
        .with_graceful_shutdown(until(stopped.clone()));
    let over_tcp = axum::serve(axum::serve::ListenerExt::tap_io(tcp, no_delay), router.into_make_service())
        .with_graceful_shutdown(until(stopped));
    let served = tokio::spawn(async move { tokio::join!(over_socket, over_tcp) });
    signalled().await?;
    tracing::info!("serve.stopping");
    // The receiver lives in the servers; one that is gone needs no telling.
    let _ = stop.send(true);
    // Open connections (a page that listens for news) do not keep the program from ending.
    let _ = tokio::time::timeout(std::time::Duration::from_secs(5), served).await;
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

async fn until(mut stopped: watch::Receiver<bool>) {
    // A sender that is gone means the same.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Waits for SIGINT or SIGTERM.
async fn signalled() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed.context("listening for SIGINT")?,
        _ = terminate.recv() => {}
    }
    Ok(())
}
