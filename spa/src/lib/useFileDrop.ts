import { useEffect, useEffectEvent, useState } from 'react'

/** The whole window takes dropped files. Answers whether some are being held over it. */
export function useFileDrop(onDrop: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false)
  const drop = useEffectEvent(onDrop)
  useEffect(() => {
    const take = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      // Without this the browser would leave the page and show the file.
      event.preventDefault()
      setOver(event.type !== 'drop')
      if (event.type === 'drop') drop([...event.dataTransfer.files])
    }
    // Going from one element to the next is a leave too; only the way out of the window leads nowhere.
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    window.addEventListener('dragenter', take)
    window.addEventListener('dragover', take)
    window.addEventListener('drop', take)
    window.addEventListener('dragleave', leave)
    return () => {
      window.removeEventListener('dragenter', take)
      window.removeEventListener('dragover', take)
      window.removeEventListener('drop', take)
      window.removeEventListener('dragleave', leave)
    }
  }, [])
  return over
}
