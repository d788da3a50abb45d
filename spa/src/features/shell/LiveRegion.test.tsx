import { act, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { announce } from '~/lib/announce'
import { LiveRegion } from './LiveRegion'

it('says each sentence, also one that it has just said', () => {
  render(<LiveRegion />)
  const region = screen.getByRole('status')
  act(() => announce('1 of 1 image ready'))
  const first = region.firstChild
  act(() => announce('1 of 1 image ready'))
  expect(region).toHaveTextContent(/^1 of 1 image ready$/)
  expect(region.firstChild).not.toBe(first)
})
