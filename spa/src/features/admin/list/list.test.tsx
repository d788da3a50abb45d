import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { afterEach, expect, it, vi } from 'vitest'
import { SLOW, startAtDesk } from '~/test/adminDesk'
import { userRow } from '~/test/adminSamples'
import { renderApp } from '~/test/renderApp'
import { API, problem, server } from '~/test/server'

startAtDesk()
afterEach(() => void vi.useRealTimers())

interface Answer {
  emails: string[]
  next?: string
  count?: number
  more?: boolean
}

/** Plays the list of users; keeps what was asked. */
function playUsers(answer: (query: URLSearchParams) => Answer | Response) {
  const asked: string[] = []
  server.use(
    http.get(`${API}/admin/users`, ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(query.toString())
      const said = answer(query)
      if (said instanceof Response) return said
      const { emails, next, count = emails.length, more = false } = said
      return HttpResponse.json({
        items: emails.map((email) => userRow({ id: `id-of-${email}`, email })),
        total: { count, more },
        ...(next !== undefined && { next_cursor: next }),
      })
    }),
  )
  return asked
}

async function open(address = '/admin/users') {
  const app = renderApp(address)
  await screen.findByRole('heading', { level: 1, name: 'Users' }, SLOW)
  return app
}

const rows = () =>
  within(screen.getByRole('table'))
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent)

it('shows what the address asks for, and says which filters are set', async () => {
  const asked = playUsers(() => ({ emails: ['anna@example.com'] }))
  const { user, router } = await open('/admin/users?state=suspended&limit=50&month=bad&sort=email')
  await screen.findByRole('link', { name: 'anna@example.com' }, SLOW)
  expect(asked).toEqual(['state=suspended&sort=email&limit=50'])
  expect(screen.getByRole('columnheader', { name: 'E-mail' })).toHaveAttribute('aria-sort', 'ascending')
  await user.click(screen.getByRole('button', { name: 'Take off: State: Suspended' }))
  await waitFor(() => expect(router.state.location.search).not.toHaveProperty('state'))
})

it('takes the place of the address while one types, and Back goes to where one came from', async () => {
  const asked = playUsers((query) => ({ emails: [query.get('q') ?? 'everyone@example.com'] }))
  const { user, router } = await open()
  await screen.findByRole('link', { name: 'everyone@example.com' }, SLOW)
  await user.click(screen.getByRole('button', { name: 'Suspended' }))
  await waitFor(() => expect(router.state.location.search).toEqual({ state: 'suspended' }))
  const box = screen.getByRole('searchbox')
  await user.type(box, 'an')
  expect(await screen.findByText('Three letters or more.')).toBeVisible()
  await user.type(box, 'na@')
  expect(await screen.findByRole('link', { name: 'anna@' }, SLOW)).toBeVisible()
  expect(router.state.location.search).toEqual({ state: 'suspended', q: 'anna@' })
  expect(asked.some((query) => query.includes('q=an&'))).toBe(false)
  act(() => router.history.back())
  await waitFor(() => expect(router.state.location.search).toEqual({}))
  expect(await screen.findByRole('link', { name: 'everyone@example.com' }, SLOW)).toBeVisible()
  expect(box).toHaveValue('')
})

it('asks for a moment when it is whole, not for each year that one types through', async () => {
  const asked = playUsers(() => ({ emails: [] }))
  const { user } = await open('/admin/users?created_from=2026-12-14T10:30:00Z')
  await user.click(await screen.findByRole('button', { name: 'Filters' }, SLOW))
  const field = screen.getByLabelText<HTMLInputElement>('Here since, from')
  const [, ...rest] = field.value.split('-')
  for (const year of ['0002', '0020', '0202', '2025'])
    fireEvent.change(field, { target: { value: [year, ...rest].join('-') } })
  await waitFor(() => expect(asked.at(-1)).toContain('created_from=2025-12-14'))
  expect(asked.filter((query) => !/=202[56]-/.test(query))).toEqual([])
})

it('goes on with the moment that was, while one part of it is taken out to be typed anew', async () => {
  playUsers(() => ({ emails: [] }))
  const { user, router } = await open('/admin/users?created_from=2026-12-14T10:30:00Z')
  await user.click(await screen.findByRole('button', { name: 'Filters' }, SLOW))
  const field = screen.getByLabelText<HTMLInputElement>('Here since, from')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  // To the browser such a field is empty.
  Object.defineProperty(field, 'validity', { value: { badInput: true } })
  fireEvent.change(field, { target: { value: '' } })
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  vi.useRealTimers()
  expect(router.state.location.search).toEqual({ created_from: '2026-12-14T10:30:00Z' })
})

