import type { Page } from '@playwright/test'
import { expect, expectNew, expectPictures, submit, test } from './fixtures'
import { buyMonth } from './month'
import { follow, newAddress, register } from './newcomer'
import { running } from './running'

// Started by cli/tests/it/deploy/journey.rs: Caddy and TLS in front, every process of the product on its own.
test('from a stranger to a picture, as it is deployed', async ({ page, context }) => {
  const [product, email] = [running(), newAddress()]
  await page.goto(product.url)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await page.evaluate(() => window.isSecureContext && location.protocol)).toBe('https:')

  await register(page, product, email)
  const other = await context.browser()?.newContext()
  const phone = await other?.newPage()
  if (phone === undefined) throw new Error('no other device')
  await follow(phone, product, email, /Confirm your address/, 'Confirm my address')
  await expect(phone.getByRole('heading', { name: 'Your address is confirmed' })).toBeVisible()
  expect(await runsForeignScripts(phone)).toEqual({ inline: false, elsewhere: false })
  await other?.close()
  await expectNew(page)
  const [session] = (await context.cookies()).filter(({ name }) => name === '__Host-nproxy')
  expect(session).toMatchObject({ secure: true, httpOnly: true, path: '/' })

  await page.goto(`${product.url}/billing/plan`)
  await buyMonth(page, product)
  await page.goto(`${product.url}/c`)
  await submit(page, 'A lighthouse in the evening')
  await expectPictures(page, 1)
  await page.goto(`${product.url}/gallery`)
  await expect(page.getByRole('main').getByRole('link', { name: /^Generated:/ })).toHaveCount(1)
})

/** What somebody could do who gets a piece of markup into a page: none of it, by the page's policy. */
async function runsForeignScripts(page: Page): Promise<{ inline: boolean; elsewhere: boolean }> {
  return page.evaluate(async () => {
    const inline = document.createElement('script')
    inline.textContent = 'document.documentElement.dataset.ran = "yes"'
    document.head.append(inline)
    const elsewhere = await new Promise<boolean>((resolve) => {
      const script = document.createElement('script')
      script.src = 'data:text/javascript,1'
      script.onload = () => resolve(true)
      script.onerror = () => resolve(false)
      document.head.append(script)
    })
    return { inline: document.documentElement.dataset.ran !== undefined, elsewhere }
  })
}
