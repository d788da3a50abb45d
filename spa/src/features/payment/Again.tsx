import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Payment } from '~/api/types'
import { usePlace } from '~/features/checkout/usePlace'
import { wordsForError } from '~/features/problems/problemWords'
import { Notice } from '~/ui/Notice'

/** The same order once more, in one press; and the way to choose otherwise. */
export function Again({ payment }: { payment: Payment }) {
  const { i18n } = useLingui()
  const place = usePlace()
  const { plan, processor, coin } = payment
  const order = { plan: plan.id, processor: processor.id, ...(coin?.id !== undefined && { coin: coin.id }) }
  return (
    <>
      {place.error !== null && (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(place.error))}</p>
        </Notice>
      )}
      <Button loading={place.isPending} onClick={() => place.mutate(order)}>
        <Trans>Start a new payment</Trans>
      </Button>
      <Button component={Link} to="/billing/plan" variant="default">
        <Trans>Pay in another way</Trans>
      </Button>
    </>
  )
}
