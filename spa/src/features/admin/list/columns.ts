import { useState } from 'react'
import type { Column, ListSpec } from './spec'

const keyOf = (list: string) => `nproxy.admin.columns.${list}`

/** The columns that are shown: those of the address, else those chosen on this device before, else the usual ones. */
export function useColumns<Row>(spec: ListSpec<Row>, named: string[] | undefined) {
  const [remembered, setRemembered] = useState(() => read(spec.id))
  const chosen = named ?? remembered
  const [first, ...others] = spec.columns
  const shown: Column<Row>[] = [
    first,
    ...others.filter(({ id, spare }) => (chosen === undefined ? spare !== true : chosen.includes(id))),
  ]
  const remember = (ids: string[]) => {
    setRemembered(ids)
    try {
      localStorage.setItem(keyOf(spec.id), ids.join(','))
    } catch {
      return
    }
  }
  return { shown, choosable: others, remember }
}

function read(list: string): string[] | undefined {
  try {
    return localStorage.getItem(keyOf(list))?.split(',')
  } catch {
    return undefined
  }
}
