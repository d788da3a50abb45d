//! One line per call to an upstream: never the query, a header or a body.

use std::time::Instant;

use http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{Middleware, Next};

pub(crate) struct Traced;

#[async_trait::async_trait]
impl Middleware for Traced {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let method = request.method().clone();
        let host = request.url().host_str().unwrap_or_default().to_owned();
        let path = request.url().path().to_owned();
        let started = Instant::now();
        let result = next.run(request, extensions).await;
        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match &result {
            Ok(reply) => tracing::debug!(%method, host, path, status = reply.status().as_u16(), ms, "upstream call"),
            Err(error) => {
                let connect = error.is_connect();
                tracing::debug!(%method, host, path, ms, connect, "upstream call failed");
            }
        }
        result
    }
}
