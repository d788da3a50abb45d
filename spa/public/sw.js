// Keeps the shell of the app for when the server is away: its one page, and the files whose names are hashes of what is
// in them. Never an answer of the API, never a picture, nothing that belongs to anybody.

const CACHE = 'nproxy-shell-1'
// Every page of the app is the same file.
const SHELL = '/c'
const FILES_MAX = 150
// The first part of the addresses that are no pages of the app.
const OTHERS = ['', 'api', 'assets', 'brand', 'terms', 'privacy', 'webhooks', 'healthz', 'readyz']

self.addEventListener('install', () => self.skipWaiting())

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver())
})

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith('nproxy-') && name !== CACHE)
  await Promise.all(old.map((name) => caches.delete(name)))
  await self.clients.claim()
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  const isPage = request.mode === 'navigate' && !OTHERS.includes(url.pathname.split('/')[1] ?? '')
  if (isPage) event.respondWith(page(event))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(file(event))
})

/** From the server; where that can't be reached, the page as it was. */
async function page(event) {
  const cache = await caches.open(CACHE)
  try {
    const fresh = await fetch(event.request)
    if (fresh.ok) event.waitUntil(cache.put(SHELL, fresh.clone()))
    return fresh
  } catch (error) {
    const kept = await cache.match(SHELL)
    if (kept === undefined) throw error
    return kept
  }
}

/** What a hash names never changes. */
async function file(event) {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(event.request)
  if (kept !== undefined) return kept
  const fresh = await fetch(event.request)
  if (fresh.ok) event.waitUntil(keep(cache, event.request, fresh.clone()))
  return fresh
}

/** The oldest make room: those of versions that are gone. */
async function keep(cache, request, response) {
  await cache.put(request, response)
  const files = await cache.keys()
  await Promise.all(files.slice(0, Math.max(0, files.length - FILES_MAX)).map((old) => cache.delete(old)))
}
