import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ProblemError, UnreachableError } from '~/api/problem'
import { MessagePage } from './MessagePage'
import { wordsForError } from './problemWords'

const RELOADED_KEY = 'nproxy.reloaded'

/** After an update the old page asks for files that are gone: one reload brings the new ones. */
function isStaleBuild(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script/i.test(error.message)
}

export function ErrorPage({ error }: ErrorComponentProps) {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const stale = isStaleBuild(error)
  useEffect(() => {
    if (!stale || sessionStorage.getItem(RELOADED_KEY) !== null) return
    sessionStorage.setItem(RELOADED_KEY, '1')
    location.reload()
  }, [stale])
  const known = error instanceof ProblemError || error instanceof UnreachableError
  return (
    <MessagePage
      title={stale ? t`A new version is here` : t`Something went wrong`}
      text={known ? i18n._(wordsForError(error)) : t`Your draft is kept. Reloading the page usually helps.`}
      reference={error instanceof ProblemError ? error.problem.request_id : undefined}
    >
      <Button onClick={() => (known ? void router.invalidate() : location.reload())}>
        {known ? <Trans>Try again</Trans> : <Trans>Reload</Trans>}
      </Button>
    </MessagePage>
  )
}
