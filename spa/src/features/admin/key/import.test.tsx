import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { playAct, SLOW, startAtDesk } from '~/test/adminDesk'
import { renderApp } from '~/test/renderApp'
import { problem } from '~/test/server'
import type { ImportReply } from '../file/types'

startAtDesk()

const LINES = 500
const BAD = [7, 250, 499]
const secret = (line: number) => `sk-secret-${line}`
const text = Array.from({ length: LINES }, (_, nth) => secret(nth + 1)).join('\n')

function reply(dry_run: boolean): ImportReply {
  return {
    dry_run,
    added: LINES - BAD.length,
    duplicates: 0,
    refused: BAD.length,
    lines: Array.from({ length: LINES }, (_, nth) => {
      const line = nth + 1
      return BAD.includes(line)
        ? { line, outcome: 'refused' as const, detail: `the same secret stands on line ${line - 1}` }
        : { line, outcome: 'added' as const, label: `mirror-${line}` }
    }),
  }
}

async function open() {
  const app = renderApp('/admin/keys/import')
  await screen.findByLabelText('Keys', { selector: 'textarea' }, SLOW)
  return { ...app, page: within(screen.getByRole('main')) }
}

it('tries 500 lines first and leads with the 3 bad ones, then imports the rest', async () => {
  const bodies: unknown[] = playAct('keys/import', () => reply(bodies.length === 1))
  const { user, page } = await open()
  const file = new File([text], 'keys.txt', { type: 'text/plain' })
  await user.upload(screen.getByLabelText('A file of keys', { selector: 'input' }), file)
  expect(await page.findByText(/500 lines/)).toBeVisible()
  await user.click(page.getByRole('button', { name: 'Try it first' }))
  expect(await page.findByRole('status')).toHaveTextContent(
    '497 keys would be added, 0 are there already, 3 lines are refused.',
  )
  expect(page.getByText('Nothing was stored yet.')).toBeVisible()
  const bad = within(page.getByRole('table', { name: 'Lines to look at' }))
  expect(bad.getAllByRole('row')).toHaveLength(1 + BAD.length)
  const words = within(bad.getByRole('row', { name: /^250/ }))
  expect(words.getByText('the same secret stands on line 249')).toBeVisible()
  expect(page.getByText('The good lines (497)')).toBeVisible()
  await user.click(page.getByRole('button', { name: 'Import 497 keys' }))
  expect(await page.findByText('497 keys were added')).toBeVisible()
  expect(bodies).toEqual([
    { text, provider: 'mirror', dry_run: true },
    { text, provider: 'mirror', dry_run: false },
  ])
  expect(document.documentElement.outerHTML).not.toContain('sk-secret-')
})

it('keeps no pasted secret in the page once it is imported', async () => {
  const bodies: unknown[] = playAct('keys/import', () => ({
    dry_run: bodies.length === 1,
    added: 1,
    duplicates: 0,
    refused: 0,
    lines: [{ line: 1, outcome: 'added', label: 'mirror-1' }],
  }))
  const { user, page } = await open()
  const field = () => page.getByLabelText('Keys', { selector: 'textarea' })
  await user.type(field(), secret(1))
  await user.click(page.getByRole('button', { name: 'Try it first' }))
  await user.click(await page.findByRole('button', { name: 'Import 1 key' }))
  expect(await page.findByText('1 key was added')).toBeVisible()
  expect(field()).toHaveValue('')
  expect(document.documentElement.outerHTML).not.toContain(secret(1))
})

it('forgets what was tried as soon as the lines change, and says why it was refused', async () => {
  playAct('keys/import', () => reply(true), [() => problem(422, 'unknown_provider')])
  const { user, page } = await open()
  await user.click(page.getByRole('button', { name: 'Try it first' }))
  expect(page.getByText('Paste the keys, or choose a file.')).toBeVisible()
  await user.type(page.getByLabelText('Keys', { selector: 'textarea' }), secret(1))
  await user.click(page.getByRole('button', { name: 'Try it first' }))
  expect(await page.findByRole('alert')).toHaveTextContent('There is no such provider')
  await user.click(page.getByRole('button', { name: 'Try it first' }))
  expect(await page.findByRole('button', { name: 'Import 497 keys' })).toBeVisible()
  await user.type(page.getByLabelText('Keys', { selector: 'textarea' }), '2')
  await waitFor(() => expect(page.queryByRole('button', { name: 'Import 497 keys' })).toBeNull())
})
