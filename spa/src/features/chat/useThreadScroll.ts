import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Turn } from '~/api/types'
import { corrections, Heights } from './heights'
import { idOfTurn } from './useNamedTurn'

interface Seen {
  first: string | undefined
  last: string
  height: number
}

/** Nearer to the end than this is at the end. */
const AT_END_PX = 8

/**
 * Opens at the newest turn, follows a new one, and stays put when older ones come in above, or when one that was out
 * of sight turns out higher or lower than was thought. The browsers' own anchoring is not in all of them.
 */
export function useThreadScroll(turns: Turn[]) {
  const scroller = useRef<HTMLDivElement>(null)
  const column = useRef<HTMLDivElement>(null)
  const seen = useRef<Seen>(null)
  const atEnd = useRef(true)
  const heights = useRef(new Heights())
  const [away, setAway] = useState(false)
  const first = turns[0]?.id
  const last = turns.at(-1)?.id

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || last === undefined) return
    const before = seen.current
    if (before?.last !== last) element.scrollTop = element.scrollHeight
    else if (before.first !== first) element.scrollTop += element.scrollHeight - before.height
    seen.current = { first, last, height: element.scrollHeight }
    heights.current.watch(column.current?.children ?? [])
  }, [first, last, turns.length])

  useEffect(() => {
    const element = scroller.current
    const known = heights.current
    if (element === null) return
    const onScroll = () => {
      const left = element.scrollHeight - element.clientHeight - element.scrollTop
      atEnd.current = left <= AT_END_PX
      setAway(left > element.clientHeight)
    }
    const stop = known.listen(element, (changes) => {
      if (atEnd.current) element.scrollTop = element.scrollHeight
      else element.scrollTop += corrections(changes, element.scrollTop)
      if (seen.current !== null) seen.current.height = element.scrollHeight
    })
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      stop()
      element.removeEventListener('scroll', onScroll)
    }
  }, [])

  const toNewest = () => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
  }
  const toTurn = (id: string) => {
    const turn = document.getElementById(idOfTurn(id))
    // What is still measured below it must not bring the end back.
    atEnd.current = false
    turn?.scrollIntoView({ block: 'start' })
    turn?.focus({ preventScroll: true })
  }
  return { scroller, column, away, toNewest, toTurn }
}
