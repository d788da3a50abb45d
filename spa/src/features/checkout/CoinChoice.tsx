import { TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Search } from 'lucide-react'
import { useState } from 'react'
import type { Offer } from '~/api/types'
import { coinAmount, roughly } from '~/features/billing/price'
import card from '~/ui/card.module.css'
import { Choice } from './Choice'
import classes from './CoinChoice.module.css'

interface Props {
  offers: Offer[]
  chosen: Offer | undefined
  onChoose: (coin: string) => void
}

/** From here on a list is searched rather than read. */
const SEARCHED_FROM = 8

/** The coin and its network, which is half of the choice: money sent on another one is lost. */
export function CoinChoice({ offers, chosen, onChoose }: Props) {
  const { t } = useLingui()
  const [wanted, setWanted] = useState('')
  const found = offers.filter((offer) => matches(offer, wanted))
  return (
    <div className={classes.coins}>
      <h3 className={classes.title}>
        <Trans>Coin and network</Trans>
      </h3>
      {offers.length >= SEARCHED_FROM && (
        <TextInput
          type="search"
          aria-label={t`Find a coin or a network`}
          placeholder={t`Find a coin or a network`}
          leftSection={<Search size={16} aria-hidden />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <div role="radiogroup" aria-label={t`Coin and network`} className={classes.list}>
        {found.map((offer) => (
          <Choice
            key={offer.id}
            name="coin"
            title={offer.coin}
            text={offer.network}
            aside={
              offer.estimate !== undefined && t`about ${coinAmount(roughly(offer.estimate), offer.coin)}`
            }
            checked={offer.id === chosen?.id}
            onChoose={() => onChoose(offer.id)}
          />
        ))}
      </div>
      {found.length === 0 && (
        <p className={card.text} role="status">
          <Trans>No coin or network is called “{wanted}” here.</Trans>
        </p>
      )}
    </div>
  )
}

function matches({ id, coin, network }: Offer, wanted: string): boolean {
  const text = `${id} ${coin} ${network}`.toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
