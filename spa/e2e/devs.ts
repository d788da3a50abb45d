import type { FullConfig } from '@playwright/test'
import { OwnDev } from './ownDev'
import { OTHERS } from './running'

/** Each worker has a product of its own, so that no journey meets the outside world that another one set. */
export default async function startDevs({ workers }: FullConfig): Promise<() => Promise<void>> {
  const others = await Promise.all(Array.from({ length: workers - 1 }, () => OwnDev.start({})))
  process.env[OTHERS] = JSON.stringify(others.map(({ running }) => running))
  return async () => {
    await Promise.all(others.map((dev) => dev.stop()))
  }
}
