import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import { openAct, playAct, SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { adminGeneration, attempt, generationFile } from '~/test/adminSamples'
import { renderApp } from '~/test/renderApp'
import { problem } from '~/test/server'

startAtDesk()

const ID = 'generation-00000001'
let file = generationFile()
beforeEach(() => {
  file = generationFile()
  tell(`generations/${ID}`, () => file)
})

async function open() {
  const app = renderApp(`/admin/generations/${ID}`)
  await screen.findByRole('heading', { level: 1, name: 'Generation …00000001' }, SLOW)
  return { ...app, page: within(screen.getByRole('main')) }
}

it('tells each step and attempt: by which key and way, how it ended, how long it took, what it cost', async () => {
  const { page } = await open()
  const steps = within(page.getByRole('list', { name: 'What happened' }))
  expect(steps.getByText('Attempt 1')).toBeVisible()
  expect(steps.getByText('+1.5 s', { exact: false })).toBeVisible()
  expect(steps.getByText('timeout')).toBeVisible()
  expect(steps.getByText('mirror · model-1 · 30 s · charged or not: unknown · $0.04')).toBeVisible()
  expect(steps.getByText('a1b2c3d4')).toBeVisible()
  expect(steps.getByText('no answer within 30 s')).toBeVisible()
  expect(steps.getByRole('link', { name: 'first' })).toHaveAttribute('href', '/admin/keys/key-1')
  expect(steps.getByRole('link', { name: 'Amsterdam' })).toHaveAttribute('href', '/admin/proxies/proxy-1')
  expect(page.getByRole('link', { name: 'anna@example.com' })).toHaveAttribute('href', '/admin/users/user-7')
  expect(page.getByText('42 characters, not shown')).toBeVisible()
})

it('follows one that runs until it has ended', async () => {
  file = generationFile({
    generation: adminGeneration({ state: 'running' }),
    steps: [{ at: '2030-01-01T10:00:00Z', kind: 'accepted' }],
    attempts: [],
  })
  const { page } = await open()
  expect(page.getByText('Running')).toBeVisible()
  expect(page.queryByRole('button', { name: 'Retry for the customer' })).toBeNull()
  file = generationFile({ generation: adminGeneration({ state: 'succeeded' }), asset_state: 'kept' })
  expect(await page.findByText('Succeeded', undefined, SLOW)).toBeVisible()
  expect(page.getByRole('button', { name: 'Remove the picture' })).toBeVisible()
})

it('shows the prompt and the pictures only for a reason, and they are gone with the page', async () => {
  const bodies = playAct(
    `generations/${ID}/open`,
    () => ({ prompt: 'A red boat at dawn', image_url: '/s/out', input_urls: ['/s/in'] }),
    [() => problem(404, 'not_found')],
  )
  const { user, page, router } = await open()
  const dialog = await openAct(user, 'Open prompt and pictures')
  expect(dialog.getByText(/That you opened it and why goes on record/)).toBeVisible()
  await user.type(dialog.getByLabelText(/Reason/), 'complaint 12')
  await user.click(dialog.getByRole('button', { name: 'Open it' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('This is no longer there.')
  await user.click(dialog.getByRole('button', { name: 'Open it' }))
  expect(await page.findByText('A red boat at dawn')).toBeVisible()
  expect(page.getByRole('img', { name: 'The picture that was made' })).toHaveAttribute('src', '/s/out')
  expect(page.getByRole('img', { name: 'Attached picture 1' })).toHaveAttribute('src', '/s/in')
  expect(bodies[1]).toEqual({ reason: 'complaint 12' })
  await router.navigate({ to: '/admin/keys/new' })
  await screen.findByRole('heading', { level: 1, name: 'Add a key' }, SLOW)
  await router.navigate({ to: '/admin/generations/$id', params: { id: ID } })
  await screen.findByRole('heading', { level: 1, name: 'Generation …00000001' }, SLOW)
  expect(screen.queryByText('A red boat at dawn')).toBeNull()
})

it('retries for the customer and leads to the new one', async () => {
  const fresh = generationFile({
    generation: adminGeneration({ id: 'generation-00000002', state: 'queued' }),
    retried_from: ID,
    attempts: [attempt()],
  })
  tell('generations/generation-00000002', () => fresh)
  const bodies = playAct(`generations/${ID}/retry`, () => fresh, [() => problem(409, 'already_retried')])
  const { user, router } = await open()
  const dialog = await openAct(user, 'Retry for the customer')
  expect(dialog.getByText(/paid by a grant of one request/)).toBeVisible()
  await user.type(dialog.getByLabelText(/Reason/), 'our outage')
  await user.click(dialog.getByRole('button', { name: 'Retry' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('This one was already retried.')
  await user.click(dialog.getByRole('button', { name: 'Retry' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/admin/generations/generation-00000002'))
  expect(bodies[1]).toEqual({ reason: 'our outage' })
  expect(await screen.findByRole('link', { name: '…00000001' }, SLOW)).toBeVisible()
})

it('removes a picture only when that was typed, and says that it can’t be undone', async () => {
  file = generationFile({ generation: adminGeneration({ state: 'succeeded' }), asset_state: 'kept' })
  const bodies = playAct(`generations/${ID}/remove-picture`, () => {
    file = { ...file, asset_state: 'removed' }
    return file
  })
  const { user, page } = await open()
  const dialog = await openAct(user, 'Remove the picture')
  expect(dialog.getByText('This can’t be undone.')).toBeVisible()
  await user.type(dialog.getByLabelText(/Reason/), 'forbidden by law')
  await user.click(dialog.getByRole('button', { name: 'Remove for good' }))
  expect(bodies).toEqual([])
  await user.type(dialog.getByLabelText(/to confirm/), 'remove')
  await user.click(dialog.getByRole('button', { name: 'Remove for good' }))
  expect(await page.findByText('The picture is removed.')).toBeVisible()
  expect(bodies).toEqual([{ reason: 'forbidden by law' }])
  expect(page.getByText(/removed by an admin/)).toBeVisible()
  expect(page.queryByRole('button', { name: 'Remove the picture' })).toBeNull()
})
