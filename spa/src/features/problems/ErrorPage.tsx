import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ProblemError, UnreachableError } from '~/api/problem'
import { isStaleBuild, reloadOnce } from '~/lib/newVersion'
import { CopyReference } from './CopyReference'
import { MessagePage } from './MessagePage'
import { wordsForError } from './problemWords'

export function ErrorPage({ error }: ErrorComponentProps) {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const stale = isStaleBuild(error)
  useEffect(() => {
    if (stale) void reloadOnce()
  }, [stale])
  const known = error instanceof ProblemError || error instanceof UnreachableError
  return (
    <MessagePage
      title={stale ? t`This page couldn’t be loaded` : t`Something went wrong`}
      text={known ? i18n._(wordsForError(error)) : t`Your draft is kept. Reloading the page usually helps.`}
      reference={error instanceof ProblemError ? error.problem.request_id : undefined}
    >
      <Button onClick={() => (known ? void router.invalidate() : location.reload())}>
        {known ? <Trans>Try again</Trans> : <Trans>Reload</Trans>}
      </Button>
      <Button variant="default" component={Link} to="/c">
        <Trans>New picture</Trans>
      </Button>
      {error instanceof Error && !(error instanceof UnreachableError) && <CopyReference error={error} />}
    </MessagePage>
  )
}
