use utoipa::ToSchema;

/// Whatever the processor sends; its signature is over these very bytes.
#[derive(Debug, ToSchema)]
#[schema(value_type = Object)]
#[expect(dead_code, reason = "only documented; the bytes are read as they are")]
pub struct WebhookBody(Vec<u8>);
