import type { ReactNode } from 'react'
import classes from './Lines.module.css'

export interface Column<T> {
  title: string
  /** Right-aligned. */
  number?: boolean
  /** Holds sentences: not squeezed to a word a line. */
  wide?: boolean
  cell: (row: T) => ReactNode
}

interface Props<T> {
  /** What the table is of, for who can't see what stands around it. */
  label: string
  rows: readonly T[]
  columns: readonly Column<T>[]
  idOf: (row: T, index: number) => string
  /** Said instead of a table without lines. */
  empty: string
}

/** A short table. Its first column stays in sight while the others are scrolled. */
export function Lines<T>({ label, rows, columns, idOf, empty }: Props<T>) {
  if (rows.length === 0) return <p className={classes.empty}>{empty}</p>
  return (
    // Reached by the keyboard, which then scrolls it.
    <div className={classes.box} role="group" aria-label={label} tabIndex={0}>
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title, number, wide }) => (
              <th key={title} scope="col" data-number={number} data-wide={wide}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={idOf(row, index)}>
              {columns.map(({ title, number, wide, cell }, at) =>
                at === 0 ? (
                  <th key={title} scope="row" data-wide={wide}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title} data-number={number} data-wide={wide}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
