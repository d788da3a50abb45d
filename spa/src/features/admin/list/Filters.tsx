import { UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useDisclosure } from '@mantine/hooks'
import { Search, SlidersHorizontal, X } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { FilterField } from './FilterField'
import classes from './Filters.module.css'
import { SettledInput } from './SettledInput'
import { isOnly, withFilter, withOnly } from './state'
import { useFilterWords } from './useFilterWords'
import type { List } from './useList'

interface Props<Row> {
  list: List<Row>
  /** What the place of the list has decided already. */
  fixed: Record<string, string>
  /** Columns, CSV: what is about the list as a whole. */
  children: ReactNode
}

/** What a list is narrowed to: words, presets, and a field for each filter; what is set stands there to be taken off. */
export function Filters<Row>({ list: { spec, state, go }, fixed, children }: Props<Row>) {
  const { t, i18n } = useLingui()
  const [opened, panel] = useDisclosure(false)
  const id = useId()
  const wordsOf = useFilterWords()
  const filters = spec.filters.filter(({ name }) => !(name in fixed))
  const set = filters.filter(({ name }) => state.filter[name] !== undefined)
  const change = (name: string, value: string, replace: boolean) =>
    go((before) => withFilter(before, { [name]: value }), { replace })
  const { search } = spec
  return (
    <search className={classes.filters}>
      <div className={classes.row}>
        {search !== undefined && (
          <SettledInput
            type="search"
            className={classes.search ?? ''}
            aria-label={i18n._(search.hint)}
            placeholder={i18n._(search.hint)}
            leftSection={<Search size={16} aria-hidden />}
            settled={state.filter[search.name] ?? ''}
            flaw={(typed) => (typed.length < (search.charsMin ?? 1) ? t`Three letters or more.` : null)}
            onSettle={(text) => change(search.name, text, true)}
          />
        )}
        {filters.length > 0 && (
          <UnstyledButton
            className={classes.chip}
            aria-expanded={opened}
            aria-controls={opened ? id : undefined}
            onClick={panel.toggle}
          >
            <SlidersHorizontal size={14} aria-hidden />
            <Trans>Filters</Trans>
          </UnstyledButton>
        )}
        <div className={classes.push}>{children}</div>
      </div>
      {spec.presets.length > 0 && (
        <div className={`${classes.chips} ${classes.presets}`} role="group" aria-label={t`Often looked for`}>
          {spec.presets.map((preset) => {
            const filter = preset.filter()
            const on = isOnly(state.filter, filter)
            return (
              <UnstyledButton
                key={preset.id}
                className={classes.chip}
                aria-pressed={on}
                onClick={() => go((before) => withOnly(spec, before, on ? {} : filter))}
              >
                {i18n._(preset.label)}
              </UnstyledButton>
            )
          })}
        </div>
      )}
      {opened && (
        <div id={id} className={classes.panel}>
          {filters.map((filter) => (
            <FilterField
              key={filter.name}
              filter={filter}
              value={state.filter[filter.name] ?? ''}
              onChange={(value, typing) => change(filter.name, value, typing)}
            />
          ))}
        </div>
      )}
      {set.length > 0 && (
        <div className={classes.chips} role="group" aria-label={t`Filters that are set`}>
          {set.map((filter) => {
            const words = wordsOf(filter, state.filter[filter.name] ?? '')
            return (
              <UnstyledButton
                key={filter.name}
                className={classes.chip}
                data-set
                aria-label={t`Take off: ${words}`}
                onClick={() => change(filter.name, '', false)}
              >
                {words}
                <X size={14} aria-hidden />
              </UnstyledButton>
            )
          })}
        </div>
      )}
    </search>
  )
}
