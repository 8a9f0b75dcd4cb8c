//! Asking an HTTP proxy for a tunnel (CONNECT, RFC 9110 9.3.6).

use super::auth::Secret;
use super::endpoint::{Endpoint, Proxy, ProxyKind, authority};
use super::failure::{Failure, shortened};
use super::socket::Socket;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// The longest head of a proxy's answer that is read.
const HEAD_LIMIT: usize = 16 * 1024;

/// Makes `stream` a tunnel to `target` (`host:port`).
pub async fn connect(stream: &mut Socket, proxy: &Proxy, target: &str) -> Result<(), Failure> {
    let failed = |reason: String| Failure::Proxy { proxy: authority(&proxy.host, proxy.port), reason };
    let mut request = Secret(format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n").into_bytes());
    if let ProxyKind::Basic(header) = &proxy.kind {
        request.0.reserve_exact(header.0.len() + 64);
        request.0.extend_from_slice(b"Proxy-Authorization: ");
        request.0.extend_from_slice(&header.0);
        request.0.extend_from_slice(b"\r\n");
    }
    request.0.extend_from_slice(b"\r\n");
    let written = stream.write_all(&request.0).await;
    written.map_err(|error| failed(error.to_string()))?;
    let head = head(stream).await.map_err(failed)?;
    match status(&head) {
        Some((200..=299, _)) => Ok(()),
        Some((407, reason)) => Err(failed(format!("it wants other credentials (HTTP 407 {reason})"))),
        Some((status, reason)) => Err(failed(format!("it answered HTTP {status} {reason}"))),
        None => Err(failed("its answer is not HTTP".into())),
    }
}

/// The proxy that requests of this endpoint are sent to themselves.
pub fn direct(endpoint: &Endpoint) -> Option<&Proxy> {
    endpoint.proxy.as_ref().filter(|proxy| !proxy.tunnel)
}

/// A refusal of the proxy's in place of an answer.
pub fn refusal(proxy: &Proxy, status: u16) -> Failure {
    let reason = format!("it wants other credentials (HTTP {status})");
    Failure::Proxy { proxy: authority(&proxy.host, proxy.port), reason }
}

/// Reads byte by byte towards the end of the head, so that nothing of the tunnel is swallowed.
async fn head(stream: &mut Socket) -> Result<Vec<u8>, String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() >= HEAD_LIMIT {
            return Err("its answer is too long".into());
        }
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(error) => return Err(format!("it closed the connection ({error})")),
        }
    }
    Ok(head)
}

fn status(head: &[u8]) -> Option<(u16, String)> {
    let line = head.split(|byte| *byte == b'\r').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let rest = line.strip_prefix("HTTP/1.")?.get(1..)?.trim_start();
    let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
    Some((code.parse().ok()?, shortened(reason)))
}
