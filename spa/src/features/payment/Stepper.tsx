import { Trans, useLingui } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Payment } from '~/api/types'
import classes from './Stepper.module.css'
import { stageOf, type Stage } from './stage'

/** Which step is under way, counted from 0; past the last one all are done. */
const BY_ITSELF: Partial<Record<Stage, number>> = {
  waiting: 0,
  partial: 0,
  seen: 1,
  confirming: 2,
  active: 4,
}
const BY_HAND: Partial<Record<Stage, number>> = { by_hand: 0, active: 3 }

/** The way of a payment that goes as it should; where it doesn't, there is no way to show. */
export function Stepper({ payment }: { payment: Payment }) {
  const { t } = useLingui()
  const at = (payment.by_hand ? BY_HAND : BY_ITSELF)[stageOf(payment)]
  if (at === undefined) return null
  const steps: ReactNode[] = payment.by_hand
    ? [<Trans key="w">Waiting</Trans>, <Trans key="c">Checked</Trans>, <Trans key="a">Active</Trans>]
    : [
        <Trans key="w">Waiting</Trans>,
        <Trans key="s">Seen</Trans>,
        <Trans key="c">Confirming</Trans>,
        <Trans key="a">Active</Trans>,
      ]
  return (
    <ol className={classes.steps} aria-label={t`Steps of the payment`}>
      {steps.map((words, index) => (
        <li
          key={index}
          className={classes.step}
          data-state={index < at ? 'done' : index === at ? 'now' : 'later'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={classes.dot} aria-hidden>
            {index < at ? <Check size={12} strokeWidth={3} /> : index + 1}
          </span>
          <span className={classes.word}>
            {words}
            {index < at && (
              <span className="visually-hidden">
                {' '}
                <Trans>(done)</Trans>
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}
