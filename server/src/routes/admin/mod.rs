//! What only admins may do.

mod payments;
mod users;

use crate::docs::Operations;

pub fn operations() -> Operations {
    payments::operations().merge(users::operations())
}
