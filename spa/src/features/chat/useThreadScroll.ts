import { useLayoutEffect, useRef } from 'react'
import type { Turn } from '~/api/types'

interface Seen {
  first: string | undefined
  last: string
  height: number
}

/** Opens at the newest turn, follows a new one, and stays put when older ones come in above. */
export function useThreadScroll(turns: Turn[]) {
  const scroller = useRef<HTMLDivElement>(null)
  const seen = useRef<Seen>(null)
  const first = turns[0]?.id
  const last = turns.at(-1)?.id
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || last === undefined) return
    const before = seen.current
    if (before?.last !== last) element.scrollTop = element.scrollHeight
    else if (before.first !== first) element.scrollTop += element.scrollHeight - before.height
    seen.current = { first, last, height: element.scrollHeight }
  }, [first, last])
  return scroller
}
