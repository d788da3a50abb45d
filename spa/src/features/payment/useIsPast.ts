import { serverNow } from '~/api/serverClock'
import { useTick } from '~/lib/useTick'

/** Whether this moment is over, as the server's clock goes. */
export function useIsPast(moment: string | undefined): boolean {
  useTick(1_000)
  return moment !== undefined && Date.parse(moment) <= serverNow()
}
