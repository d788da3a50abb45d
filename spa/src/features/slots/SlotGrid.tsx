import type { CSSProperties } from 'react'
import type { Generation, Turn } from '~/api/types'
import { latestPerSlot } from '~/features/generations/turnsCache'
import { BatchSummary } from './BatchSummary'
import { DeletedSlot } from './DeletedSlot'
import { isDeclined } from './errorWords'
import { FailedSlot } from './FailedSlot'
import { PictureSlot } from './PictureSlot'
import { CancelledSlot } from './CancelledSlot'
import { RunningSlot } from './RunningSlot'
import classes from './SlotGrid.module.css'

/** From this ratio on, two pictures side by side are too small on a phone. */
const WIDE_RATIO = 1.5
/** Up to this ratio a whole batch stands side by side, where there is room. */
const UPRIGHT_RATIO = 0.8

export function SlotGrid({ turn }: { turn: Turn }) {
  const slots = latestPerSlot(turn)
  const ratio = turn.width > 0 && turn.height > 0 ? turn.width / turn.height : 1
  const [first] = slots
  // Four times the same refusal is one thing to say.
  if (first !== undefined && slots.length > 1 && slots.every(wasDeclined)) {
    return (
      <div className={classes.grid} data-count={1} data-merged style={{ '--ratio': ratio } as CSSProperties}>
        <FailedSlot turn={turn} generation={first} merged={slots.length} />
      </div>
    )
  }
  return (
    <>
      <ul
        className={classes.grid}
        data-count={slots.length}
        data-wide={ratio >= WIDE_RATIO}
        data-upright={ratio <= UPRIGHT_RATIO}
        style={{ '--ratio': ratio } as CSSProperties}
      >
        {slots.map((generation, index) => (
          <li key={generation.slot} className={classes.slot}>
            <Slot turn={turn} generation={generation} position={index + 1} />
          </li>
        ))}
      </ul>
      <BatchSummary slots={slots} />
    </>
  )
}

interface SlotProps {
  turn: Turn
  generation: Generation
  position: number
}

function Slot({ turn, generation, position }: SlotProps) {
  switch (generation.state) {
    case 'queued':
    case 'running':
    case 'waiting':
      return <RunningSlot turn={turn} generation={generation} />
    case 'succeeded':
      if (generation.asset == null) return <DeletedSlot removedAt={generation.picture_removed_at} />
      return <PictureSlot turn={turn} generation={generation} asset={generation.asset} position={position} />
    case 'failed':
      return <FailedSlot turn={turn} generation={generation} />
    case 'cancelled':
      return <CancelledSlot generation={generation} />
  }
}

function wasDeclined(generation: Generation): boolean {
  return generation.state === 'failed' && isDeclined(generation.error?.code ?? '')
}
