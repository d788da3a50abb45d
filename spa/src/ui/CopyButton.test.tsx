import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { announce } from '~/lib/announce'
import { CopyButton } from './CopyButton'

vi.mock('~/lib/announce', () => ({ announce: vi.fn() }))

beforeEach(() => vi.mocked(announce).mockClear())
afterEach(() => vi.restoreAllMocks())

function show() {
  const user = userEvent.setup()
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <CopyButton text="r-1" label="Copy the reference" />
      </MantineProvider>
    </I18nProvider>,
  )
  return { user, button: screen.getByRole('button', { name: 'Copy the reference' }) }
}

it('tells in words that it is copied, and reads it out', async () => {
  const { user, button } = show()
  await user.click(button)
  expect(await screen.findByRole('button', { name: 'Copied' })).toBe(button)
  expect(button).toHaveAttribute('data-told')
  expect(announce).toHaveBeenCalledWith('Copied')
  expect(await navigator.clipboard.readText()).toBe('r-1')
})

it('says so where the browser doesn’t let it', async () => {
  const { user, button } = show()
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'))
  await user.click(button)
  expect(await screen.findByRole('button', { name: 'Couldn’t be copied' })).toBe(button)
  expect(announce).toHaveBeenCalledWith('Couldn’t be copied')
})
