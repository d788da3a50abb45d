import { Button, Textarea, TextInput } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState, type SubmitEvent } from 'react'
import { Notice } from '~/ui/Notice'
import { REASON_CHARS_MAX } from '../acts/fields'
import { RefusalNotice } from '../acts/RefusalNotice'
import { Card } from '../file/Card'
import { Moment } from '../file/Moment'
import { useExtendAll, type ExtendAllReply } from './switches'
import classes from './SwitchesPage.module.css'

const HOURS_MAX = 8_760

/** Gives back the time that customers lost: first told what it would do, then done. */
export function ExtendAllCard() {
  const { t } = useLingui()
  const [hours, setHours] = useState('')
  const [reason, setReason] = useState('')
  const extend = useExtendAll()
  const body = { hours: Number(hours), reason: reason.trim() }
  const good = /^\d+$/.test(hours) && body.hours >= 1 && body.hours <= HOURS_MAX && body.reason !== ''
  const tried = extend.data?.dry_run === true ? extend.data : null
  const done = extend.data?.dry_run === false ? extend.data : null
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (good) extend.mutate({ ...body, dry_run: tried === null })
  }
  /** What was told was told of other hours. */
  const change = (set: (text: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value)
    extend.reset()
  }
  return (
    <Card title={t`Extend all running months`}>
      <form className={classes.form} onSubmit={submit} noValidate>
        <p className={classes.note}>
          <Trans>Every month that runs now ends later, and what is queued behind it moves along.</Trans>
        </p>
        <TextInput
          label={t`Hours`}
          inputMode="numeric"
          maw={160}
          value={hours}
          error={hours !== '' && !/^\d+$/.test(hours) && t`A whole number from 1 to ${HOURS_MAX}.`}
          onChange={change(setHours)}
        />
        <Textarea
          label={t`Reason`}
          description={t`Goes on record with the act.`}
          rows={2}
          maxLength={REASON_CHARS_MAX}
          value={reason}
          required
          onChange={change(setReason)}
        />
        <RefusalNotice error={extend.error} />
        {tried !== null && (
          <Notice role="status">
            <p>
              <Trans>Nothing is done yet. This would be extended:</Trans> <Months reply={tried} />
            </p>
          </Notice>
        )}
        {done !== null && (
          <Notice tone="good" role="status">
            <p>
              <Trans>Extended:</Trans> <Months reply={done} />
            </p>
          </Notice>
        )}
        <div className={classes.acts}>
          {tried !== null && (
            <Button variant="default" onClick={extend.reset}>
              <Trans>Cancel</Trans>
            </Button>
          )}
          <Button
            type="submit"
            variant={tried === null ? 'default' : 'filled'}
            disabled={!good || done !== null || tried?.cycles === 0}
            loading={extend.isPending}
          >
            {tried === null ? <Trans>See what it would do</Trans> : <Trans>Extend them now</Trans>}
          </Button>
        </div>
      </form>
    </Card>
  )
}

function Months({ reply }: { reply: ExtendAllReply }) {
  return (
    <>
      <Plural value={reply.cycles} one="# month" other="# months" />,{' '}
      <Plural value={reply.customers} one="# customer" other="# customers" />.
      {reply.first_new_end !== undefined && reply.last_new_end !== undefined && (
        <>
          {' '}
          <Trans>They end from</Trans> <Moment at={reply.first_new_end} exact /> <Trans>to</Trans>{' '}
          <Moment at={reply.last_new_end} exact />.
        </>
      )}
    </>
  )
}
