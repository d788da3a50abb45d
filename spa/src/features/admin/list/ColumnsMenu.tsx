import { Menu, UnstyledButton } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { Columns3 } from 'lucide-react'
import '~/theme/menus.css'
import filters from './Filters.module.css'
import type { Column } from './spec'
import { withFilter } from './state'
import type { List } from './useList'

interface Props<Row> {
  list: List<Row>
  shown: Column<Row>[]
  choosable: Column<Row>[]
  remember: (ids: string[]) => void
}

/** Which columns stand there. The choice goes into the address, and is remembered for the next time. */
export function ColumnsMenu<Row>({ list: { go, trail, state }, shown, choosable, remember }: Props<Row>) {
  const { i18n } = useLingui()
  const on = shown.map(({ id }) => id)
  const choose = (ids: string[]) => {
    const columns = choosable.map(({ id }) => id).filter((id) => ids.includes(id))
    remember(columns)
    const { cursor } = state
    go(
      (before) => ({
        ...withFilter(before, { columns: columns.join(',') || NO_COLUMN }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
      { replace: true, trail },
    )
  }
  return (
    <Menu position="bottom-end" width={220} closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={filters.chip}>
          <Columns3 size={14} aria-hidden />
          <Trans>Columns</Trans>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxGroup value={on} onChange={choose}>
          {choosable.map((column) => (
            <Menu.CheckboxItem key={column.id} value={column.id}>
              {i18n._(column.label)}
            </Menu.CheckboxItem>
          ))}
        </Menu.CheckboxGroup>
      </Menu.Dropdown>
    </Menu>
  )
}

/** An empty word would not be in the address at all. */
const NO_COLUMN = 'none'
