import { Button, Skeleton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { processorsQuery } from '~/api/billingQueries'
import type { Offer, Plan, Processor } from '~/api/types'
import { formatPrice } from '~/features/billing/price'
import { wordsForError } from '~/features/problems/problemWords'
import card from '~/ui/card.module.css'
import { Notice } from '~/ui/Notice'
import type { Chosen } from './chosen'
import { CoinChoice } from './CoinChoice'
import classes from './HowToPay.module.css'
import { canPay, ProcessorChoice } from './ProcessorChoice'
import { usePlace } from './usePlace'

interface Props {
  plan: Plan
  search: Chosen
  onChoose: (choice: Pick<Chosen, 'processor' | 'coin'>) => void
}

/** Who takes the money, in which coin, and the button that begins it. */
export function HowToPay({ plan, search, onChoose }: Props) {
  const { t, i18n } = useLingui()
  const query = useQuery(processorsQuery(plan.id))
  if (query.isPending) return <Skeleton height={220} radius="md" />
  if (query.isLoadingError)
    return (
      <Notice tone="bad" role="alert">
        <p>{i18n._(wordsForError(query.error))}</p>
        <Button variant="default" onClick={() => void query.refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </Notice>
    )
  const { processors } = query.data
  const payable = processors.filter(canPay)
  const processor = payable.find(({ id }) => id === search.processor) ?? onlyOne(payable)
  const offers = processor?.coin_needed === true ? processor.offers : []
  const offer = offers.find(({ id }) => id === search.coin) ?? onlyOne(offers)
  if (processors.length === 0)
    return (
      <Notice tone="warn">
        <p>
          <Trans>There is no way to pay at the moment. Please come back later.</Trans>
        </p>
      </Notice>
    )
  return (
    <section className={classes.how} aria-label={t`How to pay`}>
      <h2 className={card.title}>
        <Trans>How would you like to pay?</Trans>
      </h2>
      {(processors.length > 1 || payable.length === 0) && (
        <ProcessorChoice
          processors={processors}
          chosen={processor}
          onChoose={(id) => onChoose({ processor: id })}
          onAskAgain={() => void query.refetch()}
          asking={query.isFetching}
        />
      )}
      {processor !== undefined && offers.length > 0 && (
        <CoinChoice
          key={processor.id}
          offers={offers}
          chosen={offer}
          onChoose={(coin) => onChoose({ processor: processor.id, coin })}
        />
      )}
      {payable.length > 0 && <Confirm plan={plan} processor={processor} offer={offer} />}
    </section>
  )
}

interface ConfirmProps {
  plan: Plan
  processor: Processor | undefined
  offer: Offer | undefined
}

/** Says the whole order in one sentence, the network too, and places it. */
function Confirm({ plan, processor, offer }: ConfirmProps) {
  const { i18n } = useLingui()
  const place = usePlace()
  const complete = processor !== undefined && (!processor.coin_needed || offer !== undefined)
  const submit = () => {
    if (!complete) return
    place.mutate({
      plan: plan.id,
      processor: processor.id,
      ...(offer !== undefined && { coin: offer.id }),
    })
  }
  return (
    <div className={classes.confirm}>
      {place.error !== null && (
        <Notice tone="bad" role="alert">
          <p>{i18n._(wordsForError(place.error))}</p>
        </Notice>
      )}
      <p className={classes.sentence}>
        <Sentence plan={plan} processor={processor} offer={offer} />
      </p>
      <Button size="md" disabled={!complete} loading={place.isPending} onClick={submit}>
        <Trans>Continue to payment</Trans>
      </Button>
    </div>
  )
}

function Sentence({ plan, processor, offer }: ConfirmProps) {
  const price = formatPrice(plan.price)
  if (processor === undefined) return <Trans>Choose a way to pay.</Trans>
  if (!processor.coin_needed)
    return (
      <Trans>
        You pay {price} through {processor.label}.
      </Trans>
    )
  if (offer === undefined) return <Trans>Choose a coin and its network.</Trans>
  return (
    <Trans>
      You pay {price} in <strong>{offer.coin}</strong> on <strong>{offer.network}</strong>.
    </Trans>
  )
}

function onlyOne<T>(all: T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined
}
