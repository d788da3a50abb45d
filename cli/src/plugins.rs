//! All plugins, by hand: to add one, depend on its crate and add its line.

use nproxy_domain::plugin::{ProcessorPlugin, ProviderPlugin};

pub const PROVIDERS: &[ProviderPlugin] =
    &[nproxy_provider_nano_banana::PLUGIN, nproxy_provider_openrouter::PLUGIN, nproxy_provider_fal::PLUGIN];

pub const PROCESSORS: &[ProcessorPlugin] =
    &[nproxy_processor_nowpayments::PLUGIN, nproxy_processor_btcpay::PLUGIN, nproxy_processor_manual::PLUGIN];
