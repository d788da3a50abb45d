//! In English.

use super::AccountNews;
use crate::notes::en::day;
use crate::notes::letter::Letter;
use crate::site::SiteSettings;

pub(super) fn words(site: &SiteSettings, news: &AccountNews) -> Letter {
    let name = site.name.as_str();
    match news {
        AccountNews::Verify(_) => Letter::new(format!("Confirm your address for {name}"))
            .say(format!("Somebody, hopefully you, signed up for {name} with this address. To open the account, confirm it:"))
            .button("Confirm my address")
            .say("The link is good for 24 hours. If it was not you, do nothing: without it there is no account."),
        // The subject is that of the letter above, so that the page may name it whoever has the address.
        AccountNews::AlreadyRegistered => Letter::new(format!("Confirm your address for {name}"))
            .say(format!("Somebody, hopefully you, signed up for {name} with this address, which has an account already. Nothing has changed."))
            .say("Sign in with the password that you have. If you forgot it, the sign-in page lets you choose another.")
            .button("Sign in"),
        AccountNews::ResetPassword(_) => Letter::new(format!("Choose another password for {name}"))
            .say(format!("Somebody, hopefully you, forgot the password of the account at {name} with this address. To choose another:"))
            .button("Choose another password")
            .say("The link is good for an hour. If it was not you, do nothing: your password stays as it is."),
        AccountNews::NoAccount => Letter::new(format!("Choose another password for {name}"))
            .say(format!("Somebody, hopefully you, asked for another password at {name}, but this address has no account there. Perhaps you signed up with another one."))
            .button("Sign up"),
        AccountNews::PasswordChanged => Letter::new(format!("Your password for {name} was changed"))
            .say("Your password was changed, and all other browsers were signed out.")
            .say("If it was not you, choose another one at once: the sign-in page has \"Forgot your password?\".")
            .button("Sign in"),
        AccountNews::ConfirmAddress(_) => Letter::new(format!("Confirm your new address for {name}"))
            .say(format!("To make this the address of your account at {name}, confirm it:"))
            .button("Confirm my new address")
            .say("The link is good for 24 hours. If it was not you, do nothing: nothing changes without it."),
        AccountNews::AddressTaken => Letter::new(format!("Confirm your new address for {name}"))
            .say(format!("Somebody wants this address for an account at {name}, but it has an account of its own there. Nothing has changed."))
            .button(format!("Open {name}")),
        AccountNews::AddressChanged { new_email, .. } => Letter::new(format!("Your address at {name} was changed"))
            .say(format!("The address of your account is {new_email} now. We write there from now on."))
            .say("If it was not you, take it back: the link is good for seven days, gives the account this address again and signs everybody out.")
            .button("Undo the change"),
        AccountNews::AddressRestored(_) => Letter::new(format!("Your address at {name} is the old one again"))
            .say("You took back the change of your address. Whoever changed it knew your password, so everybody is signed out and the password no longer opens the account. To choose another:")
            .button("Choose another password")
            .say("The link is good for an hour. Later, the sign-in page has \"Forgot your password?\"."),
        AccountNews::Closing { erased_at, .. } => Letter::new(format!("Your account at {name} will be deleted"))
            .say(format!("As you asked, your account will be deleted on {}. Prompts, pictures and your address go then; what was paid stays in the books without your name.", day(*erased_at)))
            .say("Until then you can keep it:")
            .button("Keep my account"),
        AccountNews::Erased => Letter::new(format!("Your account at {name} is deleted"))
            .say("Your prompts, your pictures and your address are gone. This is the last letter from us.")
            .button(format!("Open {name}")),
    }
}
