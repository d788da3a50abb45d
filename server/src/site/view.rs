//! What the template of the pages (`spa/landing/index.html`) is given.

use nproxy_app::accounts::Language;
use nproxy_app::switches::SignUp;
use nproxy_app::{App, SiteSettings};
use nproxy_domain::catalog::Plan;
use serde::Serialize;
use url::form_urlencoded;

use super::brand::Brand;
use super::money::{self, Plural};
use super::visitor::{LANGUAGES, Visitor, code};
use super::words::{PriceWords, When, Words};

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Landing,
    Terms,
    Privacy,
}

impl Page {
    pub fn path(self) -> &'static str {
        match self {
            Self::Landing => "/",
            Self::Terms => "/terms",
            Self::Privacy => "/privacy",
        }
    }
}

#[derive(Debug, Serialize)]
pub struct View<'a> {
    lang: &'static str,
    locale: &'static str,
    brand: &'a str,
    logo: Option<&'a str>,
    title: String,
    description: &'a str,
    /// Of this page, in this language, and in whatever language.
    canonical: String,
    address: String,
    share_image: String,
    languages: Vec<Tongue>,
    /// A whole element; of hexadecimal numbers alone.
    style: Option<&'a str>,
    signed_in: bool,
    t: &'a Words,
    document: Option<Text<'a>>,
    act: Option<Act<'a>>,
    /// Why there is no account to be made.
    closed: Option<&'a str>,
    pictures: Vec<Shown<'a>>,
    steps: Vec<Numbered<'a>>,
    plans: Vec<Offer<'a>>,
    promises: Vec<&'a str>,
    examples: Vec<Example<'a>>,
    faq: Vec<Asked<'a>>,
    has_terms: bool,
    has_privacy: bool,
    support: Option<Support<'a>>,
}

#[derive(Debug, Serialize)]
struct Tongue {
    code: &'static str,
    name: &'static str,
    short: &'static str,
    path: String,
    url: String,
}

#[derive(Debug, Serialize)]
struct Text<'a> {
    lang: &'static str,
    html: &'a str,
    /// Where the Markdown has none.
    heading: Option<&'a str>,
    version: Option<String>,
}

#[derive(Debug, Serialize)]
struct Act<'a> {
    href: &'static str,
    label: &'a str,
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    src: &'a str,
    alt: &'a str,
    width: u32,
    height: u32,
}

#[derive(Debug, Serialize)]
struct Numbered<'a> {
    title: &'a str,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Offer<'a> {
    label: &'a str,
    price: String,
    pictures: String,
    /// Both, for the head of the page.
    lines: [String; 2],
}

#[derive(Debug, Serialize)]
struct Example<'a> {
    text: &'a str,
    href: String,
}

#[derive(Debug, Serialize)]
struct Asked<'a> {
    question: &'a str,
    answer: String,
}

#[derive(Debug, Serialize)]
struct Support<'a> {
    text: &'a str,
    href: Option<String>,
}

/// Everything that pages are made of, in one language.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub app: &'a App,
    pub brand: &'a Brand,
    pub words: &'a Words,
    pub style: Option<&'a str>,
}

impl<'a> View<'a> {
    pub fn new(page: Page, source: Source<'a>, visitor: Visitor) -> Self {
        let Source { app, brand, words, style } = source;
        let (site, language) = (&app.settings.site, visitor.language);
        let plans: Vec<&Plan> = app.plans.iter().filter(|plan| plan.on_sale && is_sold(app)).collect();
        let crypto = takes_crypto(app);
        let closed = match visitor.sign_up {
            SignUp::Open => None,
            SignUp::Invite => Some(words.sign_up_invite.as_str()),
            SignUp::Closed => Some(words.sign_up_closed.as_str()),
        };
        let address = address(site, page, None);
        Self {
            lang: code(language),
            locale: if language == Language::Ru { "ru_RU" } else { "en_GB" },
            brand: &site.name,
            logo: brand.logo.as_ref().map(|logo| logo.path.as_str()),
            title: match page {
                Page::Landing => words.title.clone(),
                Page::Terms => format!("{} · {}", words.footer.terms, site.name),
                Page::Privacy => format!("{} · {}", words.footer.privacy, site.name),
            },
            description: &words.description,
            canonical: self::address(site, page, Some(language)),
            share_image: share_image(site, brand),
            languages: LANGUAGES.map(|other| tongue(site, page, other)).into(),
            style,
            signed_in: visitor.signed_in,
            t: words,
            document: document(page, brand, words, site, language),
            act: act(words, visitor),
            closed,
            pictures: brand.pictures.iter().map(Shown::from).collect(),
            steps: words
                .step
                .iter()
                .map(|step| {
                    let text = step.by_hand.as_deref().filter(|_| !crypto && !plans.is_empty()).unwrap_or(&step.text);
                    Numbered { title: &step.title, text }
                })
                .collect(),
            promises: promises(&words.price, crypto),
            plans: plans.into_iter().map(|plan| offer(plan, &words.price, language)).collect(),
            examples: words.examples.list.iter().map(|text| Example { text, href: with_prompt(text) }).collect(),
            faq: questions(words, site, crypto),
            has_terms: brand.terms.is_some(),
            has_privacy: brand.privacy.is_some(),
            support: site.support.as_deref().map(|text| Support { text, href: link_to(text) }),
            address,
        }
    }
}

