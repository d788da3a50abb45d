import createFetchClient from 'openapi-fetch'
import type { paths } from '~/api.gen'
import { noteServerBuild } from '~/lib/newVersion'
import { noteServerDate } from './serverClock'
import { sessionGate } from './sessionGate'

const AUTH = '/api/v1/auth/'

/** Every request of the app goes through here. The late lookup of `fetch` lets tests stand in for the network. */
async function send(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await globalThis.fetch(request)
  noteServerDate(response.headers.get('date'))
  noteServerBuild(response.headers.get('nproxy-build'))
  const sessionEnded =
    response.status === 401 && sessionGate.isArmed && !new URL(request.url).pathname.startsWith(AUTH)
  if (!sessionEnded) return response
  await sessionGate.wait(request.signal)
  return globalThis.fetch(again)
}

export const client = createFetchClient<paths>({ baseUrl: location.origin, fetch: send })
