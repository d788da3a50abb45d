//! `nproxy mail ..`

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Send one letter now, the way that the configuration says, and tell what became of it; opens no database
    #[command(after_help = "Example:\n  nproxy mail test --to you@example.org")]
    Test(TestMail),
}

#[derive(Debug, Args)]
pub struct TestMail {
    /// To whom
    #[arg(long, value_name = "ADDRESS")]
    pub to: String,

    /// In which language
    #[arg(long, value_enum, default_value_t = TestMailLanguage::En)]
    pub language: TestMailLanguage,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum TestMailLanguage {
    En,
    Ru,
}
