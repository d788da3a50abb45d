//! Платежи и те, кто платит.

use nproxy_app::lists::UserState;
use nproxy_domain::payment::{PaymentState, ReviewReason, Settlement};

use super::super::{Payments, People};
use super::counted;
use super::pool::requests;

pub(super) const PAYMENTS: Payments = Payments {
    title: "Платежи на проверке",
    none: "Ни один платёж не ждёт решения.",
    state: |state| match state {
        PaymentState::Creating => "создаётся",
        PaymentState::Pending => "ждёт денег",
        PaymentState::Confirming => "деньги замечены",
        PaymentState::Paid => "оплачен",
        PaymentState::Underpaid => "оплачен частично",
        PaymentState::Overpaid => "переплата",
        PaymentState::Expired => "истёк",
        PaymentState::PaidLate => "оплачен поздно",
        PaymentState::Failed => "не состоялся",
        PaymentState::Refunded => "возвращён",
        PaymentState::NeedsReview => "на проверке",
    },
    review: |reason| match reason {
        ReviewReason::Short => "Пришло меньше, чем нужно.",
        ReviewReason::Excess => "Пришло больше, чем нужно.",
        ReviewReason::Failed => "Деньги пришли, но процессор объявил платёж несостоявшимся.",
        ReviewReason::Reversed => "Деньги отозвали, когда месяц уже начался.",
        ReviewReason::SecondPayment => "Деньги пришли второй раз по тому же счёту.",
        ReviewReason::PriceMismatch => "Процессор называет не нашу цену.",
        ReviewReason::OrderMismatch => "Процессор относит платёж к другому заказу.",
        ReviewReason::WrongCoin => "Пришла не та монета.",
        ReviewReason::Sandbox => "Процессор говорит, что деньги ненастоящие.",
        ReviewReason::Unclear => "Ответ процессора не понять без сомнений.",
        ReviewReason::AccountSuspended => "Деньги пришли для аккаунта с приостановленным доступом.",
        ReviewReason::AccountDeleted => "Деньги пришли для удалённого аккаунта.",
        ReviewReason::Reported => "Клиент говорит, что оплатил; процессор этого не подтверждает.",
    },
    customer: |who| format!("Клиент: {who}"),
    processor: |label| format!("Процессор: {label}"),
    asked: |amount| format!("Нужно: {amount}"),
    came: |amount| format!("Пришло: {amount}"),
    reported: |transaction| format!("Клиент назвал транзакцию: {transaction}"),
    month: |from, to| format!("Его месяц: {from} — {to}"),
    settled: |how| format!("Закрыт: {how}"),
    settlement: |how| match how {
        Settlement::Activated => "дан месяц",
        Settlement::Granted => "даны запросы",
        Settlement::RefundNoted => "записан возврат",
        Settlement::Rejected => "ничего не причитается",
    },
    kept: "Месяц остаётся у клиента, что бы ни стало с деньгами.",
    timeline: "Что было, по UTC",
    event: |event| match event.kind {
        "placed" => "заказан",
        "created" => "создан процессором",
        "webhook" => "сообщил процессор",
        "read" => "спросили процессор",
        "found" => "найден у процессора",
        "reported" => "сообщил клиент",
        "act" => "действие админа",
        _ => "сбой",
    },
    confirm: "Подтвердить деньги",
    activate: "Дать месяц",
    grant: |n| format!("Дать {}", requests(n)),
    refund: "Записать возврат",
    reject: "Ничего не причитается",
    keep: "Оставить месяц клиенту",
    money_only: "Ваша привязка не даёт решать о платежах.",
    who: "Клиент",
};

pub(super) const PEOPLE: People = People {
    customer: "Клиент",
    admin: "Админ",
    state: |state| match state {
        UserState::Active => "действует",
        UserState::Suspended => "доступ приостановлен",
        UserState::Closing => "скоро будет удалён",
        UserState::Deleted => "удалён",
    },
    since: |moment| format!("Здесь с {moment}"),
    seen: |when| format!("Последний раз: {when}"),
    never_seen: "Давно не входил",
    suspended: |moment, reason| format!("Приостановлен с {moment}: {reason}"),
    closing: |moment| format!("Будет удалён после {moment}"),
    no_month: "Месяца сейчас нет.",
    month: |plan, ends| format!("Месяц: {plan}, до {ends}"),
    quota: |left, held, limit| format!("Запросы: осталось {left} из {limit}, удержано картинками в работе: {held}"),
    queued: |months| format!("За ним: {}", counted(months as u64, ["месяц", "месяца", "месяцев"])),
    grant: |n| format!("Дать {n}"),
    day: "Продлить на день",
    week: "Продлить на неделю",
    suspend: "Приостановить доступ",
    unsuspend: "Вернуть доступ",
};
