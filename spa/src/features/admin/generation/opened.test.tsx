import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { render, screen } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { MantineProvider } from '@mantine/core'
import { OPEN_MS, Opened } from './Opened'

afterEach(() => {
  vi.useRealTimers()
})

it('closes by itself when its ten minutes are over', () => {
  vi.useFakeTimers()
  const close = vi.fn()
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <Opened content={{ prompt: 'A red boat', input_urls: [] }} onClose={close} />
      </MantineProvider>
    </I18nProvider>,
  )
  vi.advanceTimersByTime(OPEN_MS - 1)
  expect(screen.getByText('A red boat')).toBeVisible()
  expect(close).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(close).toHaveBeenCalledOnce()
})
