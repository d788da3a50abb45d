import type { Turn } from '~/api/types'
import { latestPerSlot } from '~/features/generations/turnsCache'
import { isLong, SHOWN_LINES } from './promptLength'

const COLUMN_MAX_PX = 880
const MARGINS_PX = 32
/** Words, settings and acts around the pictures. */
const AROUND_PX = 124
const INPUTS_PX = 64
const LINE_PX = 24
const LINE_CHARS = 80
const GAP_PX = 12

/**
 * About how high a turn will be, before it is drawn: the shapes of its pictures are known. What is out of sight takes
 * this much room until it has been seen once; then the browser knows the truth.
 */
export function turnHeight(turn: Turn, windowWidth: number): number {
  const column = Math.min(COLUMN_MAX_PX, windowWidth - MARGINS_PX)
  // A cut one has a line beneath it that shows the rest.
  const lines = isLong(turn.prompt)
    ? SHOWN_LINES + 1
    : Math.max(1, Math.ceil(turn.prompt.length / LINE_CHARS))
  const inputs = turn.inputs.length > 0 ? INPUTS_PX : 0
  return Math.round(AROUND_PX + lines * LINE_PX + inputs + pictures(turn, column))
}

/** As `SlotGrid.module.css` lays them out. */
function pictures(turn: Turn, column: number): number {
  const ratio = turn.width > 0 && turn.height > 0 ? turn.width / turn.height : 1
  const count = latestPerSlot(turn).length
  if (count <= 1) return Math.min(column, 560, 480 * ratio) / ratio
  const tall = count === 2 ? 480 : 320
  const row = (Math.min(column, 2 * tall * ratio + GAP_PX) - GAP_PX) / 2 / ratio
  const rows = Math.ceil(count / 2)
  return rows * row + (rows - 1) * GAP_PX
}
