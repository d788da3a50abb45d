import { useEffect, useEffectEvent } from 'react'

/** A picture pasted anywhere on the page is an input; text beside it is still pasted where the caret is. */
export function usePaste(addFiles: (files: File[]) => void): void {
  const take = useEffectEvent((event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0) return
    if (event.clipboardData?.types.includes('text/plain') !== true) event.preventDefault()
    addFiles(files)
  })
  useEffect(() => {
    document.addEventListener('paste', take)
    return () => document.removeEventListener('paste', take)
  }, [])
}
