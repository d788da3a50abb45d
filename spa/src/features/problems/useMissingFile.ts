import { useNetwork } from '@mantine/hooks'
import { useEffect } from 'react'
import { isStaleBuild, reloadOnce } from '~/lib/newVersion'

/**
 * Whether a file of the page itself didn't come, and why. A fresh page brings it: that is loaded once, as soon as there
 * is a network. Without one it would only be lost.
 */
export function useMissingFile(error: unknown): 'offline' | 'gone' | null {
  const { online } = useNetwork()
  const missing = isStaleBuild(error)
  useEffect(() => {
    if (missing && online) void reloadOnce()
  }, [missing, online])
  if (!missing) return null
  return online ? 'gone' : 'offline'
}
