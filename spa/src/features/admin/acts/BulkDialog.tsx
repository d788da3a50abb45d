import { Button, Modal, NativeSelect } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SyntheticEvent } from 'react'
import '~/theme/dialogs.css'
import { accessPending, useAdminAct } from '../access'
import type { BulkReply } from '../file/types'
import { ActFields } from './ActFields'
import classes from './acts.module.css'
import type { Bulk, BulkAct } from './bulk'
import { BulkConfirm } from './BulkConfirm'
import { BulkResult } from './BulkResult'
import type { Values } from './fields'
import { fieldRefusals } from './refusal'
import { RefusalNotice } from './RefusalNotice'
import { useActForm } from './useActForm'

interface Props {
  bulk: Bulk
  /** Something may have changed. */
  onDone: () => void
  onClose: () => void
}

interface Ask {
  act: BulkAct
  values: Values
}

/** First what would be done, then it is done; each time with what became of every row. */
export function BulkDialog({ bulk, onDone, onClose }: Props) {
  const { t } = useLingui()
  // The rows of a dialog stay those that were chosen.
  const [{ title, acts, run }] = useState(bulk)
  const [ask, setAsk] = useState<Ask | null>(null)
  const tried = useAdminAct<Ask, BulkReply>(({ act, values }) => run(act.id, values, true))
  const deed = useAdminAct<Ask, BulkReply>(({ act, values }) => run(act.id, values, false))
  const close = () => {
    if (deed.isSuccess) onDone()
    onClose()
  }
  const back = () => {
    setAsk(null)
    tried.reset()
    deed.reset()
  }
  return (
    <Modal
      opened
      // Escape in the dialog that asks for the password is meant for that one.
      onClose={() => !accessPending() && close()}
      title={title}
      size="lg"
      classNames={{ title: classes.title }}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <div hidden={tried.isSuccess}>
        <Asking
          acts={acts}
          error={tried.error}
          busy={tried.isPending}
          onAsk={(next) => {
            setAsk(next)
            tried.mutate(next)
          }}
          onCancel={close}
        />
      </div>
      {ask !== null && tried.data !== undefined && (
        <div className={classes.form}>
          <BulkResult
            key={deed.isSuccess ? 'done' : 'tried'}
            reply={deed.data ?? tried.data}
            act={ask.act.label}
          />
          <RefusalNotice error={deed.error} />
          {deed.isSuccess ? (
            <div className={classes.buttons}>
              <Button onClick={close}>
                <Trans>Done</Trans>
              </Button>
            </div>
          ) : (
            <BulkConfirm
              act={ask.act}
              count={tried.data.done}
              busy={deed.isPending}
              onBack={back}
              onDo={() => deed.mutate(ask)}
            />
          )}
        </div>
      )}
    </Modal>
  )
}

interface AskingProps {
  acts: readonly BulkAct[]
  error: Error | null
  busy: boolean
  onAsk: (ask: Ask) => void
  onCancel: () => void
}

function Asking({ acts, error, busy, onAsk, onCancel }: AskingProps) {
  const { t } = useLingui()
  const [chosen, setChosen] = useState(acts[0])
  const fields = acts.flatMap((act) =>
    (act.fields ?? []).map((field) => ({ ...field, when: () => act.id === chosen?.id })),
  )
  const form = useActForm({ fields })
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = form.take(event.currentTarget)
    if (values !== null && chosen !== undefined) onAsk({ act: chosen, values })
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <NativeSelect
        label={t`What to do`}
        data-autofocus
        value={chosen?.id ?? ''}
        data={acts.map(({ id, label }) => ({ value: id, label }))}
        onChange={(event) => setChosen(acts.find(({ id }) => id === event.currentTarget.value))}
      />
      {chosen?.words !== undefined && <div className={classes.words}>{chosen.words}</div>}
      <ActFields
        fields={fields}
        values={form.values}
        flaws={{ ...fieldRefusals(error), ...form.flaws }}
        onChange={form.change}
      />
      <RefusalNotice error={error} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={busy}>
          <Trans>See what would be done</Trans>
        </Button>
      </div>
    </form>
  )
}
