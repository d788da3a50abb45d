//! What only admins may do.

mod content;
mod cycles;
mod payments;
mod registrations;
mod switches;
mod users;

use crate::docs::Operations;

pub fn operations() -> Operations {
    payments::operations()
        .merge(users::operations())
        .merge(registrations::operations())
        .merge(cycles::operations())
        .merge(switches::operations())
        .merge(content::operations())
}
