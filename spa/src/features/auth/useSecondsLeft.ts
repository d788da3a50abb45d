import { useEffect, useReducer, useState } from 'react'

/** The whole seconds until a moment of this device's clock, and how many they were when it was first shown. */
export function useSecondsLeft(untilMs: number): { left: number; atFirst: number } {
  const [, tick] = useReducer((count: number) => count + 1, 0)
  const [atFirst] = useState(() => secondsUntil(untilMs))
  const left = secondsUntil(untilMs)
  const over = left === 0
  useEffect(() => {
    if (over) return
    const timer = setInterval(tick, 1_000)
    return () => clearInterval(timer)
  }, [over])
  return { left, atFirst }
}

function secondsUntil(moment: number): number {
  return Math.max(0, Math.ceil((moment - Date.now()) / 1_000))
}
