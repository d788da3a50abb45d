import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { UnreachableError } from '~/api/problem'
import { generation } from '~/test/samples'
import { API, server } from '~/test/server'
import { fetchGenerations } from './fetchGenerations'

const signal = new AbortController().signal

it('sends the last ETag and tells a 304 from a change', async () => {
  server.use(
    http.get(`${API}/generations`, ({ request }) => {
      const url = new URL(request.url)
      expect(url.searchParams.get('ids')).toBe('a,b')
      if (request.headers.get('if-none-match') === '"1"') return new HttpResponse(null, { status: 304 })
      return HttpResponse.json({ generations: [generation()] }, { headers: { etag: '"1"' } })
    }),
  )
  const first = await fetchGenerations(['a', 'b'], null, signal)
  expect(first).toEqual({ kind: 'changed', etag: '"1"', generations: [generation()] })
  expect(await fetchGenerations(['a', 'b'], '"1"', signal)).toEqual({ kind: 'unchanged' })
})

it('takes an answer that is not ours for no answer, with the pause that it asks for', async () => {
  server.use(
    http.get(
      `${API}/generations`,
      () => new HttpResponse('<html>', { status: 502, headers: { 'retry-after': '7' } }),
    ),
  )
  const error = await fetchGenerations(['a'], null, signal).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(UnreachableError)
  expect(error).toMatchObject({ retryAfterMs: 7_000 })
})
