import { useLingui } from '@lingui/react/macro'
import { Lines, type Column } from '../file/Lines'
import { Moment } from '../file/Moment'
import type { MailLine } from '../file/types'
import { State } from '../words/State'
import { mailStateWords } from '../words/words'

/** Mails to a customer: what they were about and whether they went out, never their text. */
export function MailLog({ mails }: { mails: readonly MailLine[] }) {
  const { t } = useLingui()
  const columns: Column<MailLine>[] = [
    { title: t`Subject`, wide: true, cell: ({ subject }) => subject },
    { title: t`State`, cell: ({ state }) => <State of={mailStateWords(state)} /> },
    { title: t`Written`, cell: ({ created_at }) => <Moment at={created_at} /> },
    { title: t`Ended`, cell: ({ ended_at }) => (ended_at === undefined ? '–' : <Moment at={ended_at} />) },
    { title: t`What was said`, wide: true, cell: ({ detail }) => detail ?? '–' },
  ]
  return (
    <Lines
      label={t`Mails`}
      rows={mails}
      columns={columns}
      idOf={({ id }) => id}
      empty={t`No mail was written to this customer yet.`}
    />
  )
}
