//! Whether a bucket can be worked with, told by the setting that is wrong.

use std::error::Error;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use nproxy_domain::WorkerId;
use nproxy_domain::assets::StorageKey;

use super::Bucket;
use super::trouble::{status, words};

const BAD_REQUEST: u16 = 400;

/// Which of the settings somebody has to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    Endpoint,
    Region,
    Bucket,
    AccessKey,
    SecretKey,
    /// What the key may do, or something that no one setting is to blame for.
    Rights,
}

#[derive(Debug, thiserror::Error)]
pub enum BucketTrouble {
    /// The server said no, and will go on saying so.
    #[error("{reason}")]
    Refused { setting: Setting, reason: String },
    /// It did not say anything, or that it has trouble of its own. That may pass.
    #[error("{0}")]
    Away(String),
}

impl Bucket {
    /// Lists, writes, reads and removes; `process` makes the place its own.
    pub async fn check(&self, process: WorkerId) -> Result<(), BucketTrouble> {
        let list = self.client.list_objects_v2().bucket(&self.name).prefix(&self.prefix).max_keys(1);
        list.send().await.map_err(|error| self.trouble("list", Refusal::of(&error)))?;
        let place = format!("{}{}", self.prefix, StorageKey::probe(process));
        let put = self.client.put_object().bucket(&self.name).key(&place);
        let put = put.body(ByteStream::from(Bytes::from_static(b"nproxy")));
        put.send().await.map_err(|error| self.trouble("write to", Refusal::of(&error)))?;
        let get = self.client.get_object().bucket(&self.name).key(&place);
        get.send().await.map_err(|error| self.trouble("read from", Refusal::of(&error)))?;
        let delete = self.client.delete_object().bucket(&self.name).key(&place);
        delete.send().await.map_err(|error| self.trouble("remove from", Refusal::of(&error)))?;
        Ok(())
    }

    pub(super) fn trouble(&self, what: &str, refusal: Refusal) -> BucketTrouble {
        let Refusal { status, code, words } = refusal;
        let (setting, reason) = match (status, code.as_deref()) {
            (None | Some(500..), _) => return BucketTrouble::Away(words),
            (_, Some("NoSuchBucket")) => (Setting::Bucket, format!("there is no bucket {:?}", self.name)),
            (_, Some("InvalidBucketName")) => (Setting::Bucket, format!("{:?} is no name of a bucket", self.name)),
            (_, Some("InvalidAccessKeyId" | "NotSignedUp")) => {
                (Setting::AccessKey, "the server does not know it".to_owned())
            }
            (_, Some("SignatureDoesNotMatch")) => (Setting::SecretKey, "is not the one of the access key".to_owned()),
            (Some(301 | 307), _) | (_, Some("AuthorizationHeaderMalformed" | "IllegalLocationConstraintException")) => {
                (Setting::Region, format!("is not the bucket's: {words}"))
            }
            (_, Some("RequestTimeTooSkewed")) => {
                (Setting::Rights, format!("this machine's clock is not the server's: {words}"))
            }
            (Some(403), _) => (Setting::Rights, format!("this key may not {what} the bucket: {words}")),
            (Some(404), None) => (Setting::Endpoint, "there is no such bucket, or this is no S3 server".to_owned()),
            _ => (Setting::Endpoint, format!("can't {what} the bucket: {words}")),
        };
        BucketTrouble::Refused { setting, reason }
    }
}

/// What is left of an error of any request.
pub(super) struct Refusal {
    status: Option<u16>,
    code: Option<String>,
    words: String,
}

impl Refusal {
    pub(super) fn of<E: ProvideErrorMetadata + Error + 'static>(error: &SdkError<E, HttpResponse>) -> Self {
        // What can't be asked will not be answered later either.
        let unasked = matches!(error, SdkError::ConstructionFailure(_)).then_some(BAD_REQUEST);
        let status = status(error).or(unasked);
        Self { status, code: error.code().map(str::to_owned), words: words(error) }
    }
}
