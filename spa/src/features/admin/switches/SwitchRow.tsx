import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { StateWord } from '~/ui/Notice'
import { Moment } from '../file/Moment'
import { actorWords } from '../words/words'
import { isUsual, type SwitchState } from './switches'
import classes from './SwitchesPage.module.css'
import { switchName, valueWords, whatItDoes } from './switchWords'

interface Props {
  state: SwitchState
  onTurn: () => void
}

export function SwitchRow({ state, onTurn }: Props) {
  const { t } = useLingui()
  const { name, value, text, until, reason, actor, changed_at } = state
  const usual = isUsual(state)
  const label = switchName(state)
  return (
    <li className={classes.switch}>
      <div className={classes.what}>
        <h2 className={classes.label}>{label}</h2>
        <p className={classes.note}>{whatItDoes(name)}</p>
        {!usual && text !== undefined && <p>{t`Customers read: “${text}”`}</p>}
        {!usual && until !== undefined && (
          <p>
            <Trans>Expected until</Trans> <Moment at={until} exact />
          </p>
        )}
        {changed_at !== undefined && (
          <p className={classes.note}>
            <Moment at={changed_at} />
            {actor !== undefined && <> · {actorWords(actor)}</>}
            {reason !== undefined && <> · {reason}</>}
          </p>
        )}
      </div>
      <StateWord tone={usual ? 'good' : 'warn'}>{valueWords(value)}</StateWord>
      <Button variant="default" size="xs" fz="sm" aria-label={t`Change: ${label}`} onClick={onTurn}>
        <Trans>Change</Trans>
      </Button>
    </li>
  )
}
