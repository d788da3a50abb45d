//! Upstream keys, as admins keep them. How they are picked and put back is [`crate::ring`]'s.

mod change;
mod find;
mod hours;
mod import;
mod lists;
mod many;
mod new;
mod record;
mod state;

use nproxy_domain::KeyId;
use nproxy_domain::provider::ApiKey;
use sea_orm::{ConnectionTrait, EntityTrait as _};
use secrecy::SecretString;

pub use change::{Becomes, ChangeKeyError, Changed, KeyChange, change};
pub use find::{Found, find};
pub use hours::{KeyHour, hours};
pub use import::{hold_proxies, insert_all, known};
pub use lists::{KeyFilter, KeyName, count, list, names, page};
pub use many::{HELD_MAX, by_ids, hold};
pub(crate) use many::{Moved, pass_gates, record_all, save_all};
pub use new::{AddKeyError, NewKey, Sealed, add, seal};
pub use record::{
    Before, attempt_ended, attempts, broke_accounts, broke_at, entered, events, history, incident, not_for,
    not_for_any, others_live, worked,
};
pub use state::{KeyAct, StateSet, set_state, set_states};
pub(crate) use state::{KeyEvent, pool_key, record, save};

use crate::entities::provider_keys;
use crate::error::StoreError;
use crate::seal::{MasterKey, Place, SealError};

const TABLE: &str = "provider_keys";
const SECRET: &str = "sealed_secret";
const BILLING_SECRET: &str = "sealed_billing_secret";

pub async fn get(db: &impl ConnectionTrait, id: KeyId) -> Result<Option<provider_keys::Model>, StoreError> {
    Ok(provider_keys::Entity::find_by_id(id.0).one(db).await?)
}

/// Opens a key's secrets.
pub fn open(master_key: &MasterKey, row: &provider_keys::Model) -> Result<ApiKey, SealError> {
    let open = |column, sealed: &[u8]| {
        let bytes = master_key.open(Place { table: TABLE, row: row.id, column }, sealed)?;
        String::from_utf8(bytes).map(SecretString::from).map_err(|_| SealError::Damaged)
    };
    let billing_secret = row.sealed_billing_secret.as_deref().map(|sealed| open(BILLING_SECRET, sealed)).transpose()?;
    Ok(ApiKey { secret: open(SECRET, &row.sealed_secret)?, billing_secret })
}
