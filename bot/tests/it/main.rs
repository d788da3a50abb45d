//! What the bot shows and does, on the real tables.

mod acts;
mod hostile;
mod house;
mod markup;
mod outside;
mod record;
mod screens;
