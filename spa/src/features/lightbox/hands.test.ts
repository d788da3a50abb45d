import { expect, it } from 'vitest'
import { Hands } from './hands'

const at = (x: number, y = 0) => ({ x, y })

it('takes one press of the mouse for a press, and a drag for none', () => {
  const hands = new Hands()
  hands.down(1, at(10))
  expect(hands.move(1, at(12))).toBeNull()
  expect(hands.up(1, false, 0)).toEqual({ kind: 'press', at: at(12) })
  hands.down(1, at(10))
  expect(hands.move(1, at(40, 5))).toEqual({ kind: 'drag', by: { x: 30, y: 5 } })
  expect(hands.up(1, false, 0)).toBeNull()
})

it('takes two quick taps of a finger for a press, one for none', () => {
  const hands = new Hands()
  const tap = (time: number) => {
    hands.down(1, at(10))
    return hands.up(1, true, time)
  }
  expect(tap(0)).toBeNull()
  expect(tap(200)).toEqual({ kind: 'press', at: at(10) })
  expect(tap(2_000)).toBeNull()
})

it('knows a swipe from a stroke that goes up or down', () => {
  const hands = new Hands()
  const stroke = (to: { x: number; y: number }) => {
    hands.down(1, at(0))
    hands.move(1, to)
    return hands.up(1, true, 0)
  }
  expect(stroke(at(-100))).toEqual({ kind: 'swipe', by: 1 })
  expect(stroke(at(100, 20))).toEqual({ kind: 'swipe', by: -1 })
  expect(stroke(at(100, 90))).toBeNull()
})

it('pinches around what lies between two fingers, and takes their end for nothing', () => {
  const hands = new Hands()
  hands.down(1, at(-50))
  hands.down(2, at(50))
  expect(hands.move(2, at(150))).toEqual({ kind: 'pinch', by: 2, at: at(50) })
  expect(hands.up(2, true, 0)).toBeNull()
  expect(hands.up(1, true, 0)).toBeNull()
})

it('forgets a finger that the browser took away', () => {
  const hands = new Hands()
  hands.down(1, at(0))
  hands.cancel(1)
  expect(hands.move(1, at(50))).toBeNull()
})
