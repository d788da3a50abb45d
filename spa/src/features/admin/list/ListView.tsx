import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { AdminPage } from '~/features/admin/shell/AdminPage'
import { countOf, NONE, type Chosen } from './chosen'
import { useColumns } from './columns'
import { ColumnsMenu } from './ColumnsMenu'
import { CsvLink } from './CsvLink'
import { Filters } from './Filters'
import { ListFoot } from './ListFoot'
import { Failed, Loading, NewRows, NotFresh, Slow, Stopped } from './ListStates'
import { ListTable } from './ListTable'
import classes from './ListView.module.css'
import { SelectionBar } from './SelectionBar'
import type { ListSpec } from './spec'
import { withOnly } from './state'
import { useList } from './useList'
import { usePage } from './usePage'

/** What an act on many rows is about: these rows, or whatever the filter finds. */
export interface Ticked {
  ids?: string[]
  filter?: Record<string, string>
  count: number
  /** To be called when it is done. */
  onDone: () => void
}

interface Props<Row> {
  spec: ListSpec<Row>
  /** Filters that the place of the list sets, and nobody takes off: `{ user: id }`. */
  fixed?: Record<string, string>
  /** A part of another page, which has a heading already. */
  embedded?: boolean
  /** Buttons at the head of the page. */
  acts?: ReactNode
  /** The acts on ticked rows. */
  bulk?: { everyone: boolean; acts: (ticked: Ticked) => ReactNode }
}

const NOTHING: Record<string, string> = {}

/** A list with everything that lists have. All of where it stands is in the address. */
export function ListView<Row>({ spec, fixed = NOTHING, embedded = false, acts, bulk }: Props<Row>) {
  const { i18n } = useLingui()
  const body = <ListBody spec={spec} fixed={fixed} bulk={bulk} />
  if (embedded) return <div className={classes.embedded}>{body}</div>
  return (
    <AdminPage title={i18n._(spec.title)} acts={acts} fill>
      {body}
    </AdminPage>
  )
}

interface BodyProps<Row> {
  spec: ListSpec<Row>
  fixed: Record<string, string>
  bulk: Props<Row>['bulk'] | undefined
}

function ListBody<Row>({ spec, fixed, bulk }: BodyProps<Row>) {
  const { i18n } = useLingui()
  const list = useList(spec, fixed)
  const page = usePage(spec, list.query)
  const columns = useColumns(spec, list.state.columns)
  const [{ chosen, of }, setChosen] = useState<{ chosen: Chosen; of: string }>({ chosen: NONE, of: '' })
  const filter = { ...list.state.filter, ...fixed }
  const narrowed = Object.keys(list.state.filter).length > 0
  // What is ticked was ticked among what this filter finds.
  const question = JSON.stringify(filter)
  const choosing = bulk && {
    chosen: of === question ? chosen : NONE,
    choose: (next: Chosen) => setChosen({ chosen: next, of: question }),
  }
  const { answer, rows, come, gone } = page
  const retry = () => void answer.refetch()
  const body = () => {
    // Until this question is answered the rows of the one before stand there.
    const stale = answer.isPlaceholderData
    if (answer.data === undefined && answer.error !== null)
      return <Failed error={answer.error} onRetry={retry} />
    if (answer.fetchStatus === 'idle' && (answer.data === undefined || stale))
      return <Stopped onRetry={retry} />
    if (answer.data === undefined) return <Loading onCancel={page.cancel} />
    return (
      <>
        {stale && <Slow key={JSON.stringify(list.query)} onCancel={page.cancel} />}
        {answer.error !== null && <NotFresh onRetry={retry} />}
        {come + gone > 0 && <NewRows come={come} onShow={page.show} />}
        <ListTable list={list} columns={columns.shown} rows={rows} choosing={choosing ?? null} busy={stale}>
          {rows.length === 0 && (
            <div className={classes.empty}>
              <p>{narrowed ? <Trans>Nothing matches.</Trans> : i18n._(spec.empty)}</p>
              {narrowed && (
                <Button variant="default" onClick={() => list.go((before) => withOnly(spec, before, {}))}>
                  <Trans>Take all filters off</Trans>
                </Button>
              )}
            </div>
          )}
        </ListTable>
        <ListFoot list={list} page={page} />
      </>
    )
  }
  const done = () => {
    choosing?.choose(NONE)
    void page.renew()
  }
  return (
    <>
      <Filters list={list} fixed={fixed}>
        <ColumnsMenu list={list} {...columns} />
        <CsvLink path={spec.csv} query={list.query} />
      </Filters>
      {bulk !== undefined && choosing !== undefined && (
        <SelectionBar choosing={choosing} total={page.total} everyone={bulk.everyone}>
          {bulk.acts({
            ...(choosing.chosen.all ? { filter } : { ids: [...choosing.chosen.ids] }),
            count: countOf(choosing.chosen, page.total),
            onDone: done,
          })}
        </SelectionBar>
      )}
      {body()}
    </>
  )
}
