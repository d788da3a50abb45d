import { running, type Running } from './running'

/** An invoice of a played payment processor. */
export interface Invoice {
  id: string
  status: string
  methods: { id: string; address: string; asked: string; due: string }[]
}

/** What a person or a chain does to it. */
export type Act = 'pay_in_full' | 'pay_half' | 'confirm' | 'expire' | 'refund'

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

/** The played payment processors of a product. */
export function tillOf({ sandbox }: Pick<Running, 'sandbox'>) {
  async function ask(path: string, body?: unknown): Promise<unknown> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(sandbox.control_url + path, {
      ...init,
      headers: { 'content-type': 'application/json' },
    })
    if (!response.ok) throw new Error(`the sandbox refused ${path}: ${await response.text()}`)
    return response.json()
  }

  /** The invoices that were made for a payment of ours. */
  async function invoicesOf(payment: string): Promise<Invoice[]> {
    const { invoices } = (await ask(`/till/invoices?find=${payment}`)) as { invoices: Invoice[] }
    return invoices
  }

  return {
    invoicesOf,
    act: async (payment: string, ...acts: Act[]): Promise<void> => {
      const [invoice] = await invoicesOf(payment)
      if (invoice === undefined) throw new Error(`no invoice was made for ${payment}`)
      for (const one of acts) await ask(`/till/invoices/${invoice.id}/acts`, { act: one })
    },
    btcpay: async (conduct: TillConduct): Promise<void> => {
      await ask('/till/conduct/btcpay', conduct)
    },
    confirmByOrder: async (byOrder: boolean): Promise<void> => {
      await ask('/till/pace', byOrder ? BY_ORDER : AS_IN_DEV)
    },
    flushWebhooks: async (): Promise<void> => {
      await ask('/till/flush', {})
    },
  }
}

/** Those of the product that all journeys share. */
export const { invoicesOf, act, btcpay, confirmByOrder, flushWebhooks } = tillOf(running())
