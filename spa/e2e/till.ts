import { running } from './running'

/** An invoice of a played payment processor. */
export interface Invoice {
  id: string
  status: string
  methods: { id: string; address: string; asked: string; due: string }[]
}

/** What a person or a chain does to it. */
export type Act = 'pay_in_full' | 'pay_half' | 'confirm' | 'expire'

/** How a played processor behaves; what is left out is healthy. */
export interface TillConduct {
  /** 0 loses every webhook. */
  webhook_copies?: number
  /** Kept back until they are flushed, and then newest first. */
  webhooks_held?: boolean
  creation?: 'answer_lost'
  /** The fault of the creation ends by itself after it was met this many times. */
  next_requests?: number
}

const AS_IN_DEV = { retry_scale: 1, confirm_after_ms: 6_000 }
/** No chain confirms anything but when it is told to. */
const BY_ORDER = { retry_scale: 0, confirm_after_ms: null }

/** The invoices that were made for a payment of ours. */
export async function invoicesOf(payment: string): Promise<Invoice[]> {
  const { invoices } = (await ask(`/till/invoices?find=${payment}`)) as { invoices: Invoice[] }
  return invoices
}

export async function act(payment: string, ...acts: Act[]): Promise<void> {
  const [invoice] = await invoicesOf(payment)
  if (invoice === undefined) throw new Error(`no invoice was made for ${payment}`)
  for (const one of acts) await ask(`/till/invoices/${invoice.id}/acts`, { act: one })
}

export async function btcpay(conduct: TillConduct): Promise<void> {
  await ask('/till/conduct/btcpay', conduct)
}

export async function confirmByOrder(byOrder: boolean): Promise<void> {
  await ask('/till/pace', byOrder ? BY_ORDER : AS_IN_DEV)
}

export async function flushWebhooks(): Promise<void> {
  await ask('/till/flush', {})
}

async function ask(path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(running().sandbox.control_url + path, {
    ...init,
    headers: { 'content-type': 'application/json' },
  })
  if (!response.ok) throw new Error(`the sandbox refused ${path}: ${await response.text()}`)
  return response.json()
}