it('shows by what stands there that another question is asked, and lets nothing of it be ticked', async () => {
  let answer: (() => void) | undefined
  playUsers(() => ({ emails: ['anna@example.com'] }))
  const { user } = await open()
  const tick = await screen.findByRole('checkbox', { name: 'Tick anna@example.com' }, SLOW)
  server.use(
    http.get(`${API}/admin/users`, async () => {
      await new Promise<void>((resolve) => (answer = resolve))
      return HttpResponse.json({
        items: [userRow({ id: 'id-1', email: 'bob@example.com' })],
        total: { count: 1, more: false },
      })
    }),
  )
  await user.click(screen.getByRole('button', { name: 'Suspended' }))
  await waitFor(() => expect(tick).toBeDisabled())
  expect(screen.getByRole('region', { name: 'Users' })).toHaveAttribute('aria-busy', 'true')
  await user.click(await screen.findByRole('button', { name: 'Stop' }, SLOW))
  expect(await screen.findByText(/^Stopped\. /)).toBeVisible()
  expect(screen.queryByRole('table')).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(answer).toBeDefined())
  answer?.()
  expect(await screen.findByRole('checkbox', { name: 'Tick bob@example.com' }, SLOW)).toBeEnabled()
})

it('narrows with one press to what is often looked for, and widens with the next', async () => {
  const asked = playUsers(() => ({ emails: [] }))
  const { user } = await open('/admin/users?role=admin')
  const preset = await screen.findByRole('button', { name: 'Used up' }, SLOW)
  await user.click(preset)
  await waitFor(() => expect(asked.at(-1)).toBe('month=used_up'))
  expect(preset).toHaveAttribute('aria-pressed', 'true')
  await user.click(preset)
  expect(await screen.findByText('Nobody has signed up yet.', undefined, SLOW)).toBeVisible()
  expect(preset).toHaveAttribute('aria-pressed', 'false')
})

it('turns an order round when its head is pressed', async () => {
  const asked = playUsers(() => ({ emails: ['anna@example.com'] }))
  const { user } = await open()
  await user.click(await screen.findByRole('button', { name: 'Here since' }, SLOW))
  await waitFor(() => expect(asked.at(-1)).toBe('sort=created_at'))
  expect(screen.getByRole('columnheader', { name: 'Here since' })).toHaveAttribute('aria-sort', 'ascending')
  await user.click(screen.getByRole('button', { name: 'Here since' }))
  await waitFor(() =>
    expect(screen.getByRole('columnheader', { name: 'Here since' })).toHaveAttribute(
      'aria-sort',
      'descending',
    ),
  )
})

it('turns pages to and fro, and says how many there are', async () => {
  playUsers((query) =>
    query.get('cursor') === 'c-2'
      ? { emails: ['old@example.com'], count: 10_000, more: true }
      : { emails: ['new@example.com'], next: 'c-2', count: 10_000, more: true },
  )
  const { user, router } = await open()
  expect(await screen.findByText('10,000+ in all', undefined, SLOW)).toBeVisible()
  const newer = screen.getByRole('button', { name: 'Newer' })
  expect(newer).toBeDisabled()
  await user.click(screen.getByRole('button', { name: 'Older' }))
  expect(await screen.findByRole('link', { name: 'old@example.com' }, SLOW)).toBeVisible()
  expect(router.state.location.search).toEqual({ cursor: 'c-2' })
  expect(screen.getByRole('button', { name: 'Older' })).toBeDisabled()
  await user.click(newer)
  expect(await screen.findByRole('link', { name: 'new@example.com' }, SLOW)).toBeVisible()
  expect(router.state.location.search).toEqual({})
})

