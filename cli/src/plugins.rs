//! All plugins, by hand: to add one, depend on its crate and add its line.

use nproxy_domain::plugin::{ProcessorPlugin, ProviderPlugin};

pub const PROVIDERS: &[ProviderPlugin] = &[
    nproxy_provider_nano_banana::PLUGIN,
    nproxy_provider_openrouter::PLUGIN,
    nproxy_provider_fal::PLUGIN,
    nproxy_provider_openai::PLUGIN,
    nproxy_provider_kie::PLUGIN,
];

pub const PROCESSORS: &[ProcessorPlugin] = &[
    nproxy_processor_nowpayments::PLUGIN,
    nproxy_processor_btcpay::PLUGIN,
    nproxy_processor_manual::PLUGIN,
    nproxy_processor_crypto_pay::PLUGIN,
    nproxy_processor_heleket::PLUGIN,
    nproxy_processor_oxapay::PLUGIN,
];
