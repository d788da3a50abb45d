import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { ProblemError, UnreachableError } from '~/api/problem'
import { CopyReference } from './CopyReference'
import { MessagePage } from './MessagePage'
import { wordsForError } from './problemWords'
import { useMissingFile } from './useMissingFile'

export function ErrorPage({ error }: ErrorComponentProps) {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const missing = useMissingFile(error)
  const known = error instanceof ProblemError || error instanceof UnreachableError
  if (missing === 'offline')
    return (
      <MessagePage
        title={t`You are offline`}
        text={t`This page comes by itself when the network is back. Your draft is kept.`}
      >
        <Button component={Link} to="/c">
          <Trans>New picture</Trans>
        </Button>
      </MessagePage>
    )
  return (
    <MessagePage
      title={missing === 'gone' ? t`This page couldn’t be loaded` : t`Something went wrong`}
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
