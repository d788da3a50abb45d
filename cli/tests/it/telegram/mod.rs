//! Admins in Telegram: the bot, the command line, a real database, and the played Bot API.

mod chats;
mod dialog;
mod notices;
mod pairing;
mod running;
