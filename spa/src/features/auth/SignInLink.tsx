import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'

/** To the sign-in page, which doesn't ask for the address again. */
export function SignInLink({ email, quiet = false }: { email?: string; quiet?: boolean }) {
  return (
    <Button
      size="md"
      fullWidth
      variant={quiet ? 'default' : 'filled'}
      renderRoot={(props) => <Link {...props} to="/login" state={email === undefined ? {} : { email }} />}
    >
      <Trans>Sign in</Trans>
    </Button>
  )
}
