//! По-русски.

mod acts;
mod money;
mod pool;
mod why;

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
    units: ["с", "мин", "ч", "д"],
    ago: |span| format!("{span} назад"),
    ahead: |span| format!("через {span}"),
    overview: "Обзор",
    refresh: "Обновить",
    back: "Назад",
    first: "Первая страница",
    next: "Следующая страница",
    web: "Открыть в вебе",
    gone: "Этого больше нет.",
    lines_more: |lines| format!("… и ещё {}", counted(lines as u64, ["строка", "строки", "строк"])),
    in_all: |rows, more| format!("Всего: {}{rows}", if more { "больше " } else { "" }),
};

const OVERVIEW: Overview = Overview {
    title: "Обзор",
    attention: "Требует внимания",
    all_well: "Ничто не требует внимания.",
    needs: |kind, count, whose| match kind {
        AttentionKind::PoolEmpty => format!("ни один ключ {whose} нельзя использовать"),
        AttentionKind::PoolLow => {
            format!("{whose}: можно использовать только {}", counted(count, ["ключ", "ключа", "ключей"]))
        }
        AttentionKind::KeysInReview => {
            let forms = ["ключ ждёт проверки", "ключа ждут проверки", "ключей ждут проверки"];
            format!("{whose}: {}", counted(count, forms))
        }
        AttentionKind::KeysOutOfFunds => {
            format!("{whose}: {} без средств", counted(count, ["ключ", "ключа", "ключей"]))
        }
        AttentionKind::PaymentsInReview => {
            counted(count, ["платёж ждёт решения", "платежа ждут решения", "платежей ждут решения"])
        }
        AttentionKind::MailsFailed => {
            let forms = ["письмо не отправлено", "письма не отправлены", "писем не отправлены"];
            format!("{} за сутки", counted(count, forms))
        }
        AttentionKind::ProcessesSilent => {
            let forms = ["процесс молчит", "процесса молчат", "процессов молчат"];
            counted(count, forms)
        }
        AttentionKind::ProxiesDead => {
            counted(count, ["прокси не работает", "прокси не работают", "прокси не работают"])
        }
        AttentionKind::SwitchedOff => format!("не в обычном положении: {whose}"),
        AttentionKind::WebhooksRefused => format!("вебхуки {whose} отвергаются"),
        AttentionKind::Incident => whose.to_owned(),
    },
    since: |moment| format!("с {moment}"),
    today: "Сегодня, по UTC",
    made: |[made, failed, declined, cancelled]| {
        format!("Картинки: готово {made}, не вышло {failed}, отклонено {declined}, отменено {cancelled}")
    },
    pace: |half, most| format!("Время одной: половина за {half}, 95 % за {most}"),
    money: |revenue, cost| format!("Выручка: {revenue}; стоимость у провайдеров: около ${cost}"),
    people: |new, months| format!("Новых клиентов: {new}; действующих месяцев: {months}"),
    now: |running, queued, oldest| format!("Сейчас: в работе {running}, в очереди {queued}, самая давняя {oldest}"),
    no_revenue: "нет",
    pool: "Ключи",
    payments: "Платежи на проверке",
    incidents: "Происшествия",
    health: "Состояние",
    switches: "Переключатели",
    quiet: "Тишина",
    language: "Язык",
    verdict: |verdict| match verdict {
        Verdict::Ok => "Всё в порядке.",
        Verdict::Degraded => "Не всё в порядке.",
        Verdict::Down => "Ничего не работает.",
    },
    state: |state| match state {
        State::Ok => "в порядке",
        State::Unknown => "неизвестно",
        State::Warning => "надо посмотреть",
        State::Critical => "плохо",
    },
    part: |kind| match kind {
        Kind::Database => "База данных",
        Kind::Queue => "Очередь",
        Kind::Process => "Процесс",
        Kind::Storage => "Хранилище",
        Kind::Pool => "Ключи",
        Kind::Proxies => "Прокси",
        Kind::Processor => "Платёжный процессор",
        Kind::Mail => "Почта",
        Kind::Bot => "Бот",
        Kind::Disk => "Диск",
        Kind::Certificate => "Сертификат",
        Kind::Clock => "Часы",
        Kind::Backup => "Резервная копия",
        Kind::Switches => "Переключатели",
    },
    parts_well: |parts| format!("В порядке: {}.", counted(parts as u64, ["часть", "части", "частей"])),
    no_incidents: "Открытых происшествий нет.",
    times: |times| counted(u64::try_from(times).unwrap_or(0), ["раз", "раза", "раз"]),
    unseen: "Базу данных не прочитать.",
};

