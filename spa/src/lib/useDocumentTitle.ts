import { useLingui } from '@lingui/react/macro'
import { useEffect, useSyncExternalStore } from 'react'
import { site } from './site'
import { create } from './store'

/** Pictures that came while nobody looked at this tab. */
export const readyUnseen = create(0)

/** "(2 ready) A red boat · nproxy" */
export function useDocumentTitle(page: string | undefined): void {
  const { t } = useLingui()
  const ready = useSyncExternalStore(readyUnseen.subscribe, readyUnseen.get)
  const title = page === undefined ? site.name : `${page} · ${site.name}`
  const shown = ready === 0 ? title : `${t`(${ready} ready)`} ${title}`
  useEffect(() => {
    document.title = shown
    return () => {
      document.title = site.name
    }
  }, [shown])
}
