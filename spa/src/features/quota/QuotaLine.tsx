import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { quotaQuery, subscriptionQuery } from '~/api/queries'
import { QuotaRing } from './QuotaRing'
import classes from './QuotaLine.module.css'
import { quotaSentence, quotaWords } from './quotaWords'

interface Props {
  compact?: boolean
  onNavigate?: () => void
}

/** The ring and its words, which lead to the plan; nothing at all where the server can't tell. */
export function QuotaLine({ compact = false, onNavigate }: Props) {
  const { t } = useLingui()
  const quota = useQuery(quotaQuery).data
  const subscription = useQuery(subscriptionQuery).data
  if (quota === undefined || subscription === undefined) return null
  const words = quotaWords(quota, subscription)
  return (
    <Link
      to="/billing"
      className={classes.line}
      title={compact ? quotaSentence(words) : undefined}
      onClick={onNavigate}
    >
      <QuotaRing bucket={quota.bucket} size={compact ? 24 : 20} />
      <span className={compact ? 'visually-hidden' : classes.words}>
        <span className="visually-hidden">{t`Pictures left:`} </span>
        <span>{words.left}</span> {words.resets !== null && <span>{words.resets}</span>}
      </span>
    </Link>
  )
}
