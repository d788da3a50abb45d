import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { Lines, type Column } from '../file/Lines'
import type { BulkReply } from '../file/types'
import { English } from '../words/English'
import { State } from '../words/State'
import type { StateWords } from '../words/words'
import classes from './acts.module.css'

type Row = BulkReply['rows'][number]

/** Rows that aren't worth the room on a page. */
const ROWS_MAX = 500

/** Where it stands: what would be, or was, done to each row. What was refused comes first. */
export function BulkResult({ reply, act }: { reply: BulkReply; act: string }) {
  const { t } = useLingui()
  const { dry_run, done, unchanged, refused } = reply
  const summary = useRef<HTMLParagraphElement>(null)
  // The button that led here is gone, and its focus with it.
  useEffect(() => summary.current?.focus(), [])
  const rows = [...reply.rows].sort((a, b) => WEIGHT[a.outcome] - WEIGHT[b.outcome]).slice(0, ROWS_MAX)
  const words: Record<Row['outcome'], StateWords> = {
    done: { tone: 'good', word: dry_run ? t`Would be done` : t`Done` },
    unchanged: { tone: 'plain', word: t`Already so` },
    refused: { tone: 'bad', word: t`Refused` },
  }
  const columns: Column<Row>[] = [
    { title: t`Which`, cell: ({ label }) => label },
    { title: t`Outcome`, cell: ({ outcome }) => <State of={words[outcome]} /> },
    { title: t`Why`, wide: true, cell: ({ detail }) => <English>{detail}</English> },
  ]
  const left = reply.rows.length - rows.length
  return (
    <div className={classes.words}>
      <p role="status" ref={summary} tabIndex={-1}>
        {dry_run ? <Trans>{act}: nothing was done yet.</Trans> : <Trans>{act}: done.</Trans>}{' '}
        {dry_run
          ? plural(done, { one: '# would be done', other: '# would be done' })
          : plural(done, { one: '# done', other: '# done' })}
        {', '}
        {plural(unchanged, { one: '# already so', other: '# already so' })}
        {', '}
        {plural(refused, { one: '# refused', other: '# refused' })}.
      </p>
      <div className={classes.rows}>
        <Lines
          label={t`What becomes of each`}
          rows={rows}
          columns={columns}
          idOf={({ id }) => id}
          empty={t`Nothing was chosen.`}
        />
      </div>
      {left > 0 && (
        <p>
          <Trans>and {left} more</Trans>
        </p>
      )}
    </div>
  )
}

const WEIGHT: Record<Row['outcome'], number> = { refused: 0, done: 1, unchanged: 2 }
