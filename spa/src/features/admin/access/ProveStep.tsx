import { Anchor, Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { lazy, Suspense, useState, type SubmitEvent } from 'react'
import type { components } from '~/api.gen'
import { hasCode } from '~/api/problem'
import { CopyButton } from '~/ui/CopyButton'
import { AccessRefusal } from './AccessRefusal'
import { cleanCode, CodeField } from './CodeField'
import classes from './Door.module.css'
import { useProve } from './secondFactor'

const Qr = lazy(() => import('~/features/payment/Qr'))

interface Props {
  enrolment: components['schemas']['EnrolmentReply']
  onProved: (recoveryCodes: string[]) => void
  onAgain: () => void
}

/** The secret, as a picture and in letters, and a code that shows that the device has it. */
export function ProveStep({ enrolment: { secret, uri }, onProved, onAgain }: Props) {
  const { t } = useLingui()
  const [typed, setTyped] = useState('')
  const prove = useProve()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const code = cleanCode(typed)
    if (code !== '') prove.mutate(code, { onSuccess: (reply) => onProved(reply.recovery_codes) })
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <ol className={classes.steps}>
        <li>
          <Trans>Scan this code with the app, or type the secret into it.</Trans>
          <div className={classes.qr}>
            <Suspense>
              <Qr text={uri} label={t`QR code for your authenticator app`} />
            </Suspense>
          </div>
          <div className={classes.secret}>
            <code>{inFours(secret)}</code>
            <CopyButton text={secret} label={t`Copy the secret`} />
          </div>
        </li>
        <li>
          <Trans>Type the code that it shows.</Trans>
          <CodeField value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        </li>
      </ol>
      <AccessRefusal error={prove.error} />
      <Button type="submit" size="md" fullWidth loading={prove.isPending} disabled={cleanCode(typed) === ''}>
        <Trans>Set it up</Trans>
      </Button>
      {hasCode(prove.error, 'nothing_to_enrol') && (
        <Anchor component="button" type="button" fz="sm" underline="always" onClick={onAgain}>
          <Trans>Begin again</Trans>
        </Anchor>
      )}
    </form>
  )
}

/** Read from the screen and typed by hand, a long word loses its place. */
function inFours(secret: string): string {
  return secret.replaceAll(/(.{4})(?=.)/g, '$1 ')
}
