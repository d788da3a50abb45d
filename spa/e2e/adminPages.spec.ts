import type { Page } from '@playwright/test'
import { expect, expectLoaded, expectNew, expectPictures, submit } from './fixtures'
import { test, toTheDesk } from './desk'
import { look } from './look'
import { buyMonth } from './month'
import type { Running } from './running'
import { upstreamOf } from './upstream'

const LISTS = [
  'users',
  'months',
  'payments',
  'generations',
  'keys',
  'proxies',
  'notifications',
  'incidents',
  'audit',
]
const PAGES = [
  '',
  ...LISTS,
  'registrations',
  'health',
  'switches',
  'settings',
  'keys/new',
  'keys/import',
  'proxies/new',
]
/** The tabs of the files that have some. */
const TABS = {
  users: ['', 'generations', 'payments', 'mail', 'sessions', 'audit'],
  keys: ['', 'history', 'attempts', 'balances'],
  generations: [''],
  payments: [''],
  proxies: [''],
}

for (const language of ['en', 'ru'] as const)
  test.describe(`in ${language}`, { tag: '@long' }, () => {
    test('every page of the section', async ({ page, customer, product }) => {
      await aDay(customer, product)
      await toTheDesk(page, product)
      await reads(page, product, language)
      for (const path of PAGES) {
        await page.goto(`${product.url}/admin/${path}`)
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await lookAt(page, `admin-${path === '' ? 'overview' : path.replaceAll('/', '-')}-${language}`)
      }
      await page.goto(`${product.url}/admin/users?q=nobody-at-all`)
      await lookAt(page, `admin-users-none-${language}`)
      await page.goto(`${product.url}/admin/keys/01900000-0000-7000-8000-000000000000`)
      await lookAt(page, `admin-nowhere-${language}`)
      await page.goto(`${product.url}/admin/users`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('dialog').getByRole('searchbox')).toBeFocused()
      await page.keyboard.type('example')
      await expect(page.getByRole('dialog').getByRole('link').first()).toBeVisible()
      await look(page, `admin-search-${language}`)
    })

    test('every file of the section', async ({ page, customer, product }) => {
      await aDay(customer, product)
      await toTheDesk(page, product)
      await reads(page, product, language)
      await addAProxy(page, product)
      for (const [list, tabs] of Object.entries(TABS)) {
        await page.goto(`${product.url}/admin/${list}`)
        await page.getByRole('rowheader').getByRole('link').first().click()
        await expect(page).toHaveURL(/\/[0-9a-f-]{36}/)
        const file = page.url().split('?')[0] ?? ''
        for (const tab of tabs) {
          await page.goto(tab === '' ? file : `${file}?tab=${tab}`)
          await lookAt(page, `admin-${list}-file${tab === '' ? '' : `-${tab}`}-${language}`)
        }
      }
    })
  })

/** Something of everything that the pages show. */
async function aDay(customer: Page, product: Running): Promise<void> {
  await customer.goto('/c')
  await expectNew(customer)
  await submit(customer, 'A lighthouse at noon')
  await expectPictures(customer, 1)
  await upstreamOf(product)({ fault: 'key_invalid', next_requests: 1 })
  await submit(customer, 'A lighthouse at one')
  await expectPictures(customer, 1)
  await customer.goto('/billing/plan')
  await buyMonth(customer, product)
}

/** The account's language, which goes before the browser's. */
async function reads(page: Page, { url }: Running, language: string): Promise<void> {
  const response = await page.request.patch(`${url}/api/v1/me`, {
    headers: { origin: url },
    data: { language },
  })
  expect(response.status()).toBe(200)
}

async function addAProxy(page: Page, { url }: Running): Promise<void> {
  const response = await page.request.post(`${url}/api/v1/admin/proxies`, {
    headers: { origin: url },
    data: { label: 'far away', address: 'socks5h://user:word@127.0.0.1:9', untested: true },
  })
  expect(response.status()).toBe(201)
}

async function lookAt(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectLoaded(page)
  await look(page, name)
}
