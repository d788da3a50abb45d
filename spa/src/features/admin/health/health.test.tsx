import { act, screen, within } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { renderApp } from '~/test/renderApp'
import { PACE_MS, type HealthComponent, type HealthReply } from './healthQuery'

startAtDesk()
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

function component(change: Partial<HealthComponent>): HealthComponent {
  return { id: 'database', kind: 'database', label: 'Database', state: 'ok', value: '3 ms', ...change }
}

function health(change: Partial<HealthReply> = {}): HealthReply {
  return {
    status: 'degraded',
    at: new Date().toISOString(),
    version: '0.1.0',
    components: [
      component({}),
      component({ id: 'backup', kind: 'backup', label: 'Backup', state: 'unknown', value: 'never seen' }),
      component({
        id: 'mail',
        kind: 'mail',
        label: 'Mail',
        state: 'critical',
        value: '3 failed',
        threshold: '0',
      }),
    ],
    ...change,
  }
}

it('says the verdict, and what is worst first; what is unknown is not well', async () => {
  tell('health', () => health())
  renderApp('/admin/health')
  expect(await screen.findByText('Works, but not as it should', undefined, SLOW)).toBeVisible()
  const cards = screen.getAllByRole('article')
  expect(cards.map((card) => within(card).getByRole('heading').textContent)).toEqual([
    'Mail',
    'Backup',
    'Database',
  ])
  const [mail, backup] = cards
  expect(within(mail as HTMLElement).getByRole('link', { name: 'Mail' })).toHaveAttribute(
    'href',
    '/admin/notifications?channel=mail&state=failed',
  )
  expect(within(backup as HTMLElement).getByText('Unknown')).toBeVisible()
  expect(backup).toHaveAttribute('data-state', 'unknown')
  expect(within(backup as HTMLElement).getByText('never looked at')).toBeVisible()
})

it('calls the parts what this page calls them, and leaves the server its own words', async () => {
  const parts: [Partial<HealthComponent>, string][] = [
    [{ id: 'storage', kind: 'storage', label: 'S3' }, 'Storage of pictures'],
    [{ id: 'pool:mirror', kind: 'pool', label: 'Mirror’s' }, 'Keys of mirror'],
    [{ id: 'model:m-1', kind: 'pool', label: 'Keys for Mirror 2' }, 'Keys for Mirror 2'],
    [{ id: 'processor:btcpay', kind: 'processor', label: 'BTCPay' }, 'BTCPay'],
  ]
  const components = parts.map(([change]) => component({ ...change, threshold: '2 s', detail: 'as ever' }))
  tell('health', () => health({ components }))
  renderApp('/admin/health')
  await screen.findByText('Works, but not as it should', undefined, SLOW)
  const cards = screen.getAllByRole('article')
  expect(cards.map((card) => within(card).getByRole('heading').textContent)).toEqual(
    parts.map(([, name]) => name),
  )
  for (const words of ['3 ms', '2 s', 'as ever'])
    expect(within(cards[0] as HTMLElement).getByText(words)).toHaveAttribute('lang', 'en')
})

it('looks again every ten seconds, until it is held', async () => {
  let looks = 0
  tell('health', () => {
    looks += 1
    return health()
  })
  vi.useFakeTimers({
    shouldAdvanceTime: true,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  })
  renderApp('/admin/health')
  await screen.findByText('Works, but not as it should', undefined, SLOW)
  const before = looks
  await act(() => vi.advanceTimersByTimeAsync(PACE_MS))
  expect(looks).toBeGreaterThan(before)
  act(() => screen.getByRole('button', { name: 'Hold' }).click())
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  const held = looks
  await act(() => vi.advanceTimersByTimeAsync(3 * PACE_MS))
  // Nor does it look when one comes back to the window, long after the last look.
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 600_000)
  act(() => void window.dispatchEvent(new Event('visibilitychange')))
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  expect(looks).toBe(held)
  expect(screen.getByRole('button', { name: 'Go on looking' })).toBeVisible()
})
