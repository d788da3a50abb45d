//! Payments at the admins' desk.

mod acts;
mod months;
mod proof;
mod shop;
mod sight;
mod two_admins;
