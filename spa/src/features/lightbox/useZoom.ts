import { useEffect, useEffectEvent, useState, type PointerEvent } from 'react'
import { Hands } from './hands'
import { moveBy, toggled, WHOLE, zoomTo, type Frame, type Point, type View } from './zoom'

const STEP = 1.5
const WHEEL_SPEED = 0.002
const MIDDLE: Point = { x: 0, y: 0 }

interface Options {
  /** Of the picture itself. */
  width: number
  /** A finger went over a picture that is shown whole: 1 to the left, so that the next one comes. */
  onSwipe: (by: -1 | 1) => void
}

/** Wheel, pinch, drag, click and double tap over a picture, and the same by buttons. */
export function useZoom({ width, onSwipe }: Options) {
  const [frame, setFrame] = useState<HTMLElement | null>(null)
  const [picture, setPicture] = useState<HTMLElement | null>(null)
  const [hands] = useState(() => new Hands())
  const [view, setView] = useState<View>(WHOLE)
  const [full, setFull] = useState(1)

  const look = (change: (view: View, frame: Frame) => View) => {
    const measured = measure(frame, picture, width)
    setFull(measured.full)
    setView((before) => change(before, measured))
  }

  const wheel = useEffectEvent((event: WheelEvent) => {
    // The page behind must not scroll, nor the browser zoom all of it.
    event.preventDefault()
    const at = pointIn(frame, event)
    look((now, measured) => zoomTo(now, now.zoom * Math.exp(-event.deltaY * WHEEL_SPEED), at, measured))
  })
  useEffect(() => {
    frame?.addEventListener('wheel', wheel, { passive: false })
    return () => frame?.removeEventListener('wheel', wheel)
  }, [frame])

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    hands.down(event.pointerId, pointIn(frame, event))
  }
  const move = (event: PointerEvent) => {
    const motion = hands.move(event.pointerId, pointIn(frame, event))
    if (motion?.kind === 'drag') look((now, measured) => moveBy(now, motion.by, measured))
    if (motion?.kind === 'pinch')
      look((now, measured) => zoomTo(now, now.zoom * motion.by, motion.at, measured))
  }
  const up = (event: PointerEvent) => {
    const release = hands.up(event.pointerId, event.pointerType === 'touch', event.timeStamp)
    if (release?.kind === 'press') look((now, measured) => toggled(now, release.at, measured))
    if (release?.kind === 'swipe' && view.zoom === 1) onSwipe(release.by)
  }

  return {
    setFrame,
    setPicture,
    hands: {
      onPointerDown: down,
      onPointerMove: move,
      onPointerUp: up,
      onPointerCancel: (event: PointerEvent) => hands.cancel(event.pointerId),
    },
    view,
    /** Of the picture's own pixels. */
    percent: Math.round((view.zoom / full) * 100),
    zoomed: view.zoom > 1,
    toggle: () => look((now, measured) => toggled(now, MIDDLE, measured)),
    closer: () => look((now, measured) => zoomTo(now, now.zoom * STEP, MIDDLE, measured)),
    further: () => look((now, measured) => zoomTo(now, now.zoom / STEP, MIDDLE, measured)),
    move: (by: Point) => look((now, measured) => moveBy(now, by, measured)),
  }
}

export type Zoom = Pick<ReturnType<typeof useZoom>, 'percent' | 'zoomed' | 'toggle' | 'closer' | 'further'>

function measure(frame: HTMLElement | null, picture: HTMLElement | null, width: number): Frame {
  const shown = picture?.offsetWidth ?? 0
  return {
    width: frame?.clientWidth ?? 0,
    height: frame?.clientHeight ?? 0,
    pictureWidth: shown,
    pictureHeight: picture?.offsetHeight ?? 0,
    full: shown === 0 ? 1 : width / shown,
  }
}

/** From the middle of the frame. */
function pointIn(
  frame: HTMLElement | null,
  { clientX, clientY }: { clientX: number; clientY: number },
): Point {
  const box = frame?.getBoundingClientRect()
  if (box === undefined) return MIDDLE
  return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 }
}
