import { UnstyledButton } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './ListTable.module.css'
import { ListRow } from './ListRow'
import type { Column } from './spec'
import { withSort } from './state'
import { Tick } from './Tick'
import { togglePage, type Chosen } from './chosen'
import type { List } from './useList'
import { useKeptScroll } from './useKeptScroll'

export interface Choosing {
  chosen: Chosen
  choose: (chosen: Chosen) => void
}

interface Props<Row> {
  list: List<Row>
  columns: Column<Row>[]
  rows: Row[]
  /** Where rows can be ticked. */
  choosing: Choosing | null
  /** The rows answer another question than the one that is asked. */
  busy: boolean
  /** Stands under the rows: that there are none, say. */
  children?: ReactNode
}

/** The rows under a head that stays in sight; wider than the window, it scrolls in its own box. */
export function ListTable<Row>({ list, columns, rows, choosing, busy, children }: Props<Row>) {
  const { i18n, t } = useLingui()
  const { spec } = list
  const box = useKeptScroll<HTMLDivElement>(rows.length > 0)
  const ids = rows.map(spec.rowId)
  const ticked =
    choosing === null ? 0 : ids.filter((id) => choosing.chosen.all || choosing.chosen.ids.has(id)).length
  return (
    <div
      ref={box}
      className={classes.box}
      role="region"
      aria-label={i18n._(spec.title)}
      aria-busy={busy}
      tabIndex={0}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            {choosing !== null && (
              <th scope="col" className={classes.tick}>
                <Tick
                  label={t`All rows of this page`}
                  on={ticked > 0 && ticked === ids.length}
                  partly={ticked > 0 && ticked < ids.length}
                  disabled={busy}
                  onChange={() => choosing.choose(togglePage(choosing.chosen, ids))}
                />
              </th>
            )}
            {columns.map((column) => (
              <Head key={column.id} column={column} list={list} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ListRow
              key={spec.rowId(row)}
              row={row}
              spec={spec}
              columns={columns}
              choosing={choosing}
              page={ids}
              busy={busy}
            />
          ))}
        </tbody>
      </table>
      {children}
    </div>
  )
}

function Head<Row>({ column, list: { spec, state, go } }: { column: Column<Row>; list: List<Row> }) {
  const { i18n } = useLingui()
  const label = i18n._(column.label)
  const offered = spec.sorts.filter((sort) => sort.replace(/^-/, '') === column.sort)
  const on = state.sort?.replace(/^-/, '') === column.sort && column.sort !== undefined
  const down = state.sort?.startsWith('-') === true
  if (offered.length === 0)
    return (
      <th scope="col" data-end={column.end}>
        {label}
      </th>
    )
  // Pressed again, it turns round.
  const next = offered.find((sort) => sort !== state.sort)
  return (
    <th scope="col" data-end={column.end} aria-sort={on ? (down ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton
        className={classes.sort}
        onClick={() => next !== undefined && go((before) => withSort(spec, before, next))}
      >
        {label}
        {on && (down ? <ArrowDown size={14} aria-hidden /> : <ArrowUp size={14} aria-hidden />)}
      </UnstyledButton>
    </th>
  )
}
