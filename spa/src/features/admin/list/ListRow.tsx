import { ActionIcon } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState, type MouseEvent } from 'react'
import { AdminLink } from '~/features/admin/shell/AdminLink'
import { isChosen, toggle } from './chosen'
import classes from './ListTable.module.css'
import type { Choosing } from './ListTable'
import type { Column, ListSpec } from './spec'
import { Tick } from './Tick'

interface Props<Row> {
  row: Row
  spec: ListSpec<Row>
  columns: Column<Row>[]
  choosing: Choosing | null
  /** The ids of the page. */
  page: string[]
  busy: boolean
}

/** A row leads to the page of what it tells of, wherever it is pressed, or opens to the rest of it. */
export function ListRow<Row>({ row, spec, columns, choosing, page, busy }: Props<Row>) {
  const { t } = useLingui()
  const router = useRouter()
  const [opened, setOpened] = useState(false)
  const detailsId = useId()
  const id = spec.rowId(row)
  const name = spec.rowName(row)
  const href = spec.href?.(row)
  const { details } = spec
  const press = (event: MouseEvent) => {
    if (event.defaultPrevented || (event.target as Element).closest('a, button, input, label') !== null)
      return
    // Whoever marks a word wants to copy it.
    if (window.getSelection()?.isCollapsed === false) return
    if (href === undefined) return setOpened(!opened)
    if (event.ctrlKey || event.metaKey) return void window.open(href, '_blank', 'noopener')
    void router.navigate({ href })
  }
  const leads = href !== undefined || details !== undefined
  return (
    <>
      <tr onClick={leads ? press : undefined} data-leads={leads}>
        {choosing !== null && (
          <td className={classes.tick}>
            <Tick
              label={t`Tick ${name}`}
              on={isChosen(choosing.chosen, id)}
              disabled={busy}
              onChange={() => choosing.choose(toggle(choosing.chosen, id, page))}
            />
          </td>
        )}
        {columns.map((column, at) =>
          at === 0 ? (
            <th key={column.id} scope="row">
              <span className={classes.first}>
                {details !== undefined && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    c="var(--np-muted)"
                    size={24}
                    aria-label={t`More of ${name}`}
                    aria-expanded={opened}
                    aria-controls={opened ? detailsId : undefined}
                    onClick={() => setOpened(!opened)}
                  >
                    {opened ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
                  </ActionIcon>
                )}
                {href === undefined ? (
                  column.cell(row)
                ) : (
                  <AdminLink to={href} className={classes.link}>
                    {column.cell(row)}
                  </AdminLink>
                )}
              </span>
            </th>
          ) : (
            <td key={column.id} data-end={column.end}>
              {column.cell(row)}
            </td>
          ),
        )}
      </tr>
      {opened && details !== undefined && (
        <tr id={detailsId} className={classes.details}>
          <td colSpan={columns.length + (choosing === null ? 0 : 1)}>
            <div className={classes.opened}>{details(row)}</div>
          </td>
        </tr>
      )}
    </>
  )
}