const SWITCHES: Switches = Switches {
    title: "Переключатели",
    name: |name| match name {
        "generation" => Some("Создание картинок"),
        "read_only" => Some("Только чтение"),
        "sign_up" => Some("Регистрация"),
        _ => None,
    },
    of_invoices: |id| format!("Счета: {id}"),
    of_provider: |id| format!("Провайдер: {id}"),
    of_model: |id| format!("Модель: {id}"),
    value: |value| match value {
        "running" => "идёт",
        "paused" => "приостановлено",
        "open" => "открыта",
        "invite" => "по приглашениям",
        "closed" => "закрыта",
        "on" => "включено",
        _ => "выключено",
    },
    turned: |who, when| format!("Кто переключил: {who}, {when}"),
    reason: |reason| format!("Причина: {reason}"),
    until: |moment| format!("Ожидаемый конец: {moment}"),
    told: |text| format!("Клиенты читают: {text}"),
    operator: "оператор",
    system: "сам nproxy",
    an_admin: "админ",
    you: "вы",
    turn: |value| format!("Перевести: {value}"),
};

const QUIET: Quiet = Quiet {
    title: "Тишина",
    heard: "Вам приходит всё.",
    muted: |until| format!("Без уведомлений до {until}."),
    hours: |hours| format!("Тихие часы: {hours} UTC, каждый день."),
    no_hours: "Тихих часов нет.",
    critical: "Критичное приходит всегда.",
    mute: |time| match time {
        MuteFor::Hour => "Тишина на 1 час",
        MuteFor::EightHours => "Тишина на 8 часов",
        MuteFor::UntilTomorrow => "Тишина до завтра",
        MuteFor::Off => "Снова слышать всё",
    },
    hours_button: |hours| format!("Тихо {hours}"),
    no_hours_button: "Без тихих часов",
    language: "Язык",
    in_english: "English",
    in_russian: "Русский",
    language_is: "Бот говорит с вами по-русски.",
};

const FINDING: Finding = Finding {
    title: |text| format!("Найдено по «{text}»"),
    nothing: "Ничего не найдено. Ищутся почта или её часть, id, счёт, транзакция, имя ключа.",
    user: "Аккаунт",
    picture: "Картинка",
    payment: "Платёж",
    key: "Ключ",
    web_only: |hits| format!("Ещё {hits} — только в вебе (месяцы, прокси, журнал действий)."),
};

/// `1 ключ`, `2 ключа`, `5 ключей`.
fn counted(n: impl Into<u64>, forms: [&str; 3]) -> String {
    let n = n.into();
    format!("{n} {}", form(n, forms))
}

fn form(n: u64, [one, few, many]: [&str; 3]) -> &str {
    match (n % 10, n % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_right_form() {
        let said = [0_u64, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112, 122]
            .map(|n| counted(n, ["ключ", "ключа", "ключей"]));
        let right = "0 ключей, 1 ключ, 2 ключа, 4 ключа, 5 ключей, 11 ключей, 12 ключей, 14 ключей, 21 ключ, 22 ключа, \
                     25 ключей, 101 ключ, 111 ключей, 112 ключей, 122 ключа";
        assert_eq!(said.join(", "), right);
    }
}
