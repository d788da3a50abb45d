import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import { openAct, playAct, SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { adminKey, attempt, keyFile } from '~/test/adminSamples'
import { renderApp } from '~/test/renderApp'
import { problem } from '~/test/server'

startAtDesk()

const SECRET = 'sk-never-shown-again'

let file = keyFile()
beforeEach(() => {
  file = keyFile()
  tell('keys/key-1', () => file)
})

async function open(part = '') {
  const app = renderApp(`/admin/keys/key-1${part}`)
  await screen.findByRole('heading', { level: 1, name: 'first' }, SLOW)
  return { ...app, page: within(screen.getByRole('main')) }
}

/** Everything that is in the page: its texts, its attributes and what stands in its fields. */
function everything(): string {
  const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')]
  return document.documentElement.outerHTML + fields.map(({ value }) => value).join(' ')
}

it('tells where it stands, for what cause, until when, and when it is tried next', async () => {
  file = keyFile({
    key: adminKey({ state: 'cooldown', until: '2030-01-01T10:10:00Z', next_at: '2030-01-01T10:10:00Z' }),
    why: {
      headline: 'Rests until 10:10',
      lines: ['429 from the upstream.'],
      todo: 'Nothing: it comes back.',
    },
    events: [
      {
        id: 'event-1',
        at: '2030-01-01T10:00:00Z',
        before: 'active',
        after: 'cooldown',
        cause: 'rate_limited',
        evidence: '429',
        actor: 'system',
      },
    ],
  })
  const { user, page } = await open()
  expect(page.getByText('Cooling down')).toBeVisible()
  expect(page.getByText('rate_limited')).toBeVisible()
  expect(page.getByText(/next probe/)).toBeVisible()
  expect(page.getByText('Rests until 10:10')).toBeVisible()
  expect(page.getByText('Nothing: it comes back.')).toBeVisible()
  await user.click(page.getByRole('link', { name: 'History' }))
  const history = within(await page.findByRole('table', { name: 'History' }))
  expect(history.getByText('rate_limited')).toBeVisible()
  expect(history.getByText('the product itself')).toBeVisible()
})

it('says that there was no traffic yet instead of drawing nothing', async () => {
  const { page } = await open()
  expect(page.getByText('No traffic yet.')).toBeVisible()
})

it('draws its hours with a value for each, by the arrow keys too, and has them as a table', async () => {
  const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString()
  file = keyFile({
    hours: [{ hour, requests: 40, succeeded: 30, rate_limited: 4, p50_ms: 900, p95_ms: 12_000 }],
  })
  const { user, page } = await open()
  const requests = page.getByRole('slider', { name: 'Requests' })
  expect(requests).toHaveAttribute('aria-valuetext', '40')
  requests.focus()
  await user.keyboard('{End}')
  expect(requests).toHaveAttribute('aria-valuetext', expect.stringMatching(/: 40$/))
  await user.keyboard('{ArrowLeft}')
  expect(requests).toHaveAttribute('aria-valuetext', expect.stringMatching(/: 0$/))
  expect(page.getByRole('slider', { name: 'Succeeded' })).toHaveAttribute('aria-valuetext', '75%')
  await user.click(page.getByText('As a table'))
  const table = within(page.getByRole('table', { name: 'Traffic by the hour' }))
  expect(table.getByText('900 ms')).toBeVisible()
  expect(table.getByText('12 s')).toBeVisible()
})

it('tests it at once and says beside the button what came of it', async () => {
  let answers = 0
  const bodies = playAct('keys/key-1/test', () =>
    answers++ === 0
      ? { ok: true, ms: 420 }
      : { ok: false, ms: 1500, error_class: 'key_invalid', detail: '401 from the upstream' },
  )
  const { user, page } = await open()
  await user.click(page.getByRole('button', { name: 'Test now' }))
  expect(await page.findByText('It works: answered in 420 ms.')).toBeVisible()
  await user.click(page.getByRole('button', { name: 'Test now' }))
  expect(await page.findByText('It fails after 1.5 s: key_invalid.')).toBeVisible()
  expect(page.getByText('401 from the upstream')).toBeVisible()
  expect(bodies).toEqual([null, null])
})

it('says why a key can’t be tested', async () => {
  playAct('keys/key-1/test', () => ({}), [() => problem(409, 'untestable')])
  const { user, page } = await open()
  await user.click(page.getByRole('button', { name: 'Test now' }))
  expect(await page.findByRole('alert')).toHaveTextContent('its provider has no free call')
})

it('moves a key from review back to work for a reason', async () => {
  file = keyFile({ key: adminKey({ state: 'manual_review' }) })
  const bodies = playAct('keys/key-1/activate', () => {
    file = keyFile()
    return file
  })
  const { user, page } = await open()
  expect(page.getByText('In review')).toBeVisible()
  const dialog = await openAct(user, 'Activate')
  await user.type(dialog.getByLabelText(/Reason/), 'looked at the account')
  await user.click(dialog.getByRole('button', { name: 'Activate' }))
  expect(await page.findByText('“first” may be picked again.')).toBeVisible()
  expect(bodies).toEqual([{ reason: 'looked at the account' }])
  expect(page.queryByRole('button', { name: 'Activate' })).toBeNull()
})

it('says how many are in flight before it is disabled, and warns of the last one', async () => {
  file = keyFile({ last_of_pool: true })
  const bodies = playAct('keys/key-1/disable', () => {
    file = keyFile({ key: adminKey({ state: 'disabled', in_flight: 2 }) })
    return file
  })
  const { user, page } = await open()
  const dialog = await openAct(user, 'Disable')
  expect(dialog.getByText(/It is the last key of “mirror” that can be picked/)).toBeVisible()
  expect(dialog.getByText(/2 requests in flight come to their end/)).toBeVisible()
  await user.type(dialog.getByLabelText(/Reason/), 'leaked')
  await user.type(dialog.getByLabelText(/to confirm/), 'first')
  await user.click(dialog.getByRole('button', { name: 'Disable' }))
  expect(await page.findByText(/is disabled; 2 requests in flight/)).toBeVisible()
  expect(bodies).toEqual([{ reason: 'leaked' }])
})

it('changes only what was changed', async () => {
  const bodies = playAct('keys/key-1', () => file, [() => problem(422, 'unknown_proxy')], 'patch')
  const { user, page } = await open()
  const dialog = await openAct(user, 'Change')
  await user.selectOptions(await dialog.findByLabelText('Proxy'), 'Amsterdam')
  await user.clear(dialog.getByLabelText(/Requests at once/))
  await user.type(dialog.getByLabelText(/Requests at once/), '8')
  await user.type(dialog.getByLabelText(/Reason/), 'more room')
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('There is no such proxy any more.')
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  expect(await page.findByText('“first” is changed.')).toBeVisible()
  expect(bodies[1]).toEqual({ max_in_flight: 8, proxy_id: 'proxy-1', reason: 'more room' })
})

it('rotates to the new key, and the secret is nowhere in the page afterwards', async () => {
  const fresh = keyFile({ key: adminKey({ id: 'key-2', fingerprint: 'ffff0000' }) })
  tell('keys/key-2', () => fresh)
  const bodies = playAct('keys/key-1/rotate', () => fresh)
  const { user, router } = await open()
  const dialog = await openAct(user, 'Rotate')
  expect(dialog.getByLabelText(/^New secret/)).toHaveAttribute('type', 'password')
  await user.type(dialog.getByLabelText(/^New secret/), SECRET)
  await user.type(dialog.getByLabelText(/Reason/), 'yearly')
  await user.click(dialog.getByRole('button', { name: 'Rotate' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/admin/keys/key-2'))
  expect(await screen.findByText('ffff0000', undefined, SLOW)).toBeVisible()
  expect(bodies).toEqual([{ secret: SECRET, reason: 'yearly' }])
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(everything()).not.toContain(SECRET)
})

it('adds a key whose secret is typed once and is nowhere in the page afterwards', async () => {
  const bodies = playAct('keys', () => file, [() => problem(409, 'key_exists')])
  const { user, router } = renderApp('/admin/keys/new')
  await user.selectOptions(await screen.findByLabelText('Provider', undefined, SLOW), 'mirror')
  await user.type(screen.getByLabelText(/^Name/), 'first')
  await user.click(screen.getByRole('button', { name: 'Add it' }))
  expect(screen.getByLabelText(/^Secret/)).toHaveFocus()
  expect(screen.getByLabelText(/^Secret/)).toHaveAttribute('autocomplete', 'off')
  await user.type(screen.getByLabelText(/^Secret/), SECRET)
  await user.click(screen.getByRole('button', { name: 'Add it' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('This secret is a key already.')
  await user.click(screen.getByRole('button', { name: 'Add it' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/admin/keys/key-1'))
  await screen.findByRole('heading', { level: 1, name: 'first' }, SLOW)
  expect(bodies[1]).toEqual({ provider: 'mirror', label: 'first', secret: SECRET })
  expect(everything()).not.toContain(SECRET)
})

it('takes the balance of an account that can’t be asked', async () => {
  file = keyFile({ key: adminKey({ account: 'acc-1' }), attempts: [attempt()] })
  const bodies = playAct('balances', () => new Response(null, { status: 204 }))
  const { user, page } = await open()
  const dialog = await openAct(user, 'Enter a balance')
  expect(dialog.getByLabelText(/Account/)).toHaveValue('acc-1')
  await user.type(dialog.getByLabelText(/US dollars/), '12.50')
  await user.type(dialog.getByLabelText(/Reason/), 'topped up')
  await user.click(dialog.getByRole('button', { name: 'Enter it' }))
  expect(await page.findByText('The balance is entered.')).toBeVisible()
  expect(bodies).toEqual([{ provider: 'mirror', account: 'acc-1', usd: '12.50', reason: 'topped up' }])
})
