import { useLingui } from '@lingui/react/macro'
import card from '~/ui/card.module.css'
import { Card } from '../file/Card'
import type { KeyFile } from '../file/types'

/** In the server's own words, which name hours and causes: they are English in every language. */
export function KeyWhyCard({ why: { headline, lines, todo } }: { why: KeyFile['why'] }) {
  const { t } = useLingui()
  return (
    <Card title={t`Why it is where it is`}>
      <div className={card.words} lang="en">
        <p>
          <strong>{headline}</strong>
        </p>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {todo !== undefined && (
          <p>
            <strong>{todo}</strong>
          </p>
        )}
      </div>
    </Card>
  )
}
