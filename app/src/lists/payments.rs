//! Everybody's payments.

use nproxy_store::StoreError;
use nproxy_store::lists::PaymentFilter;
use nproxy_store::payments::PaymentRow;

use super::Shown;
use crate::App;
use crate::payments::desk::{self, AdminPayment};

impl Shown for PaymentFilter {
    type Item = AdminPayment;

    const NAME: &'static str = "payments";

    async fn items(app: &App, rows: Vec<PaymentRow>) -> Result<Vec<AdminPayment>, StoreError> {
        desk::views(app, rows).await
    }
}
