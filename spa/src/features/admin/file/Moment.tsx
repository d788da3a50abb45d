import { serverNow } from '~/api/serverClock'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatMoment } from '~/lib/format'
import { useTick } from '~/lib/useTick'
import { bothClocks, formatRelative } from './relative'

const PACE_MS = 30_000

interface Props {
  at: string
  /** Day and time instead of "5 minutes ago". */
  exact?: boolean
}

/** When it was; the exact time, here and in UTC, on hover. */
export function Moment({ at, exact = false }: Props) {
  useLanguageChange()
  useTick(PACE_MS)
  return (
    <time dateTime={at} title={bothClocks(at)}>
      {exact ? formatMoment(at) : formatRelative(at, serverNow())}
    </time>
  )
}
