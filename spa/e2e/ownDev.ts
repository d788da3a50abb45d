import { execFileSync, spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Running } from './running'

/** A product of one's own, where a journey needs settings that the others must not meet, or has to stop the server. */
export class OwnDev {
  private constructor(
    readonly running: Running,
    private readonly folder: string,
    private child: ChildProcess,
    private readonly settings: Record<string, string>,
  ) {}

  /** `settings`: by the names of the environment, without their prefix. */
  static async start(settings: Record<string, string>): Promise<OwnDev> {
    const folder = mkdtempSync(join(tmpdir(), 'nproxy-own.'))
    const { child, said } = await start(folder, '127.0.0.1:0', settings)
    return new OwnDev(said, folder, child, settings)
  }

  /** The server goes, as a machine that loses power does. */
  async kill(): Promise<void> {
    await ended(this.child, 'SIGKILL')
  }

  /** And comes back at the same address, with the same folder. */
  async restart(): Promise<void> {
    const { host } = new URL(this.running.url)
    this.child = (await start(this.folder, host, this.settings)).child
  }

  /** What an operator types at the server, with the same folder. */
  command(...words: string[]): void {
    execFileSync(binary(), words, {
      env: {
        ...process.env,
        NPROXY__DATABASE__URL: `sqlite://${join(this.folder, 'data', 'nproxy.sqlite')}`,
        NPROXY__SECRETS__MASTER_KEY_FILE: join(this.folder, 'data', 'master.key'),
      },
      stdio: 'ignore',
    })
  }

  async stop(): Promise<void> {
    await ended(this.child, 'SIGINT')
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function binary(): string {
  const path = process.env.NPROXY_BIN
  if (path === undefined) throw new Error('Set NPROXY_BIN to the binary.')
  return path
}

async function start(folder: string, listen: string, settings: Record<string, string>) {
  const named = Object.entries(settings).map(([name, value]) => [`NPROXY__${name}`, value])
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    binary(),
    ['dev', '--json', '--listen', listen, '--data', join(folder, 'data')],
    {
      env: { ...process.env, ...(Object.fromEntries(named) as Record<string, string>) },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  for await (const line of createInterface({ input: child.stdout }) as AsyncIterable<string>)
    return { child, said: JSON.parse(line) as Running }
  throw new Error('nproxy dev does not start')
}

async function ended(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}
