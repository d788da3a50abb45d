import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { renderApp } from '~/test/renderApp'
import { attentionHref } from './attention'
import { dayHref, revenueHref, marginUsdCents, successRate } from './figures'
import type { Attention, DayFigures, Overview } from './overview'

startAtDesk()

function figures(change: Partial<DayFigures> = {}): DayFigures {
  return {
    day: '2030-01-05',
    generations: 1_200,
    succeeded: 950,
    failed: 40,
    declined: 10,
    cancelled: 200,
    p50_ms: 12_400,
    p95_ms: 31_000,
    revenue: [{ currency: 'USD', minor_units: 4_500 }],
    cost_usd: '12.34',
    new_users: 7,
    ...change,
  }
}

const days = [
  figures({ day: '2030-01-03', generations: 800 }),
  figures({ day: '2030-01-04', generations: 0 }),
  figures(),
]

function overview(attention: Attention[] = []): Overview {
  return {
    at: '2030-01-05T12:00:00Z',
    attention,
    days,
    active_subscriptions: 321,
    running: 4,
    queued: 9,
    oldest_queued_s: 12,
  }
}

const attention: Attention[] = [
  { kind: 'payments_in_review', severity: 'warning', count: 3, title: '3 payments wait for a person' },
  {
    kind: 'pool_empty',
    severity: 'critical',
    count: 1,
    title: 'no key of mirror can be used',
    provider: 'mirror',
  },
]

async function open(given: Overview = overview()) {
  tell('overview', () => given)
  const app = renderApp('/admin')
  await screen.findByRole('heading', { level: 1, name: 'Overview' }, SLOW)
  await screen.findByRole('heading', { name: 'Today since 00:00 UTC' }, SLOW)
  return app
}

it('lists first what needs a person, the worst first, each with its way there', async () => {
  await open(overview(attention))
  const list = within(screen.getByRole('region', { name: 'Needs attention' }))
  const links = list.getAllByRole('link')
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    '/admin/keys?provider=mirror',
    '/admin/payments?review=true',
  ])
  expect(links[0]).toHaveTextContent(/Critical.*No key of mirror can be used/)
})

it('says on every page that a pool is empty, and counts beside the pages what waits there', async () => {
  tell('overview', () => overview(attention))
  tell('proxies', () => ({ items: [], total: { count: 0, more: false } }))
  renderApp('/admin/proxies')
  expect(await screen.findByText('No key of mirror can be used', undefined, SLOW)).toBeVisible()
  expect(screen.getByRole('link', { name: 'Look at the keys' })).toHaveAttribute(
    'href',
    '/admin/keys?provider=mirror',
  )
  const ways = within(screen.getByRole('navigation', { name: 'Administration' }))
  expect(ways.getByRole('link', { name: /^Payments 3 need attention/ })).toBeVisible()
})

it('says that nothing needs anybody', async () => {
  await open()
  expect(screen.getByText('Nothing needs you at the moment.')).toBeVisible()
})

it('counts today, and leads from each number to its list', async () => {
  await open()
  const today = within(screen.getByRole('region', { name: /^Today/ }))
  const rate = today.getByRole('link', { name: '95%' })
  expect(decodeURIComponent(rate.getAttribute('href') ?? '')).toBe(
    '/admin/generations?queued_from=2030-01-05T00:00:00Z&queued_to=2030-01-06T00:00:00Z&state=failed',
  )
  expect(today.getByText('19 of 20 within 31 s')).toBeVisible()
  expect(today.getByText(/Margin US\$32\.66|Margin \$32\.66/)).toBeVisible()
  expect(today.getByRole('link', { name: '321' })).toHaveAttribute('href', '/admin/users?month=active')
})

it('goes from day to day with the arrow keys, and has a table behind each chart', async () => {
  const { user } = await open()
  const chart = within(screen.getByRole('region', { name: 'Generations' }))
  const newest = chart.getByRole('link', { name: '5 Jan: 1,200' })
  expect(newest).toHaveAttribute('tabindex', '0')
  newest.focus()
  await user.keyboard('{ArrowLeft}')
  expect(chart.getByRole('link', { name: '4 Jan: 0' })).toHaveFocus()
  await user.keyboard('{Home}')
  expect(chart.getByRole('link', { name: '3 Jan: 800' })).toHaveFocus()
  await user.click(chart.getByRole('button', { name: 'Generations: show the table' }))
  const cells = within(chart.getByRole('table')).getAllByRole('row')
  expect(cells.map((row) => row.textContent)).toEqual([
    'Day, UTCGenerations',
    '5 Jan1,200',
    '4 Jan0',
    '3 Jan800',
  ])
})

it('counts what was cancelled neither for nor against', () => {
  expect(successRate(figures())).toBe(0.95)
  expect(successRate(figures({ succeeded: 0, failed: 0, declined: 0 }))).toBeNull()
})

it('makes no margin of two currencies', () => {
  expect(marginUsdCents(figures())).toBe(3_266)
  expect(marginUsdCents(figures({ revenue: [{ currency: 'EUR', minor_units: 100 }] }))).toBeNull()
})

it('ends a day where the next one begins, also at the end of a month', () => {
  expect(dayHref('2030-01-31')).toContain('queued_to=2030-02-01T00:00:00Z')
  expect(revenueHref('2030-01-31')).toBe(
    '/admin/payments?activated_from=2030-01-31T00:00:00Z&activated_to=2030-02-01T00:00:00Z',
  )
})

it('leads to the one thing where it is one', () => {
  expect(attentionHref({ kind: 'proxies_dead', severity: 'warning', count: 1, title: '', id: 'p-1' })).toBe(
    '/admin/proxies/p-1',
  )
  expect(attentionHref({ kind: 'keys_in_review', severity: 'warning', count: 2, title: '' })).toBe(
    '/admin/keys?state=manual_review',
  )
})
