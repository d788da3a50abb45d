//! The pictures where they lie.

use clap::{Args, Subcommand, ValueEnum};
use nproxy_config::StorageKind;

#[derive(Debug, Subcommand)]
pub enum Assets {
    /// Copy all pictures from one place to the other while nproxy goes on; a copy that was broken off is gone on with
    #[command(after_help = COPY_HELP)]
    Copy(CopyAssets),

    /// Ask storage for the bytes of every picture, and the database for every file's picture
    #[command(after_help = "Examples:\n  nproxy assets check\n  nproxy assets check --json")]
    Check,
}

const COPY_HELP: &str = "\
Every object is read back and compared. Nothing is removed, and both places may be in use meanwhile.

To move: copy; set the switches read_only to on and generation to paused; copy again, which takes what has come \
meanwhile; change storage.kind and restart all processes; set the switches back.

Examples:
  nproxy assets copy --from fs --to s3 --dry-run
  nproxy assets copy --from fs --to s3
  nproxy assets copy --from s3 --to fs --verify";

#[derive(Debug, Args)]
pub struct CopyAssets {
    /// Where they are
    #[arg(long, value_name = "PLACE")]
    pub from: Place,

    /// Where they are to be
    #[arg(long, value_name = "PLACE")]
    pub to: Place,

    /// Only count what would be copied
    #[arg(long)]
    pub dry_run: bool,

    /// Read what is there already as well, and copy it again where it differs
    #[arg(long)]
    pub verify: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Place {
    /// The folder of the configuration
    Fs,
    /// The bucket of the configuration
    S3,
}

impl Place {
    pub fn kind(self) -> StorageKind {
        match self {
            Self::Fs => StorageKind::Fs,
            Self::S3 => StorageKind::S3,
        }
    }
}
