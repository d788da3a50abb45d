import { Anchor } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { getRouteApi, Link } from '@tanstack/react-router'
import { AuthShell } from '~/features/auth/AuthShell'
import { formatZoned } from '~/lib/format'
import { useDocumentTitle } from '~/lib/useDocumentTitle'

const route = getRouteApi('/closing')

/** What happens to an account now that it is closed, and the way back. */
export function ClosingPage() {
  const { t } = useLingui()
  const { until } = route.useSearch()
  const day = until === undefined ? null : formatZoned(until)
  useDocumentTitle(t`Your account is closed`)
  return (
    <AuthShell
      title={t`Your account is closed`}
      foot={
        <Trans>
          Kept it already?{' '}
          <Anchor fz="sm" underline="always" renderRoot={(props) => <Link {...props} to="/login" />}>
            Sign in
          </Anchor>
        </Trans>
      }
    >
      <p>
        {day === null ? (
          <Trans>You are signed out everywhere, and in seven days everything in it is deleted.</Trans>
        ) : (
          <Trans>You are signed out everywhere, and everything in it is deleted on {day}.</Trans>
        )}
      </p>
      <p>
        <Trans>
          If you change your mind before that, open the link in the mail that we have just sent you.
        </Trans>
      </p>
    </AuthShell>
  )
}
