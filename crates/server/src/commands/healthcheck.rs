//! `maillage healthcheck`: asks a running instance whether it can work, for container images that
//! hold no other program.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

use anyhow::{Context, bail};

use crate::settings::Settings;

/// Longest wait for each step.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(clap::Args)]
pub(super) struct Args {
    /// Address of the probe [default: /readyz at the address to listen on]
    #[arg(long, value_name = "URL")]
    url: Option<String>,
}

/// Succeeds when the probe answers 200.
pub(super) fn run(args: &Args, settings: &Settings) -> anyhow::Result<()> {
    let url = args
        .url
        .clone()
        .unwrap_or_else(|| format!("http://{}/readyz", reachable(settings)));
    let status = ask(&url).with_context(|| format!("{url} does not answer"))?;
    if status == 200 {
        println!("ready");
        Ok(())
    } else {
        bail!("{url} answers {status}")
    }
}

/// An instance that listens on every address is asked on the loopback.
fn reachable(settings: &Settings) -> std::net::SocketAddr {
    let mut address = settings.listen;
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            std::net::SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            std::net::SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

/// The status of a GET without encryption, which a probe on its own machine does not need.
fn ask(url: &str) -> anyhow::Result<u16> {
    let uri: http::Uri = url.parse()?;
    if uri.scheme_str() != Some("http") {
        bail!("only http:// is understood");
    }
    let host = uri.host().context("the address names no host")?;
    let port = uri.port_u16().unwrap_or(80);
    let address = (host.trim_matches(['[', ']']), port)
        .to_socket_addrs()?
        .next()
        .context("the host has no address")?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let path = uri
        .path_and_query()
        .map_or("/", http::uri::PathAndQuery::as_str);
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
    )?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    line.split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .context("that is no answer of HTTP")
}
