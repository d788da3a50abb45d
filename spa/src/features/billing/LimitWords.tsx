import { Plural, Trans } from '@lingui/react/macro'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { formatCount } from './price'

/** How much is bought, and for how long: "2,000 pictures in 3 months". */
export function LimitWords({ pictures, months }: { pictures: number; months: number }) {
  useLanguageChange()
  const count = formatCount(pictures)
  return months === 1 ? (
    <Trans>{count} pictures in a month</Trans>
  ) : (
    <Trans>
      {count} pictures in <Plural value={months} one="# month" other="# months" />
    </Trans>
  )
}
