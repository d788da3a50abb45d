import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { PasswordField } from '~/features/auth/PasswordField'
import { AccessRefusal } from './AccessRefusal'
import { Door } from './Door'
import classes from './Door.module.css'
import { ProveStep } from './ProveStep'
import { RecoveryCodes } from './RecoveryCodes'
import { useEnrol, useEnrolled } from './secondFactor'

/** Sets up a second factor: the password, the device, a code of it, and the codes for the day it is lost. */
export default function EnrolPage() {
  const { t } = useLingui()
  const enrol = useEnrol()
  const enrolled = useEnrolled()
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes !== null)
    return (
      <Door title={t`Save your recovery codes`}>
        <RecoveryCodes codes={codes} onSaved={() => void enrolled()} />
      </Door>
    )
  if (enrol.data !== undefined)
    return (
      <Door title={t`Add it to your device`}>
        <ProveStep enrolment={enrol.data} onProved={setCodes} onAgain={enrol.reset} />
      </Door>
    )
  return (
    <Door title={t`Set up a second factor`}>
      <p className={classes.text}>
        <Trans>
          The administration needs one beside your password: an app on your phone, or a password manager, that
          shows six digits which change every half minute.
        </Trans>
      </p>
      <PasswordStep enrol={enrol} />
    </Door>
  )
}

function PasswordStep({ enrol }: { enrol: ReturnType<typeof useEnrol> }) {
  const { t } = useLingui()
  const [password, setPassword] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (password !== '') enrol.mutate(password)
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <AccessRefusal error={enrol.error} />
      <PasswordField
        kind="current-password"
        label={t`Your password`}
        value={password}
        autoFocus
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" size="md" fullWidth loading={enrol.isPending} disabled={password === ''}>
        <Trans>Go on</Trans>
      </Button>
    </form>
  )
}
