//! A SOCKS5 proxy (RFC 1928) with user and password (RFC 1929), for CONNECT alone.

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{Connection, ProxyFault, dial::Target, options::Credentials};

const VERSION: u8 = 5;
const NO_AUTH: u8 = 0;
const USER_PASSWORD: u8 = 2;
const NO_ACCEPTABLE_METHOD: u8 = 0xff;
const CONNECT: u8 = 1;

/// Reply codes.
const SUCCEEDED: u8 = 0;
const GENERAL_FAILURE: u8 = 1;
const NOT_ALLOWED: u8 = 2;
const NETWORK_UNREACHABLE: u8 = 3;
const HOST_UNREACHABLE: u8 = 4;
const CONNECTION_REFUSED: u8 = 5;
const TTL_EXPIRED: u8 = 6;
const COMMAND_NOT_SUPPORTED: u8 = 7;
const ADDRESS_TYPE_NOT_SUPPORTED: u8 = 8;

pub(super) async fn serve(connection: Connection, mut stream: TcpStream) -> io::Result<()> {
    if !greet(&connection, &mut stream).await? {
        connection.shared.report().refusals += 1;
        return stream.shutdown().await;
    }
    let opened = match request(&mut stream).await? {
        Ok(target) => open(&connection, &target).await.map(|server| (target, server)),
        Err(code) => Err(code),
    };
    match opened {
        Ok((target, server)) => {
            connection.opened(&target, |report| report.tunnels += 1);
            reply(&mut stream, SUCCEEDED, server.local_addr()?).await?;
            connection.splice(tokio::io::split(stream), server).await
        }
        Err(code) => {
            connection.shared.report().refusals += 1;
            reply(&mut stream, code, SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0))).await?;
            stream.shutdown().await
        }
    }
}

/// Method and credentials; `false`: refused, and the client knows.
async fn greet(connection: &Connection, stream: &mut TcpStream) -> io::Result<bool> {
    if stream.read_u8().await? != VERSION {
        return Ok(false);
    }
    let mut methods = vec![0; stream.read_u8().await?.into()];
    stream.read_exact(&mut methods).await?;
    let refuses = connection.fault == Some(ProxyFault::AuthRefused);
    let (method, known) = match &connection.shared.credentials {
        Some(known) => (USER_PASSWORD, Some(known)),
        None => (NO_AUTH, None),
    };
    if !methods.contains(&method) || (refuses && known.is_none()) {
        stream.write_all(&[VERSION, NO_ACCEPTABLE_METHOD]).await?;
        return Ok(false);
    }
    stream.write_all(&[VERSION, method]).await?;
    let Some(Credentials { user, password }) = known else { return Ok(true) };
    // The version of the sub-negotiation is 1.
    let version = stream.read_u8().await?;
    let given = (short(stream).await?, short(stream).await?);
    let agrees = version == 1 && !refuses && given == (user.clone().into_bytes(), password.clone().into_bytes());
    stream.write_all(&[1, u8::from(!agrees)]).await?;
    Ok(agrees)
}

/// Bytes behind their count.
async fn short(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; stream.read_u8().await?.into()];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

/// Where to, or the code of the refusal.
async fn request(stream: &mut TcpStream) -> io::Result<Result<Target, u8>> {
    let mut head = [0; 4];
    stream.read_exact(&mut head).await?;
    let [version, command, _reserved, address_type] = head;
    if version != VERSION {
        return Ok(Err(GENERAL_FAILURE));
    }
    let host = match address_type {
        1 => Ipv4Addr::from(stream.read_u32().await?).to_string(),
        3 => String::from_utf8_lossy(&short(stream).await?).into_owned(),
        4 => Ipv6Addr::from(stream.read_u128().await?).to_string(),
        _ => return Ok(Err(ADDRESS_TYPE_NOT_SUPPORTED)),
    };
    let port = stream.read_u16().await?;
    Ok(if command == CONNECT { Ok(Target { host, port }) } else { Err(COMMAND_NOT_SUPPORTED) })
}

async fn open(connection: &Connection, target: &Target) -> Result<TcpStream, u8> {
    match connection.fault {
        Some(ProxyFault::Forbidden) => return Err(NOT_ALLOWED),
        Some(ProxyFault::BadGateway) => return Err(GENERAL_FAILURE),
        Some(ProxyFault::HostUnreachable) => return Err(HOST_UNREACHABLE),
        Some(ProxyFault::GatewayTimeout) => return Err(TTL_EXPIRED),
        Some(ProxyFault::SocksReply { code }) => return Err(code),
        _ => {}
    }
    target.dial(connection.shared.exit_ip).await.map_err(|error| match error.kind() {
        io::ErrorKind::ConnectionRefused => CONNECTION_REFUSED,
        io::ErrorKind::NetworkUnreachable => NETWORK_UNREACHABLE,
        io::ErrorKind::TimedOut => TTL_EXPIRED,
        // A name that nobody knows comes without a kind of its own.
        _ => HOST_UNREACHABLE,
    })
}

async fn reply(stream: &mut TcpStream, code: u8, bound: SocketAddr) -> io::Result<()> {
    let mut bytes = vec![VERSION, code, 0];
    match bound {
        SocketAddr::V4(bound) => {
            bytes.push(1);
            bytes.extend(bound.ip().octets());
        }
        SocketAddr::V6(bound) => {
            bytes.push(4);
            bytes.extend(bound.ip().octets());
        }
    }
    bytes.extend(bound.port().to_be_bytes());
    stream.write_all(&bytes).await
}
