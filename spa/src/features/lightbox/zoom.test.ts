import { expect, it } from 'vitest'
import { moveBy, toggled, WHOLE, zoomMax, zoomTo, type Frame } from './zoom'

const MIDDLE = { x: 0, y: 0 }
const frame: Frame = { width: 800, height: 600, pictureWidth: 800, pictureHeight: 400, full: 2.5 }

it('keeps what lies under the pointer where it is', () => {
  const at = { x: 100, y: 50 }
  const view = zoomTo(WHOLE, 4, at, frame)
  // The point of the picture that was at (100, 50) is at 4 times that from its middle.
  expect(view.x + 4 * at.x).toBe(at.x)
  expect(view.y + 4 * at.y).toBe(at.y)
})

it('goes no further than the picture’s edges, and not at all where it has room', () => {
  const view = moveBy(zoomTo(WHOLE, 2, MIDDLE, frame), { x: 5_000, y: -5_000 }, frame)
  expect(view).toEqual({ zoom: 2, x: 400, y: -100 })
  expect(moveBy(WHOLE, { x: 50, y: 50 }, frame)).toEqual(WHOLE)
})

it('is never smaller than whole, nor larger than there is something to see', () => {
  expect(zoomTo(WHOLE, 0.2, MIDDLE, frame).zoom).toBe(1)
  expect(zoomTo(WHOLE, 1_000, MIDDLE, frame).zoom).toBe(zoomMax(frame))
})

it('goes between whole and one to one', () => {
  const full = toggled(WHOLE, MIDDLE, frame)
  expect(full.zoom).toBe(2.5)
  expect(toggled(full, MIDDLE, frame)).toEqual(WHOLE)
  expect(toggled(WHOLE, MIDDLE, { ...frame, full: 1 }).zoom).toBe(2)
})

it('is back in its place when it is whole again', () => {
  const away = moveBy(zoomTo(WHOLE, 4, { x: 300, y: 200 }, frame), { x: -900, y: 0 }, frame)
  expect(zoomTo(away, 1, { x: 300, y: 200 }, frame)).toEqual(WHOLE)
})
