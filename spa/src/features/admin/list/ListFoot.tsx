import { Button, NativeSelect } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react'
import classes from './ListView.module.css'
import { LIMITS } from './spec'
import { withFilter, withLimit } from './state'
import { totalWords } from './totalWords'
import type { List } from './useList'
import type { ListPage } from './usePage'

/** How many there are, how many a page shows, and the pages around this one. */
export function ListFoot<Row>({ list, page }: { list: List<Row>; page: ListPage<Row> }) {
  const { t } = useLingui()
  const { state, trail, go } = list
  const byTime = state.sort === undefined || state.sort.startsWith('-')
  const turn = (cursor: string | undefined, next: string[]) =>
    go((before) => ({ ...withFilter(before, {}), ...(cursor === undefined ? {} : { cursor }) }), {
      trail: next,
    })
  const { nextCursor, total } = page
  return (
    <div className={classes.foot}>
      <span className={classes.total}>{total !== undefined && totalWords(total)}</span>
      <NativeSelect
        size="xs"
        aria-label={t`Rows per page`}
        value={String(state.limit)}
        data={LIMITS.map(String)}
        onChange={(event) => go((before) => withLimit(before, Number(event.currentTarget.value)))}
      />
      <nav className={classes.pages} aria-label={t`Pages`}>
        <Button
          variant="default"
          size="xs"
          leftSection={<ChevronsLeft size={14} />}
          disabled={state.cursor === undefined}
          onClick={() => turn(undefined, [])}
        >
          <Trans>First page</Trans>
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<ChevronLeft size={14} />}
          disabled={trail.length === 0}
          onClick={() => turn(trail.at(-1) === '' ? undefined : trail.at(-1), trail.slice(0, -1))}
        >
          {byTime ? <Trans>Newer</Trans> : <Trans>Previous</Trans>}
        </Button>
        <Button
          variant="default"
          size="xs"
          rightSection={<ChevronRight size={14} />}
          disabled={nextCursor === undefined}
          onClick={() => turn(nextCursor, [...trail, state.cursor ?? ''])}
        >
          {byTime ? <Trans>Older</Trans> : <Trans>Next</Trans>}
        </Button>
      </nav>
    </div>
  )
}
