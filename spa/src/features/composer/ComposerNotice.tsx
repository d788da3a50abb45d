import { useNetwork } from '@mantine/hooks'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { UnreachableError } from '~/api/problem'
import { quotaQuery, subscriptionQuery } from '~/api/queries'
import { wordsForError } from '~/features/problems/problemWords'
import { quotaSentence, quotaWords } from '~/features/quota/quotaWords'
import { formatDay } from '~/lib/format'
import { useComposer } from './ComposerContext'
import classes from './ComposerNotice.module.css'
import type { Block } from './rules'
import type { PlanBlock } from './usePlanBlock'
import { useLanguageChange } from '~/i18n/useLanguageChange'

/** From here down the quota is worth a word where pictures are asked for. */
const LOW_BUCKET = 20

interface Props {
  plan: PlanBlock | null
  block: Block | null
  error: Error | null
}

/** At most one sentence above the composer: the one that matters most. */
export function ComposerNotice({ plan, block, error }: Props) {
  const { i18n } = useLingui()
  const { online } = useNetwork()
  const quota = useQuery(quotaQuery).data
  const subscription = useQuery(subscriptionQuery).data
  // Why there was no answer is better known here than by the error.
  if (!online && (error === null || error instanceof UnreachableError))
    return (
      <Line>
        <Trans>You are offline. What you write is kept, and sent when you press Generate again.</Trans>
      </Line>
    )
  if (error !== null) return <Line alarm>{i18n._(wordsForError(error))}</Line>
  if (block?.why === 'too_many_inputs')
    return (
      <Line alarm>
        {block.max === 0 ? (
          <Trans>This model makes pictures from words alone. Remove what is attached.</Trans>
        ) : (
          <Plural
            value={block.max}
            one="This model takes at most # picture. Remove some."
            other="This model takes at most # pictures. Remove some."
          />
        )}
      </Line>
    )
  if (block?.why === 'picture_missing')
    return (
      <Line>
        <Trans>These words change a picture: attach one first.</Trans> <WordsAlone />
      </Line>
    )
  if (plan !== null)
    return (
      <Line
        act={subscription?.payment === undefined ? <PlanAct plan={plan} /> : <Trans>See your payment</Trans>}
      >
        <PlanWords plan={plan} />
      </Line>
    )
  if (subscription?.state === 'grace')
    return (
      <Line act={<Trans>Renew</Trans>}>
        <GraceWords until={subscription.grace_until} />
      </Line>
    )
  if (quota !== undefined && subscription !== undefined && quota.bucket <= LOW_BUCKET)
    return <Line>{quotaSentence(quotaWords(quota, subscription))}</Line>
  return null
}

/** The way on for who has no picture. */
function WordsAlone() {
  const { store } = useComposer()
  return (
    <button type="button" className={classes.act} onClick={() => store.needsNoPicture()}>
      <Trans>Make one from the words alone</Trans>
    </button>
  )
}

function PlanWords({ plan }: { plan: PlanBlock }) {
  useLanguageChange()
  if (plan.why === 'none') return <Trans>You have no plan yet, so no pictures can be made.</Trans>
  if (plan.why === 'ended') {
    if (plan.at === null) return <Trans>Your plan has ended. Your pictures stay here.</Trans>
    const day = formatDay(plan.at)
    return <Trans>Your plan ended on {day}. Your pictures stay here.</Trans>
  }
  if (plan.until === null) return <Trans>Your pictures for this month are used up.</Trans>
  const day = formatDay(plan.until)
  return <Trans>Your pictures for this month are used up. New ones come on {day}.</Trans>
}

function GraceWords({ until }: { until: string | undefined }) {
  useLanguageChange()
  if (until === undefined) return <Trans>Your month has ended. What is left of it can still be used.</Trans>
  const day = formatDay(until)
  return <Trans>Your month has ended. What is left of it can be used until {day}.</Trans>
}

/** What Billing has to offer against it. */
function PlanAct({ plan }: { plan: PlanBlock }) {
  if (plan.why === 'none') return <Trans>Choose a plan</Trans>
  if (plan.why === 'ended') return <Trans>Renew</Trans>
  return plan.nextIsPaid ? <Trans>Start the next month now</Trans> : <Trans>Pay for another month</Trans>
}

interface LineProps {
  alarm?: boolean
  /** The words that lead to Billing. */
  act?: ReactNode
  children: ReactNode
}

function Line({ alarm = false, act, children }: LineProps) {
  const Icon = alarm ? CircleAlert : Info
  return (
    <p className={classes.line} role={alarm ? 'alert' : 'status'} data-alarm={alarm}>
      <Icon size={16} aria-hidden />
      <span>
        <span>{children}</span>{' '}
        {act !== undefined && (
          <Link to="/billing" className={classes.act}>
            {act}
          </Link>
        )}
      </span>
    </p>
  )
}
