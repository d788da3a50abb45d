import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { Notice } from '~/ui/Notice'
import { Card } from '../file/Card'
import { Lines, type Column } from '../file/Lines'
import type { ImportReply } from '../file/types'
import { English } from '../words/English'
import { formatCount } from '../words/numbers'
import { State } from '../words/State'
import type { StateWords } from '../words/words'

type Line = ImportReply['lines'][number]

/** First the sum, then the lines that somebody has to look at; the good ones are folded away. */
export function ImportResult({ reply }: { reply: ImportReply }) {
  const { t } = useLingui()
  const box = useRef<HTMLDivElement>(null)
  const [unfolded, setUnfolded] = useState(false)
  useEffect(() => box.current?.focus(), [])
  const { dry_run, added, duplicates, refused, lines } = reply
  const bad = lines.filter(({ outcome }) => outcome !== 'added')
  const good = lines.filter(({ outcome }) => outcome === 'added')
  return (
    <div ref={box} tabIndex={-1}>
      <Card title={dry_run ? t`What would be imported` : t`What was imported`}>
        <Notice tone={refused > 0 ? 'warn' : 'good'} role="status">
          <p>
            <strong>
              {dry_run
                ? plural(added, { one: '# key would be added', other: '# keys would be added' })
                : plural(added, { one: '# key was added', other: '# keys were added' })}
            </strong>
            {', '}
            {plural(duplicates, { one: '# is there already', other: '# are there already' })}
            {', '}
            {plural(refused, { one: '# line is refused', other: '# lines are refused' })}.
          </p>
          {dry_run && (
            <p>
              <Trans>Nothing was stored yet.</Trans>
            </p>
          )}
          {refused > 0 && (
            <p>
              <Trans>
                Refused lines hinder no other. Mend them and import them again: what is there is left alone.
              </Trans>
            </p>
          )}
        </Notice>
        {bad.length > 0 && <LinesTable label={t`Lines to look at`} lines={bad} dryRun={dry_run} />}
        {good.length > 0 && (
          // Hundreds of lines are drawn only for who wants to see them.
          <details onToggle={(event) => setUnfolded(event.currentTarget.open)}>
            <summary>
              <Trans>The good lines ({formatCount(good.length)})</Trans>
            </summary>
            {unfolded && <LinesTable label={t`The good lines`} lines={good} dryRun={dry_run} />}
          </details>
        )}
      </Card>
    </div>
  )
}

function LinesTable({ label, lines, dryRun }: { label: string; lines: readonly Line[]; dryRun: boolean }) {
  const { t } = useLingui()
  const words: Record<Line['outcome'], StateWords> = {
    added: { tone: 'good', word: dryRun ? t`Would be added` : t`Added` },
    duplicate: { tone: 'plain', word: t`There already` },
    refused: { tone: 'bad', word: t`Refused` },
  }
  const columns: Column<Line>[] = [
    { title: t`Line`, cell: ({ line }) => line },
    { title: t`Outcome`, cell: ({ outcome }) => <State of={words[outcome]} /> },
    { title: t`Name`, cell: (line) => line.label ?? '–' },
    { title: t`Why`, wide: true, cell: ({ detail }) => <English>{detail}</English> },
  ]
  return <Lines label={label} rows={lines} columns={columns} idOf={({ line }) => String(line)} empty="" />
}
