//! Files as objects: of any size, in pieces.

use std::error::Error;
use std::io;
use std::path::Path;

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use bytes::{Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::check::Refusal;
use super::objects::{self, count};
use super::trouble::is_absent;
use super::{Bucket, BucketTrouble};

/// In memory at once. The protocol allows 10,000 pieces, so a file of 160 GB, and none but the last of less than 5 MiB.
const PIECE_BYTES: usize = 16 * 1024 * 1024;

/// An object under the prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileObject {
    /// Without the prefix.
    pub name: String,
    pub bytes: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error("there is no {0} in the bucket")]
    Absent(String),
    #[error(transparent)]
    Bucket(#[from] BucketTrouble),
    /// Of the file on this machine.
    #[error(transparent)]
    File(#[from] io::Error),
}

impl Bucket {
    /// The object is there as a whole or not at all; one of the same name is replaced.
    pub async fn upload(&self, from: &Path, name: &str) -> Result<(), TransferError> {
        let mut file = File::open(from).await?;
        let place = format!("{}{name}", self.prefix);
        let create = self.client.create_multipart_upload().bucket(&self.name).key(&place);
        let created = create.content_type("application/octet-stream").send().await;
        let created = created.map_err(|error| self.said("write to", &error))?;
        let upload = created.upload_id().unwrap_or_default();
        let sent = self.send_pieces(&mut file, &place, upload).await;
        if sent.is_err() {
            // Otherwise the pieces lie there, unseen and paid for. Where that fails as well, the first error says why.
            let abort = self.client.abort_multipart_upload().bucket(&self.name).key(&place).upload_id(upload);
            drop(abort.send().await);
        }
        sent
    }

    async fn send_pieces(&self, file: &mut File, place: &str, upload: &str) -> Result<(), TransferError> {
        let mut sent = Vec::new();
        for number in 1.. {
            let piece = piece(file).await?;
            // Not every server takes one of nothing; an empty file has no other.
            if piece.is_empty() && number > 1 {
                break;
            }
            let is_last = piece.len() < PIECE_BYTES;
            let part = self.client.upload_part().bucket(&self.name).key(place).upload_id(upload).part_number(number);
            let part = part.body(ByteStream::from(piece)).send().await;
            let part = part.map_err(|error| self.said("write to", &error))?;
            sent.push(CompletedPart::builder().part_number(number).set_e_tag(part.e_tag).build());
            if is_last {
                break;
            }
        }
        let all = CompletedMultipartUpload::builder().set_parts(Some(sent)).build();
        let end = self.client.complete_multipart_upload().bucket(&self.name).key(place).upload_id(upload);
        let ended = end.multipart_upload(all).send().await;
        ended.map(drop).map_err(|error| self.said("write to", &error).into())
    }

    /// Writes the object to a new file, or over an old one. What is there after an error is a part of it at most.
    pub async fn download(&self, name: &str, to: &mut File) -> Result<u64, TransferError> {
        let get = self.client.get_object().bucket(&self.name).key(format!("{}{name}", self.prefix));
        let object = match get.send().await {
            Ok(object) => object,
            Err(error) if is_absent(&error) => return Err(TransferError::Absent(name.to_owned())),
            Err(error) => return Err(self.said("read from", &error).into()),
        };
        let broken = |why: String| BucketTrouble::Away(format!("reading broke off: {why}"));
        let mut reading = objects::reading(object, self.timeout).map_err(|error| broken(error.to_string()))?;
        let mut came = 0;
        while let Some(piece) = futures::StreamExt::next(&mut reading.pieces).await {
            let piece = piece.map_err(|error| broken(error.to_string()))?;
            to.write_all(&piece).await?;
            came += piece.len() as u64;
        }
        if came != reading.bytes {
            return Err(broken(format!("{came} bytes came instead of {}", reading.bytes)).into());
        }
        to.sync_all().await?;
        Ok(came)
    }

    /// All whose name begins so.
    pub async fn files(&self, begin: &str) -> Result<Vec<FileObject>, BucketTrouble> {
        let list = self.client.list_objects_v2().bucket(&self.name).prefix(format!("{}{begin}", self.prefix));
        let mut pages = list.into_paginator().send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| self.said("list", &error))?;
            found.extend(page.contents().iter().filter_map(|object| {
                let name = object.key()?.strip_prefix(&self.prefix)?.to_owned();
                Some(FileObject { name, bytes: count(object.size) })
            }));
        }
        Ok(found)
    }

    pub async fn remove(&self, name: &str) -> Result<(), BucketTrouble> {
        let place = format!("{}{name}", self.prefix);
        match self.client.delete_object().bucket(&self.name).key(place).send().await {
            Err(error) if !is_absent(&error) => Err(self.said("remove from", &error)),
            _ => Ok(()),
        }
    }

    fn said<E: ProvideErrorMetadata + Error + 'static>(
        &self,
        what: &str,
        error: &SdkError<E, HttpResponse>,
    ) -> BucketTrouble {
        self.trouble(what, Refusal::of(error))
    }
}

/// The next one; a short one is the last.
async fn piece(file: &mut File) -> io::Result<Bytes> {
    let mut piece = BytesMut::with_capacity(PIECE_BYTES);
    while piece.len() < PIECE_BYTES {
        let wanted = (PIECE_BYTES - piece.len()) as u64;
        if file.take(wanted).read_buf(&mut piece).await? == 0 {
            break;
        }
    }
    Ok(piece.freeze())
}