/// Without anybody who takes the money nothing is sold, whatever is on sale.
fn is_sold(app: &App) -> bool {
    app.processors.ids().next().is_some()
}

fn takes_crypto(app: &App) -> bool {
    let mut all = app.processors.ids().filter_map(|id| app.processors.about(id));
    all.any(|about| !about.confirmed_by_hand)
}

fn act(words: &Words, visitor: Visitor) -> Option<Act<'_>> {
    match (visitor.signed_in, visitor.sign_up) {
        (true, _) => Some(Act { href: "/c", label: &words.open_app }),
        (false, SignUp::Open) => Some(Act { href: "/register", label: &words.button }),
        (false, SignUp::Invite | SignUp::Closed) => None,
    }
}

fn address(site: &SiteSettings, page: Page, language: Option<Language>) -> String {
    let mut url = site.page(page.path().split('/').filter(|part| !part.is_empty()));
    if let Some(language) = language {
        url.query_pairs_mut().append_pair("lang", code(language));
    }
    url.into()
}

fn tongue(site: &SiteSettings, page: Page, language: Language) -> Tongue {
    let (name, short) = match language {
        Language::En => ("English", "EN"),
        Language::Ru => ("Русский", "RU"),
    };
    let code = code(language);
    let path = format!("{}?lang={code}", page.path());
    Tongue { code, name, short, path, url: address(site, page, Some(language)) }
}

/// For links to the page in other places.
fn share_image(site: &SiteSettings, brand: &Brand) -> String {
    let path = brand.pictures.first().map_or("/share.jpg", |first| first.path.as_str());
    site.page(path.split('/').filter(|part| !part.is_empty())).into()
}

fn document<'a>(
    page: Page,
    brand: &'a Brand,
    words: &'a Words,
    site: &SiteSettings,
    language: Language,
) -> Option<Text<'a>> {
    let (document, title, version) = match page {
        Page::Landing => return None,
        Page::Terms => (brand.terms.as_ref()?, &words.footer.terms, site.terms_version.as_deref()),
        Page::Privacy => (brand.privacy.as_ref()?, &words.footer.privacy, None),
    };
    let (lang, html) = document.html(language);
    Some(Text {
        lang: code(lang),
        html,
        heading: (!html.contains("<h1>")).then_some(title),
        version: version.map(|version| words.footer.version.replace("{version}", version)),
    })
}

impl<'a> From<&'a super::pictures::Picture> for Shown<'a> {
    fn from(picture: &'a super::pictures::Picture) -> Self {
        Self { src: &picture.path, alt: &picture.alt, width: picture.width, height: picture.height }
    }
}

fn promises(words: &PriceWords, crypto: bool) -> Vec<&str> {
    let PriceWords { one_request, not_counted, .. } = words;
    let (paid, active) =
        if crypto { (&words.crypto, &words.confirmations) } else { (&words.by_hand, &words.by_hand_confirmation) };
    [not_counted, one_request, paid, active].map(String::as_str).into()
}

fn offer<'a>(plan: &'a Plan, words: &PriceWords, language: Language) -> Offer<'a> {
    let amount = money::price(language, &plan.price);
    let price = match plan.months {
        1 => words.a_month.replace("{price}", &amount),
        months => Plural::of(language, months)
            .of_forms(&words.months_one, &words.months_few, &words.months_many)
            .replace("{price}", &amount)
            .replace("{n}", &money::count(language, months)),
    };
    let pictures = Plural::of(language, plan.request_limit)
        .of_forms(&words.pictures_a_month_one, &words.pictures_a_month_few, &words.pictures_a_month_many)
        .replace("{n}", &money::count(language, plan.request_limit));
    Offer { label: &plan.label, lines: [price.clone(), pictures.clone()], price, pictures }
}

fn with_prompt(prompt: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("prompt", prompt).finish();
    format!("/register?{query}")
}

fn questions<'a>(words: &'a Words, site: &SiteSettings, crypto: bool) -> Vec<Asked<'a>> {
    let support = site.support.as_deref();
    let asked = words.faq.iter().filter(|one| match one.when {
        None => true,
        Some(When::Crypto) => crypto,
        Some(When::Support) => support.is_some(),
    });
    asked
        .map(|one| Asked {
            question: &one.question,
            answer: one.answer.replace("{support}", support.unwrap_or(&site.name)),
        })
        .collect()
}

/// An e-mail address or the address of a page; anything else is only shown.
fn link_to(support: &str) -> Option<String> {
    if support.starts_with("https://") || support.starts_with("http://") {
        return Some(support.to_owned());
    }
    let is_email = support.contains('@') && !support.contains(char::is_whitespace) && !support.starts_with('@');
    is_email.then(|| format!("mailto:{support}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_is_a_link_where_it_can_be_one() {
        assert_eq!(link_to("help@example.org").as_deref(), Some("mailto:help@example.org"));
        assert_eq!(link_to("https://example.org/help").as_deref(), Some("https://example.org/help"));
        assert_eq!(link_to("@handle on some network"), None);
        assert_eq!(link_to("javascript:alert(1)"), None);
    }

    #[test]
    fn a_prompt_travels_whole() {
        assert_eq!(with_prompt("a & b, \"c\""), "/register?prompt=a+%26+b%2C+%22c%22");
    }
}
