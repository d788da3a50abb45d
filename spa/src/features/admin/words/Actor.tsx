import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { actorWords } from './words'
import classes from './words.module.css'

const OF_USER = 'user:'

interface Props {
  /** `system`, `operator`, or `user:` and an id. */
  actor: string
  /** Whose thing it is, where that may be the one who did it. */
  customer?: string
}

/** Who did it. */
export function Actor({ actor, customer }: Props) {
  useLanguageChange()
  if (!actor.startsWith(OF_USER)) return actorWords(actor)
  const id = actor.slice(OF_USER.length)
  if (id === customer) return <Trans>the customer</Trans>
  return (
    <Link to="/admin/users/$id" params={{ id }} className={classes.link}>
      <Trans>an admin</Trans>
    </Link>
  )
}
