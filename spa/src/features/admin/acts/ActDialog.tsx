import { Button, Modal } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SyntheticEvent } from 'react'
import '~/theme/dialogs.css'
import { accessPending, useAdminAct } from '../access'
import type { Act } from './act'
import { ActFields } from './ActFields'
import classes from './acts.module.css'
import type { Values } from './fields'
import { fieldRefusals } from './refusal'
import { RefusalNotice } from './RefusalNotice'
import { useActForm } from './useActForm'

interface Props<R> {
  act: Act<R>
  onDone: (result: R) => void
  onClose: () => void
}

/** Says what the act does, asks why, does it, and says in words why it wasn't done. */
export function ActDialog<R>({ act, onDone, onClose }: Props<R>) {
  const { t } = useLingui()
  // What it was asked for stays, also while the page beneath it changes.
  const [{ title, words, confirm, danger, typed, reason, fields, run }] = useState(act)
  const deed = useAdminAct<Values, R>(run, {
    onSuccess: (result) => {
      onDone(result)
      onClose()
    },
  })
  const asksWhy = reason !== false
  const form = useActForm({ fields, typed, reason: asksWhy })
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = form.take(event.currentTarget)
    if (values !== null) deed.mutate(values)
  }
  return (
    <Modal
      opened
      // Escape in the dialog that asks for the password is meant for that one.
      onClose={() => !accessPending() && onClose()}
      title={title}
      classNames={{ title: classes.title }}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <form className={classes.form} onSubmit={submit} noValidate autoComplete="off">
        {words !== undefined && <div className={classes.words}>{words}</div>}
        <ActFields
          fields={fields}
          typed={typed}
          reason={asksWhy}
          values={form.values}
          flaws={{ ...fieldRefusals(deed.error), ...form.flaws }}
          onChange={form.change}
        />
        <RefusalNotice error={deed.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="submit"
            {...(danger === true && { className: classes.danger })}
            loading={deed.isPending}
          >
            {confirm}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
