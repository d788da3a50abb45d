//! Every code that a refusal may carry. The front end words them; they never change their meaning.

use salvo::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:ident, $text:literal, $title:literal;)*) => {
        /// The stable name of a refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = ProblemCode)]
        #[expect(clippy::enum_variant_names, reason = "the names are those of the refusals: a code may be wrong")]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code, for tables and tests.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            pub fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// The same words for every refusal of this code.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    MalformedJson = BAD_REQUEST, "malformed_json", "The body is not JSON";
    IdempotencyKeyMissing = BAD_REQUEST, "idempotency_key_missing", "The Idempotency-Key header is missing";
    IdempotencyKeyInvalid = BAD_REQUEST, "idempotency_key_invalid", "The Idempotency-Key header is not a key";
    FileMissing = BAD_REQUEST, "file_missing", "There is no file in the form";
    WebhookUnreadable = BAD_REQUEST, "webhook_unreadable", "The webhook is signed and can't be read";
    /// The request could not be read for a reason without a code of its own.
    BadRequest = BAD_REQUEST, "bad_request", "The request can't be served";

    NotSignedIn = UNAUTHORIZED, "not_signed_in", "Nobody is signed in";
    WrongCredentials = UNAUTHORIZED, "wrong_credentials", "The e-mail or the password is wrong";
    WebhookSignature = UNAUTHORIZED, "webhook_signature", "The webhook's signature is missing, wrong or too old";

    SubscriptionInactive = PAYMENT_REQUIRED, "subscription_inactive", "There is no current subscription";
    QuotaUsedUp = PAYMENT_REQUIRED, "quota_used_up", "This month's requests are used up";

    CrossSite = FORBIDDEN, "cross_site", "The request comes from another site";
    AdminOnly = FORBIDDEN, "admin_only", "Only admins may do this";
    AccountSuspended = FORBIDDEN, "account_suspended", "The account is suspended";
    /// Only told to who knows the password.
    AccountClosing = FORBIDDEN, "account_closing", "The account is about to be deleted";
    /// Of somebody who is signed in.
    WrongPassword = FORBIDDEN, "wrong_password", "This is not the password of the account";
    /// Of an admin: there is none yet, and nothing is open without one.
    SecondFactorMissing = FORBIDDEN, "second_factor_missing", "A second factor has to be set up first";
    SecondFactorNeeded = FORBIDDEN, "second_factor_needed", "The second factor has to be given first";
    CodeWrong = FORBIDDEN, "code_wrong", "This code is wrong";
    CodeUsed = FORBIDDEN, "code_used", "This code was used already";
    /// Longer ago than ten minutes.
    FreshSignInNeeded = FORBIDDEN, "fresh_sign_in_needed", "A fresh sign-in is needed";
    SignupClosed = FORBIDDEN, "signup_closed", "New accounts can't be made at the moment";

    /// A foreign thing answers the same as an unknown one.
    NotFound = NOT_FOUND, "not_found", "There is no such thing";
    /// Never sent, for another thing, or sent to an address that counts no more.
    LinkUnknown = NOT_FOUND, "link_unknown", "This link is not one of ours";
    MethodNotAllowed = METHOD_NOT_ALLOWED, "method_not_allowed", "This address has no such method";

    EmailTaken = CONFLICT, "email_taken", "There is already an account with this e-mail";
    IdempotencyKeyReused = CONFLICT, "idempotency_key_reused", "The Idempotency-Key was used for another request";
    /// Running pictures hold the rest of the quota.
    QuotaHeld = CONFLICT, "quota_held", "Running pictures hold the rest of the quota";
    AlreadyFinished = CONFLICT, "already_finished", "It has already finished";
    NotRetryable = CONFLICT, "not_retryable", "It can't be retried";
    AlreadyRetried = CONFLICT, "already_retried", "It was already retried";
    PaymentAlreadyPaid = CONFLICT, "payment_already_paid", "The payment is paid already";
    /// Of this one payment: waiting makes it no fewer.
    TooManyReports = CONFLICT, "too_many_reports", "Too many transactions were reported of this payment";
    NothingQueued = CONFLICT, "nothing_queued", "No other month is paid";
    SubscriptionChanged = CONFLICT, "subscription_changed", "The current month is another one by now";
    /// The payment, the month or the account doesn't let it be done.
    ActRefused = CONFLICT, "act_refused", "This can't be done as things stand";
    ModelOff = CONFLICT, "model_off", "This model is not offered at the moment";
    ProcessorOff = CONFLICT, "processor_off", "No invoices are made this way at the moment";
    PinsFull = CONFLICT, "pins_full", "Too many conversations are pinned";
    /// What was deleted counts until it is gone for good.
    UploadsFull = CONFLICT, "uploads_full", "Your uploads take as much room as they may";
    KeyExists = CONFLICT, "key_exists", "This key is there already";
    ProxyExists = CONFLICT, "proxy_exists", "This proxy is there already";
    LabelTaken = CONFLICT, "label_taken", "There is one of this label already";
    ProxyInUse = CONFLICT, "proxy_in_use", "Keys go out through this proxy";
    /// The upstream has no free call that proves a key.
    Untestable = CONFLICT, "untestable", "This can't be tested";
    NoCurrentMonth = CONFLICT, "no_current_month", "The customer has no current month";
    NothingToEnrol = CONFLICT, "nothing_to_enrol", "No device waits to be proven";

    LinkUsed = GONE, "link_used", "This link was used already";
    LinkExpired = GONE, "link_expired", "This link is too old";

    BodyTooLarge = PAYLOAD_TOO_LARGE, "body_too_large", "The body is too large";
    ImageTooLarge = PAYLOAD_TOO_LARGE, "image_too_large", "The picture is too large";
    RangeNotSatisfiable = RANGE_NOT_SATISFIABLE, "range_not_satisfiable", "The range lies outside of the picture";
    UnsupportedMediaType = UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "The body has the wrong content type";
    UnsupportedImage = UNSUPPORTED_MEDIA_TYPE, "unsupported_image", "The file is not a PNG, JPEG or WebP picture";

    InvalidBody = UNPROCESSABLE_ENTITY, "invalid_body", "The body does not have the documented shape";
    InvalidQuery = UNPROCESSABLE_ENTITY, "invalid_query", "The query does not have the documented shape";
    EmailInvalid = UNPROCESSABLE_ENTITY, "email_invalid", "This is not an e-mail address";
    EmailUnchanged = UNPROCESSABLE_ENTITY, "email_unchanged", "This is the address of the account already";
    PasswordTooShort = UNPROCESSABLE_ENTITY, "password_too_short", "The password is too short";
    PasswordTooLong = UNPROCESSABLE_ENTITY, "password_too_long", "The password is too long";
    /// Too easily guessed.
    PasswordCommon = UNPROCESSABLE_ENTITY, "password_common", "The password is too easily guessed";
    InviteInvalid = UNPROCESSABLE_ENTITY, "invite_invalid", "This invitation is not or no longer good";
    TermsNotAccepted = UNPROCESSABLE_ENTITY, "terms_not_accepted", "The current terms have to be accepted";
    TitleEmpty = UNPROCESSABLE_ENTITY, "title_empty", "The title is empty";
    TitleTooLong = UNPROCESSABLE_ENTITY, "title_too_long", "The title is too long";
    PromptEmpty = UNPROCESSABLE_ENTITY, "prompt_empty", "The prompt is empty";
    PromptTooLong = UNPROCESSABLE_ENTITY, "prompt_too_long", "The prompt is too long";
    PromptInvalid = UNPROCESSABLE_ENTITY, "prompt_invalid", "The prompt contains a character that can't be stored";
    UnknownModel = UNPROCESSABLE_ENTITY, "unknown_model", "There is no such model";
    UnknownResolution = UNPROCESSABLE_ENTITY, "unknown_resolution", "The model has no such resolution";
    BatchSizeOutOfRange = UNPROCESSABLE_ENTITY, "batch_size_out_of_range", "The batch size is out of range";
    ImageStrengthOutOfRange = UNPROCESSABLE_ENTITY, "image_strength_out_of_range", "The image strength is out of range";
    ImageStrengthWithoutInputs = UNPROCESSABLE_ENTITY, "image_strength_without_inputs", "Image strength needs an input picture";
    ImageStrengthUnsupported = UNPROCESSABLE_ENTITY, "image_strength_unsupported", "The model has no image strength";
    InputsMissing = UNPROCESSABLE_ENTITY, "inputs_missing", "Image to image needs an input picture";
    InputsNotAllowed = UNPROCESSABLE_ENTITY, "inputs_not_allowed", "Text to image takes no input picture";
    TooManyInputs = UNPROCESSABLE_ENTITY, "too_many_inputs", "There are too many input pictures";
    UnknownInput = UNPROCESSABLE_ENTITY, "unknown_input", "There is no such input picture";
    ImageUnreadable = UNPROCESSABLE_ENTITY, "image_unreadable", "The picture can't be read";
    /// An admin took a picture with these bytes away.
    PictureBlocked = UNPROCESSABLE_ENTITY, "picture_blocked", "This picture is not taken";
    ZipEmpty = UNPROCESSABLE_ENTITY, "zip_empty", "No picture was chosen";
    ZipTooLarge = UNPROCESSABLE_ENTITY, "zip_too_large", "Too many pictures were chosen";
    UnknownPlan = UNPROCESSABLE_ENTITY, "unknown_plan", "There is no such plan";
    PlanNotOnSale = UNPROCESSABLE_ENTITY, "plan_not_on_sale", "The plan is not on sale";
    UnknownProcessor = UNPROCESSABLE_ENTITY, "unknown_processor", "There is no such way to pay";
    CoinMissing = UNPROCESSABLE_ENTITY, "coin_missing", "This way to pay needs a coin";
    /// Also where the price is below what the coin can be paid in.
    UnknownCoin = UNPROCESSABLE_ENTITY, "unknown_coin", "The coin is not offered for this price";
    TxIdInvalid = UNPROCESSABLE_ENTITY, "tx_id_invalid", "This is not the id of a transaction";
    UnknownProvider = UNPROCESSABLE_ENTITY, "unknown_provider", "There is no such provider";
    UnknownProxy = UNPROCESSABLE_ENTITY, "unknown_proxy", "There is no such proxy";
    ProxyAddressInvalid = UNPROCESSABLE_ENTITY, "proxy_address_invalid", "This is not the address of a proxy";
    ProxyFails = UNPROCESSABLE_ENTITY, "proxy_fails", "Nothing comes out of the proxy";
    UnknownSwitch = UNPROCESSABLE_ENTITY, "unknown_switch", "There is no such switch, or it has no such position";
    ReasonMissing = UNPROCESSABLE_ENTITY, "reason_missing", "A reason is needed";

    TooManyAttempts = TOO_MANY_REQUESTS, "too_many_attempts", "There were too many attempts";
    QueueFullForYou = TOO_MANY_REQUESTS, "queue_full_for_you", "Too many of your pictures are waiting";
    TooManyDeclined = TOO_MANY_REQUESTS, "too_many_declined", "Too many of your pictures were declined";
    TooManyCancelled = TOO_MANY_REQUESTS, "too_many_cancelled", "Too many of your pictures were cancelled";
    TooManyUploads = TOO_MANY_REQUESTS, "too_many_uploads", "You uploaded too many pictures within an hour";
    TooManyInvoices = TOO_MANY_REQUESTS, "too_many_invoices", "You asked for too many invoices today";

    Internal = INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side";
    ProcessorRefused = BAD_GATEWAY, "processor_refused", "The payment service made no invoice";
    DatabaseUnavailable = SERVICE_UNAVAILABLE, "database_unavailable", "The database is unavailable";
    StorageUnavailable = SERVICE_UNAVAILABLE, "storage_unavailable", "The store of pictures is unavailable";
    /// The disk of the pictures is full; what needs no room there goes on.
    StorageFull = SERVICE_UNAVAILABLE, "storage_full", "There is no room for pictures at the moment";
    /// Too many passwords or pictures are being worked on, or ZIPs written.
    Busy = SERVICE_UNAVAILABLE, "busy", "The server is busy";
    QueueFull = SERVICE_UNAVAILABLE, "queue_full", "The queue is full";
    Paused = SERVICE_UNAVAILABLE, "paused", "Image generation is paused";
    ReadOnly = SERVICE_UNAVAILABLE, "read_only", "Nothing can be changed at the moment";
    ProcessorUnavailable = SERVICE_UNAVAILABLE, "processor_unavailable", "The payment service doesn't answer";
    NotReady = SERVICE_UNAVAILABLE, "not_ready", "The server takes no work at the moment";
    /// Of the machine that answers.
    ClockOff = SERVICE_UNAVAILABLE, "clock_off", "The server's clock is not the database's";
}

impl Code {
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// The code of a refusal that the HTTP layer itself made.
    pub(super) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            other if other.is_client_error() => Self::BadRequest,
            _ => Self::Internal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_as_it_is_documented() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
            assert_eq!(Code::parse(code.as_str()), Some(*code));
        }
    }
}
