//! Что действие сделает и сделало, и почему оно не сделано.

use nproxy_domain::payment::ActRefused;

use super::super::{Acts, Refusals};
use super::counted;
use super::pool::requests;

pub(super) const ACTS: Acts = Acts {
    activate_key: |key| format!("Вернуть ключ {key} в работу? Неудачи подряд забудутся."),
    disable_key: |key| format!("Вывести ключ {key} из работы?"),
    in_flight_ends: |n| {
        let n = u64::try_from(n).unwrap_or(0);
        format!("Уже начатое дойдёт до конца: {}.", counted(n, ["запрос", "запроса", "запросов"]))
    },
    last_of_pool: |provider| {
        format!("Это последний ключ {provider}, который можно использовать: без него картинок там не будет.")
    },
    test_key: |key| format!("Спросить провайдера, знает ли он ключ {key}? Это ничего не стоит и ничего не меняет."),
    key_works: |key, ms| format!("Провайдер знает ключ {key} ({ms} мс)."),
    key_failed: |key, why| format!("Ключ {key} не прошёл проверку: {why}"),
    key_no_check: |key| format!("Ключ {key} не проверить: у провайдера нет для этого бесплатного запроса."),
    ask_balance: |key| format!("Спросить провайдера, сколько осталось у ключа {key}?"),
    enter_balance: |account| {
        format!(
            "Ввести остаток счёта {account}? Напишите сумму в долларах, например <code>42.50</code>, и за ней, если \
             хотите, причину. С этого времени расходы счёта вычитаются из неё."
        )
    },
    balance: "Остаток",
    balance_unknown: "неизвестно",
    settle_confirm: |payment| format!("Подтвердить, что деньги за {payment} пришли? Месяц начнётся, клиенту сообщат."),
    settle_activate: |payment| {
        format!("Дать месяц за {payment}, как если бы он был оплачен полностью? Клиенту сообщат.")
    },
    settle_grant: |payment, n| format!("Дать {} сверх текущего месяца вместо месяца за {payment}?", requests(n)),
    settle_refund: |payment| {
        format!(
            "Записать, что деньги за {payment} отправлены обратно? Напишите адрес, сумму и транзакцию через пробел и за \
             ними, если хотите, причину. Клиенту сообщат, а месяц, оплаченный этими деньгами, закончится, если вы не оставили \
             его клиенту."
        )
    },
    settle_reject: |payment| format!("Закрыть {payment}: ничего не причитается?"),
    settle_keep: |payment| format!("Оставить клиенту месяц за {payment}, что бы ни стало с деньгами?"),
    grant: |who, n| format!("Дать {who} {} сверх текущего месяца?", requests(n)),
    limit: "Запросов в месяце",
    extend: |who, hours| format!("Закончить текущий месяц {who} позже на {}?", hours_in_words(hours)),
    ends_at: "Месяц кончается",
    moved: |n| format!("Сдвинулось за ним: {}.", counted(n, ["месяц", "месяца", "месяцев"])),
    suspend: |who| {
        format!(
            "Приостановить доступ {who}? Везде выполнится выход; войти, запросить картинку или создать счёт будет нельзя. \
             Месяц идёт дальше."
        )
    },
    unsuspend: |who| format!("Вернуть доступ {who}?"),
    retry: |who| format!("Повторить картинку для {who}? За счёт дома: для неё даётся один запрос сверх месяца."),
    retried: "Повтор начат; это новая картинка",
    turn: |switch, value| format!("Перевести «{switch}» в положение «{value}»? Действует сразу и везде."),
    mute: |until| format!("Без уведомлений до {until}? Критичное приходит всегда."),
    unmute: "Снова слышать всё?",
    not_muted: "уведомления приходят",
    muted_until: |until| format!("без уведомлений до {until}"),
    hours: |hours| format!("Без уведомлений {hours} UTC каждый день? Критичное приходит всегда."),
    no_hours: "тихих часов нет",
    language: |language| format!("Говорить с вами на языке: {language}?"),
};

pub(super) const REFUSALS: Refusals = Refusals {
    key_gone: "Такого ключа больше нет.",
    payment_gone: "Такого платежа нет.",
    user_gone: "Такого аккаунта больше нет.",
    picture_gone: "Такой картинки больше нет.",
    switch_gone: "Такого переключателя больше нет.",
    reader_gone: "Этот чат больше не привязан.",
    reason: "В причине от 1 до 500 знаков. Начните заново и напишите короче.",
    no_account: "Ключ не относится ни к одному счёту, поэтому остаток не ввести.",
    amount: "Нет суммы. Начните заново и напишите её в долларах, например <code>42.50</code>.",
    refund: "Начните заново и напишите адрес, сумму и транзакцию через пробел.",
    money_only: "Ваша привязка этого не позволяет. Оператор может дать ей область <code>money</code>.",
    no_month: "У клиента сейчас нет месяца.",
    too_many: "Столько запросов в месяце быть не может.",
    is_admin: "Это аккаунт админа; сначала роль снимают в командной строке.",
    is_so: "Это уже так.",
    not_retryable: "Её нельзя повторить.",
    retried_already: "Её уже повторили.",
    account_inactive: "Доступ аккаунта приостановлен, или аккаунт скоро будет удалён.",
    month_in_the_way: "Месяц не вернуть: на его месте другой. Дайте клиенту месяц вместо него.",
    act: |refused| match refused {
        ActRefused::NotByHand => "Этот процессор сам сообщает об оплате.",
        ActRefused::AlreadyActivated => "По нему уже начался месяц.",
        ActRefused::NothingToSettle => "Решать нечего.",
        ActRefused::AlreadySettled => "Он уже закрыт.",
        ActRefused::NotActivated => "По нему не начинался месяц.",
        ActRefused::AlreadyKept => "Месяц уже остаётся у клиента.",
        ActRefused::AccountSuspended => "Доступ аккаунта приостановлен; решите иначе или сначала верните доступ.",
        ActRefused::AccountDeleted => "Аккаунт удалён; решите иначе.",
    },
    no_such_position: "Такого положения у переключателя больше нет.",
    not_configured: "Этого провайдера больше нет в настройках.",
};

fn hours_in_words(hours: u32) -> String {
    match hours {
        24 => "день".to_owned(),
        168 => "неделю".to_owned(),
        n => counted(n, ["час", "часа", "часов"]),
    }
}
