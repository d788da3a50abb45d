import { useLingui } from '@lingui/react/macro'
import { Card } from '../file/Card'
import { Timeline, type Happening } from '../file/Timeline'
import type { AdminAttempt, GenerationFile, GenerationStep } from '../file/types'
import { formatMs } from '../words/numbers'
import { attemptWords } from '../words/words'
import { Attempt } from './Attempt'
import { stepWords } from './stepWords'

/** Every step with its time, and every attempt with all that is known of it. */
export function Steps({ file }: { file: GenerationFile }) {
  const { t } = useLingui()
  const events = file.steps.map((step, nth): Happening => {
    const before = file.steps[nth - 1]
    const attempt = step.kind === 'attempt' ? file.attempts.find(({ n }) => n === step.n) : undefined
    const tone = toneOf(step, attempt)
    return {
      id: `${nth}-${step.kind}`,
      at: step.at,
      what: step.n === undefined ? stepWords(step.kind) : `${stepWords(step.kind)} ${step.n}`,
      ...(before !== undefined && { after: `+${formatMs(Date.parse(step.at) - Date.parse(before.at))}` }),
      ...(tone !== undefined && { tone }),
      ...((attempt !== undefined || step.detail !== undefined) && {
        children: attempt === undefined ? step.detail : <Attempt attempt={attempt} />,
      }),
    }
  })
  return (
    <Card title={t`What happened`}>
      <Timeline label={t`What happened`} events={events} />
    </Card>
  )
}

function toneOf({ kind }: GenerationStep, attempt: AdminAttempt | undefined) {
  if (attempt !== undefined) return attemptWords(attempt).tone
  if (kind === 'stored' || kind === 'settled') return 'good'
  if (kind === 'failed') return 'bad'
  return kind === 'cancelled' || kind === 'waiting' ? 'warn' : undefined
}
