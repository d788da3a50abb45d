import type { Point } from './zoom'

/** A hand is never quite still. */
const STILL_PX = 5
const SWIPE_PX = 60
const DOUBLE_TAP_MS = 300

/** What moving a finger or the mouse means. */
export type Motion = { kind: 'drag'; by: Point } | { kind: 'pinch'; by: number; at: Point }

/** What letting go means. `swipe` is 1 to the left, so that the next picture comes. */
export type Release = { kind: 'press'; at: Point } | { kind: 'swipe'; by: -1 | 1 }

interface Touch {
  at: Point
  from: Point
  moved: boolean
}

/** Fingers and the mouse on a picture; points are measured from its middle. */
export class Hands {
  private readonly touches = new Map<number, Touch>()
  private tappedAt = -Infinity

  down(id: number, at: Point): void {
    // A second finger makes it no press, whatever comes.
    this.touches.set(id, { at, from: at, moved: this.touches.size > 0 })
  }

  move(id: number, at: Point): Motion | null {
    const touch = this.touches.get(id)
    if (touch === undefined) return null
    const before = touch.at
    touch.at = at
    touch.moved ||= distance(at, touch.from) > STILL_PX
    const other = [...this.touches.values()].find((one) => one !== touch)
    if (other === undefined)
      return touch.moved ? { kind: 'drag', by: { x: at.x - before.x, y: at.y - before.y } } : null
    other.moved = true
    const by = distance(at, other.at) / Math.max(distance(before, other.at), 1)
    return { kind: 'pinch', by, at: { x: (at.x + other.at.x) / 2, y: (at.y + other.at.y) / 2 } }
  }

  /** A finger presses twice for what a mouse does with one press: it also comes down by chance. */
  up(id: number, byTouch: boolean, timeMs: number): Release | null {
    const touch = this.touches.get(id)
    this.touches.delete(id)
    if (touch === undefined || this.touches.size > 0) return null
    if (touch.moved) return byTouch ? swipeOf(touch) : null
    const again = timeMs - this.tappedAt < DOUBLE_TAP_MS
    this.tappedAt = timeMs
    return !byTouch || again ? { kind: 'press', at: touch.at } : null
  }

  /** The browser took it for something of its own. */
  cancel(id: number): void {
    this.touches.delete(id)
  }
}

function swipeOf({ at, from }: Touch): Release | null {
  const across = at.x - from.x
  const swiped = Math.abs(across) > Math.max(SWIPE_PX, 2 * Math.abs(at.y - from.y))
  return swiped ? { kind: 'swipe', by: across < 0 ? 1 : -1 } : null
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
