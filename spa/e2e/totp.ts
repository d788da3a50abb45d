import { createHmac } from 'node:crypto'
import { expect } from '@playwright/test'

const STEP_MS = 30_000
const DIGITS = 6
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** An authenticator app (RFC 6238) that gives no code twice, as a person with patience does. */
export class Authenticator {
  private readonly secret: Buffer
  private used = 0

  /** `secret`: as it stands on the page, in letters and in fours. */
  constructor(secret: string) {
    this.secret = fromBase32(secret.replaceAll(/\s/g, ''))
  }

  /** The code of now; where it was given already, that of the step which comes next, as soon as it is taken. */
  async code(): Promise<string> {
    const next = this.used + 1
    // A clock that is one step ahead is let in.
    await expect.poll(() => stepNow() + 1, { timeout: 2 * STEP_MS }).toBeGreaterThanOrEqual(next)
    this.used = Math.max(next, stepNow())
    return codeOf(this.secret, this.used)
  }
}

function stepNow(): number {
  return Math.floor(Date.now() / STEP_MS)
}

function codeOf(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const at = mac.readUInt8(mac.length - 1) & 0xf
  const digits = (mac.readUInt32BE(at) & 0x7fff_ffff) % 10 ** DIGITS
  return String(digits).padStart(DIGITS, '0')
}

function fromBase32(letters: string): Buffer {
  const bits = Array.from(letters, (letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = bits.match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}
