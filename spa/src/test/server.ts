import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { me, model } from './samples'

export const API = `${location.origin}/api/v1`

/** A signed-in customer with a plan and no conversations; tests add what they are about. */
export const server = setupServer(
  http.get(`${API}/me`, () => HttpResponse.json({ user: me })),
  http.get(`${API}/models`, () => HttpResponse.json({ models: [model], default_model: model.id })),
  http.get(`${API}/notice`, () => HttpResponse.json({ generation_paused: false, read_only: false })),
  http.get(`${API}/quota`, () => HttpResponse.json({ bucket: 100, resets_at: '2030-12-14T09:00:00Z' })),
  http.get(`${API}/subscription`, () => HttpResponse.json({ state: 'active', queued: [] })),
  http.get(`${API}/conversations`, () => HttpResponse.json({ items: [] })),
)

export function problem(status: number, code: string, retry_after_seconds?: number) {
  const body = {
    type: 'about:blank',
    title: code,
    status,
    detail: code,
    code,
    request_id: 'r-1',
    retry_after_seconds,
  }
  return HttpResponse.json(body, { status, headers: { 'content-type': 'application/problem+json' } })
}
