//! In Russian.

use super::html::escaped;
use super::{CodeTrouble, Said};

pub(super) const COMMANDS: [(&str, &str); 9] = [
    ("overview", "Что требует внимания и цифры за сегодня"),
    ("keys", "Пул ключей"),
    ("payments", "Платежи, которые ждут решения"),
    ("user", "Пользователь по адресу почты или id"),
    ("picture", "Путь картинки по её id"),
    ("switches", "Что включено и что выключено"),
    ("mute", "Не беспокоить какое-то время"),
    ("language", "Другой язык"),
    ("help", "Что здесь можно написать"),
];

pub(super) fn say(said: &Said<'_>) -> String {
    match said {
        Said::Code { code, minutes } => format!(
            "Этот бот для администраторов. Чтобы получить доступ, выполните на сервере в течение {}:\n\n\
             <pre>nproxy pair {code}</pre>\n\nДействует только последний код. Я напишу, как только всё будет готово.",
            of_minutes(*minutes)
        ),
        Said::CodesTooOften { minutes } => {
            format!("Слишком много кодов. Следующий можно получить через {}.", in_minutes(*minutes))
        }
        Said::CodesTooMany => "Слишком много неиспользованных кодов. Напишите снова через десять минут.".into(),
        Said::NoAdmin => {
            "Ваш аккаунт заблокирован, будет удалён или больше не администраторский, поэтому здесь ничего не видно."
                .into()
        }
        Said::Welcome => {
            "Доступ открыт. /overview показывает, как всё работает, /help — что здесь можно написать. Любой \
                          другой текст — это поиск."
                .into()
        }
        Said::Help => {
            let commands = COMMANDS.map(|(name, about)| format!("/{name}: {about}"));
            format!("{}\n\nЛюбой другой текст — это поиск: адрес, id, название ключа.", commands.join("\n"))
        }
        Said::Failed => "На сервере что-то пошло не так, подробности в его журнале. Попробуйте ещё раз.".into(),
        Said::OnlyText => "Я читаю только текст.".into(),
        Said::NoCommand => "Такой команды нет. /help показывает, какие есть.".into(),
        Said::WhichUser => "Добавьте адрес почты или id: <code>/user ada@example.org</code>".into(),
        Said::WhichPicture => "Добавьте id картинки: <code>/picture 0193…</code>".into(),
        Said::TooLong => "Для сообщения это слишком длинно. Всё видно в веб-интерфейсе.".into(),
        Said::ButtonTooOld => "Эта кнопка устарела. /overview показывает, как всё сейчас.".into(),
        Said::ButtonForeign => "Это не ваша кнопка.".into(),
        Said::ButtonOfStranger => "У этого аккаунта Telegram больше нет доступа.".into(),
        Said::Asks { what, reason, wants_reason, is_money } => {
            let why = match reason {
                Some(reason) => format!("\n\nПричина: <i>{}</i>", escaped(reason)),
                None if *wants_reason => {
                    "\n\nНапишите сообщение с причиной. Без него будет записано «в Telegram».".to_owned()
                }
                None => String::new(),
            };
            let money = "\n\nПонадобится код из приложения-аутентификатора, и все администраторы получат письмо.";
            format!("{what}{why}{}", if *is_money { money } else { "" })
        }
        Said::AsksCode { what, trouble } => {
            let trouble = trouble.map_or(String::new(), |trouble| format!("<b>{}</b> ", code_trouble(trouble)));
            format!("{what}\n\n{trouble}Напишите шесть цифр из приложения-аутентификатора. Сообщение я удалю.")
        }
        Said::Doing { what } => format!("{what}\n\n<i>Выполняется…</i>"),
        Said::Done { outcome } => (*outcome).to_owned(),
        Said::Dropped { what } => format!("{what}\n\n<b>Не выполнено.</b>"),
        Said::AskTooOld => "Вопрос задан слишком давно, или всё уже выполнено. Ничего не изменилось.".into(),
        Said::Changed => "<b>Не выполнено:</b> с тех пор что-то изменилось. Посмотрите ещё раз.".into(),
        Said::NotDone { why } => format!("<b>Не выполнено.</b> {why}"),
        Said::NoMoneyScope => "Это действие с деньгами, а у этого аккаунта Telegram нет на него прав.".into(),
        Said::NoSecondFactor => {
            "<b>Не выполнено.</b> К вашему аккаунту не подключено приложение-аутентификатор. Войдите \
                                 в веб-интерфейс, он предложит его подключить."
                .into()
        }
        Said::DayIsFull { per_day } => format!(
            "<b>Не выполнено.</b> Дневной предел действий с деньгами здесь: {per_day}. В веб-интерфейсе его нет."
        ),
        Said::NoReason => "в Telegram".into(),
        Said::DoIt => "Выполнить".into(),
        Said::Cancel => "Отмена".into(),
        Said::Back => "‹ Назад".into(),
    }
}

fn code_trouble(trouble: CodeTrouble) -> String {
    match trouble {
        CodeTrouble::Wrong => "Код неверен.".into(),
        CodeTrouble::Used => "Этот код уже использован, дождитесь следующего.".into(),
        CodeTrouble::TooMany { minutes } => {
            let minutes = i64::try_from(minutes).unwrap_or(i64::MAX);
            format!("Слишком много попыток. Следующая возможна через {}.", in_minutes(minutes))
        }
    }
}

/// Behind "в течение".
fn of_minutes(minutes: i64) -> String {
    let is_one = minutes % 10 == 1 && minutes % 100 != 11;
    format!("{minutes} {}", if is_one { "минуты" } else { "минут" })
}

/// Behind "через".
fn in_minutes(minutes: i64) -> String {
    let word = match (minutes % 10, minutes % 100) {
        (1, last_two) if last_two != 11 => "минуту",
        (2..=4, last_two) if !(12..=14).contains(&last_two) => "минуты",
        _ => "минут",
    };
    format!("{minutes} {word}")
}
