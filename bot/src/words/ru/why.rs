//! Почему ключ там, где он есть.
//!
//! The product's own sentences are in English, for the web and the shell; this says the same facts, in fewer words.

use nproxy_app::keys::KeyRecord;
use nproxy_domain::Timestamp;

use super::super::html::esc;
use super::super::{Words, ago, coming};
use super::counted;

const NAME_CHARS_MAX: usize = 64;
const EVIDENCE_CHARS_MAX: usize = 300;

pub(super) fn why(record: &KeyRecord, now: Timestamp, words: &Words) -> Vec<String> {
    let key = &record.key;
    let mut said = match key.state {
        "active" if key.in_flight >= key.max_in_flight => vec!["Занят: ждёт, пока освободится место.".to_owned()],
        "active" => vec!["Может быть выбран.".to_owned()],
        "probation" => vec!["По одному запросу до первого успеха.".to_owned()],
        "cooldown" => vec![match (record.incident.is_some(), key.resort_at.is_some() || key.resorting) {
            (true, _) => "Отдыхает из-за общего происшествия; ключу это в вину не ставится.".to_owned(),
            (false, true) => format!("Отдыхает после неудачи, подряд: {}.", key.strikes.max(1)),
            (false, false) => "Отдыхает столько, сколько попросил провайдер.".to_owned(),
        }],
        "out_of_funds" => vec![match &key.account {
            Some(account) => format!("На счёте {} кончились деньги.", esc(account, NAME_CHARS_MAX)),
            None => "Кончились деньги.".to_owned(),
        }],
        "manual_review" => vec!["Должен посмотреть админ.".to_owned()],
        _ => vec!["Выключен.".to_owned()],
    };
    said.extend(cause(record, now, words));
    said.extend(around(record, now, words));
    said.extend(todo(record));
    said
}

/// What brought it there, as the upstream or an admin said it.
fn cause(record: &KeyRecord, now: Timestamp, words: &Words) -> Option<String> {
    let cause = record.cause.as_ref().filter(|_| record.key.state != "active")?;
    let evidence = cause.evidence.as_deref().map(|text| format!(": {}", esc(text, EVIDENCE_CHARS_MAX)));
    let name = esc(&cause.cause, NAME_CHARS_MAX);
    Some(format!("Причина: {name}, {}{}", ago(words, cause.at, now), evidence.unwrap_or_default()))
}

fn around(record: &KeyRecord, now: Timestamp, words: &Words) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(stop) = &record.spend_stop {
        said.push(format!("Провайдер исчерпал расходы дня; дальше с {}.", coming(words, stop.until, now)));
    }
    for not in &record.not_for {
        let model = esc(&not.model, NAME_CHARS_MAX);
        said.push(format!("Не для модели {model}: провайдер не даёт ему на неё квоты."));
    }
    if let Some(proxy) = record.proxy.as_ref().filter(|proxy| proxy.dead) {
        let label = esc(&proxy.label, NAME_CHARS_MAX);
        let then = if record.key.proxy_only { "ключ ждёт его" } else { "ключ идёт в обход" };
        said.push(format!("Его прокси {label} не работает; {then}."));
    }
    if record.key.in_flight > 0 && !matches!(record.key.state, "active" | "probation") {
        let n = u64::try_from(record.key.in_flight).unwrap_or(0);
        said.push(format!("Ещё в работе: {}.", counted(n, ["запрос", "запроса", "запросов"])));
    }
    said
}

fn todo(record: &KeyRecord) -> Option<String> {
    let what = match record.key.state {
        "out_of_funds" => "Пополните счёт и активируйте ключ.",
        "manual_review" => "Проверьте ключ; если провайдер его знает, активируйте, иначе замените.",
        "disabled" => "Активируйте, чтобы вернуть в работу.",
        _ => return None,
    };
    Some(what.to_owned())
}
