//! Mounts handlers from their own documentation, so that a path is written once.
//!
//! To add an operation: 1. write the handler, an [`Endpoint`](crate::endpoint::Endpoint) with `#[utoipa::path(..)]`; 2. name it in the
//! `ops!` of its area in `routes/mod.rs`; 3. give it a row in the authorisation matrix of the tests, which fail
//! until it has one.
//!
//! `utoipa::__dev` is hidden API, used the same way by utoipa's own adapters; it is used in this file alone.

use std::sync::Arc;

use salvo::Handler;
use salvo::http::{Method, StatusCode};
use salvo::routing::{MethodFilter, Router};
use utoipa::openapi::path::{HttpMethod, Operation};
use utoipa::openapi::{OpenApi, OpenApiBuilder, RefOr, Schema};

use crate::endpoint::Mounted;

/// Routes and what the document says of them.
pub struct Operations {
    pub router: Router,
    pub api: OpenApi,
}

impl Operations {
    pub fn new() -> Self {
        Self { router: Router::new(), api: OpenApiBuilder::new().build() }
    }

    /// Mounts `goal` where its documentation `P` says.
    pub fn op<P>(mut self, goal: Mounted) -> Self
    where
        P: utoipa::Path + utoipa::__dev::SchemaReferences + utoipa::__dev::Tags<'static>,
    {
        let (path, methods, mut operation) = (P::path(), P::methods(), P::operation());
        operation.tags.get_or_insert_default().extend(P::tags().iter().map(ToString::to_string));
        describe(&mut operation);
        let taken: Vec<Method> = methods.iter().flat_map(http_methods).collect();
        self.router = routes(&path, &taken, goal).into_iter().fold(self.router, Router::push);
        self.api.paths.add_path_operation(&path, methods, operation);
        let mut schemas: Vec<(String, RefOr<Schema>)> = Vec::new();
        P::schemas(&mut schemas);
        self.api.components.get_or_insert_default().schemas.extend(schemas);
        self
    }

    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.push(other.router);
        self.api.merge(other.api);
        self
    }
}

/// OpenAPI wants words for every answer; where a handler gives none, the status says it.
fn describe(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            let known = StatusCode::from_bytes(status.as_bytes()).ok().and_then(|status| status.canonical_reason());
            known.unwrap_or(status).clone_into(&mut response.description);
        }
    }
}

/// One route per method: the router then knows by itself what to answer to another one.
pub fn routes(path: &str, methods: &[Method], goal: impl Handler) -> Vec<Router> {
    let goal: Arc<dyn Handler> = Arc::new(goal);
    let route = |method: &Method| {
        let mut route = Router::with_path(path.trim_start_matches('/')).filter(MethodFilter(method.clone()));
        route.goal = Some(goal.clone());
        route
    };
    methods.iter().map(route).collect()
}

/// Whatever can be read can be asked for without its body.
fn http_methods(documented: &HttpMethod) -> Vec<Method> {
    match documented {
        HttpMethod::Get => vec![Method::GET, Method::HEAD],
        HttpMethod::Post => vec![Method::POST],
        HttpMethod::Put => vec![Method::PUT],
        HttpMethod::Patch => vec![Method::PATCH],
        HttpMethod::Delete => vec![Method::DELETE],
        HttpMethod::Options => vec![Method::OPTIONS],
        HttpMethod::Head => vec![Method::HEAD],
        HttpMethod::Trace => vec![Method::TRACE],
    }
}

/// `ops![deed::handler, ..]`: each handler with the documentation that `#[utoipa::path]` made of it.
macro_rules! ops {
    ($($deed:ident :: $handler:ident),* $(,)?) => {
        pastey::paste! {
            $crate::docs::Operations::new()
                $(.op::<$deed::[<__path_ $handler>]>($crate::endpoint::mount!($deed::$handler)))*
        }
    };
}
pub(crate) use ops;
