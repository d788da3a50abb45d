import { plural, t } from '@lingui/core/macro'
import { isOpen, type Generation } from '~/api/types'
import classes from './BatchSummary.module.css'
import { useLanguageChange } from '~/i18n/useLanguageChange'

/** "3 of 4 ready · 1 not counted", once a batch has an end worth telling. */
export function BatchSummary({ slots }: { slots: Generation[] }) {
  useLanguageChange()
  const ready = slots.filter(({ state }) => state === 'succeeded').length
  const open = slots.filter(isOpen).length
  const uncounted = slots.length - ready - open
  if (slots.length < 2 || (uncounted === 0 && open === 0)) return null
  const total = slots.length
  const words = [t`${ready} of ${total} ready`]
  if (uncounted > 0) words.push(plural(uncounted, { one: '# not counted', other: '# not counted' }))
  return <p className={classes.summary}>{words.join(' · ')}</p>
}
