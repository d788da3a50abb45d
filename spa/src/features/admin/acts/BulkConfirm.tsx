import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import classes from './acts.module.css'
import type { BulkAct } from './bulk'
import { TypedField } from './TypedField'

interface Props {
  act: BulkAct
  /** How many it would be done to. */
  count: number
  busy: boolean
  onBack: () => void
  onDo: () => void
}

/** The last step before it is done. Where something ends, to how many is typed by hand. */
export function BulkConfirm({ act, count, busy, onBack, onDo }: Props) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [flaw, setFlaw] = useState<string>()
  const ends = act.danger === true && count > 0
  const typed = String(count)
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (!ends || text.trim() === typed) return onDo()
    setFlaw(t`Type exactly: ${typed}`)
    event.currentTarget.querySelector('input')?.focus()
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate autoComplete="off">
      {ends && (
        <TypedField
          typed={typed}
          value={text}
          flaw={flaw}
          onChange={(next) => {
            setText(next)
            setFlaw(undefined)
          }}
        />
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
        <Button
          type="submit"
          loading={busy}
          disabled={count === 0}
          {...(ends && { className: classes.danger })}
        >
          {act.label}: {count}
        </Button>
      </div>
    </form>
  )
}
