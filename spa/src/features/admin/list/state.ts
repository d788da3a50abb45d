import { LIMITS, type Filter, type ListSpec } from './spec'
import type { ListSearch } from './search'

/** What of an address a list goes by. */
export interface ListState {
  /** By name, the search among them; without what the place of the list fixes. */
  filter: Record<string, string>
  /** Undefined where the list has one order. */
  sort: string | undefined
  limit: number
  cursor: string | undefined
  /** Undefined: the usual ones, or those chosen before on this device. */
  columns: string[] | undefined
}

type AnySpec = Pick<ListSpec<never>, 'filters' | 'sorts' | 'search'>

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whatever an address says that this list doesn't know is left out. */
export function stateOf(spec: AnySpec, said: ListSearch, fixed: Record<string, string> = {}): ListState {
  const search: Record<string, string> = Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, String(value)]),
  )
  const known = namesOf(spec).filter((name) => !(name in fixed))
  const filter = Object.fromEntries(
    known.flatMap((name) => {
      const value = search[name]
      return value !== undefined && isGood(spec, name, value) ? [[name, value] as const] : []
    }),
  )
  const { sort = '', limit, cursor, columns } = search
  return {
    filter,
    sort: spec.sorts.includes(sort) ? sort : spec.sorts[0],
    limit: LIMITS.find((one) => String(one) === limit) ?? DEFAULT_LIMIT,
    cursor,
    columns: columns?.split(','),
  }
}

const DEFAULT_LIMIT = 25

/** As the server is asked. What is usual goes unsaid, so that one list has one address. */
export function queryOf(
  spec: AnySpec,
  state: ListState,
  fixed: Record<string, string> = {},
): Record<string, string> {
  const { filter, sort, limit, cursor } = state
  return {
    ...filter,
    ...fixed,
    ...(sort === undefined || sort === spec.sorts[0] ? {} : { sort }),
    ...(limit === DEFAULT_LIMIT ? {} : { limit: String(limit) }),
    ...(cursor === undefined ? {} : { cursor }),
  }
}

/** The address with other filters. Another list begins at its first page. */
export function withFilter(search: ListSearch, change: Record<string, string | undefined>): ListSearch {
  return without({ ...search, ...change }, ['cursor'])
}

/** The address with these filters and no others. */
export function withOnly(spec: AnySpec, search: ListSearch, filter: Record<string, string>): ListSearch {
  return { ...without(search, [...namesOf(spec), 'cursor']), ...filter }
}

export function withSort(spec: AnySpec, search: ListSearch, sort: string): ListSearch {
  return withFilter(search, { sort: sort === spec.sorts[0] ? undefined : sort })
}

export function withLimit(search: ListSearch, limit: number): ListSearch {
  return withFilter(search, { limit: limit === DEFAULT_LIMIT ? undefined : String(limit) })
}

export function isOnly(filter: Record<string, string>, wanted: Record<string, string>): boolean {
  const names = Object.keys(wanted)
  return Object.keys(filter).length === names.length && names.every((name) => filter[name] === wanted[name])
}

/** Without those names, and without what was set to nothing. */
function without(search: Record<string, ListSearch[string] | undefined>, names: string[]): ListSearch {
  const kept = Object.entries(search).filter(
    (one): one is [string, ListSearch[string]] =>
      one[1] !== undefined && one[1] !== '' && !names.includes(one[0]),
  )
  return Object.fromEntries(kept)
}

function namesOf(spec: AnySpec): string[] {
  return [...(spec.search === undefined ? [] : [spec.search.name]), ...spec.filters.map(({ name }) => name)]
}

function isGood(spec: AnySpec, name: string, value: string): boolean {
  const filter = spec.filters.find((one) => one.name === name)
  return filter === undefined || isGoodFor(filter, value)
}

export function isGoodFor(filter: Filter, value: string): boolean {
  const offered = (word: string) => 'options' in filter && filter.options.some((one) => one.value === word)
  switch (filter.kind) {
    case 'choice':
      return offered(value)
    case 'several':
      return value.split(',').every(offered)
    case 'id':
      return UUID.test(value)
    case 'moment':
      return !Number.isNaN(Date.parse(value))
    case 'whole':
      return /^\d{1,9}$/.test(value)
    case 'words':
      return true
  }
}
