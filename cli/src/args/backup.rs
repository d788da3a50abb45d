//! `nproxy backup ..` and `nproxy restore`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use nproxy_app::backup::BackupName;

#[derive(Debug, Subcommand)]
pub enum Backup {
    /// Make one now, while everything runs, and remove those that are one too many
    #[command(after_help = "Examples:\n  nproxy backup run\n  nproxy backup run --to /mnt/elsewhere")]
    Run(MakeBackup),
    /// Show those that lie in a folder or in the bucket, newest first
    #[command(after_help = "Examples:\n  nproxy backup list\n  nproxy backup list --bucket")]
    List(WhereBackups),
    /// Bring one from the bucket into a folder
    #[command(after_help = "\
    Examples:\n\
    \x20 nproxy backup fetch\n\
    \x20 nproxy backup fetch nproxy-20270115T031500Z-1a2b3c4d.age --to /mnt/elsewhere")]
    Fetch(FetchBackup),
    /// Read a whole backup as a restore would: that it is whole, that it opens, what it is of
    #[command(after_help = "\
    Examples:\n\
    \x20 nproxy backup verify\n\
    \x20 nproxy backup verify backups/nproxy-20270115T031500Z-1a2b3c4d.age --identity key.txt")]
    Verify(VerifyBackup),
}

#[derive(Debug, Args)]
pub struct MakeBackup {
    /// The folder that it is put into [default: backup.dir of the configuration]
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct WhereBackups {
    /// The folder that they lie in [default: backup.dir of the configuration]
    #[arg(long = "in", value_name = "DIR")]
    pub folder: Option<PathBuf>,

    /// The bucket of the configuration, instead
    #[arg(long, conflicts_with = "folder")]
    pub bucket: bool,
}

#[derive(Debug, Args)]
pub struct FetchBackup {
    /// Its name [default: the newest one's]
    pub name: Option<BackupName>,

    /// The folder that it is put into [default: backup.dir of the configuration]
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct VerifyBackup {
    /// Its file [default: the newest of backup.dir]
    pub file: Option<PathBuf>,

    /// A file with the secret key, where backup.recipients names keys [default: what the master key opens]
    #[arg(long, value_name = "FILE")]
    pub identity: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The backup's file
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,

    /// A file with the secret key, where backup.recipients named keys [default: what the master key opens]
    #[arg(long, value_name = "FILE")]
    pub identity: Option<PathBuf>,
}
