//! Ключи и картинки, которые с ними сделаны.

use nproxy_app::generations::StepKind;
use nproxy_app::lists::GenerationState;
use nproxy_domain::generation::ErrorCode;

use super::super::{Keys, Pictures};
use super::why::why;
use super::{counted, form};

pub(super) const KEYS: Keys = Keys {
    title: "Ключи",
    pool: "Ключи по провайдерам",
    no_pool: "Ни один провайдер не настроен, и ключей нет.",
    none: "Таких ключей нет.",
    state: |state| match state {
        "active" => "в работе",
        "probation" => "на испытании",
        "cooldown" => "отдыхает",
        "out_of_funds" => "нет средств",
        "manual_review" => "на проверке",
        _ => "выключен",
    },
    works: |work, all| format!("можно использовать {work} из {all}"),
    in_flight: |n| format!("в работе {}", counted(n, ["запрос", "запроса", "запросов"])),
    spent_today: |usd| format!("сегодня около ${usd}"),
    of_provider: |provider| format!("Ключи {provider}"),
    why,
    state_label: "Состояние",
    back_at: |moment| format!("Снова доступен: {moment}"),
    strikes: |n| format!("Неудач подряд: {n}"),
    flight: |now, most| format!("В работе: {now} из {most}"),
    account: |account| format!("Счёт: {account}"),
    proxy: |proxy, dead| format!("Прокси: {proxy}{}", if dead { ", не работает" } else { "" }),
    last_ok: |when| format!("Последний успех: {when}"),
    never_ok: "Успехов ещё не было.",
    last_of_pool: "Это последний ключ провайдера, который можно использовать.",
    polled: |usd, when| format!("Остаток: ${usd}, узнан {when}"),
    own_limit: |usd, when| format!("Осталось от его лимита: ${usd}, узнано {when}"),
    estimated: |left, entered, when| format!("Остаток: около ${left} по оценке; введено ${entered} {when}"),
    unknown_balance: |before| match before {
        Some(usd) => format!("Остаток: неизвестен; раньше был ${usd}"),
        None => "Остаток: неизвестен".to_owned(),
    },
    unsupported: "Остаток: провайдер его не сообщает",
    not_asked: "Остаток: ещё не спрашивали",
    activate: "Активировать",
    disable: "Выключить",
    test: "Проверить",
    ask_balance: "Узнать остаток",
    enter_balance: "Ввести остаток",
};

pub(super) const PICTURES: Pictures = Pictures {
    title: "Картинка",
    state: |state| match state {
        GenerationState::Queued => "в очереди",
        GenerationState::Running => "в работе",
        GenerationState::Waiting => "ждёт",
        GenerationState::Succeeded => "готова",
        GenerationState::Failed => "не вышла",
        GenerationState::Cancelled => "отменена",
    },
    code: |code| match code {
        ErrorCode::ProviderBusy => "провайдер был занят",
        ErrorCode::ProviderTimeout => "провайдер не успел",
        ErrorCode::ProviderError => "сбой у провайдера",
        ErrorCode::NoImage => "провайдер не дал картинки",
        ErrorCode::DeclinedPrompt => "запрос отклонён",
        ErrorCode::DeclinedOutput => "результат отклонён",
        ErrorCode::BadInput => "приложенное не подходит",
        ErrorCode::TooLarge => "слишком большая",
        ErrorCode::ModelUnavailable => "модель недоступна",
        ErrorCode::QueueTimeout => "ждала слишком долго",
        ErrorCode::Internal => "наш сбой",
    },
    model: |model, mode| format!("Модель: {model}, {mode}"),
    cost: |usd| format!("Стоимость у провайдеров: около ${usd}"),
    timeline: "Что было, по UTC",
    step: |kind| match kind {
        StepKind::Accepted => "принята",
        StepKind::Held => "запрос удержан",
        StepKind::Queued => "в очереди",
        StepKind::Started => "взята обработчиком",
        StepKind::Attempt => "попытка",
        StepKind::Waiting => "ждёт следующей попытки",
        StepKind::Stored => "картинка сохранена",
        StepKind::Settled => "запрос израсходован",
        StepKind::Released => "запрос возвращён",
        StepKind::Cancelled => "отменена",
        StepKind::Failed => "не вышла",
    },
    attempt: |n, key, provider| format!("попытка {n}: {key}, {provider}"),
    under_way: "идёт",
    worked: "успех",
    retried_from: "Что она повторяет",
    retried_by: "Её повтор",
    retry: "Повторить для клиента",
};

/// `1 запрос`, `5 запросов`.
pub(super) fn requests(n: u32) -> String {
    format!("{n} {}", form(n.into(), ["запрос", "запроса", "запросов"]))
}
