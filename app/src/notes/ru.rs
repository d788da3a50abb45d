//! По-русски.

use chrono::{Datelike as _, Timelike as _};
use nproxy_domain::Timestamp;

use super::letter::Letter;
use super::news::{MonthEnd, MonthNews, PaymentNews, Purchase};

/// В родительном падеже, как в дате.
const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// Stands before a link that is written out.
pub(super) const OR_OPEN: &str = "Или откройте этот адрес:";

pub(super) fn payment(purchase: &Purchase) -> Letter {
    what_happened(purchase).page("Открыть платёж")
}

fn what_happened(purchase: &Purchase) -> Letter {
    let Purchase { plan, price, .. } = purchase;
    match &purchase.news {
        PaymentNews::Seen { confirmations_needed } => {
            let confirmations = confirmations_needed.map_or_else(String::new, |n| format!(" (нужно: {n})"));
            Letter::new(format!("Мы видим ваш платёж за «{plan}»"))
                .say(format!("Платёж за «{plan}» ({price}) в пути, мы видим: {}.", came(purchase)))
                .say(format!(
                    "Он ещё ждёт подтверждений сети{confirmations}. Больше ничего делать не нужно, страницу можно \
                     закрыть: мы напишем, как только тариф начнёт действовать."
                ))
        }
        PaymentNews::Short { missing, until } => {
            let missing = missing.as_deref().unwrap_or("сумму, указанную на странице платежа");
            let by = until.map_or_else(String::new, |until| format!(" до {}", moment(until)));
            Letter::new(format!("Платёж за «{plan}» неполный"))
                .say(format!("За «{plan}» ({price}) пришло меньше, чем нужно: {}.", came_of(purchase)))
                .say(format!(
                    "Чтобы завершить платёж, отправьте {missing}{} на тот же адрес{by}. Адрес указан на странице \
                     платежа. Некоторые биржи вычитают комиссию из суммы перевода: добавьте её сверху.",
                    on_network(purchase)
                ))
                .say("То, что вы отправили, не пропало.")
        }
        PaymentNews::ClosedShort => Letter::new(format!("Платёж за «{plan}» неполный"))
            .say(format!("За «{plan}» ({price}) пришло меньше, чем нужно: {}.", came_of(purchase)))
            .say(
                "Этот счёт больше не принимает денег, поэтому не досылайте остаток. На то, что пришло, посмотрит \
                 человек; деньги не пропали.",
            ),
        PaymentNews::Late => Letter::new(format!("Платёж за «{plan}» пришёл поздно и засчитан"))
            .say(format!(
                "Платёж за «{plan}» ({price}) пришёл, когда его срок уже истёк: {}. Он всё равно засчитан.",
                came(purchase)
            ))
            .say("Больше ничего делать не нужно. Оплаченный месяц показан на странице платежа."),
        PaymentNews::InReview => Letter::new(format!("Платёж за «{plan}» проверяется"))
            .say(format!("Платёж за «{plan}» ({price}) пришёл: {}.", came(purchase)))
            .say(
                "Прежде чем тариф начнёт действовать, на платёж должен посмотреть человек. Ничего делать не нужно: \
                 пожалуйста, не платите второй раз. Итог появится на странице платежа.",
            ),
        PaymentNews::Activated { requests, starts_at, ends_at, waits, excess } => {
            let letter = Letter::new(format!("Тариф «{plan}» оплачен"))
                .say(format!("Спасибо. Тариф «{plan}» ({price}) оплачен, картинок: {requests}."));
            let letter = match waits {
                None => letter.say(format!("Он уже действует и закончится {}.", moment(*ends_at))),
                Some(billing) => letter
                    .say(format!(
                        "Он начнётся {}, когда закончится текущий месяц, и закончится {}.",
                        moment(*starts_at),
                        moment(*ends_at)
                    ))
                    .say(format!("Его можно начать раньше, отказавшись от остатка текущего месяца: {}", billing.0)),
            };
            letter.say_if(*excess, "Пришло больше, чем нужно. На разницу посмотрит человек.")
        }
        PaymentNews::Refunded { sent, month_ended } => {
            let letter = Letter::new(format!("Платёж за «{plan}» возвращён"));
            let letter = match sent {
                Some(sent) => letter.say(format!(
                    "Мы вернули вам {} за «{plan}» ({price}).\nАдрес: {}\nТранзакция: {}",
                    sent.amount, sent.address, sent.transaction
                )),
                None => letter.say(format!("Платёж за «{plan}» ({price}) вам возвращён.")),
            };
            letter.say_if(*month_ended, "То, что было им оплачено, закончилось.")
        }
    }
}

pub(super) fn month(month: &MonthEnd) -> Letter {
    let MonthEnd { plan, ends_at, grace_until, news } = month;
    let letter = match news {
        MonthNews::Ends => Letter::new(format!("Тариф «{plan}» закончится {}", day(*ends_at)))
            .say(format!("Ваш тариф «{plan}» закончится {}. Следующий месяц не оплачен.", moment(*ends_at)))
            .say("Оплатить его можно в любое время: он начнётся, когда закончится этот, ни один день не пропадёт."),
        MonthNews::Ended => Letter::new(format!("Тариф «{plan}» закончился"))
            .say(format!("Ваш тариф «{plan}» закончился {}. Ваши картинки остаются на месте.", moment(*ends_at)))
            .say("Чтобы создавать новые, оплатите следующий месяц."),
    };
    let letter = match grace_until {
        Some(until) => letter.say(format!(
            "Остаток этого месяца можно использовать до {}. Месяц, оплаченный до этого времени, начнётся там, где \
             закончился этот.",
            moment(*until)
        )),
        None => letter,
    };
    letter.page("Открыть мой тариф")
}

/// Отправляется вручную, чтобы проверить почтовый сервер.
pub(super) fn test(name: &str) -> Letter {
    Letter::new(format!("Проверочное письмо от {name}"))
        .say(format!("Письма от {name} доходят: это отправлено вручную, для проверки."))
        .say(
            "Если оно попало в спам, проверьте записи SPF и DKIM домена, от имени которого оно пришло, пока клиенты не \
             потеряли свои письма.",
        )
        .button(format!("Открыть {name}"))
}

pub(super) fn end(letter: Letter, support: Option<&str>) -> Letter {
    let letter = match support {
        Some(support) => letter.foot(format!("Вопросы? Единственный контакт поддержки: {support}")),
        None => letter,
    };
    letter.foot("Мы никогда не спрашиваем сид-фразу или пароль.")
}

/// `12.5 USDT (сеть: TRON (TRC-20))`.
fn came(purchase: &Purchase) -> String {
    let came = purchase.came.as_deref().unwrap_or("перевод");
    format!("{came}{}", on_network(purchase))
}

/// `12.5 USDT из 20 USDT (сеть: TRON (TRC-20))`.
fn came_of(purchase: &Purchase) -> String {
    match (&purchase.came, &purchase.asked) {
        (Some(came), Some(asked)) => format!("{came} из {asked}{}", on_network(purchase)),
        _ => came(purchase),
    }
}

fn on_network(purchase: &Purchase) -> String {
    purchase.network.as_ref().map_or_else(String::new, |network| format!(" (сеть: {network})"))
}

pub(super) fn day(at: Timestamp) -> String {
    format!("{} {} {}", at.day(), MONTHS[at.month0() as usize], at.year())
}

fn moment(at: Timestamp) -> String {
    format!("{}, {:02}:{:02} UTC", day(at), at.hour(), at.minute())
}
