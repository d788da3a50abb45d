//! In English.

mod acts;
mod money;
mod pool;

use nproxy_app::chats::MuteFor;
use nproxy_app::health::{Kind, State, Verdict};
use nproxy_app::overview::AttentionKind;

use super::{Common, Finding, Overview, Quiet, Switches, Words};

pub(super) const WORDS: Words = Words {
    common: COMMON,
    overview: OVERVIEW,
    keys: pool::KEYS,
    payments: money::PAYMENTS,
    people: money::PEOPLE,
    pictures: pool::PICTURES,
    switches: SWITCHES,
    quiet: QUIET,
    finding: FINDING,
    acts: acts::ACTS,
    refusals: acts::REFUSALS,
};

const COMMON: Common = Common {
    units: ["s", "min", "h", "d"],
    ago: |span| format!("{span} ago"),
    ahead: |span| format!("in {span}"),
    overview: "Overview",
    refresh: "Refresh",
    back: "Back",
    first: "First page",
    next: "Next page",
    web: "Open in the web",
    gone: "It is not there any more.",
    lines_more: |lines| format!("… and {} more", counted(lines as u64, "line", "lines")),
    in_all: |rows, more| format!("{}{rows} in all", if more { "more than " } else { "" }),
};

const OVERVIEW: Overview = Overview {
    title: "Overview",
    attention: "Needs attention",
    all_well: "Nothing needs attention.",
    needs: |kind, count, whose| match kind {
        AttentionKind::PoolEmpty => format!("no key of {whose} can be used"),
        AttentionKind::PoolLow => format!("only {} of {whose} can be used", keys(count)),
        AttentionKind::KeysInReview => {
            format!("{} of {whose} {} for a look", keys(count), if count == 1 { "waits" } else { "wait" })
        }
        AttentionKind::KeysOutOfFunds => {
            format!("{} of {whose} {} no money left", keys(count), if count == 1 { "has" } else { "have" })
        }
        AttentionKind::PaymentsInReview => {
            let wait = if count == 1 { "waits" } else { "wait" };
            format!("{} {wait} for a decision", counted(count, "payment", "payments"))
        }
        AttentionKind::MailsFailed => format!("{} failed within a day", counted(count, "mail", "mails")),
        AttentionKind::ProcessesSilent => {
            let are = if count == 1 { "is" } else { "are" };
            format!("{} {are} not heard of any more", counted(count, "process", "processes"))
        }
        AttentionKind::ProxiesDead => {
            format!("{} {} dead", counted(count, "proxy", "proxies"), if count == 1 { "is" } else { "are" })
        }
        AttentionKind::SwitchedOff => format!("not in its usual position: {whose}"),
        AttentionKind::WebhooksRefused => format!("webhooks of {whose} are refused"),
        AttentionKind::Incident => whose.to_owned(),
    },
    since: |moment| format!("since {moment}"),
    today: "Today, in UTC",
    made: |[made, failed, declined, cancelled]| {
        format!("Pictures: {made} made, {failed} failed, {declined} declined, {cancelled} cancelled")
    },
    pace: |half, most| format!("Time for one: half within {half}, 95 % within {most}"),
    money: |revenue, cost| format!("Revenue: {revenue}; upstream cost: about ${cost}"),
    people: |new, months| format!("New customers: {new}; months running: {months}"),
    now: |running, queued, oldest| format!("Now: {running} running, {queued} queued, the oldest for {oldest}"),
    no_revenue: "none",
    pool: "Keys",
    payments: "Payments in review",
    incidents: "Incidents",
    health: "Health",
    switches: "Switches",
    quiet: "Quiet times",
    language: "Language",
    verdict: |verdict| match verdict {
        Verdict::Ok => "Everything is well.",
        Verdict::Degraded => "Something is not as it should be.",
        Verdict::Down => "Nothing works.",
    },
    state: |state| match state {
        State::Ok => "well",
        State::Unknown => "unknown",
        State::Warning => "needs a look",
        State::Critical => "bad",
    },
    part: |kind| match kind {
        Kind::Database => "Database",
        Kind::Queue => "Queue",
        Kind::Process => "Process",
        Kind::Storage => "Storage",
        Kind::Pool => "Keys",
        Kind::Proxies => "Proxies",
        Kind::Processor => "Payment processor",
        Kind::Mail => "Mail",
        Kind::Bot => "Bot",
        Kind::Disk => "Disk",
        Kind::Certificate => "Certificate",
        Kind::Clock => "Clock",
        Kind::Backup => "Backup",
        Kind::Switches => "Switches",
    },
    parts_well: |parts| {
        format!("{} well.", if parts == 1 { "1 part is".to_owned() } else { format!("{parts} parts are") })
    },
    no_incidents: "No incident is open.",
    times: |times| counted(u64::try_from(times).unwrap_or(0), "time", "times"),
    unseen: "The database can't be read.",
};

const SWITCHES: Switches = Switches {
    title: "Switches",
    name: |name| match name {
        "generation" => Some("Image generation"),
        "read_only" => Some("Read-only"),
        "sign_up" => Some("Sign-up"),
        _ => None,
    },
    of_invoices: |id| format!("Invoices: {id}"),
    of_provider: |id| format!("Provider: {id}"),
    of_model: |id| format!("Model: {id}"),
    value: |value| match value {
        "running" => "running",
        "paused" => "paused",
        "open" => "open",
        "invite" => "by invitation",
        "closed" => "closed",
        "on" => "on",
        _ => "off",
    },
    turned: |who, when| format!("Turned by {who} {when}"),
    reason: |reason| format!("Reason: {reason}"),
    until: |moment| format!("Expected to be over: {moment}"),
    told: |text| format!("Customers read: {text}"),
    operator: "the operator",
    system: "nproxy itself",
    an_admin: "an admin",
    you: "you",
    turn: |value| format!("Turn to: {value}"),
};

const QUIET: Quiet = Quiet {
    title: "Quiet times",
    heard: "You hear of everything.",
    muted: |until| format!("Muted until {until}."),
    hours: |hours| format!("Quiet hours: {hours} UTC, every day."),
    no_hours: "No quiet hours.",
    critical: "What is critical comes all the same.",
    mute: |time| match time {
        MuteFor::Hour => "Mute for 1 hour",
        MuteFor::EightHours => "Mute for 8 hours",
        MuteFor::UntilTomorrow => "Mute until tomorrow",
        MuteFor::Off => "Unmute",
    },
    hours_button: |hours| format!("Quiet {hours}"),
    no_hours_button: "No quiet hours",
    language: "Language",
    in_english: "English",
    in_russian: "Русский",
    language_is: "The bot speaks English with you.",
};

const FINDING: Finding = Finding {
    title: |text| format!("What goes by “{text}”"),
    nothing: "Nothing goes by that. An e-mail or a part of it, an id, an invoice, a transaction, a key's label are found.",
    user: "User",
    picture: "Picture",
    payment: "Payment",
    key: "Key",
    web_only: |hits| format!("{hits} more in the web alone (months, proxies, the audit log)."),
};

fn keys(count: u32) -> String {
    counted(count, "key", "keys")
}

/// `1 key`, `2 keys`.
fn counted(n: impl Into<u64>, one: &str, many: &str) -> String {
    let n = n.into();
    format!("{n} {}", if n == 1 { one } else { many })
}
