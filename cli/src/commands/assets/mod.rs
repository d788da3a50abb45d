//! `nproxy assets ..`

mod check;
mod copy;

use std::path::Path;

use crate::args::Assets;
use crate::out::Out;

pub async fn run(command: Assets, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    match command {
        Assets::Copy(asked) => copy::run(&asked, file, out).await,
        Assets::Check => check::run(file, out).await,
    }
}
