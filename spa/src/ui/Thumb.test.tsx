import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { sessionGate } from '~/api/sessionGate'
import { Thumb } from './Thumb'

afterEach(() => sessionGate.reopen())

const picture = () => screen.getByRole('img', { name: 'A red boat' })

function showBroken() {
  render(<Thumb src="/small" alt="A red boat" />)
  expect(picture()).toHaveAttribute('src', '/small')
  fireEvent.error(picture())
  expect(picture()).toHaveAttribute('src', expect.stringContaining('data:image/svg'))
}

it.each(['online', 'focus'])('that did not come is asked for anew with %s', (event) => {
  showBroken()
  fireEvent(window, new Event(event))
  expect(picture()).toHaveAttribute('src', '/small')
})

it('that did not come is asked for anew after the customer has signed in again', () => {
  void sessionGate.wait(new AbortController().signal)
  showBroken()
  act(() => sessionGate.reopen())
  expect(picture()).toHaveAttribute('src', '/small')
})

it('shows another picture although the one before did not come', () => {
  const { rerender } = render(<Thumb src="/small" alt="A red boat" />)
  fireEvent.error(picture())
  rerender(<Thumb src="/other" alt="A red boat" />)
  expect(picture()).toHaveAttribute('src', '/other')
})
