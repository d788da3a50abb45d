import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { defineConfig, devices } from '@playwright/test'
import { LONG } from './e2e/long'
import { running } from './e2e/running'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** What `make journey` runs: the certificate of the authority that its proxy has, which no system knows. */
const AUTHORITY = process.env.NPROXY_DEPLOYED

function deployed(authority: string) {
  const key = new X509Certificate(readFileSync(authority)).publicKey.export({ type: 'spki', format: 'der' })
  const known = `--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`
  return {
    name: 'deployed',
    use: {
      viewport: { width: 1280, height: 800 },
      launchOptions: { executablePath, args: [...args, known] },
    },
    testMatch: /deployed\.spec\.ts/,
  }
}

// The journeys run against real `nproxy dev --json`s: the first worker's is running already, its first line in NPROXY_DEV_JSON.
export default defineConfig({
  testDir: './e2e',
  globalSetup: './e2e/devs.ts',
  // What nobody waits for at every change is tagged, and runs with all the rest in `make test-long`.
  ...(LONG ? {} : { grepInvert: /@long/ }),
  workers: 2,
  fullyParallel: true,
  // Some are many pages long, and in the long run each is looked at from all sides.
  timeout: LONG ? 600_000 : 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: running().url,
    locale: 'en-GB',
    // Pictures of every moment cost more than the journeys themselves.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: { executablePath, args },
  },
  projects: [
    {
      name: 'desktop',
      use: { viewport: { width: 1280, height: 800 } },
      testIgnore: /(phone|firefox|deployed)\.spec\.ts/,
    },
    {
      name: 'phone',
      use: { ...devices['Pixel 7'], viewport: { width: 360, height: 740 } },
      testMatch: /(phone|looks|landing)\.spec\.ts/,
    },
    { name: 'firefox', testMatch: /firefox\.spec\.ts/ },
    ...(AUTHORITY === undefined ? [] : [deployed(AUTHORITY)]),
  ],
})
