import { i18n, type Messages } from '@lingui/core'

export type Language = 'en' | 'ru'

const STORAGE_KEY = 'nproxy.language'

const catalogues: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import('~/locales/en.po'),
  ru: () => import('~/locales/ru.po'),
}

export function isLanguage(value: unknown): value is Language {
  return value === 'en' || value === 'ru'
}

/** What this browser chose before, else what it asks for. */
export function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORAGE_KEY)
  if (isLanguage(stored)) return stored
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

export async function activate(language: Language): Promise<void> {
  if (i18n.locale !== language) {
    const { messages } = await catalogues[language]()
    i18n.loadAndActivate({ locale: language, messages })
  }
  document.documentElement.lang = language
  localStorage.setItem(STORAGE_KEY, language)
}
