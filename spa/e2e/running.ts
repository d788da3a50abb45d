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

/** What the running binary said of itself when it started. */
export function running(): Running {
  const file = process.env.NPROXY_DEV_JSON
  if (file === undefined)
    throw new Error('Set NPROXY_DEV_JSON to a file with the line that `nproxy dev --json` printed.')
  return JSON.parse(readFileSync(file, 'utf8')) as Running
}
