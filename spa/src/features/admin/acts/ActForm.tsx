import { Button } from '@mantine/core'
import type { ReactNode, SyntheticEvent } from 'react'
import { useAdminAct } from '../access'
import { ActFields } from './ActFields'
import classes from './acts.module.css'
import type { Field, Values } from './fields'
import { fieldRefusals } from './refusal'
import { RefusalNotice } from './RefusalNotice'
import { useActForm } from './useActForm'

interface Props<R> {
  fields: readonly Field[]
  submit: ReactNode
  run: (values: Values) => Promise<R>
  /** The page is left by it, so that no secret stays in a field. */
  onDone: (result: R) => void
}

/** A form that is a page of its own: it adds something, so no reason is asked for. */
export function ActForm<R>({ fields, submit, run, onDone }: Props<R>) {
  const form = useActForm({ fields, reason: false })
  const deed = useAdminAct<Values, R>(run, { onSuccess: onDone })
  const send = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = form.take(event.currentTarget)
    if (values !== null) deed.mutate(values)
  }
  return (
    <form className={classes.form} onSubmit={send} noValidate autoComplete="off">
      <ActFields
        fields={fields}
        reason={false}
        values={form.values}
        flaws={{ ...fieldRefusals(deed.error), ...form.flaws }}
        onChange={form.change}
      />
      <RefusalNotice error={deed.error} />
      <div>
        <Button type="submit" loading={deed.isPending}>
          {submit}
        </Button>
      </div>
    </form>
  )
}
