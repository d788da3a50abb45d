//! In Russian.

use super::AccountNews;
use crate::notes::letter::Letter;
use crate::notes::ru::day;
use crate::site::SiteSettings;

pub(super) fn words(site: &SiteSettings, news: &AccountNews) -> Letter {
    let name = site.name.as_str();
    match news {
        AccountNews::Verify(_) => Letter::new(format!("Подтвердите адрес для {name}"))
            .say(format!("Кто-то, надеемся, что вы, зарегистрировался в {name} с этим адресом. Чтобы открыть аккаунт, подтвердите адрес:"))
            .button("Подтвердить адрес")
            .say("Ссылка действует 24 часа. Если это были не вы, ничего не делайте: без неё аккаунта не будет."),
        // The subject is that of the letter above, so that the page may name it whoever has the address.
        AccountNews::AlreadyRegistered => Letter::new(format!("Подтвердите адрес для {name}"))
            .say(format!("Кто-то, надеемся, что вы, зарегистрировался в {name} с этим адресом, но у него уже есть аккаунт. Ничего не изменилось."))
            .say("Войдите со своим паролем. Если вы его забыли, на странице входа можно выбрать новый.")
            .button("Войти"),
        AccountNews::ResetPassword(_) => Letter::new(format!("Новый пароль для {name}"))
            .say(format!("Кто-то, надеемся, что вы, забыл пароль от аккаунта {name} с этим адресом. Чтобы выбрать новый:"))
            .button("Выбрать новый пароль")
            .say("Ссылка действует час. Если это были не вы, ничего не делайте: пароль останется прежним."),
        AccountNews::NoAccount => Letter::new(format!("Новый пароль для {name}"))
            .say(format!("Кто-то, надеемся, что вы, попросил новый пароль в {name}, но у этого адреса там нет аккаунта. Возможно, вы регистрировались с другим адресом."))
            .button("Зарегистрироваться"),
        AccountNews::PasswordChanged => Letter::new(format!("Пароль для {name} изменён"))
            .say("Ваш пароль изменён, остальные браузеры вышли из аккаунта.")
            .say("Если это были не вы, сразу выберите новый: на странице входа есть «Забыли пароль?».")
            .button("Войти"),
        AccountNews::ConfirmAddress(_) => Letter::new(format!("Подтвердите новый адрес для {name}"))
            .say(format!("Чтобы этот адрес стал адресом вашего аккаунта в {name}, подтвердите его:"))
            .button("Подтвердить новый адрес")
            .say("Ссылка действует 24 часа. Если это были не вы, ничего не делайте: без неё ничего не изменится."),
        AccountNews::AddressTaken => Letter::new(format!("Подтвердите новый адрес для {name}"))
            .say(format!("Кто-то хочет сделать этот адрес адресом своего аккаунта в {name}, но у него уже есть свой аккаунт. Ничего не изменилось."))
            .button(format!("Открыть {name}")),
        AccountNews::AddressChanged { new_email, .. } => Letter::new(format!("Адрес аккаунта {name} изменён"))
            .say(format!("Адрес вашего аккаунта теперь {new_email}. Дальше мы пишем туда."))
            .say("Если это были не вы, верните прежний: ссылка действует семь дней, возвращает этот адрес и закрывает все сеансы.")
            .button("Отменить изменение"),
        AccountNews::Closing { erased_at, .. } => Letter::new(format!("Аккаунт {name} будет удалён"))
            .say(format!("Как вы просили, ваш аккаунт будет удалён {}. Тогда исчезнут запросы, изображения и адрес; платежи останутся в учёте без вашего имени.", day(*erased_at)))
            .say("До этого его можно оставить:")
            .button("Оставить аккаунт"),
        AccountNews::Erased => Letter::new(format!("Аккаунт {name} удалён"))
            .say("Ваши запросы, изображения и адрес удалены. Это последнее письмо от нас.")
            .button(format!("Открыть {name}")),
    }
}
