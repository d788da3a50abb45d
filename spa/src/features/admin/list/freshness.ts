import type { Page } from './spec'

export interface Freshness<Row> {
  /** In the order in which they stand on the page, each as new as is known. */
  rows: Row[]
  /** Rows of the newest answer that don't stand there yet. */
  come: number
  /** Rows that stand there and belong there no more. */
  gone: number
}

/**
 * A list that is read keeps its rows where they are while newer answers come in: what changed changes in place, what
 * came and what went is only counted.
 */
export function compare<Row>(
  held: Page<Row>,
  newest: Page<Row>,
  rowId: (row: Row) => string,
): Freshness<Row> {
  const fresh = new Map(newest.items.map((row) => [rowId(row), row]))
  const stands = new Set(held.items.map(rowId))
  const present = held.items.map((row) => fresh.has(rowId(row)))
  // What came pushes as many off the end of the page; those have only moved to the next one.
  const kept = newest.next_cursor === undefined ? held.items.length : present.lastIndexOf(true) + 1
  return {
    rows: held.items.map((row) => fresh.get(rowId(row)) ?? row),
    come: newest.items.filter((row) => !stands.has(rowId(row))).length,
    gone: present.slice(0, kept).filter((here) => !here).length,
  }
}
