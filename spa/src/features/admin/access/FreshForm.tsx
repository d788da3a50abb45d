import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'
import { meQuery } from '~/api/queries'
import { PasswordField } from '~/features/auth/PasswordField'
import { AccessRefusal } from './AccessRefusal'
import { cleanCode, CodeField } from './CodeField'
import classes from './Door.module.css'
import { useConfirmSignIn } from './secondFactor'

/** A fresh sign-in, good for ten minutes: the password, and a code where a second factor is asked for. */
export function FreshForm() {
  const { t } = useLingui()
  const me = useQuery({ ...meQuery, enabled: false }).data
  const [password, setPassword] = useState('')
  const [typed, setTyped] = useState('')
  const confirm = useConfirmSignIn()
  const coded = me?.admin !== undefined && me.admin.state !== 'off'
  const code = cleanCode(typed)
  const missing = password === '' || (coded && code === '')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!missing) confirm.mutate(coded ? { password, code } : { password })
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className={classes.text}>
        <Trans>
          This act needs a fresh sign-in. It then goes on by itself, and none is asked for in the next ten
          minutes.
        </Trans>
      </p>
      <AccessRefusal error={confirm.error} />
      <input type="email" autoComplete="username" value={me?.email ?? ''} readOnly hidden />
      <PasswordField
        kind="current-password"
        label={t`Your password`}
        value={password}
        data-autofocus
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {coded && <CodeField value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />}
      <Button type="submit" size="md" fullWidth loading={confirm.isPending} disabled={missing}>
        <Trans>Go on</Trans>
      </Button>
    </form>
  )
}
