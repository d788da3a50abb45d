import { useEffect } from 'react'
import type { User } from '~/api/types'

/** Finds out, whenever somebody comes back to this tab, that they have signed in in another one meanwhile. */
export function useSignedInElsewhere(goOn: (user: User) => void): void {
  useEffect(() => {
    let here = true
    const look = () => {
      if (document.visibilityState !== 'visible') return
      whoIsIn()
        .then((user) => here && user !== null && goOn(user))
        .catch(() => undefined)
    }
    document.addEventListener('visibilitychange', look)
    window.addEventListener('focus', look)
    return () => {
      here = false
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('focus', look)
    }
  }, [goOn])
}

/** Past the gate, which would make this question wait for the very answer that it is after. */
async function whoIsIn(): Promise<User | null> {
  const response = await fetch(`${location.origin}/api/v1/me`)
  return response.ok ? ((await response.json()) as { user: User }).user : null
}
