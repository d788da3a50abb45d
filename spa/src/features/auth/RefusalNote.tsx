import { Trans, useLingui } from '@lingui/react/macro'
import { ProblemError } from '~/api/problem'
import { wordsForError } from '~/features/problems/problemWords'
import { formatElapsed } from '~/lib/format'
import { Notice } from '~/ui/Notice'
import { useSecondsLeft } from './useSecondsLeft'

/** Why a form wasn't taken, read out at once. Where it was too often, with the time to wait. */
export function RefusalNote({ error }: { error: Error | null }) {
  const { i18n } = useLingui()
  if (error === null) return null
  const retryAtMs =
    error instanceof ProblemError && error.code === 'too_many_attempts' ? error.retryAtMs : null
  return (
    <Notice tone="bad" role="alert">
      <p>
        {retryAtMs === null ? (
          i18n._(wordsForError(error))
        ) : (
          <TooOften key={retryAtMs} retryAtMs={retryAtMs} />
        )}
      </p>
    </Notice>
  )
}

/** Its seconds are counted for the eye alone: an alert would read out each of them. */
function TooOften({ retryAtMs }: { retryAtMs: number }) {
  const { t } = useLingui()
  const { left, atFirst } = useSecondsLeft(retryAtMs)
  const told = formatElapsed(atFirst * 1_000)
  const shown = formatElapsed(left * 1_000)
  if (left === 0) return <Trans>You can try again now.</Trans>
  return (
    <>
      <span className="visually-hidden">{t`Too many attempts. You can try again in ${told}.`}</span>
      <span aria-hidden>{t`Too many attempts. You can try again in ${shown}.`}</span>
    </>
  )
}
