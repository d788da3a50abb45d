import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import type { ActivityItem, GalleryItem, Payment, Subscription } from '~/api/types'
import { renderApp } from '~/test/renderApp'
import { activityItem, galleryItem, generation, payment, subscription } from '~/test/samples'
import { API, problem, server } from '~/test/server'

const SLOW = { timeout: 15_000 }

interface World {
  subscription?: Subscription
  bucket?: number
  pictures?: GalleryItem[]
  running?: ActivityItem[]
  failed?: ActivityItem[]
  payments?: Payment[]
}

function play(world: World): void {
  const { subscription: now = subscription(), bucket = 60, pictures = [], payments = [] } = world
  const { running = [], failed = [] } = world
  server.use(
    http.get(`${API}/subscription`, () => HttpResponse.json(now)),
    http.get(`${API}/quota`, () => HttpResponse.json({ bucket, resets_at: now.ends_at })),
    http.get(`${API}/gallery`, () => HttpResponse.json({ items: pictures })),
    http.get(`${API}/activity`, () => HttpResponse.json({ running, failed })),
    http.get(`${API}/payments`, () => HttpResponse.json({ items: payments })),
    http.get(`${API}/generations`, () =>
      HttpResponse.json({ generations: running.map((one) => one.generation) }),
    ),
  )
}

async function open(world: World) {
  play(world)
  const app = renderApp('/home')
  const page = within(await screen.findByRole('main', undefined, SLOW))
  await page.findByRole('heading', { level: 1, name: 'Home' }, SLOW)
  return { ...app, page }
}

const soon = new Date(Date.now() + 11.5 * 86_400_000).toISOString()
const awaited = { id: 'p-1', state: 'pending', in_review: false } as const

const plans: [string, Subscription, RegExp, string, string][] = [
  [
    'active',
    subscription({ ends_at: soon }),
    /^Active until .* \(12 days\)$/,
    'Pay for another month',
    '/billing/plan',
  ],
  [
    'in its days of grace',
    subscription({ state: 'grace', grace_until: '2030-12-17T09:00:00Z' }),
    /^Grace period until 17 Dec 2030$/,
    'Renew',
    '/billing/plan',
  ],
  ['over', subscription({ state: 'ended' }), /^Expired on 14 Dec 2030$/, 'Renew', '/billing/plan'],
  ['none yet', { state: 'none', queued: [] }, /Nothing renews by itself/, 'Choose a plan', '/billing/plan'],
  [
    'waiting for its payment',
    { state: 'none', queued: [], payment: awaited },
    /^Awaiting payment$/,
    'Continue the payment',
    '/payments/p-1',
  ],
  [
    'active with a payment under way',
    subscription({ ends_at: soon, payment: { ...awaited, state: 'confirming' } }),
    /^Active until/,
    'See the payment',
    '/payments/p-1',
  ],
]

it.each(plans)(
  'says where a plan that is %s stands, with one thing to do',
  async (_, now, words, act, href) => {
    const { page } = await open({ subscription: now })
    const plan = await page.findByRole('heading', { level: 2, name: now.plan?.label ?? 'No plan yet' }, SLOW)
    const card = within(plan.closest('section') as HTMLElement)
    expect(card.getByText(words)).toBeVisible()
    const acts = card.getAllByRole('link')
    expect(acts).toHaveLength(1)
    expect(acts[0]).toHaveTextContent(act)
    expect(acts[0]).toHaveAttribute('href', href)
  },
)

it('tells what is left in words beside the ring, and starts the next paid month from Billing', async () => {
  const next = { plan: { id: 'large', label: 'Large' }, starts_at: soon, ends_at: soon }
  const { page } = await open({ bucket: 0, subscription: subscription({ queued: [next] }) })
  expect(await page.findByText('Used up', undefined, SLOW)).toBeVisible()
  expect(page.getByRole('link', { name: 'Start the next month now' })).toHaveAttribute('href', '/billing')
})

it('shows no ring rather than an empty one where the quota can’t be told', async () => {
  play({})
  server.use(http.get(`${API}/quota`, () => problem(503, 'database_unavailable')))
  renderApp('/home')
  const page = within(await screen.findByRole('main', undefined, SLOW))
  expect(await page.findByText(/^Active until/, undefined, SLOW)).toBeVisible()
  expect(page.queryByText(/left|Used up/)).not.toBeInTheDocument()
})

it('shows the newest pictures, each leading to itself', async () => {
  const { page } = await open({ pictures: [galleryItem(0), galleryItem(1)] })
  const picture = await page.findByRole('link', { name: 'Generated: Boat 1' }, SLOW)
  expect(picture).toHaveAttribute('href', '/gallery/i/asset-1')
  expect(page.getByRole('link', { name: 'All pictures' })).toHaveAttribute('href', '/gallery')
})

