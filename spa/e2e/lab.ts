/**
 * Figures of a weak device: what the front page and the chat take with a processor slowed down four times.
 *   NPROXY_BIN=~/.cache/nproxy-target/debug/nproxy npm run lab
 * Run by hand, on a machine that does nothing else. Each page is loaded afresh, and the medians are what counts.
 */
import { chromium, request, type Browser, type BrowserContextOptions } from '@playwright/test'
import { OwnDev } from './ownDev'

const ROUNDS = 5
const SLOWER = 4
/** Nothing of weight happens after that. */
const QUIET_MS = 1_000
/** A task that is longer blocks what a person does meanwhile. */
const BLOCKING_MS = 50

interface Figures {
  /** Largest contentful paint and total blocking time, in milliseconds. */
  lcp: number
  tbt: number
  /** Cumulative layout shift. */
  cls: number
}

declare global {
  interface Window {
    lab: Figures & { changedAt: number }
  }
}

const dev = await OwnDev.start({})
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  const signedIn = await signIn(dev)
  const table: Record<string, Record<string, string>> = {}
  for (const [name, path, options] of [
    ['landing', '/', {}],
    ['chat', '/c', { storageState: signedIn }],
  ] as const) {
    const rounds: Figures[] = []
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push(await load(browser, dev.running.url + path, options))
    table[name] = {
      'LCP ms': String(Math.round(median(rounds.map(({ lcp }) => lcp)))),
      'TBT ms': String(Math.round(median(rounds.map(({ tbt }) => tbt)))),
      CLS: median(rounds.map(({ cls }) => cls)).toFixed(3),
    }
  }
  console.table(table)
} finally {
  await browser.close()
  await dev.stop()
}

async function signIn({ running: { url, customer } }: OwnDev) {
  const api = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } })
  const response = await api.post('/api/v1/auth/login', { data: customer })
  if (!response.ok()) throw new Error(`sign-in: ${response.status()}`)
  const state = await api.storageState()
  await api.dispose()
  return state
}

async function load(browser: Browser, address: string, options: BrowserContextOptions): Promise<Figures> {
  const context = await browser.newContext({ ...options, viewport: { width: 412, height: 823 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.addInitScript(watch, BLOCKING_MS)
  await page.goto(address, { waitUntil: 'networkidle' })
  await page.waitForFunction((quiet) => performance.now() - window.lab.changedAt > quiet, QUIET_MS)
  const { lcp, tbt, cls } = await page.evaluate(() => window.lab)
  await context.close()
  return { lcp, tbt, cls }
}

/** Runs in the page, before anything else of it. */
function watch(blockingMs: number): void {
  const lab = { lcp: 0, tbt: 0, cls: 0, changedAt: performance.now() }
  window.lab = lab
  const see = (type: string, take: (entry: PerformanceEntry & { value: number }) => void) => {
    new PerformanceObserver((list) => {
      lab.changedAt = performance.now()
      for (const entry of list.getEntries()) take(entry as PerformanceEntry & { value: number })
    }).observe({ type, buffered: true })
  }
  see('largest-contentful-paint', ({ startTime }) => (lab.lcp = startTime))
  see('longtask', ({ duration }) => (lab.tbt += Math.max(0, duration - blockingMs)))
  see('layout-shift', ({ value }) => (lab.cls += value))
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
