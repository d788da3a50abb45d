import { test, toTheDesk } from './desk'
import { expect } from './fixtures'
import { look } from './look'

const LINES = 500
/** A line without a secret, one twice, one that is no line of a table. */
const BAD: Record<number, string> = {
  100: 'twin,import-secret-99',
  200: 'nameless,',
  300: 'open,"import-secret-300',
}

test('500 keys with three bad lines are imported, and the audit log says who did', async ({
  page,
  product,
}) => {
  const { url, admin } = product
  await toTheDesk(page, product)
  await look(page, 'admin-overview')
  await page.goto(`${url}/admin/keys/import`)
  const lines = Array.from({ length: LINES }, (_, nth) => BAD[nth] ?? `many ${nth},import-secret-${nth}`)
  await page.getByLabel('A file of keys').setInputFiles({
    name: 'keys.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['label,secret', ...lines].join('\n')),
  })
  await page.getByRole('button', { name: 'Try it first' }).click()
  await expect(page.getByText('Nothing was stored yet.')).toBeVisible()
  await look(page, 'admin-import')
  await page.getByRole('button', { name: 'Import 497 keys' }).click()
  await expect(page.getByText('497 keys were added')).toBeVisible()
  await page.goto(`${url}/admin/keys?q=many%20123`)
  await expect(page.getByRole('link', { name: 'many 123' })).toBeVisible()
  await look(page, 'admin-keys')
  await page.goto(`${url}/admin/audit`)
  await expect(page.getByRole('main')).toContainText('keys.import')
  await expect(page.getByRole('main')).toContainText(admin.email)
  await look(page, 'admin-audit')
})
