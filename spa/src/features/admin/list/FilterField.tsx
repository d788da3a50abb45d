import { NativeSelect, UnstyledButton } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import classes from './Filters.module.css'
import { fromLocal, toLocal } from './moments'
import { SettledInput } from './SettledInput'
import type { Filter } from './spec'
import { isGoodFor } from './state'

/** No moment of ours is older. */
const EARLIEST = '2000'

interface Props {
  filter: Filter
  value: string
  /** `typing`: more is to come. */
  onChange: (value: string, typing: boolean) => void
}

/** One field of the filters, of whatever kind. */
export function FilterField({ filter, value, onChange }: Props) {
  const { t, i18n } = useLingui()
  const label = i18n._(filter.label)
  switch (filter.kind) {
    case 'choice':
      return (
        <NativeSelect
          label={label}
          value={value}
          data={[
            { value: '', label: t`Any` },
            ...filter.options.map((one) => ({ value: one.value, label: i18n._(one.label) })),
          ]}
          onChange={(event) => onChange(event.currentTarget.value, false)}
        />
      )
    case 'several':
      return <Several filter={filter} value={value} onChange={onChange} />
    case 'moment':
      return (
        <SettledInput
          type="datetime-local"
          label={label}
          settled={toLocal(value)}
          // Whoever types a year comes through the first millennium: not worth a word, nor a question.
          flaw={(typed) => (typed < EARLIEST ? '' : null)}
          onSettle={(text) => onChange(fromLocal(text), true)}
        />
      )
    case 'id':
      return (
        <SettledInput
          label={label}
          settled={value}
          flaw={(typed) => (isGoodFor(filter, typed) ? null : t`This is not a whole id.`)}
          onSettle={(text) => onChange(text, true)}
        />
      )
    case 'whole':
      return (
        <SettledInput
          label={`${label}, ${i18n._(filter.unit)}`}
          inputMode="numeric"
          settled={value}
          flaw={(typed) => (isGoodFor(filter, typed) ? null : t`A whole number.`)}
          onSettle={(text) => onChange(text, true)}
        />
      )
    case 'words':
      return (
        <SettledInput
          label={label}
          settled={value}
          {...(filter.hint !== undefined && { placeholder: i18n._(filter.hint) })}
          onSettle={(text) => onChange(text, true)}
        />
      )
  }
}

interface SeveralProps extends Omit<Props, 'filter'> {
  filter: Extract<Filter, { kind: 'several' }>
}

function Several({ filter, value, onChange }: SeveralProps) {
  const { i18n } = useLingui()
  const id = useId()
  const on = value === '' ? [] : value.split(',')
  const press = (word: string) => {
    const next = filter.options.map((one) => one.value).filter((one) => on.includes(one) !== (one === word))
    onChange(next.join(','), false)
  }
  return (
    <div className={classes.several} role="group" aria-labelledby={id}>
      <span id={id} className={classes.label}>
        {i18n._(filter.label)}
      </span>
      <div className={classes.chips}>
        {filter.options.map((one) => (
          <UnstyledButton
            key={one.value}
            className={classes.chip}
            aria-pressed={on.includes(one.value)}
            onClick={() => press(one.value)}
          >
            {i18n._(one.label)}
          </UnstyledButton>
        ))}
      </div>
    </div>
  )
}
