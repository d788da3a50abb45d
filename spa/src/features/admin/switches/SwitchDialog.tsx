import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import '~/theme/dialogs.css'
import { accessPending } from '../access'
import forms from '../acts/acts.module.css'
import { REASON_CHARS_MAX } from '../acts/fields'
import { RefusalNotice } from '../acts/RefusalNotice'
import { fromLocal, toLocal } from '../list/moments'
import { isTold, isUsual, useSetSwitch, type SwitchState } from './switches'
import { switchName, valueWords, whatItDoes } from './switchWords'

const TEXT_CHARS_MAX = 300

interface Props {
  state: SwitchState
  onDone: (value: string) => void
  onClose: () => void
}

/** Where it shall stand, what customers are told meanwhile, and why. */
export function SwitchDialog({ state, onDone, onClose }: Props) {
  const { t } = useLingui()
  const { name, values } = state
  const [value, setValue] = useState(() => values.find((one) => one !== state.value) ?? state.value)
  const [text, setText] = useState(state.text ?? '')
  const [until, setUntil] = useState(state.until ?? '')
  const [reason, setReason] = useState('')
  const [flaw, setFlaw] = useState(false)
  const set = useSetSwitch(() => onDone(value))
  const told = isTold(state) && !isUsual({ value, values })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setFlaw(reason.trim() === '')
    if (reason.trim() === '') return
    set.mutate({
      name,
      value,
      reason: reason.trim(),
      ...(told && text.trim() !== '' && { text: text.trim() }),
      ...(told && until !== '' && { until }),
    })
  }
  return (
    <Modal
      opened
      onClose={() => !accessPending() && onClose()}
      title={switchName(state)}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <form className={forms.form} onSubmit={submit} noValidate>
        <p className={forms.words}>{whatItDoes(name)}</p>
        <NativeSelect
          label={t`Shall be`}
          value={value}
          data={values.map((one) => ({ value: one, label: valueWords(one) }))}
          data-autofocus
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        {told && (
          <>
            <Textarea
              label={t`What customers read`}
              description={t`Without it they read that it is paused for maintenance.`}
              rows={2}
              maxLength={TEXT_CHARS_MAX}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <TextInput
              type="datetime-local"
              label={t`Expected end`}
              description={t`In your time; customers read it in theirs. Nothing happens by itself then.`}
              value={toLocal(until)}
              onChange={(event) => setUntil(fromLocal(event.currentTarget.value))}
            />
          </>
        )}
        <Textarea
          label={t`Reason`}
          description={t`Goes on record with the act.`}
          required
          rows={2}
          maxLength={REASON_CHARS_MAX}
          value={reason}
          error={flaw && t`Say why: the reason goes on record.`}
          onChange={(event) => {
            setReason(event.currentTarget.value)
            setFlaw(false)
          }}
        />
        <RefusalNotice error={set.error} />
        <div className={forms.buttons}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={set.isPending} disabled={value === state.value && !told}>
            <Trans>Change it</Trans>
          </Button>
        </div>
      </form>
    </Modal>
  )
}
