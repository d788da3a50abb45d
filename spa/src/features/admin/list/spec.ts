import type { MessageDescriptor } from '@lingui/core'
import type { ReactNode } from 'react'
import type { components } from '~/api.gen'

export interface Column<Row> {
  id: string
  label: MessageDescriptor
  cell: (row: Row) => ReactNode
  /** The server's name of it, where the list can be put in its order. */
  sort?: string
  /** Numbers stand under each other. */
  end?: true
  /** Only shown where it was chosen. */
  spare?: true
}

export interface Option {
  value: string
  label: MessageDescriptor
}

/** Something that a list can be narrowed by; `name` is the server's. */
export type Filter = { name: string; label: MessageDescriptor } & (
  | { kind: 'choice'; options: Option[] }
  /** Several of them, with commas between. */
  | { kind: 'several'; options: Option[] }
  | { kind: 'words'; hint?: MessageDescriptor }
  /** A whole id. */
  | { kind: 'id' }
  /** A moment, in UTC in the address, in the admin's own time where it is typed. */
  | { kind: 'moment' }
  | { kind: 'whole'; unit: MessageDescriptor }
)

export interface Preset {
  id: string
  label: MessageDescriptor
  filter: () => Record<string, string>
}

export interface Page<Row> {
  items: Row[]
  next_cursor?: string
  total: components['schemas']['ListTotal']
}

/** All that makes one list another than the next. */
export interface ListSpec<Row> {
  /** Names what is remembered of it, too. */
  id: string
  title: MessageDescriptor
  /** The box at the top: what it finds by. `charsMin`: the server looks for no part that is shorter. */
  search?: { name: string; hint: MessageDescriptor; charsMin?: number }
  filters: Filter[]
  presets: Preset[]
  /** The server's names, - before one that runs downwards; the first is the usual one. None: there is one order. */
  sorts: string[]
  /** The first one names the row and is always shown. */
  columns: [Column<Row>, ...Column<Row>[]]
  load: (query: Record<string, string>, signal: AbortSignal) => Promise<Page<Row>>
  csv: string
  rowId: (row: Row) => string
  /** For people: whose row it is. */
  rowName: (row: Row) => string
  /** The page about it. */
  href?: (row: Row) => string
  /** What a row opens to where it has no page of its own. */
  details?: (row: Row) => ReactNode
  /** In words, where there is nothing at all. */
  empty: MessageDescriptor
}

export const LIMITS = [25, 50, 100]
