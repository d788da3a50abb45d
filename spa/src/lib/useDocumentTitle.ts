import { useEffect } from 'react'

const NAME = 'nproxy'

export function useDocumentTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? NAME : `${title} · ${NAME}`
    return () => {
      document.title = NAME
    }
  }, [title])
}
