//! In English.

use super::AccountNews;
use crate::notes::en::day;
use crate::notes::letter::Letter;
use crate::site::SiteSettings;

/// To somebody who may have asked for nothing.
const NOT_YOU: &str = "If it was not you, there is nothing to do.";

pub(super) fn words(site: &SiteSettings, news: &AccountNews) -> Letter {
    let name = site.name.as_str();
    match news {
        AccountNews::Verify(_) => Letter::new(format!("Confirm your address for {name}"))
            .say(format!("Welcome to {name}. Confirm that this address is yours, and your account is open:"))
            .button("Confirm my address")
            .say("The link is good for 24 hours. If you did not sign up, there is nothing to do: without it no account is made."),
        // The subject is that of the letter above, so that the page may name it whoever has the address.
        AccountNews::AlreadyRegistered => Letter::new(format!("Confirm your address for {name}"))
            .say(format!("Somebody signed up for {name} with this address, which has an account already. Nothing has changed."))
            .say("If it was you, sign in with your password. Forgotten it? The sign-in page sends you a link to choose a new one.")
            .button("Sign in")
            .say(NOT_YOU),
        AccountNews::ResetPassword(_) => Letter::new(format!("Choose a new password for {name}"))
            .say(format!("Somebody asked for a new password for your account at {name}. If it was you, choose one:"))
            .button("Choose a new password")
            .say("The link is good for one hour. If it was not you, there is nothing to do: your password stays as it is."),
        AccountNews::NoAccount => Letter::new(format!("Choose a new password for {name}"))
            .say(format!("Somebody asked for a new password at {name} with this address, but it has no account there."))
            .say("If it was you, you may have signed up with another address. You can also open an account with this one:")
            .button("Sign up")
            .say(NOT_YOU),
        AccountNews::PasswordChanged => Letter::new(format!("Your password for {name} was changed"))
            .say(format!("The password of your account at {name} was changed, and every other browser was signed out."))
            .say("If it was not you, choose a new one at once: \"Forgot your password?\" on the sign-in page sends you a link.")
            .button("Sign in"),
        AccountNews::ConfirmAddress(_) => Letter::new(format!("Confirm your new address for {name}"))
            .say(format!("You want this to be the address of your account at {name}. Confirm that it is yours:"))
            .button("Confirm my new address")
            .say("The link is good for 24 hours; until it is used, the old address stays. If it was not you, there is nothing to do."),
        AccountNews::AddressAsked { new_email } => Letter::new(format!("Another address was asked for at {name}"))
            .say(format!("Somebody who knows your password wants {new_email} to be the address of your account at {name}. Nothing changes until that address is confirmed."))
            .say("If it was you, there is nothing to do here. If it was not, choose another password at once, which takes the change back: \"Forgot your password?\" on the sign-in page sends you a link.")
            .button("Sign in"),
        // As above: one subject, whoever has the address.
        AccountNews::AddressTaken => Letter::new(format!("Confirm your new address for {name}"))
            .say(format!("Somebody wants this address for an account at {name}, but it has an account of its own there. Nothing has changed."))
            .say("If it was you, sign in with this address, or choose another one for the other account.")
            .button(format!("Open {name}"))
            .say(NOT_YOU),
        AccountNews::AddressChanged { new_email, .. } => Letter::new(format!("Your address at {name} was changed"))
            .say(format!("The address of your account at {name} is {new_email} now. We write there from now on."))
            .say("If it was not you, undo it: the account gets this address back, and everybody is signed out. The link is good for seven days.")
            .button("Undo the change"),
        AccountNews::AddressGiven => Letter::new(format!("This is your address at {name} now"))
            .say(format!("We made this the address of your account at {name}, as you asked. Sign in with it from now on; your password is the same."))
            .button("Sign in")
            .say("If you asked for nothing, write to us: somebody may have given your address by mistake."),
        AccountNews::AddressRestored(_) => Letter::new(format!("Your address at {name} is the old one again"))
            .say("You took back the change of your address. Whoever changed it knew your password, so everybody is signed out and the password no longer opens the account. To choose another:")
            .button("Choose another password")
            .say("The link is good for an hour. Later, the sign-in page has \"Forgot your password?\"."),
        AccountNews::Closing { erased_at, .. } => Letter::new(format!("Your account at {name} will be deleted"))
            .say(format!("As you asked, your account will be deleted on {}, with your prompts, your pictures and your address. Payments stay in the books without your name.", day(*erased_at)))
            .say("If you change your mind, or if it was not you, keep it until then:")
            .button("Keep my account"),
        AccountNews::Erased => Letter::new(format!("Your account at {name} is deleted"))
            .say("Your prompts, your pictures and your address are gone. This is our last letter to you.")
            .say("You are welcome back any time.")
            .button(format!("Open {name}")),
        AccountNews::CodesGuessed { tries } => Letter::new(format!("Somebody guesses your sign-in codes at {name}"))
            .say(format!("{tries} wrong codes of the second factor were typed for your account at {name}, one after the other. Whoever types them knows your password. For a while no code is looked at, a right one either."))
            .say("If it was you, wait a little. If it was not, change your password at once: everybody else is signed out by it.")
            .say("Should you be kept out yourself, `nproxy users reset-second-factor` on the server lets you begin anew.")
            .button(format!("Open {name}")),
        AccountNews::MoneyInTelegram { admin, name: telegram, what, is_certain } => {
            let subject = if *is_certain { "An act on money in Telegram" } else { "Was this done? An act on money in Telegram" };
            Letter::new(format!("{subject}: {name}"))
                .say(format!("{admin} confirmed this in Telegram, as {telegram}:"))
                .say(what.as_str())
                .say_if(!is_certain, "It was begun, and how it ended is not known: the audit log says whether it was done.")
                .say("If it should not have been, run `nproxy telegram list` and `nproxy telegram revoke` on the server.")
                .button("Open the audit log")
        }
    }
}
