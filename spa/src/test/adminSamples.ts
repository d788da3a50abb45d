import type {
  AdminAttempt,
  AdminCycle,
  AdminGeneration,
  AdminKey,
  AdminPayment,
  AdminProxy,
  AdminUserRow,
  GenerationFile,
  KeyFile,
  PaymentFile,
  ProxyFile,
  UserFile,
} from '~/features/admin/file/types'
import { payment } from './samples'

/** What the played server answers in the tests of files. */
const AT = '2030-01-01T10:00:00Z'

export function userRow(change: Partial<AdminUserRow> = {}): AdminUserRow {
  return {
    id: 'user-7',
    email: 'anna@example.com',
    role: 'customer',
    language: 'en',
    state: 'active',
    created_at: AT,
    last_seen_at: AT,
    plan_label: 'Standard',
    cycle_ends_at: '2030-02-01T10:00:00Z',
    spent: 1200,
    held: 3,
    request_limit: 2000,
    ...change,
  }
}

export function cycle(change: Partial<AdminCycle> = {}): AdminCycle {
  return {
    id: 'cycle-1',
    user: { id: 'user-7', email: 'anna@example.com' },
    plan: 'standard',
    plan_label: 'Standard',
    state: 'current',
    starts_at: AT,
    ends_at: '2030-02-01T10:00:00Z',
    request_limit: 2000,
    spent: 1200,
    held: 3,
    created_at: AT,
    ...change,
  }
}

export function userFile(change: Partial<UserFile> = {}): UserFile {
  return { user: userRow(), second_factor: false, sessions: [], mails: [], cycles: [cycle()], ...change }
}

export function attempt(change: Partial<AdminAttempt> = {}): AdminAttempt {
  return {
    id: 'attempt-1',
    generation_id: 'generation-1',
    n: 1,
    provider: 'mirror',
    model: 'model-1',
    key: { id: 'key-1', label: 'first', fingerprint: 'a1b2c3d4' },
    proxy: { id: 'proxy-1', label: 'Amsterdam' },
    phase: 'ended',
    error_class: 'timeout',
    spent: 'unknown',
    cost_usd: '0.04',
    started_at: AT,
    ended_at: AT,
    upstream_ms: 30_000,
    detail: 'no answer within 30 s',
    ...change,
  }
}

export function adminGeneration(change: Partial<AdminGeneration> = {}): AdminGeneration {
  return {
    id: 'generation-00000001',
    turn_id: 'turn-1',
    slot: 0,
    user: { id: 'user-7', email: 'anna@example.com' },
    state: 'failed',
    code: 'provider_timeout',
    fault: 'provider',
    model: 'model-1',
    mode: 'text_to_image',
    attempts: 1,
    queued_at: AT,
    ms: 31_000,
    ...change,
  }
}

export function generationFile(change: Partial<GenerationFile> = {}): GenerationFile {
  return {
    generation: adminGeneration(),
    conversation_id: 'conversation-1',
    resolution: 'auto',
    width: 1024,
    height: 1024,
    batch_size: 4,
    inputs: 0,
    prompt_chars: 42,
    cycle_id: 'cycle-1',
    steps: [
      { at: AT, kind: 'accepted' },
      { at: '2030-01-01T10:00:01.500Z', kind: 'attempt', n: 1 },
      { at: '2030-01-01T10:00:31.500Z', kind: 'failed', detail: 'provider_timeout' },
    ],
    attempts: [attempt()],
    ...change,
  }
}

export function adminPayment(change: Partial<AdminPayment> = {}): AdminPayment {
  return {
    ...payment({ id: 'payment-9', state: 'needs_review', in_review: true, received: '0.00004' }),
    user_id: 'user-7',
    email: 'anna@example.com',
    external_id: 'inv-77',
    review: 'short',
    review_detail: '0.00004 of 0.00009841 BTC',
    review_opened_at: AT,
    kept: false,
    read_failures: 0,
    ...change,
  }
}

export function paymentFile(change: Partial<PaymentFile> = {}): PaymentFile {
  return {
    payment: adminPayment(),
    events: [
      { id: 'event-1', at: AT, kind: 'placed', actor: 'user:user-7', summary: 'an invoice was asked for' },
      {
        id: 'event-2',
        at: '2030-01-01T10:05:00Z',
        kind: 'webhook',
        actor: 'system',
        before: 'pending',
        after: 'needs_review',
        summary: 'less came than was asked for',
        body: { paid: '0.00004' } as unknown as Record<string, never>,
      },
    ],
    acts: ['activate', 'grant', 'refund_noted', 'reject'],
    ...change,
  }
}

export function adminKey(change: Partial<AdminKey> = {}): AdminKey {
  return {
    id: 'key-1',
    provider: 'mirror',
    label: 'first',
    state: 'active',
    strikes: 0,
    in_flight: 2,
    max_in_flight: 4,
    proxy_only: false,
    balance: { state: 'amount', usd: '12.50', at: AT },
    fingerprint: 'a1b2c3d4',
    created_at: AT,
    ...change,
  }
}

export function keyFile(change: Partial<KeyFile> = {}): KeyFile {
  return {
    key: adminKey(),
    why: { headline: 'Could be used now', lines: ['2 of 4 requests in flight.'] },
    last_of_pool: false,
    models_barred: [],
    hours: [],
    events: [],
    attempts: [],
    balances: [],
    ...change,
  }
}

export function adminProxy(change: Partial<AdminProxy> = {}): AdminProxy {
  return {
    id: 'proxy-1',
    label: 'Amsterdam',
    place: 'socks5h://198.51.100.4:1080',
    health: 'ok',
    failures: 0,
    keys: 1,
    created_at: AT,
    ...change,
  }
}

export function proxyFile(change: Partial<ProxyFile> = {}): ProxyFile {
  return { proxy: adminProxy(), keys: [adminKey()], ...change }
}
