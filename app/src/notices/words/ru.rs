//! In Russian.

use nproxy_domain::mail::Severity;

use super::{Words, percent, seconds};
use crate::notices::Kind;
use crate::notices::digest::Figures;

pub(super) const WORDS: Words = Words {
    title,
    times: |times| format!("Повторений: {times}."),
    open_since: |first, last| format!("Началось {first}, замечено последний раз {last}."),
    over_after: |span| format!("Прошло через {span}."),
    severity: |severity| match severity {
        Severity::Info => "К сведению",
        Severity::Warning => "Внимание",
        Severity::Critical => "Критично",
    },
    over: "Прошло",
    open: "Открыть в админке",
    span: |seconds| super::span(seconds, ["д", "ч", "мин", "с"]),
    digest_title: |day| format!("Итоги за {day}"),
    digest,
};

fn title(kind: Kind, severity: Severity, about: &str) -> String {
    let is_critical = severity == Severity::Critical;
    match kind {
        Kind::KeyInReview => format!("Ключ ждёт проверки: {about}"),
        Kind::KeyNotForModel => format!("Ключ не может использовать модель: {about}"),
        Kind::Funds if severity == Severity::Info => format!("Деньги снова есть, ключи ждут включения: {about}"),
        Kind::Funds => format!("Деньги закончились: {about}"),
        Kind::FundsEstimate => format!("Деньги скоро закончатся, по оценке: {about}"),
        Kind::SharedOutage => format!("Ключи отказывают все вместе: {about}"),
        Kind::Proxy => format!("Прокси не работает: {about}"),
        Kind::ModelGone => format!("Модели больше нет: {about}"),
        Kind::Region => format!("Наш адрес не принимают: {about}"),
        Kind::SpendAlert => format!("Расход за день достиг порога предупреждения: {about}"),
        Kind::SpendStop => format!("Расход за день достиг предела, до завтра не используется: {about}"),
        Kind::PaymentInReview => format!("Платёж ждёт решения: {about}"),
        Kind::ProcessorDown => format!("Платёжный сервис не отвечает: {about}"),
        Kind::PaymentsUnknown => format!("Пришли деньги, для которых нет нашего платежа: {about}"),
        Kind::WebhooksRefused => format!("Вебхуки с неверной подписью: {about}"),
        Kind::KeysFew if is_critical => format!("Нет ни одного рабочего ключа: {about}"),
        Kind::KeysFew => format!("Мало рабочих ключей: {about}"),
        Kind::ProcessSilent if is_critical => format!("Ни один такой процесс больше не отзывается: {about}"),
        Kind::ProcessSilent => format!("Процесс больше не отзывается: {about}"),
        Kind::QueueOld => format!("Картинки ждут слишком долго: {about}"),
        Kind::MailWaits => format!("Почта не уходит: {about}"),
        Kind::DiskLow => format!("На диске мало места: {about}"),
        Kind::Storage => format!("Хранилище картинок не работает: {about}"),
        Kind::Certificate => format!("Сертификат публичного адреса заканчивается: {about}"),
        Kind::Clock => format!("Часы этой машины сбились: {about}"),
        Kind::Ledger => format!("Учёт не сходится: {about}"),
        Kind::BackupStale => format!("Последняя резервная копия слишком старая: {about}"),
    }
}

fn digest(figures: &Figures) -> Vec<String> {
    let rate = percent(figures.succeeded, figures.succeeded + figures.failed);
    let rate = rate.map_or_else(String::new, |rate| format!(", успешно {rate}"));
    let p95 = figures.p95_ms.map_or_else(String::new, |ms| format!(", 95 из 100 быстрее {}", seconds(ms)));
    let revenue = figures.revenue();
    let mut lines = vec![
        format!("Картинки: {}{rate}{p95}", figures.succeeded),
        format!("Сбои: {}, отклонено: {}, отменено: {}", figures.failed, figures.declined, figures.cancelled),
        format!("Выручка: {}", if revenue.is_empty() { "нет" } else { &revenue }),
        format!("Расход на провайдеров, по оценке: ${}", figures.cost_usd),
        format!("Новые клиенты: {}; активные месяцы: {}", figures.new_users, figures.active_subscriptions),
        format!("Открытые инциденты: {}", figures.open_incidents),
    ];
    let keys =
        figures.pool.iter().map(|pool| format!("Ключи {}: работает {} из {}", pool.provider, pool.works, pool.all));
    lines.extend(keys);
    lines
}
