import { act, screen, waitFor, within } from '@testing-library/react'
import { http } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import { openAct, playAct, SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { adminProxy, proxyFile } from '~/test/adminSamples'
import { renderApp } from '~/test/renderApp'
import { API, problem, server } from '~/test/server'

startAtDesk()

const ADDRESS = 'socks5h://u:hidden-word@198.51.100.9:1080'

let file = proxyFile()
beforeEach(() => {
  file = proxyFile()
  tell('proxies/proxy-1', () => file)
})

async function open() {
  const app = renderApp('/admin/proxies/proxy-1')
  await screen.findByRole('heading', { level: 1, name: 'Amsterdam' }, SLOW)
  return { ...app, page: within(screen.getByRole('main')) }
}

it('tells whether it works and which keys go through it', async () => {
  file = proxyFile({ proxy: adminProxy({ health: 'dead', failures: 3, detail: 'connection refused' }) })
  const { page } = await open()
  expect(page.getByText('Dead')).toBeVisible()
  expect(page.getByText('connection refused')).toBeVisible()
  expect(page.getByRole('link', { name: 'first' })).toHaveAttribute('href', '/admin/keys/key-1')
})

it('says how old it is while it can’t be brought up to date', async () => {
  const { user, page, queryClient } = await open()
  expect(page.queryByText(/What stands below is from/)).not.toBeInTheDocument()
  server.use(http.get(`${API}/admin/proxies/proxy-1`, () => problem(503, 'not_ready')))
  await act(() => queryClient.refetchQueries({ queryKey: ['admin'] }))
  expect(await page.findByText(/What stands below is from/, undefined, SLOW)).toBeVisible()
  tell('proxies/proxy-1', () => file)
  await user.click(page.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(page.queryByText(/What stands below is from/)).not.toBeInTheDocument())
})

it('tests it at once and tells how it is seen from outside', async () => {
  playAct('proxies/proxy-1/test', () => ({ ok: true, ms: 80, exit_address: '203.0.113.5' }))
  const { user, page } = await open()
  await user.click(page.getByRole('button', { name: 'Test now' }))
  expect(await page.findByText('It works: answered in 80 ms.')).toBeVisible()
  expect(page.getByText('203.0.113.5')).toBeVisible()
})

it('takes a new address that is not shown again, and keeps the old one where none is typed', async () => {
  const bodies = playAct('proxies/proxy-1', () => file, [], 'patch')
  const { user, page } = await open()
  let dialog = await openAct(user, 'Change')
  await user.clear(dialog.getByLabelText(/^Name/))
  await user.type(dialog.getByLabelText(/^Name/), 'Rotterdam')
  await user.type(dialog.getByLabelText(/Reason/), 'moved')
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(bodies).toEqual([{ label: 'Rotterdam', reason: 'moved' }]))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  dialog = await openAct(user, 'Change')
  await user.type(dialog.getByLabelText(/^New address/), ADDRESS)
  await user.type(dialog.getByLabelText(/Reason/), 'moved')
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(bodies[1]).toEqual({ address: ADDRESS, reason: 'moved' }))
  expect(await page.findByText('“Amsterdam” is changed.')).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(document.documentElement.outerHTML).not.toContain('hidden-word')
})

it('is removed from its keys first, where that is ticked', async () => {
  tell('proxies', () => ({ items: [], total: { count: 0, more: false } }))
  const bodies = playAct('proxies/proxy-1/remove', () => new Response(null, { status: 204 }), [
    () => problem(409, 'proxy_in_use'),
  ])
  const { user, router } = await open()
  const dialog = await openAct(user, 'Remove')
  expect(dialog.getByText(/1 key goes through it/)).toBeVisible()
  await user.type(dialog.getByLabelText(/Reason/), 'not paid any more')
  await user.type(dialog.getByLabelText(/to confirm/), 'Amsterdam')
  await user.click(dialog.getByRole('button', { name: 'Remove' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('Keys still go through this proxy.')
  await user.click(dialog.getByLabelText('Take it off its keys first'))
  await user.click(dialog.getByRole('button', { name: 'Remove' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/admin/proxies'))
  expect(bodies).toEqual([{ reason: 'not paid any more' }, { reason: 'not paid any more', unassign: true }])
})

it('adds a proxy whose address is nowhere in the page afterwards', async () => {
  const bodies = playAct('proxies', () => file, [() => problem(422, 'proxy_fails')])
  const { user, router } = renderApp('/admin/proxies/new')
  await user.type(await screen.findByLabelText(/^Name/, undefined, SLOW), 'Amsterdam')
  await user.type(screen.getByLabelText(/^Address/), ADDRESS)
  await user.click(screen.getByRole('button', { name: 'Add it' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Refused: proxy_fails')
  await user.click(screen.getByLabelText('Add it without a test'))
  await user.click(screen.getByRole('button', { name: 'Add it' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/admin/proxies/proxy-1'))
  await screen.findByRole('heading', { level: 1, name: 'Amsterdam' }, SLOW)
  expect(bodies).toEqual([
    { label: 'Amsterdam', address: ADDRESS },
    { label: 'Amsterdam', address: ADDRESS, untested: true },
  ])
  expect(document.documentElement.outerHTML).not.toContain('hidden-word')
})
