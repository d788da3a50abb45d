import { defineConfig } from '@lingui/cli'

const of = (...features: string[]) => features.map((feature) => `src/features/${feature}`)

const AREAS = {
  account: of('auth', 'account'),
  admin: of('admin'),
  library: of('gallery', 'dashboard', 'lightbox'),
  money: of('billing', 'checkout', 'payment', 'receipt'),
}

/** Texts travel by area, so that the first page doesn't carry those of all others (src/i18n/i18n.ts). */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'ru'],
  catalogs: [
    {
      path: '<rootDir>/src/locales/{locale}/app',
      include: ['src'],
      exclude: Object.values(AREAS).flatMap((paths) => paths.map((path) => `**/${path}/**`)),
    },
    ...Object.entries(AREAS).map(([area, include]) => ({
      path: `<rootDir>/src/locales/{locale}/${area}`,
      include,
    })),
  ],
  formatOptions: { lineNumbers: false },
})
