import { useEffect, useSyncExternalStore } from 'react'
import { newVersion } from '~/lib/newVersion'
import { toastNewVersion } from '~/lib/toast'

/** Tells of a new version once, and leaves it to the customer when to take it. */
export function useNewVersion(): void {
  const isNew = useSyncExternalStore(newVersion.subscribe, newVersion.get)
  useEffect(() => {
    if (isNew) void toastNewVersion()
  }, [isNew])
}
