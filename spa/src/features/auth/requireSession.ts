import type { QueryClient } from '@tanstack/react-query'
import { redirect, type ParsedLocation } from '@tanstack/react-router'
import { hasCode } from '~/api/problem'
import { meQuery } from '~/api/queries'
import { sessionGate } from '~/api/sessionGate'
import { activate } from '~/i18n/i18n'
import { keepEscape } from './keepEscape'

export interface Arrival {
  context: { queryClient: QueryClient }
  location: ParsedLocation
}

/** Lets a signed-in customer in, in their own language; anyone else signs in first and comes back here. */
export async function requireSession({ context, location }: Arrival): Promise<void> {
  try {
    const user = await context.queryClient.query({ ...meQuery, staleTime: 'static' })
    sessionGate.arm()
    keepEscape()
    await activate(user.language)
  } catch (error) {
    if (!hasCode(error, 'not_signed_in')) throw error
    const search = location.href === '/c' ? {} : { next: location.href }
    redirect({ to: '/login', search, throw: true })
  }
}
