import { useState } from 'react'

/** True from the first time on: what opens by a press needs no code before it, and may close with a motion after it. */
export function useWanted(opened: boolean): boolean {
  const [wanted, setWanted] = useState(opened)
  if (opened && !wanted) setWanted(true)
  return wanted
}
