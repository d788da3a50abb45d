import { http, HttpResponse } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import { isStaleBuild, newVersion, noteServerBuild, reloadOnce } from './newVersion'
import { server } from '~/test/server'
import { site } from './site'

const HEALTH = `${location.origin}/healthz`

beforeEach(() => {
  sessionStorage.clear()
  newVersion.set(false)
  site.build = 'b1'
})

it('is told by an answer of another build, and by no other answer', () => {
  for (const build of [null, '', 'b1']) noteServerBuild(build)
  expect(newVersion.get()).toBe(false)
  noteServerBuild('b2')
  expect(newVersion.get()).toBe(true)
})

it('is never told to a page that does not know its own build', () => {
  site.build = ''
  noteServerBuild('b2')
  expect(newVersion.get()).toBe(false)
})

it('shows in files that are gone', () => {
  expect(isStaleBuild(new TypeError('Failed to fetch dynamically imported module: /assets/x.js'))).toBe(true)
  expect(isStaleBuild(new TypeError('error loading dynamically imported module: /assets/x.js'))).toBe(true)
  expect(isStaleBuild(new TypeError('Importing a module script failed.'))).toBe(true)
  expect(isStaleBuild(new Error('Unable to preload CSS for /assets/x.css'))).toBe(true)
  expect(isStaleBuild(new TypeError('x is undefined'))).toBe(false)
})

it('is fetched by one reload; after that the customer is told instead', async () => {
  server.use(http.get(HEALTH, () => HttpResponse.json({ status: 'ok' })))
  const reload = vi.fn()
  await reloadOnce(reload)
  expect(reload).toHaveBeenCalledOnce()
  expect(newVersion.get()).toBe(false)
  await reloadOnce(reload)
  expect(reload).toHaveBeenCalledOnce()
  expect(newVersion.get()).toBe(true)
})

it('is not fetched while the server is away: the page would be lost', async () => {
  server.use(http.get(HEALTH, () => HttpResponse.error()))
  const reload = vi.fn()
  await reloadOnce(reload)
  expect(reload).not.toHaveBeenCalled()
  expect(newVersion.get()).toBe(false)
})
