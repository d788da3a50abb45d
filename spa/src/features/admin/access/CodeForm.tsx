import { Anchor, Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { AccessRefusal } from './AccessRefusal'
import { cleanCode, CodeField } from './CodeField'
import classes from './Door.module.css'
import { useGiveSecondFactor } from './secondFactor'

/** Asks for the second factor, or for one of the codes that stand in for it. */
export function CodeForm() {
  const [recovery, setRecovery] = useState(false)
  const [typed, setTyped] = useState('')
  const give = useGiveSecondFactor()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const code = cleanCode(typed)
    if (code !== '') give.mutate(recovery ? { recovery_code: code } : { code })
  }
  const turn = () => {
    setRecovery(!recovery)
    setTyped('')
    give.reset()
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <AccessRefusal error={give.error} />
      <CodeField
        key={String(recovery)}
        recovery={recovery}
        value={typed}
        autoFocus
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" size="md" fullWidth loading={give.isPending} disabled={cleanCode(typed) === ''}>
        <Trans>Go on</Trans>
      </Button>
      <Anchor component="button" type="button" fz="sm" underline="always" onClick={turn}>
        {recovery ? (
          <Trans>Give a code of the device</Trans>
        ) : (
          <Trans>The device is lost: use a recovery code</Trans>
        )}
      </Anchor>
    </form>
  )
}