it('is quiet where there is nothing: one line, and no empty lists', async () => {
  const { page } = await open({})
  expect(await page.findByText('No pictures yet', undefined, SLOW)).toBeVisible()
  expect(page.getByRole('link', { name: 'Make the first one' })).toHaveAttribute('href', '/c')
  await waitFor(() => expect(page.queryByText('Payments')).not.toBeInTheDocument())
  for (const words of [/Running now/, /Didn’t work lately/, 'All pictures'])
    expect(page.queryByText(words)).not.toBeInTheDocument()
})

it('shows a batch that runs as one line with its state, and lets it go when it has ended', async () => {
  const first = activityItem({ id: 'g-1', state: 'running', started_at: new Date().toISOString() })
  const second = activityItem({ id: 'g-2', queued_at: new Date().toISOString() })
  const { page } = await open({ running: [first, second] })
  const line = await page.findByRole('link', { name: /A red boat.*2 images · Generating/ }, SLOW)
  expect(line).toHaveAttribute('href', '/c/conversation-1')
  const ended = [first, second].map(({ generation: { id } }) => generation({ id, state: 'succeeded' }))
  const asked: string[] = []
  server.use(
    http.get(`${API}/generations`, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('ids') ?? '')
      return HttpResponse.json({ generations: ended })
    }),
    http.get(`${API}/activity`, () => HttpResponse.json({ running: [], failed: [] })),
    http.get(`${API}/gallery`, () => HttpResponse.json({ items: [galleryItem(0)] })),
    http.get(`${API}/quota`, () => HttpResponse.json({ bucket: 40 })),
  )
  await waitFor(() => expect(page.queryByText('Running now')).not.toBeInTheDocument(), SLOW)
  expect(asked[0]).toBe('g-1,g-2')
  expect(await page.findByRole('link', { name: 'Generated: Boat 0' }, SLOW)).toBeVisible()
  expect(await page.findByText('About 40 % left', undefined, SLOW)).toBeVisible()
})

it('tells in our words what didn’t work, that it isn’t counted, and leads to it', async () => {
  const error = { code: 'declined_prompt', fault: 'customer', message: 'No.', counted: false } as const
  const { page } = await open({ failed: [activityItem({ state: 'failed', error })] })
  expect(await page.findByText('Didn’t work lately · not counted', undefined, SLOW)).toBeVisible()
  const line = page.getByRole('link', { name: /The safety filter declined this prompt\./ })
  expect(line).toHaveAttribute('href', '/c/conversation-1#turn-1')
})

it('tells once why several pictures of one batch didn’t come, and apart what has another reason', async () => {
  const of = (id: string, code: 'declined_prompt' | 'model_unavailable') =>
    activityItem({ id, state: 'failed', error: { code, fault: 'customer', message: 'No.', counted: false } })
  const { page } = await open({
    failed: [of('g-1', 'declined_prompt'), of('g-2', 'model_unavailable'), of('g-3', 'declined_prompt')],
  })
  const lines = await page.findAllByRole('link', { name: /A red boat/ }, SLOW)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toHaveTextContent(/2 images · The safety filter declined this prompt\./)
  expect(lines[1]).not.toHaveTextContent('images')
})

it('lists the last payments', async () => {
  const { page } = await open({ payments: [payment({ state: 'paid' })] })
  expect(await page.findByText('Paid', undefined, SLOW)).toBeVisible()
})

const parts = [
  ['subscription', /^Active until/],
  ['gallery', 'Recent pictures'],
  ['activity', 'Running now'],
  ['payments', 'Paid'],
] as const

it.each(parts)('goes on without %s where that couldn’t be loaded, and asks again', async (part, words) => {
  const world = {
    pictures: [galleryItem(0)],
    running: [activityItem()],
    payments: [payment({ state: 'paid' })],
  }
  play(world)
  server.use(http.get(`${API}/${part}`, () => problem(503, 'database_unavailable')))
  const { user } = renderApp('/home')
  const page = within(await screen.findByRole('main', undefined, SLOW))
  expect(await page.findByRole('alert', undefined, SLOW)).toHaveTextContent('We have trouble on our side.')
  const others = parts.filter(([other]) => other !== part)
  for (const [, there] of others) expect(await page.findByText(there, undefined, SLOW)).toBeVisible()
  play(world)
  await user.click(page.getByRole('button', { name: 'Try again' }))
  expect(await page.findByText(words, undefined, SLOW)).toBeVisible()
  expect(page.queryByRole('alert')).not.toBeInTheDocument()
})
