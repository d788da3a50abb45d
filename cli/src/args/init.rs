//! `nproxy init`

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  nproxy init --domain pictures.example.org
  nproxy init --domain pictures.example.org --dir /etc/nproxy --database-host localhost")]
pub struct Init {
    /// The name under which customers reach this server
    #[arg(long, value_name = "NAME")]
    pub domain: String,

    /// The folder to write into
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,

    /// Where PostgreSQL is; docker-compose.yml calls it so
    #[arg(long, value_name = "HOST", default_value = "postgres")]
    pub database_host: String,
}
