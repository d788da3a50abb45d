import { i18n, type Messages } from '@lingui/core'

export type Language = 'en' | 'ru'

/** The parts of the app whose texts travel together (lingui.config.ts). `app` is on every page. */
export type Area = 'app' | 'account' | 'admin' | 'library' | 'money'

type Catalogue = () => Promise<{ messages: Messages }>

const STORAGE_KEY = 'nproxy.language'

const catalogues: Record<Area, Record<Language, Catalogue>> = {
  app: { en: () => import('~/locales/en/app.po'), ru: () => import('~/locales/ru/app.po') },
  account: { en: () => import('~/locales/en/account.po'), ru: () => import('~/locales/ru/account.po') },
  admin: { en: () => import('~/locales/en/admin.po'), ru: () => import('~/locales/ru/admin.po') },
  library: { en: () => import('~/locales/en/library.po'), ru: () => import('~/locales/ru/library.po') },
  money: { en: () => import('~/locales/en/money.po'), ru: () => import('~/locales/ru/money.po') },
}

/** Those that this page has shown something of. */
const needed = new Set<Area>(['app'])

export function isLanguage(value: unknown): value is Language {
  return value === 'en' || value === 'ru'
}

/** What this browser chose before, else what it asks for. */
export function preferredLanguage(): Language {
  const chosen = stored()
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

export async function activate(language: Language): Promise<void> {
  if (i18n.locale !== language) {
    await Promise.all([...needed].map((area) => load(area, language)))
    i18n.activate(language)
  }
  document.documentElement.lang = language
  try {
    localStorage.setItem(STORAGE_KEY, language)
  } catch {
    // Where nothing is kept the account still knows it.
    return
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY)
  } catch {
    return null
  }
}

/** Before anything of this area is shown: its texts, in the language of the page. */
export async function need(area: Area): Promise<void> {
  if (needed.has(area)) return
  const language = i18n.locale
  if (isLanguage(language)) await load(area, language)
  needed.add(area)
  // Chosen while the texts were on their way.
  if (isLanguage(i18n.locale) && i18n.locale !== language) await load(area, i18n.locale)
}

/** A module of another area, with its texts: for what is opened over a page. */
export async function withTexts<T>(area: Area, module: () => Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([module(), need(area)])
  return loaded
}

async function load(area: Area, language: Language): Promise<void> {
  const { messages } = await catalogues[area][language]()
  i18n.load(language, messages)
}
