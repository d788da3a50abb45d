import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import { downloadFrom } from '~/lib/download'
import { openAct, playAct, SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { cycle, userFile, userRow } from '~/test/adminSamples'
import { renderApp } from '~/test/renderApp'
import { plan } from '~/test/samples'
import { API, problem, server } from '~/test/server'

vi.mock('~/lib/download', () => ({ downloadFrom: vi.fn() }))

startAtDesk()

let file = userFile()
beforeEach(() => {
  file = userFile()
  tell('users/user-7', () => file)
})

async function open(part = '') {
  const app = renderApp(`/admin/users/user-7${part}`)
  await screen.findByRole('heading', { level: 1, name: 'anna@example.com' }, SLOW)
  return { ...app, page: within(screen.getByRole('main')) }
}

it('counts the current month exactly, and shows what is queued behind it', async () => {
  file = userFile({
    cycles: [cycle(), cycle({ id: 'cycle-2', plan_label: 'Large', state: 'queued', spent: 0, held: 0 })],
  })
  const { page } = await open()
  const month = within(page.getByRole('region', { name: 'Current month' }))
  expect(month.getByText('797')).toBeVisible()
  expect(month.getByText(/of 2,000/)).toBeVisible()
  expect(month.getByText('1,200')).toBeVisible()
  const months = within(page.getByRole('table', { name: 'Months' }))
  expect(within(months.getByRole('row', { name: /Large/ })).getByText('Queued')).toBeVisible()
})

it('says what a suspension does before it is done, and sends its reason', async () => {
  const bodies = playAct('users/user-7/suspend', () => {
    file = userFile({
      user: userRow({ state: 'suspended' }),
      suspended_at: '2030-01-02T00:00:00Z',
      suspended_reason: 'sells our pictures',
    })
    return file
  })
  const { user, page } = await open()
  const dialog = await openAct(user, 'Suspend')
  expect(dialog.getByText(/Signed out everywhere/)).toBeVisible()
  expect(
    dialog.getByText(/No new pictures and no new invoices\. What runs now comes to its end/),
  ).toBeVisible()
  expect(dialog.getByText(/goes to review/)).toBeVisible()
  expect(dialog.getByText(/The month runs on/)).toBeVisible()
  await user.click(dialog.getByRole('button', { name: 'Suspend' }))
  expect(dialog.getByText(/Say why/)).toBeVisible()
  expect(dialog.getByLabelText(/Reason/)).toHaveFocus()
  expect(bodies).toEqual([])
  await user.type(dialog.getByLabelText(/Reason/), ' sells our pictures ')
  await user.click(dialog.getByRole('button', { name: 'Suspend' }))
  expect(await page.findByRole('status')).toHaveTextContent('anna@example.com is suspended and signed out')
  expect(bodies).toEqual([{ reason: 'sells our pictures' }])
  expect(page.getByText(/sells our pictures/)).toBeVisible()
  expect(page.getByRole('button', { name: 'End the suspension' })).toBeVisible()
})

it('asks for the password once more where an act needs that, and then does it by itself', async () => {
  const bodies = playAct('users/user-7/close', () => userFile({ user: userRow({ state: 'closing' }) }), [
    () => problem(403, 'fresh_sign_in_needed'),
  ])
  const confirmed: unknown[] = []
  server.use(
    http.post(`${API}/auth/confirm`, async ({ request }) => {
      confirmed.push(await request.json())
      return HttpResponse.json({
        user: {
          id: 'user-1',
          email: 'customer@example.com',
          role: 'admin',
          language: 'en',
          created_at: '2030-01-01T00:00:00Z',
        },
      })
    }),
  )
  const { user, page } = await open()
  const dialog = await openAct(user, 'Close the account')
  await user.type(dialog.getByLabelText(/Reason/), 'asked by phone')
  await user.click(dialog.getByRole('button', { name: 'Close the account' }))
  expect(dialog.getByText('Type exactly: anna@example.com')).toBeVisible()
  await user.type(dialog.getByLabelText(/to confirm/), 'anna@example.com')
  await user.click(dialog.getByRole('button', { name: 'Close the account' }))
  await user.type(await screen.findByLabelText('Your password', undefined, SLOW), 'my password')
  await user.click(screen.getByRole('button', { name: 'Go on' }))
  expect(await page.findByText(/The account is closing/)).toBeVisible()
  expect(confirmed).toEqual([{ password: 'my password' }])
  expect(bodies).toEqual([{ reason: 'asked by phone' }, { reason: 'asked by phone' }])
})

it('says in words why an address wasn’t changed, and keeps what was typed', async () => {
  const bodies = playAct(
    'users/user-7/email',
    () => userFile({ user: userRow({ email: 'new@example.com' }) }),
    [() => problem(409, 'email_taken')],
  )
  const { user, page } = await open()
  const dialog = await openAct(user, 'Change the address')
  expect(dialog.getByText(/Both addresses get a mail/)).toBeVisible()
  expect(dialog.getByLabelText(/New address/)).toHaveFocus()
  await user.type(dialog.getByLabelText(/New address/), 'new@example.com')
  await user.type(dialog.getByLabelText(/Reason/), 'lost the old one')
  await user.click(dialog.getByRole('button', { name: 'Change it' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('Another account has this address.')
  await user.click(dialog.getByRole('button', { name: 'Change it' }))
  expect(await page.findByText(/The address is now new@example.com/)).toBeVisible()
  expect(bodies).toHaveLength(2)
  expect(bodies[1]).toEqual({ email: 'new@example.com', reason: 'lost the old one' })
})

it('grants a month, requests and hours', async () => {
  server.use(http.get(`${API}/plans`, () => HttpResponse.json({ plans: [plan] })))
  const months = playAct('users/user-7/cycles', () => ({
    cycle: {
      id: 'c',
      starts_at: '2030-02-01T10:00:00Z',
      ends_at: '2030-03-01T10:00:00Z',
      request_limit: 2000,
    },
  }))
  const requests = playAct('users/user-7/requests', () => ({
    cycle: { id: 'c', request_limit: 1950, spent: 1200, held: 3 },
  }))
  const hours = playAct('users/user-7/extend', () => file, [() => problem(409, 'no_current_month')])
  const { user, page } = await open()

  let dialog = await openAct(user, 'Grant a month')
  expect(dialog.getByText('Its id. On sale: standard.')).toBeVisible()
  expect(dialog.getByLabelText(/Plan/)).toHaveValue('standard')
  await user.type(dialog.getByLabelText(/Reason/), 'outage')
  await user.click(dialog.getByRole('button', { name: 'Grant it' }))
  expect(await page.findByText(/A month is granted/)).toBeVisible()
  expect(months).toEqual([{ plan: 'standard', reason: 'outage' }])

  dialog = await openAct(user, 'Grant or correct requests')
  await user.selectOptions(dialog.getByLabelText('What'), 'Correct the number, up or down')
  await user.type(dialog.getByLabelText(/By how many/), '-50')
  await user.type(dialog.getByLabelText(/Reason/), 'granted twice')
  await user.click(dialog.getByRole('button', { name: 'Change them' }))
  expect(await page.findByText('The month now has 1,950 requests, 747 of them left.')).toBeVisible()
  expect(requests).toEqual([{ kind: 'correct', amount: -50, reason: 'granted twice' }])

  dialog = await openAct(user, 'Extend the month')
  await user.type(dialog.getByLabelText(/Hours/), '0')
  await user.type(dialog.getByLabelText(/Reason/), 'outage')
  await user.click(dialog.getByRole('button', { name: 'Extend it' }))
  expect(dialog.getByText('A whole number from 1 to 8760.')).toBeVisible()
  await user.clear(dialog.getByLabelText(/Hours/))
  await user.type(dialog.getByLabelText(/Hours/), '24')
  await user.click(dialog.getByRole('button', { name: 'Extend it' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('The customer has no current month.')
  expect(hours).toEqual([{ hours: 24, reason: 'outage' }])
})

const small: [string, string, string, string][] = [
  ['Sign out everywhere', 'sign-out', 'Sign the customer out', 'is signed out everywhere'],
  ['Send a reset mail', 'reset-mail', 'Send it', 'is on its way'],
]

it.each(small)('%s: sends the reason and says that it is done', async (name, path, confirm, words) => {
  const bodies = playAct(`users/user-7/${path}`, () => file)
  const { user, page } = await open()
  const dialog = await openAct(user, name)
  await user.type(dialog.getByLabelText(/Reason/), 'asked for it')
  await user.click(dialog.getByRole('button', { name: confirm }))
  expect(await page.findByRole('status')).toHaveTextContent(words)
  expect(bodies).toEqual([{ reason: 'asked for it' }])
})

it('exports everything as a download', async () => {
  const bodies = playAct('users/user-7/export', () => HttpResponse.json({ url: '/d/1' }, { status: 201 }))
  const { user } = await open()
  const dialog = await openAct(user, 'Export everything')
  await user.type(dialog.getByLabelText(/Reason/), 'asked in writing')
  await user.click(dialog.getByRole('button', { name: 'Export' }))
  await waitFor(() => expect(downloadFrom).toHaveBeenCalledWith('/d/1'))
  expect(bodies).toEqual([{ reason: 'asked in writing' }])
})

it('tells of its mails and browsers in parts that have addresses', async () => {
  file = userFile({
    mails: [
      {
        id: 'mail-1',
        subject: 'Confirm your address',
        state: 'failed',
        detail: '550 no such mailbox',
        created_at: '2030-01-01T10:00:00Z',
      },
    ],
    sessions: [
      {
        id: 'session-1',
        current: false,
        address: '192.0.2.7',
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
        created_at: '2030-01-01T10:00:00Z',
        last_seen_at: '2030-01-01T10:00:00Z',
      },
    ],
  })
  const { user, page, router } = await open('?tab=mail')
  expect(page.getByText('550 no such mailbox')).toBeVisible()
  expect(page.getByRole('link', { name: 'Mail' })).toHaveAttribute('aria-current', 'page')
  await user.click(page.getByRole('link', { name: 'Sessions' }))
  expect(await page.findByText('Firefox on Linux')).toBeVisible()
  expect(router.state.location.search).toEqual({ tab: 'sessions' })
})

it('has nothing at the address of a user who isn’t there', async () => {
  server.use(http.get(`${API}/admin/users/user-8`, () => problem(404, 'not_found')))
  renderApp('/admin/users/user-8')
  expect(await screen.findByText('Nothing here', undefined, SLOW)).toBeVisible()
})

it('names the reference of a failure and can ask again', async () => {
  let broken = true
  server.use(
    http.get(`${API}/admin/users/user-7`, () =>
      broken ? problem(503, 'database_unavailable') : HttpResponse.json(file),
    ),
  )
  const { user } = renderApp('/admin/users/user-7')
  expect(await screen.findByText('r-1', undefined, SLOW)).toBeVisible()
  broken = false
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'anna@example.com' }, SLOW)).toBeVisible()
})