it('keeps the rows in their place, and offers the new ones', async () => {
  let emails = ['b@example.com', 'a@example.com']
  playUsers(() => ({ emails }))
  const { user, queryClient } = await open()
  await screen.findByRole('link', { name: 'b@example.com' }, SLOW)
  emails = ['d@example.com', 'c@example.com', ...emails]
  await act(() => queryClient.refetchQueries({ queryKey: ['admin', 'list'] }))
  expect(await screen.findByText('2 new rows')).toBeVisible()
  expect(rows()).toEqual(['b@example.com', 'a@example.com'])
  await user.click(screen.getByRole('button', { name: 'Show' }))
  expect(rows()).toEqual(emails)
  expect(screen.queryByText('2 new rows')).not.toBeInTheDocument()
  emails = emails.slice(0, 2)
  await act(() => queryClient.refetchQueries({ queryKey: ['admin', 'list'] }))
  expect(await screen.findByText('Rows have left this list')).toBeVisible()
})

it('shows the columns that were chosen, here and the next time', async () => {
  playUsers(() => ({ emails: ['anna@example.com'] }))
  const { user, router, unmount } = await open()
  await screen.findByRole('columnheader', { name: 'Plan' }, SLOW)
  await user.click(screen.getByRole('button', { name: 'Columns' }))
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Plan' }, SLOW))
  await waitFor(() => expect(screen.queryByRole('columnheader', { name: 'Plan' })).not.toBeInTheDocument())
  expect(router.state.location.search).toEqual({ columns: 'state,ends,spent,seen,since' })
  unmount()
  await open()
  await screen.findByRole('columnheader', { name: 'Month ends' }, SLOW)
  expect(screen.queryByRole('columnheader', { name: 'Plan' })).not.toBeInTheDocument()
})

it('hands the filter out as a file', async () => {
  playUsers(() => ({ emails: [] }))
  await open('/admin/users?state=suspended&sort=email&limit=50')
  const link = await screen.findByRole('link', { name: 'CSV' }, SLOW)
  expect(link).toHaveAttribute('href', '/api/v1/admin/users.csv?state=suspended')
  expect(link).toHaveAttribute('download')
})

it('says that nothing matches, and takes all filters off', async () => {
  playUsers((query) => ({ emails: query.size === 0 ? ['anna@example.com'] : [] }))
  const { user } = await open('/admin/users?state=suspended')
  await screen.findByText('Nothing matches.', undefined, SLOW)
  await user.click(screen.getByRole('button', { name: 'Take all filters off' }))
  expect(await screen.findByRole('link', { name: 'anna@example.com' }, SLOW)).toBeVisible()
})

it('says why there is nothing, with the reference, and asks again', async () => {
  let broken = true
  playUsers(() => (broken ? problem(500, 'internal') : { emails: ['anna@example.com'] }))
  const { user } = await open()
  const refusal = within(await screen.findByRole('alert', undefined, SLOW))
  expect(refusal.getByText('r-1')).toBeVisible()
  broken = false
  await user.click(refusal.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('link', { name: 'anna@example.com' }, SLOW)).toBeVisible()
})

it('leads from a row to its page, wherever it is pressed', async () => {
  playUsers(() => ({ emails: ['anna@example.com'] }))
  const { user, router } = await open()
  const link = await screen.findByRole('link', { name: 'anna@example.com' }, SLOW)
  expect(link).toHaveAttribute('href', '/admin/users/id-of-anna@example.com')
  server.use(http.get(`${API}/admin/users/:id`, () => problem(404, 'not_found')))
  await user.click(within(screen.getByRole('table')).getByText('Active'))
  await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/admin\/users\/id-of-anna/))
})

it('opens a line of the audit to what was before and after', async () => {
  server.use(
    http.get(`${API}/admin/audit`, () =>
      HttpResponse.json({
        items: [
          {
            id: 'line-1',
            at: '2030-01-05T12:00:00Z',
            actor: 'user:1',
            actor_email: 'admin@example.com',
            surface: 'web',
            act: 'keys.activate',
            subject: 'key:01932c07-7cd0-7cc0-8000-00000000c0de',
            before: { state: 'manual_review', strikes: 3 },
            after: { state: 'active', strikes: 3 },
            reason: 'paid the bill',
          },
        ],
        total: { count: 1, more: false },
      }),
    ),
  )
  const { user } = renderApp('/admin/audit')
  await user.click(await screen.findByRole('button', { name: 'More of keys.activate' }, SLOW))
  const line = screen.getByRole('row', { name: 'state manual_review active' })
  expect(line).toBeVisible()
  expect(screen.queryByRole('row', { name: /strikes/ })).not.toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'key:…0000c0de' })).toHaveAttribute(
    'href',
    '/admin/keys/01932c07-7cd0-7cc0-8000-00000000c0de',
  )
})
