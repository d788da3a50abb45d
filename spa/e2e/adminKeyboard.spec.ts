import { heading, test, told, toTheDesk, ways } from './desk'
import { expect, expectNew, expectPictures, submit } from './fixtures'
import { goTo, pressAt, typeAt } from './stops'
import { upstreamOf } from './upstream'

const WHY = 'Its account was asked about'

test(
  'a refused key is found, put to use again and read about in the audit log, by keys alone',
  { tag: '@long' },
  async ({ page, customer, product }) => {
    await upstreamOf(product)({ fault: 'key_invalid', next_requests: 1 })
    await customer.goto('/c')
    await expectNew(customer)
    await submit(customer, 'A lighthouse by keys')
    await expectPictures(customer, 1)

    await toTheDesk(page, product)
    await pressAt(page, page.getByRole('main').getByRole('link', { name: /wait for a look/ }))
    await expect(heading(page, 'Keys')).toBeVisible()
    await pressAt(page, page.getByRole('main').getByRole('rowheader').getByRole('link'))
    await pressAt(page, page.getByRole('button', { name: 'Activate', exact: true }))
    const dialog = page.getByRole('dialog')
    await typeAt(page, dialog.getByLabel('Reason'), WHY)
    await pressAt(page, dialog.getByRole('button', { name: 'Activate' }))
    await expect(told(page)).toContainText('may be picked again')

    await page.keyboard.press('Control+k')
    await expect(dialog.getByRole('searchbox')).toBeFocused()
    await page.keyboard.type(product.customer.email)
    const hit = dialog.getByRole('link', { name: product.customer.email })
    await expect(hit).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(heading(page, product.customer.email)).toBeVisible()
    await pressAt(page, page.getByRole('button', { name: 'Suspend', exact: true }))
    await typeAt(page, dialog.getByLabel('Reason'), WHY)
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Suspend', exact: true })).toBeFocused()

    await pressAt(page, ways(page).getByRole('link', { name: 'Audit' }))
    await expect(heading(page, 'Audit')).toBeVisible()
    const row = page.getByRole('row').filter({ hasText: 'keys.activate' })
    await expect(row).toContainText(WHY)
    await goTo(page, row.getByRole('button', { name: /^More of/ }))
    await page.keyboard.press('Enter')
    await expect(
      page.getByRole('main').getByRole('cell', { name: 'manual_review', exact: true }),
    ).toBeVisible()
  },
)
