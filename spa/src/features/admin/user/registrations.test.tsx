import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { openAct, playAct, SLOW, startAtDesk, tell } from '~/test/adminDesk'
import { userFile } from '~/test/adminSamples'
import { renderApp } from '~/test/renderApp'
import { API, problem, server } from '~/test/server'

startAtDesk()

const pending = {
  id: 'registration-1',
  email: 'anna@example.com',
  created_at: '2030-01-01T10:00:00Z',
  expires_at: '2030-01-02T10:00:00Z',
}

it('finds a sign-up that waits, verifies it, and leads to the new customer', async () => {
  const asked: (string | null)[] = []
  server.use(
    http.get(`${API}/admin/registrations`, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('email'))
      return HttpResponse.json({ items: [pending] })
    }),
  )
  tell('users/user-7', () => userFile())
  const bodies = playAct('registrations/registration-1/verify', () => userFile(), [
    () => problem(409, 'act_refused'),
  ])
  const { user, router } = renderApp('/admin/registrations')
  await user.type(await screen.findByLabelText('Whole address', undefined, SLOW), 'anna@example.com')
  await waitFor(() => expect(asked).toContain('anna@example.com'))
  expect(router.state.location.search).toEqual({ email: 'anna@example.com' })
  const dialog = await openAct(user, 'Verify')
  expect(dialog.getByText(/Nobody is signed in by it/)).toBeVisible()
  await user.type(dialog.getByLabelText(/Reason/), 'spoke on the phone')
  await user.click(dialog.getByRole('button', { name: 'Verify' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('Refused: act_refused')
  await user.click(dialog.getByRole('button', { name: 'Verify' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/admin/users/user-7'))
  expect(bodies[1]).toEqual({ reason: 'spoke on the phone' })
})

it('leaves the caret where an address is mended', async () => {
  const asked: (string | null)[] = []
  server.use(
    http.get(`${API}/admin/registrations`, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('email'))
      return HttpResponse.json({ items: [] })
    }),
  )
  const { user } = renderApp('/admin/registrations?email=annaexample.com')
  const field = await screen.findByLabelText<HTMLInputElement>('Whole address', undefined, SLOW)
  await user.type(field, '12@', { initialSelectionStart: 4, initialSelectionEnd: 4 })
  expect(field).toHaveValue('anna12@example.com')
  await waitFor(() => expect(asked.at(-1)).toBe('anna12@example.com'))
  expect(asked).toEqual(['annaexample.com', 'anna12@example.com'])
})

it('says when nobody with this address waits', async () => {
  tell('registrations', () => ({ items: [] }))
  renderApp('/admin/registrations?email=nobody%40example.com')
  expect(await screen.findByText('Nobody with this address waits for a link.', undefined, SLOW)).toBeVisible()
})
