import { readFileSync } from 'node:fs'

export interface Account {
  email: string
  password: string
}

export interface Running {
  url: string
  customer: Account
  admin: Account
  sandbox: { control_url: string; mail_url: string }
}

/** The products of all workers but the first, as JSON, for the workers to read. */
export const OTHERS = 'NPROXY_DEV_OTHERS'

/** What this worker's binary said of itself when it started. */
export function running(): Running {
  const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0)
  if (worker > 0) {
    const other = (JSON.parse(process.env[OTHERS] ?? '[]') as Running[])[worker - 1]
    if (other === undefined) throw new Error(`worker ${worker} has no product`)
    return other
  }
  const file = process.env.NPROXY_DEV_JSON
  if (file === undefined)
    throw new Error('Set NPROXY_DEV_JSON to a file with the line that `nproxy dev --json` printed.')
  return JSON.parse(readFileSync(file, 'utf8')) as Running
}
