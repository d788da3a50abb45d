//! A load balancer as small as can be.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// Often enough for a server that says "not ready" for a second before it goes.
const ASK_EVERY: Duration = Duration::from_millis(100);
const ANSWER_MAX: Duration = Duration::from_secs(6);
/// A new connection waits so long for a server.
const TRY_FOR: Duration = Duration::from_secs(20);

#[derive(Clone, Debug)]
struct Server {
    address: SocketAddr,
    is_ready: bool,
}

#[derive(Debug, Default)]
struct Servers {
    all: Vec<Server>,
    next: usize,
}

/// Asks each server whether it is ready and gives a new connection to one that is, in turn. Where none can be made the next
/// server is tried; what was sent once is never sent again.
#[derive(Debug)]
pub struct Balancer {
    address: SocketAddr,
    servers: Arc<Mutex<Servers>>,
    _work: JoinSet<()>,
}

impl Balancer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let servers = Arc::<Mutex<Servers>>::default();
        let mut work = JoinSet::new();
        work.spawn(serve(listener, servers.clone()));
        work.spawn(ask(servers.clone()));
        Self { address, servers, _work: work }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Of a server, by its address; it takes part once it is ready.
    pub fn add(&self, url: &str) {
        let address = url.trim_start_matches("http://").parse().expect("an address");
        self.servers.lock().unwrap().all.push(Server { address, is_ready: false });
    }

    /// It has ended.
    pub fn remove(&self, url: &str) {
        self.servers.lock().unwrap().all.retain(|server| format!("http://{}", server.address) != url);
    }

    /// Waits until so many take part.
    pub async fn has_ready(&self, count: usize) {
        let until = Instant::now() + TRY_FOR;
        while self.servers.lock().unwrap().all.iter().filter(|server| server.is_ready).count() < count {
            assert!(Instant::now() < until, "{:?}", self.servers.lock().unwrap());
            sleep(ASK_EVERY).await;
        }
    }
}

async fn serve(listener: TcpListener, servers: Arc<Mutex<Servers>>) {
    let mut connections = JoinSet::new();
    while let Ok((mut client, _)) = listener.accept().await {
        let servers = servers.clone();
        connections.spawn(async move {
            if let Some(mut server) = connect(&servers).await {
                let _ = copy_bidirectional(&mut client, &mut server).await;
            }
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn connect(servers: &Mutex<Servers>) -> Option<TcpStream> {
    let until = Instant::now() + TRY_FOR;
    while Instant::now() < until {
        let next = {
            let mut servers = servers.lock().unwrap();
            servers.next = servers.next.wrapping_add(1);
            let ready: Vec<_> = servers.all.iter().filter(|server| server.is_ready).collect();
            ready.get(servers.next % ready.len().max(1)).map(|server| server.address)
        };
        match next {
            Some(address) => {
                if let Ok(server) = TcpStream::connect(address).await {
                    return Some(server);
                }
            }
            None => sleep(ASK_EVERY).await,
        }
    }
    None
}

/// For as long as the balancer lives.
async fn ask(servers: Arc<Mutex<Servers>>) {
    loop {
        let all: Vec<_> = servers.lock().unwrap().all.iter().map(|server| server.address).collect();
        let mut asking = JoinSet::new();
        for address in all {
            asking.spawn(async move { (address, is_ready(address).await) });
        }
        for (address, is_ready) in asking.join_all().await {
            for server in &mut servers.lock().unwrap().all {
                if server.address == address {
                    server.is_ready = is_ready;
                }
            }
        }
        sleep(ASK_EVERY).await;
    }
}

async fn is_ready(address: SocketAddr) -> bool {
    let ask = async {
        let mut server = TcpStream::connect(address).await?;
        server.write_all(b"GET /readyz HTTP/1.1\r\nhost: balancer\r\nconnection: close\r\n\r\n").await?;
        let mut head = [0; 12];
        server.read_exact(&mut head).await?;
        Ok::<_, std::io::Error>(&head == b"HTTP/1.1 200")
    };
    matches!(timeout(ANSWER_MAX, ask).await, Ok(Ok(true)))
}
