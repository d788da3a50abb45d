//! In Russian.

use super::AccountNews;
use crate::notes::letter::Letter;
use crate::notes::ru::day;
use crate::site::SiteSettings;

/// Тому, кто, возможно, ни о чём не просил.
const NOT_YOU: &str = "Если это были не вы, ничего делать не нужно.";

pub(super) fn words(site: &SiteSettings, news: &AccountNews) -> Letter {
    let name = site.name.as_str();
    match news {
        AccountNews::Verify(_) => Letter::new(format!("Подтвердите адрес для {name}"))
            .say(format!("Добро пожаловать в {name}. Подтвердите, что этот адрес ваш, и аккаунт будет открыт:"))
            .button("Подтвердить адрес")
            .say("Ссылка действует 24 часа. Если вы не регистрировались, ничего делать не нужно: без неё аккаунта не будет."),
        // The subject is that of the letter above, so that the page may name it whoever has the address.
        AccountNews::AlreadyRegistered => Letter::new(format!("Подтвердите адрес для {name}"))
            .say(format!("Кто-то зарегистрировался в {name} с этим адресом, но у него уже есть аккаунт. Ничего не изменилось."))
            .say("Если это были вы, войдите со своим паролем. Забыли его? На странице входа можно получить ссылку, чтобы выбрать новый.")
            .button("Войти")
            .say(NOT_YOU),
        AccountNews::ResetPassword(_) => Letter::new(format!("Новый пароль для {name}"))
            .say(format!("Кто-то попросил новый пароль для вашего аккаунта в {name}. Если это были вы, выберите его:"))
            .button("Выбрать новый пароль")
            .say("Ссылка действует один час. Если это были не вы, ничего делать не нужно: пароль останется прежним."),
        AccountNews::NoAccount => Letter::new(format!("Новый пароль для {name}"))
            .say(format!("Кто-то попросил новый пароль в {name} для этого адреса, но аккаунта с ним там нет."))
            .say("Если это были вы, возможно, вы регистрировались с другим адресом. С этим тоже можно открыть аккаунт:")
            .button("Зарегистрироваться")
            .say(NOT_YOU),
        AccountNews::PasswordChanged => Letter::new(format!("Пароль для {name} изменён"))
            .say(format!("Пароль вашего аккаунта в {name} изменён, во всех остальных браузерах выполнен выход."))
            .say("Если это были не вы, сразу выберите новый: «Забыли пароль?» на странице входа пришлёт вам ссылку.")
            .button("Войти"),
        AccountNews::ConfirmAddress(_) => Letter::new(format!("Подтвердите новый адрес для {name}"))
            .say(format!("Вы хотите, чтобы этот адрес стал адресом вашего аккаунта в {name}. Подтвердите, что он ваш:"))
            .button("Подтвердить новый адрес")
            .say("Ссылка действует 24 часа; пока она не использована, остаётся прежний адрес. Если это были не вы, ничего делать не нужно."),
        // As above: one subject, whoever has the address.
        AccountNews::AddressTaken => Letter::new(format!("Подтвердите новый адрес для {name}"))
            .say(format!("Кто-то хочет сделать этот адрес адресом своего аккаунта в {name}, но с ним там уже есть аккаунт. Ничего не изменилось."))
            .say("Если это были вы, войдите с этим адресом или выберите для другого аккаунта другой.")
            .button(format!("Открыть {name}"))
            .say(NOT_YOU),
        AccountNews::AddressChanged { new_email, .. } => Letter::new(format!("Адрес аккаунта {name} изменён"))
            .say(format!("Адрес вашего аккаунта в {name} теперь {new_email}. Дальше мы пишем туда."))
            .say("Если это были не вы, отмените изменение: аккаунту вернётся этот адрес, и на всех устройствах будет выполнен выход. Ссылка действует семь дней.")
            .button("Отменить изменение"),
        AccountNews::AddressGiven => Letter::new(format!("Теперь это ваш адрес в {name}"))
            .say(format!("По вашей просьбе мы сделали этот адрес адресом вашего аккаунта в {name}. Входите теперь с ним; пароль прежний."))
            .button("Войти")
            .say("Если вы ни о чём не просили, напишите нам: возможно, кто-то по ошибке назвал ваш адрес."),
        AccountNews::AddressRestored(_) => Letter::new(format!("Прежний адрес аккаунта {name} возвращён"))
            .say("Вы отменили смену адреса. Тот, кто его сменил, знал ваш пароль, поэтому все сеансы закрыты, а старый пароль больше не подходит. Чтобы выбрать новый:")
            .button("Выбрать новый пароль")
            .say("Ссылка действует час. Позже на странице входа есть «Забыли пароль?»."),
        AccountNews::Closing { erased_at, .. } => Letter::new(format!("Аккаунт {name} будет удалён"))
            .say(format!("Как вы просили, ваш аккаунт будет удалён {}, а с ним запросы, картинки и адрес. Платежи останутся в учёте без вашего имени.", day(*erased_at)))
            .say("Если вы передумали или это были не вы, до этого дня его можно оставить:")
            .button("Оставить аккаунт"),
        AccountNews::Erased => Letter::new(format!("Аккаунт {name} удалён"))
            .say("Ваши запросы, картинки и адрес удалены. Это последнее письмо от нас.")
            .say("Возвращайтесь в любое время.")
            .button(format!("Открыть {name}")),
        AccountNews::MoneyInTelegram { admin, name: telegram, what, is_certain } => {
            let subject =
                if *is_certain { "Действие с деньгами в Telegram" } else { "Выполнено ли? Действие с деньгами в Telegram" };
            Letter::new(format!("{subject}: {name}"))
                .say(format!("{admin} подтвердил это в Telegram под именем {telegram}:"))
                .say(what.as_str())
                .say_if(!is_certain, "Действие было начато, чем оно кончилось, неизвестно: это видно в журнале действий.")
                .say("Если так быть не должно, выполните на сервере `nproxy telegram list` и `nproxy telegram revoke`.")
                .button("Открыть журнал действий")
        }
    }
}
