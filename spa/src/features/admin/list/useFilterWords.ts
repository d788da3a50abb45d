import { useLingui } from '@lingui/react/macro'
import { formatMoment } from '~/lib/format'
import type { Filter } from './spec'

const ID_END_CHARS = 8

/** "State: Failed" */
export function useFilterWords(): (filter: Filter, value: string) => string {
  const { i18n } = useLingui()
  return (filter, value) => {
    const label = i18n._(filter.label)
    switch (filter.kind) {
      case 'choice':
      case 'several': {
        const words = value.split(',').map((one) => {
          const option = filter.options.find((offered) => offered.value === one)
          return option === undefined ? one : i18n._(option.label)
        })
        return `${label}: ${words.join(', ')}`
      }
      case 'moment':
        return `${label}: ${formatMoment(value)}`
      case 'id':
        return `${label}: …${value.slice(-ID_END_CHARS)}`
      case 'whole':
        return `${label}: ${value} ${i18n._(filter.unit)}`
      case 'words':
        return `${label}: ${value}`
    }
  }
}
