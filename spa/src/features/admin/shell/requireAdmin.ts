import { notFound } from '@tanstack/react-router'
import { meQuery } from '~/api/queries'
import { requireSession, type Arrival } from '~/features/auth/requireSession'

/** To whoever is no admin there is nothing at these addresses. */
export async function requireAdmin(arrival: Arrival): Promise<void> {
  await requireSession(arrival)
  const me = arrival.context.queryClient.getQueryData(meQuery.queryKey)
  if (me?.role !== 'admin') notFound({ throw: true })
}
